"""The tab of attributes: the contact as it is now, and what each turn of the chat has changed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QStackedWidget

from console.chat.chat import Chat
from console.language import tr, tr_text
from console.turns import KnownTurns, Turns
from console.turns.telling import as_json
from ui import dates, why, wording
from ui.clipboard import Clipboard
from ui.controls import Banner, Segments, column, label, row, tool
from ui.inspector.entries import Entry, entries_by_turn, entries_now, found, head_of
from ui.inspector.entry_table import EntryTable
from ui.inspector.inspector import Tab
from ui.tasks import Tasks

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Callable

HIGHEST = 110
NOT_JOINED = tr("Nothing is read before the chat is joined: connect to it first.")
NOT_YET = tr("Nothing was read yet. The contact is looked at after each turn.")


class AttributesTab(Tab):
    """Facts and attributes of a chat's contact, and its turns."""

    row_requested = Signal(str)
    """The key of the transcript's row that a turn ended with."""

    def __init__(self, turns_of: Callable[[], KnownTurns], tasks: Tasks, clipboard: Clipboard) -> None:
        super().__init__()
        self._turns_of, self._tasks, self._clipboard = turns_of, tasks, clipboard
        self._turns: Turns | None = None
        self._following: Task[Any] | None = None
        self.pages = Segments(tr("What is shown"), [("now", tr("Now")), ("turns", tr("Turn by turn"))])
        self.again = tool("refresh-cw", tr("Read again"), self._read_again)
        self.copy = tool("copy", tr("Copy all as JSON"), self._copy_all)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a name or a value"))
        self.search.setAccessibleName(tr("Find a name or a value"))
        self.search.setClearButtonEnabled(True)
        self.problem = Banner()
        self.state = label("", "muted", wraps=True)
        self.now = EntryTable(tr("The contact now"))
        self.by_turn = EntryTable(tr("What each turn changed"))
        self._tables = QStackedWidget()
        self.detail = Detail(clipboard)
        self._lay_out()
        self._listen()
        self.pages.take("now")

    def _lay_out(self) -> None:
        for table in (self.now, self.by_turn):
            self._tables.addWidget(table)
        body = column(
            row(self.pages, None, self.again, self.copy, gap=4),
            self.search,
            self.state,
            self.problem,
            gap=8,
            margins=(16, 0, 16, 16),
        )
        body.addWidget(self._tables, 1)
        body.addWidget(self.detail)
        self.setLayout(body)

    def _listen(self) -> None:
        self.pages.chosen.connect(lambda name: self._show_page(str(name)))
        self.search.textChanged.connect(lambda _: self._show())
        for table in (self.now, self.by_turn):
            table.entry_chosen.connect(self.detail.show_entry)
            table.copy_requested.connect(self._clipboard.copy)
        self.by_turn.head_opened.connect(lambda key: self.row_requested.emit(key.removeprefix("turn:")))

    @property
    def table(self) -> EntryTable:
        """The table that is shown."""
        return self.by_turn if self.pages.taken() == "turns" else self.now

    def show_chat(self, chat: Chat) -> None:
        """Shows what is known of this chat's contact."""
        turns = self._turns_of().of(chat)
        if turns is not self._turns:
            if self._following is not None:
                self._following.cancel()
            self._turns = turns
            self.detail.hide()
            self._following = self._tasks.start(self._follow(turns), "show the attributes of a chat")
        self._show()

    def show_part(self, key: str) -> None:
        """Shows all that stands in the turn that ended with a row."""
        turn = self._turns.of(key) if self._turns else None
        if turn is not None:
            self.search.clear()
            self.pages.take("turns")
            self._show_page("turns")
            self.by_turn.choose(head_of(turn))
            self.by_turn.setFocus()

    async def _follow(self, turns: Turns) -> None:
        async for _ in turns.changes.follow():
            if self.isVisible():
                self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _show_page(self, name: str) -> None:
        self._tables.setCurrentWidget(self.by_turn if name == "turns" else self.now)
        self._show()
        self.detail.show_entry(self.table.chosen)

    def _show(self) -> None:
        turns = self._turns
        if turns is None:
            return
        if self.table is self.now:
            entries = entries_now(turns.facts, turns.latest)
        else:
            entries = entries_by_turn(turns.all, self._said)
        self.table.show_entries(found(entries, self.search.text()), follows=self.table is self.by_turn)
        self._show_state(turns)

    def _show_state(self, turns: Turns) -> None:
        error = turns.error or turns.refused
        if error is not None:
            self.problem.tell("warn", why.told(error), _advice(turns, error.advice))
        else:
            self.problem.hide()
        is_joined = turns.chat.session is not None
        self.again.setEnabled(is_joined and not turns.is_reading)
        self.copy.setEnabled(turns.facts is not None or bool(turns.all))
        self.state.setText(_state_of(turns))

    def _said(self, row_key: str) -> str:
        session = self._turns.chat.session if self._turns else None
        item = session.transcript.find(row_key) if session else None
        if item is None:
            return ""
        return item.event or ("" if item.is_interactive else item.content)

    def _read_again(self) -> None:
        if self._turns is not None:
            self._turns.read_again()
            self._show_state(self._turns)

    def _copy_all(self) -> None:
        if self._turns is not None:
            self._clipboard.copy(as_json(self._turns))


class Detail(QFrame):
    """One entry as a whole, to be read and copied."""

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setProperty("inset", True)
        self.name = label("", "strong", wraps=True, selectable=True)
        self.value = QPlainTextEdit()
        self.value.setReadOnly(True)
        self.value.setAccessibleName(tr("The whole value"))
        self.value.setTabChangesFocus(True)
        self.value.setMaximumHeight(HIGHEST)
        self.note = label("", "muted", wraps=True, selectable=True)
        self.copy = tool("copy", tr("Copy the value"), lambda: clipboard.copy(self.value.toPlainText()))
        head = row(gap=6)
        head.addWidget(self.name, 1)
        head.addWidget(self.copy)
        self.setLayout(column(head, self.value, self.note, gap=6, margins=(12, 10, 12, 10)))
        self.hide()

    def show_entry(self, entry: Entry | None) -> None:
        """Shows an entry; nothing for a head, or for none."""
        self.setVisible(entry is not None and not entry.is_head)
        if entry is not None:
            self.name.setText(wording.breakable(entry.name))
            if entry.value != self.value.toPlainText():
                self.value.setPlainText(entry.value)
            self.value.setVisible(bool(entry.value))
            self.copy.setVisible(bool(entry.value))
            self.note.setText(wording.breakable(entry.note))
            self.note.setVisible(bool(entry.note))


def _state_of(turns: Turns) -> str:
    if turns.is_reading:
        return why.READING
    if turns.facts is None:
        return NOT_YET if turns.chat.session is not None else NOT_JOINED
    return tr("Read at {time}", time=dates.told(turns.facts.read_at, "exact"))


def _advice(turns: Turns, advice: str) -> str:
    if turns.refused is not None and turns.error is None:
        return tr_text(tr("The attributes alone can be read, by GetContactAttributes."), advice)
    return tr_text(advice, tr("Then read again."))
