"""The hands of the smoke test: clicks and keys as the window system tells them, and bounded waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

STEP_S = 15.0


async def until(holds: Callable[[], bool], what: str) -> None:
    """Waits until something holds.

    Raises:
        TimeoutError: it did not come to hold within the bound of a step.
    """
    from asyncio import sleep

    deadline = time.perf_counter() + STEP_S
    while not holds():
        if time.perf_counter() > deadline:
            raise TimeoutError(f"waited {STEP_S:.0f} s until {what}")
        await sleep(0.002)


def click(widget: QWidget) -> None:
    """Presses and releases the left button in the middle of a widget, as the window system would tell it."""
    at = QPointF(widget.rect().center())
    spot = QPointF(widget.mapToGlobal(QPoint(int(at.x()), int(at.y()))))
    for kind, held in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, at, spot, Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)


def named(parent: QWidget, name: str) -> QWidget:
    """What goes by a name within something, and can be used.

    Raises:
        LookupError: nothing does.
    """
    for one in parent.findChildren(QWidget):
        if one.accessibleName() == name and one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return one
    raise LookupError(f"there is no “{name}”")


async def write(field: QWidget, text: str) -> None:
    """Types a text in place of what is there; keys come one by one."""
    from asyncio import sleep

    field.setFocus()
    press(field, Qt.Key.Key_A, "\x01", Qt.KeyboardModifier.ControlModifier)
    press(field, Qt.Key.Key_Delete, "")
    for letter in text:
        press(field, Qt.Key.Key_unknown, letter)
        await sleep(0)


def press(
    widget: QWidget, key: Qt.Key, text: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Presses and releases a key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, held, text))


def said_near(field: QWidget) -> bool:
    """Whether a problem is shown at a field, and told to screen readers."""
    return field.property("invalid") is True and bool(field.accessibleDescription())


async def enter(field: QWidget, text: str) -> None:
    """Types a line and ends it with Enter."""
    await write(field, text)
    press(field, Qt.Key.Key_Return, "\r")


def drop(field: QWidget, file: Path) -> None:
    """Drops a file, as from a file manager."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(file))])
    at, held, none = field.rect().center(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # Qt gives the drop to what the drag has entered.
    QApplication.sendEvent(field, QDragEnterEvent(at, Qt.DropAction.CopyAction, content, held, none))
    QApplication.sendEvent(field, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, content, held, none))
