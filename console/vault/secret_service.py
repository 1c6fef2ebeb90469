"""Linux: the Secret Service of gnome-keyring, KWallet or KeePassXC, over the session bus."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import secretstorage
from keyring.backends.SecretService import Keyring
from secretstorage.exceptions import (
    ItemNotFoundException,
    LockedException,
    PromptDismissedException,
    SecretServiceNotAvailableException,
)

from console.errors import seconds_text
from console.errors.vault import VaultError, vault_error
from console.vault.keyring_store import KeyringStore

REPLY_S = 4.0
"""How long one answer on the bus may take. A question to the user has a time of its own."""

GLANCE_S = 0.2
"""How often a wait for the user looks whether anybody still wants it."""

NEW_COLLECTION = "Default keyring"

_BUS = "org.freedesktop.DBus.Error."
_CAUSES_BY_NAME = {
    "org.freedesktop.Secret.Error.IsLocked": "locked",
    f"{_BUS}ServiceUnknown": "no_service",
    f"{_BUS}NameHasNoOwner": "no_service",
    f"{_BUS}NoReply": "broke_off",
    f"{_BUS}TimedOut": "broke_off",
}
_CAUSES_BY_KIND: tuple[tuple[type[Exception], str], ...] = (
    (PromptDismissedException, "dismissed"),
    (LockedException, "locked"),
    (SecretServiceNotAvailableException, "no_service"),
    (TimeoutError, "silent"),
    (ConnectionError, "bus_unreachable"),
)


class SecretService(KeyringStore):
    """The user's default collection. Each call has a connection of its own, closed at its end."""

    system = "linux"

    def __init__(self) -> None:
        self._collections = _Backend(self)
        super().__init__(self._collections)

    def look(self) -> None:
        """Returns if there is a default collection that is not locked."""
        with self._telling(), closing(self._collections.get_preferred_collection().connection):
            pass

    def unlock(self) -> None:
        """Unlocks the default collection, or makes one. The keyring asks the user for its password."""
        self.look()

    def _cause(self, error: Exception) -> str:
        for told in (error, error.__cause__):
            name = str(getattr(told, "name", ""))
            if name in _CAUSES_BY_NAME or name.startswith(f"{_BUS}Spawn."):
                return _CAUSES_BY_NAME.get(name, "no_service")
        return next((cause for kind, cause in _CAUSES_BY_KIND if isinstance(error, kind)), "failed")


class _Backend(Keyring):
    """keyring's class for the Secret Service, on our terms: nothing is asked without leave."""

    def __init__(self, store: KeyringStore) -> None:
        # Not the inherited one, by which any KEYRING_PROPERTY_* variable sets any attribute.
        self._store = store

    def get_preferred_collection(self) -> secretstorage.Collection:
        """The default collection, unlocked. Whoever gets it closes its connection."""
        bus = self._connected()
        try:
            collection = self._default(bus)
            if collection.is_locked():
                self.unlock(collection)
        except BaseException:
            bus.close()
            raise
        return collection

    def unlock(self, item: secretstorage.Item | secretstorage.Collection) -> None:
        """Some keyrings lock single entries, and ask before each is read."""
        if not item.is_locked():
            return
        if not self._store.asks_s:
            raise _error("locked")
        if item.unlock() or item.is_locked():
            raise _error("dismissed")

    def _connected(self) -> _Bus:
        with _connecting():
            return _Bus(secretstorage.dbus_init(), self._store)

    def _default(self, bus: _Bus) -> secretstorage.Collection:
        try:
            return secretstorage.Collection(bus)
        except ItemNotFoundException:
            if not self._store.asks_s:
                raise _error("no_collection") from None
        return secretstorage.create_collection(bus, NEW_COLLECTION, "default")


class _Bus:
    """A connection to the session bus on which answers are bounded, and questions need leave.

    It stands in for the connection that secretstorage expects, which uses these methods alone.
    """

    def __init__(self, connection: Any, store: KeyringStore) -> None:
        self._connection = connection
        self._store = store

    def send_and_get_reply(self, message: Any, *, timeout: float | None = None) -> Any:
        """One method call and its answer."""
        return self._connection.send_and_get_reply(message, timeout=timeout or REPLY_S)

    def filter(self, rule: Any) -> Any:
        """What each question begins with: secretstorage gets ready to hear the answer."""
        if not self._store.asks_s:
            raise _error("asks")
        return self._connection.filter(rule)

    def recv_until_filtered(self, answers: deque[Any], *, timeout: float | None = None) -> Any:
        """The user's answer to a question, within its time, and as long as anybody wants it."""
        asked = time.monotonic()
        while (left := self._store.asks_s) and self._store.is_wanted():
            try:
                return self._connection.recv_until_filtered(answers, timeout=min(left, GLANCE_S))
            except TimeoutError:
                continue
        # It stays on the screen: gnome-keyring 42 aborts when it is told to dismiss its question.
        raise _error("unanswered", waited=seconds_text(time.monotonic() - asked))

    def close(self) -> None:
        """Hangs up."""
        self._connection.close()


@contextmanager
def _connecting() -> Iterator[None]:
    try:
        yield
    except (SecretServiceNotAvailableException, OSError, RuntimeError, ValueError, StopIteration) as error:
        if isinstance(error.__cause__, KeyError):
            raise _error("no_session_bus") from None
        told = getattr(error.__cause__ or error, "strerror", None) or str(error).strip().rstrip(".")
        raise _error("bus_unreachable", reason=told or type(error).__name__) from None


def _error(cause: str, **facts: object) -> VaultError:
    return vault_error(cause, SecretService.system, **facts)
