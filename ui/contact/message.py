"""The first message: what the customer says at once, and in which type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console import contact
from console.contact import Request
from console.language import tr
from console.shape import Field, Problem, Steps
from ui import wording
from ui.contact.choices import taken_button
from ui.contact.columns import Columns
from ui.contact.editors import Editor, ProblemLines, mark, sentence, short_help, tooltip
from ui.contact.reading import text_of
from ui.contact.texts import GrowingText
from ui.controls import Segments, column, label, row
from ui.drawn import Meter

CONTENT, TYPE = "Content", "ContentType"


class FirstMessage(Editor):
    """A text and its type. Without a text there is no message; the type then waits in the form."""

    def __init__(self, field: Field, more: Sequence[Editor] = ()) -> None:
        super().__init__(field.path)
        self._field, self._path, self._more = field, field.path, more
        self.help = tooltip(field)
        self._held: dict[str, Any] = {}
        self._is_showing = False
        self._type: Any = contact.TEXT_PLAIN
        self.text = GrowingText()
        self.text.setAccessibleName(wording.field_label("InitialMessage"))
        self.text.setAccessibleDescription(short_help(field))
        self.text.setPlaceholderText(wording.PLACEHOLDERS.get("InitialMessage.Content", ""))
        self.text.textChanged.connect(self._typed)
        choices = [(name, wording.MESSAGE_TYPES[name]) for name in contact.INITIAL_MESSAGE_TYPES]
        self.types = Segments(tr("Type of the first message"), choices)
        self.types.take(self._type)
        self.types.chosen.connect(self._choose_type)
        self._lay_out()
        for editor in more:
            editor.edited.connect(self._tell)

    def _lay_out(self) -> None:
        self._count = label("", "muted")
        self._meter = Meter(tr("Size of the first message"))
        self._meter.setMinimumWidth(60)
        self._text_lines, self._type_lines = ProblemLines(), ProblemLines()
        self._use = QWidget()
        use = row(self._count, gap=8)
        use.addWidget(self._meter, 1, Qt.AlignmentFlag.AlignVCenter)
        self._use.setLayout(use)
        parts: list[QWidget] = [self.text, self._use, self._text_lines]
        layout = column(*parts, row(self.types, None), self._type_lines, gap=8)
        if self._more:
            layout.addWidget(Columns([(editor, editor.is_wide) for editor in self._more]))
        self.setLayout(layout)
        self._show_size()

    # -- what is typed ----------------------------------------------------------------------------

    def _tell(self, path: Steps, value: object) -> None:
        self._held = contact.with_value(self._held, path, value)
        self.edited.emit(path, value)

    def _typed(self) -> None:
        if self._is_showing:
            return
        text = self.text.text()
        had = contact.value_at(self._held, (*self._path, CONTENT)) is not None
        self._tell((*self._path, CONTENT), text or None)
        if bool(text) != had:
            self._tell((*self._path, TYPE), self._type if text else None)
        self._show_size()

    def _choose_type(self, content_type: object) -> None:
        self._type = content_type
        if self._path[0] in self._held or self.text.text():
            self._tell((*self._path, TYPE), content_type)

    def _show_size(self) -> None:
        size = len(self.text.text().encode("utf-8", "surrogatepass"))
        self._use.setVisible(2 * size >= contact.MESSAGE_BYTES)
        most = contact.MESSAGE_BYTES
        self._count.setText(tr("{size:,} / {most:,} bytes", size=size, most=most))
        self._meter.show_use(size, most)

    # -- what is shown ----------------------------------------------------------------------------

    def show_value(self, request: Request) -> None:
        name = str(self._path[0])
        held = {name: request[name]} if name in request else {}
        if held == self._held:
            return
        self._held = held
        self._is_showing = True
        content = contact.value_at(held, (*self._path, CONTENT))
        if text_of(content) != self.text.text():
            self.text.show_text(text_of(content))
        self._type = contact.value_at(held, (*self._path, TYPE)) if held else contact.TEXT_PLAIN
        self.types.take(self._type)
        self._is_showing = False
        self._show_size()
        for editor in self._more:
            editor.show_value(held)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        of_type = [one for one in problems if one.path == (*self._path, TYPE)]
        of_more = [one for one in problems if self._extra(one.path)]
        of_text = [one for one in problems if one not in of_type and one not in of_more]
        title = wording.field_label("InitialMessage")
        told = [sentence(one, title, (*self._path, CONTENT)) for one in of_text]
        self._text_lines.tell(told)
        mark(self.text, told, short_help(self._field))
        type_title = wording.field_label("InitialMessage.ContentType")
        told = [sentence(one, type_title, (*self._path, TYPE)) for one in of_type]
        self._type_lines.tell(told)
        mark(self.types, told)
        for editor in self._more:
            editor.show_problems([one for one in of_more if self._extra(one.path) is editor])

    def _extra(self, path: Steps) -> Editor | None:
        return next((one for one in self._more if len(path) > len(self._path) and one.covers(path)), None)

    def focus_target(self, path: Steps) -> QWidget:
        if path == (*self._path, TYPE):
            return taken_button(self.types)
        extra = self._extra(path)
        return extra.focus_target(path) if extra else self.text
