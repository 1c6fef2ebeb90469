"""What the stores of all systems share: one backend of the keyring package, its errors told in ours."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from console.errors.vault import VaultError, vault_error
from console.language import tr
from console.redaction import clean
from console.vault.store import SERVICE

USER = "secret"
"""The user name of every entry: one, since Windows has room for one entry a service."""

_LONGEST_REASON = 200


class KeyringStore:
    """A store over one backend. Its children know their system's errors, and how it is unlocked."""

    system: str
    part_size: int | None = None
    swaps_at_once: bool = True

    def __init__(self, backend: KeyringBackend) -> None:
        self.asks_until = 0.0
        self.is_wanted: Callable[[], bool] = lambda: True
        self._backend = backend

    def get(self, place: str) -> str | None:
        """The text at a place, None where there is none."""
        with self._telling():
            return self._backend.get_password(place, USER)

    def put(self, place: str, text: str) -> None:
        """Keeps a text, in place of what was there."""
        with self._telling():
            self._backend.set_password(place, USER, text)

    def drop(self, place: str) -> None:
        """Forgets what is there, if anything is."""
        with self._telling():
            try:
                self._backend.delete_password(place, USER)
            except PasswordDeleteError as error:
                if not self._says_missing(error):
                    raise

    def look(self) -> None:
        """Reads what is not there: that works where the store does."""
        self.get(f"{SERVICE}/nothing")

    def unlock(self) -> None:
        """A store without a lock is as usable as it looks."""
        self.look()

    @property
    def asks_s(self) -> float:
        """How long the system may still ask the user something: 0 if it may not."""
        return max(0.0, self.asks_until - time.monotonic())

    def _says_missing(self, error: PasswordDeleteError) -> bool:
        return True

    def _cause(self, error: Exception) -> str:
        """Which of console.errors.vault.CAUSES it is."""
        return "failed"

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turns whatever a backend raises into ours: much of it is no KeyringError."""
        if not self.is_wanted():
            raise vault_error("failed", self.system, reason=tr("the call was given up"))
        try:
            yield
        except VaultError:
            raise
        except Exception as error:
            # Not chained: what others say about a value may show the value.
            raise self._error(error) from None

    def _error(self, error: Exception) -> VaultError:
        said = clean(str(error)).strip().rstrip(".")
        reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
        return vault_error(self._cause(error), self.system, reason=reason[:_LONGEST_REASON])
