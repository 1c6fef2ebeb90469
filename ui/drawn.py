"""What we paint ourselves: icons, states, avatars, meters; each drawn anew in the theme of the moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import theme


class Picture(QWidget):
    """An icon that is only looked at."""

    def __init__(self, icon: str, token: str = "accent", size: int = 17) -> None:
        super().__init__()
        self._icon, self._token = icon, token
        self.setFixedSize(size, size)

    def show_icon(self, icon: str, token: str) -> None:
        """Shows another icon or colour."""
        if (icon, token) != (self._icon, self._token):
            self._icon, self._token = icon, token
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.draw_icon(painter, self._icon, theme.colour(self._token), QRectF(self.rect()))


class Dot(QWidget):
    """A state as a small disc; hollow where the state is over, so that colour is not all that tells."""

    def __init__(self, token: str = "ok", *, hollow: bool = False) -> None:
        super().__init__()
        self._token, self._hollow = token, hollow
        self.setFixedSize(10, 10)

    def show_state(self, token: str, *, hollow: bool = False) -> None:
        """Shows another colour or form."""
        if (token, hollow) != (self._token, self._hollow):
            self._token, self._hollow = token, hollow
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour(self._token)
        painter.setPen(QPen(colour, 2) if self._hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._hollow else colour)
        painter.drawEllipse(QRectF(2, 2, 6, 6) if self._hollow else QRectF(1, 1, 8, 8))


class Avatar(QWidget):
    """Initials, or an icon, on a coloured square."""

    def __init__(self, text: str = "", token: str = "accent", size: int = 34, icon: str = "") -> None:
        super().__init__()
        self._text, self._token, self._icon = initials(text), token, icon
        self.setFixedSize(size, size)

    def show_name(self, text: str, token: str, icon: str = "") -> None:
        """Shows another name or icon."""
        self._text, self._token, self._icon = initials(text), token, icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour(self._token)
        gradient = QLinearGradient(QPointF(0, 0), QPointF(self.width(), self.height()))
        gradient.setColorAt(0, colour.lighter(112))
        gradient.setColorAt(1, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(self.rect(), 9, 9)
        white = QColor("#FFFFFF")
        if self._icon:
            side = self.width() * 0.54
            rect = QRectF(0, 0, side, side)
            rect.moveCenter(QRectF(self.rect()).center())
            theme.draw_icon(painter, self._icon, white, rect)
            return
        painter.setPen(white)
        painter.setFont(theme.sized(self.font(), int(self.height() * 0.38), bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "") if words else "?"
    return letters.upper()


class Meter(QWidget):
    """How much of a limit is used, as a bar that changes colour when it is over."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._used, self._most = 0, 1
        self.setFixedHeight(6)
        self.setAccessibleName(name)

    def show_use(self, used: int, most: int) -> None:
        """Shows another use, both in the same unit."""
        self._used, self._most = used, most
        self.setAccessibleDescription(f"{used:,} of {most:,}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(self.rect(), 3, 3)
        if not self._used:
            return
        share = min(self._used / self._most, 1.0)
        token = "danger" if self._used > self._most else "ring_soon" if share > 0.9 else "accent"
        width = max(6.0, self.width() * share)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setBrush(theme.colour(token))
        painter.drawRoundedRect(QRectF(self.width() - width if mirrored else 0, 0, width, 6), 3, 3)


class Spinner(QWidget):
    """Something is going on; it turns only while it is seen."""

    def __init__(self, size: int = 16, token: str = "accent") -> None:
        super().__init__()
        self._token = token
        self.setFixedSize(size, size)
        self._turn = QVariantAnimation(self)
        self._turn.setStartValue(0.0)
        self._turn.setEndValue(360.0)
        self._turn.setDuration(900)
        self._turn.setLoopCount(-1)
        self._turn.valueChanged.connect(lambda _: self.update())

    def showEvent(self, event: QEvent) -> None:
        self._turn.start()

    def hideEvent(self, event: QEvent) -> None:
        self._turn.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QRectF(self.rect()).center()
        painter.translate(centre)
        painter.rotate(float(self._turn.currentValue() or 0.0))
        painter.translate(-centre)
        theme.draw_icon(painter, "loader-circle", theme.colour(self._token), QRectF(self.rect()))


class Outlines(QWidget):
    """Where cards are about to be, in the moment before they are there."""

    HEIGHTS = (172, 114, 135, 168, 120)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("surface"))
        top = 78.5
        for height in self.HEIGHTS:
            painter.drawRoundedRect(QRectF(24.5, top, self.width() - 59, height), 12, 12)
            top += height + 12
