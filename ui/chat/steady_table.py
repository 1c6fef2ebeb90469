"""A table of rows of many heights that stays at the newest row, or where one has scrolled to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from ui.chat.heights import Heights
from ui.chat.transcript import TranscriptModel

NEAR = 6
"""So many pixels from the end count as being there."""
STEP = 48


class SteadyTable(QTableView):
    """Shows one column of a model. `measure` gives the height of a row at the width of the moment."""

    top_reached = Signal()
    """Somebody has scrolled up to the first row."""
    end_left = Signal(bool)
    """Whether the newest row is out of sight now."""
    moved = Signal()
    """Rows have another place on the viewport, or others are seen."""

    def __init__(self, model: TranscriptModel, measure: Callable[[int], int]) -> None:
        super().__init__()
        self.follows = True
        """Whether it stays at the newest row."""
        self._is_moving = False
        self._kept: tuple[QPersistentModelIndex, int] | None = None
        self._prepare()
        self.setModel(model)
        self.heights = Heights(self.verticalHeader(), measure)
        model.rowsAboutToBeInserted.connect(lambda *_: self._keep_place())
        model.rowsInserted.connect(self._rows_came)
        model.rowsAboutToBeRemoved.connect(lambda *_: self._keep_place())
        model.rowsRemoved.connect(self._rows_went)
        model.dataChanged.connect(self._rows_changed)
        self.heights.step_due.connect(self._measure_more)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalScrollBar().setSingleStep(STEP)

    # -- rows come, go and change -----------------------------------------------------------------

    def _rows_came(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.heights.put_in(first, last)
        self._back_to_place()

    def _rows_went(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.heights.take_out(first, last)
        self._back_to_place()

    def _rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        with self.steady():
            self.heights.forget(first.row(), last.row())

    def _measure_more(self) -> None:
        with self.steady():
            self.heights.step()

    def measure_anew(self) -> None:
        """The width has changed: what is seen comes first."""
        with self.steady():
            self.heights.forget_all()
            self.heights.make_exact(self._near_end() if self.follows else self.rows_in_sight())

    @contextmanager
    def steady(self) -> Iterator[None]:
        """What is seen stays where it is while heights change."""
        self._keep_place()
        yield
        self._back_to_place()

    def _keep_place(self) -> None:
        row = self.rowAt(0)
        if self.follows or row < 0:
            self._kept = None
        else:
            index = QPersistentModelIndex(self.model().index(row, 0))
            self._kept = (index, self.rowViewportPosition(row))

    def _back_to_place(self) -> None:
        self._is_moving = True
        try:
            # Qt would tell the scroll bar of new heights a little later.
            self.updateGeometries()
            bar = self.verticalScrollBar()
            if self.follows:
                bar.setValue(bar.maximum())
            elif self._kept is not None and self._kept[0].isValid():
                row, offset = self._kept[0].row(), self._kept[1]
                bar.setValue(self.verticalHeader().sectionPosition(row) - offset)
        finally:
            self._is_moving = False
        self.moved.emit()

    # -- scrolling --------------------------------------------------------------------------------

    def to_end(self) -> None:
        """Shows the newest row, and stays there."""
        self.follows = True
        self.heights.make_exact(self._near_end())
        self._back_to_place()
        self.end_left.emit(False)

    def _near_end(self) -> range:
        count = self.model().rowCount()
        return range(max(0, count - self.viewport().height() // 30), count)

    def _scrolled(self, value: int) -> None:
        if self._is_moving:
            return
        bar = self.verticalScrollBar()
        at_end = value >= bar.maximum() - NEAR
        if at_end != self.follows:
            self.follows = at_end
            self.end_left.emit(not at_end)
        rough = [row for row in self.rows_in_sight() if not self.heights.is_exact(row)]
        if rough:
            with self.steady():
                self.heights.make_exact(rough)
        self.moved.emit()
        if value <= bar.minimum() and not at_end:
            self.top_reached.emit()

    def rows_in_sight(self) -> range:
        """The rows that are seen, even in part."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, self.model().rowCount() if last < 0 else last + 1)
