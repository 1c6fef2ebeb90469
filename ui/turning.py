"""Between the turns of chats and their transcripts: a line below each turn, and the way to all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.chat.chat import Chat
from console.workspace import Workspace
from ui import why
from ui.tasks import Tasks

if TYPE_CHECKING:
    from asyncio import Task

    from console.turns import Turns
    from ui.chat.conversation import Conversation


class Turning(QObject):
    """Has the contact of each chat looked at that is shown as a live one, for as long as it is listed."""

    why_requested = Signal(object, str)
    """A chat, and the key of the row below which somebody wants to know more."""

    def __init__(self, parent: QObject, workspace: Workspace, tasks: Tasks) -> None:
        super().__init__(parent)
        self._workspace, self._tasks = workspace, tasks
        self._going: dict[Chat, list[Task[Any] | None]] = {}

    def follow(self, chat: Chat, conversation: Conversation) -> None:
        """Follows the session that a chat has now, which this conversation shows."""
        self.forget(chat)
        turns = self._workspace.turns.of(chat)
        conversation.errands.why_requested.connect(lambda key: self.why_requested.emit(chat, key))
        conversation.view.why_requested.connect(lambda key: self.why_requested.emit(chat, key))
        self._going[chat] = [
            self._tasks.start(self._show(turns, conversation), "show the turns of a chat"),
            self._tasks.start(turns.follow(), "follow the turns of a chat"),
        ]

    async def _show(self, turns: Turns, conversation: Conversation) -> None:
        shown: list[object] = []
        _show_lines(turns, conversation, shown)
        async for _ in turns.changes.follow():
            _show_lines(turns, conversation, shown)

    def forget(self, chat: Chat) -> None:
        """The chat is off the list, or goes on with another session."""
        for task in self._going.pop(chat, []):
            if task is not None:
                task.cancel()


def _show_lines(turns: Turns, conversation: Conversation, shown: list[object]) -> None:
    """Shows the lines of the turns that are others than those `shown`; they are values, so one look tells."""
    for number, turn in enumerate(turns.all):
        if number == len(shown):
            shown.append(None)
        if shown[number] is not turn:
            shown[number] = turn
            conversation.model.show_why(turn.row_key, why.line(turn))
