"""What a profile is known by: its colour as a row of swatches, and production as a switch."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QWidget

from console.language import tr
from console.profiles import COLOURS, Colour, Kind
from ui import theme, wording
from ui.controls import row

SIDE = 28
NAMES: Mapping[Colour, str] = {
    "": tr("As its kind"),
    "blue": tr("Blue"),
    "teal": tr("Teal"),
    "green": tr("Green"),
    "amber": tr("Amber"),
    "violet": tr("Violet"),
    "rose": tr("Rose"),
}
"""What each colour of a profile is called."""


class Swatch(QAbstractButton):
    """One colour to choose; the chosen one has a ring and a tick."""

    def __init__(self, colour: Colour, kind: Kind) -> None:
        super().__init__()
        self.colour = colour
        _, self._icon, own = wording.PROFILE_KINDS[kind]
        self._token = colour or own
        self.setCheckable(True)
        self.setProperty("spoken", "radio")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.fit(self, width=SIDE, height=SIDE)
        self.setToolTip(NAMES[colour])
        self.setAccessibleName(tr("Colour: {name}", name=NAMES[colour]))

    def sizeHint(self) -> QSize:
        return theme.square(SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(theme.scale(), theme.scale())
        whole = QRectF(0, 0, SIDE, SIDE)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        inner, ink = whole.adjusted(4, 4, -4, -4), theme.colour("on_profile")
        if self.colour or self.isChecked():
            painter.setBrush(theme.colour(self._token))
        else:
            # The one without a colour of its own is no second blue or violet.
            painter.setPen(QPen(theme.colour("strong"), 1))
            ink = theme.colour(self._token)
        painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icon = "check" if self.isChecked() else self._icon if not self.colour else ""
        if icon:
            theme.draw_icon(painter, icon, ink, inner.adjusted(3.5, 3.5, -3.5, -3.5))


class Swatches(QWidget):
    """The colours of a profile, exactly one of them taken."""

    chosen = Signal(str)

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.setAccessibleName(tr("Colour"))
        self._group = QButtonGroup(self)
        self.swatches = [Swatch(colour, kind) for colour in COLOURS]
        for swatch in self.swatches:
            self._group.addButton(swatch)
        self.setLayout(row(*self.swatches, None, gap=2))
        self._group.buttonClicked.connect(lambda swatch: self.chosen.emit(swatch.colour))
        self.take("")

    def take(self, colour: str) -> None:
        """Takes a colour without telling."""
        next((one for one in self.swatches if one.colour == colour), self.swatches[0]).setChecked(True)


class Switch(QCheckBox):
    """On or off, drawn as a switch; to a screen reader it is a tick."""

    WIDTH, HEIGHT = 36, 20

    def __init__(self, text: str, token: str = "accent") -> None:
        super().__init__(text)
        self._token = token
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(theme.px(self.WIDTH + 14) + words, theme.px(SIDE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        factor = theme.scale()
        left = self.width() / factor - self.WIDTH - 2 if mirrored else 2
        track = QRectF(left, (self.height() / factor - self.HEIGHT) / 2, self.WIDTH, self.HEIGHT)
        painter.scale(factor, factor)
        on = self.isChecked()
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(track.adjusted(-1, -1, 1, 1), 11, 11)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._token if on else "strong"))
        painter.drawRoundedRect(track.adjusted(1, 1, -1, -1), 9, 9)
        painter.setBrush(theme.colour("surface"))
        knob_at_end = on != mirrored
        x = track.right() - 17 if knob_at_end else track.left() + 3
        painter.drawEllipse(QRectF(x, track.top() + 3, 14, 14))
        painter.resetTransform()
        painter.setPen(theme.colour("text"))
        taken = theme.px(self.WIDTH + 12)
        text = QRectF(self.rect()).adjusted(0 if mirrored else taken, 0, -taken if mirrored else 0, 0)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            text, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, self.text()
        )
