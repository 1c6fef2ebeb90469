"""Adding profiles: what ~/.aws holds, ready to tick; what is pasted; or a kind, to be filled in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from console.candidates import Reading, read_aws_files
from console.errors import ConsoleError, VaultError
from console.language import tr, tr_count, tr_text
from console.profiles import OWN_KINDS, Kind, Profile, new_id
from console.workers import Workers
from ui import wording
from ui.choice import Choice
from ui.controls import Banner, Elided, button, label, row
from ui.drawn import Spinner
from ui.profiles.adoption import Adopted, adopted, all_adopted
from ui.profiles.candidate_list import CandidateList
from ui.profiles.keyring import KeyringBanner
from ui.profiles.means import Means
from ui.profiles.paste import PasteBox
from ui.profiles.sheet import Section, Sheet

if TYPE_CHECKING:
    from console.candidates import Candidate

FIRST_REGION = "us-east-1"
ABOUT: Mapping[Kind, str] = {
    "access_key": tr("A key of an IAM user, or temporary keys with their session token"),
    "role": tr("Stands on another profile’s keys, with an MFA code where the role wants one"),
    "identity_center": tr("Sign in with the browser, then choose account and role"),
    "console_login": tr("Uses the session that aws login left on this computer"),
}
"""What each kind of profile is, in a line."""


class KindChoice(Choice):
    """A kind of profile to be filled in by hand."""

    def __init__(self, kind: Kind) -> None:
        title, _ = wording.KINDS_OF_CREDENTIALS[kind]
        _, icon, token = wording.PROFILE_KINDS[kind]
        super().__init__(title, ABOUT[kind], (icon, token), tr("{kind}, by hand", kind=title))


class AddPane(Sheet):
    """Where profiles come from. Nothing is run, and nothing is kept before it is asked for."""

    kind_chosen = Signal(object, object)
    """A new profile and its entry, to be completed in the editor."""
    added = Signal(object)
    """The profiles that were kept, as a list."""
    left = Signal()

    def __init__(self, means: Means) -> None:
        super().__init__(tr("Add profiles"), tr("from ~/.aws, from the clipboard, or by hand"))
        self._means = means
        self._is_busy = False
        self._for_this_run = False
        self.keyring = KeyringBanner(means, is_quiet=False)
        self.keyring.unlocked.connect(self.add)
        self.banner = Banner()
        self.again = button(tr("Read again"), self.read_files, kind="ghost", icon="refresh-cw")
        self.again.setAccessibleName(tr("Read ~/.aws again"))
        self.found = CandidateList(tr("Profiles found in ~/.aws"), self.again)
        self.paste = PasteBox()
        self.pasted = CandidateList(tr("Profiles found in the pasted text"), self.paste.paste_button)
        self.said = label("", "muted", wraps=True)
        self._spinner = Spinner()
        self.state = Elided("", "muted")
        self.cancel = button(tr("Cancel"), self.left.emit)
        self.add_button = button(tr("Add"), self.add, kind="primary")
        self.choices = {kind: KindChoice(kind) for kind in OWN_KINDS}
        self._lay_out()
        self._connect()
        self._count()

    def _lay_out(self) -> None:
        files = Section(tr("Found in ~/.aws"), "folder-open", tr("read as text; nothing is run"), self.again)
        said = row(self._spinner, gap=10)
        said.addWidget(self.said, 1)
        files.add(self.found, said)
        pasted = Section(tr("Paste"), "clipboard-paste", tr("keys, a role, a start URL, in whatever form"))
        pasted.add(self.paste, self.pasted)
        by_hand = Section(tr("By hand"), "keyboard", tr("choose how the profile signs in"))
        grid = QGridLayout()
        grid.setSpacing(10)
        for number, choice in enumerate(self.choices.values()):
            grid.addWidget(choice, number // 2, number % 2)
            grid.setColumnStretch(number % 2, 1)
        by_hand.add(grid)
        for part in (self.keyring, self.banner, files, pasted, by_hand):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.add_footer(self.state, self.cancel, self.add_button)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda *_: self.left.emit())
        self.paste.read.connect(self._show_pasted)
        for one in (self.found, self.pasted):
            one.changed.connect(self._count)
            one.completed.connect(self._complete)
        for kind, choice in self.choices.items():
            choice.clicked.connect(lambda _=False, kind=kind: self._choose(kind))

    # -- what there is --------------------------------------------------------------------------

    def begin(self) -> None:
        """Begins anew: reads ~/.aws, and forgets what was pasted."""
        self.scroll_up()
        self.paste.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pasted.show_candidates((), ())
        self.banner.hide()
        self.keyring.forget()
        self.read_files()

    def forget(self) -> None:
        """Drops what was read: there are secrets in it."""
        self.found.show_candidates((), ())
        self.pasted.show_candidates((), ())
        self.said.clear()

    def read_files(self) -> None:
        """Reads ~/.aws on a thread."""
        self._means.tasks.start(self._read_files(), "read ~/.aws")

    async def _read_files(self) -> None:
        self._spinner.show()
        self.said.setText(tr("Reading…"))
        workers = Workers(1, "aws-files")
        try:
            home, environ = self._means.home, dict(self._means.environ)
            reading = await workers.call(lambda: read_aws_files(home, environ))
        finally:
            workers.close()
            self._spinner.hide()
        self.found.show_candidates(reading.candidates, self._known())
        is_told = reading.candidates or not reading.is_of_something
        none = [] if is_told else [tr("No profile was found there.")]
        self.said.setText(tr_text(*reading.notes, *none))
        if self.found.taken and self.paste.hasFocus():
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_pasted(self, reading: Reading) -> None:
        self.pasted.show_candidates(reading.candidates, self._known())
        self.scroll_to(self.pasted)

    def _known(self) -> list[str]:
        return [one.name for one in self._means.wallet.profiles.all]

    def _count(self) -> None:
        count = len(self.found.taken) + len(self.pasted.taken)
        counted = tr_count("Add one profile", "Add {count:,} profiles", count)
        text = counted if count else tr("Add profiles")
        self.add_button.setText(text)
        self.add_button.setAccessibleName(text)
        self.add_button.setEnabled(bool(count) and not self._is_busy)
        where = self._means.wallet.vault.name
        self.state.show_text(tr("To be kept in {store}", store=where) if count else tr("Tick what to add"))

    # -- what is done ---------------------------------------------------------------------------

    def _choose(self, kind: Kind) -> None:
        region = next((one.region for one in self._means.wallet.profiles.all), FIRST_REGION)
        self.kind_chosen.emit(Profile("", kind, region, id=new_id()), {})

    def _complete(self, candidate: Candidate) -> None:
        known = self._means.wallet.profiles.all
        source = next((one.id for one in known if one.name == candidate.source), None)
        made = adopted(candidate, {one.name.casefold() for one in known}, source)
        self.kind_chosen.emit(made.profile, made.entry)

    def add(self, *, for_this_run: bool = False) -> None:
        """Keeps what is ticked."""
        known = self._means.wallet.profiles.all
        wanted = [made for one in (self.found, self.pasted) for made in all_adopted(one.taken, known)]
        if wanted and not self._is_busy:
            self._means.tasks.start(self._add(wanted, for_this_run), "add profiles")

    async def _add(self, wanted: list[Adopted], for_this_run: bool) -> None:
        kept: list[Profile] = []
        self._is_busy = True
        self._count()
        self.state.show_text(tr("Keeping them…"))
        try:
            for one in wanted:
                await self._means.wallet.keep(one.profile, one.entry, for_this_run=for_this_run)
                kept.append(one.profile)
        except VaultError as error:
            offer = (tr("Keep for this run only"), lambda: self.add(for_this_run=True))
            self.keyring.tell(error, [offer])
            self.scroll_up()
        except ConsoleError as error:
            name = wanted[len(kept)].profile.name
            self.banner.tell("danger", f"{name}: {error.sentence}", error.advice)
            self.scroll_up()
        else:
            self.keyring.forget()
            self.added.emit(kept)
            return
        finally:
            self._is_busy = False
            self._count()
        self._leave_out(kept, wanted)

    def _leave_out(self, kept: list[Profile], wanted: list[Adopted]) -> None:
        """Takes the ticks off what was kept before one failed."""
        names = {one.candidate.name for one in wanted if one.profile in kept}
        for line in (*self.found.lines, *self.pasted.lines):
            if line.candidate.name in names:
                line.tick.setChecked(False)
        self._count()
