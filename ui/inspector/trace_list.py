"""The list of a trace: walked by keys, following the newest row while one looks at it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTableView

from console.language import tr
from console.trace import Step
from ui.inspector.trace_painting import STEP_HEIGHT, TraceDelegate, height_of
from ui.inspector.trace_rows import TraceModel, TraceRow
from ui.tables import as_list


class TraceList(QTableView):
    """A table of one column, since Qt's lists lay out every row again when some are added."""

    chosen = Signal(object)
    """The step whose details are wanted."""
    end_left = Signal(bool)
    """Whether the newest row is out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self.model_of_rows = TraceModel()
        self._delegate = TraceDelegate(self.model_of_rows)
        self.follows = True
        """Whether it stays at the newest row."""
        self.setProperty("trace", True)
        self.setAccessibleName(tr("The way through the flows"))
        self.setModel(self.model_of_rows)
        self.setItemDelegate(self._delegate)
        as_list(self, STEP_HEIGHT)
        self.model_of_rows.rowsInserted.connect(self._measure)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._note_place)
        bar.rangeChanged.connect(self._stay)

    # -- what is shown ----------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[TraceRow]) -> None:
        """Shows other rows; the newest stays in sight where it was."""
        follows = self.follows
        self.model_of_rows.show_rows(rows)
        if follows:
            self.to_end()

    def _measure(self, _parent: object, first: int, last: int) -> None:
        header = self.verticalHeader()
        for at in range(first, last + 1):
            height = height_of(self.model_of_rows.rows[at])
            if height != header.sectionSize(at):
                header.resizeSection(at, height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure(None, 0, len(self.model_of_rows.rows) - 1)

    def to_end(self) -> None:
        """Goes to the newest row, and stays there."""
        self._set_follows(True)
        self.scrollToBottom()

    def _note_place(self, value: int) -> None:
        self._set_follows(value >= self.verticalScrollBar().maximum() - STEP_HEIGHT // 2)

    def _stay(self) -> None:
        """There is more or less room, or more or fewer rows: who was at the end stays there."""
        if self.follows:
            self.scrollToBottom()

    def _set_follows(self, follows: bool) -> None:
        if follows != self.follows:
            self.follows = follows
            self.end_left.emit(not follows)

    # -- choosing ---------------------------------------------------------------------------------

    @property
    def current(self) -> Step | None:
        """The step that the keyboard is at."""
        at = self.currentIndex().row()
        rows = self.model_of_rows.rows
        return rows[at].step if 0 <= at < len(rows) else None

    def go_to(self, key: str) -> bool:
        """Puts the keyboard on a step, and the step in sight; whether there is one of this key."""
        rows = self.model_of_rows.rows
        at = next((at for at, row in enumerate(rows) if row.kind == "step" and row.key == key), -1)
        if at >= 0:
            self._stand_on(at)
        return at >= 0

    def _stand_on(self, at: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        index = self.model_of_rows.index(at, 0)
        # Whoever looks at an older step is not to be taken away from it.
        self._set_follows(at == self.model_of_rows.rowCount() - 1)
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.chosen.emit(self.current)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        """Goes to the next step, past what is only read."""
        rows, at = self.model_of_rows.rows, self.currentIndex().row() + by
        while 0 <= at < len(rows):
            if rows[at].step is not None:
                self._stand_on(at)
                return
            at += by

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self.current is not None:
            step = self.model_of_rows.rows[index.row()].step
            if step is not None:
                self.chosen.emit(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.current is None:
            self._walk(1)
