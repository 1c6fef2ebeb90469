"""The earlier chat: none, one that is continued, or a contact that the new one is related to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from PySide6.QtWidgets import QWidget

from console import contact
from console.contact import Request
from console.language import tr, tr_text
from console.shape import Field, Problem, Steps
from ui import wording
from ui.contact.choices import OneOfFew, taken_button
from ui.contact.columns import Columns
from ui.contact.editors import Editor, FieldEditor, ProblemLines, mark, tooltip
from ui.contact.texts import Line
from ui.controls import Segments, button, column, label, row

ChooseSource = Callable[[str, Callable[[str], object]], object]
"""Lets a past contact be chosen for a use: a rehydration type or RELATED; the other takes its id."""
Mode = Literal["none", "continue", "link", "both"]
CONTINUED, RELATED = "PersistentChat", "RelatedContactId"
PICK_SOURCE = tr("Choose the source contact from the history")
PICK_RELATED = tr("Choose the related contact from the history")


class EarlierChat(Editor):
    """A choice of three, so that the request cannot contradict itself.

    What was typed under another choice stays in the form until another request is shown; only what
    is chosen stands in the request. A request from elsewhere that holds both shows both.
    """

    def __init__(
        self, continued: Field, related: Field, choose: ChooseSource, more: Sequence[Editor] = ()
    ) -> None:
        super().__init__(continued.path, related.path)
        self.help = tooltip(continued)
        self._choose_past = choose
        self._mode: Mode = "none"
        self._held: dict[str, Any] = {}
        self.segments = Segments(tr("Earlier chat"), tuple(wording.EARLIER.items()))
        self.segments.chosen.connect(self._choose)
        kind = continued.at("RehydrationType")
        self.kind = OneOfFew(kind, [(value, wording.choice(value)) for value in kind.choices])
        pick = tr("Choose…")
        self.pick_source = button(pick, self._pick_source, icon="history", name=PICK_SOURCE)
        self.pick_related = button(pick, self._pick_related, icon="history", name=PICK_RELATED)
        self.source = Line(continued.at("SourceContactId"), button=self.pick_source)
        self.source.is_wide = True
        self.related = Line(related, button=self.pick_related)
        self._continued_parts: tuple[Editor, ...] = (self.kind, self.source, *more)
        self._parts = (*self._continued_parts, self.related)
        self._needs = label("", "muted", wraps=True)
        self._lines = ProblemLines()
        columns = Columns([(part, part.is_wide) for part in self._continued_parts])
        self._continue = _holder(columns, self._needs)
        self._link = _holder(self.related, label(wording.RELATED_NOTE, "muted", wraps=True))
        self.setLayout(column(row(self.segments, None), self._lines, self._continue, self._link, gap=10))
        for part in self._parts:
            part.edited.connect(self._tell)
        self.settle()

    # -- what is chosen ---------------------------------------------------------------------------

    def _tell(self, path: Steps, value: object) -> None:
        self._held = contact.with_value(self._held, path, value)
        self._show_needs()
        self.edited.emit(path, value)

    def _choose(self, mode: object) -> None:
        if mode == self._mode or mode not in ("none", "continue", "link"):
            return
        self._show_mode(mode)
        if mode != "continue" and CONTINUED in self._held:
            self._tell((CONTINUED,), None)
        if mode != "link" and RELATED in self._held:
            self._tell((RELATED,), None)
        if mode == "continue":
            self._continue_chat()
        elif mode == "link" and self.related.value():
            self._tell((RELATED,), self.related.value())
        self.rechecked.emit()

    def _pick_source(self) -> None:
        self._choose_past(str(self.kind.value() or "FROM_SEGMENT"), self.source.line.setText)

    def _pick_related(self) -> None:
        self._choose_past("RELATED", self.related.line.setText)

    def _continue_chat(self) -> None:
        if self.kind.value() is None:
            self.kind.show_value({CONTINUED: {"RehydrationType": self.kind.field.choices[0]}})
        fields = [part for part in self._continued_parts if isinstance(part, FieldEditor)]
        values = {str(part.path[-1]): part.value() for part in fields}
        self._tell((CONTINUED,), {name: value for name, value in values.items() if value is not None})

    def _show_mode(self, mode: Mode) -> None:
        self._mode = mode
        self.segments.take(mode)
        self._continue.setVisible(mode in ("continue", "both"))
        self._link.setVisible(mode in ("link", "both"))
        self._show_needs()

    def _show_needs(self) -> None:
        need = wording.REHYDRATION_NEEDS.get(str(self.kind.value()), "")
        self._needs.setText(tr_text(need, wording.REHYDRATION_WAIT))

    # -- what is shown ----------------------------------------------------------------------------

    def show_value(self, request: Request) -> None:
        held = {name: request[name] for name in (CONTINUED, RELATED) if name in request}
        if held != self._held:
            self._held = held
            self.settle()

    def settle(self) -> None:
        for part in self._parts:
            part.show_value(self._held)
        modes: dict[tuple[bool, bool], Mode] = {
            (False, False): "none",
            (True, False): "continue",
            (False, True): "link",
            (True, True): "both",
        }
        self._show_mode(modes[CONTINUED in self._held, RELATED in self._held])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        own = [one for one in problems if one.code == "excludes" or self._owner(one.path) is None]
        for part in self._parts:
            part.show_problems([one for one in problems if one not in own and self._owner(one.path) is part])
        told = [(problem.message, problem.blocks) for problem in own]
        self._lines.tell(told)
        mark(self.segments, told)

    def _owner(self, path: Steps) -> Editor | None:
        """The part in which a path is edited; none of them edits the whole of a continued chat."""
        return next((one for one in self._parts if one.covers(path) and path != (CONTINUED,)), None)

    def local_problems(self) -> list[Problem]:
        if self._mode == "link" and not self.related.value():
            return [Problem((RELATED,), "required", tr("{title} is required.", title=self.related.title))]
        return []

    def focus_target(self, path: Steps) -> QWidget:
        owner = None if self._mode == "both" and path == (RELATED,) else self._owner(path)
        return owner.focus_target(path) if owner else taken_button(self.segments)


def _holder(*parts: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(*parts, gap=8))
    return holder
