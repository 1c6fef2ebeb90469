"""The keyring of the operating system can't be used as it is: every cause with its words."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType

from console.errors.console_error import ConsoleError
from console.language import tr, tr_in, tr_text


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


_SUBJECT = "the keyring, as what a sentence begins with"
_CALLED = {"darwin": tr_in(_SUBJECT, "The Keychain"), "win32": tr_in(_SUBJECT, "Credential Manager")}


def _or_for_now(advice: str) -> str:
    """Advice that has another way out: not to keep anything."""
    return tr_text(advice, tr("Or keep the profile for this run only."))


CAUSES: Mapping[str, tuple[type[VaultError], str, str]] = MappingProxyType(
    {
        "no_session_bus": (
            VaultUnavailable,
            tr("There is no session bus, so no keyring can be reached: DBUS_SESSION_BUS_ADDRESS is not set."),
            _or_for_now(tr("Start the console from a desktop session.")),
        ),
        "bus_unreachable": (
            VaultUnavailable,
            tr("The session bus, and so the keyring, can't be reached: {reason}."),
            _or_for_now(tr("Log out and in again.")),
        ),
        "no_service": (
            VaultUnavailable,
            tr("No keyring runs in this session: nothing on the session bus offers the Secret Service."),
            _or_for_now(tr("Install or start gnome-keyring, KWallet or KeePassXC and try again.")),
        ),
        "no_collection": (
            VaultLocked,
            tr("There is no keyring yet that could hold secrets."),
            _or_for_now(tr("Press Unlock; the system then asks for the password of a new keyring.")),
        ),
        "locked": (
            VaultLocked,
            tr("{It} is locked."),
            _or_for_now(tr("Press Unlock; the system then asks for its password.")),
        ),
        "asks": (
            VaultLocked,
            tr("{It} wants to ask you before it does this."),
            tr("Press Unlock, do it again within a minute, and answer the question of the system."),
        ),
        "dismissed": (
            VaultLocked,
            tr("{It} stays locked: its question was dismissed, or could not be shown."),
            _or_for_now(tr("Press Unlock again and answer the question of the system.")),
        ),
        "unanswered": (
            VaultLocked,
            tr("{It} stays locked: nobody answered its question within {waited}."),
            _or_for_now(tr("Press Unlock again and answer the question of the system.")),
        ),
        "silent": (
            VaultUnavailable,
            tr("{It} does not answer."),
            _or_for_now(tr("Try again. If it stays silent, log out and in again.")),
        ),
        "broke_off": (
            VaultUnavailable,
            tr("{It} ended before it answered."),
            _or_for_now(tr("Try again. If it ends again, log out and in again.")),
        ),
        "busy": (
            VaultUnavailable,
            tr("{It} does not answer: {count} calls still wait for it."),
            _or_for_now(tr("Log out and in again.")),
        ),
        "not_kept": (
            VaultUnavailable,
            tr("{It} did not keep what it was given."),
            _or_for_now(tr("Look whether the disk is full or the keyring read-only.")),
        ),
        "failed": (
            VaultUnavailable,
            tr("{It} failed: {reason}."),
            _or_for_now(tr("Try again. If it fails again, log out and in again.")),
        ),
        "not_installed": (
            VaultUnavailable,
            tr("{It} can't be used, since the console has no means to speak to it: {reason}."),
            _or_for_now(tr("Install the console again, whole.")),
        ),
        "no_logon_session": (
            VaultUnavailable,
            tr("Credential Manager is not open to this Windows session."),
            _or_for_now(tr("Sign in at the computer or by Remote Desktop, not by SSH or as a service.")),
        ),
        "not_signed": (
            VaultUnavailable,
            tr("The Keychain refuses this program: its signature is missing or does not hold."),
            _or_for_now(tr("Use the signed application.")),
        ),
        "closed": (
            VaultUnavailable,
            tr("{It} was let go, since the console closes."),
            tr("Start the console again."),
        ),
        "too_large": (
            VaultTooLarge,
            tr("The secrets of this profile take {size} characters. {It} has room for {room}."),
            _or_for_now(tr("Shorten them.")),
        ),
        "corrupt": (
            VaultCorrupt,
            tr("{It} holds something for this profile that can't be read: {reason}."),
            tr("Enter the secrets of the profile again and save them, or remove the profile."),
        ),
    }
)
"""Per cause its class, its sentence and its advice; `{It}` is what people call the keyring."""

_ELSEWHERE: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("locked", "darwin"): (
            tr("{It} is locked, or wants to ask you before this program may read from it."),
            _or_for_now(tr("Press Unlock and answer the question of the system.")),
        ),
        ("no_collection", "darwin"): (
            tr("There is no keychain by default in which secrets could be kept."),
            _or_for_now(tr("Choose one in Keychain Access.")),
        ),
        ("not_kept", "win32"): (
            tr("{It} did not keep what it was given."),
            _or_for_now(tr("Ask whether a policy of this computer forbids to store credentials.")),
        ),
        ("failed", "win32"): (
            tr("{It} failed: {reason}."),
            _or_for_now(tr("Look whether the service Credential Manager (VaultSvc) runs.")),
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
    words = {"It": _CALLED.get(system) or tr_in(_SUBJECT, "The keyring"), **facts}
    return kind(sentence.format_map(words), advice, {"cause": cause, **facts})
