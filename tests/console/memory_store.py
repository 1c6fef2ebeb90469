"""A store of secrets in memory, for tests in which it is not the keyring that is tried."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from console.errors import VaultLocked, VaultTooLarge
from console.vault import Store, Vault


class MemoryStore:
    """Keeps texts at places, like the real ones; full or locked where a test wants it so."""

    def __init__(self) -> None:
        self.system = sys.platform
        self.part_size: int | None = None
        self.swaps_at_once = True
        self.asks_until = time.monotonic()
        self.is_wanted: Callable[[], bool] = lambda: True
        self.texts: dict[str, str] = {}
        self.is_full = False
        self.is_locked = False

    def get(self, place: str) -> str | None:
        self.look()
        return self.texts.get(place)

    def put(self, place: str, text: str) -> None:
        self.look()
        if self.is_full:
            raise VaultTooLarge("The keyring is full.", "Remove something from it.")
        self.texts[place] = text

    def drop(self, place: str) -> None:
        self.look()
        self.texts.pop(place, None)

    def look(self) -> None:
        if self.is_locked:
            raise VaultLocked("The keyring is locked.", "Unlock it.")

    def unlock(self) -> None:
        """Whoever may unlock it does."""
        self.is_locked = False


def memory_vault(store: MemoryStore | None = None) -> Vault:
    """A vault over such a store."""
    kept: Store = store or MemoryStore()
    return Vault(lambda: kept)
