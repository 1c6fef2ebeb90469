"""A line in which one of many values is chosen by a few letters, and any other may be typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from console.language import tr
from ui import theme

MOST_ROWS = 9
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Choice:
    """A value, and what is said of it in the list."""

    value: str
    about: str = ""

    @property
    def text(self) -> str:
        """The line of the list."""
        return f"{self.about} · {self.value}" if self.about else self.value


class Picker(QLineEdit):
    """Holds a value. A click or the down key opens the list, typed letters search it."""

    picked = Signal(str)
    """A value was taken from the list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._choices: Sequence[Choice] = ()
        self.setAccessibleName(name)
        # Ids and codes are read from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._rows = QStringListModel(self)
        self._finder = _Finder(self)
        self._finder.setModel(self._rows)
        self._finder.activated.connect(self._take)
        self.setCompleter(self._finder)
        self._toggle = self.addAction(theme.icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        self._toggle.setText(tr("Show the list: {name}", name=name))
        self._toggle.triggered.connect(self.open_list)
        self.show_choices(())

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offers other values; what is in the line stays."""
        self._choices = choices
        self._rows.setStringList([choice.text for choice in choices])
        self._toggle.setVisible(bool(choices))

    @property
    def choices(self) -> Sequence[Choice]:
        """What can be chosen."""
        return self._choices

    def about(self) -> str:
        """What is said of the value in the line; empty where it is none of the list."""
        value = self.text().strip()
        return next((one.about for one in self._choices if one.value == value), "")

    def open_list(self) -> None:
        """Shows every value."""
        if self._choices:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._finder.setCompletionPrefix("")
            self._finder.complete()

    def _take(self, text: str) -> None:
        value = next((one.value for one in self._choices if one.text == text), text)
        # After the finder has put the whole line of the list there.
        self.setText(value)
        self.picked.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = self._finder.popup()
        is_open = rows is not None and rows.isVisible()
        if event.key() == Qt.Key.Key_Down and not is_open:
            self.open_list()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self.open_list()


class _Finder(QCompleter):
    """Finds letters anywhere in a line of the list, and puts the value alone into the field."""

    def __init__(self, picker: Picker) -> None:
        super().__init__(picker)
        self._picker = picker
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(MOST_ROWS)
        rows = QListView()
        rows.setProperty("popup", True)
        rows.setAccessibleName(tr("Choices: {name}", name=picker.accessibleName()))
        rows.setUniformItemSizes(True)
        self.setPopup(rows)

    def pathFromIndex(self, index: _Index) -> str:
        text = str(index.data())
        return next((one.value for one in self._picker.choices if one.text == text), text)
