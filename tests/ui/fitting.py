"""Whether every text of a window has the room that it needs, and every control lies within its parent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from tests.ui.walking import called
from ui.controls import Elided, Segment

SLACK = 2
"""Pixels that rounding may take."""


def clipped(window: QWidget) -> list[str]:
    """What is seen and lacks room. A text that ends in … by design is not among it."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    seen = [
        one for one in window.findChildren(QWidget) if one.isVisible() and not one.visibleRegion().isEmpty()
    ]
    found = [f"{called(one)} has no room for {_words(one)!r}" for one in seen if not _has_room(one)]
    kinds = (QAbstractButton, QLineEdit, QComboBox, QLabel)
    controls = [one for one in seen if isinstance(one, kinds)]
    # A label without words is a place that is empty now.
    cut = [one for one in controls if _is_cut(one) and not (isinstance(one, QLabel) and not one.text())]
    return found + [f"{called(one)} {_words(one)!r} is cut by what it lies in" for one in cut]


def _words(one: QWidget) -> str:
    if isinstance(one, QToolButton) and one.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return ""
    return one.text() if isinstance(one, (QLabel, QAbstractButton)) else ""


def _has_room(one: QWidget) -> bool:
    if isinstance(one, Elided) or not _words(one).strip():
        return True
    if isinstance(one, QLabel) and one.wordWrap():
        return one.height() >= one.heightForWidth(one.width()) - SLACK
    if isinstance(one, QLabel):
        return one.width() >= one.sizeHint().width() - SLACK
    # What a button's words leave out on purpose stands in its tooltip; a choice is painted that way.
    by_design = bool(one.toolTip()) and ("…" in _words(one) or isinstance(one, Segment))
    return by_design or one.width() >= one.minimumSizeHint().width() - SLACK


def _is_cut(one: QWidget) -> bool:
    """Whether a part of it lies outside of a parent that does not scroll."""
    parent, place = one.parentWidget(), one.geometry()
    while parent is not None and not parent.isWindow() and parent.objectName() != "qt_scrollarea_viewport":
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            return True
        place = QRect(parent.mapToParent(QPoint(0, 0)) + place.topLeft(), place.size())
        parent = parent.parentWidget()
    return False
