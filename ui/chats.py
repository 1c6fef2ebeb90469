"""The chats of this run: between the console that starts them and the panes that show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from console.chat.chat import Chat
from console.language import tr
from console.profiles import Profile
from console.workspace import Workspace
from ui import steps
from ui.clipboard import Clipboard
from ui.live import LiveChats
from ui.notice import Notice
from ui.rail import Rail
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from ui.chat.pane import ChatPane
    from ui.chat.start_page import StartPage
    from ui.connect_pages import ConnectPages
    from ui.turning import Turning

Before = Callable[[Profile, Mapping[str, Any], Callable[[], object]], None]

BLINK_MS = 60
"""A page that is replaced before it is seen only delays the one that replaces it."""


class Chats(QObject):
    """Starts, cancels and stops chats on request, and keeps rail and pane at what is true of them."""

    shown = Signal(object)
    """The chat that the centre is to show."""
    joined = Signal(object)
    """A chat whose conversation is shown from now on."""
    edit_requested = Signal(object)
    """The chat whose request the form is to show."""
    made = Signal(object)
    """The page that shows a chat, to be given a place before anything is shown on it."""
    export_requested = Signal(object, str)
    """A chat, and the format in which it is to be exported."""
    say_again_requested = Signal(object)
    """The chat that is to be repeated, with all that its customer said."""
    compare_requested = Signal(object)
    """The chat that is to be shown beside the one that it repeats."""
    why_requested = Signal(object, str)
    """A chat, and the key of the row at which somebody wants to know why it went where it went."""
    shown_removed = Signal()
    """The chat that was shown is off the list."""

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        tasks: Tasks,
        rail: Rail,
        clipboard: Clipboard,
        notice: Notice,
        before: Before,
    ) -> None:
        """`before` goes on with a start once nothing stands in its way."""
        super().__init__(window)
        self._before = before
        self._workspace, self._tasks = workspace, tasks
        self._rail, self._clipboard, self._notice = rail, clipboard, notice
        self._starts: dict[Chat, asyncio.Task[Any]] = {}
        self._followed: dict[Chat, asyncio.Task[Any]] = {}
        self._shown: Chat | None = None
        self._awaited: Chat | None = None
        self._is_form = True
        self._is_prepared = False
        self.live = LiveChats(window, workspace, tasks)
        self.live.changed.connect(self._session_changed)
        self.live.counted.connect(lambda chat: rail.show_unread(chat, self.live.unread(chat)))
        self.live.answered.connect(self._tell_answer)
        self.live.refused.connect(lambda error: notice.say(error.told))
        rail.chat_chosen.connect(self.show_chat)
        rail.chat_removed.connect(self.remove)

    @cached_property
    def _start_page(self) -> StartPage:
        from ui.chat.start_page import StartPage

        return StartPage(self._clipboard)

    @cached_property
    def pane(self) -> ChatPane:
        """The pane that shows a chat; made after the first paint, or when a chat wants it."""
        from ui.chat.pane import ChatPane

        workspace = self._workspace
        given = self._clipboard, self._tasks, workspace.clock
        pane = ChatPane(*given, self._start_page, self.made.emit)
        pane.show_preference(workspace.settings.connect_automatically)
        pane.connect_requested.connect(self.live.join)
        pane.connects_by_itself.connect(lambda yes: workspace.change_settings(connect_automatically=yes))
        pane.end_requested.connect(self.live.end)
        pane.noted.connect(self._notice.say)
        pane.conversation_made.connect(self.turning.follow)
        pane.conversation_made.connect(lambda chat, _: self.joined.emit(chat))
        pane.page_requested.connect(lambda chat, kind: self.connect_pages.open(chat, kind))
        pane.stop_requested.connect(self.stop)
        pane.cancel_requested.connect(self.cancel)
        pane.repeat_requested.connect(self._repeat)
        pane.say_again_requested.connect(self.say_again_requested)
        pane.compare_requested.connect(self.compare_requested)
        pane.edit_requested.connect(self.edit_requested)
        pane.stop_all_requested.connect(self._stop_all)
        pane.export_requested.connect(self.export_requested)
        return pane

    @cached_property
    def turning(self) -> Turning:
        """What shows why a chat went where it went."""
        from ui.turning import Turning

        made = Turning(self, self._workspace, self._tasks)
        made.why_requested.connect(self.why_requested)
        return made

    @cached_property
    def connect_pages(self) -> ConnectPages:
        """What opens the pages of the admin website."""
        from ui.connect_pages import ConnectPages

        return ConnectPages(self, self._workspace, self._tasks, self._clipboard, self._notice)

    async def prepare(self) -> None:
        """Makes what a chat needs, in steps; before the first one wants it, or when it does."""
        if self._is_prepared:
            # Each step is a turn of the loop, and the answer of a start waits for it.
            return
        from asyncio import sleep

        await steps.import_aside(steps.CARDS)
        for _ in steps.imported(steps.CHAT):
            await sleep(0)
        # At the first widget of Qt's own that Python meets, PySide makes all kinds of them known: 30 ms.
        QScrollArea().viewport()
        await sleep(0)
        _ = self._start_page
        await sleep(0)
        pane = self.pane
        await sleep(0)
        _ = pane.live_page
        await sleep(0)
        await steps.style(pane)
        self._is_prepared = True

    def start(
        self,
        request: Mapping[str, Any],
        profile: Profile | None = None,
        begun: Callable[[Chat], object] | None = None,
    ) -> None:
        """Starts a chat and shows it: when it has its answer, or when that takes longer than a blink.

        A second press within that blink starts nothing. Whoever wants to hear of the chat as it has
        `begun` gets one that is joined by itself.
        """
        profile = profile or self._workspace.profile
        self._before(profile, request, lambda: self._start(request, profile, begun))

    def _start(
        self, request: Mapping[str, Any], profile: Profile, begun: Callable[[Chat], object] | None
    ) -> None:
        if self._awaited is not None:
            return
        chat = self._awaited = self._workspace.new_chat(request, profile)
        self._begin_to_follow(chat)
        if begun is not None:
            begun(chat)
        joins = begun is not None or self._workspace.settings.connect_automatically
        if task := self._tasks.start(self._start_and_join(chat, joins=joins), "start a chat"):
            self._starts[chat] = task
            task.add_done_callback(lambda _: self._starts.pop(chat, None))
        QTimer.singleShot(BLINK_MS, self, lambda: self._show_awaited(chat))

    def _begin_to_follow(self, chat: Chat) -> None:
        if following := self._tasks.start(self._follow(chat), "follow a chat"):
            self._followed[chat] = following

    def take_in(self, chat: Chat) -> None:
        """Shows a chat that was not started by a click here."""
        self._begin_to_follow(chat)
        self.live.follow(chat)
        self.show_chat(chat)

    async def _start_and_join(self, chat: Chat, *, joins: bool) -> None:
        await self._workspace.start(chat)
        if chat.state == "started" and joins:
            self.live.join(chat)

    def _show_awaited(self, chat: Chat) -> None:
        if self._awaited is chat:
            self._tasks.start(self._prepare_and_show(chat), "show a chat")

    async def _prepare_and_show(self, chat: Chat) -> None:
        await self.prepare()
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
        self.live.look_at(chat)
        self.show_list()
        self._show_pane(chat)
        self.shown.emit(chat)
        self.pane.focus()

    @property
    def shown_chat(self) -> Chat | None:
        """The chat in the centre."""
        return self._shown

    @property
    def foot(self) -> int:
        """How many pixels of the chat in the centre, from below, nothing may lie over."""
        conversation = self.pane.conversation if self._shown is not None else None
        return conversation.foot if conversation is not None else 0

    def chat_on(self, page: QWidget | None) -> Chat | None:
        """The chat that a page of the centre shows; None for a page that shows none."""
        return self._shown if "pane" in vars(self) and page is self.pane else None

    def is_listed(self, chat: Chat) -> bool:
        """Whether a chat has not been taken off the list."""
        return chat in self._workspace.chats

    def show_comparable(self, chat: Chat) -> None:
        """A chat can be shown beside the one that it repeats."""
        self.pane.header.comparable.add(chat)
        if chat is self._shown:
            self._show_pane(chat)

    def show_none(self, *, is_form: bool = True) -> None:
        """The centre shows the form, or something else."""
        self._shown = self._awaited = None
        self.live.look_at(None)
        self._is_form = is_form
        self.hide_token()
        self.show_list()

    def hide_token(self) -> None:
        """Masks a token that was shown: nobody looks at it any more, or somebody else may."""
        if "pane" in vars(self):
            self.pane.token.hide_token()

    def fold_details(self) -> None:
        """Folds what was unfolded around a chat."""
        if "pane" in vars(self):
            self.pane.live_page.strip.details.setChecked(False)

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
        self.live.look_at_clock()
        if self._shown is not None:
            self.pane.look_at_clock(now)

    async def _follow(self, chat: Chat) -> None:
        async for _ in chat.changes.follow():
            self.live.follow(chat)
            self.show_list()
            if chat is self._shown:
                self._show_pane(chat)
            elif chat.state != "starting":
                self._show_awaited(chat)

    def _show_pane(self, chat: Chat) -> None:
        before = (self.pane.is_starting, self.pane.is_live) if self.pane.chat is chat else (False, False)
        self.pane.show_chat(chat, self._workspace.clock(), len(self._workspace.open_beside(chat)))
        now = (self.pane.is_starting, self.pane.is_live)
        if self.pane.chat is chat and now != before and (before[0] or now[1]):
            # The start is over, or the chat is joined: the next step is another.
            self.pane.focus()

    def _session_changed(self, chat: Chat) -> None:
        self.show_list()
        if chat is self._shown:
            self._show_pane(chat)

    def _tell_answer(self, chat: Chat) -> None:
        self._notice.say(
            tr("{name}: a new message", name=chat.name or tr("A chat")),
            tr("Show"),
            lambda: self.show_chat(chat),
        )

    def _repeat(self, request: Mapping[str, Any]) -> None:
        profile = self._shown.profile if self._shown else None
        self.start(request, profile)

    def _stop_all(self) -> None:
        if self._shown is not None:
            for chat in self._workspace.open_beside(self._shown):
                self.stop(chat)

    def remove(self, chat: Chat) -> None:
        """Takes a chat that is over off the list."""
        if following := self._followed.pop(chat, None):
            following.cancel()
        self.live.forget(chat)
        if "turning" in vars(self):
            self.turning.forget(chat)
        self.pane.forget(chat)
        self._workspace.forget_chat(chat)
        if chat is self._shown:
            self.shown_removed.emit()
