"""The profile that chats start with, at the head of the rail, and the menu that chooses another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QMenu, QWidget

from console.chat.clocks import Urgency, as_minutes
from console.language import tr, tr_in
from ui import theme, wording
from ui.controls import Elided, Press, column, pill, restyle, row
from ui.drawn import Avatar, Picture, profile_icon

if TYPE_CHECKING:
    from console.profiles import Profile

SESSION_SOON = timedelta(minutes=5)
"""From here on the temporary keys of a profile are counted down."""
SESSION_ROLES: dict[Urgency, str] = {
    "calm": "faint",
    "soon": "warning",
    "urgent": "warning",
    "over": "problem",
}
LONGEST_NAME = 40
PRODUCTION = tr("PRODUCTION")
_KEYS: Final = "how long keys hold, in a narrow place"


class ProfileButton(Press):
    """Which profile chats start with; a click chooses another."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "profile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._is_folded = False
        self._ends: datetime | None = None
        self._profile: Profile | None = None
        self.avatar = Avatar(size=32)
        self.avatar.hide()
        self.short_mark = pill(tr("PROD"), "production")
        self.short_mark.setProperty("small", True)
        self.name = Elided("", "h2")
        self.detail = Elided("", "faint")
        self.mark = pill(PRODUCTION, "production")
        self.session = Elided("", "faint")
        self.session.setProperty("small", True)
        self.texts = QWidget()
        self.texts.setLayout(column(None, self.name, self.detail, self.mark, self.session, None, gap=2))
        self.arrows = Picture("chevrons-up-down", "faint", 15)
        badge = column(None, self.avatar, self.short_mark, None, gap=3)
        badge.setAlignment(self.short_mark, Qt.AlignmentFlag.AlignHCenter)
        badge.setAlignment(self.avatar, Qt.AlignmentFlag.AlignHCenter)
        for part in (self.avatar, self.short_mark, self.texts, self.arrows):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line = row(badge, gap=10, margins=(9, 7, 10, 7))
        self._line.addWidget(self.texts, 1)
        self._line.addWidget(self.arrows)
        self.setLayout(self._line)
        self.fold(False)

    def show_profile(self, profile: Profile) -> None:
        """Shows name, region and kind, and production as what it is."""
        self._profile = profile
        kind = wording.PROFILE_KINDS[profile.kind][0]
        self.avatar.show_profile(profile)
        self.avatar.show()
        self.name.show_text(profile.name)
        self.detail.show_text(" · ".join(filter(None, (profile.region, kind))))
        restyle(self, production=profile.is_production)
        what = [tr("production")] if profile.is_production else []
        self.setAccessibleName(
            ", ".join([tr("Profile: {name}", name=profile.name), *what, profile.region, kind])
        )
        self.setToolTip(f"{profile.name} · {PRODUCTION if profile.is_production else kind}")
        self._arrange()

    def show_session(self, ends: datetime | None, now: datetime) -> None:
        """Shows until when the temporary keys hold; None where there are none."""
        self._ends = ends
        self.look_at_clock(now)
        self._arrange()

    def look_at_clock(self, now: datetime) -> None:
        """Shows what is left of the temporary keys at this moment."""
        text, urgency = session_left(self._ends, now)
        if text != self.session.whole():
            self.session.show_text(text)
            self.setAccessibleDescription(text)
            restyle(self.session, role=SESSION_ROLES[urgency])

    def fold(self, folded: bool) -> None:
        """Shows only the avatar, and below it whether it is production."""
        self._is_folded = folded
        self.texts.setVisible(not folded)
        self.arrows.setVisible(not folded)
        margin = 2 if folded else 9
        self._line.setContentsMargins(margin, 7, margin, 7)
        self._arrange()

    def _arrange(self) -> None:
        is_production = self._profile is not None and self._profile.is_production
        self.short_mark.setVisible(is_production and self._is_folded)
        self.mark.setVisible(is_production)
        self.session.setVisible(self._ends is not None)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(60, max(52, self._line.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(30, self.sizeHint().height())


def session_left(ends: datetime | None, now: datetime) -> tuple[str, Urgency]:
    """What is left of temporary keys in words, by the minute until the last few, and how pressing it is."""
    if ends is None:
        return "", "calm"
    left = ends - now
    if left <= timedelta():
        return tr_in(_KEYS, "keys have expired"), "over"
    if left <= SESSION_SOON:
        return tr_in(_KEYS, "keys for {duration}", duration=as_minutes(left)), "soon"
    # A minute that has begun counts as whole; from the second hour on, minutes only unsettle.
    duration = wording.minutes(-(-left // timedelta(minutes=1)))
    return tr_in(_KEYS, "keys for {duration}", duration=duration), "calm"


class ProfileMenu(QMenu):
    """The profiles to choose from, and what else can be done with them."""

    chosen = Signal(object)
    manage_requested = Signal()
    doctor_requested = Signal()
    add_requested = Signal()
    lock_requested = Signal()

    def __init__(self, parent: QWidget, profiles: Sequence[Profile], chosen: Profile | None) -> None:
        super().__init__(parent)
        for profile in profiles:
            self._add(profile, is_chosen=chosen is not None and profile.id == chosen.id)
        self.addSeparator()
        for text, icon, told in (
            (tr("Manage profiles…"), "settings", self.manage_requested),
            (tr("Add profile…"), "plus", self.add_requested),
            (tr("Examine what it may do"), "stethoscope", self.doctor_requested),
            (tr("Lock now"), "lock", self.lock_requested),
        ):
            self.addAction(theme.icon(icon), text).triggered.connect(lambda _=False, told=told: told.emit())

    def _add(self, profile: Profile, *, is_chosen: bool) -> None:
        action = self.addAction(profile_icon(profile), _menu_text(profile))
        if is_chosen:
            font = action.font()
            font.setWeight(QFont.Weight.DemiBold)
            action.setFont(font)
        action.triggered.connect(lambda: self.chosen.emit(profile))


def _menu_text(profile: Profile) -> str:
    """A profile in a line of a menu, where & would underline a letter and a tab make a column."""
    name = wording.short(" ".join(profile.name.split()), LONGEST_NAME).replace("&", "&&")
    if profile.kind == "environment" and not profile.region:
        return f"{name}…"
    mark = f"  ·  {PRODUCTION}" if profile.is_production else ""
    return f"{name}  ·  {profile.region or wording.PROFILE_KINDS[profile.kind][0]}{mark}"
