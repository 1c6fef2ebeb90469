"""One step with all that is known of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from console.language import tr
from console.trace import Step
from ui.clipboard import Clipboard
from ui.controls import Elided, column, label, row, rule, tool
from ui.inspector.trace_rows import as_json
from ui.inspector.words import block_name, words


class StepDetail(QFrame):
    """What a step was given and what became of it, in words and as JSON that can be copied."""

    closed = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self.title = Elided("", "h2")
        self.sentence = label("", "muted", wraps=True, selectable=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("code", True)
        self.text.setAccessibleName(tr("The step as JSON"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        # It is text of a program, whatever direction the window has.
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.copy = tool("copy", tr("Copy the step as JSON"), self._copy)
        self.close_button = tool("x", tr("Close the details"), self.closed.emit)
        head = row(gap=4)
        head.addWidget(self.title, 1)
        head.addWidget(self.copy)
        head.addWidget(self.close_button)
        body = column(rule(), gap=0)
        body.addLayout(column(head, self.sentence, self.text, gap=6, margins=(16, 8, 12, 14)), 1)
        self.setLayout(body)
        self.setMinimumHeight(160)

    def show_step(self, step: Step) -> None:
        """Shows a step."""
        self.title.show_text(block_name(step))
        self.sentence.setText(words(step))
        self.text.setPlainText(as_json(step))

    def _copy(self) -> None:
        self._clipboard.copy(self.text.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
