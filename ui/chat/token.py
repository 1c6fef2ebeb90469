"""The participant token: masked until asked for, beside the ring that says how long it lets one join."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit

from console.chat.chat import Chat
from console.language import tr, tr_text
from ui import dates, masking, theme
from ui.chat.clocks import Ring
from ui.clipboard import Clipboard
from ui.controls import button, column, label, row, tool

MASK = "•" * 32


class TokenCard(QFrame):
    """Shows the token of a started chat and the five minutes in which it must be used to connect."""

    repeat_requested = Signal()
    connect_requested = Signal()
    connects_by_itself = Signal(bool)
    """Whether chats are to be joined as soon as they are started."""

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName(tr("Participant token"))
        self._clipboard = clipboard
        self._chat: Chat | None = None
        self._told_over = False
        self.ring = Ring(tr("Connect within"))
        self.caption = label(tr("Connect within"), "label")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label(tr("Participant token"), "h2")
        self.text = label("", "muted", wraps=True)
        self.value = QLineEdit()
        self.value.setReadOnly(True)
        self.value.setFont(theme.monospaced())
        # An accessible name says what the field is, never what is in it.
        self.value.setAccessibleName(tr("Participant token, hidden"))
        self.reveal = tool("eye", tr("Show the token"), self._toggle)
        self.copy = button(tr("Copy token"), self._copy, icon="copy")
        self.connect_button = button(
            tr("Connect"), self.connect_requested.emit, kind="primary", icon="plug", tint="on_accent"
        )
        self.automatic = QCheckBox(tr("Connect automatically"))
        self.automatic.setToolTip(tr("Join every chat as soon as it is started"))
        self.automatic.clicked.connect(self.connects_by_itself)
        self.again = button(
            tr("Start again"), self.repeat_requested.emit, kind="primary", icon="repeat", tint="on_accent"
        )
        self._lay_out()

    def _lay_out(self) -> None:
        field = row(gap=6)
        field.addWidget(self.value, 1)
        field.addWidget(self.reveal)
        field.addWidget(self.copy)
        field.addWidget(self.again)
        clock = column(self.caption, self.ring, None, gap=6)
        join = row(self.connect_button, self.automatic, None, gap=14)
        body = row(gap=20, margins=(20, 16, 20, 18))
        body.addLayout(clock)
        body.addLayout(column(self.title, self.text, 4, join, 2, field, None, gap=6), 1)
        self.setLayout(body)

    def show_chat(self, chat: Chat) -> None:
        """Shows the token of this chat; nothing where there is none."""
        self._chat = chat
        self.setVisible(chat.started is not None)
        usable = chat.state in ("started", "stopping") and not chat.connect_missed
        self._told_over = False
        self.ring.show_deadline(chat.connect_deadline, active=not chat.is_over)
        for part in (self.ring, self.caption):
            part.setVisible(not chat.is_rejoined)
        self._show_usable(usable)

    def look_at_clock(self, now: datetime) -> None:
        """Shows what is left; says it once when nothing is."""
        self.ring.look_at_clock(now)
        if self._chat and self._chat.state == "started" and self._chat.connect_missed and not self._told_over:
            self._told_over = True
            self._show_usable(False)

    def _show_usable(self, usable: bool) -> None:
        chat = self._chat
        if chat is None or chat.started is None or chat.connect_deadline is None:
            return
        is_joining = chat.session is not None and chat.session.state == "connecting"
        for part in (self.connect_button, self.automatic):
            part.setVisible(usable)
        self.connect_button.setEnabled(not is_joining)
        words = tr("Connecting…") if is_joining else tr("Connect")
        self.connect_button.setText(f" {words}")
        # A class has no use for it, and somebody in it may.
        self.copy.setVisible(usable and not masking.is_on())
        self.reveal.setVisible(usable and not masking.is_on())
        self.value.setVisible(usable)
        self.again.setVisible(not usable)
        if usable:
            first = tr(
                "A client must connect by {time}: this one, or another with the token.",
                time=dates.told(chat.connect_deadline.at, "exact"),
            )
            if chat.is_rejoined:
                first = tr("This chat was joined in an earlier run.")
            lives = tr("The token itself lives as long as the customer takes part.")
            self.text.setText(tr_text(first, lives))
            self._show_value()
            return
        self.hide_token()
        if chat.state == "started":
            self.text.setText(tr("This chat can no longer be joined: its five minutes to connect are over."))
        else:
            self.text.setText(tr("This chat is over; its token has no use any more."))

    @property
    def is_revealed(self) -> bool:
        """Whether the token can be read on the screen."""
        return self.value.property("revealed") is True

    def hide_token(self) -> None:
        """Masks the token."""
        self.value.setProperty("revealed", False)
        self._show_value()

    @property
    def can_connect(self) -> bool:
        """Whether the chat can be joined still."""
        return self.connect_button.isVisibleTo(self)

    def focus(self) -> None:
        """Puts the keyboard on the next step: to connect."""
        self.connect_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_preference(self, connects_by_itself: bool) -> None:
        """Shows whether chats are joined as soon as they are started."""
        self.automatic.setChecked(connects_by_itself)

    def _toggle(self) -> None:
        if masking.is_on():
            return
        self.value.setProperty("revealed", not self.is_revealed)
        self._show_value()

    def _show_value(self) -> None:
        shown = self.is_revealed and self._chat is not None and self._chat.started is not None
        token = self._chat.started.participant_token if self._chat and self._chat.started else ""
        self.value.setText(token if shown else MASK)
        self.value.setCursorPosition(0)
        hidden = tr("Participant token, hidden")
        self.value.setAccessibleName(tr("Participant token, shown") if shown else hidden)
        name = tr("Hide the token") if shown else tr("Show the token")
        self.reveal.setIcon(theme.icon("eye-off" if shown else "eye"))
        self.reveal.setToolTip(name)
        self.reveal.setAccessibleName(name)

    def _copy(self) -> None:
        if self._chat and self._chat.started:
            self._clipboard.copy_secret(self._chat.started.participant_token)
            self.text.setText(tr("Copied. It leaves the clipboard after a minute."))
