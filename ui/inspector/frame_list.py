"""The list of entries: rows of one height, at the newest unless one has scrolled away."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from console.language import tr
from console.wire import Entry
from ui import theme
from ui.controls import button
from ui.inspector.frame_rows import FrameRows
from ui.inspector.frame_words import NOTHING, NOTHING_FITS, clock, mark, measure, title
from ui.strokes import draw_ground, draw_line, end, start
from ui.tables import as_list

Index = QModelIndex | QPersistentModelIndex
ROW = 44
INSET = 10
PICTURE = 16
NEAR = 6
"""So many pixels from the end count as being there."""


class FrameList(QTableView):
    """A table, since Qt's lists lay out every row again when some are added."""

    chosen = Signal(object)
    """The entry that the list is at; None for none."""
    opened = Signal(object)
    """The entry that was double-clicked, or that Return was pressed on."""

    def __init__(self, rows: FrameRows) -> None:
        super().__init__()
        self.rows, self.follows, self._is_moving = rows, True, False
        self.newest = button(tr("Newest"), self.to_end, kind="floating", icon="arrow-down", tint="accent")
        self._prepare()
        self.setModel(rows)
        self.setItemDelegate(_Painter(rows, self))
        rows.rowsAboutToBeRemoved.connect(self._keep_place)
        rows.rowsInserted.connect(lambda *_: self._stay())
        rows.modelReset.connect(self.to_end)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._stay())
        self.newest.setAccessibleName(tr("Jump to the newest entry"))
        self.newest.setParent(self)
        self.newest.hide()

    def _prepare(self) -> None:
        self.setProperty("contacts", True)
        self.setAccessibleName(tr("Frames and requests"))
        as_list(self, theme.px(ROW))
        self.setMinimumHeight(3 * ROW)

    # -- which row ------------------------------------------------------------------------------

    @property
    def current(self) -> Entry | None:
        """The entry that the list is at."""
        row = self.currentIndex().row()
        return self.rows.entry(row) if 0 <= row < self.rows.rowCount() else None

    def go_to(self, number: int) -> bool:
        """Goes to the entry of a number; whether it is shown."""
        row = self.rows.row_of(number)
        if row < 0:
            return False
        index = self.rows.index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            # Its detail takes room from the list, and what one reads must not leave with that.
            self.follows = current.row() == self.rows.rowCount() - 1
            self._offer_newest()
        self.chosen.emit(self.current)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(self.rows.entry(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif event.key() == Qt.Key.Key_End and self.rows.rowCount():
            self.go_to(self.rows.entry(self.rows.rowCount() - 1).number)
            self.to_end()
        elif event.key() == Qt.Key.Key_Home and self.rows.rowCount():
            self.go_to(self.rows.entry(0).number)
        else:
            super().keyPressEvent(event)

    # -- staying at the newest ------------------------------------------------------------------

    def to_end(self) -> None:
        """Shows the newest entry, and stays there."""
        self.follows = True
        self._stay()

    def _stay(self) -> None:
        if self.follows:
            self._is_moving = True
            self.updateGeometries()
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
            self._is_moving = False
        self._offer_newest()

    def _keep_place(self, _parent: QModelIndex, first: int, last: int) -> None:
        """What is read stays where it is when the oldest rows go."""
        bar = self.verticalScrollBar()
        above = max(0, min(last + 1, bar.value() // theme.px(ROW)) - first)
        if not self.follows and above:
            self._is_moving = True
            bar.setValue(bar.value() - above * theme.px(ROW))
            self._is_moving = False

    def _scrolled(self, value: int) -> None:
        if not self._is_moving:
            self.follows = value >= self.verticalScrollBar().maximum() - NEAR
            self._offer_newest()

    def _offer_newest(self) -> None:
        bar = self.verticalScrollBar()
        self.newest.setVisible(not self.follows and bar.value() < bar.maximum() - NEAR)
        size, place = self.newest.sizeHint(), self.viewport().geometry()
        corner = QPoint(place.center().x() - size.width() // 2, place.bottom() - size.height() - 8)
        self.newest.setGeometry(QRect(corner, size))
        self.newest.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        was_seen = self._is_in_sight(event.oldSize().height())
        super().resizeEvent(event)
        if was_seen and not self.follows:
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)
        self._stay()

    def _is_in_sight(self, height: int) -> bool:
        """Whether the row that the list is at can be seen in the uppermost pixels."""
        place = self.visualRect(self.currentIndex())
        return place.isValid() and place.bottom() >= 0 and place.top() < height

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("faint"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            room = self.viewport().rect().adjusted(INSET, 0, -INSET, 0)
            painter.drawText(room, int(flags), NOTHING_FITS if self.rows.is_narrowed else NOTHING)


class _Painter(QStyledItemDelegate):
    """What it is and how it went; below it what it said, and when."""

    def __init__(self, rows: FrameRows, parent: FrameList) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        with theme.enlarged(painter, option):
            self._paint(painter, option, index)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, whole = self._rows.entry(index.row()), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, whole, option)

        def at(left: int, top: int, width: int, height: int) -> QRect:
            rect = QRect(QPoint(left, whole.top() + top), QSize(max(width, 0), height))
            return QStyle.visualRect(option.direction, whole, rect)

        looks, small = mark(entry), theme.sized(option.font, 11)
        left, right = whole.left() + INSET, whole.right() - INSET
        theme.draw_icon(
            painter, looks.icon, theme.colour(looks.token), QRectF(at(left, 14, PICTURE, PICTURE))
        )
        left += PICTURE + INSET
        ends = (measure(entry), clock(entry.at))
        wide = max(QFontMetrics(small).horizontalAdvance(text) for text in ends) + 4
        lead, side = start(option.direction), end(option.direction)
        ink = "danger" if entry.is_error else "muted"
        draw_line(painter, at(right - wide, 5, wide, 18), ends[0], small, ink, side)
        draw_line(painter, at(right - wide, 22, wide, 16), ends[1], small, "faint", side)
        name = theme.sized(option.font, 13)
        name.setWeight(QFont.Weight.Medium)
        room = right - wide - left - 8
        draw_line(
            painter, at(left, 5, room, 18), title(entry), name, "danger" if entry.is_error else "text", lead
        )
        draw_line(painter, at(left, 22, room, 16), self._rows.excerpt(entry), small, "muted", lead)
        painter.restore()
