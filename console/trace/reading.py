"""What a source of steps promises, whoever it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from console.trace.missing import Missing
from console.trace.step import Step

T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """What one look at a source gave: the steps that are new, and why there are none."""

    steps: Sequence[Step] = ()
    phase: str = ""
    """Who has the word, where it is told: `inbound`, `queue`, `agent`, `remaining`, `over`."""
    waiting: str = ""
    """What the flow waits for, where it is told."""
    missing: Sequence[Missing] = ()
    left_out: int = 0
    """How many steps this source can't tell any more, since they are too old."""


@dataclass(frozen=True)
class Rhythm:
    """How often a source is worth asking. Times in seconds.

    `after_news_s` is the wait after something happened in the chat, `waits_s` are those between the
    reads after that; `goes_on` repeats the last of them for as long as the chat lives.
    """

    after_news_s: float
    waits_s: tuple[float, ...]
    goes_on: bool

    def wait(self, reads: int, *, is_alive: bool) -> float | None:
        """The wait before the next read, after so many since the last news; None for no more of them."""
        if reads < len(self.waits_s):
            return self.waits_s[reads]
        return self.waits_s[-1] if self.goes_on and is_alive else None


AT_ONCE: Final = 50
"""Entries that are read without a pause: some milliseconds' work, most of it redaction."""


async def in_turns(entries: Sequence[T], read: Callable[[int, T], Step]) -> list[Step]:
    """The step that each entry is, with its place among them, without keeping the loop from others."""
    from asyncio import sleep

    steps = []
    for at, entry in enumerate(entries):
        if at % AT_ONCE == AT_ONCE - 1:
            await sleep(0)
        steps.append(read(at, entry))
    return steps


class Source(Protocol):
    """Tells the steps of one chat."""

    rhythm: Rhythm
    is_late: bool
    """Whether what it tells comes later than it happens."""

    def order(self, step: Step) -> tuple[Any, ...]:
        """What steps are sorted by, the oldest first."""

    async def read(self, *, whole: bool) -> Reading:
        """What is new since the last read, or with `whole` everything once more.

        Raises:
            ConsoleError: it can't be read.
        """
