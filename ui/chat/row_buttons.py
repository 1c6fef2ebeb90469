"""The buttons of a transcript's rows: real ones, for the rows that are seen alone.

A painted button could be neither reached by Tab nor found by a screen reader, and ten thousand real
ones would cost what the painted rows save. So a row's buttons exist while the row is in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QWidget

from ui import masking, theme
from ui.chat.actions import Action
from ui.chat.places import BUTTON_CHROME, BUTTON_ICON, Places
from ui.controls import button

Key = tuple[str, Action]


class RowButtons:
    """Keeps the buttons of the rows in sight on the viewport, where the rows are laid out."""

    def __init__(self, view: QWidget, viewport: QWidget, asked: Callable[[str, Action], None]) -> None:
        self._view, self._viewport, self._asked = view, viewport, asked
        self._made: dict[Key, QPushButton] = {}
        self._can_act, self._why_not = True, ""

    def show_can_act(self, can_act: bool, why_not: str = "") -> None:
        """Whether what goes to the service can be asked for now, and why not."""
        self._can_act, self._why_not = can_act, why_not
        for (_, action), made in self._made.items():
            self._show_state(action, made)

    def show_rows(self, rows: Iterable[tuple[Places, int]]) -> None:
        """Shows the buttons of these rows, each with its top on the viewport, and no others."""
        wanted: set[Key] = set()
        for places, top in rows:
            for action, rect in zip(places.look.actions, places.buttons, strict=True):
                key = (places.look.key, action)
                wanted.add(key)
                made = self._made.get(key) or self._make(key, int(rect.width()))
                place = rect.translated(0, top).toRect()
                if made.geometry() != place:
                    made.setGeometry(place)
        for key in self._made.keys() - wanted:
            gone = self._made.pop(key)
            if gone.hasFocus():
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            gone.hide()
            gone.deleteLater()

    def of_row(self, key: str) -> list[QPushButton]:
        """The buttons of one row, if it is in sight."""
        return [made for (row, _), made in self._made.items() if row == key]

    def _make(self, key: Key, width: int) -> QPushButton:
        row, action = key
        made = button(
            action.text, lambda: self._asked(row, action), kind="chip", icon=action.icon, tint="accent"
        )
        made.setParent(self._viewport)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        room = width - theme.px(BUTTON_CHROME) - (theme.px(BUTTON_ICON) if action.icon else 0)
        metrics = QFontMetrics(theme.sized(made.font(), 12, bold=True))
        words = masking.shown(action.text)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room + 6)
        made.setText(" " * bool(action.icon) + words)
        made.setToolTip(action.text)
        self._show_state(action, made)
        self._made[key] = made
        made.show()
        return made

    def _show_state(self, action: Action, made: QPushButton) -> None:
        is_usable = self._can_act or not action.needs_session
        made.setEnabled(is_usable)
        made.setAccessibleDescription("" if is_usable else self._why_not)
