"""Every text that a class can read, or hears read, at this moment; and what in it no class must see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QPainter, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QMenu, QWidget

from ui.chat.transcript_view import TranscriptView
from ui.presenter import veil

PROPERTIES = ("text", "toolTip", "accessibleName", "accessibleDescription", "placeholderText", "plainText")
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
LEAK = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}|(?<![0-9.])[0-9]{12}(?![0-9])|[0-9a-f]{4}…[0-9a-f]{4}|AKIA|[A-Za-z0-9_-]{60,}",
    re.IGNORECASE,
)
SHORTEST = 8


class Projector:
    """Reads the screen, and hears what is drawn by hand on it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.drawn: list[str] = []
        draw, lay_out = QPainter.drawText, QTextLayout.__init__

        def hear(painter: QPainter, *given: Any) -> Any:
            self.drawn += [one for one in given if isinstance(one, str)]
            return draw(painter, *given)

        def hear_layout(layout: QTextLayout, *given: Any) -> None:
            self.drawn += [one for one in given if isinstance(one, str)]
            lay_out(layout, *given)

        monkeypatch.setattr(QPainter, "drawText", hear)
        monkeypatch.setattr(QTextLayout, "__init__", hear_layout)

    def leaks(self, secrets: Collection[str] = ()) -> list[str]:
        """What can be read now of ids, accounts and tokens, and of these, where it stands in front."""
        self.drawn.clear()
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                window.grab()
        told = [*read(), *(("drawn", text) for text in self.drawn)]
        assert len(told) > 20, "a screen has texts"
        return [f"{where}: {text[:120]}" for where, text in told if _holds(text, secrets)]


def _holds(text: str, secrets: Collection[str]) -> bool:
    plain = text.replace("\u200b", "")
    pieces = {piece for one in secrets for piece in (one[:SHORTEST], one[-SHORTEST:])}
    return LEAK.search(plain) is not None or any(piece in plain for piece in pieces)


def read() -> Iterator[tuple[str, str]]:
    """Where, and what."""
    for widget in QApplication.allWidgets():
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        name = type(widget).__name__
        for where, text in _texts(widget):
            if text:
                yield f"{name}, {where}", text


def _texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    is_dotted = isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal
    for name in PROPERTIES:
        if not (name == "text" and is_dotted) and not (name == "plainText" and is_hidden(widget)):
            yield name, str(widget.property(name) or "")
    if widget.isWindow():
        yield "windowTitle", widget.windowTitle()
    if isinstance(widget, QLineEdit):
        yield "displayText", widget.displayText()
    if isinstance(widget, QComboBox):
        yield from (("choice", widget.itemText(at)) for at in range(widget.count()))
    if isinstance(widget, QMenu):
        yield from (("action", action.text()) for action in widget.actions())
    if isinstance(widget, QAbstractItemView):
        yield from _rows(widget)
    if isinstance(widget, TranscriptView):
        yield from _documents(widget)
    if (heard := QAccessible.queryAccessibleInterface(widget)) is not None:
        yield "is called", heard.text(QAccessible.Text.Name)
        yield "is described", heard.text(QAccessible.Text.Description)


def is_hidden(widget: QWidget) -> bool:
    """Whether a text that is being written is painted over: in one colour, but for what is said of it."""
    read_only = widget.property("readOnly")
    return read_only is False and veil.hides(widget)


def _rows(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model, root = view.model(), QModelIndex()
    for row in range(min(model.rowCount(root), 200)):
        for column in range(max(1, model.columnCount(root))):
            for role in ROLES:
                data = model.index(row, column, root).data(role)
                if isinstance(data, str):
                    yield f"row {row}, {role.name}", data


def _documents(view: TranscriptView) -> Iterator[tuple[str, str]]:
    for row in view.rows_in_sight():
        for text in view.bubbles.places(row).texts:
            yield f"document of row {row}", text.shown.toPlainText()
