"""One profile of the list: who it is, how it stands with it, and what can be done with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from console.chat.clocks import as_minutes
from console.language import tr
from console.profiles import Profile
from ui import wording
from ui.controls import Elided, FlowLayout, button, column, pill, restyle, row, tool
from ui.drawn import Avatar
from ui.profiles.outcome import Outcome
from ui.profiles.standing import Standing

SECRETS = {
    "missing": (
        tr("secret missing"),
        "danger",
        tr("The keyring holds nothing for it. Edit it and give its credentials again."),
    ),
    "spoilt": (
        tr("secret unreadable"),
        "danger",
        tr("What the keyring holds can’t be read. Edit it and give them again."),
    ),
    "out of reach": (tr("keyring closed"), "warn", tr("The keyring is locked or can’t be reached.")),
}
"""Of each state of a secret that is not well: its words, the kind of its pill, and what to do."""

AVATAR, GAP = 40, 12
SOON = timedelta(minutes=5)
"""From here on temporary keys are counted down."""


def keys_left(left: timedelta) -> tuple[str, str]:
    """What is left of temporary keys in words, and the kind of their pill."""
    if left <= timedelta():
        return tr("keys have expired"), "danger"
    if left <= SOON:
        return tr("keys for {time}", time=as_minutes(left)), "warn"
    return tr("keys for {time}", time=wording.minutes(-(-left // timedelta(minutes=1)))), "ok"


class ProfileEntry(QFrame):
    """A card in the list of profiles. It tells what was asked for with the profile."""

    use_requested = Signal(object)
    test_requested = Signal(object)
    edit_requested = Signal(object)
    doctor_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.profile = profile
        self.avatar = Avatar(size=AVATAR)
        self.name = Elided("", "h2")
        self.production = pill(tr("PRODUCTION"), "production")
        self.detail = Elided("", "muted")
        self.chosen = pill(tr("in use"), "info")
        self.session = pill("", "ok")
        self.secret = pill("", "danger")
        self.sign_in = pill(tr("needs a sign-in"), "warn")
        self.for_this_run = pill(tr("kept for this run only"), "warn")
        self.for_this_run.setToolTip(tr("In memory alone: it is gone when the window closes."))
        self.outcome = Outcome()
        self.use = button(tr("Use"), lambda: self.use_requested.emit(self.profile))
        self.test = button(tr("Test"), lambda: self.test_requested.emit(self.profile))
        self.edit = tool("pencil", tr("Edit"), lambda: self.edit_requested.emit(self.profile))
        self.doctor = tool("stethoscope", tr("Doctor"), lambda: self.doctor_requested.emit(self.profile))
        self.remove = tool("trash-2", tr("Remove"), lambda: self.remove_requested.emit(self.profile))
        self._ends: datetime | None = None
        self._lay_out()
        self.show_profile(profile, "")
        self.show_standing(Standing())

    def _lay_out(self) -> None:
        first = row(gap=8)
        first.addWidget(self.name, 1)
        self._pills = FlowLayout(6)
        for one in self.pills:
            self._pills.addWidget(one)
        self._states = QWidget()
        # Below the name, beside which the avatar stands.
        indent = row(AVATAR + GAP, gap=0)
        indent.addLayout(self._pills, 1)
        self._states.setLayout(indent)
        texts = column(first, self.detail, gap=2)
        head = row(self.avatar, gap=GAP)
        head.addLayout(texts, 1)
        head.addLayout(row(self.use, self.test, gap=8))
        head.addLayout(row(self.edit, self.doctor, self.remove, gap=2))
        self.setLayout(column(head, self._states, self.outcome, gap=10, margins=(16, 14, 14, 14)))

    @property
    def pills(self) -> tuple[QLabel, ...]:
        """What is said of the profile in a word or two, most important first."""
        return (self.production, self.chosen, self.secret, self.sign_in, self.for_this_run, self.session)

    def show_profile(self, profile: Profile, stands_on: str) -> None:
        """Shows another state of the profile; `stands_on` names the one whose keys it uses."""
        if profile != self.profile:
            # What was found out is not true of another key or region.
            self.outcome.forget()
        self.profile = profile
        self.avatar.show_profile(profile)
        self.name.show_text(profile.name)
        kind = wording.PROFILE_KINDS[profile.kind][0]
        host = (profile.endpoint or "").partition("://")[2]
        below = tr("on {profile}", profile=stands_on) if stands_on else ""
        parts = (kind, below, profile.region, host, profile.account or "")
        self.detail.show_text(" · ".join(filter(None, parts)))
        self.production.setVisible(profile.is_production)
        self.setAccessibleName(tr("Profile {name}", name=profile.name))
        for made, name in (
            (self.use, tr("Use {name}", name=profile.name)),
            (self.test, tr("Test {name}", name=profile.name)),
            (self.edit, tr("Edit {name}", name=profile.name)),
            (self.doctor, tr("Check with the doctor: {name}", name=profile.name)),
            (self.remove, tr("Remove {name}", name=profile.name)),
        ):
            made.setAccessibleName(name)
        self._arrange()

    def show_chosen(self, is_chosen: bool) -> None:
        """Marks the profile that chats start with."""
        self.chosen.setVisible(is_chosen)
        self.use.setEnabled(not is_chosen)
        self._arrange()

    def show_standing(self, standing: Standing) -> None:
        """Shows how it stands with the secret and the sign-in."""
        words = SECRETS.get(standing.secret)
        self.secret.setVisible(words is not None)
        if words is not None:
            text, kind, advice = words
            self.secret.setText(text)
            restyle(self.secret, pill=kind)
            self.secret.setToolTip(advice)
        self.sign_in.setVisible(standing.needs_sign_in)
        self.for_this_run.setVisible(standing.is_for_this_run)
        self._arrange()

    def show_session(self, ends: datetime | None, now: datetime) -> None:
        """Shows until when temporary keys hold; None where there are none."""
        self._ends = ends
        self.session.setVisible(ends is not None)
        self.look_at_clock(now)
        self._arrange()

    def look_at_clock(self, now: datetime) -> None:
        """Shows what is left of the keys at this moment."""
        if self._ends is not None:
            text, kind = keys_left(self._ends - now)
            if text != self.session.text():
                self.session.setText(text)
                restyle(self.session, pill=kind)
                self._pills.invalidate()

    def _arrange(self) -> None:
        shown = [one for one in self.pills if not one.isHidden()]
        self._states.setVisible(bool(shown))
        self.setAccessibleDescription(", ".join([self.detail.whole(), *(one.text() for one in shown)]))
        self._pills.invalidate()
        self._states.updateGeometry()
