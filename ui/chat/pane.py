"""One chat in the centre: who and where, the token with its countdown, what can be done about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from console.chat.chat import Chat
from ui import wording
from ui.chat.facts import Facts
from ui.chat.outcome import Outcome
from ui.chat.token import TokenCard
from ui.clipboard import Clipboard
from ui.controls import Elided, button, column, framed, label, pill, restyle, row
from ui.drawn import Avatar, profile_token


class ChatPane(QWidget):
    """A chat, shown as the console knows it. What the user asks for is told by signals."""

    stop_requested = Signal(object)
    cancel_requested = Signal(object)
    repeat_requested = Signal(object)
    """The request to start again, as a mapping; it may differ from the chat's own."""
    edit_requested = Signal(object)
    """The chat whose request is to be edited."""
    stop_all_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setObjectName("page")
        self._chat: Chat | None = None
        self.avatar = Avatar(size=40)
        self.title = Elided("", "h1")
        self.place = Elided("", "muted")
        self.state = pill()
        self.stop = button("Stop contact", self._ask_stop, kind="danger", icon="circle-stop", tint="danger")
        self.repeat = button("Start again", self._ask_repeat, icon="repeat")
        self.summary = Elided("", "muted")
        self.edit = button("Edit", self._ask_edit, kind="ghost", icon="pencil", name="Edit the request")
        self.outcome = Outcome()
        self.token = TokenCard(clipboard)
        self.facts = Facts(clipboard)
        self.cancel = button("Cancel", self._ask_cancel, icon="x", name="Cancel the start")
        self.outcome.action_chosen.connect(self._act)
        self.token.repeat_requested.connect(self._ask_repeat)
        self._lay_out()

    def _lay_out(self) -> None:
        names = column(self.title, self.place, gap=1)
        head = row(self.avatar, gap=12, margins=(24, 20, 24, 12))
        head.addLayout(names, 1)
        for part in (self.state, self.cancel, self.repeat, self.stop):
            head.addWidget(part)
        line = row(label("Request", "label"), gap=10, margins=(14, 4, 6, 4))
        line.addWidget(self.summary, 1)
        line.addWidget(self.edit)
        content = QWidget()
        content.setObjectName("scrolled")
        content.setLayout(
            column(
                framed(line, inset=True),
                self.outcome,
                self.token,
                self.facts,
                None,
                gap=12,
                margins=(24, 2, 24, 20),
            )
        )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(head, scroll, gap=0))

    @property
    def chat(self) -> Chat | None:
        """The chat that is shown."""
        return self._chat

    @property
    def is_starting(self) -> bool:
        """Whether the pane shows a start that is under way."""
        return self.cancel.isVisibleTo(self)

    def show_chat(self, chat: Chat, now: datetime, open_here: int) -> None:
        """Shows a chat as it is now; called again at each of its changes.

        `open_here` counts the contacts that this console holds open, for the full quota.
        """
        if chat is not self._chat:
            self._chat = chat
            self.token.hide_token()
        self.avatar.show_name(
            chat.name, profile_token(chat.profile), is_production=chat.profile.is_production
        )
        self.title.show_text(chat.name or "Chat")
        self.place.show_text(" · ".join(filter(None, (chat.place, chat.profile.name))))
        self._show_state(chat)
        self.summary.show_text(_summary(chat))
        self.cancel.setVisible(chat.state == "starting")
        self.repeat.setVisible(chat.state != "starting")
        self.stop.setVisible(chat.can_be_stopped or chat.state == "stopping")
        self.stop.setEnabled(chat.can_be_stopped)
        self.outcome.show_chat(chat, open_here)
        self.token.show_chat(chat)
        self.facts.show_chat(chat, now)
        self.look_at_clock(now)

    def _show_state(self, chat: Chat) -> None:
        text, kind = wording.CHAT_STATES[chat.state]
        if chat.state == "started" and chat.connect_missed:
            text, kind = "Not joined in time", "warn"
        if text != self.state.text():
            self.state.setText(text)
            self.state.setAccessibleName(f"State: {text}")
        restyle(self.state, pill=kind)

    def look_at_clock(self, now: datetime) -> None:
        """Lets every clock show what is left at this moment."""
        if self._chat is None:
            return
        self.outcome.look_at_clock(self._chat, now)
        self.token.look_at_clock(now)
        self.facts.look_at_clock(now)
        self._show_state(self._chat)

    def focus(self) -> None:
        """Puts the keyboard where the next step most likely is."""
        targets: tuple[QPushButton, ...] = (self.cancel, self.repeat)
        target = next((one for one in targets if one.isVisibleTo(self)), None)
        if self._chat and self._chat.state == "started" and not self._chat.connect_missed:
            self.token.focus()
        elif target:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_stop(self) -> None:
        self.stop_requested.emit(self._chat)

    def _ask_cancel(self) -> None:
        self.cancel_requested.emit(self._chat)

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
        else:
            {"again": self._ask_repeat, "edit": self._ask_edit, "stop": self._ask_stop}[action]()


def _summary(chat: Chat) -> str:
    request = chat.request
    attributes = len(request.get("Attributes", {}))
    parts = [
        chat.place or wording.short_id(str(request.get("ContactFlowId", ""))),
        chat.name,
        f"{attributes} attribute{'s' * (attributes != 1)}" if attributes else "no attributes",
        wording.minutes(request["ChatDurationInMinutes"]) if "ChatDurationInMinutes" in request else "25 h",
    ]
    return " · ".join(filter(None, parts))
