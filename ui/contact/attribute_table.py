"""The table of attributes: painting, keys and the two small buttons of a row."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
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
    QColor,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from console.shape import Problem
from ui import theme
from ui.contact.attribute_rows import HEADINGS, KEY, PROBLEM_ROLE, VALUE, AttributeRows

ROW_HEIGHT = 34
MOST_ROWS = 8
_TOOLS = ("trash-2", "ellipsis")
"""The buttons of a row, from the outside in: delete it, edit its value in a larger box."""
_TOOL_TIPS = {"trash-2": "Delete this attribute (Del)", "ellipsis": "Edit in a larger box (Alt+Enter)"}
_Index = QModelIndex | QPersistentModelIndex


class _CellEditor(QLineEdit):
    """A cell that is typed into. Several lines, or JSON in the key's cell, are pasted as attributes."""

    rows_pasted = Signal(str)

    def __init__(self, parent: QWidget, column: int) -> None:
        super().__init__(parent)
        self._column = column
        self.setAccessibleName(HEADINGS[column])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if holds_rows(text) and not (self._column == VALUE and "\n" not in text.strip()):
                self.rows_pasted.emit(text)
                return
        super().keyPressEvent(event)


def holds_rows(text: str) -> bool:
    """Whether a pasted text is meant as attributes: several lines, or a JSON object."""
    text = text.strip()
    return "\n" in text or text.startswith("{")


class _CellDelegate(QStyledItemDelegate):
    """Paints a cell, and makes the line to edit it. What is typed goes to the model key by key.

    Ctrl+Return starts a chat without closing the cell first, so nothing may wait in the editor.
    """

    def __init__(self, table: AttributeTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        self._table.cell_opens(index)
        editor = _CellEditor(parent, index.column())
        editor.textEdited.connect(lambda _: self.commitData.emit(editor))
        editor.rows_pasted.connect(self._table.pasted)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        text = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QLineEdit) and editor.text() != text:
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        problem: Problem | None = index.data(PROBLEM_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect, theme.colour(self._ground(option, index, problem)))
        painter.setPen(theme.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(10, 0, -10, -1)
        if problem and index.column() == KEY:
            at = QStyle.visualRect(
                option.direction, inner, QRect(inner.left(), inner.center().y() - 7, 14, 14)
            )
            theme.draw_icon(painter, *_mark(problem), QRectF(at))
            inner = _less(inner, 20, option.direction, leading=True)
        if index.column() == VALUE and self._table.shows_tools(index.row()):
            self._draw_tools(painter, rect, index.row())
            inner = _less(inner, 26 * len(_TOOLS) - 4, option.direction, leading=False)
        self._draw_text(painter, inner, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -2.5), 4, 4)
        painter.restore()

    def _ground(self, option: QStyleOptionViewItem, index: _Index, problem: Problem | None) -> str:
        if option.state & QStyle.StateFlag.State_Selected and self._table.hasFocus():
            return "soft"
        if problem:
            return "danger_soft" if problem.blocks else "warn_soft"
        return "sunken" if index.row() == self._table.hovered else "surface"

    def _draw_text(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: _Index) -> None:
        text, token = index.data(), "text"
        if index.row() == self._table.rows.rowCount() - 1:
            text, token = ("New key", "Value")[index.column()], "faint"
        painter.setFont(option.font)
        painter.setPen(theme.colour(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_tools(self, painter: QPainter, rect: QRect, row: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tool in _TOOLS:
            at = self.tool_rect(rect, tool)
            if self._table.hovered_tool == (row, tool):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("border"))
                painter.drawRoundedRect(at, 6, 6)
            theme.draw_icon(painter, tool, theme.colour("muted"), QRectF(at).adjusted(5, 5, -5, -5))

    def tool_rect(self, cell: QRect, tool: str) -> QRect:
        """Where a button of a row stands in its value's cell."""
        place = _TOOLS.index(tool)
        at = QRect(cell.right() - 30 - 26 * place, cell.top() + (cell.height() - 25) // 2, 24, 24)
        return QStyle.visualRect(self._table.layoutDirection(), cell, at)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        tool = self._table.tool_at(event.pos())
        if event.type() == QEvent.Type.ToolTip and tool:
            QToolTip.showText(event.globalPos(), _TOOL_TIPS[tool[1]], view)
            return True
        return super().helpEvent(event, view, option, index)


def _mark(problem: Problem) -> tuple[str, QColor]:
    if problem.blocks:
        return "circle-alert", theme.colour("danger")
    return "triangle-alert", theme.colour("warn")


def _less(rect: QRect, width: int, direction: Qt.LayoutDirection, *, leading: bool) -> QRect:
    """A rectangle without a strip at its leading or trailing side."""
    if leading == (direction == Qt.LayoutDirection.LeftToRight):
        return rect.adjusted(width, 0, 0, 0)
    return rect.adjusted(0, 0, -width, 0)


class AttributeTable(QTableView):
    """Keys and values. Tab goes through the cells and out at the end; it is as high as its rows."""

    pasted = Signal(str)
    """A text that holds attributes was pasted."""
    larger_requested = Signal(int)
    """The value of this row shall be edited in a larger box."""

    def __init__(self, rows: AttributeRows) -> None:
        super().__init__()
        self.rows = rows
        self.hovered = -1
        self.hovered_tool: tuple[int, str] | None = None
        self._pressed: tuple[int, str] | None = None
        self._before: tuple[QPersistentModelIndex, str] | None = None
        self.setModel(rows)
        self._cells = _CellDelegate(self)
        self.setItemDelegate(self._cells)
        self.setAccessibleName("Attributes")
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
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        across = self.horizontalHeader()
        across.setStretchLastSection(True)
        across.setMinimumSectionSize(90)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        across.setFixedHeight(31)

    def _fit(self) -> None:
        shown = min(self.rows.rowCount(), MOST_ROWS)
        self.setFixedHeight(self.horizontalHeader().height() + shown * ROW_HEIGHT + 2)

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

    def cell_opens(self, index: _Index) -> None:
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

    def tool_at(self, position: QPoint) -> tuple[int, str] | None:
        """The row and the button below a position."""
        index = self.indexAt(position)
        if index.column() != VALUE or not self.shows_tools(index.row()):
            return None
        cell = self.visualRect(index)
        found = (tool for tool in _TOOLS if self._cells.tool_rect(cell, tool).contains(position))
        tool = next(found, None)
        return (index.row(), tool) if tool else None

    def shows_tools(self, row: int) -> bool:
        """Whether the buttons of a row are there: where the mouse is, or the focus."""
        is_current = self.hasFocus() and row == self.currentIndex().row()
        return 0 <= row < len(self.rows.pairs) and (row == self.hovered or is_current)

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
        if tool == "ellipsis":
            self.larger_requested.emit(row)
        else:
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
        before = self.hovered, self.hovered_tool
        self.hovered = row
        self.hovered_tool = self.tool_at(position)
        if before != (self.hovered, self.hovered_tool):
            shape = Qt.CursorShape.PointingHandCursor if self.hovered_tool else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
