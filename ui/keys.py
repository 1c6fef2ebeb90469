"""The keys of the window as one table: the shortcuts and the page that lists them are made from it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Key:
    """What a key does, wherever the keyboard is in the window."""

    keys: str
    """As Qt writes them on every system: Ctrl+N."""
    words: str
    """What it does, for people; empty for one that another line speaks of."""
    act: Callable[[], object]
    shown: str = ""
    """How the line names its keys, where it speaks of several."""


def listen(window: QWidget, keys: Sequence[Key]) -> None:
    """Lets every key of a table do what it says."""
    for key in keys:
        shortcut = QShortcut(QKeySequence(key.keys), window)
        # One that is held would start a chat, and another, with every repetition of the keyboard.
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(key.act)


def native(keys: str) -> str:
    """Keys as this system writes them, and as our texts call them."""
    if sys.platform != "darwin":
        # Qt leaves Return untranslated; macOS has a sign for it.
        keys = keys.replace("Return", "Enter")
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
