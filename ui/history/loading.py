"""Loads pages of contacts for a list: the latest question wins, and nothing is asked twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from console.errors import ConsoleError
from console.history import PAGE, Filter, History
from ui.history.rows import PastRows
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

State = Literal["idle", "loading", "ready", "failed"]


class Loading(QObject):
    """Fills a model from the history. `changed` tells that the state is another."""

    changed = Signal()

    def __init__(
        self, history: History, tasks: Tasks, rows: PastRows, wanted: Callable[[], Filter], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.state: State = "idle"
        self.error: ConsoleError | None = None
        self._history, self._tasks, self._rows, self._wanted = history, tasks, rows, wanted
        self._where = Filter()
        self._running: asyncio.Task[Any] | None = None
        self._is_stale = False
        rows.more_wanted.connect(self._load_more)

    def load(self) -> None:
        """Loads the first page of what is wanted now."""
        self._where = self._wanted()
        self._become("loading")
        self._start(self._load(anew=True), "search the history")

    def renew(self) -> None:
        """Loads the first page once more, without a word; what is seen stays where it is."""
        if self._running is not None and not self._running.done():
            # What is being read may be of a moment before.
            self._is_stale = True
        elif self.state == "ready":
            self._start(self._load(anew=False), "look at the history again")

    def _load_more(self) -> None:
        self._start(self._add(), "load more contacts", is_new=False)

    def _start(self, work: Any, name: str, *, is_new: bool = True) -> None:
        if is_new and self._running is not None:
            self._running.cancel()
        task = self._tasks.start(work, name)
        if is_new:
            self._running = task

    async def _load(self, *, anew: bool) -> None:
        self._is_stale = True
        while self._is_stale:
            self._is_stale = False
            try:
                found = await self._history.contacts(self._where)
            except ConsoleError as error:
                self._become("failed", error)
                return
            if anew:
                self._rows.show_contacts(found, has_more=len(found) == PAGE)
            else:
                self._rows.renew(found, has_more=len(found) == PAGE)
            anew = False
            self._become("ready")

    async def _add(self) -> None:
        where, last = self._where, self._rows.contacts[-1].number if self._rows.contacts else None
        try:
            found = await self._history.contacts(where, before=last)
        except ConsoleError as error:
            self._become("failed", error)
            return
        now_last = self._rows.contacts[-1].number if self._rows.contacts else None
        if where == self._where and last == now_last:
            self._rows.add_contacts(found, has_more=len(found) == PAGE)
            self.changed.emit()

    def _become(self, state: State, error: ConsoleError | None = None) -> None:
        self.state, self.error = state, error
        self.changed.emit()
