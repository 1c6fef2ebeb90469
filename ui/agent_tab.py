"""The agent's seat as a tab beside the chat, with a conversation of the agent's own in it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from console.chat.chat import Chat
from console.chat.session import ChatSession
from console.pictures import Pictures
from console.workspace import Workspace
from ui.agent.bell import Bell
from ui.agent.pane import AgentPane
from ui.agent.talking import Talking
from ui.chat.cards import Gate
from ui.chat.conversation import Conversation
from ui.clipboard import Clipboard
from ui.controls import column
from ui.inspector.inspector import Tab
from ui.tasks import Tasks


class AgentTab(Tab):
    """Shows the seat of the chat in the centre, and hears of all the others."""

    marked = Signal(bool)
    """Whether the contact of the chat in the centre rings."""
    rang = Signal(object)
    """A chat whose contact rings now where nobody sees it."""
    fell_silent = Signal(object)
    """A chat whose contact rings no longer."""

    def __init__(self, workspace: Workspace, tasks: Tasks, clipboard: Clipboard) -> None:
        super().__init__()
        self._workspace, self._tasks, self._clipboard = workspace, tasks, clipboard
        self._chat: Chat | None = None
        pictures = Pictures()
        self._gate = Gate(pictures, tasks, self)
        self.destroyed.connect(pictures.close)
        self.pane = AgentPane(workspace.agent_desk, tasks, workspace.clock, self._make_talking)
        self.setLayout(column(self.pane, gap=0))
        self.bell = Bell(self, workspace.agent_desk, tasks)
        self.bell.moved.connect(self._moved)
        self.bell.rang.connect(self._rang)
        self.bell.fell_silent.connect(self.fell_silent)

    def show_chat(self, chat: Chat) -> None:
        """Shows the agent's seat of a chat."""
        self._chat = chat
        self.pane.talks.keep_only(self._workspace.chats)
        self.pane.show_chat(chat)
        # What waits is in sight now.
        self.marked.emit(False)
        self.fell_silent.emit(chat)

    def mark_chat(self, chat: Chat) -> None:
        """Another chat is in the centre: its contact may ring, though this tab is not seen."""
        self._chat = chat
        self.marked.emit(self.bell.rings(chat) and not self.isVisible())

    def _moved(self) -> None:
        self.pane.show_seat()
        if self._chat is not None:
            self.mark_chat(self._chat)

    def _rang(self, chat: Chat) -> None:
        if not (self.isVisible() and chat is self._chat):
            self.rang.emit(chat)

    def _make_talking(self, session: ChatSession) -> Talking:
        made = Conversation(session, self._tasks, self._clipboard, self._workspace.clock, self._gate)
        return Talking(made, made.look_at_clock, made.focus, made.stop_following)
