"""What goes wrong on purpose, as the participant service sees it: it asks on every occasion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

Place = Literal["socket", "connection", "attachment", "agent"]
Effect = Literal[
    "refuse", "drop", "silent", "late", "duplicate", "reorder", "unknown", "expiry", "reject", "leave"
]


class Disturbance(Protocol):
    """One thing that goes wrong."""

    @property
    def value(self) -> float:
        """Seconds, where there is something to measure."""


class Disturbances(Protocol):
    """Whatever is to go wrong."""

    def touches(self, place: Place) -> bool:
        """Whether anything may go wrong at a place; asked with every frame, so it costs next to nothing."""

    def act(self, effect: Effect) -> Disturbance | None:
        """Use up one occasion: what goes wrong on it, if anything does."""

    def let(self, effect: Effect, act: Callable[[], None]) -> None:
        """Say what is to be done where an effect needs no occasion."""


class Calm:
    """Nothing goes wrong."""

    def touches(self, _place: Place) -> bool:
        """No."""
        return False

    def act(self, _effect: Effect) -> Disturbance | None:
        """Nothing."""
        return None

    def let(self, _effect: Effect, _act: Callable[[], None]) -> None:
        """It will not be needed."""


CALM: Disturbances = Calm()
