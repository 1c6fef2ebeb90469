"""The steps that wait to be made: a bounded queue that nobody has to wait for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event
from typing import TYPE_CHECKING, Any, Final

from console.history.entries import HistoryChange
from console.history.failures import HistoryError, failure

if TYPE_CHECKING:
    from sqlite3 import Connection

Step = Callable[["Connection"], Any]

MOST: Final = 20_000
"""So many steps wait at most; what comes beyond them is counted and not kept."""
BATCH: Final = 500


@dataclass(frozen=True)
class Entry:
    """A step, who waits for its outcome, and what is told once it is made."""

    step: Step
    asked: Future[Any] | None = None
    told: HistoryChange | None = None
    kept: Event | None = None
    """Is set once the step is made."""

    def succeed(self, outcome: Any) -> None:
        """The step was made."""
        if self.kept is not None:
            self.kept.set()
        if self.asked is not None:
            with suppress(InvalidStateError):
                self.asked.set_result(outcome)

    def fail(self, fault: BaseException) -> bool:
        """Tells whoever waits that the step was not made; False where nobody does."""
        if self.asked is not None:
            with suppress(InvalidStateError):
                self.asked.set_exception(fault)
        return self.asked is not None


class Waiting:
    """Filled from any thread, emptied by one."""

    def __init__(self) -> None:
        self.lost = 0
        """Steps for which there was no room."""
        self.is_over = False
        """Whether the last step was taken."""
        self._queue: Queue[Entry | None] = Queue(MOST)

    def put(self, step: Step, told: HistoryChange | None = None, kept: Event | None = None) -> None:
        """A step that waits for better times where it can't be made; `kept` is set once it is made."""
        try:
            self._queue.put_nowait(Entry(step, None, told, kept))
        except Full:
            self.lost += 1

    def ask(self, step: Step) -> Future[Any]:
        """A step with its outcome."""
        outcome: Future[Any] = Future()
        try:
            self._queue.put_nowait(Entry(step, outcome))
        except Full:
            outcome.set_exception(failure("lost", count=1))
        return outcome

    def end(self) -> None:
        """There will be no more; where there is no room for that word, the thread hears it otherwise."""
        with suppress(Full):
            self._queue.put_nowait(None)

    def take(self, within_s: float | None = None) -> list[Entry]:
        """What waits, in its order, but no more than makes a commit; waits for the first.

        Empty at the end, and where nothing comes within so many seconds.
        """
        try:
            taken = [self._queue.get(timeout=within_s)]
        except Empty:
            return []
        with suppress(Empty):
            while len(taken) < BATCH and taken[-1] is not None:
                taken.append(self._queue.get_nowait())
        self.is_over = taken[-1] is None
        return [one for one in taken if one is not None]

    def take_all_but_asked(self, fault: HistoryError, held: int) -> list[Entry]:
        """What came while nothing can be made: who waits for an outcome is told the fault at once.

        `held` counts the steps that are held already: together they are no more than have room.
        """
        come = [] if self.is_over or self._queue.empty() else self.take()
        left = [one for one in come if not one.fail(fault)]
        room = max(0, MOST - held)
        self.lost += max(0, len(left) - room)
        return left[:room]
