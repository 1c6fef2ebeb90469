"""A chat that nobody has joined: its request, what became of the start, the token with its countdown."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QScrollArea

from console.chat.chat import Chat
from ui.chat.facts import Facts
from ui.chat.outcome import Outcome
from ui.chat.request_line import RequestLine
from ui.chat.scrolled import scrolled
from ui.chat.token import TokenCard
from ui.clipboard import Clipboard
from ui.controls import column


class StartPage(QScrollArea):
    """Scrolls where there is no room."""

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.request = RequestLine()
        self.outcome = Outcome()
        self.token = TokenCard(clipboard)
        self.facts = Facts(clipboard)
        parts = (self.request, self.outcome, self.token, self.facts, None)
        scrolled(self, column(*parts, gap=12, margins=(20, 2, 20, 20)))

    def show_chat(self, chat: Chat, now: datetime, open_here: int) -> None:
        """Shows a chat as it is at this moment."""
        self.request.show_chat(chat)
        self.outcome.show_chat(chat, open_here)
        self.token.show_chat(chat)
        self.facts.show_chat(chat, now)

    def look_at_clock(self, chat: Chat, now: datetime) -> None:
        """Lets every clock show what is left at this moment."""
        self.outcome.look_at_clock(chat, now)
        self.token.look_at_clock(now)
        self.facts.look_at_clock(now)
