"""Tells the window when a contact rings, whichever chat is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.agent_desk import AgentDesk
from console.chat.chat import Chat
from ui.tasks import Tasks


class Bell(QObject):
    """Follows the desk from its making on, and has it look how the chats stand."""

    rang = Signal(object)
    """The chat whose contact is offered now, and was not before."""
    fell_silent = Signal(object)
    """A chat whose contact was offered, and is not any more."""
    moved = Signal()
    """Something of the desk is another."""

    def __init__(self, parent: QObject, desk: AgentDesk, tasks: Tasks) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ringing: set[Chat] = set()
        tasks.start(self._follow(), "follow the agent's desk")
        tasks.start(desk.follow(), "look at the agent's desk")

    def rings(self, chat: Chat) -> bool:
        """Whether the contact of a chat is offered now."""
        return chat in self._ringing

    async def _follow(self) -> None:
        async for seat in self._desk.changes.follow():
            if seat is not None:
                self._note(seat.chat, is_ringing=seat.standing.state == "ringing")
            self.moved.emit()

    def _note(self, chat: Chat, *, is_ringing: bool) -> None:
        if is_ringing == self.rings(chat):
            return
        if is_ringing:
            self._ringing.add(chat)
            self.rang.emit(chat)
        else:
            self._ringing.discard(chat)
            self.fell_silent.emit(chat)
