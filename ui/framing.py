"""Between transcripts and frames: from a row to what brought it, and from there back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.language import tr
from ui.chats import Chats
from ui.notice import Notice

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from console.chat.transcript import Row
    from ui.chat.conversation import Conversation
    from ui.chat.pane import ChatPane
    from ui.side import Side

GONE = tr("What brought this is not among the frames: older ones make room for newer ones.")
NO_ROW = tr("This has no row of its own in the chat.")


class Framing(QObject):
    """Introduces the conversations of a window to the frames beside them."""

    def __init__(
        self, chats: Chats, notice: Notice, side: Callable[[], Side], show_centre: Callable[[], None]
    ) -> None:
        """`side` gives the side, once it is in sight; `show_centre` brings back what that may hide."""
        super().__init__(chats)
        self._chats, self._notice, self._side = chats, notice, side
        self._show_centre = show_centre
        chats.made.connect(self._take_pane)

    def _take_pane(self, pane: ChatPane) -> None:
        pane.conversation_made.connect(self._take_conversation)

    def _take_conversation(self, _chat: Chat, conversation: Conversation) -> None:
        conversation.errands.offers_frames = True
        conversation.errands.frames_requested.connect(self.show_frames)

    def show_frames(self, row: Row) -> None:
        """Shows what brought a row."""
        if not self._side().show_frames(row.item.id, row.key.removeprefix("pending:")):
            self._notice.say(GONE)

    def show_row(self, id_: str) -> None:
        """Shows the row of an item in the chat that is in the centre."""
        self._show_centre()
        conversation = self._chats.pane.conversation
        if conversation is None or not conversation.pointing.show_row(id_):
            self._notice.say(NO_ROW)
