"""The window: it places rail, centre and side, and introduces them to each other and to the console."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from ui import steps, theme
from ui.front import Front

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from console.pasted import Destination
    from console.presets import Preset
    from console.profiles import Profile
    from console.workspace import Workspace
    from ui.chat.pane import ChatPane
    from ui.chats import Chats
    from ui.clipboard import Clipboard
    from ui.contact.form import ContactForm
    from ui.contact.pickers import WherePicker
    from ui.contact.preview import Preview
    from ui.leaving import Leaving
    from ui.notice import Notice
    from ui.pages import Pages
    from ui.rejoining import Rejoining
    from ui.saved import SavedRequests
    from ui.switching import Switching
    from ui.tasks import Tasks

log = logging.getLogger(__name__)

TICK_MS = 200
KEEP_DRAFT_MS = 600
IDLE_S = 0.1


class Window(Front):
    """The one window. What it shows lives in the workspace, which it is given once it was painted."""

    closing = Signal()
    settled = Signal()
    """All is made that every run needs."""
    workspace: Workspace
    tasks: Tasks
    clipboard: Clipboard
    notice: Notice
    saved: SavedRequests
    switching: Switching
    chats: Chats
    pages: Pages
    where: WherePicker
    form: ContactForm

    _is_open = _has_pane = _may_close = False

    def open(self, workspace: Workspace, version: str) -> None:
        """Shows what the workspace holds, and takes orders for it from now on."""
        from ui.chats import Chats
        from ui.clipboard import Clipboard
        from ui.notice import Notice
        from ui.pages import Pages
        from ui.saved import SavedRequests
        from ui.switching import Switching
        from ui.tasks import Tasks

        self.workspace = workspace
        self.tasks = Tasks(self._report)
        self.clipboard = Clipboard(self)
        self.notice = Notice(self.centre)
        self.rail.version.setText(f"v{version}")
        self.saved = SavedRequests(self, workspace, self.rail, self.notice)
        self.switching = Switching(self, workspace, self.tasks, self.rail, self.clipboard, self.notice)
        self.chats = Chats(
            self, workspace, self.tasks, self.rail, self.clipboard, self.notice, self.switching.start
        )
        self.pages = Pages(self, workspace, self.tasks, self.switching, self.clipboard, self.centre)
        self.chats.made.connect(self.centre.addWidget)
        self._is_open = True
        self._start_timers()
        self._show_profile()
        self.chats.show_list()

    def _start_timers(self) -> None:
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._look_at_clock)
        self._tick.start()
        self._keep_soon = QTimer(self)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.setInterval(KEEP_DRAFT_MS)
        self._keep_soon.timeout.connect(self.workspace.keep_draft)

    def _introduce(self) -> None:
        form, rail = self.form, self.rail
        form.edited.connect(self._draft_edited)
        form.start_requested.connect(self.start_draft)
        form.import_requested.connect(self._open_import)
        form.save_requested.connect(self.saved.open_save)
        self.where.pasted.connect(self._destination_pasted)
        self.where.retry_requested.connect(lambda: self.switching.load(by_hand=True))
        rail.new_chat_requested.connect(self.show_form)
        rail.theme_chosen.connect(self._theme_chosen)
        rail.side_requested.connect(self._toggle_side)
        rail.folded.connect(lambda folded: self.workspace.change_settings(rail_folded=folded))
        self.chats.edit_requested.connect(self._edit)
        self.chats.shown_removed.connect(self.show_form)
        self.saved.chosen.connect(self._take_preset)
        self.chats.shown.connect(self._chat_shown)
        self.switching.chosen.connect(self.pages.leave)
        self.switching.locked.connect(self.chats.hide_token)
        rail.profiles_requested.connect(self.pages.show_profiles)
        rail.profile_add_requested.connect(self.pages.add_profile)
        rail.doctor_requested.connect(lambda: self.pages.examine())
        self.where.doctor_requested.connect(lambda: self.pages.examine())
        self.pages.shown.connect(self._page_shown)
        self.pages.left.connect(self.show_form)
        self.pages.field_requested.connect(self.form.show_field)
        self.pages.noted.connect(self._show_noted)

    def _set_keys(self) -> None:
        keys = {
            "Ctrl+N": self.show_form,
            "Ctrl+K": self._focus_where,
            "Ctrl+S": self.saved.open_save,
            "Ctrl+O": self._open_import,
            "F9": self._toggle_side,
            "Ctrl+Return": self.start_draft,
            "Ctrl+Enter": self.start_draft,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda number=number: self.saved.choose(number))

    # -- running --------------------------------------------------------------------------------

    def _look_at_clock(self) -> None:
        self.chats.look_at_clock()
        self.switching.look_at_clock()
        self.pages.look_at_clock()

    async def begin(self) -> None:
        """Fills the window, in steps between which it answers, and starts what goes on by itself."""
        from asyncio import sleep

        from console import contact

        for _ in steps.imported(steps.FORM):
            await sleep(0)
        contact.operation()
        await sleep(0)
        self._make_where()
        await sleep(0)
        self._make_form()
        await sleep(0)
        self.centre.addWidget(self.form)
        await sleep(0)
        await steps.style(self.form)
        self.centre.setCurrentWidget(self.form)
        self.form.focus_start()
        await sleep(0)
        self._draft_shown()
        await sleep(0)
        await steps.import_aside(steps.DOORS)
        self.tasks.start(self._follow_workspace(), "follow the workspace")
        self.tasks.start(self._follow_places(), "follow the places")
        self.switching.load()
        self.switching.begin()

    async def _prepare_pane(self) -> None:
        """Makes the page of a chat while nothing waits for it, so that the first start does not."""
        from asyncio import sleep

        await sleep(IDLE_S)
        await self.chats.prepare()
        self.settled.emit()
        self.rejoining.offer()

    @cached_property
    def leaving(self) -> Leaving:
        """What becomes of open chats when the window closes."""
        from ui.leaving import Leaving

        return Leaving(self, self.workspace, self.tasks)

    @cached_property
    def rejoining(self) -> Rejoining:
        """The chats of earlier runs."""
        from ui.rejoining import Rejoining

        made = Rejoining(self, self.workspace, self.tasks, self.notice)
        made.rejoined.connect(self.chats.take_in)
        return made

    def _make_where(self) -> None:
        from ui.contact.flow_facts import FlowFactsView
        from ui.contact.pickers import WherePicker

        workspace = self.workspace
        self._facts = FlowFactsView(workspace.flows, self.tasks, workspace.clock)
        self.where = WherePicker(workspace.places, lambda: workspace.recent, self._facts)

    def _make_form(self) -> None:
        from ui.contact.form import ContactForm

        self.form = ContactForm(self.workspace.draft, self.workspace.clock, self.where)
        self._introduce()
        self._set_keys()
        self._show_profile()

    async def _follow_workspace(self) -> None:
        async for change in self.workspace.changes.follow():
            if change == "chats":
                self.chats.show_list()
            elif change in ("profile", "profiles"):
                self._show_profile()
                self.switching.show_session()
                self.switching.load_if_needed()
            elif change == "draft":
                self.form.show_request()
                self._draft_shown()

    async def _follow_places(self) -> None:
        async for _ in self.workspace.places.changes.follow():
            self.where.show_places()
            self._show_profile()
            if self.workspace.places.state != "loading" and not self._has_pane:
                self._has_pane = True
                self.tasks.start(self._prepare_pane(), "prepare the page of a chat")

    def _report(self, name: str, error: BaseException) -> None:
        log.error("%s failed", name, exc_info=error)
        self.notice.say(
            f"Something went wrong ({type(error).__name__}) while trying to {name}. The log has more."
        )

    # -- the form -------------------------------------------------------------------------------

    def show_form(self) -> None:
        """Shows the request that is being written."""
        self.centre.setCurrentWidget(self.form)
        self.notice.hide()
        self._side_alone = False
        self._arrange()
        self.chats.show_none()
        self._draft_shown()
        self.form.focus_start()

    def _draft_edited(self) -> None:
        self._keep_soon.start()
        self._draft_shown()

    def _draft_shown(self) -> None:
        if self.centre.currentWidget() is self.form:
            self._show_side(self.workspace.draft.request, self.workspace.profile)
        self.where.show_request(self.workspace.draft.request)
        self._show_noted()

    def _show_noted(self) -> None:
        instance_id = str(self.workspace.draft.value("InstanceId") or "")
        self.form.show_noted(self.pages.findings_for(self.workspace.profile, instance_id))

    def _show_side(self, request: Mapping[str, Any], profile: Profile) -> None:
        if self.painted_at is None:
            return
        endpoint = self.workspace.endpoint_of(profile)
        self.side.show_request(request, profile.region or None, endpoint)

    def _show_profile(self) -> None:
        workspace = self.workspace
        self.rail.show_profiles(workspace.profiles, workspace.profile)
        place = ("StartChatContact", workspace.profile.name, workspace.profile.region)
        if "form" in vars(self):
            self.where.show_region(workspace.profile.region)
            self._facts.show_profile(workspace.profile)
            self.form.show_subtitle(" · ".join(filter(None, place)))

    def _destination_pasted(self, pasted: Destination) -> None:
        self._compare_region(pasted.region)

    def _compare_region(self, region: str | None) -> None:
        profile = self.workspace.profile
        if not region or not profile.region or region == profile.region:
            return
        said = f"This points to {region}; the profile {profile.name} is in {profile.region}."
        if profile.kind == "environment":
            self.notice.say(said, f"Use {region}", lambda: self.workspace.move_environment(region))
        else:
            self.notice.say(said)

    def _focus_where(self) -> None:
        self.show_form()
        self.where.focus_field()

    def take_request(self, request: Mapping[str, Any], said: str = "") -> None:
        """Puts a request into the form; what was there comes back with Undo."""
        before = self.workspace.draft.request
        self.workspace.draft.replace(request)
        self.show_form()
        self.form.show_request()
        self._draft_edited()
        if said:
            self.notice.say(said, "Undo", lambda: self.take_request(before))

    def _edit(self, chat: Chat) -> None:
        from console.errors import InvalidInput

        self.take_request(chat.request, "The request of that chat is in the form.")
        if isinstance(chat.error, InvalidInput) and chat.error.path:
            self.form.show_refusal(chat.error.path, chat.error.sentence)

    def _take_preset(self, preset: Preset) -> None:
        self.take_request(preset.request, f"“{preset.name}” is in the form.")

    def _open_import(self) -> None:
        from ui.contact.importing import ImportDialog

        dialog = ImportDialog(self)
        dialog.imported.connect(self._imported)
        dialog.open()

    def _imported(self, imported: Any) -> None:
        # An import that names no place keeps the one that is chosen.
        place = {
            name: value
            for name in ("InstanceId", "ContactFlowId")
            if (value := self.workspace.draft.value(name)) is not None
        }
        self.take_request(place | imported.request, "The request was imported.")
        self._compare_region(imported.region)

    def start_draft(self) -> None:
        """Starts a chat with the request in the form, or shows what keeps it from starting."""
        if self.centre.currentWidget() is self.form and self.form.try_start():
            self.chats.start(self.workspace.draft.request)

    @cached_property
    def side(self) -> Preview:
        """The request beside the form or the chat; made after the first paint."""
        from ui.contact.preview import Preview

        side = Preview()
        side.show_format(self.workspace.settings.preview_format)
        side.format_changed.connect(lambda name: self.workspace.change_settings(preview_format=name))
        self._side_line.addWidget(side)
        return side

    @property
    def pane(self) -> ChatPane:
        """The page of a chat."""
        return self.chats.pane

    def _chat_shown(self, chat: Chat) -> None:
        self.centre.setCurrentWidget(self.pane)
        self.notice.hide()
        self._side_alone = False
        self._arrange()
        self._show_side(chat.request, chat.profile)

    def _page_shown(self, page: QWidget) -> None:
        self.centre.setCurrentWidget(page)
        self.notice.hide()
        self._side_alone = False
        self._arrange()
        self.chats.show_none(is_form=False)

    # -- theme, side ----------------------------------------------------------------------------

    def _theme_chosen(self, name: str) -> None:
        self.workspace.change_settings(theme=name)
        self.dress()

    def dress(self) -> None:
        """Puts on the theme that the settings ask for."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.dress(app, self.workspace.settings.theme)
        self.rail.theme_name = self.workspace.settings.theme

    def _toggle_side(self) -> None:
        super()._toggle_side()
        self.workspace.change_settings(side_open=self._side_open)

    @property
    def _has_side(self) -> bool:
        # Profiles and doctor have nothing to show beside them.
        return not (self._is_open and self.centre.currentWidget() in self.pages.made)

    def _arrange(self) -> None:
        super()._arrange()
        if self._is_open:
            # Once the layout has placed the centre.
            QTimer.singleShot(0, self.notice, self.notice.find_place)

    def leave(self) -> None:
        """Keeps what must not be lost, and takes back what must not be left, however the program ends."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.workspace.change_settings(window=geometry)
        self.workspace.keep_draft()
        self.clipboard.clear_secret()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close and self.pages.would_lose:
            event.ignore()
            self.pages.ask_to_leave(self._ask_about_chats)
            return
        if not self._may_close and self.leaving.open_chats:
            event.ignore()
            self._ask_about_chats()
            return
        self.leave()
        self.closing.emit()
        super().closeEvent(event)

    def _ask_about_chats(self) -> None:
        if self.leaving.open_chats:
            self.leaving.ask(self._close_all_the_same)
        else:
            self._close_all_the_same()

    def _close_all_the_same(self) -> None:
        self._may_close = True
        self.close()

    async def close_tasks(self) -> None:
        """Ends what runs, within a bound."""
        self._tick.stop()
        self._keep_soon.stop()
        await self.tasks.close()
