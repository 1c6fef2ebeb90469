"""Fields whose value is chosen: from a list that is searched, from the user's profiles, yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox

from console.language import tr
from console.profiles import Kind, Profile
from ui import wording
from ui.controls import row
from ui.drawn import profile_icon
from ui.profiles.fields import FieldBox
from ui.profiles.marks import Swatches, Switch
from ui.profiles.picker import Choice, Picker


class Combo(QComboBox):
    """A list that opens. The wheel scrolls the page, unless the list has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class PickerBox(FieldBox):
    """A value that is chosen from a list by a few letters, or typed."""

    def __init__(
        self, name: str, choices: Sequence[Choice] = (), *, example: str = "", is_optional: bool = False
    ) -> None:
        self.picker = Picker(wording.CREDENTIAL_FIELDS[name][0])
        super().__init__(name, self.picker)
        self.picker.setPlaceholderText(example)
        self.picker.textEdited.connect(lambda _: self._told())
        self.picker.picked.connect(lambda _: self._told())
        self.lay_out(self.picker, is_optional=is_optional)
        self.show_choices(choices)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offers other values."""
        self.picker.show_choices(choices)
        self._show_about()

    def value(self) -> str:
        return self.picker.text().strip()

    def show_value(self, value: object) -> None:
        if str(value or "") != self.picker.text():
            self.picker.setText(str(value or ""))
            self.picker.setCursorPosition(0)
        self._show_about()

    def _told(self) -> None:
        self._show_about()
        self.tell()

    def _show_about(self) -> None:
        self.show_note(self.picker.about() or self._note)


class ProfileBox(FieldBox):
    """One of the user's profiles."""

    def __init__(self, name: str) -> None:
        self.combo = Combo()
        super().__init__(name, self.combo)
        self.combo.setAccessibleName(self.title)
        self.combo.activated.connect(lambda _: self.tell())
        self.lay_out(self.combo)

    def show_choices(self, profiles: Sequence[Profile]) -> None:
        """Offers other profiles; the first line chooses none."""
        value = self.value()
        self.combo.clear()
        self.combo.addItem(tr("Choose a profile…") if profiles else tr("There is no other profile yet"), "")
        for one in profiles:
            kind = wording.PROFILE_KINDS[one.kind][0]
            self.combo.addItem(profile_icon(one), f"{one.name} · {kind}", one.id)
        self.show_value(value)

    def value(self) -> str:
        return str(self.combo.currentData() or "")

    def show_value(self, value: object) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(value or "")))


class ChoiceBox(FieldBox):
    """One of a few values."""

    def __init__(self, name: str) -> None:
        self.combo = Combo()
        super().__init__(name, self.combo)
        self.combo.setAccessibleName(self.title)
        self.combo.activated.connect(lambda _: self.tell())
        self.lay_out(self.combo)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offers other values, each with its words; what is chosen stays, though it be none of them."""
        value = self.value()
        self.combo.clear()
        for known, text in choices:
            self.combo.addItem(text, known)
        self.show_value(value)

    def value(self) -> str:
        return str(self.combo.currentData() or "")

    def show_value(self, value: object) -> None:
        text = str(value or "")
        if self.combo.findData(text) < 0:
            self.combo.addItem(text, text)
        self.combo.setCurrentIndex(self.combo.findData(text))


class ColourBox(FieldBox):
    """The colour of a profile."""

    def __init__(self, kind: Kind) -> None:
        self.swatches = Swatches(kind)
        super().__init__("colour", self.swatches)
        self.swatches.chosen.connect(lambda colour: self.edited.emit(self.name, colour))
        self.lay_out(self.swatches)

    def value(self) -> str:
        return next(one.colour for one in self.swatches.swatches if one.isChecked())

    def show_value(self, value: object) -> None:
        self.swatches.take(str(value or ""))


class TickBox(FieldBox):
    """Yes or no, as a tick or as a switch."""

    def __init__(self, name: str, *, is_switch: bool = False, token: str = "accent") -> None:
        title = wording.CREDENTIAL_FIELDS[name][0]
        self.tick = Switch(title, token) if is_switch else QCheckBox(title)
        super().__init__(name, self.tick)
        self.tick.setAccessibleName(title)
        self.tick.clicked.connect(lambda _: self.tell())
        self.lay_out(row(self.tick, None), titled=False)

    def value(self) -> bool:
        return self.tick.isChecked()

    def show_value(self, value: object) -> None:
        self.tick.setChecked(bool(value))
