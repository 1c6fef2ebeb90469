"""The window: it places rail, centre and side, and introduces them to each other and to the console."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from console.language import tr
from ui import language, steps, theme
from ui.beside import Beside

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from console.presets import Preset
    from console.workspace import Workspace
    from ui.chat.pane import ChatPane
    from ui.contact.form import ContactForm
    from ui.contact.pickers import WherePicker
    from ui.help import Help
    from ui.leaving import Leaving
    from ui.opening import Opening
    from ui.presenter.presenter import Presenter
    from ui.recalling import Recalling
    from ui.recent import RecentContacts
    from ui.rejoining import Rejoining
    from ui.repeats import Repeats
    from ui.saved import SavedRequests
    from ui.switching import Switching
    from ui.welcoming import Welcoming

log = logging.getLogger(__name__)

TICK_MS = 200
KEEP_DRAFT_MS = 600
IDLE_S = 0.1


class Window(Beside):
    """The one window. What it shows lives in the workspace, which it is given once it was painted."""

    closing = Signal()
    settled = Signal()
    """All is made that every run needs."""
    saved: SavedRequests
    switching: Switching
    repeats: Repeats
    where: WherePicker
    form: ContactForm

    is_wanted_again = False
    """Whether the program is to start once more when it is closed."""
    _has_pane = _may_close = _closes_for_restart = False

    def open(self, workspace: Workspace, version: str) -> None:
        """Shows what the workspace holds, and takes orders for it from now on."""
        from ui.chats import Chats
        from ui.clipboard import Clipboard
        from ui.drafting import Drafting
        from ui.framing import Framing
        from ui.notice import Notice
        from ui.pages import Pages
        from ui.repeats import Repeats
        from ui.saved import SavedRequests
        from ui.switching import Switching
        from ui.tasks import Tasks

        self.workspace = workspace
        self.tasks = Tasks(self._report)
        self.clipboard = Clipboard(self)
        self.notice = Notice(self.centre)
        self.drafting = Drafting(self, workspace, self.notice)
        self.rail.version.setText(f"v{version}")
        self.saved = SavedRequests(self, workspace, self.rail, self.notice, self.clipboard)
        self.switching = Switching(self, workspace, self.tasks, self.rail, self.clipboard, self.notice)
        self.chats = Chats(
            self, workspace, self.tasks, self.rail, self.clipboard, self.notice, self.switching.start
        )
        self.pages = Pages(self, workspace, self.tasks, self.switching, self.clipboard, self.centre)
        self.chats.made.connect(self.centre.addWidget)
        self.notice.foot = lambda: self.chats.foot
        self.framing = Framing(self.chats, self.notice, self._side_in_sight, self._show_centre)
        self.repeats = Repeats(
            self, self.chats, self.pages, self.tasks, self.notice, self.clipboard, self.centre
        )
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
        form.import_requested.connect(self.drafting.open_import)
        form.save_requested.connect(self.saved.open_save)
        form.file_requested.connect(self.saved.open_file)
        form.link_requested.connect(self.saved.copy_link)
        self.where.pasted.connect(lambda pasted: self.drafting.compare_region(pasted.region))
        self.where.retry_requested.connect(lambda: self.switching.load(by_hand=True))
        rail.new_chat_requested.connect(self.show_form)
        rail.history_requested.connect(lambda: self.recalling.open())
        rail.past_chosen.connect(lambda key: self.recalling.open_contact(key))
        form.source_requested.connect(lambda use, take: self.recalling.choose_source(use, take))
        rail.theme_chosen.connect(self._theme_chosen)
        rail.language_chosen.connect(self._language_chosen)
        rail.presenter_requested.connect(lambda: self.presenter.toggle())
        rail.side_requested.connect(self._toggle_side)
        rail.help_requested.connect(lambda: self.help.show_menu(rail.help_button))
        rail.folded.connect(lambda folded: self.workspace.change_settings(rail_folded=folded))
        self.chats.edit_requested.connect(self.drafting.take_again)
        self.drafting.taken.connect(self._show_taken)
        self.drafting.refused.connect(form.show_refusal)
        self.chats.shown_removed.connect(self.show_form)
        self.chats.export_requested.connect(lambda chat, form: self.recalling.export(chat, form))
        self.saved.chosen.connect(self._take_preset)
        self.chats.shown.connect(self._chat_shown)
        self.chats.why_requested.connect(self._show_why)
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
        from ui.keys import Key, listen

        choose = [partial(self.saved.choose, number) for number in range(10)]
        self.keys = (
            Key("Ctrl+Return", tr("Start the chat"), self.start_draft),
            Key("Ctrl+Enter", "", self.start_draft),
            Key("Ctrl+N", tr("New chat"), self.show_form),
            Key("Ctrl+K", tr("Where: search instance and flow"), self._focus_where),
            Key("Ctrl+S", tr("Save the request under a name"), self.saved.open_save),
            Key("Ctrl+1", tr("Load a saved request"), choose[1], "Ctrl+1 … Ctrl+9"),
            *(Key(f"Ctrl+{number}", "", choose[number]) for number in range(2, 10)),
            Key("Ctrl+O", tr("Import a request"), self.drafting.open_import),
            Key("Ctrl+R", tr("Repeat the chat that is shown"), self.repeats.repeat_shown),
            Key("Ctrl+H", tr("History"), lambda: self.recalling.open()),
            Key("F6", tr("The next area: rail, centre, side"), lambda: self.areas.go(1)),
            Key("Shift+F6", tr("The area before"), lambda: self.areas.go(-1)),
            Key("F9", tr("Show or hide the side"), self._toggle_side),
            Key("F11", tr("Presenter mode"), lambda: self.presenter.toggle()),
            Key("Ctrl+Shift+R", tr("Presenter mode: reset to the beginning"), lambda: self.presenter.reset()),
            Key("F1", tr("Help"), lambda: self.help.show_menu(self.rail.help_button)),
        )
        listen(self, self.keys)

    # -- running --------------------------------------------------------------------------------

    def _look_at_clock(self) -> None:
        self.chats.look_at_clock()
        self.switching.look_at_clock()
        self.pages.look_at_clock()
        # What it must not hide may have grown meanwhile.
        self.notice.find_place()

    async def begin(self) -> None:
        """Fills the window, in steps between which it answers, and starts what goes on by itself."""
        from asyncio import sleep

        from console import contact

        for _ in steps.imported(steps.FORM):
            await sleep(0)
        await steps.aside(contact.operation)
        self._make_where()
        await sleep(0)
        await self._make_form()
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
        for _ in self.side.prepare():
            await sleep(0)
        self.settled.emit()
        self.rejoining.offer()
        self.recent.begin()

    @cached_property
    def leaving(self) -> Leaving:
        """What becomes of open chats when the window closes."""
        from ui.leaving import Leaving

        return Leaving(self, self.workspace, self.tasks)

    @cached_property
    def help(self) -> Help:
        """What helps where the console itself fails."""
        from ui.help import Help

        workspace = self.workspace
        made = Help(self, workspace.folder, self.tasks, self.clipboard, self.notice, workspace.clock)
        made.keys_requested.connect(lambda: made.open_keys(self.keys))
        made.welcome_requested.connect(lambda: self.welcoming.open())
        return made

    @cached_property
    def welcoming(self) -> Welcoming:
        """The welcome of the first run."""
        from ui.welcoming import Welcoming

        made = Welcoming(self, self.workspace, self.chats, self.form, self.centre)
        made.form_requested.connect(self.show_form)
        made.profile_requested.connect(self.pages.add_profile)
        return made

    @cached_property
    def presenter(self) -> Presenter:
        """What takes the window to a class and back."""
        from ui.presenter.presenter import Presenter

        return Presenter(self, self, self.workspace, self.tasks, self.chats, self.notice)

    @cached_property
    def opening(self) -> Opening:
        """What is opened from outside: files and links that hold a request."""
        from ui.opening import Opening

        made = Opening(self, self.notice)
        made.taken.connect(self.drafting.take_placed)
        return made

    @cached_property
    def recalling(self) -> Recalling:
        """The page of the history, and what is started again or chosen from it."""
        from ui.recalling import Recalling

        given = self.clipboard, self.notice, self.rail, self.centre
        made = Recalling(self, self.workspace, self.tasks, self.pages, self.switching, *given)
        made.start_requested.connect(self.chats.start)
        made.repeat_requested.connect(self.repeats.repeat_past)
        self.repeats.asked_first = made.repeat_shown
        made.edit_requested.connect(self.take_request)
        return made

    @cached_property
    def recent(self) -> RecentContacts:
        """What the history tells the rail by itself."""
        from ui.recent import RecentContacts

        made = RecentContacts(self, self.workspace, self.tasks, self.rail, self.notice)
        made.look_requested.connect(lambda: self.recalling.open())
        return made

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

    async def _make_form(self) -> None:
        from asyncio import sleep

        from ui.contact.form import ContactForm

        form = ContactForm(self.workspace.draft, self.workspace.clock, self.where)
        # Still empty: all that is in it would have to be styled when it moves into the window.
        self.centre.addWidget(form)
        await sleep(0)
        for _ in form.fill():
            await sleep(0)
        self.form = form
        self._introduce()
        self._set_keys()
        self.setAcceptDrops(True)
        self._show_profile()

    async def _follow_workspace(self) -> None:
        async for change in self.workspace.changes.follow():
            if change == "chats":
                self.chats.show_list()
                self.recent.renew()
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
        kind = type(error).__name__
        self.notice.say(tr("Something went wrong ({kind}). The log has more.", kind=kind))

    # -- the form -------------------------------------------------------------------------------

    def show_form(self) -> None:
        """Shows the request that is being written."""
        self._show_in_centre(self.form)
        self.chats.show_none()
        self._draft_shown()
        self.form.focus_start()

    def _draft_edited(self) -> None:
        self._keep_soon.start()
        self._draft_shown()

    def _draft_shown(self) -> None:
        if self.centre.currentWidget() is self.form:
            self._show_draft_beside()
        self.where.show_request(self.workspace.draft.request)
        self._show_noted()

    def _show_noted(self) -> None:
        instance_id = str(self.workspace.draft.value("InstanceId") or "")
        self.form.show_noted(self.pages.findings_for(self.workspace.profile, instance_id))

    def _show_draft_beside(self) -> None:
        if self.painted_at is not None:
            profile = self.workspace.profile
            endpoint = self.workspace.endpoint_of(profile)
            self.side.show_request(self.workspace.draft.request, profile.region or None, endpoint)

    def _show_profile(self) -> None:
        workspace = self.workspace
        self.rail.show_profiles(workspace.profiles, workspace.profile)
        place = ("StartChatContact", workspace.profile.name, workspace.profile.region)
        if "form" in vars(self):
            self.where.show_region(workspace.profile.region)
            self._facts.show_profile(workspace.profile)
            self.form.show_subtitle(" · ".join(filter(None, place)))

    def _focus_where(self) -> None:
        self.show_form()
        self.where.focus_field()

    def take_request(self, request: Mapping[str, Any], said: str = "") -> None:
        """Puts a request into the form; what was there comes back with Undo."""
        self.drafting.take(request, said)

    def _show_taken(self) -> None:
        self.show_form()
        self.form.show_request()
        self._draft_edited()

    def _take_preset(self, preset: Preset) -> None:
        self.take_request(preset.request, tr("“{name}” is in the form.", name=preset.name))
        if self.workspace.presenting.is_on:
            self.presenter.begin_with(preset)

    def start_draft(self) -> None:
        """Starts a chat with the request in the form, or shows what keeps it from starting."""
        if self.centre.currentWidget() is self.form and self.form.try_start():
            self.chats.start(self.workspace.draft.request)

    @property
    def pane(self) -> ChatPane:
        """The page of a chat."""
        return self.chats.pane

    def _chat_shown(self, chat: Chat) -> None:
        self._show_in_centre(self.pane)
        self.side.show_chat(chat)

    def _page_shown(self, page: QWidget) -> None:
        self._show_in_centre(page)
        self.chats.show_none(is_form=False)

    # -- theme, side ----------------------------------------------------------------------------

    def _theme_chosen(self, name: str) -> None:
        self.workspace.change_settings(theme=name)
        self.dress()

    def _language_chosen(self, tag: str) -> None:
        self.workspace.change_settings(language=tag)
        self.rail.language_tag = tag
        if language.is_spoken(tag):
            self.notice.hide()
        else:
            said = tr("The language changes at the next start.")
            self.notice.say(said, tr("Restart now"), self.restart, stays=True)

    def restart(self) -> None:
        """Closes by the ordinary way, with all that is asked then, and starts the program once more."""
        self._closes_for_restart = True
        try:
            self.close()
        finally:
            self._closes_for_restart = False

    def dress(self) -> None:
        """Puts on the theme that the settings ask for."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.dress(app, self.workspace.settings.theme)
        self.rail.theme_name = self.workspace.settings.theme

    def _arrange(self) -> None:
        super()._arrange()
        if self._is_open:
            if self.workspace.presenting.is_on:
                QTimer.singleShot(0, self, self.presenter.place)
            # Once the layout has placed the centre.
            QTimer.singleShot(0, self.notice, self.notice.find_place)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.opening.greet(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.opening.take_dropped(event)

    def leave(self) -> None:
        """Keeps what must not be lost, and takes back what must not be left, however the program ends."""
        if self.workspace.presenting.is_on:
            self.presenter.leave()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.workspace.change_settings(window=geometry)
        self.workspace.keep_draft()
        self.clipboard.clear_secret()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close and self.pages.would_lose:
            event.ignore()
            self.pages.ask_to_leave(partial(self._ask_about_chats, self._closes_for_restart))
            return
        if not self._may_close and self.leaving.open_chats:
            event.ignore()
            self._ask_about_chats(self._closes_for_restart)
            return
        self.is_wanted_again = self._closes_for_restart
        self.leave()
        self.closing.emit()
        super().closeEvent(event)

    def _ask_about_chats(self, is_restart: bool) -> None:
        if self.leaving.open_chats:
            self.leaving.ask(partial(self._close_all_the_same, is_restart))
        else:
            self._close_all_the_same(is_restart)

    def _close_all_the_same(self, is_restart: bool) -> None:
        # What is asked for with one attempt to close is not asked for with the next: a question may end it.
        self._may_close, self._closes_for_restart = True, is_restart
        self.close()

    async def close_tasks(self) -> None:
        """Ends what runs, within a bound."""
        self._tick.stop()
        self._keep_soon.stop()
        await self.tasks.close()
