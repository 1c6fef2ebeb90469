"""Selecting text in a transcript with the mouse, and finding the link below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor

from ui.chat.places import Places, Text

Found = tuple[Places, QPointF]
"""A row, and a point in it from the row's own corner."""


class Selecting:
    """What is selected, in the text of one row at a time. `find` tells which row lies at a point."""

    def __init__(self, find: Callable[[QPoint], Found | None]) -> None:
        self._find = find
        self._from: QPoint | None = None
        self.cursor: QTextCursor | None = None
        self.key = ""
        """The row in which something is selected."""

    @property
    def text(self) -> str:
        """What is selected, as it would be pasted."""
        if self.cursor is None or not self.cursor.hasSelection():
            return ""
        return self.cursor.selection().toPlainText()

    def press(self, at: QPoint) -> None:
        """The mouse goes down: what was selected is so no more."""
        self.clear()
        self._from = at
        found = self._body(at)
        if found is None:
            return
        row, text, inside = found
        position = text.shown.documentLayout().hitTest(inside, Qt.HitTestAccuracy.FuzzyHit)
        if position >= 0:
            self.key = row.look.key
            self.cursor = QTextCursor(text.shown)
            self.cursor.setPosition(position)

    def drag(self, at: QPoint) -> bool:
        """The mouse moves while it is down; whether something is selected by it."""
        found = self._find(at) if self.cursor is not None else None
        if self.cursor is None or self._from is None or found is None or found[0].look.key != self.key:
            return False
        if (at - self._from).manhattanLength() < 3 and not self.cursor.hasSelection():
            return False
        row, inside = found
        text = row.texts[row.body]
        position = text.shown.documentLayout().hitTest(
            inside - text.rect.topLeft(), Qt.HitTestAccuracy.FuzzyHit
        )
        self.cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        return True

    def take_word(self, at: QPoint) -> None:
        """A double click selects a word."""
        self.press(at)
        if self.cursor is not None:
            self.cursor.select(QTextCursor.SelectionType.WordUnderCursor)

    def take_all(self, places: Places) -> None:
        """Selects the whole text of a row."""
        self.clear()
        if places.body >= 0:
            self.key = places.look.key
            self.cursor = QTextCursor(places.texts[places.body].shown)
            self.cursor.select(QTextCursor.SelectionType.Document)

    def clear(self) -> None:
        """Nothing is selected."""
        self.cursor, self._from, self.key = None, None, ""

    def link_at(self, at: QPoint) -> str:
        """The address of the link at a point; empty for none."""
        found = self._find(at)
        if found is None:
            return ""
        places, inside = found
        for text in places.texts:
            if text.rect.contains(inside):
                return text.shown.documentLayout().anchorAt(inside - text.rect.topLeft())
        return ""

    def is_text_at(self, at: QPoint) -> bool:
        """Whether there is text to be selected at a point."""
        return self._body(at) is not None

    def _body(self, at: QPoint) -> tuple[Places, Text, QPointF] | None:
        found = self._find(at)
        if found is None or found[0].body < 0:
            return None
        places, inside = found
        text = places.texts[places.body]
        if not places.bubble.contains(inside):
            return None
        return places, text, inside - text.rect.topLeft()
