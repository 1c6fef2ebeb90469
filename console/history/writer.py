"""The one thread that writes: steps in the order in which they were asked for, many to a commit.

It commits what is there as soon as the commit before it is done, so that nothing waits longer than the
file takes, and has it put on the disk itself as soon as it is quiet. A disk that is full or a file that is
held makes it try again; a damaged file is set aside.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from console.chat.clocks import Clock
from console.history import store, writing
from console.history.entries import HistoryChange
from console.history.failures import (
    PASSING,
    SPOILT,
    Damaged,
    HistoryError,
    cause_of,
    failure,
    failure_of,
)
from console.history.grip import Grip
from console.history.waiting import BATCH, Entry, Step, Waiting

if TYPE_CHECKING:
    from sqlite3 import Connection

log = logging.getLogger(__name__)

RETRY_S: Final = 2.0
QUIET_S: Final = 0.3
"""After so long without a step the disk is made to keep what the system has."""
PATIENCE_S: Final = 0.2
"""So long a step is waited for that is to be kept before anything else happens."""
IMPATIENT_S: Final = 2.0
"""So long nothing is waited for after that was not enough: a slow disk must not slow the window."""
MOST_MENDED: Final = 3
"""So often in a row a file is mended before the disk itself is suspected."""


class Writer:
    """Takes steps from any thread and never makes anybody wait.

    `replayed` gives the steps that a file begun anew must see first: the starts of chats that go on.
    `tell` is called, on the thread that writes, with what has changed.
    """

    def __init__(
        self,
        file: Path,
        clock: Clock,
        replayed: Callable[[], Sequence[Step]],
        tell: Callable[[HistoryChange], None],
        retry_s: float = RETRY_S,
    ) -> None:
        self.trouble: HistoryError | None = None
        self.ended: Future[None] = Future()
        """Is done once the thread has ended, after `close`."""
        self._clock, self._replayed, self._tell, self._retry_s = clock, replayed, tell, retry_s
        self._grip = Grip(file)
        self._waiting = Waiting()
        self._thread: threading.Thread | None = None
        self._is_closing = threading.Event()
        self._mended = 0
        self._cause = ""
        self._patient_from = 0.0

    # -- asking ---------------------------------------------------------------------------------

    def put(self, step: Step, told: HistoryChange | None = None) -> None:
        """A step that nobody waits for; `told` is what is told once it is made."""
        self._start()
        self._waiting.put(step, told)

    def keep(self, steps: Sequence[Step], told: HistoryChange | None = None) -> None:
        """Steps, at least one, that are made when this returns, unless that takes longer than one may wait.

        Then they are made later, as any other: what is shown next may be gone if the process is killed.
        """
        kept = threading.Event()
        self._start()
        *first, last = steps
        for step in first:
            self._waiting.put(step, told)
        # Made in their order, so that the last one speaks for all.
        self._waiting.put(last, told, kept)
        is_well = self._cause not in {*PASSING, "newer"} and not self._is_closing.is_set()
        if is_well and monotonic() >= self._patient_from and not kept.wait(PATIENCE_S):
            self._patient_from = monotonic() + IMPATIENT_S

    def ask(self, step: Step) -> Future[Any]:
        """A step with its outcome, which fails with a HistoryError where it can't be made now."""
        if self._is_closing.is_set():
            refused: Future[Any] = Future()
            refused.set_exception(failure("closed"))
            return refused
        self._start()
        return self._waiting.ask(step)

    def dismiss(self) -> None:
        """The trouble was seen; it is told again once it has passed and come back."""
        self.trouble = None

    def close(self) -> None:
        """Takes no more steps; the thread ends after those that wait, unless they can't be made now."""
        self._is_closing.set()
        self._waiting.end()

    def _start(self) -> None:
        if self._thread is None and not self._is_closing.is_set():
            self._thread = threading.Thread(target=self._run, name="history", daemon=True)
            self._thread.start()

    # -- on the thread --------------------------------------------------------------------------

    def _run(self) -> None:
        is_synced = True
        while not self._waiting.is_over:
            entries = self._waiting.take(None if is_synced else QUIET_S)
            self._make(entries)
            is_synced = not entries
            if is_synced:
                self._grip.sync()
        self._grip.tidy()
        self._grip.let_go()
        self.ended.set_result(None)

    def _make(self, entries: list[Entry]) -> None:
        while entries:
            batch = entries[:BATCH]
            try:
                outcomes = self._commit([one.step for one in batch])
            except Exception as fault:
                entries = self._left_after(fault, entries)
                continue
            self._recover()
            for one, outcome in zip(batch, outcomes, strict=True):
                one.succeed(outcome)
            for told in {one.told for one in batch if one.told}:
                self._tell(told)
            entries = entries[BATCH:]

    def _commit(self, steps: Sequence[Step]) -> list[Any]:
        connection = self._grip.take()
        connection.execute("BEGIN IMMEDIATE")
        try:
            for step in self._replayed() if self._grip.is_other else ():
                step(connection)
            outcomes = [step(connection) for step in steps]
            if store.has_index(connection):
                writing.index_new(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._grip.settle()
        return outcomes

    # -- trouble --------------------------------------------------------------------------------

    def _left_after(self, fault: Exception, entries: list[Entry]) -> list[Entry]:
        """What is still to be made after a fault of the first commit."""
        cause = cause_of(fault)
        if cause is None:
            self._make_singly(fault, entries[:BATCH])
            return entries[BATCH:]
        if self._mended < MOST_MENDED and self._mend(cause):
            self._mended += 1
            return entries
        self._grip.let_go()
        trouble = failure_of(cause, self._grip.file, fault)
        self._become(trouble)
        # Nobody waits for better times; what nobody waits for does.
        left = [one for one in entries if not one.fail(trouble)]
        if not left or cause == "newer" or self._is_closing.wait(self._retry_s):
            return []
        return left + self._waiting.take_all_but_asked(trouble, len(left))

    def _make_singly(self, fault: Exception, batch: list[Entry]) -> None:
        """One step must not keep the others from being made: they are made one by one."""
        if len(batch) > 1:
            for one in batch:
                self._make([one])
        elif not batch[0].fail(fault):
            log.error("an entry of the history could not be made", exc_info=fault)

    def _mend(self, cause: str) -> bool:
        """Does something about a spoilt file; False where there is nothing to be done, or that fails."""
        if cause == "index" and self._index_anew():
            return True
        return cause in SPOILT and self._set_aside()

    def _index_anew(self) -> bool:
        """Makes the index of what was said anew; False where that fails."""
        try:
            self._grip.take().execute("INSERT INTO said_index (said_index) VALUES ('rebuild')")
        except Exception as fault:
            log.warning("the index of the history could not be made anew: %s", fault)
            return False
        return True

    def _set_aside(self) -> bool:
        """Sets the damaged file aside; False where something stands in the way."""
        if not self._grip.is_mine():
            # Another process was faster.
            self._grip.note_other()
            return True
        self._grip.let_go()
        try:
            aside = store.set_aside(self._grip.file, self._clock())
        except OSError as fault:
            log.warning("the damaged history could not be set aside: %s", fault)
            return False
        self._grip.note_other()
        self._become(failure("damaged", aside=aside.name))
        return True

    def _become(self, trouble: HistoryError | None) -> None:
        cause = str(trouble.facts["cause"]) if trouble else ""
        if cause == self._cause and cause not in ("damaged", "lost"):
            # It was told, and perhaps dismissed.
            return
        self._cause, self.trouble = cause, trouble
        if trouble is not None:
            log.warning("%s", trouble)
        self._tell("trouble")

    def _recover(self) -> None:
        lost, self._waiting.lost, self._mended = self._waiting.lost, 0, 0
        if lost:
            self._become(failure("lost", count=lost))
        elif self._cause in {*PASSING, "newer"}:
            self._become(None)


def check(connection: Connection) -> None:
    """Finds out whether the file and its index are whole.

    Raises:
        Damaged, sqlite3.DatabaseError: they are not.
    """
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise Damaged(verdict)
    if store.has_index(connection):
        connection.execute("INSERT INTO said_index (said_index) VALUES ('integrity-check')")
