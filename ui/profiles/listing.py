"""The list of profiles: where their secrets are, how it stands with each, what can be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame

from console.errors import ConsoleError, VaultError
from console.language import tr
from console.profiles import Profile
from ui import theme, wording
from ui.controls import Segments, button, column, framed, label, row
from ui.drawn import Avatar, Picture
from ui.profiles.entry import ProfileEntry
from ui.profiles.keyring import KeyringBanner
from ui.profiles.means import Means
from ui.profiles.removal import removal
from ui.profiles.sheet import Sheet
from ui.profiles.standing import Standing, standing_of

if TYPE_CHECKING:
    from console.aws import Identity

WIDEST_INVITATION = 440
LOCK_AFTER_MIN = (*((count, wording.minutes(count)) for count in (15, 60, 480)), (0, tr("Never")))
"""The choices; a file that was changed by hand may hold another, and then none is marked."""


class ProfileList(Sheet):
    """The user's own profiles, one card each."""

    use_requested = Signal(object)
    edit_requested = Signal(object)
    doctor_requested = Signal(object)
    add_requested = Signal()
    closed = Signal()

    def __init__(self, means: Means) -> None:
        super().__init__(tr("Profiles"), tr("accounts and roles that chats can be started with"))
        self._means = means
        self._chosen_id = ""
        self._is_looking = self._looks_again = False
        self._entries: dict[str, ProfileEntry] = {}
        self.keyring = KeyringBanner(means)
        self.keyring.unlocked.connect(self.look)
        self.add = button(
            tr("Add profile"), self.add_requested.emit, kind="primary", icon="plus", tint="on_accent"
        )
        self.lock = button(tr("Lock now"), self._lock, icon="lock")
        self.lock.setToolTip(tr("Drops every key and token that this window holds"))
        self.back.setToolTip(tr("Back"))
        self.back.clicked.connect(lambda *_: self.closed.emit())
        self.head.addWidget(self.lock)
        self.head.addWidget(self.add)
        self._empty = _invitation(self.add_requested)
        self._cards = column(gap=10)
        self.body.addWidget(self.keyring)
        self.body.addLayout(self._cards)
        self.body.addWidget(self._empty)
        self.body.addWidget(self._made_locking())
        self.body.addStretch(1)

    def _made_locking(self) -> QFrame:
        """When the profiles lock themselves."""
        self.lock_after = Segments(tr("Lock by itself"), LOCK_AFTER_MIN)
        self.lock_after.chosen.connect(self._means.change_lock_after)
        line = row(Picture("lock", "muted", 15), gap=10, margins=(14, 6, 8, 6))
        line.addWidget(
            label(tr("Lock by itself, when nobody touches key or mouse for"), "muted", wraps=True), 1
        )
        line.addWidget(self.lock_after)
        self._locking = framed(line, inset=True)
        return self._locking

    # -- what is shown --------------------------------------------------------------------------

    def show_profiles(self) -> None:
        """Shows the profiles of this moment; the cards of those that were there stay."""
        wallet = self._means.wallet
        names = {one.id: one.name for one in wallet.profiles.all}
        for gone in set(self._entries) - set(names):
            entry = self._entries.pop(gone)
            self._cards.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        for number, profile in enumerate(wallet.profiles.all):
            entry = self._entries.get(profile.id) or self._made_entry(profile)
            entry.show_profile(profile, names.get(profile.source or "", ""))
            entry.show_chosen(profile.id == self._chosen_id)
            if self._cards.indexOf(entry) != number:
                self._cards.insertWidget(number, entry)
                self._put_locking_last()
        self._empty.setVisible(not names)
        self._locking.setVisible(bool(names))
        self.lock_after.take(self._means.lock_after_min())
        self.lock.setEnabled(bool(names) and not wallet.is_locked)
        self.keyring.show_state()
        self.show_sessions()

    def _made_entry(self, profile: Profile) -> ProfileEntry:
        made = ProfileEntry(profile)
        made.use_requested.connect(self.use_requested)
        made.edit_requested.connect(self.edit_requested)
        made.doctor_requested.connect(self.doctor_requested)
        made.test_requested.connect(lambda one: self.test(one))
        made.remove_requested.connect(self.ask_to_remove)
        self._entries[profile.id] = made
        return made

    def _put_locking_last(self) -> None:
        """Below the cards for the keyboard, too: a widget that gets a parent anew is Tab's last stop."""
        at = self.body.indexOf(self._locking)
        self._locking.setParent(None)
        self.body.insertWidget(at, self._locking)

    def entry(self, profile: Profile) -> ProfileEntry:
        """The card of a profile."""
        return self._entries[profile.id]

    def show_chosen(self, profile: Profile) -> None:
        """Marks the profile that chats start with."""
        self._chosen_id = profile.id
        for entry in self._entries.values():
            entry.show_chosen(entry.profile.id == profile.id)

    def show_sessions(self) -> None:
        """Shows until when temporary keys hold."""
        now = self._means.clock()
        for entry in self._entries.values():
            entry.show_session(self._means.wallet.expires_at(entry.profile), now)

    def focus(self) -> None:
        """Puts the keyboard where most people go on."""
        first = next((entry.use for entry in self._entries.values() if entry.use.isEnabled()), self.add)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_at_clock(self, now: datetime) -> None:
        """Shows what is left at this moment."""
        for entry in self._entries.values():
            entry.look_at_clock(now)

    # -- what is done ---------------------------------------------------------------------------

    def look(self) -> None:
        """Finds out how it stands with the keyring and each profile; nobody is asked anything."""
        self._looks_again = self._is_looking
        if not self._is_looking:
            self._is_looking = True
            self._means.tasks.start(self._keep_looking(), "look at the profiles")

    async def _keep_looking(self) -> None:
        try:
            await self._look()
            while self._looks_again:
                self._looks_again = False
                await self._look()
        finally:
            self._is_looking = False

    async def _look(self) -> None:
        wallet = self._means.wallet
        await wallet.vault.look()
        self.keyring.show_state()
        for profile in wallet.profiles.all:
            standing = Standing()
            if not wallet.is_locked:
                standing = await standing_of(wallet, profile, self._means.clock())
            if (entry := self._entries.get(profile.id)) is not None:
                entry.show_standing(standing)

    def test(self, profile: Profile, *, asks: bool = True) -> None:
        """Finds out whether a profile works, and as whom; `asks` allows to ask for a code or a sign-in."""
        self._means.tasks.start(self._test(profile, asks), f"test {profile.name}")

    async def _test(self, profile: Profile, asks: bool) -> None:
        entry = self._entries.get(profile.id)
        if entry is None:
            return
        entry.test.setEnabled(False)
        entry.outcome.show_progress()
        try:
            ask = self._means.ask if asks else None
            told: Identity | ConsoleError = await self._means.wallet.test(profile, None, ask)
        except ConsoleError as error:
            told = error
        standing = await standing_of(self._means.wallet, profile, self._means.clock())
        if self._entries.get(profile.id) is not entry:
            # It was removed meanwhile.
            return
        entry.test.setEnabled(True)
        entry.outcome.show_told(told)
        entry.show_standing(standing)
        self.keyring.show_state()

    def ask_to_remove(self, profile: Profile) -> None:
        """Removes a profile, once the user has said so."""
        wallet = self._means.wallet
        dialog = removal(self, profile, wallet.profiles.standing_on(profile), wallet.vault.name)
        dialog.accepted.connect(lambda: self._means.tasks.start(self._remove(profile), "remove a profile"))
        dialog.open()

    async def _remove(self, profile: Profile) -> None:
        try:
            await self._means.wallet.remove(profile)
        except VaultError as error:
            self.keyring.tell(error, [(tr("Try again"), lambda: self._again(profile))])
        except ConsoleError as error:
            self.entry(profile).outcome.show_failure(error)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _again(self, profile: Profile) -> None:
        self.keyring.forget()
        self._means.tasks.start(self._remove(profile), "remove a profile")

    def _lock(self) -> None:
        self._means.wallet.lock()


def _invitation(add_requested: SignalInstance) -> QFrame:
    made = QFrame()
    made.setProperty("card", True)
    said = label(
        tr(
            "Add one, and see at once whether it works and as whom. What ~/.aws already holds is listed, "
            "ready to tick; or paste keys, or sign in with Identity Center."
        ),
        "muted",
        wraps=True,
    )
    said.setAlignment(Qt.AlignmentFlag.AlignCenter)
    theme.fit(said, widest=WIDEST_INVITATION)
    middle = row(gap=0)
    middle.addStretch(1)
    middle.addWidget(said, 1000)
    middle.addStretch(1)
    title = label(tr("No profile of your own yet"), "h2")
    title.setAlignment(Qt.AlignmentFlag.AlignCenter)
    add = button(tr("Add your first profile"), kind="primary", icon="plus", tint="on_accent")
    add.clicked.connect(lambda *_: add_requested.emit())
    body = column(Avatar(icon="key-round", size=48), title, middle, 4, add, gap=10, margins=(24, 34, 24, 36))
    for index in range(body.count()):
        item = body.itemAt(index)
        widget = item.widget() if item else None
        if widget is not None:
            body.setAlignment(widget, Qt.AlignmentFlag.AlignHCenter)
    made.setLayout(body)
    return made
