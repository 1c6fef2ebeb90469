"""The agent's conversations, one a chat, made when the agent has a session of their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from console.chat.chat import Chat
from ui.agent.talking import MakeTalking, Talking

if TYPE_CHECKING:
    from console.chat.session import ChatSession


class Talks(QStackedWidget):
    """Shows the conversation of one session, and keeps those of the other chats."""

    def __init__(self, make: MakeTalking) -> None:
        super().__init__()
        self._make = make
        self._kept: dict[Chat, tuple[ChatSession, Talking]] = {}

    def show_session(self, chat: Chat, session: ChatSession) -> None:
        """Shows the agent's session in a chat; that of an agent who was there before goes."""
        if (known := self._kept.get(chat)) is None or known[0] is not session:
            self._drop(chat)
            made = self._make(session)
            self._kept[chat] = session, made
            self.addWidget(made.widget)
        self.setCurrentWidget(self._kept[chat][1].widget)

    def of(self, chat: Chat) -> Talking | None:
        """The conversation of a chat, as far as there was one."""
        known = self._kept.get(chat)
        return None if known is None else known[1]

    def keep_only(self, chats: Collection[Chat]) -> None:
        """Chats that are off the list need no conversation."""
        for chat in self._kept.keys() - set(chats):
            self._drop(chat)

    def _drop(self, chat: Chat) -> None:
        if gone := self._kept.pop(chat, None):
            gone[1].stop()
            self.removeWidget(gone[1].widget)
            gone[1].widget.deleteLater()
