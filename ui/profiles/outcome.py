"""What a test of a profile brought: whose keys they are, how fast, how far the clock is off; or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from console.errors import ConsoleError, SignInNeeded, seconds_text
from console.language import tr, tr_in, tr_text
from ui import masking
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
        return tr("not known")
    if not ahead:
        return tr("exact to the second")
    time = seconds_text(abs(ahead))
    return tr("{time} ahead of AWS’s", time=time) if ahead > 0 else tr("{time} behind AWS’s", time=time)


def _warning_of(ahead_s: float) -> str:
    time = seconds_text(abs(ahead_s))
    if ahead_s > 0:
        return tr("This computer’s clock is {time} ahead of AWS’s", time=time)
    return tr("This computer’s clock is {time} behind AWS’s", time=time)


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
        self.waiting = label(tr("Testing…"), "muted")
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
            (tr("Account"), self.account),
            (tr_in("who a test has shown the keys to be of", "As"), self.arn),
            (tr("Answer in"), self.latency),
            (tr("Clock"), self.clock),
        )
        for number, (name, value) in enumerate(values):
            grid.addWidget(label(name, "muted"), number, 0)
            grid.addWidget(value, number, 1)
        return grid

    def forget(self) -> None:
        """Shows nothing."""
        self._show(None)

    def show_progress(self) -> None:
        """Shows that a test is under way."""
        self.waiting.setText(tr("Testing: asking AWS whose keys these are…"))
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
        self.title.setText(tr("It works, as {who}", who=who))
        self.account.show_text(identity.account)
        self.account.setAccessibleName(tr("Account {account}", account=identity.account))
        self.arn.show_text(identity.arn)
        self.latency.setText(tr("{milliseconds:,.0f} ms", milliseconds=identity.took_s * 1000))
        self.clock.setText(clock_text(identity))
        self._show(self._good)
        self._announce(self.title.text())
        ahead_s = identity.clock_ahead_s or 0
        if abs(ahead_s) > CLOCK_IS_FINE_S:
            said = _warning_of(ahead_s)
            self.banner.tell("warn", said, tr("AWS refuses requests from five minutes on. Set the clock."))

    def show_failure(self, error: ConsoleError, lead: str = "") -> None:
        """Shows why a test failed; `lead` says what holds all the same."""
        self._show(None)
        request = tr("Request {id}", id=error.request_id) if error.request_id else ""
        # Where somebody has yet to sign in, nothing is wrong with the profile.
        kind = "warn" if isinstance(error, SignInNeeded) else "danger"
        self.banner.tell(kind, error.sentence, tr_text(lead, error.advice), request)
        self.show()
        self._announce(error.sentence)

    def _announce(self, text: str) -> None:
        masking.announce(self, text)

    def _show(self, part: QWidget | None) -> None:
        for one in (self._progress, self._good):
            one.setVisible(one is part)
        self.banner.hide()
        self.setVisible(part is not None)
