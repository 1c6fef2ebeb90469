"""The history in the window: its page, what is started again from it, and chosen or exported out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.errors import ConsoleError
from console.language import tr, tr_text
from console.workspace import Workspace
from ui.clipboard import Clipboard
from ui.notice import Notice
from ui.pages import Pages
from ui.rail import Rail
from ui.switching import Switching
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from console.history import PastChat, Use
    from console.profiles import Profile
    from ui.chat.cards import Gate
    from ui.history.means import Means
    from ui.history.page import HistoryPage

IN_FORM = tr("The request of that chat is in the form.")
NO_PROFILE = tr("The profile that it was started with can’t be used now; choose another.")


class Recalling(QObject):
    """Introduces the history to chats, form and pages, which do not know it. Made when it is first wanted."""

    repeat_requested = Signal(object, object)
    """A PastChat, and the profile to repeat it with."""
    start_requested = Signal(object, object)
    """A request, and the profile to start it with."""
    edit_requested = Signal(object, str)
    """A request for the form, and what there is to say of it."""

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        tasks: Tasks,
        pages: Pages,
        switching: Switching,
        clipboard: Clipboard,
        notice: Notice,
        rail: Rail,
        centre: QStackedWidget,
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._tasks = window, workspace, tasks
        self._pages, self._switching = pages, switching
        self._clipboard, self._notice = clipboard, notice
        self._rail, self._centre = rail, centre
        centre.currentChanged.connect(lambda _: self._mark())

    # -- the page -------------------------------------------------------------------------------

    @cached_property
    def means(self) -> Means:
        """What the pages of the history share."""
        from ui.history.means import Means

        workspace = self._workspace
        return Means(
            workspace.history, self._tasks, workspace.clock, self._make_transcript, self._clipboard.copy
        )

    @cached_property
    def page(self) -> HistoryPage:
        """Past contacts, and one of them."""
        from ui.history.page import HistoryPage

        page = HistoryPage(self.means)
        page.closed.connect(self._pages.left)
        page.start_requested.connect(self._start)
        page.repeat_requested.connect(self._repeat)
        page.edit_requested.connect(self._edit)
        page.noted.connect(self._notice.say)
        self._pages.take_in(page)
        return page

    @cached_property
    def _gate(self) -> Gate:
        from console.pictures import Pictures
        from ui.chat.cards import Gate

        pictures = Pictures()
        gate = Gate(pictures, self._tasks, self)
        self.destroyed.connect(pictures.close)
        return gate

    def _make_transcript(self, chat: PastChat) -> QWidget:
        from ui.chat.past_transcript import PastTranscript

        clock = self._workspace.clock
        return PastTranscript(chat.rows, chat.views, self._tasks, self._clipboard, clock, self._gate)

    def open(self) -> None:
        """Shows the past contacts."""
        self._show()
        self.page.open()

    def open_contact(self, key: str) -> None:
        """Shows one of them, by the id of its record or by its contact id."""
        self._show()
        self.page.open_key(key)

    def _show(self) -> None:
        self._pages.shown.emit(self.page)
        self._mark()

    def _mark(self) -> None:
        is_seen = "page" in vars(self) and self._centre.currentWidget() is self.page
        self._rail.history.setChecked(is_seen)

    # -- what is asked for there ----------------------------------------------------------------

    def _start(self, request: Mapping[str, Any], profile_id: str) -> None:
        profile = self._profile(profile_id)
        if profile is None:
            self._edit(request, profile_id)
        else:
            self.start_requested.emit(request, profile)

    def _repeat(self, chat: PastChat) -> None:
        profile = self._profile(chat.contact.profile_id)
        if profile is None:
            self._edit(chat.request_again, chat.contact.profile_id)
        else:
            self.repeat_requested.emit(chat, profile)

    def repeat_shown(self) -> bool:
        """Has the past chat repeated that is in the centre; whether one is."""
        is_seen = "page" in vars(self) and self._centre.currentWidget() is self.page
        if is_seen and self.page.past.isVisible():
            self.page.past.ask_repeat()
        return is_seen

    def _edit(self, request: Mapping[str, Any], profile_id: str) -> None:
        profile = self._profile(profile_id)
        if profile is not None and profile != self._workspace.profile:
            self._switching.choose(profile)
        self.edit_requested.emit(request, IN_FORM if profile else tr_text(IN_FORM, NO_PROFILE))

    def _profile(self, profile_id: str) -> Profile | None:
        """The profile of an id, where it is there still, and the environment only once it was read."""
        found = next((one for one in self._workspace.profiles if one.id == profile_id), None)
        was_read = self._workspace.environment is not None
        return found if found is None or found.kind != "environment" or was_read else None

    # -- what is asked for elsewhere ------------------------------------------------------------

    def choose_source(self, use: Use, take: Callable[[str], object]) -> None:
        """Lets a past contact be chosen for the request in the form; `take` gets the id to send."""
        from ui.history.source_dialog import SourceDialog

        instance_id = str(self._workspace.draft.value("InstanceId") or "")
        dialog = SourceDialog(self._window, self.means, use, instance_id)
        dialog.chosen.connect(take)
        dialog.open()

    def export(self, chat: Chat, format_name: str) -> None:
        """Writes what is kept of a chat into a file, which is asked for."""
        if chat.contact_id is not None:
            self._tasks.start(self._ask_where(chat.contact_id, format_name), "export a chat")

    async def _ask_where(self, contact_id: str, format_name: str) -> None:
        from ui.history.exporting import ask_where

        try:
            await self._workspace.history.flush()
            found = await self._workspace.history.find(contact_id)
        except ConsoleError as error:
            self._notice.say(error.told)
            return
        if found is None:
            self._notice.say(tr("This chat is not in the history any more, so it can’t be exported."))
            return
        ask_where(self._window, found, format_name, lambda to: self._save(found.id, format_name, to))

    def _save(self, key: str, format_name: str, to: Path) -> None:
        self._tasks.start(self._write(key, format_name, to), "export a chat")

    async def _write(self, key: str, format_name: str, to: Path) -> None:
        try:
            await self._workspace.history.export(key, format_name, to)
        except ConsoleError as error:
            self._notice.say(error.told)
        else:
            self._notice.say(tr("Exported as {name}.", name=to.name))
