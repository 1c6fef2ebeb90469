"""What the vault needs of a store of secrets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

SERVICE = "connect-chat-console"
"""What the names of all our places begin with."""


class Store(Protocol):
    """A store of secrets: texts at places that have names. Each call may block, and raises VaultError.

    `system` is the platform whose words its errors use. `part_size` is how many ASCII characters one
    place takes, None for any number. `swaps_at_once` says whether putting a text in place of another
    leaves one of the two in any event.

    Before a call the vault says on what terms: until `asks_until`, of the monotonic clock, the system
    may ask the user something, and later nothing may bring up a question; once `is_wanted` gives
    False, nobody waits for the call any more, and the store changes nothing more.
    """

    system: str
    part_size: int | None
    swaps_at_once: bool
    asks_until: float
    is_wanted: Callable[[], bool]

    def get(self, place: str) -> str | None:
        """The text at a place, None where there is none."""

    def put(self, place: str, text: str) -> None:
        """Keeps a text, in place of what was there."""

    def drop(self, place: str) -> None:
        """Forgets what is there, if anything is."""

    def look(self) -> None:
        """Returns if the store can be used now."""

    def unlock(self) -> None:
        """Makes the store usable, by asking the user if need be."""
