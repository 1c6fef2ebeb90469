"""Chats of an earlier run that may be open still: offered at the start, and joined again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from console.errors import ConsoleError
from console.language import tr, tr_count
from console.workspace import Workspace
from ui import dates, wording
from ui.controls import button, column, label, row
from ui.drawn import Picture
from ui.notice import Notice
from ui.profiles.sheet import compact
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.chat.clocks import Clock
    from console.kept_chats import KeptChat

MOST_LISTED = 12
LONGEST = 80


class RejoinDialog(QDialog):
    """Lists them, all chosen. Opened with `open()`."""

    chosen = Signal(object)
    """The chats that are to be joined again."""
    forgotten = Signal(object)
    """The chats that are not to be offered any more."""

    def __init__(self, parent: QWidget, kept: Sequence[KeptChat], clock: Clock) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Chats of an earlier run"))
        self._kept = list(kept)[-MOST_LISTED:]
        now = clock()
        self.boxes = [QCheckBox(_words(one, now)) for one in self._kept]
        for box in self.boxes:
            box.setChecked(True)
        about = tr("They may still be open, and then count against the quota of their instance.")
        text = label(about, "muted", wraps=True)
        count = len(self._kept)
        title = tr_count("A chat was left open", "{count:,} chats were left open", count)
        head = row(gap=12)
        head.addWidget(Picture("history", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column(label(title, "h2"), text, gap=6), 1)
        self.forget = button(tr("Forget them"), self._forget, kind="ghost")
        self.later = button(tr("Not now"), self.reject)
        self.join = button(tr("Rejoin"), self._join, kind="primary")
        self.join.setDefault(True)
        body = column(head, column(*self.boxes, gap=4), gap=16, margins=(22, 20, 22, 18))
        body.addLayout(row(self.forget, None, self.later, self.join))
        compact(self, body, 460)
        self.join.setFocus()

    def _join(self) -> None:
        picked = [one for one, box in zip(self._kept, self.boxes, strict=True) if box.isChecked()]
        self.accept()
        self.chosen.emit(picked)

    def _forget(self) -> None:
        self.accept()
        self.forgotten.emit(self._kept)


def _words(kept: KeptChat, now: datetime) -> str:
    started = tr("started {moment}", moment=dates.moment(kept.started_at, now))
    words = " · ".join(filter(None, (kept.name or tr("Chat"), kept.place, kept.profile.name, started)))
    return wording.short(words, LONGEST)


class Rejoining(QObject):
    """Offers them once, when the window has nothing else to do."""

    rejoined = Signal(object)
    """A chat that is among the chats of this run now."""

    def __init__(self, window: QWidget, workspace: Workspace, tasks: Tasks, notice: Notice) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self._tasks, self._notice = tasks, notice

    def offer(self) -> None:
        """Asks about the chats of earlier runs, if there are any."""
        self._tasks.start(self._workspace.open_chats.tidy(), "forget chats that are over")
        kept = self._workspace.open_chats.rejoinable
        if not kept:
            return
        dialog = RejoinDialog(self._window, kept, self._workspace.clock)
        dialog.chosen.connect(lambda picked: self._tasks.start(self._rejoin(picked), "rejoin chats"))
        dialog.forgotten.connect(lambda gone: self._tasks.start(self._forget(gone), "forget chats"))
        dialog.open()

    async def _rejoin(self, picked: Sequence[KeptChat]) -> None:
        for kept in picked:
            try:
                self.rejoined.emit(await self._workspace.rejoin(kept))
            except ConsoleError as error:
                self._notice.say(f"{kept.name or tr('A chat')}: {error.told}")

    async def _forget(self, gone: Sequence[KeptChat]) -> None:
        for kept in gone:
            await self._workspace.open_chats.forget(kept)
