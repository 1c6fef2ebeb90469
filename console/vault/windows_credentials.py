"""Windows: Credential Manager, the user's own, on this computer alone."""

from __future__ import annotations

from collections.abc import Callable

from keyring.backends.Windows import WinVaultKeyring

from console.vault.keyring_store import KeyringStore

PART_SIZE = 1200
"""Below the 1,280 UTF-16 units that a credential holds (CRED_MAX_CREDENTIAL_BLOB_SIZE, 2,560 bytes)."""

_NO_LOGON_SESSION = 1312
"""ERROR_NO_SUCH_LOGON_SESSION: what CredRead and CredWrite say to those signed in over the network."""


class WindowsCredentials(KeyringStore):
    """The user's generic credentials. They have no lock: every program of the user's can read them."""

    system = "win32"
    part_size: int | None = PART_SIZE

    def __init__(self) -> None:
        super().__init__(_Backend())

    def _cause(self, error: Exception) -> str:
        is_network = getattr(error, "winerror", 0) == _NO_LOGON_SESSION
        return "no_logon_session" if is_network else "failed"


class _Backend(WinVaultKeyring):
    """keyring's class for Credential Manager, which writes one credential and no second one."""

    def __init__(self) -> None:
        # Not the inherited one, by which any KEYRING_PROPERTY_* variable sets any attribute.
        self.persist = "local machine"  # else it roams with the user's domain profile

    def set_password(self, service: str, username: str, password: str) -> None:
        """One write. The inherited one keeps the old password, too, as `username@service`."""
        write: Callable[[str, str, str], None] = self._set_password
        write(service, username, password)
