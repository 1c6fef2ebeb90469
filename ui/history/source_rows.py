"""Contacts that a new chat can continue, as rows: who, when, which segment, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.chat.clocks import as_minutes
from console.history import Source
from console.language import tr
from ui import dates, masking, theme, wording
from ui.history import words
from ui.strokes import draw_ground, draw_line, end, start

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW_HEIGHT = 56
NOT_READY = tr(
    "Its transcript is made within 30 to 60 seconds after the end; wait, or nothing may come back."
)
INSET = 14


class SourceRows(QAbstractListModel):
    """What can be chosen, the newest first."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.sources: Sequence[Source] = ()

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Shows others."""
        self.beginResetModel()
        self.sources = tuple(sources)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.sources)

    @masking.told
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        source = self.sources[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.customer(source.contact)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            now = self.clock()
            parts = (words.customer(source.contact), which(source), words.place(source.contact))
            when = dates.moment(source.began_at, now)
            return ", ".join(filter(None, (*parts, when, caution(source, now)[0])))
        if role == Qt.ItemDataRole.ToolTipRole:
            return source.contact_id
        return None


def which(source: Source) -> str:
    """What of the chat it is; empty where there is nothing to tell apart."""
    if source.segment and source.segments > 1:
        return tr("segment {segment} of {segments}", segment=source.segment, segments=source.segments)
    return tr("all {segments} segments", segments=source.segments) if source.segments > 1 else ""


def caution(source: Source, now: datetime) -> tuple[str, str]:
    """What speaks against choosing it now, in short and in full; both are empty for nothing."""
    if source.used_by:
        return tr("continued already"), tr("Amazon Connect lets a contact be continued once.")
    if source.ready is not None and not source.ready.is_over(now):
        return tr("ready in about {time}", time=as_minutes(source.ready.remaining(now))), NOT_READY
    return "", ""


class SourceDelegate(QStyledItemDelegate):
    """Two lines: who and when, then where, which segment and its id."""

    def __init__(self, rows: SourceRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        with theme.enlarged(painter, option):
            self._paint(painter, option, index)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        source, now = self._rows.sources[index.row()], self._rows.clock()
        whole: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, whole, option)

        def at(left: int, top: int, width: int, height: int) -> QRect:
            rect = QRect(QPoint(left, whole.top() + top), QSize(max(width, 0), height))
            return QStyle.visualRect(option.direction, whole, rect)

        left, right = whole.left() + INSET, whole.right() - INSET
        icon, token = ("git-fork", "accent") if source.segment else ("messages-square", "accent")
        theme.draw_icon(painter, icon, theme.colour(token), QRectF(at(left, 11, 16, 16)))
        left += 28
        small = theme.sized(option.font, 11)
        when, warned = dates.moment(source.began_at, now), caution(source, now)[0]
        wide = max(QFontMetrics(small).horizontalAdvance(text) for text in (when, warned)) + 4
        draw_line(painter, at(right - wide, 9, wide, 18), when, small, "muted", end(option.direction))
        draw_line(painter, at(right - wide, 29, wide, 16), warned, small, "warn", end(option.direction))
        name = theme.sized(option.font, 13)
        name.setWeight(QFont.Weight.Medium)
        room, lead = right - wide - left - 14, start(option.direction)
        below = (words.place(source.contact), which(source), wording.short_id(source.contact_id))
        draw_line(painter, at(left, 8, room, 20), words.customer(source.contact), name, "text", lead)
        text = " · ".join(filter(None, below))
        draw_line(painter, at(left, 29, room, 16), text, small, "muted", lead)
        painter.restore()
