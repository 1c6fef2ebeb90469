"""A line of a transcript in a comparison: who and what, the words that differ marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget

from console.language import tr, tr_in
from console.repeat import Line, Pair, Piece
from ui import theme, wording
from ui.controls import column, label, pill, restyle, row
from ui.drawn import Picture
from ui.repeat import words

TEMPLATES = {
    "ListPicker": tr("list picker"),
    "Panel": tr("panel"),
    "QuickReply": tr("quick reply"),
    "TimePicker": tr("time picker"),
    "Carousel": tr("carousel"),
    "ViewResource": tr_in("kind of a card", "view"),
    "?": tr("interactive message"),
}
SIDES = (tr_in("a chat that is repeated", "Before"), tr_in("a chat that is repeated", "Now"))
"""What the columns are called."""


class Cell(QFrame):
    """One line, as it was or as it is."""

    def __init__(self, line: Line, pieces: Sequence[Piece], side: str, token: str) -> None:
        """`side` names the column where the columns stand below each other; `token` marks what differs."""
        super().__init__()
        self.setProperty("inset", True)
        self._pieces, self._token = pieces, token
        self.side = pill(side, "plain")
        kind = TEMPLATES.get(line.template, line.template)
        self.who = label(" · ".join(filter(None, (line.who, kind))), "faint")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setAlignment(_side())
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAccessibleName(line.words)
        head = row(self.side, self.who, None, gap=8)
        self.setLayout(column(head, self.text, None, gap=3, margins=(12, 8, 12, 9)))
        self._draw()

    def _draw(self) -> None:
        self.text.setText("".join(self._drawn(piece) for piece in self._pieces))

    def _drawn(self, piece: Piece) -> str:
        text = escape(wording.breakable(piece.text)).replace("\n", "<br>")
        if not piece.differs or not self._token:
            return text
        ground, ink = theme.colour(f"{self._token}_soft").name(), theme.colour(self._token).name()
        # Lined through or below, too: colour is not all that tells.
        line = "line-through" if self._token == "danger" else "underline"
        return f'<span style="background:{ground};color:{ink};text-decoration:{line}">{text}</span>'

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()


class PairRow(QFrame):
    """What was there before, and what stands there now: beside each other, or below where it is narrow."""

    def __init__(self, pair: Pair) -> None:
        super().__init__()
        self.pair = pair
        self.setProperty("pair", pair.kind)
        self.setAccessibleName(words.spoken(pair))
        if pair.kind != "same":
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        word, icon, token = words.KINDS[pair.kind]
        self.sign = Picture(icon or "check", token, 16)
        self.sign.setToolTip(word)
        marks = words.SIDES[pair.kind]
        self._cells = [
            _cell(line, pieces, side, mark)
            for line, pieces, side, mark in zip(
                (pair.before, pair.now),
                pair.pieces,
                SIDES,
                marks,
                strict=True,
            )
        ]
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setContentsMargins(6, 4, 6, 4)
        self._line.setSpacing(8)
        before, now = self._cells
        self._line.addWidget(before, 1)
        self._line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignCenter)
        self._line.addWidget(now, 1)
        self.setLayout(self._line)
        self.show_columns(are_beside=True)

    def show_columns(self, *, are_beside: bool) -> None:
        """Two columns, or one."""
        direction = QBoxLayout.Direction.LeftToRight if are_beside else QBoxLayout.Direction.TopToBottom
        self._line.setDirection(direction)
        self._line.setSpacing(8 if are_beside else 3)
        self.sign.setVisible(are_beside or self.pair.kind == "changed")
        for cell in self._cells:
            if isinstance(cell, Cell):
                cell.side.setVisible(not are_beside)
            else:
                cell.setVisible(are_beside)

    def mark(self, *, is_current: bool) -> None:
        """Shows whether it is the difference that is looked at."""
        restyle(self, current=is_current)


def _cell(line: Line | None, pieces: Sequence[Piece], side: str, token: str) -> QWidget:
    if line is None:
        made = label(tr("not there"), "faint")
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return made
    return Cell(line, pieces, side, token)


def _side() -> Qt.AlignmentFlag:
    """Where lines begin: Qt places rich text by its own direction, not by that of the window."""
    mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return Qt.AlignmentFlag.AlignAbsolute | (
        Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    )


class SameRow(QFrame):
    """A line that is the same in both, said once."""

    def __init__(self, pair: Pair) -> None:
        super().__init__()
        self.setAccessibleName(words.spoken(pair))
        line = pair.now
        assert line is not None
        self.who = label(line.who, "faint")
        self.who.setMinimumWidth(64)
        self.text = label(wording.breakable(line.words), "muted", wraps=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(_side() | Qt.AlignmentFlag.AlignTop)
        body = row(self.who, gap=8, margins=(18, 2, 18, 2))
        body.setAlignment(self.who, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self.text, 1)
        self.setLayout(body)
