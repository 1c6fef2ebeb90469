"""Places as rows of two lines: a model, and how they are painted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.language import tr_in
from console.places import Key, Place
from ui import masking, theme
from ui.strokes import draw_found, draw_line, start
from ui.wording import FLOW_TYPES, short_id

ROW_HEIGHT = 48
INSET = 12
LEAST_NAME = 180
"""Pixels that are left to a flow's name before its marks are left out."""
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Mark:
    """A short word at the end of a row, with its icon and its colour."""

    text: str
    icon: str
    token: str


_MARK = "mark of a flow in a list"
MARKS = (
    Mark(tr_in(_MARK, "archived"), "archive", "faint"),
    Mark(tr_in(_MARK, "never published"), "triangle-alert", "warn"),
    Mark(tr_in(_MARK, "recent"), "history", "faint"),
)


class PlaceRows(QAbstractListModel):
    """The places that were found, in the order of the search."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._places: Sequence[Place] = ()
        self._recent: Collection[Key] = ()
        self._chosen: Key = ("", "")

    def show_places(self, places: Sequence[Place], recent: Collection[Key], chosen: Key = ("", "")) -> None:
        """Shows other places; those among the recent ones and the chosen one are marked."""
        self.beginResetModel()
        self._places, self._recent, self._chosen = places, recent, chosen
        self.endResetModel()

    def place(self, index: _Index) -> Place:
        """The place of a row."""
        return self._places[index.row()]

    def is_chosen(self, place: Place) -> bool:
        """Whether the request goes to this place."""
        return place.key == self._chosen

    def marks(self, place: Place) -> list[Mark]:
        """What sets a place apart, the most important first."""
        holds = (place.is_archived, place.was_never_published, place.key in self._recent)
        return [mark for mark, is_so in zip(MARKS, holds, strict=True) if is_so]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._places)

    @masking.told
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self.place(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return place.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            marks = [mark.text for mark in self.marks(place)]
            if self.is_chosen(place):
                marks.append(tr_in(_MARK, "chosen"))
            return ", ".join([place.title, place.flow_id, *marks])
        return None


class PlaceDelegate(QStyledItemDelegate):
    """A row of two lines: the flow with the typed letters in weight, then its instance and id."""

    def __init__(self, rows: PlaceRows) -> None:
        super().__init__(rows)
        self._rows = rows
        self.words: Sequence[str] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        with theme.enlarged(painter, option):
            self._paint(painter, option, index)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        place = self._rows.place(index)
        whole: QRect = option.rect
        taken = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if taken:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("soft"))
            painter.drawRoundedRect(QRectF(whole).adjusted(0, 1, 0, -1), 7, 7)

        def at(rect: QRect) -> QRect:
            return QStyle.visualRect(option.direction, whole, rect)

        left, right = whole.left() + INSET, whole.right() - INSET
        quiet = "soft_text" if taken else "faint"
        icon = at(QRect(left, whole.top() + (ROW_HEIGHT - 16) // 2, 16, 16))
        chosen = self._rows.is_chosen(place)
        tint = theme.colour("accent" if chosen and not taken else quiet)
        theme.draw_icon(painter, "check" if chosen else "workflow", tint, QRectF(icon))
        left += 28
        small = theme.sized(option.font, 11)
        painter.setFont(small)
        for mark in self._rows.marks(place):
            if right - left > LEAST_NAME:
                right -= _draw_mark(painter, at, right, whole, mark)
        ink = theme.colour("faint" if place.is_archived and not taken else "text")
        name = at(QRect(left, whole.top() + 6, right - left, 19))
        font = theme.sized(option.font, 13)
        font.setWeight(QFont.Weight.Medium)
        draw_found(painter, name, place.flow_name, self.words, font, ink, start(option.direction))
        below = at(QRect(left, whole.top() + 25, right - left, 16))
        draw_line(painter, below, second_line(place), small, quiet, start(option.direction))
        painter.restore()


def second_line(place: Place) -> str:
    """Instance, type and id of a place; the type only where it is not the usual one."""
    kind = "" if place.type in ("", "CONTACT_FLOW") else FLOW_TYPES.get(place.type, place.type)
    alias = place.instance_alias or short_id(place.instance_id)
    return " · ".join(filter(None, (alias, kind, short_id(place.flow_id))))


def _draw_mark(painter: QPainter, at: Callable[[QRect], QRect], right: int, whole: QRect, mark: Mark) -> int:
    """Draws a mark that ends at the right; gives the width that it takes."""
    width = painter.fontMetrics().horizontalAdvance(mark.text) + 2
    colour = theme.colour(mark.token)
    painter.setPen(colour)
    rect = at(QRect(right - width, whole.top() + 7, width, 16))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, mark.text)
    picture = at(QRect(right - width - 17, whole.top() + 9, 12, 12))
    theme.draw_icon(painter, mark.icon, colour, QRectF(picture))
    return width + 28
