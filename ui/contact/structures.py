"""Editors for what has an inside: a structure with its members, a map of texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from console import contact
from console.contact import Request
from console.shape import Field, Problem, Steps, path_text
from ui import wording
from ui.contact.attributes import AttributesEditor
from ui.contact.columns import Columns
from ui.contact.editors import Editor, ProblemLines, explain, heading, sentence, short_help, tooltip
from ui.controls import column, label, row

ROOT = "Attributes"
"""The name under which a table of attributes tells its problems."""


class Structure(Editor):
    """A structure: the editors of its members, in a frame of its own where it has a title."""

    def __init__(self, field: Field, members: Sequence[Editor], *, titled: bool) -> None:
        super().__init__(field.path)
        self.field, self.members = field, members
        self.title = wording.field_label(path_text(field.path))
        self.is_wide = titled or len(members) > 1
        self._lines = ProblemLines()
        body = Columns([(member, member.is_wide) for member in members])
        if titled:
            self.setLayout(column(self._framed(body)))
        else:
            self.setLayout(column(body, self._lines, gap=6))
        for member in members:
            member.edited.connect(self.edited)
            member.rechecked.connect(self.rechecked)
            member.rearranged.connect(self.rearranged)

    def _framed(self, body: QWidget) -> QWidget:
        head = label(self.title, "strong")
        explain(head, self.field)
        frame = QFrame()
        frame.setProperty("inset", True)
        frame.setAccessibleName(self.title)
        frame.setAccessibleDescription(short_help(self.field))
        frame.setLayout(column(row(head, None), body, self._lines, gap=10, margins=(14, 11, 14, 13)))
        return frame

    def show_value(self, request: Request) -> None:
        for member in self.members:
            member.show_value(request)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        mine = {id(member): member for member in self.members}
        told: dict[int, list[Problem]] = {key: [] for key in mine}
        own = []
        for problem in problems:
            owner = self._owner(problem)
            if owner is None:
                own.append(sentence(problem, self.title, self.paths[0]))
            else:
                told[id(owner)].append(problem)
        for key, member in mine.items():
            member.show_problems(told[key])
        self._lines.tell(own)

    def _owner(self, problem: Problem) -> Editor | None:
        """The member that a problem stands at: a missing structure is missed where it is filled."""
        depth = len(self.paths[0])
        if len(problem.path) > depth:
            return next((one for one in self.members if one.covers(problem.path)), None)
        return self._first_required() if problem.code == "required" else None

    def _first_required(self) -> Editor:
        required = {field.path for field in self.field.members if field.required}
        return next((one for one in self.members if required & set(one.paths)), self.members[0])

    def focus_target(self, path: Steps) -> QWidget:
        inner = len(path) > len(self.paths[0])
        owner = next((one for one in self.members if inner and one.covers(path)), self._first_required())
        return owner.focus_target(path)

    def local_problems(self) -> list[Problem]:
        return [problem for member in self.members for problem in member.local_problems()]


class TextMap(Editor):
    """A map of texts, edited as the contact attributes are."""

    def __init__(self, field: Field, *, titled: bool = True) -> None:
        super().__init__(field.path)
        self._path = field.path
        self.table = AttributesEditor()
        self.used = label("", "muted")
        self.aside = None if titled else self.used
        self._shown = ""
        self.help = "" if titled else tooltip(field)
        layout = column(gap=6)
        if titled:
            head = heading(field, wording.field_label(path_text(field.path)))
            layout.addWidget(head, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.table)
        self.setLayout(layout)
        self.table.edited.connect(self._tell)
        self.used.setText(self.table.size_text())

    def _tell(self, value: object) -> None:
        self._shown = repr(value or None)
        self.used.setText(self.table.size_text())
        self.edited.emit(self._path, value)

    def show_value(self, request: Request) -> None:
        value = contact.value_at(request, self._path)
        if repr(value) == self._shown:
            return
        self._shown = repr(value)
        self.table.show_value(value)
        self.used.setText(self.table.size_text())

    def settle(self) -> None:
        if self.table.local_problems():
            held = self.table.rows.value()
            self.table.show_value(None)
            self.table.show_value(held)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        # The table speaks of its rows as contact attributes, wherever the map stands.
        inside = [replace(one, path=(ROOT, *one.path[len(self._path) :])) for one in problems]
        self.table.show_problems(inside)

    def local_problems(self) -> list[Problem]:
        return [replace(one, path=(*self._path, *one.path[1:])) for one in self.table.local_problems()]

    def focus_target(self, path: Steps) -> QWidget:
        return self.table.focus_target((ROOT, *path[len(self._path) :]))
