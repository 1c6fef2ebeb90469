"""One chat in the centre: who and where, the token with its countdown, and once joined the chat itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from console.chat.chat import Chat
from console.chat.clocks import Clock
from ui.chat.conversation import Conversation
from ui.chat.header import Header
from ui.chat.live_page import LivePage
from ui.chat.outcome import Outcome
from ui.chat.start_page import StartPage
from ui.clipboard import Clipboard
from ui.controls import column
from ui.tasks import Tasks


class ChatPane(QWidget):
    """A chat, shown as the console knows it. What the user asks for is told by signals."""

    connect_requested = Signal(object)
    connects_by_itself = Signal(bool)
    """Whether chats are to be joined as soon as they are started."""
    end_requested = Signal(object)
    stop_requested = Signal(object)
    cancel_requested = Signal(object)
    repeat_requested = Signal(object)
    """The request to start again, as a mapping; it may differ from the chat's own."""
    say_again_requested = Signal(object)
    """The chat that is to be repeated, with all that its customer said."""
    compare_requested = Signal(object)
    """The chat that is to be shown beside the one that it repeats."""
    edit_requested = Signal(object)
    """The chat whose request is to be edited."""
    stop_all_requested = Signal()
    export_requested = Signal(object, str)
    """The chat, and the format in which it is to be exported."""
    noted = Signal(str)
    """A short word on what was done."""
    page_requested = Signal(object, str)
    """A chat, and which page of the admin website is to be opened: contact, flow or panel."""
    conversation_made = Signal(object, object)
    """A chat, and the conversation that shows its session."""

    def __init__(
        self,
        clipboard: Clipboard,
        tasks: Tasks,
        clock: Clock,
        start_page: StartPage,
        place: Callable[[QWidget], object],
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        # Still empty: all that is in it would have to be styled when it moves into the window.
        place(self)
        self._chat: Chat | None = None
        self.header = Header()
        self.start_page = start_page
        self._live_means = tasks, clipboard, clock
        self._pages = QStackedWidget()
        body = column(self.header, gap=0)
        body.addWidget(self._pages, 1)
        self.setLayout(body)
        self._pages.addWidget(self.start_page)
        self.token, self.facts = self.start_page.token, self.start_page.facts
        self.stop, self.repeat, self.cancel = self.header.stop, self.header.repeat, self.header.cancel
        self.end, self.title, self.state = self.header.end, self.header.title, self.header.state
        self._listen()

    @cached_property
    def live_page(self) -> LivePage:
        """The page of a chat that was joined; made while nothing waits for it, or when one is joined."""
        made = LivePage(*self._live_means)
        made.join_requested.connect(lambda: self.connect_requested.emit(self._chat))
        made.edit_requested.connect(self._ask_edit)
        made.outcome.action_chosen.connect(self._act)
        made.noted.connect(self.noted)
        made.conversation_made.connect(self.conversation_made)
        self._pages.addWidget(made)
        return made

    def _listen(self) -> None:
        head, start = self.header, self.start_page
        head.end_requested.connect(lambda: self.end_requested.emit(self._chat))
        head.say_again_requested.connect(lambda: self.say_again_requested.emit(self._chat))
        head.compare_requested.connect(lambda: self.compare_requested.emit(self._chat))
        head.stop_requested.connect(lambda: self.stop_requested.emit(self._chat))
        head.export_requested.connect(lambda form: self.export_requested.emit(self._chat, form))
        head.page_requested.connect(lambda name: self.page_requested.emit(self._chat, name))
        head.cancel_requested.connect(lambda: self.cancel_requested.emit(self._chat))
        start.token.connect_requested.connect(lambda: self.connect_requested.emit(self._chat))
        start.token.connects_by_itself.connect(self.connects_by_itself)
        for again in (head.repeat_requested, start.token.repeat_requested):
            again.connect(self._ask_repeat)
        for edit in (head, start.request):
            edit.edit_requested.connect(self._ask_edit)
        start.outcome.action_chosen.connect(self._act)

    @property
    def chat(self) -> Chat | None:
        """The chat that is shown."""
        return self._chat

    @property
    def is_starting(self) -> bool:
        """Whether the pane shows a start that is under way."""
        return self.cancel.isVisibleTo(self)

    @property
    def is_live(self) -> bool:
        """Whether the pane shows a chat that was joined."""
        return self._pages.currentWidget() is not self.start_page

    @property
    def conversation(self) -> Conversation | None:
        """The conversation that is shown."""
        return self.live_page.shown if self.is_live else None

    @property
    def outcome(self) -> Outcome:
        """What is told of the start or the stop, on the page that is shown."""
        return self.live_page.outcome if self.is_live else self.start_page.outcome

    @property
    def edit(self) -> QPushButton:
        """The button that leads back to the form."""
        page = self.live_page.details if self.is_live else self.start_page
        return page.request.edit

    def show_chat(self, chat: Chat, now: datetime, open_here: int) -> None:
        """Shows a chat as it is now; called again at each of its changes.

        `open_here` counts the contacts that this console holds open, for the full quota.
        """
        if chat is not self._chat:
            self._chat = chat
            self.token.hide_token()
        is_joined = chat.session is not None and chat.session.connected_at is not None
        was_joined = is_joined or ("live_page" in vars(self) and self.live_page.knows(chat))
        self.header.show_chat(chat, now)
        if was_joined:
            self.live_page.show_chat(chat, now, open_here)
        else:
            self.start_page.show_chat(chat, now, open_here)
            if chat.session is not None and not chat.is_over:
                self.live_page.made(chat)
        self._pages.setCurrentWidget(self.live_page if was_joined else self.start_page)
        self.look_at_clock(now)

    def look_at_clock(self, now: datetime) -> None:
        """Lets every clock show what is left at this moment."""
        if self._chat is None:
            return
        page = self.live_page if self.is_live else self.start_page
        page.look_at_clock(self._chat, now)
        self.header.show_state(self._chat, now)

    def show_preference(self, connects_by_itself: bool) -> None:
        """Shows whether chats are joined as soon as they are started."""
        self.token.show_preference(connects_by_itself)

    def forget(self, chat: Chat) -> None:
        """The chat is off the list."""
        self.header.comparable.discard(chat)
        if "live_page" in vars(self):
            self.live_page.forget(chat)

    def focus(self) -> None:
        """Puts the keyboard where the next step most likely is."""
        target = next((one for one in (self.cancel, self.repeat) if one.isVisibleTo(self)), None)
        if self.conversation is not None and self.conversation.focus():
            return
        if self.token.isVisibleTo(self) and self.token.can_connect:
            self.token.focus()
        elif target:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_repeat(self) -> None:
        if self._chat:
            self.repeat_requested.emit(self._chat.request_again)

    def _ask_edit(self) -> None:
        if self._chat:
            self.edit_requested.emit(self._chat)

    def _act(self, action: str) -> None:
        if self._chat is None:
            return
        if action == "without_duration":
            request = dict(self._chat.request)
            request.pop("ChatDurationInMinutes", None)
            self.repeat_requested.emit(request)
        elif action == "stop_all":
            self.stop_all_requested.emit()
        elif action == "stop":
            self.stop_requested.emit(self._chat)
        else:
            {"again": self._ask_repeat, "edit": self._ask_edit}[action]()
