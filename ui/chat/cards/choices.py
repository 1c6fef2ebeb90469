"""Choices of a card: in rows, as words in a line, or as tiles that may open a card of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console.chat.interactive import Card, Choice, Choices, Reply
from console.chat.views import submits_in, was_sent
from console.language import tr
from ui.chat.cards.presses import ChoicePress, WordPress
from ui.chat.cards.scope import Scope
from ui.chat.cards.words import said
from ui.controls import FlowLayout, button, column, framed, pill, row


class Rows(QWidget):
    """Choices below each other, or in tiles."""

    def __init__(self, part: Choices, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self._presses = [self._press(one) for one in part.items if _is_pressed(one)]
        presses = iter(self._presses)
        shown: list[QWidget] = [next(presses) if _is_pressed(one) else _read(one) for one in part.items]
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._choices = QWidget()
        self._choices.setLayout(_tiles(shown) if part.look == "tiles" else column(*shown, gap=6))
        self._body.addWidget(self._choices)
        self.setLayout(self._body)
        self._opened: QWidget | None = None
        for press in self._presses:
            if press.choice.detail is not None and self._is_open(press.choice, press.choice.detail):
                self._open(press)

    def _press(self, choice: Choice) -> ChoicePress:
        press = ChoicePress(choice, self._scope)
        if choice.detail is not None:
            press.clicked.connect(lambda *_: self._open(press, by_hand=True))
        return press

    def _is_open(self, choice: Choice, detail: Card) -> bool:
        """Whether a choice's card was open, or the answer was given in it."""
        standing = self._scope.standing
        if standing.state == "answered":
            return any(was_sent(one, standing.answer) for one in submits_in(detail))
        return choice.title == self._scope.draft.opened

    def _open(self, press: ChoicePress, *, by_hand: bool = False) -> None:
        """Shows the card of a choice in place of all of them, and the way back."""
        choice = press.choice
        if self._opened is not None or choice.detail is None:
            return
        self._scope.draft.opened = choice.title
        back = button(
            tr("All cards"), lambda: self._close(press), kind="link", icon="arrow-left", tint="accent"
        )
        self._opened = framed(
            column(back, self._scope.draw(choice.detail), gap=8, margins=(12, 8, 12, 12)), inset=True
        )
        self._opened.setAccessibleName(choice.title)
        self._choices.hide()
        self._body.addWidget(self._opened)
        self._opened.show()
        self._scope.resized.emit()
        if by_hand:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self, press: ChoicePress) -> None:
        if self._opened is None:
            return
        self._scope.draft.opened = ""
        self._opened.hide()
        self._opened.deleteLater()
        self._opened = None
        self._choices.show()
        self._scope.resized.emit()
        press.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_pressed(choice: Choice) -> bool:
    return bool(choice.reply or choice.link or choice.detail)


def _read(choice: Choice) -> QWidget:
    """What stands among the choices and is none."""
    lines = column(said(choice.title, "strong"), gap=2, margins=(12, 9, 12, 9))
    if choice.subtitle:
        lines.addWidget(said(choice.subtitle, "muted"))
    if choice.status:
        lines.addLayout(row(pill(choice.status, "info"), None))
    return framed(lines, inset=True)


def _tiles(presses: list[QWidget]) -> QGridLayout:
    """Tiles of one width, two beside each other."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(8)
    across = 1 if len(presses) == 1 else 2
    for at, press in enumerate(presses):
        grid.addWidget(press, at // across, at % across)
    for at in range(across):
        grid.setColumnStretch(at, 1)
        grid.setColumnMinimumWidth(at, 0)
    return grid


def words(part: Choices, scope: Scope) -> QWidget:
    """Short answers in lines."""
    flow = FlowLayout(7)
    for one in part.items:
        flow.addWidget(WordPress(one.title, one.reply or Reply("", ""), scope))
    made = QWidget()
    made.setLayout(flow)
    return made


def choices(part: Choices, scope: Scope) -> QWidget:
    """Choices in their look; a link is never only a word."""
    if part.look == "words" and all(one.reply for one in part.items):
        return words(part, scope)
    return Rows(part, scope)
