"""The list below the *Where* field: places as rows, and a line that says what is going on.

It lies inside the window and never takes the focus, so typing goes on while it is open; the field
moves its current row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
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
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from console.places import Key, Place
from ui import theme
from ui.controls import button, column, label, row
from ui.drawn import Picture, Spinner
from ui.wording import short_id

ROW_HEIGHT = 48
MOST_ROWS = 8
MOST_SHOWN = 400
"""Rows that can be scrolled to; whoever seeks beyond types another letter."""
_GAP = 4
_INSET = 12
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class PlaceRows(QAbstractListModel):
    """The places that were found, in the order of the search."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._places: Sequence[Place] = ()
        self._recent: Collection[Key] = ()

    def show_places(self, places: Sequence[Place], recent: Collection[Key]) -> None:
        """Shows other places; those among the recent ones are marked."""
        self.beginResetModel()
        self._places, self._recent = places, recent
        self.endResetModel()

    def place(self, index: _Index) -> Place:
        """The place of a row."""
        return self._places[index.row()]

    def is_recent(self, place: Place) -> bool:
        """Whether a place was used before."""
        return place.key in self._recent

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self.place(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return place.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{place.title}, {place.flow_id}{', recent' if self.is_recent(place) else ''}"
        return None


def spans_of(words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Where typed words stand in a text: start and length of each piece, capitals aside."""
    if words:
        pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match.start(), len(match[0])


class PlaceDelegate(QStyledItemDelegate):
    """A row of two lines: the flow with the typed letters in weight, then its instance and id."""

    def __init__(self, rows: PlaceRows) -> None:
        super().__init__(rows)
        self._rows = rows
        self.words: Sequence[str] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
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

        left, right = whole.left() + _INSET, whole.right() - _INSET
        icon = at(QRect(left, whole.top() + (ROW_HEIGHT - 16) // 2, 16, 16))
        theme.draw_icon(painter, "workflow", theme.colour("soft_text" if taken else "faint"), QRectF(icon))
        left += 28
        small = theme.sized(option.font, 11)
        if self._rows.is_recent(place):
            right -= self._draw_recent(painter, at, right, whole, small)
        self._draw_name(painter, at(QRect(left, whole.top() + 6, right - left, 19)), place.flow_name, option)
        painter.setFont(small)
        painter.setPen(theme.colour("soft_text" if taken else "faint"))
        below = at(QRect(left, whole.top() + 25, right - left, 16))
        text = f"{place.instance_alias or short_id(place.instance_id)} · {short_id(place.flow_id)}"
        _draw_line(painter, below, text, option.direction)
        painter.restore()

    def _draw_recent(self, painter: QPainter, at: Any, right: int, whole: QRect, font: QFont) -> int:
        width = QFontMetrics(font).horizontalAdvance("recent") + 2
        painter.setFont(font)
        painter.setPen(theme.colour("faint"))
        rect = at(QRect(right - width, whole.top() + 7, width, 16))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "recent")
        picture = at(QRect(right - width - 17, whole.top() + 9, 12, 12))
        theme.draw_icon(painter, "history", theme.colour("faint"), QRectF(picture))
        return width + 28

    def _draw_name(self, painter: QPainter, rect: QRect, name: str, option: QStyleOptionViewItem) -> None:
        font = theme.sized(option.font, 13)
        font.setWeight(QFont.Weight.Medium)
        metrics = QFontMetrics(theme.sized(option.font, 13, bold=True))
        shown = metrics.elidedText(" ".join(name.split()), Qt.TextElideMode.ElideRight, rect.width())
        layout = QTextLayout(shown, font)
        choice = layout.textOption()
        choice.setAlignment(_side(option.direction))
        layout.setTextOption(choice)
        layout.setFormats([_emphasis(start, length) for start, length in spans_of(self.words, shown)])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(rect.width())
        layout.endLayout()
        painter.setPen(theme.colour("text"))
        layout.draw(painter, rect.topLeft())


def _emphasis(start: int, length: int) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    look.setForeground(theme.colour("accent"))
    piece = QTextLayout.FormatRange()
    piece.start, piece.length, piece.format = start, length, look
    return piece


def _draw_line(painter: QPainter, rect: QRect, text: str, direction: Qt.LayoutDirection) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(rect, _side(direction) | Qt.AlignmentFlag.AlignVCenter, shown)


def _side(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """Where a line begins: the side as it is seen, whatever direction its own letters have."""
    return QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute


class Suggestions(QFrame):
    """The open list. It is laid over the window, below the field, and follows it."""

    taken = Signal(object)
    """A place was clicked."""
    retry_requested = Signal()

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self._watched: list[QWidget] = []
        self.setProperty("popup", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows = PlaceRows(self)
        self._delegate = PlaceDelegate(self.rows)
        self.list = self._made_list()
        self._spinner, self._picture = Spinner(), Picture("info", "faint", 16)
        self._status = label("", "muted", wraps=True)
        self._retry = button("Retry", self.retry_requested.emit, kind="link")
        self._retry.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        status = row(self._spinner, self._picture, gap=10, margins=(_INSET, 8, _INSET, 8))
        status.addWidget(self._status, 1)
        status.addWidget(self._retry)
        self._foot = QWidget()
        self._foot.setLayout(status)
        self.setLayout(column(self.list, self._foot, gap=0, margins=(5, 5, 5, 5)))
        self.hide()

    def _made_list(self) -> QListView:
        made = QListView()
        made.setModel(self.rows)
        made.setItemDelegate(self._delegate)
        made.setUniformItemSizes(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setMouseTracking(True)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        made.setAccessibleName("Flows that were found")
        made.entered.connect(made.setCurrentIndex)
        made.clicked.connect(lambda index: self.taken.emit(self.rows.place(index)))
        return made

    def show_found(
        self, places: Sequence[Place], words: Sequence[str], recent: Collection[Key], current: Key
    ) -> None:
        """Shows places with the typed words marked; the current one, or else the first, is taken up."""
        self._delegate.words = words
        places = places[:MOST_SHOWN]
        self.rows.show_places(places, recent)
        at = next((index for index, place in enumerate(places) if place.key == current), 0)
        self._take_up(at)
        self.place()

    def show_status(self, text: str, icon: str = "info", *, retry: str = "") -> None:
        """The line below the rows: a text with an icon, or with the spinner; empty hides it."""
        self._foot.setVisible(bool(text))
        self._status.setText(text)
        self._spinner.setVisible(icon == "spinner")
        self._picture.setVisible(icon != "spinner")
        if icon != "spinner":
            self._picture.show_icon(icon, "warn" if icon == "triangle-alert" else "faint")
        self._retry.setVisible(bool(retry))
        self._retry.setText(retry)
        self.place()

    def status(self) -> str:
        """What the line below the rows says, empty where it is hidden."""
        return "" if self._foot.isHidden() else self._status.text()

    def current(self) -> Place | None:
        """The place of the current row."""
        index = self.list.currentIndex()
        return self.rows.place(index) if index.isValid() else None

    def move_by(self, rows: int) -> None:
        """Moves the current row, from the last to the first and back where it goes by one."""
        count = self.rows.rowCount()
        if not count:
            return
        at = self.list.currentIndex().row() + rows
        self._take_up(at % count if abs(rows) == 1 else max(0, min(count - 1, at)))

    def page(self) -> int:
        """How many rows a page has."""
        return max(1, self.list.viewport().height() // ROW_HEIGHT - 1)

    def _take_up(self, at: int) -> None:
        index = self.rows.index(at, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def open(self) -> None:
        """Lays the list over the window, below its field."""
        if self.isVisible():
            return
        window = self._anchor.window()
        self.setParent(window)
        above: QWidget | None = self._anchor
        while above is not None:
            above.installEventFilter(self)
            self._watched.append(above)
            above = None if above is window else above.parentWidget()
        self.show()
        self.place()
        self.raise_()

    def close_list(self) -> None:
        """Takes the list away."""
        for watched in self._watched:
            # A window that closes for good takes its parts along one by one.
            if isValid(watched):
                watched.removeEventFilter(self)
        self._watched.clear()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.place()
        elif event.type() == QEvent.Type.Hide:
            self.close_list()
        return False

    def place(self) -> None:
        """Puts the list where its field is, as high as its rows and the window allow."""
        if not self.isVisible():
            return
        if self._anchor.visibleRegion().isEmpty():
            self.close_list()
            return
        window, anchor = self._anchor.window(), self._anchor
        corner = anchor.mapTo(window, QPoint(0, anchor.height() + _GAP))
        shown = min(self.rows.rowCount(), MOST_ROWS)
        foot = self._foot.heightForWidth(anchor.width() - 10) if not self._foot.isHidden() else 0
        frame = 12
        room = max(window.height() - corner.y() - 8 - foot - frame, ROW_HEIGHT)
        rows = min(shown * ROW_HEIGHT, room)
        self.list.setVisible(shown > 0)
        self.list.setFixedHeight(rows)
        self.setGeometry(corner.x(), corner.y(), anchor.width(), rows + foot + frame)
