"""The keyring of the operating system can't be used as it is: every cause with its words."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType

from console.errors.console_error import ConsoleError


class VaultError(ConsoleError):
    """The keyring did not keep, give or forget what it was asked to.

    After a save that failed, the keyring holds the old content or the new one, never neither.
    `facts["cause"]` is one of `CAUSES`, where the vault itself made the error.
    """

    code = "vault_error"


class VaultUnavailable(VaultError):
    """There is no keyring, or it does not answer."""

    code = "vault_unavailable"


class VaultLocked(VaultError):
    """The keyring is locked, and nobody unlocked it."""

    code = "vault_locked"


class VaultCorrupt(VaultError):
    """What the keyring holds under this profile can't be read."""

    code = "vault_corrupt"


class VaultTooLarge(VaultError):
    """What is to be kept does not fit into the keyring."""

    code = "vault_too_large"


_CALLED = {"darwin": "the Keychain", "win32": "Credential Manager"}
_FOR_NOW = "or keep the profile for this run only"

CAUSES: Mapping[str, tuple[type[VaultError], str, str]] = MappingProxyType(
    {
        "no_session_bus": (
            VaultUnavailable,
            "There is no session bus, so no keyring can be reached: DBUS_SESSION_BUS_ADDRESS is not set.",
            f"Start the console from a desktop session, {_FOR_NOW}.",
        ),
        "bus_unreachable": (
            VaultUnavailable,
            "The session bus, and so the keyring, can't be reached: {reason}.",
            f"Log out and in again, {_FOR_NOW}.",
        ),
        "no_service": (
            VaultUnavailable,
            "No keyring runs in this session: nothing on the session bus offers the Secret Service.",
            f"Install or start gnome-keyring, KWallet or KeePassXC and try again, {_FOR_NOW}.",
        ),
        "no_collection": (
            VaultLocked,
            "There is no keyring yet that could hold secrets.",
            f"Press Unlock; the system then asks for the password of a new keyring. Or {_FOR_NOW[3:]}.",
        ),
        "locked": (
            VaultLocked,
            "{It} is locked.",
            f"Press Unlock; the system then asks for its password. Or {_FOR_NOW[3:]}.",
        ),
        "asks": (
            VaultLocked,
            "{It} wants to ask you before it does this.",
            "Press Unlock, do it again within a minute, and answer the question of the system.",
        ),
        "dismissed": (
            VaultLocked,
            "{It} stays locked: its question was dismissed, or could not be shown.",
            f"Press Unlock again and answer the question of the system, {_FOR_NOW}.",
        ),
        "unanswered": (
            VaultLocked,
            "{It} stays locked: nobody answered its question within {waited}.",
            f"Press Unlock again and answer the question of the system, {_FOR_NOW}.",
        ),
        "silent": (
            VaultUnavailable,
            "{It} does not answer.",
            f"Try again. If it stays silent, log out and in again, {_FOR_NOW}.",
        ),
        "broke_off": (
            VaultUnavailable,
            "{It} ended before it answered.",
            f"Try again. If it ends again, log out and in again, {_FOR_NOW}.",
        ),
        "busy": (
            VaultUnavailable,
            "{It} does not answer: {count} calls still wait for it.",
            f"Log out and in again, {_FOR_NOW}.",
        ),
        "not_kept": (
            VaultUnavailable,
            "{It} did not keep what it was given.",
            f"Look whether the disk is full or the keyring read-only, {_FOR_NOW}.",
        ),
        "failed": (
            VaultUnavailable,
            "{It} failed: {reason}.",
            f"Try again. If it fails again, log out and in again, {_FOR_NOW}.",
        ),
        "not_installed": (
            VaultUnavailable,
            "The console has no means to speak to {it}: {reason}.",
            f"Install the console again, whole, {_FOR_NOW}.",
        ),
        "no_logon_session": (
            VaultUnavailable,
            "Credential Manager is not open to this Windows session.",
            f"Sign in at the computer or by Remote Desktop, not by SSH or as a service, {_FOR_NOW}.",
        ),
        "not_signed": (
            VaultUnavailable,
            "The Keychain refuses this program: its signature is missing or does not hold.",
            f"Use the signed application, {_FOR_NOW}.",
        ),
        "closed": (
            VaultUnavailable,
            "{It} was let go, since the console closes.",
            "Start the console again.",
        ),
        "too_large": (
            VaultTooLarge,
            "The secrets of this profile take {size} characters; {it} has room for {room}.",
            f"Shorten them, {_FOR_NOW}.",
        ),
        "corrupt": (
            VaultCorrupt,
            "What {it} holds for this profile can't be read: {reason}.",
            "Enter the secrets of the profile again and save them, or remove the profile.",
        ),
    }
)
"""Per cause its class, its sentence and its advice; `{it}` is what people call the keyring."""

_ELSEWHERE: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("locked", "darwin"): (
            "{It} is locked, or wants to ask you before this program may read from it.",
            f"Press Unlock and answer the question of the system. Or {_FOR_NOW[3:]}.",
        ),
        ("no_collection", "darwin"): (
            "There is no keychain by default in which secrets could be kept.",
            f"Choose one in Keychain Access, {_FOR_NOW}.",
        ),
        ("not_kept", "win32"): (
            "{It} did not keep what it was given.",
            f"Ask whether a policy of this computer forbids to store credentials, {_FOR_NOW}.",
        ),
        ("failed", "win32"): (
            "{It} failed: {reason}.",
            f"Look whether the service Credential Manager (VaultSvc) runs, {_FOR_NOW}.",
        ),
    }
)
"""Where a system has its own words for a cause."""


def vault_error(cause: str, system: str = sys.platform, **facts: object) -> VaultError:
    """The error for a cause in the words of a system (`linux`, `darwin`, `win32`).

    `facts` fill the words: `reason`, `waited`, `count`, `size` and `room`, as the cause needs them.
    """
    kind, sentence, advice = CAUSES[cause]
    sentence, advice = _ELSEWHERE.get((cause, system), (sentence, advice))
    it = _CALLED.get(system, "the keyring")
    words = {"it": it, "It": it[0].upper() + it[1:], **facts}
    return kind(sentence.format_map(words), advice, {"cause": cause, **facts})
