"""Things to tick: each with words beside it that wrap, and that tick it too when they are clicked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QRadioButton, QWidget

from console.language import tr
from ui import theme, wording
from ui.controls import label, row

WIDE, HIGH = 36, 20
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Tick(QCheckBox):
    """A check box that Return ticks, too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class Radio(QRadioButton):
    """One of a few, which Return takes, too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class Switch(Tick):
    """A check box that is drawn as a switch; to a screen reader it is a check box."""

    def sizeHint(self) -> QSize:
        return QSize(WIDE + 2, HIGH + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(1, (self.height() - HIGH) / 2 + 1, WIDE, HIGH - 2)
        is_on, is_usable, has_focus = self.isChecked(), self.isEnabled(), self.hasFocus()
        ground = ("accent" if is_usable else "strong") if is_on else "sunken"
        edge = "text" if has_focus else ground if is_on else "faint"
        painter.setPen(QPen(theme.colour(edge), 2 if has_focus else 1))
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inset = track.height() / 2
        x = track.right() - inset if is_on != mirrored else track.left() + inset
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("on_accent" if is_on else "muted" if is_usable else "strong"))
        painter.drawEllipse(QPointF(x, track.center().y()), 6, 6)


def side() -> Qt.AlignmentFlag:
    """The side that words begin at: a label would put those of another direction to the other side."""
    if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
    return Qt.AlignmentFlag.AlignLeft


class _Words(QLabel):
    """Words that do what a click on their control does."""

    def __init__(self, text: str, control: QAbstractButton) -> None:
        super().__init__(wording.breakable(text))
        self._control = control
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumHeight(22)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter | side())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isEnabled() and event.button() == Qt.MouseButton.LeftButton:
            self._control.click()


def beside(control: QAbstractButton, words: str, *, is_required: bool = False) -> QWidget:
    """A control with its words; it goes by their name."""
    control.setProperty("bare", True)
    line = row(gap=9)
    line.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(_Words(words, control), 1)
    if is_required:
        line.addWidget(label(tr("required"), "faint"), 0, Qt.AlignmentFlag.AlignTop)
    made = QWidget()
    made.setLayout(line)
    return made
