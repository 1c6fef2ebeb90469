"""Candidates as lines with a tick: what each is, what is odd about it, what it would run and never does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.credentials import check_region
from console.errors import ProfileProblem
from console.language import tr, tr_text
from console.redaction import clean, short_key_id
from ui import wording
from ui.controls import Elided, button, column, label, row
from ui.drawn import Picture
from ui.profiles.adoption import can_be_completed, can_be_ticked, lacks_region_alone, stands_on
from ui.profiles.credentials import region_choices
from ui.profiles.picker import Picker
from ui.profiles.sheet import tab_after

if TYPE_CHECKING:
    from console.candidates import Candidate


def detail_of(candidate: Candidate) -> str:
    """Kind, region, and what tells the candidate from others, without a secret."""
    entry = candidate.entry
    key_id = entry.get("access_key_id", "")
    known = (
        wording.PROFILE_KINDS[candidate.kind][0],
        candidate.region or tr("no region"),
        short_key_id(key_id) if key_id else "",
        entry.get("role_arn", "").rpartition(":")[2],
        entry.get("start_url", "").partition("://")[2],
        "/".join(filter(None, (entry.get("account_id", ""), entry.get("role_name", "")))),
        tr("on {profile}", profile=candidate.source) if candidate.source else "",
        "MFA" if entry.get("mfa_serial") else "",
    )
    return " · ".join(filter(None, known))


class CandidateLine(QFrame):
    """One candidate. It tells its tick, and that a person wants to complete it."""

    ticked = Signal(object, bool)
    completed = Signal(object)

    def __init__(self, candidate: Candidate, *, is_known: bool) -> None:
        super().__init__()
        self._read = self.candidate = candidate
        self._is_known = is_known
        self._can_be_ticked: bool | None = None
        self.setProperty("line", True)
        self.tick = QCheckBox()
        self.stops: list[QWidget] = [self.tick]
        self.tick.setAccessibleName(tr("Add {name}", name=candidate.name))
        self.tick.clicked.connect(lambda on: self.ticked.emit(self.candidate, on))
        self.detail = Elided("", "muted")
        self.problem = label("", "warning", wraps=True)
        self._trouble = QWidget()
        texts = column(Elided(candidate.name, "strong"), self.detail, gap=1)
        self._add_notes(texts)
        line = row(gap=10, margins=(12, 9, 10, 9))
        line.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self._add_end(line)
        self.setLayout(line)
        self.show_region("")

    def _add_notes(self, texts: QVBoxLayout) -> None:
        read = self._read
        address = clean(read.endpoint)
        endpoint = tr("It names the endpoint {address}, which is not taken over.", address=address)
        known = tr("You have a profile of this name already.") if self._is_known else ""
        for text in filter(None, (read.note, endpoint if read.endpoint else "", known)):
            texts.addWidget(label(wording.breakable(text), "faint", wraps=True))
        if read.command:
            # As it stands in the file, but for what is a secret by its looks.
            shown = clean(read.command)
            command = label(wording.breakable(shown), "mono", wraps=True, selectable=True)
            command.setAccessibleName(tr("Its command, which is not run: {command}", command=shown))
            texts.addWidget(command)
        said = row(gap=6)
        said.addWidget(Picture("triangle-alert", "warn", 14), 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.problem, 1)
        self._trouble.setLayout(said)
        texts.addWidget(self._trouble)

    @property
    def lacks_region(self) -> bool:
        """Whether it was read without a region, and needs nothing else."""
        return lacks_region_alone(self._read)

    def _add_end(self, line: QHBoxLayout) -> None:
        if can_be_completed(self._read):
            name = tr("Complete {name}", name=self._read.name)
            made = button(tr("Complete…"), lambda: self.completed.emit(self.candidate), name=name)
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            self.stops.append(made)

    def show_region(self, region: str) -> None:
        """Shows the candidate with a region, if it has none of its own; with an empty one as it was read."""
        if self.lacks_region:
            self.candidate = replace(self._read, region=region)
        can = can_be_ticked(self.candidate)
        if can != self._can_be_ticked:
            self._can_be_ticked = can
            self.tick.setEnabled(can)
            self.tick.setChecked(can and not self._is_known)
        self.detail.show_text(detail_of(self.candidate))
        trouble = self._read.problem or ("" if self.candidate.region else tr("It has no region."))
        self.problem.setText(wording.breakable(trouble))
        self._trouble.setVisible(bool(trouble))
        self.tick.setAccessibleDescription(tr_text(self.detail.whole(), trouble))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.tick.isEnabled():
            self.tick.click()


class CandidateList(QWidget):
    """The candidates of one reading. Who ticks a role ticks what it stands on, and the other way round.

    Where some have no region, one is asked for that serves them all.
    """

    changed = Signal()
    completed = Signal(object)

    def __init__(self, name: str, before: QWidget) -> None:
        """`before` is the widget from which Tab comes here."""
        super().__init__()
        self.setAccessibleName(name)
        self._before = before
        self.lines: list[CandidateLine] = []
        self._lines = column(gap=0)
        frame = QFrame()
        frame.setProperty("inset", True)
        frame.setLayout(self._lines)
        self.region = Picker(tr("Region of those without one"))
        self.region.setPlaceholderText("eu-central-1")
        self.region.show_choices(region_choices())
        self.region.textChanged.connect(self._show_region)
        caption = label(tr("Region of those without one"), "label")
        caption.setBuddy(self.region)
        line = row(caption, gap=12)
        line.addWidget(self.region, 1)
        self._asked = QWidget()
        self._asked.setLayout(line)
        self.setLayout(column(frame, self._asked, gap=10))
        self.hide()

    def show_candidates(self, candidates: Sequence[Candidate], known: Sequence[str]) -> None:
        """Shows other candidates; those that can be added are ticked, but for names that are known."""
        for line in self.lines:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        taken = {name.casefold() for name in known}
        self.lines = [CandidateLine(one, is_known=one.name.casefold() in taken) for one in candidates]
        for line in self.lines:
            line.ticked.connect(self._follow)
            line.completed.connect(self.completed)
            self._lines.addWidget(line)
        self._asked.setVisible(any(lacks_region_alone(one) for one in candidates))
        self.setVisible(bool(self.lines))
        tab_after(self._before, *(stop for line in self.lines for stop in line.stops), self.region)
        self._show_region()

    def _show_region(self) -> None:
        region = self.region.text().strip()
        try:
            check_region(region)
        except ProfileProblem:
            region = ""
        for line in self.lines:
            if line.lacks_region:
                line.show_region(region)
        self.changed.emit()

    @property
    def candidates(self) -> list[Candidate]:
        """All that are listed."""
        return [line.candidate for line in self.lines]

    @property
    def taken(self) -> list[Candidate]:
        """Those that are ticked."""
        return [line.candidate for line in self.lines if line.tick.isChecked()]

    def _follow(self, candidate: Candidate, on: bool) -> None:
        if on:
            also = [line for line in self.lines if line.candidate in stands_on(candidate, self.candidates)]
        else:
            also = [line for line in self.lines if candidate in stands_on(line.candidate, self.candidates)]
        for line in also:
            if line.tick.isEnabled():
                line.tick.setChecked(on)
        self.changed.emit()
