"""Widgets of the form, shown in a window of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme

Show = Callable[..., QMainWindow]


@pytest.fixture
def show(qtbot: QtBot, qapp: QApplication) -> Iterator[Show]:
    """Shows a widget in a window that has the focus, with a button before it and one after it."""
    theme.dress(qapp, "light")
    # Python's reference is the only one that a window without a parent has.
    windows = []

    def shown(widget: QWidget, width: int = 640, height: int = 620) -> QMainWindow:
        window = QMainWindow()
        inner = QWidget()
        layout = QVBoxLayout(inner)
        before, after = QPushButton("before"), QPushButton("after")
        for part in (before, widget, after):
            layout.addWidget(part)
        layout.addStretch(1)
        window.setCentralWidget(inner)
        window.resize(width, height)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        before.setFocus()
        return window

    yield shown
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def button_of(window: QMainWindow, text: str) -> QPushButton:
    """One of the two buttons around the widget."""
    return next(one for one in window.findChildren(QPushButton) if one.text() == text)
