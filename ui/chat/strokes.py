"""How the parts of a row are drawn; each function draws one part where `places` says it lies."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPen,
    QTextCursor,
)

from ui import masking, theme, wording
from ui.chat.looks import File, Look
from ui.chat.places import AVATAR, MARGIN, Places, Text, ground
from ui.chat.speech import draw_speech

FOCUS = 2.0
TICK = 14.0


def draw_band(painter: QPainter, words: str, band: QRectF, font: QFont, token: str) -> None:
    """Words in the middle, with a thin line at both sides."""
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(masking.shown(words), Qt.TextElideMode.ElideMiddle, band.width() - 2 * MARGIN)
    half, middle = metrics.horizontalAdvance(shown) / 2 + 10, band.center()
    painter.setPen(QPen(theme.colour("border"), 1))
    y = round(middle.y()) + 0.5
    if middle.x() - half > MARGIN:
        painter.drawLine(QLineF(band.left() + MARGIN, y, middle.x() - half, y))
        painter.drawLine(QLineF(middle.x() + half, y, band.right() - MARGIN, y))
    painter.setPen(theme.colour(token))
    painter.drawText(band, Qt.AlignmentFlag.AlignCenter, shown)


def draw_name(painter: QPainter, places: Places, font: QFont) -> None:
    """Who is speaking: a round picture and the name above the bubble."""
    look, rect = places.look, places.avatar
    _, icon, token = wording.ROLES.get(look.role, ("", "circle-help", "accent"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(token))
    painter.drawRoundedRect(rect, AVATAR * 0.3, AVATAR * 0.3)
    ink = theme.colour("on_accent" if token == "accent" else "on_profile")
    if look.initials:
        painter.setPen(ink)
        painter.setFont(theme.sized(font, 12, bold=True))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, look.initials)
    else:
        inner = QRectF(0, 0, 16, 16)
        inner.moveCenter(rect.center())
        theme.draw_icon(painter, icon, ink, inner)
    draw_line(painter, look.who, places.name, theme.sized(font, 12), "muted")


def draw_line(painter: QPainter, words: str, rect: QRectF, font: QFont, token: str) -> None:
    """One line of text that elides, at the side from which the window is read."""
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    shown = QFontMetricsF(font).elidedText(masking.shown(words), Qt.TextElideMode.ElideRight, rect.width())
    # Unlike AlignAbsolute, this follows the painter's direction, and that is the widget's.
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def draw_why(painter: QPainter, places: Places, font: QFont, *, mirrored: bool) -> None:
    """What became of the chat in a turn: a sign, its words, and a sign that there is more."""
    rect, small = places.why, theme.sized(font, 11)
    room = rect.width() - 2 * (TICK + 4)
    wide = min(QFontMetricsF(small).horizontalAdvance(places.look.why) + 2, room)
    y = rect.center().y() - TICK / 2
    xs = (rect.left(), rect.left() + TICK + 4, rect.left() + TICK + 8 + wide)
    if mirrored:
        right = rect.right()
        xs = (right - TICK, right - TICK - 4 - wide, right - 2 * TICK - 8 - wide)
    tint = theme.colour("muted")
    theme.draw_icon(painter, "route", tint, QRectF(xs[0], y, TICK, TICK))
    draw_line(painter, places.look.why, QRectF(xs[1], rect.top(), wide, rect.height()), small, "muted")
    theme.draw_icon(
        painter, "chevron-left" if mirrored else "chevron-right", tint, QRectF(xs[2], y, TICK, TICK)
    )


def draw_bubble(painter: QPainter, places: Places, *, mirrored: bool) -> None:
    """The ground of a message, its tail towards the one who speaks."""
    look = places.look
    back, _, _ = ground(look)
    edge = "danger" if look.problem else back if look.side == "own" else "border"
    tail_right = (look.side == "own") != mirrored
    draw_speech(painter, places.bubble, theme.colour(back), theme.colour(edge), tail_right=tail_right)


def draw_focus(painter: QPainter, rect: QRectF, radius: float) -> None:
    """A ring around what has the keyboard."""
    reach = FOCUS + 1
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("accent"), FOCUS))
    painter.drawRoundedRect(rect.adjusted(-reach, -reach, reach, reach), radius + 2, radius + 2)


def draw_text(painter: QPainter, text: Text, look: Look, selected: QTextCursor | None) -> None:
    """A document, and what of it is selected."""
    painter.save()
    painter.translate(text.rect.topLeft())
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, theme.colour(text.token))
    context.palette = palette
    if selected is not None and selected.document() is text.shown:
        part = QAbstractTextDocumentLayout.Selection()
        part.cursor = selected
        back, ink = ("on_profile", "blue") if look.side == "own" else ("accent", "on_accent")
        part.format.setBackground(theme.colour(back))
        part.format.setForeground(theme.colour(ink))
        context.selections = [part]
    text.shown.documentLayout().draw(painter, context)
    painter.restore()


def draw_file(
    painter: QPainter, file: File, rect: QRectF, look: Look, font: QFont, *, mirrored: bool
) -> None:
    """An attachment: what it is, its name, its state."""
    _, ink, _ = ground(look)
    is_own = look.side == "own"
    square = QRectF(rect.right() - 32 if mirrored else rect.left(), rect.top() + 4, 32, 32)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("on_profile" if is_own else "sunken"))
    painter.drawRoundedRect(square, 8, 8)
    tint = theme.colour("blue" if is_own else file.token)
    theme.draw_icon(painter, file.icon, tint, square.adjusted(8, 8, -8, -8))
    beside = rect.adjusted(0 if mirrored else 42, 3, -42 if mirrored else 0, -3)
    half = beside.height() / 2
    draw_line(painter, file.name, beside.adjusted(0, 0, 0, -half), theme.sized(font, 13, bold=True), ink)
    token = ink if is_own else "danger" if file.token == "danger" else "muted"
    draw_line(painter, file.detail, beside.adjusted(0, half, 0, 0), theme.sized(font, 11), token)


def draw_foot(painter: QPainter, places: Places, font: QFont, *, mirrored: bool) -> None:
    """The time, and for one's own messages what became of them."""
    look, rect = places.look, places.foot
    small = theme.sized(font, 11)
    painter.setFont(small)
    icon, token = look.tick
    painter.setPen(theme.colour("danger" if token == "danger" else "faint"))
    at_right = (look.side == "own") != mirrored
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    place = rect
    if icon:
        left = rect.right() - TICK if at_right else rect.left()
        square = QRectF(left, rect.center().y() - TICK / 2, TICK, TICK)
        theme.draw_icon(painter, icon, theme.colour(token), square)
        place = rect.adjusted(0 if at_right else TICK + 4, 0, -TICK - 4 if at_right else 0, 0)
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(place, flags, look.foot)
