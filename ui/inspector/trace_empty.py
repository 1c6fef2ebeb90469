"""What stands in place of a trace that has no steps: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from console.trace import Missing
from ui.controls import column, framed, label, row
from ui.drawn import Picture

_ICONS = {"none_yet": ("hourglass", "muted"), "unsure": ("circle-help", "warn")}


class TraceEmpty(QScrollArea):
    """A title, and a box for each reason."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "strong", wraps=True)
        self._reasons = column(gap=10)
        self._shown: tuple[str, tuple[Missing, ...]] = ("", ())
        page = QWidget()
        page.setObjectName("clear")
        self.setWidgetResizable(True)
        self.setWidget(page)
        page.setLayout(column(self.title, self._reasons, None, gap=12, margins=(16, 10, 16, 16)))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_why(self, title: str, missing: Sequence[Missing] = ()) -> None:
        """Shows a title and the reasons below it."""
        if (title, tuple(missing)) == self._shown:
            return
        self._shown = title, tuple(missing)
        self.title.setText(title)
        while (item := self._reasons.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one in missing:
            self._reasons.addWidget(_box(one))

    @property
    def missing(self) -> Sequence[Missing]:
        """The reasons that are shown."""
        return self._shown[1]

    @property
    def said(self) -> str:
        """All that is said."""
        title, missing = self._shown
        return "\n".join([title, *(f"{one.sentence}\n{one.advice}" for one in missing)])


def _box(one: Missing) -> QFrame:
    texts = column(
        label(one.sentence, "label", wraps=True, selectable=True),
        label(one.advice, "muted", wraps=True, selectable=True),
        gap=4,
    )
    body = row(gap=10, margins=(12, 10, 12, 10))
    body.addWidget(Picture(*_ICONS.get(one.reason, ("triangle-alert", "warn"))), 0, Qt.AlignmentFlag.AlignTop)
    body.addLayout(texts, 1)
    return framed(body, inset=True)
