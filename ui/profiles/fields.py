"""The fields of a profile: a label, the control in which it is edited, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QLayout, QLineEdit, QWidget

from console.language import tr
from ui import theme, wording
from ui.controls import column, label, restyle, row, tool
from ui.drawn import Picture
from ui.profiles.secret import SecretLine

_BREAKS = str.maketrans("", "", "\r\n\u2028\u2029")


class FieldBox(QWidget):
    """One field. It shows a value and a problem, and tells every edit and when it is left."""

    edited = Signal(str, object)
    """The field's name and its value."""
    left = Signal(str)

    def __init__(self, name: str, control: QWidget, title: str = "") -> None:
        super().__init__()
        self.name = name
        self.control = control
        self.title, self._note = wording.CREDENTIAL_FIELDS[name]
        self.title = title or self.title
        self._lines = column(gap=5)
        self._problem: QLabel | None = None
        self.note = label(self._note, "faint", wraps=True)
        self.setFocusProxy(control)
        control.installEventFilter(self)

    def lay_out(self, body: QWidget | QLayout, *, is_optional: bool = False, titled: bool = True) -> None:
        """Puts the label above the body, and a line about the field below it."""
        if titled:
            self._lines.addLayout(self._head(is_optional))
        if isinstance(body, QLayout):
            self._lines.addLayout(body)
        else:
            self._lines.addWidget(body)
        self._lines.addWidget(self.note)
        self._lines.addStretch(1)
        self.show_note(self._note)
        self.setLayout(self._lines)
        self.control.setAccessibleDescription(self._note)

    def _head(self, is_optional: bool) -> QLayout:
        caption = label(self.title, "label")
        caption.setBuddy(self.control)
        return row(caption, None, *([label(tr("optional"), "faint")] if is_optional else []))

    def show_note(self, note: str) -> None:
        """Shows another line below the field."""
        self.note.setText(wording.breakable(note))
        self.note.setVisible(bool(note))

    def value(self) -> object:
        """What the control holds."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Shows a value without telling."""
        raise NotImplementedError

    def tell(self) -> None:
        """Tells the value that the control holds now."""
        self.edited.emit(self.name, self.value())

    def show_problem(self, sentence: str, *, blocks: bool = True) -> None:
        """Shows what is wrong below the field, or only odd; empty for nothing."""
        if self._problem is None:
            if not sentence:
                return
            self._problem = self._made_problem()
        self._sign.show_icon(*(("circle-alert", "danger") if blocks else ("triangle-alert", "warn")))
        restyle(self._problem, role="problem" if blocks else "warning")
        self._problem.setText(wording.breakable(sentence))
        self._problem_line.setVisible(bool(sentence))
        restyle(self.control, invalid=bool(sentence) and blocks)
        self.control.setAccessibleDescription(sentence or self._note)

    def _made_problem(self) -> QLabel:
        text = label("", "problem", wraps=True)
        line = row(gap=6)
        self._sign = Picture("circle-alert", "danger", 14)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text, 1)
        self._problem_line = QWidget()
        self._problem_line.setLayout(line)
        self._lines.insertWidget(self._lines.indexOf(self.note), self._problem_line)
        return text

    def problem(self) -> str:
        """What is shown to be wrong; empty for nothing."""
        return self._problem.text() if self._problem is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit(self.name)
        return False


class LineBox(FieldBox):
    """A text of one line."""

    def __init__(
        self, name: str, *, example: str = "", is_optional: bool = False, is_code: bool = True
    ) -> None:
        self.line = QLineEdit()
        super().__init__(name, self.line)
        self.line.setAccessibleName(self.title)
        self.line.setPlaceholderText(example)
        self.line.setMaxLength(4096)
        if is_code:
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.line.textEdited.connect(lambda _: self.tell())
        self.lay_out(self.line, is_optional=is_optional)

    def value(self) -> str:
        # What was pasted may have been broken by the width of a terminal.
        return self.line.text().translate(_BREAKS)

    def show_value(self, value: object) -> None:
        text = str(value or "")
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)


class SecretBox(FieldBox):
    """A secret of one line, with a button that shows it to the eye."""

    def __init__(self, name: str, *, is_optional: bool = False) -> None:
        title = wording.CREDENTIAL_FIELDS[name][0]
        self.line = SecretLine(title)
        super().__init__(name, self.line)
        self.reveal = tool("eye", tr("Show: {title}", title=title), self._toggle)
        self.line.textEdited.connect(lambda _: self.tell())
        line = row(gap=4)
        line.addWidget(self.line, 1)
        line.addWidget(self.reveal)
        self.lay_out(line, is_optional=is_optional)

    def value(self) -> str:
        return self.line.text().translate(_BREAKS)

    def show_value(self, value: object) -> None:
        text = str(value or "")
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def forget(self) -> None:
        """Drops what was typed."""
        self.line.forget()
        self._show_reveal()

    def _toggle(self) -> None:
        self.line.show_secret(not self.line.is_shown)
        self._show_reveal()

    def _show_reveal(self) -> None:
        title = self.title
        name = tr("Hide: {title}", title=title) if self.line.is_shown else tr("Show: {title}", title=title)
        self.reveal.setIcon(theme.icon("eye-off" if self.line.is_shown else "eye"))
        self.reveal.setToolTip(name)
        self.reveal.setAccessibleName(name)
