"""Listening to a door: every attempt of every call, as it begins and as it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from console.errors import Call, ConsoleError


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended: with an answer, with an error, or nobody waits for it any more.

    `members` is the answer as the SDK gives it, which may hold secrets; None where none came. `took_s`
    is the time of this one attempt.
    """

    took_s: float
    members: Mapping[str, Any] | None = field(default=None, repr=False)
    error: ConsoleError | None = None
    is_left: bool = False


Ended = Callable[[Outcome], None]
"""Hears how an attempt ended, on whatever thread that comes out; of one that is left perhaps twice."""
Listener = Callable[[Call], Ended]
"""Hears that an attempt begins, on the loop that asks."""


def unheard(_call: Call) -> Ended:
    """The listener of a door that nobody listens to."""
    return _nobody


def _nobody(_outcome: Outcome) -> None:
    return
