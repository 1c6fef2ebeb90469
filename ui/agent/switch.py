"""Who answers: this chat, and every chat of the sandbox."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from console.agent_seat import Answers
from console.language import tr, tr_in
from ui.controls import Segments, column, label, row

_WHO = "who answers the customer"


class Switch(QWidget):
    """Shows the switches as they are; a click only asks."""

    chosen = Signal(object)
    """Who is to answer this chat: script or you."""
    chosen_for_all = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.segments = Segments(
            tr("Who answers"), [("script", tr_in(_WHO, "Script")), ("you", tr_in(_WHO, "You"))]
        )
        self.segments.chosen.connect(self.chosen)
        self.every = QCheckBox(tr("You in every sandbox chat"))
        self.every.setToolTip(
            tr("Contacts of every chat of the sandbox ring here, unless a chat says otherwise.")
        )
        self.every.clicked.connect(lambda yes: self.chosen_for_all.emit("you" if yes else "script"))
        words = label(tr("Who answers"), "label")
        self.setLayout(column(row(words, None, self.segments), self.every, gap=8))

    def show_answers(self, one: Answers, every: Answers, *, is_over: bool, is_yours: bool) -> None:
        """Shows who answers this chat, and every one; for the latter there is no room beside a talk."""
        self.segments.take(one)
        self.segments.setEnabled(not is_over)
        self.every.setChecked(every == "you")
        self.every.setVisible(not is_yours)
