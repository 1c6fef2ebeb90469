"""The card of an editor that holds the credentials: drawn from the table of kinds, one class a kind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout

from console.candidates import read_pasted
from console.kinds import KINDS, LONGEST_CHAINED_S, CredentialField, is_temporary
from console.language import tr, tr_text
from console.profiles import Kind, Profile
from ui import wording
from ui.controls import button, label, row
from ui.profiles.choices import ChoiceBox, ProfileBox
from ui.profiles.fields import FieldBox, LineBox, SecretBox
from ui.profiles.means import Means
from ui.profiles.picker import Choice
from ui.profiles.sheet import Section
from ui.profiles.typed import Typed

DURATIONS_S = (900, 1800, 3600, 7200, 14_400, 28_800, 43_200)
SECONDS_A_MINUTE = 60


def region_choices() -> list[Choice]:
    """The regions to choose from."""
    return [Choice(code, name) for code, name in wording.REGIONS.items()]


def box_of(field: CredentialField) -> FieldBox:
    """The box in which a field of the table is typed."""
    if field.is_secret:
        return SecretBox(field.name, is_optional=not field.is_required)
    return LineBox(field.name, example=field.example, is_optional=not field.is_required)


class CredentialsCard(Section):
    """The fields of one kind, one below the other. A kind with more to it has a class of its own."""

    def __init__(self, means: Means, kind: Kind) -> None:
        title, about = wording.KINDS_OF_CREDENTIALS[kind]
        super().__init__(title, wording.PROFILE_KINDS[kind][1], about)
        self.means = means
        self.kind = KINDS[kind]
        self.boxes: list[FieldBox] = []
        self.lay_out()

    def lay_out(self) -> None:
        """Makes the boxes and places them."""
        for field in self.kind.fields:
            self.add(self.made(box_of(field)))

    def made(self, box: FieldBox) -> FieldBox:
        """Notes a box as one of the card's."""
        self.boxes.append(box)
        return box

    def made_of(self, name: str) -> FieldBox:
        """The box of a field of the table."""
        return self.made(box_of(self.kind.field(name)))

    def show_typed(self, typed: Typed) -> None:
        """Shows what depends on the profile as it is typed now; called at each edit."""

    def leave(self) -> None:
        """Ends what goes on, since the editor is left."""


class KeyCard(CredentialsCard):
    """An access key, with a button that reads all its parts from the clipboard."""

    def lay_out(self) -> None:
        super().lay_out()
        self.paste = button(tr("Paste a key"), self.paste_key, icon="clipboard-paste")
        self.paste.setToolTip(tr("Takes export lines, INI or JSON from the clipboard and fills the fields"))
        self.pasted = label("", "muted", wraps=True)
        self.clear = button(tr("Clear the clipboard"), self._clear, kind="link")
        self.pasted.hide()
        self.clear.hide()
        line = row(self.paste, gap=10)
        line.addWidget(self.pasted, 1000)
        line.addWidget(self.clear)
        line.addStretch(1)
        self.add(line)

    def paste_key(self) -> None:
        """Fills the fields from whatever the clipboard holds of a key."""
        reading = read_pasted(QApplication.clipboard().text())
        keys = [one for one in reading.candidates if one.kind == "access_key"]
        self.pasted.setVisible(True)
        self.clear.setVisible(bool(keys))
        if not keys:
            self.pasted.setText(tr("The clipboard holds no key that could be read."))
            return
        for box in self.boxes:
            box.show_value(keys[0].entry.get(box.name, ""))
            box.tell()
        self.pasted.setText(tr("Filled from the clipboard, which still holds the key."))

    def _clear(self) -> None:
        QApplication.clipboard().clear()
        self.clear.hide()
        self.pasted.setText(tr("Filled from the clipboard, which is empty now."))
        self.paste.setFocus(Qt.FocusReason.OtherFocusReason)


class RoleCard(CredentialsCard):
    """A role on top of another profile."""

    def lay_out(self) -> None:
        self.source = ProfileBox("source")
        self.duration = ChoiceBox("duration_s")
        self.chained = label("", "warning", wraps=True)
        self.chained.hide()
        self._shown_for: tuple[str, int] | None = None
        self.add(self.made(self.source))
        self.add(self.made_of("role_arn"))
        self.add(pair(self.made_of("mfa_serial"), self.made_of("external_id")))
        self.add(pair(self.made_of("session_name"), self.made(self.duration)), self.chained)

    def show_typed(self, typed: Typed) -> None:
        profiles = self.means.wallet.profiles
        usable = [one for one in profiles.all if typed.profile not in _chain(profiles.chain(one), typed)]
        shown = (typed.profile.source or "", len(usable))
        if shown != self._shown_for:
            self._shown_for = shown
            self.source.show_choices(usable)
            self.source.show_value(typed.profile.source)
            self._show_durations(profiles.find(typed.profile.source), typed)
        self._show_cap(profiles.find(typed.profile.source), typed)

    def _show_durations(self, source: Profile | None, typed: Typed) -> None:
        most = LONGEST_CHAINED_S if source and is_temporary(source) else DURATIONS_S[-1]
        choices = [("", tr("AWS’s own choice, one hour"))]
        for seconds in DURATIONS_S:
            if seconds <= most:
                choices.append((str(seconds), wording.minutes(seconds // SECONDS_A_MINUTE)))
        self.duration.show_choices(choices)
        self.duration.show_value(typed.value("duration_s"))

    def _show_cap(self, source: Profile | None, typed: Typed) -> None:
        is_chained = source is not None and is_temporary(source)
        self.chained.setVisible(is_chained)
        if source is not None and is_chained:
            said = tr(
                "The keys of {name} are temporary themselves: a role on top of them lasts one hour at most.",
                name=source.name,
            )
            asked = str(typed.value("duration_s"))
            if asked.isdigit() and int(asked) > LONGEST_CHAINED_S:
                said = tr_text(said, tr("The time chosen above is cut to that."))
            self.chained.setText(said)


def _chain(chain: Sequence[Profile], typed: Typed) -> list[Profile]:
    """A chain, in which the profile that is edited stands as it is typed."""
    return [typed.profile if one.id == typed.profile.id else one for one in chain]


class ConsoleLoginCard(CredentialsCard):
    """What `aws login` left on this computer."""

    def lay_out(self) -> None:
        self.add(
            label(
                tr(
                    "Run “aws login” of the AWS CLI in a terminal, version 2.32 or newer, and sign in with "
                    "the browser. The console reads the session that it leaves when the profile is used, on "
                    "your click alone, and never writes to it. When it is over, run “aws login” again."
                ),
                "muted",
                wraps=True,
            )
        )
        super().lay_out()


def pair(first: FieldBox, second: FieldBox) -> QHBoxLayout:
    """Two boxes beside each other, equally wide."""
    line = row(gap=14)
    line.addWidget(first, 1)
    line.addWidget(second, 1)
    return line
