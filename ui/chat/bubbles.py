"""The delegate that draws a transcript's rows, with a memory of those that were drawn last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QTextCursor
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.chat import strokes
from ui.chat.places import Places, card_width, lay_out
from ui.chat.speech import RADIUS

if TYPE_CHECKING:
    from ui.chat.transcript import TranscriptModel

CACHED = 400
ROOM = 700
"""The width that is reckoned with before there is one."""
Index = QModelIndex | QPersistentModelIndex


class Bubbles(QStyledItemDelegate):
    """Draws what the model's looks say, at the width and in the direction that the view has."""

    def __init__(self, model: TranscriptModel, card_height: Callable[[str, int], int]) -> None:
        """`card_height` gives the height of the card of a row, by its key, at a width."""
        super().__init__()
        self._model, self._card_height = model, card_height
        self._font = QFont(QGuiApplication.font())
        self._places: OrderedDict[str, Places] = OrderedDict()
        self._width, self._mirrored = ROOM, False
        self.selection: QTextCursor | None = None
        """What is selected, in the document of one row."""

    def set_room(self, width: int, *, mirrored: bool) -> bool:
        """Takes another width or direction; whether it is another."""
        if (width, mirrored) == (self._width, self._mirrored):
            return False
        self._width, self._mirrored = width, mirrored
        self.forget()
        return True

    def forget(self) -> None:
        """Colours, fonts or the room have changed: everything is laid out anew."""
        self._font = QFont(QGuiApplication.font())
        self._places.clear()
        self.selection = None

    def places(self, row: int) -> Places:
        """Where everything of a row lies."""
        look = self._model.look(row)
        known = self._places.get(look.key)
        card = self._card_height(look.key, card_width(self._width)) if look.card else 0
        if known is None or known.look is not look or known.card.height() != card:
            known = lay_out(look, self._width, self._font, mirrored=self._mirrored, card_height=card)
            self._places[look.key] = known
            if len(self._places) > CACHED:
                self._places.popitem(last=False)
        self._places.move_to_end(look.key)
        return known

    def height(self, row: int) -> int:
        """The height of a row."""
        return self.places(row).height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._width, self.height(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        places = self.places(index.row())
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        painter.translate(QRectF(option.rect).topLeft())
        for words, band in places.bands:
            strokes.draw_band(painter, words, band, theme.sized(self._font, 11, bold=True), "muted")
        if places.look.side == "middle":
            self._draw_line(painter, places, has_focus=has_focus)
        else:
            self._draw_bubble(painter, places, has_focus=has_focus)
        if places.look.why:
            strokes.draw_why(painter, places, self._font, mirrored=self._mirrored)
        painter.restore()

    def _draw_line(self, painter: QPainter, places: Places, *, has_focus: bool) -> None:
        look = places.look
        words = f"{look.body} · {look.foot}"
        strokes.draw_band(painter, words, places.line, theme.sized(self._font, 11), "faint")
        if has_focus:
            strokes.draw_focus(painter, places.line.adjusted(8, 3, -8, -3), 8)

    def _draw_bubble(self, painter: QPainter, places: Places, *, has_focus: bool) -> None:
        look, mirrored = places.look, self._mirrored
        if look.who:
            strokes.draw_name(painter, places, self._font)
        if not places.bubble.isEmpty():
            strokes.draw_bubble(painter, places, mirrored=mirrored)
        if has_focus:
            strokes.draw_focus(painter, places.body_ground, RADIUS)
        for text in places.texts:
            strokes.draw_text(painter, text, look, self.selection)
        for file, rect in zip(look.files, places.files, strict=True):
            strokes.draw_file(painter, file, rect, look, self._font, mirrored=mirrored)
        strokes.draw_foot(painter, places, self._font, mirrored=mirrored)


def is_mirrored(direction: Qt.LayoutDirection) -> bool:
    """Whether the window is read from the right."""
    return direction == Qt.LayoutDirection.RightToLeft
