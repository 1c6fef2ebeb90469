"""Live chats between console and window: joined, ended, and counted what was said while nobody looked."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from console.chat.chat import Chat
from console.errors import ConsoleError
from console.workspace import Workspace
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from console.chat.session import ChatSession
    from console.chat.transcript import Row

MOST_UNREAD = 99


class LiveChats(QObject):
    """Follows the session of every chat that has one, whether or not it is shown."""

    changed = Signal(object)
    """A chat whose connection is in another state."""
    counted = Signal(object)
    """A chat of which more, or less, is unread."""
    answered = Signal(object)
    """A chat in which something was said that nobody saw."""
    refused = Signal(object)
    """A ConsoleError: what was asked for did not come about."""

    def __init__(self, window: QWidget, workspace: Workspace, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._workspace, self._tasks = window, workspace, tasks
        self._followed: dict[Chat, tuple[ChatSession, asyncio.Task[Any] | None]] = {}
        self._seen: dict[Chat, str] = {}
        self._unread: dict[Chat, int] = {}
        self._looked_at: Chat | None = None

    # -- what is asked for ------------------------------------------------------------------------

    def join(self, chat: Chat) -> None:
        """Connects to a chat as its customer; what becomes of it is told by its session."""
        self._tasks.start(self._told(lambda: self._workspace.connect(chat)), "connect to a chat")

    def end(self, chat: Chat) -> None:
        """Leaves a chat as its customer, which ends it."""
        if session := chat.session:
            self._tasks.start(self._told(session.disconnect), "end a chat")

    async def _told(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        # Made when it is awaited: a task may be cancelled before it begins.
        try:
            await work()
        except ConsoleError as error:
            self.refused.emit(error)

    # -- what is unread ---------------------------------------------------------------------------

    def follow(self, chat: Chat) -> None:
        """Follows the session that a chat has now; called again for the same one it does nothing."""
        session = chat.session
        known, following = self._followed.get(chat, (None, None))
        if session is None or session is known:
            return
        if following is not None:
            following.cancel()
        self._followed[chat] = (
            session,
            self._tasks.start(self._follow(chat, session), "follow a live chat"),
        )

    async def _follow(self, chat: Chat, session: ChatSession) -> None:
        async for change in session.changes.follow():
            if change == "state":
                self.changed.emit(chat)
            elif not isinstance(change, str):
                self._count(chat)

    def forget(self, chat: Chat) -> None:
        """The chat is off the list."""
        _, following = self._followed.pop(chat, (None, None))
        if following is not None:
            following.cancel()
        self._seen.pop(chat, None)
        self._unread.pop(chat, None)

    def unread(self, chat: Chat) -> int:
        """How many messages of others came since somebody looked, at most 99."""
        return self._unread.get(chat, 0)

    def look_at(self, chat: Chat | None) -> None:
        """The chat that is on the screen; what is said in it is seen while the window is in front."""
        self._looked_at = chat
        self._note_seen()

    def look_at_clock(self) -> None:
        """Somebody may have come back to the window."""
        if self._looked_at is not None and self.unread(self._looked_at):
            self._note_seen()

    def _is_seen(self, chat: Chat) -> bool:
        return chat is self._looked_at and self._window.isActiveWindow()

    def _note_seen(self) -> None:
        chat = self._looked_at
        if chat is None or chat.session is None or not self._is_seen(chat):
            return
        # What is being sent stands last, and is to get another key.
        rows = reversed(chat.session.transcript.rows)
        self._seen[chat] = next((row.key for row in rows if row.state == "sent"), "")
        if self._unread.pop(chat, 0):
            self.counted.emit(chat)

    def _count(self, chat: Chat) -> None:
        if self._is_seen(chat):
            self._note_seen()
            return
        before, now = self.unread(chat), self._unseen(chat)
        if before == now:
            return
        self._unread[chat] = now
        self.counted.emit(chat)
        if now > before and not self._workspace.presenting.is_on:
            QApplication.alert(self._window)
            if chat is not self._looked_at:
                self.answered.emit(chat)

    def _unseen(self, chat: Chat) -> int:
        seen, count = self._seen.get(chat, ""), 0
        rows = chat.session.transcript.rows if chat.session else ()
        for row in reversed(rows):
            if row.key == seen or count == MOST_UNREAD:
                break
            count += _is_said_by_others(row)
        return count


def _is_said_by_others(row: Row) -> bool:
    item = row.item
    return item.kind in ("message", "attachment") and item.role != "CUSTOMER" and not item.is_past
