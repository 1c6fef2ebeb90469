"""Row heights of a long transcript: exact where one looks, the rest made exact bit by bit.

A table keeps the heights it is told, so that a row that comes costs no more among ten thousand than
among ten; a list asks every row again. Laying out a row takes about a quarter of a millisecond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHeaderView

AT_ONCE = 40
A_STEP_S = 0.004
ROUGH = 74
"""The height of a row that nobody has looked at."""


class Heights(QObject):
    """Sets the heights of a header's sections; `measure` gives the height of a row."""

    step_due = Signal()
    """Some more rows are to be measured; whoever hears it calls `step`."""

    def __init__(self, header: QHeaderView, measure: Callable[[int], int]) -> None:
        super().__init__(header)
        self._header, self._measure = header, measure
        self._is_exact = bytearray()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(1)
        header.setDefaultSectionSize(ROUGH)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.step_due)

    @property
    def is_done(self) -> bool:
        """Whether every row has its exact height."""
        return not self._timer.isActive()

    def is_exact(self, row: int) -> bool:
        """Whether a row has been measured."""
        return bool(self._is_exact[row])

    def put_in(self, first: int, last: int) -> None:
        """Rows have come; the newest of them get their heights at once."""
        self._is_exact[first:first] = bytes(last - first + 1)
        self.make_exact(range(max(first, last + 1 - AT_ONCE), last + 1))
        self._go_on()

    def take_out(self, first: int, last: int) -> None:
        """Rows have gone."""
        del self._is_exact[first : last + 1]

    def forget(self, first: int, last: int) -> None:
        """Rows have changed; the few that do it while one looks are measured at once."""
        self._is_exact[first : last + 1] = bytes(last - first + 1)
        self.make_exact(range(max(first, last + 1 - AT_ONCE), last + 1))
        self._go_on()

    def forget_all(self) -> None:
        """The width has changed, or the font."""
        self._is_exact = bytearray(len(self._is_exact))
        self._go_on()

    def make_exact(self, rows: Iterable[int]) -> None:
        """Measures those of the rows that are not measured yet."""
        for row in rows:
            if not self._is_exact[row]:
                self._is_exact[row] = 1
                height = self._measure(row)
                if height != self._header.sectionSize(row):
                    self._header.resizeSection(row, height)

    def step(self) -> None:
        """Measures some more rows, the newest first."""
        until = perf_counter() + A_STEP_S
        end = len(self._is_exact)
        while (end := self._is_exact.rfind(0, 0, end)) >= 0 and perf_counter() < until:
            self.make_exact((end,))
        if end < 0:
            self._timer.stop()

    def _go_on(self) -> None:
        if 0 in self._is_exact:
            self._timer.start()
