"""Which store each operating system has: one, and no other in its place."""

from __future__ import annotations

import sys

from console.errors.vault import vault_error
from console.language import tr
from console.vault.store import Store

_NAMES = {"darwin": tr("macOS Keychain"), "win32": tr("Windows Credential Manager")}


def store_name(system: str = sys.platform) -> str:
    """What people call the store of a system."""
    return _NAMES.get(system, "Secret Service (GNOME Keyring, KWallet)")


def open_store(system: str = sys.platform) -> Store:
    """The one store of an operating system, by its backend class and no other.

    Takes some 0.2 s the first time, for the imports. Whether the store can be used, its calls tell.

    Raises:
        VaultUnavailable: the packages that it needs are not there, or don't work.
    """
    try:
        if system == "win32":
            from console.vault.windows_credentials import WindowsCredentials

            return WindowsCredentials()
        if system == "darwin":
            from console.vault.keychain import Keychain

            return Keychain()
        from console.vault.secret_service import SecretService

        return SecretService()
    except ImportError as missing:
        raise vault_error("not_installed", system, reason=str(missing)) from missing
    except Exception as fault:
        raise vault_error("failed", system, reason=f"{type(fault).__name__}: {fault}") from fault
