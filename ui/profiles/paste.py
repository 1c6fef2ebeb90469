"""A place to paste credentials of any form. It reads what comes and keeps none of it on the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame

from console.candidates import Reading, read_pasted
from console.language import tr, tr_count, tr_text
from ui.controls import button, column, label, restyle, row
from ui.drawn import Picture

HINT = tr(
    "Click here and paste, or drop a text: export lines, INI, JSON of the AWS CLI, a role’s ARN, a start URL"
)
LONGEST = 1_000_000


class PasteBox(QFrame):
    """Takes a pasted or dropped text, and tells what was read from it.

    The text is not shown: it holds a secret, and a box of text would give it to the screen, to its
    undo history and to the accessibility tree.
    """

    read = Signal(object)
    """The `Reading` of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("paste", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Paste credentials"))
        self.setAccessibleDescription(HINT)
        self._picture = Picture("clipboard-paste", "muted", 20)
        self.said = label(HINT, "muted", wraps=True)
        self.paste_button = button(tr("Paste"), self.paste, icon="clipboard-paste")
        self.clear_button = button(tr("Clear the clipboard"), self.clear_clipboard, kind="link")
        self.clear_button.hide()
        line = row(self._picture, gap=12, margins=(16, 14, 14, 14))
        line.addLayout(column(None, self.said, self.clear_button, None, gap=2), 1)
        line.addWidget(self.paste_button)
        self.setLayout(line)

    def paste(self) -> None:
        """Reads the clipboard."""
        self.take(QGuiApplication.clipboard().text())
        self.clear_button.setVisible(bool(QGuiApplication.clipboard().text()))

    def take(self, text: str) -> None:
        """Reads a text, and says what was found in it."""
        self.clear_button.hide()
        if not text.strip():
            self._say("info", "muted", tr("The clipboard holds no text."))
            return
        reading = read_pasted(text[:LONGEST])
        self._say_found(reading)
        self.read.emit(reading)

    def _say_found(self, reading: Reading) -> None:
        count = len(reading.candidates)
        if not count:
            said = tr_text(*reading.notes) or tr("Nothing in this text is a way to sign in.")
            self._say("circle-alert", "danger", said)
            return
        found = tr_count(
            "One profile was found in what you pasted.",
            "{count:,} profiles were found in what you pasted.",
            count,
        )
        self._say("circle-check", "ok", tr_text(found, *reading.notes))

    def _say(self, icon: str, token: str, text: str) -> None:
        self._picture.show_icon(icon, token)
        self.said.setText(text)
        restyle(self.said, role="problem" if token == "danger" else "muted")
        self.setAccessibleDescription(text)

    def clear_clipboard(self) -> None:
        """Takes what was pasted off the clipboard."""
        QGuiApplication.clipboard().clear()
        self.clear_button.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) or event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Space,
        ):
            self.paste()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData().text())
        event.acceptProposedAction()
