"""How much the sandbox remembers of those who sign in: the newest, a bounded number of each kind."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

KEPT = 2_000
"""Things of one kind at most; beyond that the oldest is forgotten."""


def remember(store: dict[str, T], key: str, value: T) -> T:
    """Put a value into a store that never grows without end, and give it back."""
    store[key] = value
    while len(store) > KEPT:
        del store[next(iter(store))]
    return value
