"""What we paint ourselves: icons, states, avatars, meters; each drawn anew in the theme of the moment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QIcon, QIconEngine, QLinearGradient, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from console.language import tr
from ui import theme, wording
from ui.roles import Told

if TYPE_CHECKING:
    from console.profiles import Profile


class Fixed(QWidget):
    """A square that is as large as all else."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(theme.square(size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedSize(theme.square(self._size))


class Picture(Fixed):
    """An icon that is only looked at."""

    def __init__(self, icon: str, token: str = "accent", size: int = 17) -> None:
        super().__init__(size)
        self._icon, self._token = icon, token

    def show_icon(self, icon: str, token: str) -> None:
        """Shows another icon or colour."""
        if (icon, token) != (self._icon, self._token):
            self._icon, self._token = icon, token
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.draw_icon(painter, self._icon, theme.colour(self._token), QRectF(self.rect()))


class Dot(Fixed):
    """A state as a small disc; hollow where the state is over, so that colour is not all that tells."""

    def __init__(self, token: str = "ok", *, hollow: bool = False) -> None:
        super().__init__(10)
        self._token, self._hollow = token, hollow

    def show_state(self, token: str, *, hollow: bool = False) -> None:
        """Shows another colour or form."""
        if (token, hollow) != (self._token, self._hollow):
            self._token, self._hollow = token, hollow
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(theme.scale(), theme.scale())
        colour = theme.colour(self._token)
        painter.setPen(QPen(colour, 2) if self._hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._hollow else colour)
        painter.drawEllipse(QRectF(2, 2, 6, 6) if self._hollow else QRectF(1, 1, 8, 8))


class Avatar(Fixed):
    """Initials, or an icon, on a coloured square; one of production has a ring and a sign, too."""

    def __init__(self, text: str = "", token: str = "accent", size: int = 34, icon: str = "") -> None:
        super().__init__(size)
        self._text, self._token, self._icon = initials(text), token, icon
        self._is_production = False

    def show_name(self, text: str, token: str, icon: str = "", *, is_production: bool = False) -> None:
        """Shows another name or icon, on the colour of a token."""
        self._text, self._token, self._icon = initials(text), token, icon
        self._is_production = is_production
        self.update()

    def show_profile(self, profile: Profile) -> None:
        """Shows a profile: its colour, its initials or what it is, and whether it is production."""
        self.show_name(
            profile.name, profile_token(profile), _icon_of(profile), is_production=profile.is_production
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _draw_avatar(
            painter, QRectF(self.rect()), self._text, self._token, self._icon, ringed=self._is_production
        )


def profile_token(profile: Profile) -> str:
    """The token of a profile's colour: the one that it was given, or that of its kind."""
    return profile.colour or wording.PROFILE_KINDS[profile.kind][2]


def _icon_of(profile: Profile) -> str:
    """Own profiles are told apart by their initials, the two that are always there by what they are."""
    return "" if profile.is_own else wording.PROFILE_KINDS[profile.kind][1]


def profile_icon(profile: Profile) -> QIcon:
    """A profile's avatar, for a menu or a list."""
    return QIcon(_AvatarEngine(profile))


class _AvatarEngine(QIconEngine):
    """An avatar that is drawn anew in the size, scale and theme of the moment."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._profile = profile

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        shown = self._profile
        text, token = initials(shown.name), profile_token(shown)
        _draw_avatar(painter, QRectF(rect), text, token, _icon_of(shown), ringed=shown.is_production)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _AvatarEngine(self._profile)


_INKS = {"accent": "on_accent", "danger": "on_danger"}
"""What is drawn on a colour; on all others it is the ink of profiles."""


def _draw_avatar(
    painter: QPainter, rect: QRectF, text: str, token: str, icon: str, *, ringed: bool = False
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole, side = rect, rect.width()
    if ringed:
        _draw_ring(painter, rect)
        rect = rect.adjusted(side * 0.12, side * 0.12, -side * 0.12, -side * 0.12)
    colour, ink = theme.colour(token), theme.colour(_INKS.get(token, "on_profile"))
    gradient = QLinearGradient(rect.topLeft(), rect.bottomRight())
    gradient.setColorAt(0, colour)
    # Darker and never lighter, so that the ink stays readable all over.
    gradient.setColorAt(1, colour.darker(108 if ink.lightnessF() < 0.5 else 118))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(rect, rect.width() * 0.27, rect.width() * 0.27)
    if icon:
        inner = QRectF(0, 0, rect.width() * 0.54, rect.width() * 0.54)
        inner.moveCenter(rect.center())
        theme.draw_icon(painter, icon, ink, inner)
    else:
        painter.setPen(ink)
        # The square is as large as all else already.
        high = max(6, int(rect.height() * 0.38)) / theme.scale()
        painter.setFont(theme.sized(painter.font(), high, bold=True))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    if ringed:
        sign = side * 0.38
        _draw_sign(painter, QRectF(whole.right() - sign, whole.bottom() - sign, sign, sign))


def _draw_ring(painter: QPainter, rect: QRectF) -> None:
    width = max(1.5, rect.width() * 0.07)
    painter.setPen(QPen(theme.colour("danger"), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inside = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawRoundedRect(inside, rect.width() * 0.3, rect.width() * 0.3)


def _draw_sign(painter: QPainter, rect: QRectF) -> None:
    """An exclamation mark on a disc: a sign for those to whom a colour says little."""
    painter.setPen(QPen(theme.colour("surface"), max(1.0, rect.width() * 0.1)))
    painter.setBrush(theme.colour("danger"))
    painter.drawEllipse(rect)
    painter.setPen(QPen(theme.colour("on_danger"), rect.width() * 0.14, c=Qt.PenCapStyle.RoundCap))
    middle = rect.center()
    reach = rect.height() * 0.22
    painter.drawLine(QPointF(middle.x(), middle.y() - reach), QPointF(middle.x(), middle.y() + reach * 0.25))
    painter.drawPoint(QPointF(middle.x(), middle.y() + reach))


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    words = [word for word in re.split(r"[\s_-]+", name) if word and word[0].isalnum()]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "") if words else "?"
    return letters.upper()


class Meter(Told):
    """How much of a limit is used, as a bar that changes colour when it is over."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._used, self._most = 0, 1
        theme.fit(self, height=6)
        self.setAccessibleName(name)

    def show_use(self, used: int, most: int) -> None:
        """Shows another use, both in the same unit."""
        self._used, self._most = used, most
        self.setAccessibleDescription(tr("{used:,} of {most:,}", used=used, most=most))
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


class Spinner(Fixed):
    """Something is going on; it turns only while it is seen."""

    def __init__(self, size: int = 16, token: str = "accent") -> None:
        super().__init__(size)
        self._token = token
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
