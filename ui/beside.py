"""What is beside the centre of the window: when it is in sight, how wide, and who asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.front import SIDE_ROOM, Front

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from console.workspace import Workspace
    from ui.answering import Answering
    from ui.chats import Chats
    from ui.clipboard import Clipboard
    from ui.framing import Framing
    from ui.notice import Notice
    from ui.pages import Pages
    from ui.side import Side
    from ui.tasks import Tasks


class Beside(Front):
    """The part of the window that goes along with the form, or with the chat that is shown."""

    workspace: Workspace
    tasks: Tasks
    clipboard: Clipboard
    notice: Notice
    chats: Chats
    pages: Pages
    framing: Framing

    _is_open = _side_halves = False

    @cached_property
    def side(self) -> Side:
        """What is beside the form or the chat; made after the first paint."""
        from ui.side import Side

        side = Side(self.workspace, self.tasks, self.clipboard)
        side.customer_waits.connect(self._customer_waits)
        side.customer_attended.connect(lambda chat: self.answering.tell_no_more(chat))
        side.row_requested.connect(self.framing.show_row)
        self._side_line.addWidget(side)
        return side

    @cached_property
    def answering(self) -> Answering:
        """What is told of customers who wait for a person of the sandbox."""
        from ui.answering import Answering

        desk = self.workspace.agent_desk
        return Answering(self, desk, self.notice, self.chats.show_chat, self._side_in_sight)

    def _customer_waits(self, chat: Chat) -> None:
        if not self.workspace.presenting.is_on:
            self.answering.tell(chat)

    def _show_centre(self) -> None:
        if self._side_alone:
            self._toggle_side()

    def _side_in_sight(self) -> Side:
        self.show_side()
        return self.side

    def show_side(self) -> None:
        """Brings what is beside the chat into sight."""
        if not self._side_frame.isVisibleTo(self):
            self._toggle_side()

    def _show_why(self, _chat: Chat, row_key: str) -> None:
        self.show_side()
        self.side.show_turn(row_key)

    def _show_in_centre(self, page: QWidget) -> None:
        """Shows a page, and beside it what there was before."""
        self.centre.setCurrentWidget(page)
        self.notice.turn_page()
        self._side_alone = False
        self._arrange()

    def stage_side(self, is_open: bool | None, *, halves: bool = False) -> None:
        """Opens or closes the side without keeping that; None: as the settings have it."""
        self._side_open = self.workspace.settings.side_open if is_open is None else is_open
        self._side_halves, self._side_alone = halves, False
        self._arrange()

    @property
    def _has_room(self) -> bool:
        # With the rail folded, and nothing beside the agent that needs more, a small projector has room.
        return self.width() >= SIDE_ROOM if self._side_halves else super()._has_room

    def _side_width(self) -> int:
        return (self.width() - self.rail.width()) // 2 if self._side_halves else super()._side_width()

    def _toggle_side(self) -> None:
        super()._toggle_side()
        if self.workspace.presenting.is_on:
            return
        self.workspace.change_settings(side_open=self._side_open)

    @property
    def _has_side(self) -> bool:
        # Profiles and doctor have nothing to show beside them.
        return not (self._is_open and self.centre.currentWidget() in self.pages.made)
