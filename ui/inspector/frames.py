"""The tab of frames and requests: what went over a chat's wire, filtered, searched, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QWidget

from console.chat.chat import Chat
from console.language import tr, tr_count
from console.wire import Entry
from ui.clipboard import Clipboard
from ui.controls import Chip, FlowLayout, Segments, column, label, show_magnifier
from ui.inspector.frame_detail import Colour, FrameDetail
from ui.inspector.frame_list import FrameList
from ui.inspector.frame_rows import FrameRows
from ui.inspector.frame_words import KINDS
from ui.inspector.inspector import Tab
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

TYPED_MS = 120
"""A pause in typing after which the list is filtered."""
RENEW_MS = 40
"""What comes within this time is shown at once."""
MARGIN = 16


class FramesTab(Tab):
    """Shows the record of the wire of one chat, and keeps it up while it is seen."""

    row_requested = Signal(str)
    """The id of an item that the transcript is to show."""

    def __init__(self, tasks: Tasks, clipboard: Clipboard, colour: Colour) -> None:
        super().__init__()
        self._tasks = tasks
        self._chat: Chat | None = None
        self._following: asyncio.Task[None] | None = None
        self._number = 0
        self.rows = FrameRows(self)
        self.list = FrameList(self.rows)
        self.detail = FrameDetail(clipboard, colour)
        self.search = _search_field()
        self.kinds = Segments(tr("Show"), KINDS, shrinks=True)
        self.beats = Chip(tr("Heartbeats"))
        self.gone = label("", "faint", wraps=True)
        self._typed, self._renew = self._timer(TYPED_MS, self._narrow), self._timer(RENEW_MS, self.renew)
        self._lay_out()
        self._listen()

    def _timer(self, after_ms: int, due: object) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(after_ms)
        made.timeout.connect(due)
        return made

    def _lay_out(self) -> None:
        self.kinds.take("all")
        flow = FlowLayout(8)
        flow.addWidget(self.kinds)
        flow.addWidget(self.beats)
        chosen = QWidget()
        chosen.setLayout(flow)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.list)
        parts.addWidget(self.detail)
        parts.setChildrenCollapsible(False)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 4)
        parts.setHandleWidth(12)
        body = column(self.search, chosen, self.gone, gap=8, margins=(MARGIN, 0, MARGIN, MARGIN))
        body.addWidget(parts, 1)
        self.setLayout(body)
        self.gone.hide()
        self.detail.hide()

    def _listen(self) -> None:
        self.search.textChanged.connect(lambda _: self._typed.start())
        self.search.returnPressed.connect(self._narrow)
        self.kinds.chosen.connect(lambda _: self._narrow())
        self.beats.toggled.connect(lambda _: self._narrow())
        self.list.chosen.connect(self._show_entry)
        self.list.opened.connect(self._show_in_chat)
        self.detail.row_requested.connect(self.row_requested)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)

    # -- what is shown --------------------------------------------------------------------------

    def show_chat(self, chat: Chat) -> None:
        if chat is self._chat:
            self.renew()
            return
        self._chat, self._number = chat, 0
        self.detail.hide()
        self.rows.show_record(chat.wire)
        self._show_gone()
        self._follow()

    def renew(self) -> None:
        """Takes the record as it is now."""
        self.rows.renew()
        self._show_gone()
        if self._chat is not None and self._number:
            entry = self._chat.wire.find(self._number)
            if entry is not None and self.detail.isVisibleTo(self):
                self.detail.show_entry(entry)

    def _show_gone(self) -> None:
        dropped = self._chat.wire.dropped if self._chat else 0
        self.gone.setText(
            tr_count(
                "{count:,} older entry made room for newer ones.",
                "{count:,} older entries made room for newer ones.",
                dropped,
            )
        )
        self.gone.setVisible(bool(dropped))

    def _show_entry(self, entry: Entry | None) -> None:
        if entry is not None:
            self._number = entry.number
            self.detail.show_entry(entry)
            self.detail.show()

    def show_item(self, *ids: str) -> bool:
        """Goes to the entry that carries an item, known by its id or its client token; False for none."""
        entry = self._chat.wire.carrying(*ids) if self._chat else None
        if entry is None:
            return False
        self.rows.renew()
        if not self.list.go_to(entry.number):
            # Nothing is to hide what was asked for.
            self.search.clear()
            self.kinds.take("all")
            self._narrow()
            self.list.go_to(entry.number)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _show_in_chat(self, entry: Entry) -> None:
        if entry.item_ids:
            self.row_requested.emit(entry.item_ids[-1])

    # -- filtering ------------------------------------------------------------------------------

    def _narrow(self) -> None:
        self._typed.stop()
        text = self.search.text().strip()
        self.rows.narrow(text, str(self.kinds.taken()), with_beats=self.beats.isChecked())
        self.detail.search(text)
        if self._number:
            self.list.go_to(self._number)

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- following ------------------------------------------------------------------------------

    def _follow(self) -> None:
        self._stop_following()
        if self._chat is not None and self.isVisible():
            self._following = self._tasks.start(self._keep_up(self._chat), "follow the wire")

    def _stop_following(self) -> None:
        if self._following is not None:
            self._following.cancel()
            self._following = None

    async def _keep_up(self, chat: Chat) -> None:
        async for _ in chat.wire.changes.follow():
            if not self._renew.isActive():
                self._renew.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.renew()
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop_following()


def _search_field() -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(tr("Search names, ids and everything sent"))
    made.setAccessibleName(tr("Search frames and requests"))
    made.setClearButtonEnabled(True)
    show_magnifier(made)
    return made
