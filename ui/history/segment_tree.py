"""The contacts that belong together, as an indented list with their ids to copy and to open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolButton, QWidget

from console.history import Segment
from console.language import tr
from ui import dates, theme
from ui.controls import Elided, column, label, pill, row, tool
from ui.drawn import Picture
from ui.history import words

INDENT = 22
DEEPEST = 8
HIGHEST = 190
FEEDBACK_MS = 1500


class SegmentTree(QScrollArea):
    """Shows a tree from its root; `opened` names the record of another chat."""

    opened = Signal(str)

    def __init__(self, copy: Callable[[str], None]) -> None:
        super().__init__()
        self._copy = copy
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setMaximumHeight(HIGHEST)
        self.setAccessibleName(tr("Contacts that belong together"))

    def sizeHint(self) -> QSize:
        page = self.widget()
        return QSize(400, page.sizeHint().height() if page else 0)

    def show_tree(self, root: Segment, record_id: str, now: datetime) -> None:
        """Shows a tree; the segments of one record are marked."""
        lines = [self._line(one, depth, record_id, now) for one, depth in walked(root)]
        page = QWidget()
        page.setObjectName("clear")
        page.setLayout(column(*lines, gap=2, margins=(0, 0, 8, 0)))
        self.setWidget(page)
        self.updateGeometry()

    def _line(self, segment: Segment, depth: int, record_id: str, now: datetime) -> QWidget:
        made = QWidget()
        made.setObjectName("clear")
        line = row(gap=8, margins=(min(depth, DEEPEST) * INDENT, 0, 0, 0))
        is_own = segment.record is not None and segment.record.id == record_id
        icon = "message-circle" if segment.relation == "initial" else "corner-down-right"
        line.addWidget(Picture(icon, "accent" if is_own else "faint", 15))
        line.addWidget(label(words.RELATIONS[segment.relation], "strong" if is_own else "muted"))
        name = Elided(segment.contact_id, "mono", middle=True)
        line.addWidget(name, 1)
        if segment.began_at is not None:
            line.addWidget(label(dates.moment(segment.began_at, now), "faint"))
        line.addWidget(self._end(segment, is_own))
        line.addWidget(self._copy_button(segment.contact_id))
        made.setLayout(line)
        return made

    def _end(self, segment: Segment, is_own: bool) -> QWidget:
        if is_own:
            return pill(tr("This chat"), "info")
        if segment.record is None:
            return pill(tr("Not kept here"), "plain")
        key = segment.record.id
        who = words.customer(segment.record)
        return tool("arrow-right", tr("Open the chat of {who}", who=who), lambda: self.opened.emit(key))

    def _copy_button(self, contact_id: str) -> QToolButton:
        made = tool("copy", tr("Copy the contact ID {contact_id}", contact_id=contact_id))
        made.clicked.connect(lambda _=False: self._copied(contact_id, made))
        return made

    def _copied(self, contact_id: str, button: QToolButton) -> None:
        self._copy(contact_id)
        button.setIcon(theme.icon("check", "ok"))
        QTimer.singleShot(FEEDBACK_MS, button, lambda: button.setIcon(theme.icon("copy")))


def walked(root: Segment, depth: int = 0) -> Iterator[tuple[Segment, int]]:
    """Every segment of a tree from the top, with how deep it lies."""
    yield root, depth
    for one in root.following:
        yield from walked(one, depth + 1)
