"""The ground of a bubble: a rounded rectangle whose lower corner at one side is nearly square.

Its four corners are painted once for each look and then copied, since a smooth path of this size takes
a quarter of a millisecond, as much as all the rest of a row.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

RADIUS, TAIL = 15.0, 5.0
PATCH = 16
"""A corner's width and height."""


def draw_speech(painter: QPainter, rect: QRectF, fill: QColor, edge: QColor, *, tail_right: bool) -> None:
    """Draws it with a thin edge, where `rect` lies in whole pixels."""
    whole = rect.toAlignedRect()
    ratio = painter.device().devicePixelRatioF()
    corners = _corners(fill.rgba(), edge.rgba(), ratio, tail_right)
    left, top, right, bottom = whole.left(), whole.top(), whole.right() + 1, whole.bottom() + 1
    side = round(PATCH * ratio)
    for x, from_x in ((left, 0), (right - PATCH, side)):
        for y, from_y in ((top, 0), (bottom - PATCH, side)):
            painter.drawPixmap(QRectF(x, y, PATCH, PATCH), corners, QRectF(from_x, from_y, side, side))
    inner, middle = right - left - 2 * PATCH, bottom - top - 2 * PATCH
    painter.fillRect(left + PATCH, top, inner, bottom - top, fill)
    painter.fillRect(left, top + PATCH, right - left, middle, fill)
    for x, y, wide, high in (
        (left + PATCH, top, inner, 1),
        (left + PATCH, bottom - 1, inner, 1),
        (left, top + PATCH, 1, middle),
        (right - 1, top + PATCH, 1, middle),
    ):
        painter.fillRect(x, y, wide, high, edge)


@lru_cache(maxsize=32)
def _corners(fill: int, edge: int, ratio: float, tail_right: bool) -> QPixmap:
    """The four corners beside each other."""
    side = round(2 * PATCH * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / (2 * PATCH), side / (2 * PATCH))
    painter.setBrush(QColor.fromRgba(fill))
    painter.setPen(QPen(QColor.fromRgba(edge), 1))
    painter.drawPath(_outline(QRectF(0.5, 0.5, 2 * PATCH - 1, 2 * PATCH - 1), tail_right=tail_right))
    painter.end()
    return pixmap


def _outline(rect: QRectF, *, tail_right: bool) -> QPainterPath:
    lower_left, lower_right = (RADIUS, TAIL) if tail_right else (TAIL, RADIUS)
    corners = (
        (rect.right() - 2 * lower_right, rect.bottom() - 2 * lower_right, lower_right, 270),
        (rect.right() - 2 * RADIUS, rect.top(), RADIUS, 0),
        (rect.left(), rect.top(), RADIUS, 90),
        (rect.left(), rect.bottom() - 2 * lower_left, lower_left, 180),
    )
    path = QPainterPath(QPointF(rect.left() + lower_left, rect.bottom()))
    for x, y, reach, angle in corners:
        path.arcTo(QRectF(x, y, 2 * reach, 2 * reach), angle, 90)
    path.closeSubpath()
    return path
