"""The search field and the filters above the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from console.history import OUTCOMES, Choices, Filter
from console.language import tr, tr_in
from ui import theme
from ui.controls import FlowLayout, button, column, show_magnifier
from ui.history import words

TYPED_MS = 180
"""A pause in typing after which a search begins."""
MOST_LETTERS = 200
WIDEST = 230


class Filters(QWidget):
    """What contacts are wanted; `changed` tells that it is something else."""

    changed = Signal()
    down_pressed = Signal()
    """The keyboard is to go on in the list."""

    def __init__(self) -> None:
        super().__init__()
        self.search = _SearchField(self.down_pressed.emit)
        self.profile = _choice(tr("Profile"), tr("Every profile"))
        self.flow = _choice(tr("Flow"), tr("Every flow"))
        self.outcome = _choice(tr("Outcome"), tr("Every outcome"))
        for one in OUTCOMES:
            self.outcome.addItem(words.OUTCOMES[one][0], one)
        self.since = _choice(tr_in("label of a time", "Started"), words.SINCE[0][0])
        for text, span in words.SINCE[1:]:
            self.since.addItem(text, span)
        self.clear_button = button(
            tr_in("search and filters", "Clear"), self.clear, kind="link", name=tr("Clear search and filters")
        )
        self.clear_button.setProperty("beside", True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPED_MS)
        self._soon.timeout.connect(self._tell)
        self.search.textChanged.connect(lambda _: self._soon.start())
        self.search.returnPressed.connect(self._search_now)
        self._choices = (self.profile, self.flow, self.outcome, self.since)
        for choice in self._choices:
            choice.currentIndexChanged.connect(lambda _: self._tell())
        line = QWidget()
        flow = FlowLayout(8)
        for part in (*self._choices, self.clear_button):
            flow.addWidget(part)
        line.setLayout(flow)
        self.setLayout(column(self.search, line, gap=8))
        self.clear_button.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_choices"):
            for choice in self._choices:
                choice.setMaximumWidth(theme.px(WIDEST))

    def filter(self, now: datetime) -> Filter:
        """What is asked for at this moment."""
        span, outcome = self.since.currentData(), self.outcome.currentData()
        return Filter(
            text=self.search.text().strip(),
            profile_id=self.profile.currentData() or "",
            flow_id=self.flow.currentData() or "",
            outcomes=frozenset([outcome]) if outcome else frozenset(),
            since=now - span if span else None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether every contact is wanted."""
        return not self.search.text().strip() and all(one.currentIndex() <= 0 for one in self._choices)

    def show_choices(self, choices: Choices) -> None:
        """Offers other profiles and flows; what is chosen stays."""
        _offer(self.profile, choices.profiles)
        _offer(self.flow, choices.flows)

    def clear(self) -> None:
        """Wants every contact."""
        blocked = [QSignalBlocker(one) for one in (self.search, *self._choices)]
        self.search.clear()
        for choice in self._choices:
            choice.setCurrentIndex(0)
        for one in blocked:
            one.unblock()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _search_now(self) -> None:
        if self._soon.isActive():
            self._tell()

    def _tell(self) -> None:
        self._soon.stop()
        self.clear_button.setVisible(not self.is_empty)
        self.changed.emit()


class _SearchField(QLineEdit):
    def __init__(self, down: Any) -> None:
        super().__init__()
        self._down = down
        self.setPlaceholderText(tr("Search names, ids and everything that was said"))
        self.setAccessibleName(tr("Search the history"))
        self.setMaxLength(MOST_LETTERS)
        self.setClearButtonEnabled(True)
        show_magnifier(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._down()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def _choice(name: str, every: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.addItem(every, None)
    made.setMaximumWidth(theme.px(WIDEST))
    made.setMinimumContentsLength(10)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


def _offer(choice: QComboBox, offered: Sequence[tuple[str, str]]) -> None:
    there = [(choice.itemData(at), choice.itemText(at)) for at in range(1, choice.count())]
    if there == list(offered):
        # Its list may be open, and would lose its place.
        return
    before = choice.currentData()
    blocked = QSignalBlocker(choice)
    while choice.count() > 1:
        choice.removeItem(1)
    for identifier, name in offered:
        choice.addItem(name, identifier)
    choice.setCurrentIndex(max(0, choice.findData(before)) if before else 0)
    blocked.unblock()
