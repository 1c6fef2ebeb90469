"""A chat that was joined: a line of what is known of it, more on request, and its conversation."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QWidget

from console.chat.chat import Chat
from console.chat.clocks import Clock
from console.pictures import Pictures
from ui.chat.cards import Gate
from ui.chat.clock_lines import ClockLines
from ui.chat.conversation import Conversation
from ui.chat.facts import Facts
from ui.chat.outcome import Outcome
from ui.chat.request_line import RequestLine
from ui.chat.scrolled import scrolled
from ui.chat.strip import Strip
from ui.clipboard import Clipboard
from ui.controls import column
from ui.tasks import Tasks

HIGHEST = 0.45
"""The details take no more of the page than this."""


class Details(QScrollArea):
    """Clocks, ids and the request of a live chat."""

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.request = RequestLine()
        self.clocks = ClockLines()
        self.facts = Facts(clipboard)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        scrolled(self, column(self.request, self.clocks, self.facts, gap=8, margins=(20, 4, 20, 8)))

    def sizeHint(self) -> QSize:
        page = self.widget()
        return QSize(400, page.sizeHint().height() if page else 0)

    def show_chat(self, chat: Chat, now: datetime) -> None:
        """Shows a chat as it is at this moment."""
        self.request.show_chat(chat)
        self.facts.show_chat(chat, now)
        self.clocks.look_at_clock(chat, now)

    def look_at_clock(self, chat: Chat, now: datetime) -> None:
        """Lets every clock show what is left at this moment."""
        self.facts.look_at_clock(now)
        self.clocks.look_at_clock(chat, now)


class LivePage(QWidget):
    """Keeps one conversation for each chat, so that each has its own place, draft and transcript."""

    join_requested = Signal()
    edit_requested = Signal()
    noted = Signal(str)
    conversation_made = Signal(object, object)
    """A chat, and the conversation that shows its session."""

    def __init__(self, tasks: Tasks, clipboard: Clipboard, clock: Clock) -> None:
        super().__init__()
        self._tasks, self._clipboard, self._clock = tasks, clipboard, clock
        pictures = Pictures()
        self._gate = Gate(pictures, tasks, self)
        self.destroyed.connect(pictures.close)
        self._conversations: dict[Chat, Conversation] = {}
        self._told: dict[Chat, Conversation] = {}
        """Those that were wanted; the others are only made."""
        self.strip = Strip(clipboard)
        self.outcome = Outcome()
        self._shown: tuple[Chat, datetime] | None = None
        self.strip.unfolded.connect(self._show_details)
        self._pages = QStackedWidget()
        self._body = column(gap=6)
        self._body.addLayout(column(self.strip, self.outcome, gap=6, margins=(20, 0, 20, 0)))
        self._body.addWidget(self._pages, 1)
        self.setLayout(self._body)

    @cached_property
    def details(self) -> Details:
        """What is known of the chat beside its conversation; made when somebody wants to see it."""
        made = Details(self._clipboard)
        made.hide()
        made.request.edit_requested.connect(self.edit_requested)
        made.setMaximumHeight(int(self.height() * HIGHEST))
        self._body.insertWidget(1, made)
        return made

    def _show_details(self, is_open: bool) -> None:
        if self._shown is not None:
            self.details.show_chat(*self._shown)
        self.details.setVisible(is_open)

    def show_chat(self, chat: Chat, now: datetime, open_here: int) -> None:
        """Shows a chat that has a session."""
        conversation = self.conversation(chat)
        if conversation is not None and self._pages.currentWidget() is not conversation:
            self._pages.setCurrentWidget(conversation)
        self.strip.show_chat(chat, now)
        self.outcome.show_chat(chat, open_here)
        if chat.session is not None and chat.error is chat.session.error:
            # Why it is not connected is told beside the transcript.
            self.outcome.banner.hide()
        self._shown = chat, now
        if self.strip.details.isChecked():
            self.details.show_chat(chat, now)

    def conversation(self, chat: Chat) -> Conversation | None:
        """The conversation of a chat, made when it is first wanted; None for one that was never joined."""
        found = self.made(chat)
        if found is not None and self._told.get(chat) is not found:
            self._told[chat] = found
            self.conversation_made.emit(chat, found)
        return found

    def made(self, chat: Chat) -> Conversation | None:
        """The same, and nobody hears of it: it is made while the chat is being joined, which waits anyway."""
        known = self._conversations.get(chat)
        if chat.session is None or (known is not None and known.session is chat.session):
            return known
        made = Conversation(chat.session, self._tasks, self._clipboard, self._clock, self._gate)
        made.join_requested.connect(self.join_requested)
        made.noted.connect(self.noted)
        if known is not None:
            # Joined once more by another session: what was typed is not lost.
            made.take_over(known)
            self.forget(chat)
        self._conversations[chat] = made
        self._pages.addWidget(made)
        return made

    def knows(self, chat: Chat) -> bool:
        """Whether the chat has been shown as a live one."""
        return chat in self._told

    @property
    def shown(self) -> Conversation | None:
        """The conversation that is shown."""
        page = self._pages.currentWidget()
        return page if isinstance(page, Conversation) else None

    def look_at_clock(self, chat: Chat, now: datetime) -> None:
        """Lets every clock show what is left at this moment."""
        self.strip.show_chat(chat, now)
        self.outcome.look_at_clock(chat, now)
        self._shown = chat, now
        if self.strip.details.isChecked():
            self.details.look_at_clock(chat, now)
        if self.shown is not None:
            self.shown.look_at_clock(now)

    def forget(self, chat: Chat) -> None:
        """The chat is off the list."""
        self._told.pop(chat, None)
        if gone := self._conversations.pop(chat, None):
            gone.stop_following()
            self._pages.removeWidget(gone)
            gone.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "details" in vars(self):
            self.details.setMaximumHeight(int(self.height() * HIGHEST))
