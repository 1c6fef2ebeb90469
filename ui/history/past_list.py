"""The list of past contacts as a table of one column: walked by keys, opened, deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from console.history import PastContact
from console.language import tr
from ui import theme
from ui.history.rows import PastDelegate, PastRows
from ui.tables import as_list


class PastList(QTableView):
    """A table, since Qt's lists lay out every row again when some are added."""

    opened = Signal(object)
    delete_requested = Signal(object)
    """The contacts that are selected."""
    menu_requested = Signal(QPoint)
    top_left = Signal()
    """The keyboard goes up beyond the first row."""

    def __init__(self, rows: PastRows) -> None:
        super().__init__()
        self._rows = rows
        self.delegate = PastDelegate(rows)
        self.setProperty("contacts", True)
        self.setAccessibleName(tr("Past contacts"))
        self.setModel(rows)
        self.setItemDelegate(self.delegate)
        as_list(self, theme.px(self.delegate.height))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.show_searched("")

    def show_searched(self, text: str) -> None:
        """Shows what a search has found in each row."""
        self.delegate.text = text
        header, height = self.verticalHeader(), theme.px(self.delegate.height)
        if header.defaultSectionSize() != height:
            header.setDefaultSectionSize(height)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "delegate"):
            self.show_searched(self.delegate.text)

    @property
    def current(self) -> PastContact | None:
        """The contact that the keyboard is at."""
        row = self.currentIndex().row()
        return self._rows.contacts[row] if 0 <= row < len(self._rows.contacts) else None

    @property
    def selected(self) -> Sequence[PastContact]:
        """The contacts that are selected, from the top."""
        found = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._rows.contacts[row] for row in found]

    def go_to(self, row: int) -> None:
        """Puts the keyboard on a row, or on the last one."""
        row = min(row, self._rows.rowCount() - 1)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._rows.index(row, 0), flags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.current
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.opened.emit(current)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected:
            self.delete_requested.emit(self.selected)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() == 0:
            self.top_left.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        index = self.indexAt(event.position().toPoint())
        if plain and index.isValid() and index == self.currentIndex():
            self.opened.emit(self._rows.contacts[index.row()])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.selected:
            self.menu_requested.emit(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and not self.currentIndex().isValid():
            self.go_to(0)
