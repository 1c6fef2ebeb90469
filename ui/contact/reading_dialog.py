"""A dialog with a box for a text, that says while one types or pastes what it makes of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from console.language import tr
from ui.controls import button, column, label, restyle, row
from ui.drawn import Picture

_READ_AFTER_MS = 80
_PARAGRAPH = "\u2029"


def written_in(box: QPlainTextEdit) -> str:
    """The text of a box as it is: Qt's own plain text turns no-break spaces into spaces."""
    return box.document().toRawText().replace(_PARAGRAPH, "\n")


class ReadingDialog(QDialog):
    """A text, what was made of it, and a button that is enabled once something was.

    Opened with `open()`; a subclass implements `read` and `take`.
    """

    def __init__(self, parent: QWidget, title: str, hint: str, action: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._is_read = False
        self.box = QPlainTextEdit()
        self.box.setProperty("code", True)
        self.box.setPlaceholderText(hint)
        self.box.setAccessibleName(title)
        self.box.setTabChangesFocus(True)
        self._picture = Picture("info", "faint", 16)
        self.verdict = label("", "strong", wraps=True)
        self.notes = label("", "muted", wraps=True, selectable=True)
        self.action = button(action, self._act, kind="primary")
        self.cancel = button(tr("Cancel"), self.reject)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_READ_AFTER_MS)
        self._timer.timeout.connect(self._read)
        self.box.textChanged.connect(self._timer.start)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._act)
        self._arrange(title)
        self._read()
        self.resize(640, 460)

    def _arrange(self, title: str) -> None:
        told = row(self._picture, gap=9)
        told.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self.verdict, 1)
        notes = QScrollArea()
        notes.setWidgetResizable(True)
        notes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        notes.setMaximumHeight(112)
        inner = QWidget()
        inner.setObjectName("clear")
        inner.setLayout(column(self.notes, None, margins=(25, 0, 0, 0)))
        notes.setWidget(inner)
        self._notes = notes
        body = column(label(title, "h2"), gap=10, margins=(20, 18, 20, 18))
        body.addWidget(self.box, 1)
        body.addLayout(told)
        body.addWidget(notes)
        body.addLayout(row(*self.extra(), None, self.cancel, self.action))
        self.setLayout(body)

    def extra(self) -> Sequence[QPushButton]:
        """Buttons at the other end of the last line."""
        return ()

    def read(self, text: str) -> None:
        """Reads a text that is not blank and calls `tell` and, where it is of use, `allow`."""
        raise NotImplementedError

    def take(self) -> None:
        """Does what the dialog is for with what was read last."""
        raise NotImplementedError

    def tell(self, icon: str, token: str, verdict: str, notes: Sequence[str] = ()) -> None:
        """Says what was made of the text."""
        self._picture.show_icon(icon, token)
        self.verdict.setText(verdict)
        restyle(self.verdict, role="problem" if token == "danger" else "strong")
        self.notes.setText("\n".join(f"•  {note}" for note in notes))
        self._notes.setVisible(bool(notes))

    def allow(self, text: str = "") -> None:
        """Enables the button, under another text if need be."""
        self._is_read = True
        self.action.setEnabled(True)
        if text:
            self.action.setText(text)
            self.action.setAccessibleName(text)

    def _read(self) -> None:
        self._timer.stop()
        self._is_read = False
        self.action.setEnabled(False)
        text = written_in(self.box)
        if text.strip():
            self.read(text)
        else:
            self.tell("info", "faint", tr("Nothing to read yet."))

    def _act(self) -> None:
        if self._timer.isActive():
            self._read()
        if self._is_read:
            self.take()
            self.accept()


def text_box(name: str, text: str) -> QPlainTextEdit:
    """A box for a text of several lines."""
    made = QPlainTextEdit()
    made.setPlainText(text)
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    return made


def muted_line() -> QLabel:
    """A line for a count below a box."""
    return label("", "muted")
