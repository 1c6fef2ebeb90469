"""The lines of the rail, and the groups that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from console.chat.clocks import Urgency, as_minutes
from console.language import number, tr, tr_count, tr_in
from ui.controls import Elided, Press, column, label, pill, row, tool
from ui.drawn import Dot, Picture

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from console.presets import Preset

STATE_TOKENS: dict[Urgency, str] = {
    "calm": "ring_calm",
    "soon": "ring_soon",
    "urgent": "ring_urgent",
    "over": "ring_urgent",
}

_STATE: Final = "state of a chat, in the narrow list of chats"
LIVE_STATES = {
    "connecting": (tr_in(_STATE, "connecting"), "accent", False),
    "reconnecting": (tr_in(_STATE, "reconnecting"), "ring_soon", False),
    "ended": (tr_in(_STATE, "ended"), "faint", True),
    "failed": (tr_in(_STATE, "not connected"), "danger", True),
}
"""Of each state of a session that was connected once and is not now: its word, its colour, whether hollow."""
STATES = {
    "starting": tr_in(_STATE, "starting…"),
    "started": tr_in(_STATE, "started"),
    "failed": tr_in(_STATE, "not started"),
    "cancelled": tr_in(_STATE, "cancelled"),
    "stopping": tr_in(_STATE, "stopping…"),
    "stopped": tr_in(_STATE, "stopped"),
    "ended": tr_in(_STATE, "ended"),
}
"""Of each state of a chat that nothing is counted down for: its word."""
HOUR = timedelta(hours=1)


class Entry(Press):
    """A line of the rail: something at the left, a name that elides, something short at the right."""

    menu_requested = Signal(QPoint)

    def __init__(self, name: str, left: QWidget, right: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "nav")
        self.setProperty("spoken", "entry")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.name = Elided(name)
        self.right = label(right, "faint")
        for part in (self.name, self.right, left):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.line = row(left, gap=10, margins=(10, 0, 8, 0))
        self.line.addWidget(self.name, 1)
        self.line.addWidget(self.right)
        self.setLayout(self.line)

    def fold(self, folded: bool) -> None:
        """Shows only what is at the left."""
        self.name.setVisible(not folded)
        self.right.setVisible(not folded)

    def sizeHint(self) -> QSize:
        return QSize(60, 34)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())


class PresetEntry(Entry):
    """A saved request; Delete and F2 do what they do elsewhere, and … shows all that can be done."""

    delete_requested = Signal()
    rename_requested = Signal()

    def __init__(self, preset: Preset, key: str) -> None:
        super().__init__(preset.name, Picture("bookmark", "faint", 15), key)
        self.preset = preset
        self.more = tool("ellipsis", tr("More for {name}", name=preset.name), self._show_more)
        self.more.setProperty("small", True)
        self.line.addWidget(self.more)

    def _show_more(self) -> None:
        self.menu_requested.emit(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def fold(self, folded: bool) -> None:
        super().fold(folded)
        self.more.setVisible(not folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_requested.emit()
        else:
            super().keyPressEvent(event)


class ChatEntry(Entry):
    """A chat with its state, its remaining time, and how much of it is unread."""

    def __init__(self, chat: Chat, *, numbered: bool) -> None:
        self.dot = Dot("accent")
        name = chat.name or tr("Chat")
        super().__init__(f"{name} #{chat.number}" if numbered else name, self.dot)
        self.setToolTip(" · ".join(filter(None, (chat.name, chat.place, chat.profile.name))))
        self.chat = chat
        self.setCheckable(True)
        self.unread = pill("", "count")
        self.unread.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.unread.hide()
        self.line.addWidget(self.unread)
        self._unread = 0

    def show_unread(self, count: int) -> None:
        """Shows how many messages nobody has seen."""
        self._unread = count
        self.unread.setText(number(count))
        self.unread.setVisible(bool(count))
        self.right.setVisible(not count and self.name.isVisibleTo(self))
        self._describe()

    def fold(self, folded: bool) -> None:
        super().fold(folded)
        self.right.setVisible(not folded and not self._unread)

    def look_at_clock(self, now: datetime) -> None:
        """Shows state and remaining time of this moment."""
        text, token, hollow = _state(self.chat, now)
        self.dot.show_state(token, hollow=hollow)
        if text != self.right.text():
            self.right.setText(text)
            self._describe()

    def _describe(self) -> None:
        unread = tr_count("{count:,} unread", "{count:,} unread", self._unread) if self._unread else ""
        self.setAccessibleDescription(", ".join(filter(None, (self.right.text(), unread))))


def _state(chat: Chat, now: datetime) -> tuple[str, str, bool]:
    """A chat's state or remaining time in a word, the colour of its dot, and whether that is hollow."""
    session, deadline = chat.session, chat.connect_deadline
    if chat.state == "started" and session is not None and session.connected_at is not None:
        if session.state == "connected":
            return _remaining(chat, now), "ok", False
        return LIVE_STATES[session.state]
    if chat.state == "started" and deadline is not None:
        urgency = deadline.urgency(now)
        over = urgency == "over"
        left = tr_in(_STATE, "not joined") if over else as_minutes(deadline.remaining(now))
        return left, STATE_TOKENS[urgency], over
    if chat.can_be_stopped:
        return tr_in(_STATE, "still open"), "ring_soon", False
    token = "danger" if chat.state == "failed" else "faint"
    return STATES[chat.state], token, chat.is_over


def _remaining(chat: Chat, now: datetime) -> str:
    """What is left until the end of a live chat: by the hour, in the last one by the second."""
    if chat.end_deadline is None:
        return tr_in(_STATE, "live")
    left = chat.end_deadline.remaining(now)
    return as_minutes(left) if left < HOUR else tr_in("time that is left", "{count} h", count=left // HOUR)


class Group(QWidget):
    """Entries under a heading, or a line that says what will be here."""

    def __init__(self, heading: str, empty: str = "") -> None:
        super().__init__()
        self._heading: QLabel = label(heading, "heading")
        self._heading.setContentsMargins(8, 6, 0, 2)
        self._empty = label(empty, "faint", wraps=True)
        self._empty.setContentsMargins(8, 0, 6, 0)
        self._entries: list[Entry] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.setLayout(column(self._heading, self._empty, self._lines, gap=2))

    def show_empty(self, words: str) -> None:
        """Says what will be here, where nothing is yet."""
        self._empty.setText(words)

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries, from the top."""
        return tuple(self._entries)

    def show_entries(self, entries: Sequence[Entry], folded: bool) -> None:
        """Shows other entries."""
        for old in self.entries:
            self.remove(old)
        for entry in reversed(entries):
            self.put_first(entry, folded)

    def put_first(self, entry: Entry, folded: bool) -> None:
        """Puts an entry above the others."""
        self._entries.insert(0, entry)
        self._lines.insertWidget(0, entry)
        entry.fold(folded)
        self._empty.hide()

    def remove(self, entry: Entry) -> None:
        """Takes an entry out."""
        self._entries.remove(entry)
        self._lines.removeWidget(entry)
        entry.hide()
        entry.deleteLater()
        self._empty.setVisible(not self._entries and self._heading.isVisibleTo(self))

    def fold(self, folded: bool) -> None:
        self._heading.setVisible(not folded)
        self._empty.setVisible(not folded and not self._entries)
        for entry in self._entries:
            entry.fold(folded)
