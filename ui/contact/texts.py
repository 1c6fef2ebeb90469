"""Editors for what is typed: a text or number in one line, a text of several, a list of texts, JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from console import contact
from console.language import tr
from console.shape import Field, Problem, path_text
from ui import wording
from ui.contact.editors import FieldEditor, sentence
from ui.contact.reading import text_of, value_of
from ui.controls import restyle, row


class Line(FieldEditor):
    """A text or a number in one line."""

    def __init__(self, field: Field, title: str = "", button: QPushButton | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line, title)
        self.line.setPlaceholderText(wording.PLACEHOLDERS.get(path_text(field.path), ""))
        self.line.textChanged.connect(self.tell)
        body = self.line if button is None else row(self.line, button)
        self.lay_out(body, wording.NOTES.get(path_text(field.path), ""))

    def value(self) -> Any:
        return value_of(self.line.text(), self.field.kind)

    def _show(self, value: Any) -> None:
        self.line.setText(text_of(value))
        self.line.setCursorPosition(0)


class GrowingText(QPlainTextEdit):
    """A text that takes as many lines as it needs, within limits. Tab leaves it."""

    def __init__(self, least: int = 1, most: int = 4) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setProperty("grows", True)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """The text as it was typed; `toPlainText` would turn hard spaces into plain ones."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def show_text(self, text: str) -> None:
        """Shows another text from its start."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Return is the window's: it starts the chat.
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _height(self) -> int:
        lines = max(self._least, min(self._most, self._lines()))
        # Margins of the document, and padding and border of the stylesheet.
        return lines * self.fontMetrics().lineSpacing() + 2 * int(self.document().documentMargin()) + 12

    def _lines(self) -> int:
        """Lines that the text takes at this width, counted no further than one more than fits."""
        count, block = 0, self.document().firstBlock()
        while block.isValid() and count <= self._most:
            self.document().documentLayout().blockBoundingRect(block)  # lays the block out, if need be
            count += max(1, block.layout().lineCount())
            block = block.next()
        return count

    def _fit(self) -> None:
        policy = Qt.ScrollBarPolicy
        scrolls = self._lines() > self._most
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(self._height())


class Text(FieldEditor):
    """A text of several lines, or what is written as one: a list of texts, JSON."""

    is_wide = True

    def __init__(self, field: Field, least: int = 1, most: int = 4) -> None:
        self.text = GrowingText(least, most)
        super().__init__(field, self.text)
        self.text.setPlaceholderText(wording.PLACEHOLDERS.get(path_text(field.path), ""))
        self.text.textChanged.connect(self.tell)
        self.lay_out(self.text, wording.NOTES.get(path_text(field.path), ""))

    def value(self) -> Any:
        return value_of(self.text.text(), self.field.kind)

    def _show(self, value: Any) -> None:
        self.text.show_text(text_of(value, self.field.kind))


class Json(Text):
    """Any value as JSON. Text that is not JSON stays in the request as a text until it is."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, least=2, most=10)
        restyle(self.text, code=True)
        self.text.setPlaceholderText(_EXAMPLES.get(field.kind, "JSON"))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        typed = self.text.text()
        fault = contact.json_fault(typed) if typed.strip() else None
        told = [sentence(problem, self.title, self.path) for problem in problems]
        if fault:
            wrong_type = any(problem.code == "type" and problem.path == self.path for problem in problems)
            told = [(tr("This is not JSON yet: {fault}.", fault=fault), True)] if wrong_type else told
        self._show_sentences(told)


_EXAMPLES = {"structure": '{"Name": "value"}', "map": '{"key": "value"}', "list": '["value"]'}


class Lines(Text):
    """A list of texts, one a line; a list that lines cannot hold is shown as JSON instead."""

    def __init__(self, field: Field) -> None:
        self._as_json = False
        super().__init__(field, least=2, most=8)
        self.text.setPlaceholderText(tr("one a line"))

    def value(self) -> Any:
        text = self.text.text()
        if self._as_json and text.strip():
            return value_of(text, "list")
        self._as_json = False
        return [line for line in text.split("\n") if line.strip()] or None

    def _show(self, value: Any) -> None:
        self._as_json = value is not None and not _fits_lines(value)
        self.text.show_text(text_of(value, "list") if self._as_json else "\n".join(value or ()))


def _fits_lines(value: object) -> bool:
    if not isinstance(value, list):
        return False
    return all(isinstance(item, str) and item.strip() and item.splitlines() == [item] for item in value)
