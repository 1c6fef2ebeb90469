"""The boxes of an editor together: whose turn it is to be told wrong, and where that is put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console.language import tr_count
from console.shape import Problem
from ui.profiles.fields import FieldBox, SecretBox


class Form(QObject):
    """Boxes by name. A problem is told once its field was left, or everything was submitted."""

    edited = Signal(str, object)
    """A field's name and its value."""
    judged = Signal(str)
    """The problems were looked at anew: how many fields are wrong, in words."""

    def __init__(
        self, parent: QWidget, boxes: Iterable[FieldBox], problems: Callable[[], list[Problem]]
    ) -> None:
        super().__init__(parent)
        self._editor = parent
        self.boxes = {box.name: box for box in boxes}
        self._problems = problems
        self._left: set[str] = set()
        self._is_submitted = False
        for box in self.boxes.values():
            box.edited.connect(self.edited)
            box.left.connect(self._leave)

    def show_values(self, value: Callable[[str], Any]) -> None:
        """Shows other values in all boxes."""
        for name, box in self.boxes.items():
            box.show_value(value(name))

    def show_problems(self) -> None:
        """Shows each problem that is due at its field."""
        told: dict[str, Problem] = {}
        for problem in self._problems():
            name = _name(problem)
            if self._is_submitted or (name in self._left and problem.code != "required"):
                told.setdefault(name, problem)
        for name, box in self.boxes.items():
            found = told.get(name)
            box.show_problem(found.message if found else "", blocks=found is None or found.blocks)
        count = sum(problem.blocks for problem in told.values())
        counted = tr_count("One field needs a look", "{count:,} fields need a look", count)
        self.judged.emit(counted if count else "")

    def has_problem(self, boxes: Iterable[FieldBox]) -> bool:
        """Whether one of some boxes shows a problem."""
        return any(box.problem() for box in boxes)

    def submit(self) -> tuple[bool, FieldBox | None]:
        """Shows every problem. Gives whether nothing blocks, and else the box of the first that does."""
        self._is_submitted = True
        self.show_problems()
        blocking = [problem for problem in self._problems() if problem.blocks]
        return not blocking, self.boxes.get(_name(blocking[0])) if blocking else None

    def forget(self) -> None:
        """Drops the secrets that were typed."""
        for box in self.boxes.values():
            if isinstance(box, SecretBox):
                box.forget()

    def _leave(self, name: str) -> None:
        # The keyboard leaves a field, too, when all of the window goes, part by part.
        if isValid(self._editor) and self._editor.isVisible() and self.boxes[name].value():
            self._left.add(name)
            self.show_problems()


def _name(problem: Problem) -> str:
    return str(problem.path[0]) if problem.path else ""
