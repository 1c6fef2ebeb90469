"""How rows of lists are painted: their ground, lines of text, and in them the words of a search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui import masking, theme


def draw_ground(
    painter: QPainter, whole: QRect, option: QStyleOptionViewItem, *, is_ruled: bool = True
) -> None:
    """What lies below a row: whether it is selected, pointed at, and has the keyboard; a line ends it."""
    painter.setPen(Qt.PenStyle.NoPen)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(whole, theme.colour("soft"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(whole, theme.colour("sunken"))
    if is_ruled:
        painter.fillRect(QRect(whole.left(), whole.bottom(), whole.width(), 1), theme.colour("border"))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(whole).adjusted(2, 2, -2, -3), 6, 6)


def draw_line(
    painter: QPainter, rect: QRect, text: str, font: QFont, token: str, side: Qt.AlignmentFlag
) -> None:
    """Draws one line of text, which ends in … where there is no room."""
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    line = " ".join(masking.shown(text).split())
    shown = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
    # Letters go their own way; where the line begins is the window's matter.
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)


def draw_found(
    painter: QPainter,
    rect: QRect,
    text: str,
    words: Sequence[str],
    font: QFont,
    ink: QColor,
    side: Qt.AlignmentFlag,
) -> None:
    """Draws one line of text in which the words of a search stand out."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    # Measured as if all of it stood out, so that it has room whatever was found.
    whole = " ".join(masking.shown(text).split())
    shown = QFontMetrics(bold).elidedText(whole, Qt.TextElideMode.ElideRight, rect.width())
    layout = QTextLayout(shown, font)
    choice = layout.textOption()
    choice.setAlignment(side)
    layout.setTextOption(choice)
    layout.setFormats([_emphasis(start, length) for start, length in spans_of(words, shown)])
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(rect.width())
    layout.endLayout()
    painter.setPen(ink)
    layout.draw(painter, QPointF(rect.topLeft()))


def spans_of(words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a search stand in a text: start and length of each piece, capitals aside."""
    if words:
        pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match.start(), len(match[0])


def start(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """The side at which a line begins, whatever direction its own letters have."""
    return QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute


def end(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """The side at which a line ends."""
    return QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignAbsolute


def _emphasis(start: int, length: int) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    look.setForeground(theme.colour("accent"))
    piece = QTextLayout.FormatRange()
    piece.start, piece.length, piece.format = start, length, look
    return piece
