"""One turn of a chat: from the end of the one before to the moment when all fell quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from console.errors import ConsoleError
from console.trace import Step
from console.turns.change import Change

TurnState = Literal["reading", "read", "failed", "skipped"]


@dataclass(frozen=True)
class Turn:
    """What became of the contact in one turn.

    It is `reading` until the contact was looked at, `failed` where it could not be, and `skipped` where
    nobody tried: an earlier turn of the same chat has said why.
    """

    number: int
    """From 1 on."""
    row_key: str
    """The transcript's row that it ended with."""
    began_at: datetime
    """The time of its first row."""
    ended_at: datetime
    """The time of the row that it ended with."""
    state: TurnState = "reading"
    changes: tuple[Change, ...] = ()
    steps: tuple[Step, ...] = ()
    """The way through the flows, as far as it is told by now."""
    error: ConsoleError | None = None
