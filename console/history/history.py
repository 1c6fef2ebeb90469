"""The history: every contact of this console, written as it happens and read whenever it is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from console.changes import Changes
from console.chat.clocks import Clock, utc_now
from console.history import reading, segments, sources, store, writing
from console.history.entries import (
    PAGE,
    Choices,
    Filter,
    HistoryChange,
    PastChat,
    PastContact,
    PastItem,
    Size,
)
from console.history.failures import HistoryError, failure, reason_of
from console.history.formats import FORMATS
from console.history.reader import Reader
from console.history.recording import Recording
from console.history.waiting import Step
from console.history.writer import RETRY_S, Writer

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

FILE: Final = "history.sqlite3"
UNDO_FOR: Final = timedelta(minutes=1)
"""So long after it was deleted a contact of an earlier run, or of another one, can be brought back."""
EVERYTHING: Final = Filter()


class History(Recording):
    """The history in a folder. Making one touches no disk; what is recorded is written in the background.

    `changes` tells what has changed: contacts that came, ended or went, items that came, or that there is
    trouble. To be used on one loop.
    """

    def __init__(self, folder: Path, clock: Clock = utc_now, retry_s: float = RETRY_S) -> None:
        super().__init__()
        self.file = folder / FILE
        self.changes: Changes[HistoryChange] = Changes()
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deleted = False
        self._is_begun = self._is_closed = False
        self._writer = Writer(self.file, clock, self._replayed, self._tell, retry_s)
        self._reader = Reader(self.file, self._writer)

    @property
    def trouble(self) -> HistoryError | None:
        """What is wrong with the history now; None where nothing is."""
        return self._writer.trouble

    def dismiss(self) -> None:
        """The trouble was seen."""
        self._writer.dismiss()
        self.changes.tell("trouble")

    # -- reading --------------------------------------------------------------------------------

    async def contacts(
        self, where: Filter = EVERYTHING, before: int | None = None, limit: int = PAGE
    ) -> list[PastContact]:
        """A page of contacts, the newest first; the next one lies before the number of the last.

        Raises, as everything that reads:
            HistoryError: the history can't be read.
        """
        return await self._read(reading.contacts, where, self._clock(), before, limit)

    async def search(
        self, text: str, where: Filter = EVERYTHING, before: int | None = None, limit: int = PAGE
    ) -> list[PastContact]:
        """A page of contacts in which every word of a text stands, each with an excerpt."""
        return await self.contacts(replace(where, text=text), before, limit)

    async def count(self, where: Filter = EVERYTHING) -> int:
        """How many contacts there are."""
        return await self._read(reading.count, where, self._clock())

    async def find(self, key: str) -> PastContact | None:
        """One contact; None where it is not kept."""
        return await self._read(reading.find, key, self._clock())

    async def items(self, key: str) -> list[PastItem]:
        """Everything that came in a chat."""
        return await self._read(reading.items, key)

    async def chat(self, key: str) -> PastChat:
        """A contact with its request, items and transcript. Raises a HistoryError also where it is gone."""
        return await self._read(reading.chat, key, self._clock())

    async def choices(self) -> Choices:
        """The profiles and flows that a filter can choose from."""
        return await self._read(reading.choices)

    async def size(self) -> Size:
        """How much is kept."""
        return await self._read(lambda connection: reading.counts(connection, store.size_of(self.file)))

    async def segments(self, key: str) -> segments.Segment | None:
        """The tree of contacts that this one belongs to, from its root; None where it is not kept."""
        return await self._read(segments.tree, key, self._clock())

    async def sources(
        self, use: sources.Use, instance_id: str = "", text: str = "", before: int | None = None
    ) -> list[sources.Source]:
        """Contacts that a new chat can continue, or be related to; a page of them, the newest first."""
        where = Filter(text=text, instance_id=instance_id)
        return await self._read(sources.sources, use, where, self._clock(), before)

    async def export(self, key: str, format_name: str, to: Path) -> None:
        """Writes a chat to a file, in one of FORMATS.

        Raises:
            HistoryError: it is not kept, or the file can't be written.
        """
        write = FORMATS[format_name].write

        def exported(connection: Connection) -> None:
            text = write(reading.chat(connection, key, self._clock()))
            # Half a surrogate pair is no UTF-8; written by its number it is even the same in JSON.
            written = text.encode("utf-8", "backslashreplace")
            try:
                to.write_bytes(written)
            except OSError as fault:
                raise failure("not_exported", file=to, reason=reason_of(fault)) from fault

        await self._read(exported)

    async def _read(self, query: Callable[..., T], *arguments: Any) -> T:
        self._begin()
        return await self._reader.read(lambda connection: query(connection, *arguments))

    # -- deleting -------------------------------------------------------------------------------

    async def delete(self, keys: Iterable[str]) -> None:
        """Takes records off the history; until it closes they can be brought back.

        Raises:
            HistoryError: the history can't be written now.
        """
        self._deleted = True
        await self._ask(partial(writing.hide, ids=tuple(keys), at=self._clock()))

    async def restore(self, keys: Iterable[str]) -> None:
        """Brings back what was deleted. Raises as `delete` does."""
        await self._ask(partial(writing.bring_back, ids=tuple(keys)))

    async def delete_older(self, than: datetime) -> Sequence[str]:
        """Deletes what was started before a moment, and gives the keys. Raises as `delete` does."""
        keys = await self._read(reading.ids, Filter(until=than), self._clock())
        await self.delete(keys)
        return keys

    async def _ask(self, step: Step) -> None:
        self._begin()
        await asyncio.wrap_future(self._writer.ask(step))
        self.changes.tell("contacts")

    # -- beginning and ending -------------------------------------------------------------------

    async def flush(self) -> None:
        """Waits until everything that was recorded is on the disk. Raises as `delete` does."""
        self._begin()
        await asyncio.wrap_future(self._writer.ask(_nothing))

    async def close(self, timeout_s: float = 2.0) -> None:
        """Writes what waits, deletes for good, and lets the file go; no longer than the timeout."""
        if not self._is_begun or self._is_closed:
            return
        self._is_closed = True
        if self._deleted:
            self._writer.put(partial(writing.purge, before=self._clock()))
        self._writer.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._reader.close()
                await asyncio.shield(asyncio.wrap_future(self._writer.ended))

    def _begin(self) -> None:
        with suppress(RuntimeError):
            self._loop = asyncio.get_running_loop()
        if not self._is_begun:
            self._is_begun = True
            self._writer.put(partial(writing.purge, before=self._clock() - UNDO_FOR))

    def _tell(self, change: HistoryChange) -> None:
        """On the thread that writes: followers hear of it on their loop."""
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self.changes.tell, change)


def _nothing(_connection: Connection) -> None:
    """The step that only those before it are waited for with."""
