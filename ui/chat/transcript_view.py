"""The transcript on the screen: bubbles and cards with their controls, walked by keys, its texts selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from console.language import tr
from ui import theme
from ui.chat.bubbles import Bubbles, is_mirrored
from ui.chat.card_standings import CardStandings
from ui.chat.looks import Look
from ui.chat.places import Places
from ui.chat.row_buttons import RowButtons
from ui.chat.row_cards import CardMeans, RowCards
from ui.chat.selecting import Found, Selecting
from ui.chat.shelf import Shelf
from ui.chat.steady_table import SteadyTable
from ui.chat.transcript import Index, TranscriptModel

NOTHING_YET = tr("Nothing has been said yet.")
ROOM_AROUND = 12
"""Pixels that are seen around what has the keyboard."""


class TranscriptView(SteadyTable):
    """Shows the rows of a model, and tells what is asked for in them."""

    asked = Signal(str, object)
    """The key of a row, and the Action that was asked for."""
    link_opened = Signal(str)
    why_requested = Signal(str)
    """The key of the row below which somebody has clicked what became of its turn."""
    menu_requested = Signal(int, QPoint)
    """A row, and the place on the screen for its menu."""
    copy_requested = Signal(str)

    def __init__(self, model: TranscriptModel, means: CardMeans) -> None:
        # Before the table, which asks for heights as soon as it hears of rows.
        standings = CardStandings(model)
        super().__init__(model, lambda row: self.bubbles.height(row))
        self._model = model
        self._is_placing, self._order = False, list[QWidget]()
        self._pressed_at = QPoint()
        self.cards = RowCards(self, self.viewport(), standings, means)
        self.bubbles = Bubbles(model, self.cards.height)
        self.setProperty("transcript", True)
        self.setAccessibleName(tr("Transcript"))
        self.setMouseTracking(True)
        self.setItemDelegate(self.bubbles)
        self.buttons = RowButtons(self, self.viewport(), self.asked.emit)
        self.shelf = Shelf(self._parts)
        """Where a screen reader finds cards and buttons: to be placed beside this table."""
        self.selecting = Selecting(self._find)
        self.moved.connect(self._show_controls)
        self.cards.resized.connect(self._card_resized)
        self.cards.unfinished.connect(self._show_controls, Qt.ConnectionType.QueuedConnection)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.bubbles.set_room(self.viewport().width(), mirrored=is_mirrored(self.layoutDirection())):
            self.selecting.clear()
            self.measure_anew()
        elif self.follows:
            self.to_end()
        else:
            self.moved.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            # Colours of links stand in the documents.
            self.bubbles.forget()
            self.selecting.clear()
            if event.type() == QEvent.Type.StyleChange:
                self.measure_anew()
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._model.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("faint"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, NOTHING_YET)

    # -- cards and buttons --------------------------------------------------------------------------

    def _show_controls(self) -> None:
        if self._is_placing:
            return
        self._is_placing = True
        try:
            # A card that is seen for the first time may be higher than was thought: then others are seen.
            while changed := self.cards.show_rows(self._in_sight()):
                self._measure(changed)
            self.buttons.show_rows(self._in_sight())
        finally:
            self._is_placing = False
        self._set_order()

    def _in_sight(self) -> list[tuple[Places, int]]:
        return [(self.bubbles.places(row), self.rowViewportPosition(row)) for row in self.rows_in_sight()]

    def _parts(self) -> list[QWidget]:
        """The cards and buttons in sight, row by row."""
        keys = [self._model.row(row).key for row in self.rows_in_sight()]
        parts = [part for key in keys for part in (self.cards.card(key), *self.buttons.of_row(key))]
        return [part for part in parts if part is not None and part.isVisible()]

    def _measure(self, keys: list[str]) -> None:
        with self.steady():
            for key in keys:
                if (row := self._model.index_of(key)) >= 0:
                    self.heights.forget(row, row)

    def _card_resized(self, key: str) -> None:
        self._measure([key])
        self._set_order()

    def parts_in_order(self) -> list[QWidget]:
        """What can be used in it, row by row: Tab leads there from the transcript itself."""
        keys = [self._model.row(row).key for row in self.rows_in_sight()]
        return [one for key in keys for one in (*self.cards.controls(key), *self.buttons.of_row(key))]

    def _set_order(self) -> None:
        """For windows that leave Tab to Qt."""
        order = self.parts_in_order()
        if order != self._order:
            self._order = order
            for before, after in zip([self, *order], order, strict=False):
                QWidget.setTabOrder(before, after)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Below a mouse that is down nothing may move.
        if now is None or not self.viewport().isAncestorOf(now) or QApplication.mouseButtons():
            return
        top = now.mapTo(self.viewport(), QPoint(0, 0)).y()
        below = top + now.height() - self.viewport().height()
        if top < 0:
            self._scroll(top - ROOM_AROUND)
        elif below > 0:
            self._scroll(min(below + ROOM_AROUND, top))

    def _scroll(self, by: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by)

    # -- the mouse --------------------------------------------------------------------------------

    def _find(self, at: QPoint) -> Found | None:
        row = self.rowAt(at.y())
        if row < 0:
            return None
        return self.bubbles.places(row), QPointF(at - QPoint(0, self.rowViewportPosition(row)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            self.selecting.press(self._pressed_at)
            self._show_selection()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            if self.selecting.drag(at):
                self._show_selection()
            return
        shape = Qt.CursorShape.ArrowCursor
        if self.selecting.link_at(at) or self._why_at(at):
            shape = Qt.CursorShape.PointingHandCursor
        elif self.selecting.is_text_at(at):
            shape = Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.selecting.text:
            return
        at = event.position().toPoint()
        if link := self.selecting.link_at(at):
            self.link_opened.emit(link)
        elif (look := self._why_at(at)) and self._why_at(self._pressed_at) is look:
            self.why_requested.emit(look.key)

    def _why_at(self, at: QPoint) -> Look | None:
        """The row below which there is a line at a point that tells what became of its turn."""
        found = self._find(at)
        return found[0].look if found and found[0].why.contains(found[1]) else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.selecting.take_word(event.position().toPoint())
        self._show_selection()

    def _show_selection(self) -> None:
        self.bubbles.selection = self.selecting.cursor
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            # Where a link leads is seen before it is followed.
            look = self._why_at(event.pos())
            words = look.why if look else self.selecting.link_at(event.pos())
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentIndex().row() if by_key else self.rowAt(event.pos().y())
        if row >= 0:
            self.menu_requested.emit(row, self._menu_place(row) if by_key else event.globalPos())

    def _menu_place(self, row: int) -> QPoint:
        middle = self.bubbles.places(row).body_ground.center().toPoint()
        return self.viewport().mapToGlobal(QPoint(middle.x(), self.rowViewportPosition(row) + middle.y()))

    # -- the keyboard -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if not self.hasFocus():
            # What a field of a card has no use for is nothing for the list, either.
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Copy):
            text = self.selecting.text or (self._model.text(row) if row >= 0 else "")
            self.copy_requested.emit(text)
        elif event.matches(QKeySequence.StandardKey.SelectAll) and row >= 0:
            self.selecting.take_all(self.bubbles.places(row))
            self._show_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and row >= 0:
            self.menu_requested.emit(row, self._menu_place(row))
        elif event.key() == Qt.Key.Key_Escape and self.selecting.cursor is not None:
            self.selecting.clear()
            self._show_selection()
        elif event.key() == Qt.Key.Key_End and not event.modifiers():
            self._walk_to(self._model.rowCount() - 1)
        elif event.key() == Qt.Key.Key_Home and not event.modifiers():
            self._walk_to(0)
        else:
            super().keyPressEvent(event)

    def _walk_to(self, row: int) -> None:
        if row >= 0:
            self.setCurrentIndex(self._model.index(row, 0))
        if row == self._model.rowCount() - 1:
            self.to_end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt would begin at the oldest row; nobody is to be taken away from what is in sight.
        if not self.currentIndex().isValid() and self._model.rowCount():
            middle = self.rowAt(self.viewport().height() // 2)
            row = self._model.rowCount() - 1 if self.follows or middle < 0 else middle
            self.setCurrentIndex(self._model.index(row, 0))
        super().focusInEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
