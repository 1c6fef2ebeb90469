"""Presenter mode as a whole: entered and left with one key, and back at the beginning with another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from console.chat.chat import Chat
from console.errors import ConsoleError
from console.language import tr, tr_count
from console.lesson import clear_stage, is_played, open_elsewhere
from console.workspace import Workspace
from ui import masking, theme
from ui.notice import Notice
from ui.presenter.bar import Bar
from ui.presenter.veil import Veil
from ui.profiles.removal import ConfirmDialog
from ui.rail import Rail
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.presets import Preset
    from ui.chats import Chats
    from ui.side import Side

LARGER = 1.35
WIDEST = 1120
"""A page of the centre grows no wider than this, in the measure before it is made larger."""


class Stage(Protocol):
    """The window, as far as presenter mode turns it round."""

    rail: Rail
    centre: QStackedWidget

    @property
    def side(self) -> Side:
        """What is beside the centre."""

    def dress(self) -> None:
        """Puts on the theme anew."""

    def stage_side(self, is_open: bool | None, *, halves: bool = False) -> None:
        """Opens or closes the side without keeping that; None: as the settings have it."""

    def take_request(self, request: Mapping[str, Any], said: str = "") -> None:
        """Puts a request into the form."""


class Presenter(QObject):
    """Takes the window to the class and back."""

    def __init__(
        self,
        window: QMainWindow,
        stage: Stage,
        workspace: Workspace,
        tasks: Tasks,
        chats: Chats,
        notice: Notice,
    ) -> None:
        super().__init__(window)
        self._window, self._stage, self._workspace = window, stage, workspace
        self._tasks, self._chats, self._notice = tasks, chats, notice
        self._veil = Veil(self)
        self._before: Callable[[], None] = lambda: None
        self._beside: Chat | None = None
        self.bar: Bar | None = None
        chats.shown.connect(self._chat_shown)
        # A chat that is joined, and is a stage from then on.
        chats.joined.connect(self._chat_shown)
        stage.centre.currentChanged.connect(self._page_shown)

    @property
    def is_on(self) -> bool:
        """Whether somebody presents."""
        return self._workspace.presenting.is_on

    def toggle(self) -> None:
        """Enters presenter mode, or leaves it."""
        if self.is_on:
            self.leave()
        else:
            self.enter()

    # -- in and out -------------------------------------------------------------------------------

    def enter(self) -> None:
        """Everything large, masked, and over the whole screen."""
        self._chats.hide_token()
        self._note_window()
        self._workspace.presenting.begin(self._workspace.draft.request, self._name_of_draft())
        masking.look_through(self._workspace.presenting.shown)
        theme.enlarge("presenter", LARGER)
        self._fold_rail(True)
        self._stage.dress()
        self._show_bar()
        self._veil.draw()
        self._notice.hide()
        self._page_shown()
        self._window.showFullScreen()

    def leave(self) -> None:
        """The window is as it was, and shows everything again."""
        masking.look_through(None)
        self._workspace.presenting.end()
        self._veil.lift()
        theme.enlarge("presenter", 1)
        self._hide_bar()
        self._stage.dress()
        self._stage.stage_side(None)
        self._stage.centre.setContentsMargins(0, 0, 0, 0)
        self._before()
        self._page_shown()

    def _note_window(self) -> None:
        window, was_folded = self._window, self._stage.rail.is_folded
        place, was_large = window.geometry(), window.isMaximized()

        def restore() -> None:
            self._fold_rail(was_folded)
            if was_large:
                window.showMaximized()
            else:
                window.showNormal()
                # Its place, too: with a size alone it stays in the screen's corner, its title out of sight.
                window.setGeometry(place)

        self._before = restore

    def _fold_rail(self, folded: bool) -> None:
        # What a lesson needs is nothing that a person prefers.
        with QSignalBlocker(self._stage.rail):
            self._stage.rail.fold(folded)

    def _show_bar(self) -> None:
        self.bar = Bar()
        self.bar.reset_requested.connect(self.reset)
        self.bar.leave_requested.connect(self.leave)
        self._show_beginning()
        self._window.setMenuWidget(self.bar)
        self.bar.show()

    def _hide_bar(self) -> None:
        if self.bar is not None:
            self.bar.hide()
            self.bar.deleteLater()
            self.bar = None
            self._window.setMenuWidget(QWidget())

    # -- what is seen -----------------------------------------------------------------------------

    def _page_shown(self, _index: int = 0) -> None:
        """The centre shows another page: only a chat of the sandbox has somebody beside it."""
        if self.is_on:
            self._beside = None
            self._stage.stage_side(False)
            self.place()
            if (chat := self._chats.chat_on(self._stage.centre.currentWidget())) is not None:
                self._chat_shown(chat)

    def _chat_shown(self, chat: Chat) -> None:
        if self.is_on and chat is self._chats.shown_chat and chat is not self._beside:
            if is_played(chat) and chat.session is not None:
                # Once for each chat that comes into sight: what is done with the side then is the person's.
                self._beside = chat
                self._stage.stage_side(True, halves=True)
                self._stage.side.inspector.show_tab("agent")
            else:
                self._stage.stage_side(False)

    def place(self) -> None:
        """Keeps the centre in the middle where there is more room than a page needs."""
        if self.is_on:
            centre = self._stage.centre
            beside = max(0, (centre.width() - theme.px(WIDEST)) // 2)
            centre.setContentsMargins(beside, 0, beside, 0)

    # -- the beginning ----------------------------------------------------------------------------

    def begin_with(self, preset: Preset) -> None:
        """Another saved request was loaded: the lesson begins with that from now on."""
        if self.is_on:
            self._workspace.presenting.begin(self._workspace.draft.request, preset.name)
            self._show_beginning()

    def _show_beginning(self) -> None:
        beginning = self._workspace.presenting.beginning
        if self.bar is not None and beginning is not None:
            self.bar.show_beginning(beginning.name)

    def _name_of_draft(self) -> str:
        request = self._workspace.draft.request
        # As it is saved; that belongs to one start.
        request.pop("ClientToken", None)
        saved = self._workspace.presets.all()
        return next((one.name for one in saved if dict(one.request) == request), "")

    def reset(self) -> None:
        """Back to the beginning at once; where chats on Amazon Connect are open, it asks first."""
        if not self.is_on:
            return
        elsewhere = len(open_elsewhere(self._workspace))
        if not elsewhere:
            self._reset()
            return
        title = tr_count(
            "A chat on Amazon Connect is open", "{count:,} chats on Amazon Connect are open", elsewhere
        )
        text = tr_count(
            "It goes on, and can be ended in the chat itself. "
            "Chats of the sandbox end, and the form begins anew.",
            "They go on, and can be ended in the chat itself. "
            "Chats of the sandbox end, and the form begins anew.",
            elsewhere,
        )
        dialog = ConfirmDialog(self._window, title, text, tr("Reset all the same"), tr("Cancel"))
        dialog.accepted.connect(self._reset)
        dialog.open()

    def _reset(self) -> None:
        self._tasks.start(self._clear(), "reset to the beginning")

    async def _clear(self) -> None:
        for chat in self._workspace.chats:
            if is_played(chat):
                self._chats.cancel(chat)
        try:
            played = await clear_stage(self._workspace)
        except ConsoleError as error:
            self._notice.say(error.told)
            return
        for chat in played:
            self._chats.remove(chat)
        self._load()

    def _load(self) -> None:
        beginning = self._workspace.presenting.beginning
        if beginning is not None:
            self._chats.fold_details()
            self._notice.hide()
            self._stage.take_request(beginning.request)
