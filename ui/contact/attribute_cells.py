"""The cells of the attribute table: how they are painted, and the line to type into."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from console.language import tr
from console.shape import Problem
from ui import theme
from ui.contact.attribute_rows import HEADINGS, KEY, PROBLEM_ROLE, VALUE

Tool = tuple[int, str]
"""A row and the name of one of its buttons."""
DELETE, LARGER = "trash-2", "ellipsis"
_TOOLS = (DELETE, LARGER)
"""The buttons of a row, from the outside in."""
_TOOL_TIPS = {DELETE: tr("Delete this attribute (Del)"), LARGER: tr("Edit in a larger box (Alt+Enter)")}
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


class CellDelegate(QStyledItemDelegate):
    """Paints a cell, and makes the line to edit it. What is typed goes to the model key by key.

    Ctrl+Return starts a chat without closing the cell first, so nothing may wait in the editor.
    """

    opened = Signal(object)
    """A cell, by its index, is about to be typed into."""
    rows_pasted = Signal(str)

    def __init__(self, parent: QObject, shows_tools: Callable[[int], bool]) -> None:
        super().__init__(parent)
        self._shows_tools = shows_tools
        self.hovered = -1
        self.hovered_tool: Tool | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        self.opened.emit(index)
        editor = _CellEditor(parent, index.column())
        editor.textEdited.connect(lambda _: self.commitData.emit(editor))
        editor.rows_pasted.connect(self.rows_pasted)
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
        if index.column() == VALUE and self._shows_tools(index.row()):
            self._draw_tools(painter, rect, index.row(), option.direction)
            inner = _less(inner, 26 * len(_TOOLS) - 4, option.direction, leading=False)
        self._draw_text(painter, inner, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -2.5), 4, 4)
        painter.restore()

    def _ground(self, option: QStyleOptionViewItem, index: _Index, problem: Problem | None) -> str:
        if option.state & QStyle.StateFlag.State_Selected and option.widget.hasFocus():
            return "soft"
        if problem:
            return "danger_soft" if problem.blocks else "warn_soft"
        return "sunken" if index.row() == self.hovered else "surface"

    def _draw_text(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: _Index) -> None:
        text, token = index.data(), "text"
        if index.row() == index.model().rowCount() - 1:
            text, token = (tr("New key"), tr("Value"))[index.column()], "faint"
        painter.setFont(option.font)
        painter.setPen(theme.colour(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        # A text has its letters' own direction, whichever way the window is laid out.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_tools(self, painter: QPainter, rect: QRect, row: int, direction: Qt.LayoutDirection) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tool in _TOOLS:
            at = _tool_rect(rect, tool, direction)
            if self.hovered_tool == (row, tool):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("border"))
                painter.drawRoundedRect(at, 6, 6)
            theme.draw_icon(painter, tool, theme.colour("muted"), QRectF(at).adjusted(5, 5, -5, -5))

    def tool_at(self, cell: QRect, row: int, position: QPoint, direction: Qt.LayoutDirection) -> Tool | None:
        """The button of a row, whose value has this cell, that stands at a position."""
        if not self._shows_tools(row):
            return None
        found = (tool for tool in _TOOLS if _tool_rect(cell, tool, direction).contains(position))
        tool = next(found, None)
        return (row, tool) if tool else None

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        tool = self.tool_at(option.rect, index.row(), event.pos(), option.direction)
        if event.type() == QEvent.Type.ToolTip and index.column() == VALUE and tool:
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


def _tool_rect(cell: QRect, tool: str, direction: Qt.LayoutDirection) -> QRect:
    """Where a button of a row stands in its value's cell."""
    place = _TOOLS.index(tool)
    at = QRect(cell.right() - 30 - 26 * place, cell.top() + (cell.height() - 25) // 2, 24, 24)
    return QStyle.visualRect(direction, cell, at)
