"""macOS: the user's default keychain."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from typing import Any

from keyring.backends.macOS import Keyring
from keyring.errors import PasswordDeleteError

from console.errors.vault import vault_error
from console.vault.keyring_store import KeyringStore

_MISSING = -25300
_UNLOCKED = 1  # kSecUnlockStateStatus
_CAUSES = {
    # SecBase.h: errSecUserCanceled, errSecInteractionNotAllowed, errSecAuthFailed, errSecNoDefaultKeychain
    -128: "dismissed",
    -25308: "locked",
    -25293: "not_signed",
    -25307: "no_collection",
    # CSSMERR_CSP_INVALID_SIGNATURE as the loader tells it: no property list, or not signed
    -67030: "not_signed",
}


class Keychain(KeyringStore):
    """The user's keychain, silent but for the time after an *Unlock*.

    macOS asks when the keychain is locked, and when an entry was made by another build of the program.
    While it may not ask, such a call fails, and is told as locked.
    """

    system = "darwin"
    # keyring's class deletes the old entry and then adds the new one.
    swaps_at_once = False

    def __init__(self, security: Callable[[], Any] | None = None) -> None:
        super().__init__(_Backend())
        self._security = (security or _library)()

    def look(self) -> None:
        """Returns if the default keychain is unlocked. Each entry can still have a question of its own."""
        with self._telling():
            state = ctypes.c_uint32()
            _check(self._security.SecKeychainGetStatus(None, ctypes.byref(state)))
            if not state.value & _UNLOCKED:
                raise vault_error("locked", self.system)

    def unlock(self) -> None:
        """Unlocks the default keychain; macOS asks the user for its password."""
        with self._telling():
            # The default one, with no password of ours: so the system asks.
            _check(self._security.SecKeychainUnlock(None, 0, None, 0))

    def _says_missing(self, error: PasswordDeleteError) -> bool:
        return _status(error) == _MISSING

    def _cause(self, error: Exception) -> str:
        return _CAUSES.get(_status(error), "failed")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        with super()._telling():
            self._security.SecKeychainSetUserInteractionAllowed(1 if self.asks_s else 0)
            yield


class _Backend(Keyring):
    """keyring's class for the Keychain, deaf to KEYCHAIN_PATH and KEYRING_PROPERTY_* variables."""

    keychain = None

    def __init__(self) -> None:
        pass


def _status(error: BaseException) -> int:
    """The OSStatus within an error of keyring's, 0 where there is none."""
    for told in (error, error.__cause__):
        if told is not None and told.args and isinstance(told.args[0], int):
            return told.args[0]
    return 0


def _check(status: int) -> None:
    if status:
        raise OSError(status, "the Security framework refuses")


def _library() -> Any:
    return ctypes.CDLL(find_library("Security"))
