"""A choice that is more than a word: a picture, a title, a sentence; the whole is one button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.controls import Press, column, label, row
from ui.drawn import Picture

NARROWEST, LOWEST = 180, 64


class Choice(Press):
    """A button that is as high as its sentence needs."""

    def __init__(self, title: str, about: str, picture: tuple[str, str], name: str = "") -> None:
        """`picture` is an icon with the token of its colour; a screen reader says `name`, else the title."""
        super().__init__()
        self.setProperty("kind", "choice")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name or title)
        self.setAccessibleDescription(about)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        texts = column(label(title, "strong", wraps=True), label(about, "muted", wraps=True), None, gap=2)
        self._line = row(gap=12, margins=(14, 12, 14, 12))
        self._line.addWidget(Picture(*picture, 20), 0, Qt.AlignmentFlag.AlignTop)
        self._line.addLayout(texts, 1)
        self.setLayout(self._line)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(LOWEST, self._line.totalHeightForWidth(width))

    def sizeHint(self) -> QSize:
        return QSize(NARROWEST + 40, self.heightForWidth(max(self.width(), NARROWEST + 40)))

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, LOWEST)
