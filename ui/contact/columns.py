"""Parts in two columns where there is room for two, else below each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

ROOM_FOR_TWO = 440
"""The width from which on two fields may stand beside each other, if it holds both."""


class Columns(QWidget):
    """Parts in the order of reading; a wide one takes the whole line."""

    def __init__(self, parts: Sequence[tuple[QWidget, bool]]) -> None:
        super().__init__()
        self._parts = list(parts)
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(12)
        self._arrange(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = [part.minimumSizeHint().width() for part, is_wide in self._parts if not is_wide]
        needed = 2 * max(narrow, default=0) + self._grid.horizontalSpacing()
        self._arrange(2 if self.width() >= max(needed, ROOM_FOR_TWO) else 1)

    def minimumSizeHint(self) -> QSize:
        # The width of one column: two would keep the window from getting narrow again.
        widest = max((part.minimumSizeHint().width() for part, _ in self._parts), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _arrange(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        while self._grid.takeAt(0) is not None:
            continue
        narrow = [part for part, is_wide in self._parts if not is_wide]
        line = column = 0
        for part, is_wide in self._parts:
            # A part that would stand alone in its line may as well fill it.
            span = count if is_wide or len(narrow) == 1 else 1
            if column + span > count:
                line, column = line + 1, 0
            self._grid.addWidget(part, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for index in range(2):
            self._grid.setColumnStretch(index, 1 if index < count else 0)
