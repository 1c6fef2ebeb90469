"""The attributes of the contact: a table, what it weighs, and ways to paste many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from console import contact, pasted
from console.language import tr, tr_count, tr_in, tr_text
from console.shape import Problem, Steps
from ui.contact.attribute_rows import KEY, VALUE, AttributeRows, as_text
from ui.contact.attribute_table import AttributeTable
from ui.contact.editors import ProblemLines
from ui.contact.reading_dialog import ReadingDialog, muted_line, text_box, written_in
from ui.controls import button, column, label, row
from ui.drawn import Meter, Picture


class _PasteDialog(ReadingDialog):
    """Attributes as JSON or as lines of key=value."""

    def __init__(self, parent: AttributesEditor) -> None:
        self._editor = parent
        self._read_last: dict[str, str] = {}
        either_or = tr_in("between two examples", "or")
        hint = f'{{"orderId": "48213"}}\n\n{either_or}\n\norderId=48213\nlocale=en-GB'
        super().__init__(parent, tr("Paste attributes"), hint, tr("Add attributes"))
        self.resize(520, 380)

    def read(self, text: str) -> None:
        try:
            self._read_last = pasted.read_attributes(text)
        except ValueError as problem:
            self.tell("circle-alert", "danger", str(problem))
            return
        known = sum(self._editor.rows.row_of(key) is not None for key in self._read_last)
        number = len(self._read_last)
        told = [tr_count("{count:,} attribute", "{count:,} attributes", number)]
        if known:
            told.append(
                tr_count(
                    "{count:,} of them in place of what is there",
                    "{count:,} of them in place of what is there",
                    known,
                )
            )
        self.tell("circle-check", "ok", " · ".join(told))
        if number:
            self.allow(tr_count("Add {count:,} attribute", "Add {count:,} attributes", number))

    def take(self) -> None:
        self._editor.merge(self._read_last)


class _ValueDialog(QDialog):
    """One value in a box of its own, where it may have several lines."""

    def __init__(self, parent: AttributesEditor, at: int) -> None:
        super().__init__(parent)
        self._rows, self._at = parent.rows, at
        pairs = parent.rows.pairs
        self._pair = pairs[at] if at < len(pairs) else ("", "")
        title = tr("Value of {key}", key=self._pair[KEY]) if self._pair[KEY] else tr("Value")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.box = text_box(title, as_text(self._pair[VALUE]))
        # A box shows some line ends otherwise; what nobody touched stays as it was.
        self._untouched = written_in(self.box)
        self._size = muted_line()
        self.box.textChanged.connect(self._weigh)
        save = button(tr("Done"), self._save, kind="primary")
        body = column(label(title, "h2", wraps=True), gap=10, margins=(20, 18, 20, 18))
        body.addWidget(self.box, 1)
        body.addLayout(row(self._size, None, button(tr("Cancel"), self.reject), save))
        self.setLayout(body)
        self.resize(520, 340)
        self._weigh()

    def _weigh(self) -> None:
        size = len(written_in(self.box).encode("utf-8", "surrogatepass"))
        self._size.setText(tr_count("{count:,} byte", "{count:,} bytes", size))

    def _save(self) -> None:
        pairs, text = self._rows.pairs, written_in(self.box)
        is_there = self._at >= len(pairs) or pairs[self._at] == self._pair
        if is_there and text != self._untouched:
            self._rows.remember()
            self._rows.setData(self._rows.index(self._at, VALUE), text)
        self.accept()


class AttributesEditor(QWidget):
    """Keys and values, kept on screen as they were typed; the request gets what they mean."""

    edited = Signal(object)
    """The attributes as the request holds them, after every key that is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = AttributeRows(self)
        self.table = AttributeTable(self.rows)
        self._told: list[Problem] = []
        self._meter = Meter(tr("Bytes of all attributes"))
        self.paste_button = button(
            tr("Paste…"), self.open_paste, icon="clipboard-paste", name=tr("Paste attributes")
        )
        self.prefix = QCheckBox(tr("As the hosted widget sends them"))
        self.prefix.setToolTip(tr("Every key begins with {prefix}", prefix=contact.WIDGET_PREFIX))
        self.prefix.clicked.connect(self._toggle_prefix)
        self._problems = ProblemLines()
        self._message_picture = Picture("circle-check", "ok", 16)
        self._message = label("", "muted", wraps=True)
        self._undo = button(tr("Undo"), self._take_back, kind="link", icon="undo-2", tint="accent")
        self._message_line = QWidget()
        self._arrange()
        self.setFocusProxy(self.table)
        self.rows.edited.connect(self._edited)
        self.table.pasted.connect(self.paste)
        self.table.larger_requested.connect(self.open_larger)
        self._show_use()
        self.show_problems([])

    def _arrange(self) -> None:
        said = row(self._message_picture, gap=8)
        said.addWidget(self._message, 1)
        said.addWidget(self._undo)
        self._message_line.setLayout(said)
        self._message_line.hide()
        self.setLayout(
            column(
                self._meter,
                self.table,
                self._problems,
                self._message_line,
                row(self.paste_button, 8, self.prefix, None),
                gap=10,
            )
        )

    # -- what is shown ---------------------------------------------------------------------------

    def show_value(self, value: Mapping[str, Any] | None) -> None:
        """Shows the attributes of a request, without telling."""
        shown = value if isinstance(value, Mapping) else {}
        if dict(shown) != self.rows.value():
            self._message_line.hide()
        self.rows.show_value(shown)
        self._show_use()
        self._show_told()

    def size_text(self) -> str:
        """What the attributes weigh: 148 / 32,768 bytes."""
        size = contact.attribute_bytes(self.rows.value())
        return tr("{size:,} / {most:,} bytes", size=size, most=contact.ATTRIBUTE_BYTES)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Shows what is wrong with attributes: at their rows, and in words below the table."""
        self._told = [problem for problem in problems if problem.path[:1] == ("Attributes",)]
        self._show_told()

    def local_problems(self) -> list[Problem]:
        """What a request can't say: a key in several rows, of which only the last one would be sent."""
        return [
            Problem(("Attributes", key), "repeated", tr("The key “{key}” stands in several rows.", key=key))
            for key in self.rows.repeated()
        ]

    def focus_target(self, path: Steps) -> QWidget:
        """The widget to focus for a problem at a path; the row that it speaks of is made current."""
        at = self.rows.row_of(str(path[1])) if len(path) > 1 else None
        self.table.select_cell(at or 0)
        return self.table

    def _show_told(self) -> None:
        local = self.local_problems()
        told = [*local, *(one for one in self._told if one not in local)]
        at_rows: dict[str, Problem] = {}
        for problem in sorted(told, key=lambda one: not one.blocks):
            if len(problem.path) > 1:
                at_rows.setdefault(str(problem.path[1]), problem)
        self.rows.show_problems(at_rows)
        sentences = {_sentence(problem): problem.blocks for problem in reversed(told)}
        self._problems.tell(list(sentences.items())[::-1])

    def _show_use(self) -> None:
        self._meter.show_use(contact.attribute_bytes(self.rows.value()), contact.ATTRIBUTE_BYTES)
        keys = [key for key in self.rows.value() if key]
        self.prefix.setEnabled(bool(keys))
        self.prefix.setChecked(bool(keys) and all(key.startswith(contact.WIDGET_PREFIX) for key in keys))

    # -- what the user does ----------------------------------------------------------------------

    def _edited(self) -> None:
        self._message_line.hide()
        self._show_use()
        self._show_told()
        self.edited.emit(self.rows.value())

    def merge(self, attributes: Mapping[str, str]) -> None:
        """Adds attributes as one step that can be undone, and says so."""
        new = self.rows.merge(attributes)
        replaced = len(attributes) - new
        told = []
        if new:
            told.append(tr_count("{count:,} attribute added.", "{count:,} attributes added.", new))
        if replaced:
            told.append(tr_count("{count:,} attribute replaced.", "{count:,} attributes replaced.", replaced))
        self._say("circle-check", "ok", tr_text(*told), undo=True)
        self.table.select_cell(len(self.rows.pairs) - 1)

    def paste(self, text: str) -> None:
        """Adds the attributes of a pasted text; one that holds none becomes the value of its cell."""
        index = self.table.currentIndex()
        try:
            attributes = pasted.read_attributes(text)
        except ValueError as problem:
            if index.column() != VALUE:
                nothing = tr("Nothing was pasted.")
                self._say("circle-alert", "danger", tr_text(nothing, str(problem)))
                return
            self.rows.remember()
            self.rows.setData(index, text)
            self._say(
                "circle-check", "ok", tr("Pasted as one value, since it holds no attributes."), undo=True
            )
            return
        if attributes:
            self.merge(attributes)

    def open_paste(self) -> None:
        """Opens the box to paste attributes into."""
        _PasteDialog(self).open()

    def open_larger(self, at: int) -> None:
        """Opens the value of a row in a box of its own."""
        _ValueDialog(self, at).open()

    def _toggle_prefix(self, wanted: bool) -> None:
        def renamed(key: str) -> str:
            if not key:
                return key
            return (
                next(iter(contact.as_widget_attributes({key: ""})))
                if wanted
                else key.removeprefix(contact.WIDGET_PREFIX)
            )

        self.rows.change((renamed(key), value) for key, value in self.rows.pairs)

    def _take_back(self) -> None:
        self.rows.undo()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, icon: str, token: str, text: str, *, undo: bool = False) -> None:
        self._message_picture.show_icon(icon, token)
        self._message.setText(text)
        self._undo.setVisible(undo)
        self._message_line.show()


def _sentence(problem: Problem) -> str:
    """A problem in words that name its row, where they do not yet."""
    if len(problem.path) < 2:
        return problem.message
    key = str(problem.path[1])
    if not key:
        return tr("A value stands without a key.")
    return problem.message if key in problem.message else f"{key}: {problem.message}"
