"""The doctor's page: what a profile may do with an instance and a flow, told check by check."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from console.doctor import CHECKS, Finding, examine
from console.language import tr
from console.profiles import Profile
from ui import masking, theme
from ui.controls import Elided, button, column, framed, label, pill, row, rule, tool
from ui.doctor.finding_row import COPIED_FOR_MS, FindingRow
from ui.doctor.policy_box import Highlight, PolicyBox
from ui.doctor.report import counted, report
from ui.doctor.subject import Subject
from ui.drawn import Avatar, Meter, Picture, Spinner
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from console.aws import Connect

OpenDoor = Callable[[Profile], "Awaitable[Connect]"]
MARGIN = 24


class Examine(Protocol):
    """What `console.doctor.examine` is."""

    def __call__(
        self, open_door: OpenDoor, profile: Profile, instance_id: str, flow_id: str, *, contact_id: str
    ) -> AsyncIterator[Finding]:
        """The findings, as they are made."""


class DoctorPage(QWidget):
    """A page of the centre. `examine_subject` begins; findings stand there as they come."""

    closed = Signal()
    field_requested = Signal(object)
    """The path of a field of the request that a finding is about."""
    examined = Signal(object)
    """All findings, once every check was made."""

    def __init__(
        self, tasks: Tasks, open_door: OpenDoor, highlight: Highlight, examine: Examine = examine
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._tasks, self._open, self._examine = tasks, open_door, examine
        self._subject: Subject | None = None
        self._running: asyncio.Task[Any] | None = None
        self._is_whole = False
        self.findings: list[Finding] = []
        self.policy = PolicyBox(highlight)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(COPIED_FOR_MS)
        self._calm.timeout.connect(lambda: self._show_copied(False))
        self._lay_out()
        self._show_state()

    # -- parts ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setObjectName("clear")
        sheet.setMinimumSize(1, 1)
        self._rows = column(gap=0)
        self._list = framed(self._rows, card=True)
        self._list.setAccessibleName(tr("Findings"))
        sheet.setLayout(
            column(
                self._made_summary(), self._list, self.policy, None, gap=12, margins=(MARGIN, 2, MARGIN, 20)
            )
        )
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(sheet)
        page = column(self._made_header(), gap=0)
        page.addWidget(self._scroll, 1)
        self.setLayout(page)

    def _made_header(self) -> QWidget:
        self.avatar = Avatar(size=40)
        self.subject = Elided("", "muted")
        self._mark = pill(tr("PRODUCTION"), "production")
        self.again = button(tr("Run again"), self.run, icon="refresh-cw")
        self.cancel_button = button(tr("Cancel"), self.cancel, icon="circle-stop")
        self.close_button = tool("x", tr("Close the doctor (Esc)"), self.close_page)
        about = row(self._mark, gap=8)
        about.addWidget(self.subject, 1)
        line = row(self.avatar, gap=12, margins=(MARGIN, 20, MARGIN, 14))
        line.addLayout(column(label(tr("Doctor"), "h1"), about, gap=2), 1)
        for part in (self.again, self.cancel_button, self.close_button):
            line.addWidget(part)
        header = QWidget()
        header.setObjectName("header")
        header.setLayout(line)
        return header

    def _made_summary(self) -> QWidget:
        self._spinner, self._sign = Spinner(18), Picture("stethoscope", "accent", 18)
        self.summary = label("", "h2", wraps=True)
        self.progress = label("", "muted")
        self._meter = Meter(tr("Checks made"))
        head = row(self._spinner, self._sign, gap=10)
        head.addWidget(self.summary, 1)
        head.addWidget(self.progress)
        self.copy_button = button(tr("Copy report"), self.copy_report, icon="copy")
        head.addWidget(self.copy_button)
        return framed(column(head, self._meter, gap=10, margins=(18, 12, 16, 12)), card=True)

    # -- examining ------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether checks are being made."""
        return self._running is not None and not self._running.done()

    def examine_subject(self, subject: Subject) -> None:
        """Begins with another profile, instance or flow, or again with the same."""
        self._subject = subject
        self.avatar.show_profile(subject.profile)
        self._mark.setVisible(subject.profile.is_production)
        self.subject.show_text(subject.line)
        self.run()

    def run(self) -> None:
        """Makes every check anew."""
        if self._subject is None:
            return
        self.cancel()
        self._clear()
        self._is_whole = False
        self.policy.show_subject(self._subject)
        self._running = self._tasks.start(self._follow(self._subject), "examine the profile")
        if self._running is not None:
            self._running.add_done_callback(self._ended)
        self._show_state()

    def cancel(self) -> None:
        """Ends the checks; what was found stays."""
        if self._running is not None:
            self._running.cancel()

    def close_page(self) -> None:
        """Ends the checks and leaves the page."""
        self.cancel()
        self.closed.emit()

    async def _follow(self, subject: Subject) -> None:
        where = (subject.profile, subject.instance_id, subject.flow_id)
        async for finding in self._examine(self._open, *where, contact_id=subject.contact_id):
            self._add(finding)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if task is not self._running:
            return
        self._is_whole = not task.cancelled() and task.exception() is None
        self._show_state()
        if self._is_whole:
            masking.announce(self.summary, self.summary.text())
            self.examined.emit(tuple(self.findings))

    def _clear(self) -> None:
        self.findings.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _add(self, finding: Finding) -> None:
        if self.findings:
            self._rows.addWidget(rule())
        self.findings.append(finding)
        line = FindingRow(finding)
        line.field_requested.connect(self.field_requested)
        self._rows.addWidget(line)
        account = str(finding.facts.get("account") or "")
        if account and self._subject is not None:
            self.policy.show_subject(self._subject, account)
        self._show_state()

    # -- what is shown --------------------------------------------------------------------------

    def _show_state(self) -> None:
        running, made = self.is_running, len(self.findings)
        self._list.setVisible(made > 0)
        self._spinner.setVisible(running)
        self._sign.setVisible(not running)
        self._sign.show_icon(*self._shown_sign())
        self._meter.setVisible(running)
        self._meter.show_use(made, len(CHECKS))
        progress = tr("{made} of {all}", made=made, all=len(CHECKS))
        self.progress.setText(progress if running or (made and not self._is_whole) else "")
        self.summary.setText(self._words(running))
        # The keyboard stays on the one of the two that is there.
        had_focus = self.window().focusWidget() in (self.again, self.cancel_button)
        self.again.setVisible(not running)
        self.cancel_button.setVisible(running)
        if had_focus:
            self.focus()
        self.copy_button.setEnabled(made > 0)
        self._show_copied(False)

    def _words(self, running: bool) -> str:
        counts = counted(self.findings)
        if running:
            return counts or tr("Examining…")
        if not self.findings:
            return tr("Nothing was examined.")
        return counts if self._is_whole else tr("{counts} · stopped before the end", counts=counts)

    def _shown_sign(self) -> tuple[str, str]:
        outcomes = {finding.outcome for finding in self.findings}
        if "fails" in outcomes:
            return "circle-x", "danger"
        if outcomes == {"holds"}:
            return "circle-check", "ok"
        return ("circle-help", "faint") if outcomes else ("stethoscope", "accent")

    def copy_report(self) -> None:
        """Copies all findings and the policy as text, without a secret."""
        if self._subject is not None:
            QGuiApplication.clipboard().setText(report(self._subject, self.findings, self.policy.policy))
            self._show_copied(True)
            self._calm.start()

    def _show_copied(self, copied: bool) -> None:
        self.copy_button.setIcon(theme.icon("check" if copied else "copy", "ok" if copied else "muted"))
        text = tr("Copied") if copied else tr("Copy report")
        self.copy_button.setText(f" {text}")
        self.copy_button.setAccessibleName(text)

    def focus(self) -> None:
        """Takes the keyboard."""
        shown = self.cancel_button if self.is_running else self.again
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        elif event.key() == Qt.Key.Key_F5 and not self.is_running:
            self.run()
        else:
            super().keyPressEvent(event)
