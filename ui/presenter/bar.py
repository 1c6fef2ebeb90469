"""The thin bar of presenter mode: what the lesson begins with, back to it, and out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from console.language import tr, tr_in
from ui.controls import Elided, button, label, row
from ui.drawn import Picture


class Bar(QFrame):
    """Lies above everything while somebody presents."""

    reset_requested = Signal()
    leave_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("presenter", True)
        self.setAccessibleName(tr("Presenter mode"))
        self.beginning = Elided("", "muted")
        self.reset = button(
            tr("Reset to the beginning"), self.reset_requested.emit, kind="ghost", icon="list-restart"
        )
        self.reset.setToolTip(tr("Ends the sandbox's chats and loads the first request again (Ctrl+Shift+R)"))
        self.leave = button(
            tr_in("presenter mode", "Leave"), self.leave_requested.emit, kind="ghost", icon="x"
        )
        self.leave.setAccessibleName(tr("Leave presenter mode"))
        self.leave.setToolTip(tr("Leave presenter mode (F11)"))
        line = row(Picture("presentation", "soft_text", 16), gap=10, margins=(16, 2, 10, 2))
        line.addWidget(label(tr("Presenter mode"), "strong"))
        line.addWidget(self.beginning, 1)
        line.addWidget(self.reset)
        line.addWidget(self.leave)
        self.setLayout(line)

    def show_beginning(self, name: str) -> None:
        """Shows what the lesson begins with: a saved request by its name, or the form as it was."""
        self.beginning.show_text(
            tr("begins with “{name}”", name=name) if name else tr("begins with the form as it was")
        )
