"""The table of attributes: where keys, mouse and Tab lead in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QTableView,
    QWidget,
)

from console.language import tr
from ui import theme
from ui.contact.attribute_cells import DELETE, LARGER, CellDelegate, Tool, holds_rows
from ui.contact.attribute_rows import KEY, VALUE, AttributeRows

ROW_HEIGHT = 34
MOST_ROWS = 8
_Index = QModelIndex | QPersistentModelIndex


class AttributeTable(QTableView):
    """Keys and values. Tab goes through the cells and out at the end; it is as high as its rows."""

    pasted = Signal(str)
    """A text that holds attributes was pasted."""
    larger_requested = Signal(int)
    """The value of this row shall be edited in a larger box."""

    def __init__(self, rows: AttributeRows) -> None:
        super().__init__()
        self.rows = rows
        self._pressed: Tool | None = None
        self._before: tuple[QPersistentModelIndex, str] | None = None
        self.setModel(rows)
        self._cells = CellDelegate(self, self.shows_tools)
        self._cells.opened.connect(self._cell_opens)
        self._cells.rows_pasted.connect(self.pasted)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(tr("Attributes"))
        self.setProperty("attributes", True)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self._arrange_headers()
        self.clicked.connect(self._clicked)
        for changed in (rows.modelReset, rows.rowsInserted, rows.rowsRemoved):
            changed.connect(lambda *_: self._fit())
        self._fit()

    def _arrange_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.px(ROW_HEIGHT))
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        across = self.horizontalHeader()
        across.setStretchLastSection(True)
        across.setMinimumSectionSize(90)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        across.setFixedHeight(theme.px(31))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.verticalHeader().setMinimumSectionSize(theme.px(ROW_HEIGHT))
            self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
            self.horizontalHeader().setFixedHeight(theme.px(31))
            self._fit()

    def _fit(self) -> None:
        shown = min(self.rows.rowCount(), MOST_ROWS)
        self.setFixedHeight(self.horizontalHeader().height() + shown * theme.px(ROW_HEIGHT) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.setColumnWidth(KEY, int(event.size().width() * 0.36))

    def sizeHint(self) -> QSize:
        return QSize(420, self.height())

    # -- cells -----------------------------------------------------------------------------------

    def open_cell(self, row: int, column: int) -> None:
        """Opens a cell to be typed into; a value of several lines opens in the larger box."""
        index = self.rows.index(row, column)
        self.setCurrentIndex(index)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        elif index.isValid():
            self.larger_requested.emit(row)

    def select_cell(self, row: int, column: int = KEY) -> None:
        """Makes a cell the current one."""
        index = self.rows.index(min(row, self.rows.rowCount() - 1), column)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index)

    def _cell_opens(self, index: _Index) -> None:
        """Takes down what a cell held before it is typed into."""
        self.rows.remember()
        self._before = QPersistentModelIndex(index), str(index.data(Qt.ItemDataRole.EditRole))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        steps = {hints.EditNextItem: True, hints.EditPreviousItem: False}
        before, self._before = self._before, None
        if hint == hints.RevertModelCache and before and before[0].isValid():
            self.rows.setData(before[0], before[1])
        super().closeEditor(editor, hints.NoHint)
        if hint in steps:
            following = self._following(steps[hint])
            if following is None:
                self.focusNextPrevChild(steps[hint])
            else:
                self.open_cell(*following)
        self._settle()

    def _following(self, forward: bool) -> tuple[int, int] | None:
        """The next cell or the one before; None at the ends, and the empty last row is one of them."""
        index = self.currentIndex()
        if forward and index.row() == self.rows.rowCount() - 1:
            return None
        place = index.row() * 2 + index.column() + (1 if forward else -1)
        return divmod(place, 2) if index.isValid() and place >= 0 else None

    def focusNextPrevChild(self, forward: bool) -> bool:
        following = self._following(forward)
        if following is None:
            return super().focusNextPrevChild(forward)
        self.select_cell(*following)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.select_cell(0)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.select_cell(self.rows.rowCount() - 1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()
        self.viewport().update()

    def _settle(self) -> None:
        if not self.hasFocus() and self.state() != QTableView.State.EditingState:
            self.rows.tidy()

    # -- keys ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste_clipboard()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._step_back(self.rows.undo)
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._step_back(self.rows.redo)
        elif event.key() == Qt.Key.Key_Delete and not held:
            self._remove([one.row() for one in self.selectionModel().selectedRows()])
        elif index.isValid() and enters and held == Qt.KeyboardModifier.AltModifier:
            self.larger_requested.emit(index.row())
        elif index.isValid() and not held and (enters or event.key() == Qt.Key.Key_F2):
            self.open_cell(index.row(), index.column())
        else:
            super().keyPressEvent(event)

    def _step_back(self, step: Callable[[], None]) -> None:
        row = self.currentIndex().row()
        step()
        self.select_cell(max(row, 0))

    def _remove(self, rows: Sequence[int]) -> None:
        self.rows.remove(rows)
        self.select_cell(min(rows, default=0))

    def _copy(self) -> None:
        chosen = sorted(one.row() for one in self.selectionModel().selectedRows())
        pairs = dict(self.rows.pairs[row] for row in chosen if row < len(self.rows.pairs))
        if pairs:
            text = json.dumps(pairs, ensure_ascii=False, indent=2, default=str)
            QGuiApplication.clipboard().setText(text)

    def _paste_clipboard(self) -> None:
        text, index = QGuiApplication.clipboard().text(), self.currentIndex()
        if holds_rows(text) or not index.isValid():
            self.pasted.emit(text)
        else:
            self.rows.remember()
            self.rows.setData(index, text)

    # -- mouse -----------------------------------------------------------------------------------

    def tool_at(self, position: QPoint) -> Tool | None:
        """The row and the button below a position."""
        index = self.indexAt(position)
        if index.column() != VALUE:
            return None
        cell, direction = self.visualRect(index), self.layoutDirection()
        return self._cells.tool_at(cell, index.row(), position, direction)

    def shows_tools(self, row: int) -> bool:
        """Whether the buttons of a row are there: where the mouse is, or the focus."""
        is_current = self.hasFocus() and row == self.currentIndex().row()
        return 0 <= row < len(self.rows.pairs) and (row == self._cells.hovered or is_current)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self.tool_at(event.position().toPoint())
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif pressed == self.tool_at(event.position().toPoint()):
            self._use_tool(*pressed)

    def _use_tool(self, row: int, tool: str) -> None:
        if tool == LARGER:
            self.larger_requested.emit(row)
        elif tool == DELETE:
            self._remove([row])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        index = self.indexAt(position)
        if self.tool_at(position) is not None:
            self.mousePressEvent(event)
        elif index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.larger_requested.emit(index.row())
        else:
            super().mouseDoubleClickEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.row() == self.rows.rowCount() - 1:
            self.open_cell(index.row(), index.column())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        position = event.position().toPoint()
        self._hover(self.indexAt(position).row(), position)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1, QPoint(-1, -1))

    def _hover(self, row: int, position: QPoint) -> None:
        cells = self._cells
        before = cells.hovered, cells.hovered_tool
        cells.hovered = row
        cells.hovered_tool = self.tool_at(position)
        if before != (cells.hovered, cells.hovered_tool):
            shape = Qt.CursorShape.PointingHandCursor if cells.hovered_tool else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
