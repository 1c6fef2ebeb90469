"""The head of a chat: who and where, its state, and how it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from console.chat.chat import Chat
from console.language import tr
from ui import theme, wording
from ui.controls import Elided, button, column, pill, restyle, row, tool
from ui.drawn import Avatar, profile_token

END = tr("You leave the chat as the customer; its flow goes on to the disconnect flow.")
OPEN = tr("Open in Connect")
PAGES = (("contact", tr("The contact")), ("flow", tr("The flow")), ("panel", tr("The agent’s panel")))
NO_PAGES = tr("The sandbox has no website. Chats of a real instance have pages there.")
SAY_AGAIN = tr("Starts the same request again and says everything again that the customer said (Ctrl+R)")
STOP = tr("Ends the contact through the API (StopContact). The profile needs the right to do that.")
NAME = 180
"""So much of a name is worth more than what stands beside it."""


class Header(QWidget):
    """Tells what was asked for by signals."""

    end_requested = Signal()
    stop_requested = Signal()
    repeat_requested = Signal()
    say_again_requested = Signal()
    """The chat is to be repeated, with all that its customer said."""
    compare_requested = Signal()
    edit_requested = Signal()
    cancel_requested = Signal()
    export_requested = Signal(str)
    """The name of a format."""
    page_requested = Signal(str)
    """A page of the admin website: contact, flow or panel."""

    def __init__(self) -> None:
        super().__init__()
        self.avatar = Avatar(size=40)
        self.title = Elided("", "h1")
        self.place = Elided("", "muted")
        self.state = pill()
        self.end = button(
            tr("End chat"), self.end_requested.emit, kind="danger", icon="log-out", tint="danger"
        )
        self.end.setToolTip(END)
        self.end.setAccessibleDescription(END)
        self.stop = button(
            tr("Stop contact"), self.stop_requested.emit, kind="danger", icon="circle-stop", tint="danger"
        )
        self.stop.setToolTip(STOP)
        self.stop.setAccessibleDescription(STOP)
        self.repeat = button(tr("Start again"), self.repeat_requested.emit, icon="repeat")
        self.say_again = button(
            tr("Repeat"), self.say_again_requested.emit, icon="list-restart", name=tr("Repeat the chat")
        )
        self.say_again.setToolTip(SAY_AGAIN)
        self.say_again.setAccessibleDescription(SAY_AGAIN)
        self.compare = button(tr("Compare"), self.compare_requested.emit, icon="columns-2")
        self.compare.setText("")
        self.compare.setToolTip(tr("Shows this chat beside the one that it repeats"))
        self.comparable: set[Chat] = set()
        """The chats that repeat another."""
        self.cancel = button(tr("Cancel"), self.cancel_requested.emit, icon="x", name=tr("Cancel the start"))
        self.more = tool("ellipsis", tr("More for this chat"), self._show_more)
        self._can_stop = self._is_live = self._has_pages = False
        head = row(self.avatar, gap=10, margins=(20, 18, 20, 10))
        self._below = row(gap=8)
        self._below.addWidget(self.place, 1)
        head.addLayout(column(self.title, self._below, gap=1), 1)
        self._head = head
        self._room_for: tuple[object, ...] = ()
        self._show_repeating(None, is_live=False)
        again = self.compare, self.say_again, self.repeat
        for part in (self.state, self.cancel, *again, self.stop, self.end, self.more):
            head.addWidget(part)
        self.setLayout(head)

    def show_chat(self, chat: Chat, now: datetime) -> None:
        """Shows a chat as it is at this moment."""
        self.avatar.show_name(
            chat.name, profile_token(chat.profile), is_production=chat.profile.is_production
        )
        self.title.show_text(chat.name or tr("Chat"))
        self.place.show_text(" · ".join(filter(None, (chat.place, chat.profile.name))))
        is_live = is_live_now(chat)
        self._can_stop = chat.can_be_stopped
        self.cancel.setVisible(chat.state == "starting")
        self.repeat.setVisible(chat.state != "starting" and not is_live)
        self.stop.setVisible((chat.can_be_stopped or chat.state == "stopping") and not is_live)
        self.stop.setEnabled(chat.can_be_stopped)
        self.end.setVisible(is_live)
        self.end.setEnabled(chat.session is not None and chat.session.state != "connecting")
        self._is_live, self._has_pages = is_live, chat.profile.kind != "sandbox"
        self.more.setVisible(chat.contact_id is not None)
        self._show_repeating(chat, is_live=is_live)
        self.show_state(chat, now)

    def _show_repeating(self, chat: Chat | None, *, is_live: bool) -> None:
        was_joined = chat is not None and chat.session is not None and chat.session.connected_at is not None
        # A live chat has more beside it, and less room.
        self.say_again.setText("" if is_live else f" {tr('Repeat')}")
        self.say_again.setVisible(was_joined)
        self.compare.setVisible(chat in self.comparable)

    def show_state(self, chat: Chat, now: datetime) -> None:
        """Shows the state of this moment in the pill."""
        text, kind = state_of(chat, now)
        if text != self.state.text():
            self.state.setText(text)
            self.state.setAccessibleName(tr("State: {state}", state=text))
        restyle(self.state, pill=kind)
        self._find_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._find_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._find_room()

    def _find_room(self) -> None:
        """Where the name has no room, the state goes below it, and then the way out has no words."""
        seen = [
            part.isHidden() for part in (self.cancel, self.compare, self.say_again, self.repeat, self.stop)
        ]
        given = (
            self.width(),
            theme.scale(),
            self.title.whole(),
            self.state.text(),
            self.end.isHidden(),
            *seen,
        )
        if given == self._room_for:
            return
        self._room_for = given
        self._arrange(is_below=False, is_short=False)
        if not self._fits():
            self._arrange(is_below=True, is_short=False)
        if not self._fits():
            self._arrange(is_below=True, is_short=True)

    def _arrange(self, *, is_below: bool, is_short: bool) -> None:
        self._head.removeWidget(self.state)
        self._below.removeWidget(self.state)
        if is_below:
            self._below.insertWidget(0, self.state)
        else:
            self._head.insertWidget(2, self.state)
        self.end.setText("" if is_short else f" {tr('End chat')}")

    def _fits(self) -> bool:
        name = self.title
        spare = self.width() - self._head.minimumSize().width()
        below = self._below.minimumSize().width()
        wanted = min(name.sizeHint().width(), theme.px(NAME))
        return spare + max(name.minimumSizeHint().width(), below) >= wanted

    def _show_more(self) -> None:
        menu = QMenu(self)
        # What is a button beside this one while the chat is not live need not be here, too.
        if self._is_live:
            self._add_steps(menu)
        self._add_formats(menu)
        self._add_pages(menu)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def _add_steps(self, menu: QMenu) -> None:
        for text, icon, asked in (
            (tr("Start again"), "repeat", self.repeat_requested),
            (tr("Edit the request"), "pencil", self.edit_requested),
            (tr("Stop contact"), "circle-stop", self.stop_requested),
        ):
            action = menu.addAction(theme.icon(icon), text)
            action.triggered.connect(lambda _=False, asked=asked: asked.emit())
        action.setEnabled(self._can_stop)
        action.setToolTip(STOP)
        menu.addSeparator()

    def _add_pages(self, menu: QMenu) -> None:
        pages = menu.addMenu(theme.icon("external-link"), OPEN)
        for name, text in PAGES:
            pages.addAction(text).triggered.connect(lambda _=False, name=name: self.page_requested.emit(name))
        if not self._has_pages:
            pages.setEnabled(False)
            pages.menuAction().setToolTip(NO_PAGES)
            pages.setTitle(tr("Open in Connect (the sandbox has no website)"))

    def _add_formats(self, menu: QMenu) -> None:
        from console.history import FORMATS

        for name, form in FORMATS.items():
            action = menu.addAction(
                theme.icon("download"), tr("Export as {name} ({suffix})…", name=form.name, suffix=form.suffix)
            )
            action.triggered.connect(lambda _=False, name=name: self.export_requested.emit(name))


def is_live_now(chat: Chat) -> bool:
    """Whether the customer takes part in the chat, or is on the way back to it."""
    session = chat.session
    is_open = chat.state in ("started", "stopping")
    return session is not None and session.connected_at is not None and session.ended_at is None and is_open


def state_of(chat: Chat, now: datetime) -> tuple[str, str]:
    """The state of a chat in a word or two, and the kind of its pill."""
    session = chat.session
    if chat.state == "started" and session is not None and session.state != "ended":
        text, kind = wording.SESSION_STATES[session.state]
        if session.state == "reconnecting" and session.retry and (left := session.retry.remaining(now)):
            text = tr("Reconnecting in {seconds} s", seconds=-(-left // timedelta(seconds=1)))
        return text, kind
    if chat.state == "started" and chat.connect_missed and session is None:
        return tr("Not joined in time"), "warn"
    return wording.CHAT_STATES[chat.state]
