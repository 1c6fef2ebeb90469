"""The rail as a whole: it shows what it is given and tells what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QScrollArea, QWidget

from console.chat.clocks import utc_now
from console.language import LANGUAGES, tr, tr_in
from ui import masking, theme
from ui.controls import Elided, column, label, row, tool
from ui.drawn import Picture
from ui.keys import native
from ui.rail.entries import ChatEntry, Entry, Group, PresetEntry
from ui.rail.profile import ProfileButton, ProfileMenu
from ui.rail.recent import Recent

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from console.history import PastContact
    from console.presets import Preset
    from console.profiles import Profile

WIDTH, FOLDED_WIDTH = 232, 56
THEMES = {
    "system": tr_in("theme", "As the system"),
    "light": tr_in("theme", "Light"),
    "dark": tr_in("theme", "Dark"),
}


class Rail(QFrame):
    """The rail. It shows what it is given and tells what was asked for."""

    new_chat_requested = Signal()
    history_requested = Signal()
    past_chosen = Signal(str)
    """The id of the record of a past contact."""
    chat_chosen = Signal(object)
    chat_removed = Signal(object)
    preset_chosen = Signal(object)
    preset_renamed = Signal(object)
    preset_duplicated = Signal(object)
    preset_deleted = Signal(object)
    preset_filed = Signal(object)
    """A saved request is to go into a file that can be handed on."""
    preset_linked = Signal(object)
    profile_chosen = Signal(object)
    profiles_requested = Signal()
    """The page on which profiles are managed."""
    profile_add_requested = Signal()
    doctor_requested = Signal()
    """What the chosen profile may do is to be examined."""
    lock_requested = Signal()
    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    """The tag of a language; empty for the system's."""
    presenter_requested = Signal()
    side_requested = Signal()
    help_requested = Signal()
    folded = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.is_folded = False
        self._chats: dict[int, ChatEntry] = {}
        self.profile = ProfileButton()
        self.profile.clicked.connect(self._show_profile_menu)
        self._profiles: Sequence[Profile] = ()
        self._chosen: Profile | None = None
        self.new_chat = Entry(tr("New chat"), Picture("square-pen", "muted", 16), native("Ctrl+N"))
        self.new_chat.setCheckable(True)
        self.new_chat.setChecked(True)
        self.new_chat.clicked.connect(lambda *_: self.new_chat_requested.emit())
        self.history = Entry(tr("History"), Picture("history", "muted", 16), native("Ctrl+H"))
        self.history.setCheckable(True)
        self.history.clicked.connect(lambda *_: self.history_requested.emit())
        self.presets = Group(tr("SAVED REQUESTS"))
        self.chat_list = Group(tr("CHATS"), tr("Chats that you start are listed here."))
        self.recent = Recent(self.past_chosen.emit)
        self.fold_button = tool("panel-left", tr("Fold the rail"), lambda: self.fold(not self.is_folded))
        self.theme_button = tool("sun-moon", tr("Theme, language, presenter mode"), self._show_theme_menu)
        self.theme_name = "system"
        self.language_tag = ""
        self.side_button = tool("panel-right", tr("Show or hide the side (F9)"), self.side_requested.emit)
        self.help_button = tool("circle-help", tr("Help (F1)"), self.help_requested.emit)
        self.version = label("", "faint")
        self._lay_out()
        self.fold(False)

    def _lay_out(self) -> None:
        self.logo = Picture("application", size=30)
        self.title = Elided("Chat Console", "h2")
        head = row(self.logo, gap=10, margins=(4, 0, 0, 0))
        head.addWidget(self.title, 1)
        head.addWidget(self.fold_button)
        lists = QWidget()
        lists.setObjectName("clear")
        lists.setLayout(column(self.presets, 8, self.chat_list, 8, self.recent, None, gap=0))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(lists)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._head = head
        self._foot = row(self.theme_button, self.side_button, self.help_button, None, self.version, gap=4)
        entries = column(self.new_chat, self.history, gap=2)
        body = column(head, 8, self.profile, 4, entries, 4, gap=4, margins=(12, 14, 12, 10))
        body.addWidget(scroll, 1)
        body.addLayout(self._foot)
        self._body = body
        self.setLayout(body)

    # -- what is shown --------------------------------------------------------------------------

    def show_profiles(self, profiles: Sequence[Profile], chosen: Profile) -> None:
        """Shows the profile that is chosen, and keeps the others for the menu."""
        self._profiles, self._chosen = profiles, chosen
        self.profile.show_profile(chosen)

    def show_session(self, expires_at: datetime | None, now: datetime | None = None) -> None:
        """Shows until when the temporary keys of the chosen profile hold; None where it has none."""
        self.profile.show_session(expires_at, now or utc_now())

    def show_presets(self, presets: Sequence[Preset]) -> None:
        """Lists the saved requests; the first nine have a key."""
        entries = []
        for index, preset in enumerate(presets):
            key = native(f"Ctrl+{index + 1}") if index < 9 else ""
            entry = PresetEntry(preset, key)
            entry.clicked.connect(lambda _=False, preset=preset: self.preset_chosen.emit(preset))
            entry.delete_requested.connect(lambda preset=preset: self.preset_deleted.emit(preset))
            entry.rename_requested.connect(lambda preset=preset: self.preset_renamed.emit(preset))
            entry.menu_requested.connect(
                lambda at, preset=preset, entry=entry: self._show_preset_menu(preset, at, entry)
            )
            entries.append(entry)
        self.presets.show_empty(tr("Save a request to find it here."))
        self.presets.show_entries(entries, self.is_folded)

    def focus_preset(self, preset: Preset) -> None:
        """Puts the keyboard on a saved request, if it is listed."""
        for entry in self.presets.entries:
            if isinstance(entry, PresetEntry) and entry.preset.key == preset.key:
                entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_chats(
        self, chats: Sequence[Chat], chosen: Chat | None, now: datetime, *, is_form: bool = True
    ) -> None:
        """Lists the chats, the newest first, the chosen one marked; without one, the form if it is seen."""
        for number in self._chats.keys() - {chat.number for chat in chats}:
            self.chat_list.remove(self._chats.pop(number))
        for chat in chats:
            if chat.number not in self._chats:
                self._chats[chat.number] = self._chat_entry(chat)
                self.chat_list.put_first(self._chats[chat.number], self.is_folded)
        for entry in self._chats.values():
            entry.setChecked(entry.chat is chosen)
        self.new_chat.setChecked(chosen is None and is_form)
        self.look_at_clock(now)

    def show_recent(self, contacts: Sequence[PastContact], now: datetime) -> None:
        """Lists contacts of the history, the newest first."""
        self.recent.show_contacts(contacts, now)

    def show_unread(self, chat: Chat, count: int) -> None:
        """Shows how many messages of a chat are unread."""
        if entry := self._chats.get(chat.number):
            entry.show_unread(count)

    def _chat_entry(self, chat: Chat) -> ChatEntry:
        namesakes = any(entry.chat.name == chat.name for entry in self._chats.values())
        entry = ChatEntry(chat, numbered=namesakes)
        entry.clicked.connect(lambda: self.chat_chosen.emit(chat))
        entry.menu_requested.connect(lambda at: self._show_chat_menu(chat, at, entry))
        return entry

    def look_at_clock(self, now: datetime) -> None:
        """Shows the remaining times of this moment."""
        self.profile.look_at_clock(now)
        self.recent.look_at_clock(now)
        for entry in self._chats.values():
            entry.look_at_clock(now)

    def fold(self, folded: bool) -> None:
        """Folds the rail to icons, or opens it."""
        changed, self.is_folded = folded != self.is_folded, folded
        self.setFixedWidth(theme.px(FOLDED_WIDTH if folded else WIDTH))
        for part in (self.logo, self.title, self.version):
            part.setVisible(not folded)
        margin = 9 if folded else 12
        self._body.setContentsMargins(margin, 14, margin, 10)
        self._head.setContentsMargins(0 if folded else 4, 0, 0, 0)
        self._foot.setDirection(
            QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        )
        # Qt leaves them at the left of a column that it has shrunk to them.
        middle = Qt.AlignmentFlag.AlignHCenter if folded else Qt.AlignmentFlag(0)
        for button in (self.theme_button, self.side_button, self.help_button):
            self._foot.setAlignment(button, middle)
        self.profile.fold(folded)
        self.new_chat.fold(folded)
        self.history.fold(folded)
        self.presets.fold(folded)
        self.chat_list.fold(folded)
        self.recent.fold(folded)
        name = tr("Open the rail") if folded else tr("Fold the rail")
        self.fold_button.setToolTip(name)
        self.fold_button.setAccessibleName(name)
        if changed:
            self.folded.emit(folded)

    # -- menus ----------------------------------------------------------------------------------

    def _show_profile_menu(self) -> None:
        menu = ProfileMenu(self, self._profiles, self._chosen)
        menu.chosen.connect(self.profile_chosen)
        menu.manage_requested.connect(self.profiles_requested)
        menu.add_requested.connect(self.profile_add_requested)
        menu.doctor_requested.connect(self.doctor_requested)
        menu.lock_requested.connect(self.lock_requested)
        _pop_up(menu, self.profile)

    def _show_theme_menu(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for name, text in THEMES.items():
            action = QAction(text, menu, checkable=True, checked=name == self.theme_name)
            action.triggered.connect(lambda _=False, name=name: self.theme_chosen.emit(name))
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        menu.addMenu(self._language_menu(menu))
        menu.addSeparator()
        presents = QAction(tr("Presenter mode"), menu, checkable=True, checked=masking.is_on())
        presents.setShortcut("F11")
        presents.triggered.connect(lambda _=False: self.presenter_requested.emit())
        menu.addAction(presents)
        _pop_up(menu, self.theme_button)

    def _language_menu(self, above: QMenu) -> QMenu:
        menu = QMenu(tr("Language"), above)
        group = QActionGroup(menu)
        # Each by its own name, for whoever can't read the others.
        for tag, name in {"": tr("As the system"), **LANGUAGES}.items():
            action = QAction(name, menu, checkable=True, checked=tag == self.language_tag)
            action.triggered.connect(lambda _=False, tag=tag: self.language_chosen.emit(tag))
            group.addAction(action)
            menu.addAction(action)
        return menu

    def _show_preset_menu(self, preset: Preset, at: QPoint, entry: QWidget) -> None:
        self._pop_up_actions(
            entry,
            at,
            (tr("Rename…"), "pencil", lambda: self.preset_renamed.emit(preset)),
            (tr("Duplicate"), "copy-plus", lambda: self.preset_duplicated.emit(preset)),
            (tr("Save to a file…"), "download", lambda: self.preset_filed.emit(preset)),
            (tr("Copy as a link"), "link-2", lambda: self.preset_linked.emit(preset)),
            (tr("Delete"), "trash-2", lambda: self.preset_deleted.emit(preset)),
        )

    def _show_chat_menu(self, chat: Chat, at: QPoint, entry: QWidget) -> None:
        if chat.is_over and not chat.can_be_stopped:
            self._pop_up_actions(
                entry, at, (tr("Take off the list"), "x", lambda: self.chat_removed.emit(chat))
            )

    def _pop_up_actions(
        self, owner: QWidget, at: QPoint, *actions: tuple[str, str, Callable[[], None]]
    ) -> None:
        menu = QMenu(owner)
        for text, icon, act in actions:
            menu.addAction(theme.icon(icon), text).triggered.connect(lambda _=False, act=act: act())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)


def _pop_up(menu: QMenu, under: QWidget) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setMinimumWidth(under.width())
    menu.popup(under.mapToGlobal(QPoint(0, under.height() + 4)))
