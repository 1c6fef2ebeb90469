"""The chats of this run: between the console that starts them and the panes that show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from console.chat.chat import Chat
from console.profiles import Profile
from console.workspace import Workspace
from ui.clipboard import Clipboard
from ui.rail import Rail
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from ui.chat.pane import ChatPane

Before = Callable[[Profile, Mapping[str, Any], Callable[[], object]], None]

BLINK_MS = 60
"""A page that is replaced before it is seen only delays the one that replaces it."""


class Chats(QObject):
    """Starts, cancels and stops chats on request, and keeps rail and pane at what is true of them."""

    shown = Signal(object)
    """The chat that the centre is to show."""
    edit_requested = Signal(object)
    """The chat whose request the form is to show."""
    shown_removed = Signal()
    """The chat that was shown is off the list."""

    def __init__(
        self,
        parent: QObject,
        workspace: Workspace,
        tasks: Tasks,
        rail: Rail,
        clipboard: Clipboard,
        before: Before,
    ) -> None:
        """`before` goes on with a start once nothing stands in its way."""
        super().__init__(parent)
        self._before = before
        self._workspace, self._tasks = workspace, tasks
        self._rail, self._clipboard = rail, clipboard
        self._starts: dict[Chat, asyncio.Task[Any]] = {}
        self._followed: dict[Chat, asyncio.Task[Any]] = {}
        self._shown: Chat | None = None
        self._awaited: Chat | None = None
        self._is_form = True
        rail.chat_chosen.connect(self.show_chat)
        rail.chat_removed.connect(self._remove)

    @cached_property
    def pane(self) -> ChatPane:
        """The pane that shows a chat; made after the first paint, or when a chat wants it."""
        from ui.chat.pane import ChatPane

        pane = ChatPane(self._clipboard)
        pane.stop_requested.connect(self.stop)
        pane.cancel_requested.connect(self.cancel)
        pane.repeat_requested.connect(self._repeat)
        pane.edit_requested.connect(self.edit_requested)
        pane.stop_all_requested.connect(self._stop_all)
        return pane

    def start(self, request: Mapping[str, Any], profile: Profile | None = None) -> None:
        """Starts a chat and shows it: when it has its answer, or when that takes longer than a blink.

        A second press within that blink starts nothing.
        """
        profile = profile or self._workspace.profile
        self._before(profile, request, lambda: self._start(request, profile))

    def _start(self, request: Mapping[str, Any], profile: Profile) -> None:
        if self._awaited is not None:
            return
        chat = self._awaited = self._workspace.new_chat(request, profile)
        if following := self._tasks.start(self._follow(chat), "follow a chat"):
            self._followed[chat] = following
        if task := self._tasks.start(self._workspace.start(chat), "start a chat"):
            self._starts[chat] = task
            task.add_done_callback(lambda _: self._starts.pop(chat, None))
        QTimer.singleShot(BLINK_MS, self, lambda: self._show_awaited(chat))

    def _show_awaited(self, chat: Chat) -> None:
        if self._awaited is chat:
            self.show_chat(chat)

    def cancel(self, chat: Chat) -> None:
        """Cancels a start that is under way."""
        if task := self._starts.get(chat):
            task.cancel()

    def stop(self, chat: Chat) -> None:
        """Ends a chat's contact."""
        self._tasks.start(self._workspace.stop(chat), "stop the contact")

    def show_chat(self, chat: Chat) -> None:
        """Shows a chat in the centre."""
        self._shown, self._awaited = chat, None
        self.show_list()
        self._show_pane(chat)
        self.shown.emit(chat)
        self.pane.focus()

    def show_none(self, *, is_form: bool = True) -> None:
        """The centre shows the form, or something else."""
        self._shown = self._awaited = None
        self._is_form = is_form
        self.hide_token()
        self.show_list()

    def hide_token(self) -> None:
        """Masks a token that was shown: nobody looks at it any more, or somebody else may."""
        if "pane" in vars(self):
            self.pane.token.hide_token()

    def show_list(self) -> None:
        """Lists the chats in the rail."""
        now = self._workspace.clock()
        self._rail.show_chats(self._workspace.chats, self._shown, now, is_form=self._is_form)

    def look_at_clock(self) -> None:
        """Lets every clock that is seen show this moment."""
        now = self._workspace.clock()
        for chat in self._workspace.chats:
            chat.look_at_clock(now)
        self._rail.look_at_clock(now)
        if self._shown is not None:
            self.pane.look_at_clock(now)

    async def _follow(self, chat: Chat) -> None:
        async for _ in chat.changes.follow():
            self.show_list()
            if chat is self._shown:
                self._show_pane(chat)
            elif chat.state != "starting":
                self._show_awaited(chat)

    def _show_pane(self, chat: Chat) -> None:
        was_starting = self.pane.chat is chat and self.pane.is_starting
        self.pane.show_chat(chat, self._workspace.clock(), len(self._workspace.open_beside(chat)))
        if was_starting and chat.state != "starting":
            self.pane.focus()

    def _repeat(self, request: Mapping[str, Any]) -> None:
        profile = self._shown.profile if self._shown else None
        self.start(request, profile)

    def _stop_all(self) -> None:
        if self._shown is not None:
            for chat in self._workspace.open_beside(self._shown):
                self.stop(chat)

    def _remove(self, chat: Chat) -> None:
        if following := self._followed.pop(chat, None):
            following.cancel()
        self._workspace.forget_chat(chat)
        if chat is self._shown:
            self.shown_removed.emit()
