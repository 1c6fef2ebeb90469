"""Where each part of a row of the transcript lies, in pixels from the row's own corner.

All is reckoned for left to right, and turned round at the end where the window is read from the right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QTextDocument

from ui import theme
from ui.chat.documents import document
from ui.chat.looks import Form, Look
from ui.theme import px

MARGIN, AVATAR, GUTTER = 20, 30, 10
START = MARGIN + AVATAR + GUTTER
PAD_X, PAD_Y = 13, 9
WIDEST, SHARE, LEAST = 640.0, 0.86, 120.0
BAND, LINE, NAME, FOOT = 36, 30, 19, 18
WHY = 26
NEW_SERIES, SAME_SERIES = 10, 2
FILE, FILE_WIDTH = 40, 260
CARD_LEAST, CARD_WIDEST = 240, 520
BUTTON, BUTTON_CHROME, BUTTON_ICON, GAP = 30, 26, 22, 6

Turn = Callable[[QRectF], QRectF]


@dataclass(frozen=True)
class Text:
    """A document and where it is drawn; `token` colours what has no colour of its own."""

    shown: QTextDocument
    rect: QRectF
    token: str


@dataclass(frozen=True)
class Places:
    """A row, laid out for one width."""

    look: Look
    height: int
    bands: tuple[tuple[str, QRectF], ...] = ()
    """The lines above it: their words and where they stand."""
    line: QRectF = field(default_factory=QRectF)
    """Where an event stands that is one line in the middle."""
    avatar: QRectF = field(default_factory=QRectF)
    name: QRectF = field(default_factory=QRectF)
    bubble: QRectF = field(default_factory=QRectF)
    """Empty where there is a card and nothing below it."""
    card: QRectF = field(default_factory=QRectF)
    texts: tuple[Text, ...] = ()
    body: int = -1
    """Which of the texts can be selected; -1 for none."""
    files: tuple[QRectF, ...] = ()
    buttons: tuple[QRectF, ...] = ()
    foot: QRectF = field(default_factory=QRectF)
    why: QRectF = field(default_factory=QRectF)
    """The line of a turn that ended here; empty where none did."""

    @property
    def body_ground(self) -> QRectF:
        """Where the message itself stands: its card, or its bubble."""
        return self.bubble if self.card.isEmpty() else self.card


def card_width(width: int) -> int:
    """How wide a card is in a row of some width."""
    return max(CARD_LEAST, round(min((width - START - MARGIN) * SHARE, px(CARD_WIDEST))))


def ground(look: Look) -> tuple[str, str, str]:
    """Of a bubble: the tokens of its ground, its ink, and its links; quieter of an earlier conversation."""
    if look.is_dim:
        return ("soft", "soft_text", "soft_text") if look.side == "own" else ("sunken", "muted", "accent")
    return ("blue", "on_profile", "on_profile") if look.side == "own" else ("surface", "text", "accent")


def lay_out(look: Look, width: int, font: QFont, *, mirrored: bool = False, card_height: int = 0) -> Places:
    """Lays a row out for a width. A card has its height from elsewhere."""
    words = [one for one in (look.heading, look.day) if one]
    bands = tuple((one, QRectF(0, index * px(BAND), width, px(BAND))) for index, one in enumerate(words))
    top = float(px(BAND) * len(bands))
    turn = _mirror(width) if mirrored else _same
    if look.side == "middle":
        laid_out = Places(look, ceil(top) + px(LINE), bands, line=QRectF(0, top, width, px(LINE)))
    else:
        laid_out = _message(look, bands, top, width, font, turn, card_height)
    return _with_why(laid_out, width, turn) if look.why else laid_out


def _with_why(places: Places, width: int, turn: Turn) -> Places:
    """With a line below all else, as wide as a message may be."""
    why = QRectF(START, places.height, width - START - MARGIN, px(WHY))
    return replace(places, height=places.height + px(WHY), why=turn(why))


def _message(
    look: Look,
    bands: tuple[tuple[str, QRectF], ...],
    top: float,
    width: int,
    font: QFont,
    turn: Turn,
    card_height: int,
) -> Places:
    is_own = look.side == "own"
    room = float(width - START - MARGIN)
    most = max(LEAST, min(room * SHARE, px(WIDEST))) - 2 * PAD_X
    inside, body = _texts(look, most, font)
    inner = max([0.0, *(one.rect.width() for one in inside)] + [min(px(FILE_WIDTH), most)] * bool(look.files))
    y = top + (NEW_SERIES if look.who or is_own else SAME_SERIES)
    name = QRectF(START, y, room, px(NAME) if look.who else 0)
    left = width - MARGIN - inner - 2 * PAD_X if is_own else START
    card = QRectF(START, name.bottom(), card_width(width), card_height) if look.card else QRectF()
    start = card.bottom() + GAP if look.card else name.bottom()
    files_at = start + PAD_Y + (inside[-1].rect.bottom() + 4 if inside else 0)
    files = [QRectF(left + PAD_X, files_at + px(FILE) * at, inner, px(FILE)) for at in range(len(look.files))]
    end = files[-1].bottom() if files else files_at - (4 if inside else 0)
    bubble = QRectF(left, start, inner + 2 * PAD_X, end + PAD_Y - start)
    if look.card and not inside:
        bubble = QRectF(card.bottomLeft(), card.bottomLeft())
    corner = QPointF(left + PAD_X, bubble.top() + PAD_Y)
    texts = [Text(one.shown, one.rect.translated(corner), one.token) for one in inside]
    problem = _problem(look, room, bubble.bottom(), is_own, width, font)
    end = problem[-1].rect.bottom() if problem else bubble.bottom()
    buttons = _buttons(look, room, end + GAP, is_own, width, font)
    end = buttons[-1].bottom() + 2 if buttons else end
    foot = QRectF(START, end + 1, room, px(FOOT))
    return Places(
        look,
        ceil(foot.bottom()) + 1,
        bands,
        avatar=turn(QRectF(MARGIN, name.top() + 1, AVATAR, AVATAR)) if look.who else QRectF(),
        name=turn(name),
        bubble=turn(bubble),
        card=turn(card),
        texts=tuple(Text(one.shown, turn(one.rect), one.token) for one in (*texts, *problem)),
        body=body,
        files=tuple(map(turn, files)),
        buttons=tuple(map(turn, buttons)),
        foot=turn(foot),
    )


def _texts(look: Look, most: float, font: QFont) -> tuple[list[Text], int]:
    """The texts of a bubble below each other, from its inner corner; and which of them is the body."""
    _, ink, link = ground(look)
    made: list[Text] = []
    body = -1
    y = 0.0
    parts: tuple[tuple[str, Form], ...] = ((look.note, "plain"), (look.body, look.form), (look.json, "code"))
    for index, (text, form) in enumerate(parts):
        if not text or form == "none":
            continue
        if index == 1:
            body = len(made)
        one = document(text, form, font, link)
        rect = _fitted(one, most).translated(0, y)
        made.append(Text(one, rect, ink))
        y = rect.bottom() + 6
    return made, body


def _fitted(one: QTextDocument, most: float) -> QRectF:
    """A document no wider than it needs to be."""
    one.setTextWidth(most)
    ideal = ceil(one.idealWidth())
    if ideal < most:
        one.setTextWidth(ideal)
    size = one.size()
    return QRectF(0, 0, min(size.width(), most), size.height())


def _problem(look: Look, room: float, top: float, is_own: bool, width: int, font: QFont) -> list[Text]:
    if not look.problem:
        return []
    one = document(look.problem, "plain", theme.sized(font, 12), "danger")
    rect = _fitted(one, min(room, px(WIDEST)))
    left = width - MARGIN - rect.width() if is_own else START
    return [Text(one, rect.translated(left, top + 4), "danger")]


def _buttons(look: Look, room: float, top: float, is_own: bool, width: int, font: QFont) -> list[QRectF]:
    """Buttons in lines that break where the room ends, at the bubble's side."""
    metrics = QFontMetricsF(theme.sized(font, 12, bold=True))
    lines: list[list[QRectF]] = []
    x = room + 1
    for action in look.actions:
        wide = metrics.horizontalAdvance(f" {action.text}") + px(BUTTON_CHROME)
        wide = min(ceil(wide + (px(BUTTON_ICON) if action.icon else 0)), room)
        if x + wide > room:
            lines.append([])
            x = 0.0
        lines[-1].append(QRectF(START + x, top + (len(lines) - 1) * (px(BUTTON) + GAP), wide, px(BUTTON)))
        x += wide + GAP
    if not is_own:
        return [one for line in lines for one in line]
    shifts = [width - MARGIN - line[-1].right() for line in lines]
    return [one.translated(shift, 0) for line, shift in zip(lines, shifts, strict=True) for one in line]


def _same(rect: QRectF) -> QRectF:
    return rect


def _mirror(width: int) -> Turn:
    return lambda rect: QRectF(width - rect.right(), rect.y(), rect.width(), rect.height())
