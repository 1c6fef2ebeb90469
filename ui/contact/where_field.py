"""The line of the *Where* field, and below it the ids that it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from console.language import tr
from ui import theme
from ui.controls import label, restyle, row, tool
from ui.wording import short_id

_SHORT = {"InstanceId": tr("Instance {id}"), "ContactFlowId": tr("Flow {id}")}
_COPIES = {"InstanceId": tr("Copy the instance id"), "ContactFlowId": tr("Copy the flow id")}


class WhereField(QLineEdit):
    """A line that hands the keys of an open list on, and says when it is entered and left."""

    moved = Signal(int)
    """Rows to go down, or up where it is negative."""
    paged = Signal(int)
    """Pages to go down, or up where it is negative."""
    taken = Signal()
    renewed = Signal()
    """F5: what can be found is to be looked for again."""
    given_up = Signal()
    clicked = Signal()
    left = Signal()

    def __init__(self, list_is_open: Callable[[], bool]) -> None:
        super().__init__()
        self._list_is_open = list_is_open

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if plain and key in rows:
            self.moved.emit(rows[key])
        elif plain and key in pages:
            self.paged.emit(pages[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list_is_open():
            self.taken.emit()
        elif plain and key == Qt.Key.Key_Escape and self._list_is_open():
            self.given_up.emit()
        elif plain and key == Qt.Key.Key_F5:
            self.renewed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class PlaceIds(QWidget):
    """The ids behind a place, short enough to be recognised, each with a button that copies it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = dict.fromkeys(_SHORT, "")
        self._texts = {name: label("", "faint") for name in self._whole}
        self._copies = {name: self._made_copy(name) for name in self._whole}
        self._region = label("", "faint")
        self._note = label("", "faint", wraps=True)
        parts: list[QWidget] = []
        for name in self._whole:
            parts += [self._texts[name], self._copies[name]]
        line = row(*parts, self._region, gap=3)
        line.addWidget(self._note, 1)
        self.setLayout(line)

    def _made_copy(self, name: str) -> QWidget:
        made = tool("copy", _COPIES[name], lambda: self._copy(name), tint="faint")
        made.setIconSize(theme.square(13))
        restyle(made, small=True)
        return made

    def show_ids(self, ids: Mapping[str, str], region: str, note: str) -> None:
        """Shows other ids; what is empty is left out."""
        self._whole = dict(ids)
        for name, identifier in ids.items():
            self._texts[name].setText(_SHORT[name].format(id=short_id(identifier)))
            self._texts[name].setToolTip(identifier)
            for part in (self._texts[name], self._copies[name]):
                part.setVisible(bool(identifier))
        self._region.setText(region)
        self._region.setVisible(bool(region))
        self._note.setText(note)
        self.setVisible(any((*ids.values(), note)))

    def _copy(self, name: str) -> None:
        QGuiApplication.clipboard().setText(self._whole[name])


def inserted(before: str, after: str) -> str:
    """What one edit put in: the new text without the beginning and the end that it shares with the old."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = len(after)
    left = len(before)
    while end > start and left > start and after[end - 1] == before[left - 1]:
        end, left = end - 1, left - 1
    return after[start:end]
