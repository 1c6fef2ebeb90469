"""Segment attributes: rows of key, kind and value, drawn from the model's kinds of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console import contact
from console.contact import Request
from console.language import tr
from console.shape import Field, Kind, Problem, Steps, path_text
from ui import theme, wording
from ui.contact.choices import Combo
from ui.contact.editors import Editor, ProblemLines, heading, mark
from ui.contact.reading import text_of, value_of
from ui.contact.texts import GrowingText
from ui.controls import button, column, row, tool

SUBTYPE, GUIDE = "connect:Subtype", "connect:Guide"
RAW = ""
"""The kind of a row whose value is none of the model's kinds: the whole of it as JSON."""
_NAMES = (
    tr("Key of segment attribute {key}"),
    tr("Kind of segment attribute {key}"),
    tr("Value of segment attribute {key}"),
    tr("Remove segment attribute {key}"),
)
_NAMES_OF_NEW = (
    tr("Key of segment attribute new"),
    tr("Kind of segment attribute new"),
    tr("Value of segment attribute new"),
    tr("Remove segment attribute new"),
)


@dataclass(frozen=True)
class Entry:
    """One attribute: its key, the member of the model that holds its value, and the value as text."""

    key: str = ""
    member: str = "ValueString"
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.key and not self.text


class Row(QWidget):
    """One segment attribute."""

    changed = Signal()
    removed = Signal()

    def __init__(self, kinds: Mapping[str, Kind], entry: Entry) -> None:
        super().__init__()
        self._kinds = kinds
        self.key = QLineEdit()
        self.key.setPlaceholderText(tr("key"))
        self.kind = Combo()
        theme.fit(self.kind, width=104)
        self.text = GrowingText(most=8)
        self.text.setPlaceholderText(tr("value"))
        self.remove = tool("trash-2", tr("Remove segment attribute"), self.removed.emit)
        self._lines = ProblemLines()
        line = row(gap=8)
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part, share in ((self.key, 5), (self.kind, 0), (self.text, 6), (self.remove, 0)):
            line.addWidget(part, share, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(line, self._lines, gap=4))
        self._fill(entry)
        self._name()
        self.key.textChanged.connect(lambda _: self._changed())
        self.kind.currentIndexChanged.connect(lambda _: self._changed())
        self.text.textChanged.connect(self._changed)

    def _fill(self, entry: Entry) -> None:
        members = [*self._kinds, *([] if entry.member in self._kinds else [entry.member])]
        for member in members:
            self.kind.addItem(wording.SEGMENT_KINDS.get(member, wording.field_label(member)), member)
        self.kind.setCurrentIndex(members.index(entry.member))
        self.key.setText(entry.key)
        self.text.show_text(entry.text)

    def _changed(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        key = self.key.text()
        names = _NAMES if key else _NAMES_OF_NEW
        controls = (self.key, self.kind, self.text, self.remove)
        for control, name in zip(controls, names, strict=True):
            control.setAccessibleName(name.format(key=key))

    @property
    def entry(self) -> Entry:
        """What was typed."""
        return Entry(self.key.text(), str(self.kind.currentData()), self.text.text())

    def value(self) -> Any:
        """The value as it stands in the request."""
        entry = self.entry
        if entry.member == RAW:
            return value_of(entry.text, "structure")
        value = value_of(entry.text, self._kinds[entry.member])
        return {entry.member: entry.text if value is None else value}

    def show_problems(self, sentences: Sequence[tuple[str, bool]]) -> None:
        """Shows what is wrong with this attribute."""
        self._lines.tell(sentences)
        for control in (self.key, self.text):
            mark(control, sentences)


class SegmentAttributes(Editor):
    """All segment attributes. Two rows with one key cannot both be sent, and are told at the second."""

    def __init__(self, field: Field) -> None:
        super().__init__(field.path)
        self._path = field.path
        self._kinds = {member.name: member.kind for member in field.value.members}
        self._held: Any = None
        self.rows: list[Row] = []
        self._rows: QVBoxLayout = column(gap=8)
        self._lines = ProblemLines()
        self.add = button(tr("Add"), self._add, icon="plus", name=tr("Add segment attribute"))
        self.guide = button(
            tr("Show a guide"),
            self._add_guide,
            kind="link",
            name=tr("Add {subtype} = {guide}", subtype=SUBTYPE, guide=GUIDE),
        )
        self.guide.setToolTip(tr("Adds {subtype} = {guide}", subtype=SUBTYPE, guide=GUIDE))
        head = heading(field, wording.field_label(path_text(field.path)))
        self.setLayout(
            column(row(head, None), self._rows, self._lines, row(self.add, self.guide, None), gap=7)
        )

    # -- what is typed ----------------------------------------------------------------------------

    def _add(self) -> None:
        self._put_row(Entry()).key.setFocus()
        self.rearranged.emit()

    def _add_guide(self) -> None:
        found = next((one for one in self.rows if one.key.text() == SUBTYPE), None)
        if found is None:
            self._put_row(Entry(SUBTYPE, "ValueString", GUIDE))
            self.rearranged.emit()
        else:
            found.kind.setCurrentIndex(found.kind.findData("ValueString"))
            found.text.show_text(GUIDE)
        self._tell()

    def _put_row(self, entry: Entry) -> Row:
        made = Row(self._kinds, entry)
        made.changed.connect(self._tell)
        made.removed.connect(lambda: self._remove(made))
        self.rows.append(made)
        self._rows.addWidget(made)
        made.show()
        return made

    def _remove(self, gone: Row) -> None:
        index = self.rows.index(gone)
        self._drop(gone)
        after = self.rows[min(index, len(self.rows) - 1)].key if self.rows else self.add
        after.setFocus()
        self.rearranged.emit()
        self._tell()

    def _drop(self, gone: Row) -> None:
        self.rows.remove(gone)
        self._rows.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    def _tell(self) -> None:
        value: dict[str, Any] = {}
        for one in self.rows:
            if not one.entry.is_blank:
                value.setdefault(one.entry.key, one.value())
        self._held = value or None
        self.edited.emit(self._path, value)

    def _repeated(self) -> list[Row]:
        seen: set[str] = set()
        repeated = []
        for one in self.rows:
            if not one.entry.is_blank and one.entry.key in seen:
                repeated.append(one)
            seen.add(one.entry.key)
        return repeated

    # -- what is shown ----------------------------------------------------------------------------

    def show_value(self, request: Request) -> None:
        value = contact.value_at(request, self._path)
        if repr(value) == repr(self._held):
            return
        self._held = value
        for one in list(self.rows):
            self._drop(one)
        if isinstance(value, Mapping):
            for key, item in value.items():
                self._put_row(self._entry(key, item))
        self.rearranged.emit()

    def _entry(self, key: str, item: object) -> Entry:
        if isinstance(item, Mapping) and len(item) == 1:
            [(member, value)] = item.items()
            kind = self._kinds.get(member)
            if kind is not None and (isinstance(value, str) or kind != "string"):
                return Entry(key, member, text_of(value, kind))
        return Entry(key, RAW, text_of(item, "structure"))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        repeated = self._repeated()
        depth = len(self._path)
        for one in self.rows:
            mine = [
                problem
                for problem in problems
                if len(problem.path) > depth
                and problem.path[depth] == one.entry.key
                and (problem.code == "repeated") == (one in repeated)
            ]
            one.show_problems([self._sentence(problem) for problem in mine])
        own = [problem for problem in problems if len(problem.path) == depth]
        self._lines.tell([(problem.message, problem.blocks) for problem in own])

    def _sentence(self, problem: Problem) -> tuple[str, bool]:
        below = path_text(problem.path[len(self._path) + 2 :])
        return (f"{below}: {problem.message}" if below else problem.message), problem.blocks

    def local_problems(self) -> list[Problem]:
        keys = [one.entry.key for one in self._repeated()]
        return [
            Problem((*self._path, key), "repeated", tr("The key “{key}” stands in several rows.", key=key))
            for key in keys
        ]

    def settle(self) -> None:
        for one in [one for one in self.rows if one.entry.is_blank or one in self._repeated()]:
            self._drop(one)

    def focus_target(self, path: Steps) -> QWidget:
        depth = len(self._path)
        if len(path) <= depth:
            return self.rows[0].key if self.rows else self.add
        found = next((one for one in self.rows if one.entry.key == path[depth]), None)
        if found is None:
            return self.add
        return found.text if len(path) > depth + 1 else found.key
