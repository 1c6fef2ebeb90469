"""An editor: a part of the form that shows one or more fields of the request and tells what was typed.

What all editors share is here: how they tell and show values, and how problems stand at a field.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from console import contact
from console.contact import Request
from console.language import tr, tr_text
from console.shape import Field, Problem, Steps, path_text
from ui import wording
from ui.controls import column, label, restyle, row
from ui.drawn import Picture

MOST_HELP = 420
"""Characters of AWS's own text that a tooltip shows."""
MOST_SENTENCES = 4


class Editor(QWidget):
    """A part of the form. It shows a request and its problems, and tells every edit."""

    edited = Signal(object, object)
    """A path in the request and its new value, None for no value."""
    rechecked = Signal()
    """What this editor alone can tell to be wrong has changed, though the request has not."""
    rearranged = Signal()
    """Parts have come or gone, so the order of Tab has changed."""
    explained = Signal(str)
    """Another line of explanation for the section that this editor fills."""

    is_wide = True
    """Whether the editor takes a whole line of its section."""

    def __init__(self, *paths: Steps) -> None:
        super().__init__()
        self.paths = paths
        self.aside: QWidget | None = None
        """What stands at the right of the title of a section that this editor fills."""
        self.help = ""
        """The tooltip for that title, where the editor has no label of its own."""

    def show_value(self, request: Request) -> None:
        """Shows the editor's fields of a request; what is unchanged keeps its focus and caret."""
        raise NotImplementedError

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Shows what is wrong with the editor's fields, and nothing else any more."""
        raise NotImplementedError

    def focus_target(self, path: Steps) -> QWidget:
        """The widget in which the value at a path is edited."""
        raise NotImplementedError

    def local_problems(self) -> list[Problem]:
        """What is wrong and cannot stand in a request, such as two rows with one key."""
        return []

    def settle(self) -> None:
        """Lets go of what only the editor held: another request than the one before is shown."""

    def covers(self, path: Steps) -> bool:
        """Whether a path lies in one of the editor's fields, or above one of them."""
        return any(path[: len(own)] == own[: len(path)] for own in self.paths)


class ProblemLines(QWidget):
    """Sentences below a field, each with a sign, so that colour is not all that tells."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[QWidget, Picture, QLabel]] = []
        self._layout = column(gap=3)
        self.setLayout(self._layout)
        self.hide()

    def tell(self, sentences: Sequence[tuple[str, bool]]) -> None:
        """Shows sentences, each with whether it blocks; many are cut short."""
        shown = list(sentences[:MOST_SENTENCES])
        if len(sentences) > len(shown):
            shown[-1] = (tr("…and {count:,} more.", count=len(sentences) - len(shown) + 1), shown[-1][1])
        while len(self._lines) < len(shown):
            self._add_line()
        for index, (line, picture, text) in enumerate(self._lines):
            line.setVisible(index < len(shown))
            if index < len(shown):
                sentence, blocks = shown[index]
                picture.show_icon(*(("circle-alert", "danger") if blocks else ("triangle-alert", "warn")))
                restyle(text, role="problem" if blocks else "warning")
                text.setText(wording.breakable(sentence))
                text.setAccessibleName(sentence)
        self.setVisible(bool(shown))

    def _add_line(self) -> None:
        picture, text = Picture("circle-alert", "danger", 14), label("", "problem", wraps=True)
        holder = row(gap=6)
        holder.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        holder.addWidget(text, 1)
        line = QWidget()
        line.setLayout(holder)
        self._layout.addWidget(line)
        self._lines.append((line, picture, text))


def mark(control: QWidget, sentences: Sequence[tuple[str, bool]], help_text: str = "") -> None:
    """Marks a control as wrong or right, to the eye and to a screen reader."""
    invalid = any(blocks for _, blocks in sentences)
    if bool(control.property("invalid")) != invalid:
        restyle(control, invalid=invalid)
    control.setAccessibleDescription(tr_text(*(text for text, _ in sentences)) or help_text)


def short_help(field: Field) -> str:
    """AWS's own text on a field, cut at the end of a sentence."""
    text = field.help
    if len(text) <= MOST_HELP:
        return text
    end = text.rfind(". ", 0, MOST_HELP)
    return text[: end + 1] if end > 0 else text[: MOST_HELP - 1] + "…"


def tooltip(field: Field) -> str:
    """AWS's name of a field and its text, as a tooltip that wraps."""
    text = html.escape(short_help(field)).replace("\n", "<br>")
    return f"<qt><b>{html.escape(path_text(field.path))}</b><br>{text}</qt>"


def heading(field: Field, title: str) -> QLabel:
    """The label above a field, with AWS's text on it as its tooltip."""
    made = label(title, "label")
    explain(made, field)
    return made


def explain(title: QWidget, field: Field) -> None:
    """Puts AWS's text on a title as its tooltip; a screen reader hears that at the control itself."""
    title.setToolTip(tooltip(field))
    title.setAccessibleDescription(path_text(field.path))


def sentence(problem: Problem, title: str, path: Steps) -> tuple[str, bool]:
    """A problem in words at the field with a title and path, and whether it blocks."""
    if problem.code == "required" and len(problem.path) <= len(path):
        return tr("{title} is required.", title=title), problem.blocks
    below = path_text(problem.path[len(path) :])
    return f"{below}: {problem.message}" if below else problem.message, problem.blocks


class FieldEditor(Editor):
    """One field: its label, the control in which it is edited, and what is wrong with it."""

    is_wide = False

    def __init__(self, field: Field, control: QWidget, title: str = "") -> None:
        super().__init__(field.path)
        self.field = field
        self.path = field.path
        self.title = title or wording.field_label(path_text(field.path))
        self.control = control
        self._shown = repr(None)
        self._is_showing = False
        self._lines: ProblemLines | None = None
        control.setAccessibleName(self.title)
        control.setAccessibleDescription(short_help(field))

    def lay_out(self, body: QWidget | QLayout, note: str = "", *, titled: bool = True) -> QVBoxLayout:
        """Puts the label above the body, and below it a note."""
        layout = column(gap=6)
        if titled:
            head = heading(self.field, self.title)
            # On Linux a screen reader takes the name of a list that opens from its label.
            head.setBuddy(self.control)
            layout.addWidget(head, 0, Qt.AlignmentFlag.AlignLeading)
        else:
            self.help = tooltip(self.field)
        if isinstance(body, QLayout):
            layout.addLayout(body)
        else:
            layout.addWidget(body)
        if note:
            layout.addWidget(label(note, "faint", wraps=True))
        self.setLayout(layout)
        return layout

    def value(self) -> Any:
        """The value that the control holds, None for none."""
        raise NotImplementedError

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def show_value(self, request: Request) -> None:
        value = contact.value_at(request, self.path)
        if repr(value) != self._shown:
            self._shown = repr(value)
            self._is_showing = True
            self._show(value)
            self._is_showing = False

    def tell(self) -> None:
        """Tells the value that the control holds now, if it was changed from here."""
        if self._is_showing:
            return
        value = self.value()
        if value in ("", [], {}):
            value = None
        self._shown = repr(value)
        self.edited.emit(self.path, value)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._show_sentences([sentence(problem, self.title, self.path) for problem in problems])

    def _show_sentences(self, sentences: Sequence[tuple[str, bool]]) -> None:
        if self._lines is None:
            if not sentences:
                return
            self._lines = ProblemLines()
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._lines)
        self._lines.tell(sentences)
        mark(self.control, sentences, short_help(self.field))

    def focus_target(self, path: Steps) -> QWidget:
        return self.control
