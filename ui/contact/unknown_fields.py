"""Fields that a request from elsewhere holds and the model does not: shown, and removed by a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from console import contact
from console.contact import Request
from console.language import tr
from console.shape import Problem, Steps, path_text
from ui.contact.editors import Editor
from ui.contact.reading import text_of
from ui.controls import Elided, button, column, label, row
from ui.drawn import Picture
from ui.wording import breakable, short

MOST_NAME = 36
"""Characters of a field's name that are shown beside its value."""


def is_unknown_field(problem: Problem) -> bool:
    """Whether a problem is a field that the model lacks, where the model has a structure."""
    if problem.code != "unknown" or not all(isinstance(step, str) for step in problem.path):
        return False
    try:
        above = contact.operation().input.at(*(str(step) for step in problem.path[:-1]))
    except KeyError:
        return False
    return above.kind == "structure"


class UnknownFields(Editor):
    """One line for each unknown field: its name, its value, and a button that takes it out."""

    def __init__(self) -> None:
        super().__init__()
        self._request: Request = {}
        self._shown: list[Steps] = []
        self._lines = column(gap=6)
        self.setLayout(self._lines)
        self.hide()

    def show_value(self, request: Request) -> None:
        self._request = request

    def show_problems(self, problems: Sequence[Problem]) -> None:
        paths = [problem.path for problem in problems]
        if paths == self._shown:
            return
        self._shown = paths
        while (item := self._lines.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for problem in problems:
            line = self._made_line(problem)
            self._lines.addWidget(line)
            line.show()
        self.setVisible(bool(problems))
        self.rearranged.emit()

    def _made_line(self, problem: Problem) -> QWidget:
        name = path_text(problem.path)
        value = Elided(text_of(contact.value_at(self._request, problem.path)), "mono")
        remove = button(
            tr("Remove"), lambda: self.edited.emit(problem.path, None), name=tr("Remove {name}", name=name)
        )
        remove.setAccessibleDescription(problem.message)
        head = row(Picture("circle-alert", "danger", 14), label(short(name, MOST_NAME), "strong"), gap=6)
        head.addWidget(value, 1)
        head.addWidget(remove)
        line = QWidget()
        line.setFocusProxy(remove)
        line.setLayout(column(head, label(breakable(problem.message), "problem", wraps=True), gap=2))
        return line

    def focus_target(self, path: Steps) -> QWidget:
        index = self._shown.index(path) if path in self._shown else 0
        item = self._lines.itemAt(index)
        line = item.widget() if item else None
        return line.focusProxy() or line if line else self
