"""Pictures of a card: a place for each until its host is allowed, and the line that asks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from console.chat.interactive import Card, Choices, Image, Pages
from console.language import tr
from console.pictures import host_of
from ui import theme
from ui.chat.cards.gate import Gate
from ui.chat.cards.scope import Scope
from ui.controls import button, framed, label, row
from ui.drawn import Picture
from ui.roles import Told

THUMBNAIL = 44
HIGH = 150
RADIUS = 8


class PictureBox(Told):
    """One picture, cut to its place; before it came, a quiet place for it."""

    role = QAccessible.Role.Graphic

    def __init__(self, image: Image, scope: Scope, *, is_small: bool) -> None:
        super().__init__()
        self._url, self._gate, self._shown = image.url, scope.around.gate, QImage()
        self.setAccessibleName(image.words or tr("Picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if is_small:
            theme.fit(self, width=THUMBNAIL, height=THUMBNAIL)
        else:
            theme.fit(self, height=HIGH)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._gate.allowed.connect(lambda _: self._gate.ask(self._url))
        self._gate.came.connect(self._show)
        self._show(image.url, "")
        self._gate.ask(image.url)

    def _show(self, url: str, why_not: str) -> None:
        if url == self._url:
            self._shown = self._gate.picture(url)
            self.setAccessibleDescription(why_not)
            self.setToolTip(why_not)
            self.update()

    @property
    def has_picture(self) -> bool:
        """Whether it shows one."""
        return not self._shown.isNull()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(place, RADIUS, RADIUS)
        if self._shown.isNull():
            sign = QRectF(QPointF(), theme.square(20))
            sign.moveCenter(place.center())
            theme.draw_icon(painter, "image", theme.colour("faint"), sign)
            return
        path = QPainterPath()
        path.addRoundedRect(place, RADIUS, RADIUS)
        painter.setClipPath(path)
        painter.drawImage(place, self._shown, _cut(self._shown, place))


def _cut(image: QImage, place: QRectF) -> QRectF:
    """The middle of a picture, in the shape of its place."""
    whole = QRectF(image.rect())
    size = place.size().scaled(whole.size(), Qt.AspectRatioMode.KeepAspectRatio)
    cut = QRectF(0, 0, size.width(), size.height())
    cut.moveCenter(whole.center())
    return cut


class Consent(QWidget):
    """Asks, once for each host, whether pictures may be fetched from there."""

    def __init__(self, card: Card, scope: Scope) -> None:
        super().__init__()
        self._gate: Gate = scope.around.gate
        self._scope = scope
        self._lines: dict[str, QFrame] = {}
        self._urls = set(urls_in(card))
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        self._body = body
        self.setLayout(body)
        for host in dict.fromkeys(host_of(url) for url in urls_in(card) if not self._gate.is_allowed(url)):
            self._ask(host)
        self._gate.allowed.connect(self._answered)
        self._gate.refused.connect(self._lead_on)
        if not self._lines:
            self.hide()

    def _ask(self, host: str) -> None:
        if host in self._lines:
            return
        words = (
            tr("Pictures from {host} are not loaded.", host=host)
            if host
            else tr("A picture without an https address is not loaded.")
        )
        parts: list[QWidget] = [label(words, "muted", wraps=True)]
        if host:
            parts.append(
                button(
                    tr("Load"),
                    lambda: self._gate.allow(host),
                    kind="ghost",
                    name=tr("Load pictures from {host}", host=host),
                )
            )
        line = row(Picture("image", "muted", 15), gap=8, margins=(10, 3, 4, 3))
        line.addWidget(parts[0], 1)
        for part in parts[1:]:
            line.addWidget(part)
        self._lines[host] = framed(line, inset=True)
        self._body.addWidget(self._lines[host])

    def _answered(self, host: str) -> None:
        if gone := self._lines.pop(host, None):
            gone.hide()
            gone.deleteLater()
            self.setVisible(bool(self._lines))
            self._scope.resized.emit()

    def _lead_on(self, url: str, host: str) -> None:
        """A picture that is allowed leads on to another host, which is asked for, too."""
        if host and url in self._urls:
            self._ask(host)
            self.show()
            self._scope.resized.emit()


def urls_in(card: Card) -> list[str]:
    """The addresses of the pictures of a card, in their order."""
    found = [card.image.url] if card.image else []
    for part in card.parts:
        if isinstance(part, Choices):
            found += [one.image.url for one in part.items if one.image]
        elif isinstance(part, Pages):
            found += [url for page in part.cards for url in urls_in(page)]
    return found
