"""A field of a form: its label, what it is edited in, what helps, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.chat.interactive import Input, Inputs
from console.chat.views import defaults, problems
from console.language import tr
from ui import wording
from ui.chat.cards.editors import EDITORS, Check
from ui.chat.cards.scope import Scope
from ui.chat.cards.ticks import side
from ui.chat.cards.words import said
from ui.controls import column, framed, label, restyle, row
from ui.drawn import Picture

WHOLE_LINES = 2
"""Parts of a group that have a line of their own; the others share one by twos."""


class FieldBox(QWidget):
    """One field. What is typed goes into `values` under its name; a problem goes when one edits."""

    def __init__(self, one: Input, values: dict[str, Any], scope: Scope, path: str = "") -> None:
        super().__init__()
        self.input, self.path = one, f"{path}{one.name}"
        self._values, self._scope = values, scope
        self.editor = EDITORS.get(one.kind, EDITORS["text"])(one)
        self._sign = Picture("circle-alert", "danger", 14)
        self._problem = label("", "problem", wraps=True)
        self._line = QWidget()
        self._lay_out()
        self.editor.show_value(values.get(one.name, one.default))
        self.editor.edited.connect(self._edit)
        self.editor.finished.connect(scope.submit_first)
        for control in self.editor.controls:
            control.installEventFilter(self)
        self._describe("")

    def _lay_out(self) -> None:
        line = row(gap=6)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._problem, 1)
        self._line.setLayout(line)
        self._line.hide()
        lines = column(gap=5)
        one = self.input
        if not isinstance(self.editor, Check) and not (one.kind == "toggle" and len(one.options) == 1):
            lines.addLayout(self._head())
        lines.addWidget(self.editor)
        lines.addWidget(self._line)
        if one.helper:
            lines.addWidget(label(wording.breakable(one.helper), "faint", wraps=True))
        lines.addStretch(1)
        self.setLayout(lines)

    def _head(self) -> QHBoxLayout:
        caption = label(wording.breakable(self.input.label), "label", wraps=True)
        caption.setAlignment(Qt.AlignmentFlag.AlignVCenter | side())
        caption.setBuddy(self.editor)
        head = row(gap=6)
        head.addWidget(caption, 1)
        if self.input.is_required:
            head.addWidget(label(tr("required"), "faint"))
        return head

    def _edit(self, value: object) -> None:
        self._values[self.input.name] = value
        if self.has_problem:
            self.show_problem("")
            self._scope.resized.emit()

    @property
    def has_problem(self) -> bool:
        """Whether something is shown to be wrong."""
        return bool(self._problem.text())

    def show_problems(self, found: Mapping[str, str]) -> None:
        """Shows what is wrong with this field among all."""
        self.show_problem(found.get(self.path, ""))

    def show_problem(self, sentence: str) -> None:
        """Shows what is wrong; empty for nothing."""
        self._problem.setText(sentence)
        self._line.setVisible(bool(sentence))
        self._describe(sentence)

    def _describe(self, sentence: str) -> None:
        required = tr("required") if self.input.is_required else ""
        said = sentence or ", ".join(filter(None, (self.input.helper, required)))
        for control in self.editor.controls:
            control.setAccessibleDescription(said)
            restyle(control, invalid=bool(sentence))

    def focus(self) -> None:
        """Puts the keyboard into it."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._judge()
        return False

    def _judge(self) -> None:
        """What was typed is judged when one leaves the field; that it is empty, only when it is sent."""
        value = self._values.get(self.input.name)
        found = problems([self.input], {self.input.name: value}).get(self.input.name, "") if value else ""
        if found and found != self._problem.text():
            self.show_problem(found)
            self._scope.resized.emit()


def form(part: Inputs, scope: Scope) -> QWidget:
    """Fields in rows; those of a row share its width."""
    body = column(gap=11)
    for inputs in part.rows:
        line = row(gap=12)
        for one in inputs:
            line.addWidget(_field(one, scope), 1)
        body.addLayout(line)
    made = QWidget()
    made.setLayout(body)
    made.setEnabled(scope.is_open)
    scope.stood.connect(lambda: made.setEnabled(scope.is_open))
    return made


def _field(one: Input, scope: Scope) -> QWidget:
    values = scope.draft.values
    scope.form.inputs.append(one)
    values.setdefault(one.name, defaults(one.parts) if one.parts else one.default)
    if not one.parts:
        return _box(one, values, scope)
    inner: dict[str, Any] = values[one.name]
    body = column(said(one.label, "strong"), gap=9, margins=(12, 9, 12, 11))
    parts = iter([_box(part, inner, scope, f"{one.name}.") for part in one.parts])
    for part in islice(parts, WHOLE_LINES):
        body.addWidget(part)
    for part in parts:
        body.addLayout(row(part, *islice(parts, 1), gap=12))
    return framed(body, inset=True)


def _box(one: Input, values: dict[str, Any], scope: Scope, path: str = "") -> FieldBox:
    box = FieldBox(one, values, scope, path)
    scope.form.boxes.append(box)
    return box
