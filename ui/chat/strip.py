"""The line above a live chat: how fast it was joined, when it ends, its token, and more on request."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from console.chat.chat import Chat
from console.chat.clocks import as_minutes
from console.language import tr
from ui import masking, theme
from ui.chat.clock_lines import connected_after
from ui.clipboard import Clipboard
from ui.controls import Elided, button, row, tool
from ui.drawn import Picture

COPIED = tr("Copied. It leaves the clipboard after a minute.")


class Strip(QFrame):
    """What is left of the token's card once the chat is connected."""

    unfolded = Signal(bool)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setProperty("inset", True)
        self._clipboard = clipboard
        self._chat: Chat | None = None
        self.picture = Picture("circle-check", "ok", 16)
        self.joined = Elided("", "label")
        self.left = Elided("", "muted")
        self.copy = tool("key-round", tr("Copy the participant token"), self._copy)
        name = tr("Clocks, ids and the request")
        self.details = button(tr("Details"), kind="ghost", icon="chevron-down", name=name)
        self.details.setCheckable(True)
        self.details.toggled.connect(self._toggled)
        line = row(self.picture, gap=8, margins=(12, 2, 4, 2))
        line.addWidget(self.joined, 3)
        line.addWidget(self.left, 2)
        line.addWidget(self.copy)
        line.addWidget(self.details)
        self.setLayout(line)

    def show_chat(self, chat: Chat, now: datetime) -> None:
        """Shows a chat at this moment."""
        self._chat = chat
        after = connected_after(chat)
        self.joined.show_text(tr("Connected after {after}", after=after) if after else tr("Rejoined"))
        end = chat.end_deadline
        over = chat.is_over or end is None
        self.left.show_text(
            "" if over or end is None else tr("Ends in {left}", left=as_minutes(end.remaining(now)))
        )
        self.copy.setVisible(chat.started is not None and not over and not masking.is_on())

    def _toggled(self, is_open: bool) -> None:
        self.details.setIcon(theme.icon("chevron-up" if is_open else "chevron-down"))
        self.unfolded.emit(is_open)

    def _copy(self) -> None:
        if self._chat and self._chat.started:
            self._clipboard.copy_secret(self._chat.started.participant_token)
            self.left.show_text(COPIED)
