"""The editor of one profile: its fields, what is wrong with them, keeping it, and whether it works."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from console.errors import ConsoleError, VaultError
from console.language import tr
from console.profiles import Profile
from ui import wording
from ui.controls import Banner, Elided, button
from ui.profiles.cards import CARDS
from ui.profiles.errands import Errands
from ui.profiles.fields import FieldBox
from ui.profiles.form import Form
from ui.profiles.general import KnownByCard, MoreCard
from ui.profiles.keyring import KeyringBanner
from ui.profiles.means import Means
from ui.profiles.outcome import Outcome
from ui.profiles.sheet import Sheet
from ui.profiles.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from console.aws import Identity
    from console.shape import Problem

log = logging.getLogger(__name__)


class ProfileEditor(Sheet):
    """Edits a profile that is new or kept. What is typed stays, whatever goes wrong."""

    kept = Signal(object)
    """The profile, once it was kept."""
    use_requested = Signal(object)
    left = Signal()

    def __init__(self, means: Means, profile: Profile, entry: Mapping[str, str] | None = None) -> None:
        """Edits a profile with its entry; without an entry, what the keyring holds for it is loaded."""
        is_new = means.wallet.profiles.find(profile.id) is None
        title = tr("Add a profile") if is_new else tr("Edit {name}", name=profile.name)
        super().__init__(title, wording.KINDS_OF_CREDENTIALS[profile.kind][0])
        self.errands = Errands(means.tasks)
        self._keeping = means.tasks
        """What is being kept is kept, though the editor is left meanwhile."""
        self._means = replace(means, tasks=self.errands)
        self._profile = profile
        self._edits = 0
        self.typed = Typed(profile, entry or {})
        self._is_busy = self._is_kept = self._wants_keeping = self._is_left = False
        self._make_parts(profile)
        self._lay_out()
        boxes = (*self.known_by.boxes, *self.credentials.boxes, *self.more.boxes)
        self.form = Form(self, boxes, self.problems)
        self.form.edited.connect(self._edit)
        self.form.judged.connect(self._judge)
        self._show_values()
        if entry is None:
            self._begin_loading()
        elif self.typed.profile.name:
            self.form.show_problems()

    def _make_parts(self, profile: Profile) -> None:
        self.keyring = KeyringBanner(self._means, is_quiet=False)
        self.keyring.unlocked.connect(self._go_on)
        self.banner = Banner()
        self.known_by = KnownByCard(profile.kind)
        self.credentials = CARDS[profile.kind](self._means, profile.kind)
        self.more = MoreCard()
        self.outcome = Outcome()
        self.state = Elided("", "muted")
        self.cancel = button(tr("Cancel"), self.left.emit)
        self.test_button = button(tr("Test"), self.test)
        self.save_button = button(tr("Save and test"), self.save, kind="primary")
        self.use = button(tr("Use this profile"), self._use, kind="primary")
        self.use.hide()
        self.back.clicked.connect(lambda *_: self.left.emit())

    def _lay_out(self) -> None:
        parts = (self.keyring, self.banner, self.known_by, self.credentials, self.more, self.outcome)
        for part in parts:
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.add_footer(self.state, self.cancel, self.test_button, self.save_button, self.use)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(self.save)
        QShortcut(QKeySequence("Esc"), self, context=here).activated.connect(self.left.emit)

    # -- what is typed --------------------------------------------------------------------------

    def box(self, name: str) -> FieldBox:
        """The box of a field."""
        return self.form.boxes[name]

    def _show_values(self) -> None:
        self.form.show_values(self.typed.value)
        self.credentials.show_typed(self.typed)
        self.more.show_count()
        self._show_buttons()

    def focus_first(self) -> None:
        """Puts the keyboard where typing goes on: the first empty field that is needed."""
        order = ("name", "region", *(box.name for box in self.credentials.boxes))
        first = next((one for one in order if not self.typed.value(one)), "name")
        self.box(first).control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, name: str, value: object) -> None:
        self.typed.put(name, value)
        self._edits += 1
        self._is_kept = False
        self.outcome.forget()
        self.banner.hide()
        self.credentials.show_typed(self.typed)
        if name in ("endpoint", "instance_id", "proxy", "proxy_user", "proxy_password", "account"):
            self.more.show_count()
        self.form.show_problems()

    def problems(self) -> list[Problem]:
        """What is wrong with what is typed."""
        profile, entry = self.typed.profile, self.typed.entry
        return self._means.wallet.problems(profile, entry)

    def _judge(self, said: str) -> None:
        if self.form.has_problem(self.more.boxes):
            self.more.unfold()
        self._say(said)
        self._show_buttons()

    def _is_ready(self) -> bool:
        """Whether nothing blocks; else everything is said, and the keyboard is where it is put right."""
        is_ready, box = self.form.submit()
        if box is not None:
            box.control.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroll_to(box)
        return is_ready

    def _say(self, text: str) -> None:
        self.state.show_text(text)

    def _show_buttons(self) -> None:
        done = self._is_kept and not self.typed.is_changed
        self.cancel.setText(tr("Done") if done else tr("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())
        self.save_button.setVisible(not done)
        self.use.setVisible(done)
        for one in (self.test_button, self.save_button, self.use):
            one.setEnabled(not self._is_busy)

    # -- loading, keeping, trying ---------------------------------------------------------------

    async def _busily(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        self._is_busy = True
        self._show_buttons()
        try:
            await work()
        finally:
            self._is_busy = False
            if not self._is_left:
                self._show_buttons()

    def _begin_loading(self) -> None:
        self.errands.start(self._busily(self._load), "read a profile's credentials")

    async def _load(self) -> None:
        self._say(tr("Reading what the keyring holds…"))
        self.credentials.setEnabled(False)
        try:
            entry = await self._means.wallet.entry(self._profile)
        except VaultError as error:
            self._say("")
            self.keyring.tell(error, [])
            return
        finally:
            self.credentials.setEnabled(True)
        self._say("" if entry else tr("The keyring holds nothing for it: give its credentials again."))
        if not any(self.typed.entry.values()):
            typed = self.typed.profile
            self.typed = Typed(self._profile, entry)
            self.typed.profile = typed
            self._show_values()
        self.focus_first()

    def _go_on(self) -> None:
        """The keyring was unlocked: what it kept from being done is done."""
        if self._wants_keeping:
            self.save()
        elif not any(self.typed.entry.values()):
            self._begin_loading()

    def save(self, *, for_this_run: bool = False) -> None:
        """Keeps the profile and tests it, or shows what is wrong with it."""
        if not self._is_busy and self._is_ready():
            self._keeping.start(self._busily(lambda: self._save(for_this_run)), "keep a profile")

    async def _save(self, for_this_run: bool) -> None:
        wallet = self._means.wallet
        profile, entry = self.typed.as_kept()
        state = self.typed.state()
        self._say(tr("Keeping it…"))
        self._wants_keeping = True
        try:
            await wallet.keep(profile, entry, for_this_run=for_this_run)
        except ConsoleError as error:
            if not self._is_left:
                self._show_not_kept(error)
            return
        if self._is_left:
            return
        self._wants_keeping = False
        self.keyring.forget()
        self.typed.settle(state)
        self._is_kept = True
        self._say(
            tr("Kept for this run only") if for_this_run else tr("Kept in {store}", store=wallet.vault.name)
        )
        self.kept.emit(profile)
        self._begin_trying(profile, None)

    def _show_not_kept(self, error: ConsoleError) -> None:
        self._say(tr("Not kept. What you typed is still here."))
        if isinstance(error, VaultError):
            offer = (tr("Keep for this run only"), lambda: self.save(for_this_run=True))
            self.keyring.tell(error, [offer])
        else:
            self.banner.tell("danger", error.sentence, error.advice)
        self.scroll_up()

    def test(self) -> None:
        """Tests the profile as it is typed, kept or not."""
        if not self._is_busy and self._is_ready():
            profile, entry = self.typed.as_kept()
            is_as_kept = self._is_in_wallet() and not self.typed.is_changed
            self._begin_trying(profile, None if is_as_kept else entry)

    def _is_in_wallet(self) -> bool:
        return self._means.wallet.profiles.find(self.typed.profile.id) is not None

    def _begin_trying(self, profile: Profile, entry: Mapping[str, str] | None) -> None:
        self.errands.start(self._busily(lambda: self._try(profile, entry)), "test a profile")

    async def _try(self, profile: Profile, entry: Mapping[str, str] | None) -> None:
        edits = self._edits
        self.outcome.show_progress()
        self.scroll_to(self.outcome)
        try:
            told: ConsoleError | Identity = await self._means.wallet.test(profile, entry, self._means.ask)
        except ConsoleError as error:
            told = error
        if edits != self._edits:
            # It says nothing about what is typed now.
            self.outcome.forget()
            return
        is_kept = self._is_in_wallet() and not self.typed.is_changed
        lead = tr("It is kept all the same.") if is_kept else tr("It can be kept all the same.")
        self.outcome.show_told(told, lead)
        if is_kept and not isinstance(told, ConsoleError):
            self._note_account(profile, told)
        self.scroll_to(self.outcome)

    def _note_account(self, profile: Profile, identity: Identity) -> None:
        """Keeps the account beside the name, where the user allows it."""
        wallet = self._means.wallet
        if not self.typed.remembers_account or profile.account == identity.account:
            return
        try:
            wallet.note_account(profile, identity.account)
        except ConsoleError as error:
            log.warning("the account could not be noted: %s", error)
            return
        self.typed.profile = replace(profile, account=identity.account)
        self.kept.emit(self.typed.profile)

    def _use(self) -> None:
        profile = self._means.wallet.profiles.find(self.typed.profile.id)
        if profile is not None:
            self.use_requested.emit(profile)

    # -- leaving --------------------------------------------------------------------------------

    @property
    def would_lose(self) -> bool:
        """Whether leaving would lose something that was typed."""
        return self.typed.is_changed

    def forget(self) -> None:
        """Drops everything that was typed, since the editor is left."""
        self._is_left = True
        self.credentials.leave()
        self.form.forget()
        self.typed = Typed(self._profile, {})
