"""A short word at the foot of the centre, with something to undo where there is; most go by themselves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QWidget

from console.language import tr
from ui import masking, theme
from ui.controls import button, label, row, tool
from ui.drawn import Picture

SHOWN_MS = 10_000
MARGIN, HEIGHT = 80, 44
BESIDE = 110
"""What the picture, the closing button and the gaps take beside text and action."""
NARROWEST, WIDEST = 320, 720
"""Where a text is longer it goes on in a second line: one that is cut tells nobody what to do."""


class Notice(QFrame):
    """Lies over the foot of a widget, as its sibling, and never takes the focus."""

    def __init__(self, over: QWidget) -> None:
        # A stack of pages would raise its page above a child; nothing raises itself above a sibling.
        super().__init__(over.parentWidget())
        self._over = over
        self.setProperty("banner", "info")
        self.text = label("", wraps=True)
        self.action = button(tr("Undo"), self._act, kind="link")
        self.close_button = tool("x", tr("Close this notice"), self.hide)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = row(Picture("info"), gap=10, margins=(14, 6, 8, 6))
        line.addWidget(self.text, 1)
        line.addWidget(self.action)
        line.addWidget(self.close_button)
        self.setLayout(line)
        self._undo: Callable[[], object] | None = None
        self.foot: Callable[[], int] = lambda: 0
        """How much of the widget below, from its foot up, has to be left free, in pixels."""
        self._stays = self._is_pointed_at = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go)
        self.hide()

    def say(
        self, text: str, action: str = "", act: Callable[[], object] | None = None, *, stays: bool = False
    ) -> None:
        """Shows a text for ten seconds, with one thing that can be done about it.

        One that `stays` is about no page and about no moment: it is seen until it is closed, acted upon or
        followed by another.
        """
        self._stays, self._is_pointed_at = stays, self._is_pointed_at and self.isVisible()
        self.text.setText(text)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        self._undo = act
        self.find_place()
        self.show()
        self.raise_()
        self._wait()
        masking.announce(self, text)

    def turn_page(self) -> None:
        """Another page is shown: what was said about the one before is over."""
        if not self._stays:
            self.hide()

    def find_place(self) -> None:
        """Lies where the widget below it is now."""
        place = self._over.geometry()
        wanted = self.text.fontMetrics().horizontalAdvance(self.text.text()) + theme.px(BESIDE)
        if not self.action.isHidden():
            wanted += self.action.sizeHint().width()
        width = min(max(wanted, theme.px(NARROWEST)), theme.px(WIDEST), place.width() - 40)
        height = max(theme.px(HEIGHT), self.heightForWidth(width))
        margin = max(MARGIN, self.foot())
        self.setGeometry(place.center().x() - width // 2, place.bottom() - margin - height, width, height)

    def enterEvent(self, event: QEnterEvent) -> None:
        # Who is about to press what is in it must not find it gone.
        self._is_pointed_at = True
        self._wait()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._is_pointed_at = False
        self._wait()
        super().leaveEvent(event)

    def _wait(self) -> None:
        if self._stays or self._is_pointed_at:
            self._timer.stop()
        else:
            self._timer.start(SHOWN_MS)

    def _go(self) -> None:
        if self.window().focusWidget() is self.action:
            self._wait()
        else:
            self.hide()

    def _act(self) -> None:
        self.hide()
        if self._undo:
            self._undo()
