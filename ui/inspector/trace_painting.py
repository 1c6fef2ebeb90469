"""How the rows of a trace are painted: a line that leads from step to step, names, and small pills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.trace import Step
from ui import dates, theme
from ui.inspector.trace_rows import Index, TraceModel, TraceRow
from ui.inspector.words import block_name, changes, note, outcome, place
from ui.strokes import draw_ground, draw_line, end, start

FLOW_HEIGHT: Final = 34
TURN_HEIGHT: Final = 36
STEP_HEIGHT: Final = 48
LINE: Final = 17
"""What a further line takes: changed attributes, a warning."""
INSET: Final = 16
GUTTER: Final = 26
PILL: Final = 20


@dataclass(frozen=True)
class Mark:
    """How a kind of outcome looks: an icon in a colour, on a ground."""

    icon: str
    ink: str
    ground: str


MARKS: Final = {
    "wait": Mark("hourglass", "warn", "warn_soft"),
    "error": Mark("circle-alert", "danger", "danger_soft"),
    "done": Mark("check", "ok", "ok_soft"),
    "left": Mark("corner-down-right", "muted", "sunken"),
    "cut": Mark("ban", "muted", "sunken"),
    "value": Mark("git-fork", "soft_text", "soft"),
    "unknown": Mark("circle-help", "warn", "warn_soft"),
}
"""By what became of a step; no two have the same icon, so that colour is not all that tells."""


def mark_of(step: Step) -> Mark:
    """How the outcome of a step looks."""
    if step.kind == "wait":
        return MARKS["wait"]
    if step.is_error:
        return MARKS["error"]
    if not step.type:
        return MARKS["unknown"]
    if step.result in ("Done", ""):
        return MARKS["done"]
    if step.result.startswith(("Transferred", "Ended")):
        return MARKS["left"]
    return MARKS["cut" if step.result.startswith(("Interrupted", "Stopped")) else "value"]


def height_of(row: TraceRow) -> int:
    """How high a row is, whatever its width."""
    if row.step is None:
        return theme.px(FLOW_HEIGHT if row.kind == "flow" else TURN_HEIGHT)
    return theme.px(STEP_HEIGHT + LINE * (bool(row.step.attributes) + bool(note(row.step))))


class TraceDelegate(QStyledItemDelegate):
    """Paints the rows."""

    def __init__(self, model: TraceModel) -> None:
        super().__init__()
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row's own height."""
        return QSize(200, height_of(self._model.rows[index.row()]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one row."""
        with theme.enlarged(painter, option):
            self._paint(painter, option, index)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = _Brush(painter, option.rect, option.direction, option.font)
        if row.step is not None:
            draw_ground(painter, option.rect, option, is_ruled=False)
            _draw_step(brush, row.step)
        elif row.kind == "flow":
            _draw_flow(brush, row.note)
        else:
            _draw_turn(brush, row.note)
        painter.restore()


class _Brush:
    """Draws in one row, from its start to its end, whichever side that is."""

    def __init__(self, painter: QPainter, whole: QRect, direction: Qt.LayoutDirection, font: QFont) -> None:
        self.painter, self.whole, self.direction = painter, whole, direction
        self.fonts = {
            "name": theme.sized(font, 13, bold=True),
            "plain": theme.sized(font, 12),
            "small": theme.sized(font, 11),
            "pill": theme.sized(font, 11, bold=True),
        }

    def place(self, left: int, top: int, width: int, height: int) -> QRect:
        """A rectangle by its distance from the row's start and top."""
        whole = self.whole
        rect = QRect(whole.left() + left, whole.top() + top, width, height)
        return QStyle.visualRect(self.direction, whole, rect)

    def text(self, rect: QRect, text: str, font: str, token: str, *, at_end: bool = False) -> None:
        """One line of text, which ends in … where there is no room."""
        side = end(self.direction) if at_end else start(self.direction)
        draw_line(self.painter, rect, text, self.fonts[font], token, side)

    def icon(self, name: str, token: str, rect: QRect) -> None:
        """An icon."""
        theme.draw_icon(self.painter, name, theme.colour(token), QRectF(rect))

    def wide(self, text: str, font: str) -> int:
        """How wide a text is."""
        return QFontMetrics(self.fonts[font]).horizontalAdvance(text) + 1


def _draw_flow(brush: _Brush, name: str) -> None:
    width, middle = brush.whole.width(), FLOW_HEIGHT // 2
    brush.icon("workflow", "accent", brush.place(INSET - 1, middle - 7, 15, 15))
    brush.text(brush.place(INSET + GUTTER, 0, width - 2 * INSET - GUTTER, FLOW_HEIGHT), name, "name", "text")


def _draw_turn(brush: _Brush, said: str) -> None:
    painter, width = brush.painter, brush.whole.width()
    ground = brush.place(INSET + GUTTER - 8, 4, width - 2 * INSET - GUTTER + 8, TURN_HEIGHT - 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("soft"))
    painter.drawRoundedRect(QRectF(ground), 9, 9)
    _draw_way(brush, TURN_HEIGHT)
    middle = TURN_HEIGHT // 2
    brush.icon("user-round", "soft_text", brush.place(INSET + GUTTER, middle - 7, 14, 14))
    left = INSET + GUTTER + 20
    brush.text(brush.place(left, 0, width - left - INSET - 8, TURN_HEIGHT), said, "plain", "soft_text")


def _draw_way(brush: _Brush, height: int) -> None:
    """The line that leads from step to step."""
    line = brush.place(INSET + 6, 0, 2, height)
    brush.painter.fillRect(line, theme.colour("border"))


def _draw_step(brush: _Brush, step: Step) -> None:
    width, left = brush.whole.width(), INSET + GUTTER
    mark = mark_of(step)
    _draw_way(brush, brush.whole.height())
    _draw_stop(brush, mark)
    room = width - left - INSET
    taken = _draw_pill(brush, mark, outcome(step), room * 48 // 100)
    brush.text(brush.place(left, 6, room - taken - 8, 20), block_name(step), "name", "text")
    clock = dates.told(step.at, "exact")
    wide = brush.wide(clock, "small")
    brush.text(brush.place(left, 25, room - wide - 10, 17), place(step), "small", "muted")
    brush.text(brush.place(left + room - wide, 25, wide, 17), clock, "small", "faint", at_end=True)
    top = 43
    if step.attributes:
        brush.icon("pencil", "soft_text", brush.place(left, top + 2, 12, 12))
        brush.text(brush.place(left + 18, top, room - 18, LINE), changes(step), "small", "soft_text")
        top += LINE
    if odd := note(step):
        brush.icon("triangle-alert", "warn", brush.place(left, top + 2, 12, 12))
        brush.text(brush.place(left + 18, top, room - 18, LINE), odd, "small", "warn")


def _draw_stop(brush: _Brush, mark: Mark) -> None:
    """Where the line meets a step: a disc, hollow but for what needs a look."""
    painter = brush.painter
    centre = QRectF(brush.place(INSET + 1, 10, 12, 12)).center()
    is_loud = mark.ink in ("danger", "warn")
    painter.setPen(QPen(theme.colour(mark.ink if is_loud else "strong"), 2))
    painter.setBrush(theme.colour(mark.ink if is_loud else "surface"))
    painter.drawEllipse(QPointF(centre), 4, 4)


def _draw_pill(brush: _Brush, mark: Mark, text: str, most: int) -> int:
    """An outcome at the row's end; how wide it is."""
    if not text:
        return 0
    painter = brush.painter
    width = min(brush.wide(text, "pill") + 32, most)
    left = brush.whole.width() - INSET - width
    ground = brush.place(left, 6, width, PILL)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(mark.ground))
    painter.drawRoundedRect(QRectF(ground), PILL / 2, PILL / 2)
    brush.icon(mark.icon, mark.ink, brush.place(left + 8, 10, 12, 12))
    brush.text(brush.place(left + 24, 6, width - 31, PILL), text, "pill", mark.ink)
    return width
