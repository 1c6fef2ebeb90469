"""The page of profiles in the centre of the window: the list, what is added, and the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.language import tr
from console.profiles import Profile
from ui.controls import column
from ui.profiles.adding import AddPane
from ui.profiles.editor import ProfileEditor
from ui.profiles.listing import ProfileList
from ui.profiles.means import Means
from ui.profiles.removal import ConfirmDialog


class ProfilesPage(QWidget):
    """The profile screens. They show the wallet and follow it; one of them is seen at a time."""

    chosen = Signal(object)
    """A profile that chats are to be started with from now on."""
    doctor_requested = Signal(object)
    closed = Signal()

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.setObjectName("page")
        self._means = means
        self._is_following = False
        self._chosen: Profile | None = None
        self.list = ProfileList(means)
        self.adding: AddPane | None = None
        self.editor: ProfileEditor | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self.setLayout(column(self._stack))
        self.list.add_requested.connect(self.add)
        self.list.edit_requested.connect(self.edit)
        self.list.use_requested.connect(self.chosen)
        self.list.doctor_requested.connect(self.doctor_requested)
        self.list.closed.connect(self.closed)

    # -- what is shown --------------------------------------------------------------------------

    def open(self) -> None:
        """Shows the page as it was left, and finds out how it stands with the profiles."""
        self._follow()
        self.list.show_profiles()
        if self._stack.currentWidget() is self.list:
            self.list.focus()
            self.list.look()

    def show_list(self) -> None:
        """Shows the list; what was typed elsewhere is dropped."""
        self._follow()
        self._drop_editor()
        if self.adding is not None:
            self.adding.forget()
        self.list.show_profiles()
        self._stack.setCurrentWidget(self.list)
        self.list.focus()
        self.list.look()

    def add(self) -> None:
        """Shows from where profiles can be added."""
        self.ask_to_leave(self._show_adding)

    def _show_adding(self, *, anew: bool = True) -> None:
        self._follow()
        self._drop_editor()
        if self.adding is None:
            self.adding = AddPane(self._means)
            self.adding.left.connect(self.show_list)
            self.adding.added.connect(self._added)
            self.adding.kind_chosen.connect(self._complete)
            self._stack.addWidget(self.adding)
        self._stack.setCurrentWidget(self.adding)
        if anew:
            self.adding.begin()

    def edit(self, profile: Profile) -> None:
        """Shows the editor of a profile."""
        self.ask_to_leave(lambda: self._show_editor(profile, None, self.show_list))

    def _complete(self, profile: Profile, entry: Mapping[str, str]) -> None:
        self._show_editor(profile, entry, lambda: self._show_adding(anew=False))

    def _show_editor(
        self, profile: Profile, entry: Mapping[str, str] | None, back: Callable[[], object]
    ) -> None:
        self._follow()
        self._drop_editor()
        editor = ProfileEditor(self._means, profile, entry)
        kept: list[Profile] = []
        editor.kept.connect(kept.append)
        editor.left.connect(lambda: self.ask_to_leave(self.show_list if kept else back))
        editor.use_requested.connect(self._use)
        self.editor = editor
        self._stack.addWidget(editor)
        self._stack.setCurrentWidget(editor)
        editor.focus_first()

    def show_chosen(self, profile: Profile) -> None:
        """Marks the profile that chats start with."""
        self._chosen = profile
        self.list.show_chosen(profile)

    def look_at_clock(self, now: datetime) -> None:
        """Shows the remaining times of this moment."""
        self.list.look_at_clock(now)

    # -- what is done ---------------------------------------------------------------------------

    def _use(self, profile: Profile) -> None:
        self.show_list()
        self.chosen.emit(profile)

    def _added(self, profiles: Sequence[Profile]) -> None:
        self.show_list()
        for profile in profiles:
            # Nobody is asked for a row of codes; whoever needs one is tested with a click.
            self.list.test(profile, asks=False)

    def ask_to_leave(self, go_on: Callable[[], object]) -> None:
        """Goes on, after asking where something that was typed would be lost."""
        if self.editor is None or not self.editor.would_lose:
            go_on()
            return
        name = self.editor.typed.profile.name
        title = tr("Leave {name} unsaved?", name=name) if name else tr("Leave this profile unsaved?")
        text = tr("What you typed is not kept yet, and is gone when you leave.")
        dialog = ConfirmDialog(self, title, text, tr("Discard it"), tr("Go on editing"))
        dialog.accepted.connect(go_on)
        dialog.open()

    def _drop_editor(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.forget()
            self._stack.removeWidget(editor)
            editor.hide()
            self._means.tasks.start(self._dispose(editor), "close the editor")

    async def _dispose(self, editor: ProfileEditor) -> None:
        """Lets an editor go, once nothing is under way that would still want to show something in it."""
        await editor.errands.end()
        editor.deleteLater()

    # -- following ------------------------------------------------------------------------------

    def _follow(self) -> None:
        if not self._is_following:
            self._is_following = True
            tasks = self._means.tasks
            tasks.start(self._follow_wallet(), "follow the profiles")
            tasks.start(self._follow_vault(), "follow the keyring")

    async def _follow_wallet(self) -> None:
        async for change in self._means.wallet.changes.follow():
            if change == "profiles":
                self.list.show_profiles()
                self.list.look()
            elif change == "vault":
                self._show_vault()
            elif change == "sessions":
                self.list.show_sessions()

    async def _follow_vault(self) -> None:
        async for _ in self._means.wallet.vault.changes.follow():
            self._show_vault()

    def _show_vault(self) -> None:
        """Shows the keyring's state wherever it is told; locking drops what was typed and read, too."""
        if self._means.wallet.is_locked and self._stack.currentWidget() is not self.list:
            self.show_list()
        self.list.show_profiles()
        banners = [self.list.keyring]
        banners += [self.adding.keyring] if self.adding is not None else []
        banners += [self.editor.keyring] if self.editor is not None else []
        for banner in banners:
            banner.show_state()
