"""Asking for a name: to save a request, or to rename one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from console.language import tr
from ui.controls import button, column, label, row


class NameDialog(QDialog):
    """One line and two buttons. Opened with `open()`, so that the loop runs on."""

    named = Signal(str)

    def __init__(self, parent: QWidget, title: str, accept: str, name: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self.name = QLineEdit(name)
        self.name.setAccessibleName(tr("Name"))
        self.name.setMaxLength(120)
        self.name.selectAll()
        self.accept_button = button(accept, self.accept, kind="primary")
        self.accept_button.setDefault(True)
        self.cancel_button = button(tr("Cancel"), self.reject)
        caption = label(tr("Name"), "label")
        caption.setBuddy(self.name)
        self.setLayout(
            column(
                label(title, "h2"),
                4,
                caption,
                self.name,
                8,
                row(None, self.cancel_button, self.accept_button),
                gap=6,
                margins=(20, 18, 20, 18),
            )
        )
        self.name.textChanged.connect(self._check)
        self.accepted.connect(lambda: self.named.emit(self.name.text()))
        self._check()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.name.text().strip()))
