"""Asks before old contacts are deleted: how many they are, and how many stay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from ui.controls import button, column, label, row
from ui.drawn import Picture
from ui.history.words import counted

WIDTH = 440


class OlderDialog(QDialog):
    """A question whose harmless answer is the default. Opened with `open()`."""

    def __init__(self, parent: QWidget, older: int, kept: int, span: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = f"Delete what is older than {span}?"
        self.setWindowTitle(title)
        stay = f"{counted(kept, 'contact')} stay" + ("s" if kept == 1 else "")
        text = (
            f"{counted(older, 'contact')} with all that was said in them leave the history; {stay}. "
            "Undo brings them back until the console closes."
        )
        self.setAccessibleDescription(text)
        self.yes = button(f"Delete {counted(older, 'contact')}", self.accept, kind="danger")
        self.no = button("Keep them", self.reject)
        self.no.setDefault(True)
        head = row(gap=12)
        head.addWidget(Picture("triangle-alert", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column(label(title, "h2", wraps=True), label(text, "muted", wraps=True), gap=6), 1)
        body = column(head, row(None, self.no, self.yes), gap=18, margins=(22, 20, 22, 18))
        body.addStrut(WIDTH - 44)
        body.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.setLayout(body)
        self.no.setFocus()
