"""Asks before old contacts are deleted: how many they are, and how many stay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from console.language import tr, tr_count, tr_text
from ui import theme
from ui.controls import button, column, label, row
from ui.drawn import Picture

WIDTH = 440


class OlderDialog(QDialog):
    """A question whose harmless answer is the default. Opened with `open()`."""

    def __init__(self, parent: QWidget, older: int, kept: int, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        text = _told(older, kept)
        self.setAccessibleDescription(text)
        delete = tr_count("Delete {count:,} contact", "Delete {count:,} contacts", older)
        self.yes = button(delete, self.accept, kind="danger")
        self.no = button(tr("Keep them"), self.reject)
        self.no.setDefault(True)
        head = row(gap=12)
        head.addWidget(Picture("triangle-alert", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column(label(title, "h2", wraps=True), label(text, "muted", wraps=True), gap=6), 1)
        body = column(head, row(None, self.no, self.yes), gap=18, margins=(22, 20, 22, 18))
        body.addStrut(theme.px(WIDTH) - 44)
        body.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.setLayout(body)
        self.no.setFocus()


def _told(older: int, kept: int) -> str:
    leave = tr_count(
        "{count:,} contact with all that was said in it leaves the history.",
        "{count:,} contacts with all that was said in them leave the history.",
        older,
    )
    stay = tr_count("{count:,} contact stays.", "{count:,} contacts stay.", kept)
    return tr_text(leave, stay, tr("Undo brings them back until the console closes."))
