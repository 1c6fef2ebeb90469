"""Stores in memory that break as they are told, below the console's own code for every store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from console.vault.keyring_store import KeyringStore

T = TypeVar("T")
Failing = Literal["before", "after", "for good"]
KEY = "profile/" + "0123456789abcdef" * 2
OTHER = "profile/" + "fedcba9876543210" * 2
PLACE = f"connect-chat-console/{KEY}"


class Broken(Exception):
    """What the backend in memory raises; no KeyringError, as little as what real ones raise."""


class MemoryBackend(KeyringBackend):
    """Passwords by service. `fails_at` is the number of the call that fails, counted from 0.

    A call fails before it takes effect, after it did, or with all calls that follow. `most` is the
    longest password, and with `drops_first` a write deletes the old one in a call of its own.
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.calls: list[str] = []
        self.fails_at: int | None = None
        self.failing: Failing = "before"
        self.most: int | None = None
        self.drops_first = False
        self.on_call: Callable[[str], None] = lambda _: None

    def get_password(self, service: str, username: str) -> str | None:
        return self._does("get", lambda: self.texts.get(service))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.most is not None and len(password) > self.most:
            raise Broken("too long")
        if self.drops_first:
            self._does("drop", lambda: self.texts.pop(service, None))
        self._does("put", lambda: self.texts.__setitem__(service, password))

    def delete_password(self, service: str, username: str) -> None:
        if self._does("drop", lambda: self.texts.pop(service, None)) is None:
            raise PasswordDeleteError("not there")

    def _does(self, name: str, call: Callable[[], T]) -> T:
        number = len(self.calls)
        self.calls.append(name)
        self.on_call(name)
        fails = self.fails_at is not None and number >= self.fails_at
        if fails and (number == self.fails_at or self.failing == "for good") and self.failing != "after":
            raise Broken(name)
        result = call()
        if fails and number == self.fails_at:
            raise Broken(name)
        return result


class MemoryStore(KeyringStore):
    """A store over the backend in memory, with small places or with places for any text."""

    system = "linux"

    def __init__(
        self,
        part_size: int | None = None,
        *,
        swaps_at_once: bool = True,
        backend: MemoryBackend | None = None,
    ) -> None:
        self.backend = backend or MemoryBackend()
        super().__init__(self.backend)
        self.part_size = part_size
        self.swaps_at_once = swaps_at_once
        self.backend.most = part_size
        self.backend.drops_first = not swaps_at_once
