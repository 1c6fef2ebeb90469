"""The rail at the left: the profile, a new chat, saved requests, the chats of this run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.chat.clocks import Urgency, as_minutes
from console.chat.session import Chat
from console.presets import Preset
from console.profiles import Profile
from ui import theme, wording
from ui.controls import Elided, Press, column, label, row, tool
from ui.drawn import Avatar, Dot, Picture

WIDTH, FOLDED_WIDTH = 232, 56
THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
PROFILE_KINDS = {
    "sandbox": ("local", "flask-conical"),
    "environment": ("variables", "key-round"),
}
STATE_TOKENS: dict[Urgency, str] = {
    "calm": "ring_calm",
    "soon": "ring_soon",
    "urgent": "ring_urgent",
    "over": "ring_urgent",
}


class Entry(Press):
    """A line of the rail: something at the left, a name that elides, something short at the right."""

    menu_requested = Signal(QPoint)

    def __init__(self, name: str, left: QWidget, right: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "nav")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.name = Elided(name)
        self.right = label(right, "faint")
        for part in (self.name, self.right, left):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.line = row(left, gap=10, margins=(10, 0, 8, 0))
        self.line.addWidget(self.name, 1)
        self.line.addWidget(self.right)
        self.setLayout(self.line)

    def fold(self, folded: bool) -> None:
        """Shows only what is at the left."""
        self.name.setVisible(not folded)
        self.right.setVisible(not folded)

    def sizeHint(self) -> QSize:
        return QSize(60, 34)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())


class PresetEntry(Entry):
    """A saved request; Delete and F2 do what they do elsewhere, and … shows all that can be done."""

    delete_requested = Signal()
    rename_requested = Signal()

    def __init__(self, preset: Preset, key: str) -> None:
        super().__init__(preset.name, Picture("bookmark", "faint", 15), key)
        self.preset = preset
        self.more = tool("ellipsis", f"More for {preset.name}", self._show_more)
        self.more.setProperty("small", True)
        self.line.addWidget(self.more)

    def _show_more(self) -> None:
        self.menu_requested.emit(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def fold(self, folded: bool) -> None:
        super().fold(folded)
        self.more.setVisible(not folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_requested.emit()
        else:
            super().keyPressEvent(event)


class ChatEntry(Entry):
    """A chat with its state and remaining time."""

    def __init__(self, chat: Chat, *, numbered: bool) -> None:
        self.dot = Dot("accent")
        name = chat.name or "Chat"
        super().__init__(f"{name} #{chat.number}" if numbered else name, self.dot)
        self.setToolTip(" · ".join(filter(None, (chat.name, chat.place, chat.profile.name))))
        self.chat = chat
        self.setCheckable(True)

    def look_at_clock(self, now: datetime) -> None:
        """Shows state and remaining time of this moment."""
        deadline = self.chat.connect_deadline
        if self.chat.state == "started" and deadline is not None:
            urgency = deadline.urgency(now)
            over = urgency == "over"
            text = "not joined" if over else as_minutes(deadline.remaining(now))
            self.dot.show_state(STATE_TOKENS[urgency], hollow=over)
        elif self.chat.can_be_stopped:
            text = "still open"
            self.dot.show_state("ring_soon")
        else:
            text = wording.CHAT_STATES[self.chat.state][0].lower()
            failed = self.chat.state == "failed"
            self.dot.show_state("danger" if failed else "faint", hollow=self.chat.is_over)
        if text != self.right.text():
            self.right.setText(text)
            self.setAccessibleDescription(text)


class ProfileButton(Press):
    """Which profile chats start with; a click chooses another."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "profile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.avatar = Avatar(size=32)
        self.name = Elided("", "h2")
        self.detail = Elided("", "faint")
        self.texts = QWidget()
        self.texts.setLayout(column(None, self.name, self.detail, None, gap=1))
        self.arrows = Picture("chevrons-up-down", "faint", 15)
        for part in (self.avatar, self.texts, self.arrows):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line = row(self.avatar, gap=10, margins=(9, 4, 10, 4))
        self._line.addWidget(self.texts, 1)
        self._line.addWidget(self.arrows)
        self.setLayout(self._line)

    def show_profile(self, profile: Profile) -> None:
        """Shows name, region and kind."""
        kind, icon = PROFILE_KINDS[profile.kind]
        self.avatar.show_name(profile.name, profile.kind, icon)
        self.name.show_text(profile.name)
        self.detail.show_text(" · ".join(filter(None, (profile.region, kind))))
        self.setAccessibleName(f"Profile: {profile.name}, {profile.region}, {kind}")

    def fold(self, folded: bool) -> None:
        """Shows only the avatar."""
        self.texts.setVisible(not folded)
        self.arrows.setVisible(not folded)
        margin = 2 if folded else 9
        self._line.setContentsMargins(margin, 4, margin, 4)


class Rail(QFrame):
    """The rail. It shows what it is given and tells what was asked for."""

    new_chat_requested = Signal()
    chat_chosen = Signal(object)
    chat_removed = Signal(object)
    preset_chosen = Signal(object)
    preset_renamed = Signal(object)
    preset_duplicated = Signal(object)
    preset_deleted = Signal(object)
    profile_chosen = Signal(object)
    theme_chosen = Signal(str)
    side_requested = Signal()
    folded = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.is_folded = False
        self._chats: dict[int, ChatEntry] = {}
        self.profile = ProfileButton()
        self.profile.clicked.connect(self._show_profile_menu)
        self._profiles: Sequence[Profile] = ()
        self.new_chat = Entry("New chat", Picture("square-pen", "muted", 16), "Ctrl N")
        self.new_chat.setCheckable(True)
        self.new_chat.setChecked(True)
        self.new_chat.clicked.connect(lambda *_: self.new_chat_requested.emit())
        self.presets = _Group("SAVED REQUESTS", "Save a request to find it here.")
        self.chat_list = _Group("CHATS", "Chats that you start are listed here.")
        self.fold_button = tool("panel-left", "Fold the rail", lambda: self.fold(not self.is_folded))
        self.theme_button = tool("sun-moon", "Theme", self._show_theme_menu)
        self.theme_name = "system"
        self.side_button = tool("panel-right", "Show or hide the side (F9)", self.side_requested.emit)
        self.version = label("", "faint")
        self._lay_out()
        self.fold(False)

    def _lay_out(self) -> None:
        self.logo = Avatar(size=30, icon="messages-square")
        self.title = Elided("Chat Console", "h2")
        head = row(self.logo, gap=10, margins=(4, 0, 0, 0))
        head.addWidget(self.title, 1)
        head.addWidget(self.fold_button)
        lists = QWidget()
        lists.setObjectName("clear")
        lists.setLayout(column(self.presets, 8, self.chat_list, None, gap=0))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(lists)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._head = head
        self._foot = row(self.theme_button, self.side_button, None, self.version, gap=4)
        body = column(head, 8, self.profile, 4, self.new_chat, 4, gap=4, margins=(12, 14, 12, 10))
        body.addWidget(scroll, 1)
        body.addLayout(self._foot)
        self._body = body
        self.setLayout(body)

    # -- what is shown --------------------------------------------------------------------------

    def show_profiles(self, profiles: Sequence[Profile], chosen: Profile) -> None:
        """Shows the profile that is chosen, and keeps the others for the menu."""
        self._profiles = profiles
        self.profile.show_profile(chosen)

    def show_presets(self, presets: Sequence[Preset]) -> None:
        """Lists the saved requests; the first nine have a key."""
        entries = []
        for index, preset in enumerate(presets):
            key = f"Ctrl {index + 1}" if index < 9 else ""
            entry = PresetEntry(preset, key)
            entry.clicked.connect(lambda _=False, preset=preset: self.preset_chosen.emit(preset))
            entry.delete_requested.connect(lambda preset=preset: self.preset_deleted.emit(preset))
            entry.rename_requested.connect(lambda preset=preset: self.preset_renamed.emit(preset))
            entry.menu_requested.connect(
                lambda at, preset=preset, entry=entry: self._show_preset_menu(preset, at, entry)
            )
            entries.append(entry)
        self.presets.show_entries(entries, self.is_folded)

    def focus_preset(self, preset: Preset) -> None:
        """Puts the keyboard on a saved request, if it is listed."""
        for entry in self.presets.entries:
            if isinstance(entry, PresetEntry) and entry.preset.key == preset.key:
                entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_chats(self, chats: Sequence[Chat], chosen: Chat | None, now: datetime) -> None:
        """Lists the chats, the newest first, the chosen one marked."""
        for number in self._chats.keys() - {chat.number for chat in chats}:
            self.chat_list.remove(self._chats.pop(number))
        for chat in chats:
            if chat.number not in self._chats:
                self._chats[chat.number] = self._chat_entry(chat)
                self.chat_list.put_first(self._chats[chat.number], self.is_folded)
        for entry in self._chats.values():
            entry.setChecked(entry.chat is chosen)
        self.new_chat.setChecked(chosen is None)
        self.look_at_clock(now)

    def _chat_entry(self, chat: Chat) -> ChatEntry:
        namesakes = any(entry.chat.name == chat.name for entry in self._chats.values())
        entry = ChatEntry(chat, numbered=namesakes)
        entry.clicked.connect(lambda: self.chat_chosen.emit(chat))
        entry.menu_requested.connect(lambda at: self._show_chat_menu(chat, at, entry))
        return entry

    def look_at_clock(self, now: datetime) -> None:
        """Shows the remaining times of this moment."""
        for entry in self._chats.values():
            entry.look_at_clock(now)

    def fold(self, folded: bool) -> None:
        """Folds the rail to icons, or opens it."""
        changed, self.is_folded = folded != self.is_folded, folded
        self.setFixedWidth(FOLDED_WIDTH if folded else WIDTH)
        for part in (self.logo, self.title, self.version):
            part.setVisible(not folded)
        margin = 9 if folded else 12
        self._body.setContentsMargins(margin, 14, margin, 10)
        self._head.setContentsMargins(0 if folded else 4, 0, 0, 0)
        self._foot.setDirection(
            QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        )
        self.profile.fold(folded)
        self.new_chat.fold(folded)
        self.presets.fold(folded)
        self.chat_list.fold(folded)
        name = "Open the rail" if folded else "Fold the rail"
        self.fold_button.setToolTip(name)
        self.fold_button.setAccessibleName(name)
        if changed:
            self.folded.emit(folded)

    # -- menus ----------------------------------------------------------------------------------

    def _show_profile_menu(self) -> None:
        menu = QMenu(self)
        for profile in self._profiles:
            detail, icon = PROFILE_KINDS[profile.kind]
            unread = profile.kind == "environment" and not profile.region
            text = f"{profile.name}…" if unread else f"{profile.name}  ·  {profile.region or detail}"
            action = menu.addAction(theme.icon(icon, profile.kind), text)
            action.triggered.connect(lambda _=False, profile=profile: self.profile_chosen.emit(profile))
        _pop_up(menu, self.profile)

    def _show_theme_menu(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for name, text in THEMES.items():
            action = QAction(text, menu, checkable=True, checked=name == self.theme_name)
            action.triggered.connect(lambda _=False, name=name: self.theme_chosen.emit(name))
            group.addAction(action)
            menu.addAction(action)
        _pop_up(menu, self.theme_button)

    def _show_preset_menu(self, preset: Preset, at: QPoint, entry: QWidget) -> None:
        self._pop_up_actions(
            entry,
            at,
            ("Rename…", "pencil", lambda: self.preset_renamed.emit(preset)),
            ("Duplicate", "copy-plus", lambda: self.preset_duplicated.emit(preset)),
            ("Delete", "trash-2", lambda: self.preset_deleted.emit(preset)),
        )

    def _show_chat_menu(self, chat: Chat, at: QPoint, entry: QWidget) -> None:
        if chat.is_over and not chat.can_be_stopped:
            self._pop_up_actions(entry, at, ("Take off the list", "x", lambda: self.chat_removed.emit(chat)))

    def _pop_up_actions(
        self, owner: QWidget, at: QPoint, *actions: tuple[str, str, Callable[[], None]]
    ) -> None:
        menu = QMenu(owner)
        for text, icon, act in actions:
            menu.addAction(theme.icon(icon), text).triggered.connect(lambda _=False, act=act: act())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)


class _Group(QWidget):
    """Entries under a heading, or a line that says what will be here."""

    def __init__(self, heading: str, empty: str) -> None:
        super().__init__()
        self._heading: QLabel = label(heading, "heading")
        self._heading.setContentsMargins(8, 6, 0, 2)
        self._empty = label(empty, "faint", wraps=True)
        self._empty.setContentsMargins(8, 0, 6, 0)
        self._entries: list[Entry] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.setLayout(column(self._heading, self._empty, self._lines, gap=2))

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries, from the top."""
        return tuple(self._entries)

    def show_entries(self, entries: Sequence[Entry], folded: bool) -> None:
        """Shows other entries."""
        for old in self.entries:
            self.remove(old)
        for entry in reversed(entries):
            self.put_first(entry, folded)

    def put_first(self, entry: Entry, folded: bool) -> None:
        """Puts an entry above the others."""
        self._entries.insert(0, entry)
        self._lines.insertWidget(0, entry)
        entry.fold(folded)
        self._empty.hide()

    def remove(self, entry: Entry) -> None:
        """Takes an entry out."""
        self._entries.remove(entry)
        self._lines.removeWidget(entry)
        entry.hide()
        entry.deleteLater()
        self._empty.setVisible(not self._entries and self._heading.isVisibleTo(self))

    def fold(self, folded: bool) -> None:
        self._heading.setVisible(not folded)
        self._empty.setVisible(not folded and not self._entries)
        for entry in self._entries:
            entry.fold(folded)


def _pop_up(menu: QMenu, under: QWidget) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setMinimumWidth(under.width())
    menu.popup(under.mapToGlobal(QPoint(0, under.height() + 4)))
