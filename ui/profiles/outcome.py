"""What a test of a profile brought: whose keys they are, how fast, how far the clock is off; or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from console.errors import ConsoleError, SignInNeeded, seconds_text
from ui.controls import Banner, Elided, column, framed, label, row
from ui.drawn import Picture, Spinner

if TYPE_CHECKING:
    from console.aws import Identity

CLOCK_IS_FINE_S = 60.0
"""AWS takes a clock that is up to five minutes off; from here on it is said as a warning."""


def clock_text(identity: Identity) -> str:
    """How this computer's clock stands to AWS's."""
    ahead = identity.clock_ahead_s
    if ahead is None:
        return "not known"
    if not ahead:
        return "exact to the second"
    return f"{seconds_text(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'} AWS’s"


class Outcome(QWidget):
    """The last test of a profile. Hidden until there was one."""

    def __init__(self) -> None:
        super().__init__()
        self.banner = Banner()
        self.account, self.arn = Elided("", "mono"), Elided("", "mono", middle=True)
        self.latency, self.clock = label(), label()
        self.title = label("", "strong", wraps=True)
        head = row(Picture("circle-check", "ok"), gap=9)
        head.addWidget(self.title, 1)
        self._good = framed(column(head, self._grid(), gap=8, margins=(14, 12, 14, 12)), inset=True)
        self.waiting = label("Testing…", "muted")
        line = row(Spinner(), gap=10, margins=(14, 10, 14, 10))
        line.addWidget(self.waiting, 1)
        self._progress = framed(line, inset=True)
        self.setLayout(column(self._progress, self._good, self.banner, gap=0))
        self.forget()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        grid.setContentsMargins(26, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        values = (
            ("Account", self.account),
            ("As", self.arn),
            ("Answer in", self.latency),
            ("Clock", self.clock),
        )
        for number, (name, value) in enumerate(values):
            grid.addWidget(label(name, "muted"), number, 0)
            grid.addWidget(value, number, 1)
        return grid

    def forget(self) -> None:
        """Shows nothing."""
        self._show(None)

    def show_progress(self, text: str = "Testing: asking AWS whose keys these are…") -> None:
        """Shows that a test is under way."""
        self.waiting.setText(text)
        self._show(self._progress)

    def show_told(self, told: Identity | ConsoleError, lead: str = "") -> None:
        """Shows how a test ended; `lead` says what holds though it failed."""
        if isinstance(told, ConsoleError):
            self.show_failure(told, lead)
        else:
            self.show_identity(told)

    def show_identity(self, identity: Identity) -> None:
        """Shows a test that went well."""
        who = identity.arn.rpartition(":")[2].partition("/")[2] or identity.arn
        self.title.setText(f"It works, as {who}")
        self.account.show_text(identity.account)
        self.account.setAccessibleName(f"Account {identity.account}")
        self.arn.show_text(identity.arn)
        self.latency.setText(f"{identity.took_s * 1000:,.0f} ms")
        self.clock.setText(clock_text(identity))
        self._show(self._good)
        self._announce(self.title.text())
        if abs(identity.clock_ahead_s or 0) > CLOCK_IS_FINE_S:
            said = f"This computer’s clock is {clock_text(identity)}"
            self.banner.tell("warn", said, "AWS refuses requests from five minutes on. Set the clock.")

    def show_failure(self, error: ConsoleError, lead: str = "") -> None:
        """Shows why a test failed; `lead` says what holds all the same."""
        self._show(None)
        request = f"Request {error.request_id}" if error.request_id else ""
        # Where somebody has yet to sign in, nothing is wrong with the profile.
        kind = "warn" if isinstance(error, SignInNeeded) else "danger"
        self.banner.tell(kind, error.sentence, " ".join(filter(None, (lead, error.advice))), request)
        self.show()
        self._announce(error.sentence)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _show(self, part: QWidget | None) -> None:
        for one in (self._progress, self._good):
            one.setVisible(one is part)
        self.banner.hide()
        self.setVisible(part is not None)
