"""Editors for values that are chosen: one of a few, one of many, yes or no, several of some."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLayout, QWidget

from console.language import tr
from console.shape import Field, Problem, Steps, path_text
from ui import theme, wording
from ui.contact.editors import FieldEditor, sentence
from ui.controls import Chip, FlowLayout, Segments, button, restyle, row

MOST_SEGMENTS = 3
"""With more choices than these, a list that opens takes the place of buttons beside each other."""


class Combo(QComboBox):
    """A list that opens. The wheel scrolls the form, unless the list has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class OneOfFew(FieldEditor):
    """One of a few values as buttons beside each other; a value that is none of them takes none."""

    def __init__(self, field: Field, choices: Sequence[tuple[object, str]]) -> None:
        self.segments = Segments(wording.field_label(path_text(field.path)), choices)
        super().__init__(field, self.segments)
        self.segments.take(None)
        self._value: Any = None
        self.segments.chosen.connect(self._choose)
        self.lay_out(row(self.segments, None))

    def value(self) -> Any:
        return self._value

    def _choose(self, value: object) -> None:
        self._value = value
        self.tell()

    def _show(self, value: Any) -> None:
        self._value = value
        self.segments.take(value)

    def focus_target(self, path: Steps) -> QWidget:
        return taken_button(self.segments)


def taken_button(segments: Segments) -> QWidget:
    """The button to focus among segments: the taken one, else the first."""
    buttons = segments.findChildren(QAbstractButton)
    return next((one for one in buttons if one.isChecked()), buttons[0])


class OneOfMany(FieldEditor):
    """One of many values in a list that opens; an unknown value is kept and listed as it is."""

    def __init__(self, field: Field, choices: Sequence[str]) -> None:
        self.combo = Combo()
        super().__init__(field, self.combo)
        self._known = len(choices) + 1
        self.combo.addItem(tr("Not set"), None)
        for choice in choices:
            self.combo.addItem(wording.choice(choice), choice)
        self.combo.currentIndexChanged.connect(lambda _: self.tell())
        self.lay_out(self.combo)

    def value(self) -> Any:
        return self.combo.currentData()

    def _show(self, value: Any) -> None:
        while self.combo.count() > self._known:
            self.combo.removeItem(self._known)
        values = [self.combo.itemData(index) for index in range(self._known)]
        if value not in values:
            self.combo.addItem(_as_text(value), value)
            values.append(value)
        self.combo.setCurrentIndex(values.index(value))


class YesOrNo(OneOfFew):
    """Yes, no, or nothing said."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, ((None, tr("Not set")), (True, tr("Yes")), (False, tr("No"))))


class SeveralOf(FieldEditor):
    """Several values of some, each a chip. What is none of them is a chip that can only be removed."""

    def __init__(
        self,
        field: Field,
        choices: Sequence[tuple[str, str]],
        *,
        locked: str | None = None,
        above: QLayout | None = None,
        titled: bool = True,
    ) -> None:
        holder = QWidget()
        super().__init__(field, holder)
        self._locked = locked
        self._value: Any = None
        self._extras: list[QWidget] = []
        self.chips = {value: self._made_chip(value, text) for value, text in choices}
        self._flow = FlowLayout()
        for chip in self.chips.values():
            self._flow.addWidget(chip)
        holder.setLayout(self._flow)
        layout = self.lay_out(holder, titled=titled)
        if above is not None:
            layout.insertLayout(0, above)
        self._show(None)

    def _made_chip(self, value: str, text: str) -> Chip:
        chip = Chip(text)
        chip.setToolTip(value)
        chip.setAccessibleName(f"{self.title}: {text}")
        chip.clicked.connect(lambda on: self._switch(value, on))
        return chip

    def value(self) -> Any:
        return self._value

    def put(self, values: list[Any] | None) -> None:
        """Takes other values, as if they had been chosen one by one."""
        self._show(values or None)
        self.tell()

    def _entries(self) -> list[Any]:
        if self._value is None:
            return [] if self._locked is None else [self._locked]
        return list(self._value) if isinstance(self._value, list) else [self._value]

    def _switch(self, value: str, on: bool) -> None:
        others = [entry for entry in self._entries() if entry != value]
        self.put([*others, value] if on else others)

    def _show(self, value: Any) -> None:
        self._value = value
        entries = self._entries()
        for name, chip in self.chips.items():
            chip.setChecked(name in entries)
            # The locked one can be put on where it is missing, and then stays.
            chip.setEnabled(name != self._locked or name not in entries)
        self._show_extras(entries)

    def _show_extras(self, entries: Sequence[Any]) -> None:
        had = bool(self._extras)
        for extra in self._extras:
            self._flow.removeWidget(extra)
            extra.hide()
            extra.deleteLater()
        self._extras = []
        for index, entry in enumerate(entries):
            known = isinstance(entry, str) and entry in self.chips
            if not known or entry in entries[:index]:
                self._extras.append(self._made_extra(entry, partial(self._remove, index)))
                self._flow.addWidget(self._extras[-1])
                self._extras[-1].show()
        self._flow.invalidate()
        self.control.updateGeometry()
        if had or self._extras:
            self.rearranged.emit()

    def _made_extra(self, entry: object, remove: Callable[[], None]) -> QWidget:
        text = _as_text(entry)
        known = self.chips.get(entry) if isinstance(entry, str) else None
        made = button(known.text().strip() if known else text, remove, kind="chip")
        made.setIcon(theme.icon("x", "danger"))
        made.setText(f" {made.text()}")
        made.setToolTip(tr("Remove {value}", value=text))
        made.setAccessibleName(tr("{field}: remove {value}", field=self.title, value=text))
        restyle(made, invalid=True)
        return made

    def _remove(self, index: int) -> None:
        entries = self._entries()
        del entries[index]
        self.put(entries)
        self.focus_target(self.path).setFocus()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        # Which entry is meant is said by its chip; its number in the list would say nothing.
        self._show_sentences([sentence(one, self.title, one.path) for one in problems])

    def focus_target(self, path: Steps) -> QWidget:
        usable = [*self._extras, *(chip for chip in self.chips.values() if chip.isEnabled())]
        return usable[0] if usable else self.control


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
