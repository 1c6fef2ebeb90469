"""Who is typing; its line is always there, so that nothing jumps when somebody begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from console.language import tr, tr_list
from ui import theme, wording
from ui.controls import Elided, row
from ui.drawn import Dot

HEIGHT = 18


class TypingLine(QWidget):
    """Shows names, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        theme.fit(self, height=HEIGHT)
        self.dot = Dot("ok")
        self.text = Elided("", "muted")
        line = row(self.dot, gap=8, margins=(4, 0, 0, 0))
        line.addWidget(self.text, 1)
        self.setLayout(line)
        self.show_names([])

    def show_names(self, names: Sequence[str]) -> None:
        """Shows who is typing."""
        known = [wording.DISPLAY_NAMES.get(name, name) or tr("Somebody") for name in names]
        if not known:
            words = ""
        elif len(known) == 1:
            words = tr("{name} is typing…", name=known[0])
        else:
            words = tr("{names} are typing…", names=tr_list(known))
        if words != self.text.whole():
            self.text.show_text(words)
        self.dot.setVisible(bool(words))
