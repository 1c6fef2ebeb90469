"""The thread that reads: one query after the other, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from console.history.failures import SPOILT, HistoryError, cause_of, failure_of
from console.history.grip import Grip
from console.history.writer import Writer, check
from console.workers import Workers

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

CHECK_S: Final = 30.0
"""So long the reading thread waits until a damaged file is set aside."""


class Reader:
    """Answers queries; who asks waits on the loop, and never for the disk."""

    def __init__(self, file: Path, writer: Writer) -> None:
        self._file, self._writer = file, writer
        self._workers = Workers(1, "history-reader")
        self._grip = Grip(file, read_only=True)

    async def read(self, query: Callable[[Connection], T]) -> T:
        """The answer to a query.

        Raises:
            HistoryError: the file can't be read.
        """
        return await self._workers.call(lambda: self._answer(query))

    async def close(self) -> None:
        """Lets the file go, after the queries that were asked already."""
        with suppress(RuntimeError):
            await self._workers.call(self._grip.let_go)
        self._workers.close()

    def _answer(self, query: Callable[[Connection], T]) -> T:
        try:
            return query(self._grip.take())
        except Exception as fault:
            self._grip.let_go()
            if not self._may_be_mended(cause_of(fault)):
                self._tell(fault)
                raise
        # The thread that writes finds out, sets the file aside, and begins a new one.
        with suppress(HistoryError, TimeoutError):
            self._writer.ask(check).result(CHECK_S)
        try:
            return query(self._grip.take())
        except Exception as fault:
            self._grip.let_go()
            self._tell(fault)
            raise

    def _tell(self, fault: Exception) -> None:
        """Raises what is to be told of trouble with the file; anything else is no matter of the history."""
        if (cause := cause_of(fault)) is not None:
            raise failure_of(cause, self._file, fault) from fault

    def _may_be_mended(self, cause: str | None) -> bool:
        """Whether the file is spoilt, or was perhaps just being set aside."""
        return cause in SPOILT or (cause == "unwritable" and self._writer.trouble is None)
