"""Where a screen reader finds the cards and buttons of a transcript.

They lie on the table's viewport, and Qt tells of a table's cells alone. So a widget without a size stands
beside the table and names them as its own; they stay where they are, for the eye, the mouse and Tab.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from console.language import tr

NAME = tr("Cards and buttons in the transcript")


class Shelf(QWidget):
    """Names what `parts` gives, in its order, as what it holds."""

    def __init__(self, parts: Callable[[], Sequence[QWidget]]) -> None:
        super().__init__()
        self.parts = parts
        self.setFixedHeight(0)

    def accessible(self) -> QAccessibleInterface:
        """What a screen reader is told of it: ui/roles.py asks."""
        return _Reading(self)


class _Reading(QAccessibleWidget):
    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf, QAccessible.Role.Grouping, NAME)
        self._shelf = shelf

    def childCount(self) -> int:
        return len(self._shelf.parts())

    def child(self, index: int) -> QAccessibleInterface:
        parts = self._shelf.parts()
        if index < len(parts):
            return QAccessible.queryAccessibleInterface(parts[index])
        # What was there when it was counted may be gone.
        return cast("QAccessibleInterface", None)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        part = child.object()
        return next((at for at, one in enumerate(self._shelf.parts()) if one is part), -1)
