"""Past contacts as rows: a model that grows by pages, and how a row is painted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.history import PastContact
from ui import dates, masking, theme
from ui.history import words
from ui.strokes import draw_found, draw_ground, draw_line, end, start

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW_HEIGHT = 56
FOUND_HEIGHT = 76
"""With a line of what was found."""
INSET = 16


class PastRows(QAbstractTableModel):
    """One column; more rows are asked for as the last one comes near."""

    more_wanted = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.contacts: list[PastContact] = []
        self._has_more = False
        self._is_asked = False

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.contacts)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 1

    @masking.told
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return words.customer(self.contacts[index.row()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(self.contacts[index.row()], self.clock())
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more and not self._is_asked

    def fetchMore(self, parent: Index) -> None:
        self._is_asked = True
        self.more_wanted.emit()

    def show_contacts(self, contacts: Sequence[PastContact], *, has_more: bool) -> None:
        """Shows other contacts."""
        self.beginResetModel()
        self.contacts = list(contacts)
        self._has_more, self._is_asked = has_more, False
        self.endResetModel()

    def add_contacts(self, contacts: Sequence[PastContact], *, has_more: bool) -> None:
        """Adds a page below the others."""
        self._has_more, self._is_asked = has_more, False
        if contacts:
            first = len(self.contacts)
            self.beginInsertRows(_ROOT, first, first + len(contacts) - 1)
            self.contacts += contacts
            self.endInsertRows()

    def renew(self, newest: Sequence[PastContact], *, has_more: bool) -> None:
        """Takes the first page as it is now; what was loaded below it stays."""
        last = newest[-1].number if newest else 0
        below = [one for one in self.contacts if one.number < last] if has_more else []
        merged = [*newest, *below]
        if [one.id for one in merged] == [one.id for one in self.contacts]:
            self.contacts = merged
            self.dataChanged.emit(self.index(0, 0), self.index(len(merged) - 1, 0))
        else:
            self.show_contacts(merged, has_more=self._has_more if below else has_more)

    def take_out(self, ids: Collection[str]) -> None:
        """Takes contacts off the list."""
        for row in reversed(range(len(self.contacts))):
            if self.contacts[row].id in ids:
                self.beginRemoveRows(_ROOT, row, row)
                del self.contacts[row]
                self.endRemoveRows()

    def row_of(self, contact_id: str) -> int:
        """Where the record of an id stands; -1 for nowhere."""
        return next((row for row, one in enumerate(self.contacts) if one.id == contact_id), -1)


class PastDelegate(QStyledItemDelegate):
    """Who chatted and when, below it where and how it ended, and what a search has found."""

    def __init__(self, rows: PastRows) -> None:
        super().__init__(rows)
        self._rows = rows
        self.text = ""
        """What is searched for."""

    @property
    def height(self) -> int:
        """The height of every row."""
        return FOUND_HEIGHT if self.text.strip() else ROW_HEIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, theme.px(self.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        with theme.enlarged(painter, option):
            self._paint(painter, option, index)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        contact = self._rows.contacts[index.row()]
        whole: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, whole, option)

        def at(left: int, top: int, width: int, height: int) -> QRect:
            rect = QRect(QPoint(left, whole.top() + top), QSize(max(width, 0), height))
            return QStyle.visualRect(option.direction, whole, rect)

        word, icon, token, _ = words.OUTCOMES[contact.outcome]
        theme.draw_icon(painter, icon, theme.colour(token), QRectF(at(whole.left() + INSET, 10, 18, 18)))
        left, right = whole.left() + INSET + 32, whole.right() - INSET
        now = self._rows.clock()
        when = dates.moment(contact.started_at or contact.created_at, now)
        below = f"{word} · {words.messages(contact.messages)}"
        small = theme.sized(option.font, 11)
        wide = max(QFontMetrics(small).horizontalAdvance(text) for text in (when, below)) + 4
        side = end(option.direction)
        draw_line(painter, at(right - wide, 9, wide, 18), when, small, "muted", side)
        draw_line(painter, at(right - wide, 29, wide, 16), below, small, "faint", side)
        name = theme.sized(option.font, 13)
        name.setWeight(QFont.Weight.Medium)
        room, lead = right - wide - left - 16, start(option.direction)
        draw_line(painter, at(left, 8, room, 20), words.customer(contact), name, "text", lead)
        draw_line(painter, at(left, 29, room, 16), words.place(contact), small, "muted", lead)
        if self.text.strip():
            rect, font = at(left, 49, right - left, 18), theme.sized(option.font, 12)
            words_of_search, ink = self.text.split(), theme.colour("muted")
            draw_found(painter, rect, contact.excerpt, words_of_search, font, ink, lead)
        painter.restore()
