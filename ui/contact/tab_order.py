"""Tab goes in the order of reading, whenever a part was made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def stops(root: QWidget | QLayout) -> Iterator[QWidget]:
    """The widgets below a root that Tab can stop at, as their layouts have them, hidden ones too."""
    layout = root if isinstance(root, QLayout) else root.layout()
    if isinstance(root, QScrollArea) and (inside := root.widget()) is not None:
        yield from _stops_of(inside)
    if layout is None:
        return
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        inner = item.widget() or item.layout()
        if isinstance(inner, QLayout):
            yield from stops(inner)
        elif isinstance(inner, QWidget):
            yield from _stops_of(inner)


def _stops_of(widget: QWidget) -> Iterator[QWidget]:
    # A choice of several gives Tab to one of its buttons only, and passes it on as it changes.
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.ClickFocus)
    # One that hands its focus to a part of itself is a stop to Qt as well, and stands before that part.
    if (takes_tab or widget.focusProxy()) and not isinstance(widget, QScrollArea):
        yield widget
    if not takes_tab:
        yield from stops(widget)


def order_tabs(root: QWidget) -> None:
    """Makes Tab walk through everything below a root in the order of its layouts."""
    for first, second in pairwise(stops(root)):
        QWidget.setTabOrder(first, second)
