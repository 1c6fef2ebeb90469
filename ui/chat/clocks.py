"""The ring that counts down to the deadline to connect."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from console.chat.clocks import Deadline, Urgency, as_minutes
from console.language import tr, tr_count
from ui import masking, theme
from ui.roles import Told

TOKENS: dict[Urgency, str] = {
    "calm": "ring_calm",
    "soon": "ring_soon",
    "urgent": "ring_urgent",
    "over": "ring_urgent",
}
ANNOUNCED: dict[Urgency, str] = {
    "soon": tr("One minute left to connect"),
    "urgent": tr("15 seconds left to connect"),
    "over": tr("This chat can no longer be joined"),
}
SIZE = 108


class Ring(Told):
    """A deadline as a ring that empties, with what is left inside.

    It holds no time of its own: every look asks the deadline. What gets pressing changes colour and
    form (the arc grows thicker, a mark appears) and is announced to screen readers.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFixedSize(theme.square(SIZE))
        self.setAccessibleName(name)
        self._deadline: Deadline | None = None
        self._urgency: Urgency = "calm"
        self._text = ""
        self._fraction = 0.0
        self._active = True

    def show_deadline(self, deadline: Deadline | None, *, active: bool = True) -> None:
        """Counts to another deadline; an inactive one stands still and grey."""
        self._deadline, self._active = deadline, active
        self._urgency, self._text = "calm", ""
        self.update()

    def look_at_clock(self, now: datetime) -> None:
        """Shows what is left at this moment."""
        if self._deadline is None or not self._active:
            return
        text, fraction = as_minutes(self._deadline.remaining(now)), self._deadline.fraction(now)
        urgency = self._deadline.urgency(now)
        if text != self._text or abs(fraction - self._fraction) > 0.0005 or urgency != self._urgency:
            self._text, self._fraction = text, fraction
            self._announce(urgency)
            self.setAccessibleDescription(_spoken(text))
            self.update()

    @property
    def text(self) -> str:
        """What stands in the ring."""
        return self._text

    @property
    def urgency(self) -> Urgency:
        """How pressing it is shown to be."""
        return self._urgency

    def _announce(self, urgency: Urgency) -> None:
        if urgency != self._urgency and urgency in ANNOUNCED:
            masking.announce(self, ANNOUNCED[urgency])
        self._urgency = urgency

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedSize(theme.square(SIZE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pressing = self._urgency != "calm"
        width = 11 if pressing else 8
        edge = width / 2 + 2
        circle = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.setPen(QPen(theme.colour("ring_track"), width))
        painter.drawEllipse(circle)
        tint = theme.colour(TOKENS[self._urgency] if self._active else "faint")
        if self._fraction > 0:
            painter.setPen(QPen(tint, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(circle, 90 * 16, -round(360 * 16 * self._fraction))
        painter.setPen(theme.colour("text" if self._active else "faint"))
        painter.setFont(theme.sized(self.font(), 24, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        if pressing and self._active:
            mark = QRectF(0, 0, 16, 16)
            mark.moveCenter(QRectF(self.rect()).center())
            mark.moveTop(self.height() * 0.66)
            theme.draw_icon(painter, "triangle-alert", tint, mark)


def _spoken(text: str) -> str:
    minutes, _, seconds = text.rpartition(":")
    said = (
        tr_count("{count} minute", "{count} minutes", int(minutes)),
        tr_count("{count} second", "{count} seconds", int(seconds)),
    )
    return " ".join(said)
