"""What a field is edited in: one class for each kind of input, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from console.chat.interactive.card import Input, InputKind
from console.language import tr
from ui import theme
from ui.chat.cards.ticks import Radio, Switch, Tick, beside
from ui.controls import column

MOST = 4096
"""Characters of a line; a message has 16,384 bytes in all."""
EXAMPLES: Mapping[str, str] = {
    "date": tr("YYYY-MM-DD"),
    "time": tr("HH:MM"),
    "card": "1234 5678 9012 3456",
}


class Editor(QWidget):
    """Holds one value, and tells each edit of it."""

    edited = Signal(object)
    finished = Signal()
    """Return was pressed in it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.named = name
        self.controls: list[QWidget] = []

    def take(self, *controls: QWidget) -> None:
        """The controls that it consists of; all of them go by the field's name."""
        self.controls += controls
        self.setFocusProxy(self.controls[0])

    def show_value(self, value: Any) -> None:
        """Shows a value without telling."""
        raise NotImplementedError


class Line(Editor):
    """A line of text."""

    def __init__(self, one: Input) -> None:
        super().__init__(one.label)
        self.line = QLineEdit()
        self.line.setMaxLength(MOST)
        self.line.setAccessibleName(one.label)
        self.line.setPlaceholderText(EXAMPLES.get(one.kind, ""))
        if one.is_secret and one.kind != "card":
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        if one.kind != "text":
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.line.textEdited.connect(self.edited.emit)
        self.line.returnPressed.connect(self.finished.emit)
        self.setLayout(column(self.line))
        self.take(self.line)

    def show_value(self, value: Any) -> None:
        self.line.setText(str(value))


class _Area(QPlainTextEdit):
    """Tab leaves it, as it leaves every other field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)


class Area(Editor):
    """Some lines of text."""

    def __init__(self, one: Input) -> None:
        super().__init__(one.label)
        self.area = _Area()
        theme.fit(self.area, height=74)
        self.area.setAccessibleName(one.label)
        self.area.textChanged.connect(lambda: self.edited.emit(self.area.toPlainText()))
        self.setLayout(column(self.area))
        self.take(self.area)

    def show_value(self, value: Any) -> None:
        self.area.blockSignals(True)
        self.area.setPlainText(str(value))
        self.area.blockSignals(False)


class _Combo(QComboBox):
    """The wheel scrolls the chat, and chooses nothing by the way."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Drop(Editor):
    """One of many; the value is a list."""

    def __init__(self, one: Input) -> None:
        super().__init__(one.label)
        self.combo = _Combo()
        self.combo.setAccessibleName(one.label)
        self.combo.addItem(tr("Choose …"), None)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for option in one.options:
            self.combo.addItem(option.label, option.value)
        self.combo.activated.connect(lambda at: self.edited.emit([self.combo.itemData(at)] if at > 0 else []))
        self.setLayout(column(self.combo))
        self.take(self.combo)

    def show_value(self, value: Any) -> None:
        at = self.combo.findData(value[0]) if isinstance(value, list | tuple) and value else 0
        self.combo.setCurrentIndex(max(0, at))


class Radios(Editor):
    """One of a few; arrows go from one to the next."""

    def __init__(self, one: Input) -> None:
        super().__init__(one.label)
        self._group = QButtonGroup(self)
        self._values = [option.value for option in one.options]
        body = column(gap=2)
        for at, option in enumerate(one.options):
            made = Radio()
            made.setAccessibleName(f"{one.label}: {option.label}")
            self._group.addButton(made, at)
            body.addWidget(beside(made, option.label))
            self.take(made)
        self._group.idClicked.connect(lambda at: self.edited.emit(self._values[at]))
        self.setLayout(body)

    def show_value(self, value: Any) -> None:
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)


class Checks(Editor):
    """Several of a few; the value is a list, in the order of the options."""

    box: type[QCheckBox] = Tick

    def __init__(self, one: Input) -> None:
        super().__init__(one.label)
        self._boxes: dict[str, QCheckBox] = {}
        body = column(gap=2)
        for option in one.options:
            made = self.box()
            is_alone = one.label == option.label
            made.setAccessibleName(one.label if is_alone else f"{one.label}: {option.label}")
            made.toggled.connect(lambda _: self.edited.emit(self.value()))
            self._boxes[option.value] = made
            body.addWidget(beside(made, option.label, is_required=is_alone and one.is_required))
            self.take(made)
        self.setLayout(body)

    def value(self) -> list[str]:
        """What is ticked."""
        return [value for value, box in self._boxes.items() if box.isChecked()]

    def show_value(self, value: Any) -> None:
        for known, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(isinstance(value, list | tuple) and known in value)
            box.blockSignals(False)


class Switches(Checks):
    """Switches below each other; the value lists those that are on."""

    box = Switch


class Check(Editor):
    """Yes or no."""

    def __init__(self, one: Input) -> None:
        super().__init__(one.label)
        self.check = Tick()
        self.check.setAccessibleName(one.label)
        self.check.toggled.connect(self.edited.emit)
        self.setLayout(column(beside(self.check, one.label, is_required=one.is_required)))
        self.take(self.check)

    def show_value(self, value: Any) -> None:
        self.check.blockSignals(True)
        self.check.setChecked(value is True)
        self.check.blockSignals(False)


EDITORS: Mapping[InputKind, Callable[[Input], Editor]] = {
    **dict.fromkeys(("text", "number", "password", "email", "tel", "url", "card", "date", "time"), Line),
    "area": Area,
    "dropdown": Drop,
    "several": Checks,
    "checks": Checks,
    "radio": Radios,
    "check": Check,
    "toggle": Switches,
}
"""By the kind of an input, what it is edited in; a group consists of others."""
