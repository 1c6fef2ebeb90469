"""A line for a secret: dots to the eye, nothing to a screen reader, and no way out of it by copying.

Shown, the secret is painted over the dots. The line itself stays a password line, so that neither
the accessibility tree nor the clipboard, the selection or the undo history ever holds the text.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from console.language import tr
from ui import masking, theme
from ui.controls import restyle

LONGEST = 16_384
EDGE = 4
"""What the frame of the line and its rounded corners take."""


class SecretLine(QLineEdit):
    """A line that holds a secret. The font has one width for all, dots included."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.is_shown = False
        self.setMaxLength(LONGEST)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setFont(theme.monospaced())
        restyle(self, secret=True)
        # Keys and codes are read from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setInputMethodHints(
            self.inputMethodHints()
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._plain = _Plain(self)
        self.textChanged.connect(lambda _: self._plain.update())
        self.cursorPositionChanged.connect(lambda *_: self._plain.update())
        self.selectionChanged.connect(self._plain.update)
        self.show_secret(False)

    def show_secret(self, is_shown: bool) -> None:
        """Shows the characters to the eye, or dots; dots alone while somebody presents."""
        is_shown = is_shown and not masking.is_on()
        self.is_shown = is_shown
        self._plain.setVisible(is_shown)
        name = self._name
        self.setAccessibleName(
            tr("{name}, shown", name=name) if is_shown else tr("{name}, hidden", name=name)
        )
        self.update()

    def forget(self) -> None:
        """Drops the text."""
        self.show_secret(False)
        self.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._plain.setGeometry(self.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE))

    def first_letter_at(self) -> QPointF:
        """Where the first letter is, in the line's own measure; left of the line where it is scrolled."""
        metrics = QFontMetricsF(self.font())
        caret = QRectF(self.cursorRect()).center().x()
        left = caret - self.cursorPosition() * metrics.horizontalAdvance("0")
        return QPointF(left, (self.height() + metrics.ascent() - metrics.descent()) / 2)


class _Plain(QWidget):
    """The secret as it is, painted over the dots; clicks and keys go to the line below."""

    def __init__(self, line: SecretLine) -> None:
        super().__init__(line)
        self._line = line
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(tr("The secret, shown to the eye alone"))

    def paintEvent(self, event: QPaintEvent) -> None:
        if masking.is_on():
            return
        line = self._line
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("field"))
        painter.setFont(line.font())
        step = QFontMetricsF(line.font()).horizontalAdvance("0")
        first = line.first_letter_at() - QPointF(self.geometry().topLeft())
        self._paint_selection(painter, first, step)
        start, end = line.selectionStart(), line.selectionEnd()
        for place, letter in enumerate(line.text()):
            x = first.x() + place * step
            if -step < x < self.width():
                taken = 0 <= start <= place < end
                painter.setPen(theme.colour("on_accent" if taken else "text"))
                painter.drawText(QPointF(x, first.y()), letter)
        if line.hasFocus():
            x = first.x() + line.cursorPosition() * step
            painter.fillRect(QRectF(x, 4, 1, self.height() - 8), theme.colour("text"))

    def _paint_selection(self, painter: QPainter, first: QPointF, step: float) -> None:
        line = self._line
        if line.hasSelectedText():
            left = first.x() + line.selectionStart() * step
            width = (line.selectionEnd() - line.selectionStart()) * step
            painter.fillRect(QRectF(left, 3, width, self.height() - 6), theme.colour("accent"))
