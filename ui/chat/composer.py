"""Where the customer writes: text, content type, files, and how much of the service's limit is used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QWidget

from console import contact
from console.language import number, tr
from ui import filing, theme, wording
from ui.chat.sent_before import SentBefore
from ui.chat.writing import Writing
from ui.controls import column, label, restyle, row, tool
from ui.drawn import Meter

SHOWN_FROM = 0.75
"""From this share of the limit on, the meter is shown to the eye; it is told to screen readers always."""

JSON_TYPES = frozenset({contact.JSON_TYPE, contact.INTERACTIVE_RESPONSE})


class Composer(QWidget):
    """One chat's composer. What is typed stays until it is sent, whatever becomes of the connection."""

    send_requested = Signal(str, str)
    """The text and its content type."""
    written = Signal()
    """Somebody writes, whether it can be sent yet or not."""
    typed = Signal()
    """Somebody is typing; the session decides how often the others are told."""
    file_given = Signal(Path)
    picture_given = Signal(str, bytes)

    def __init__(self, content_types: Sequence[str]) -> None:
        super().__init__()
        self._sent = SentBefore()
        self._why_not = ""
        self.writing = Writing()
        self.types = QComboBox()
        self.types.setAccessibleName(tr("Content type"))
        self.types.setToolTip(tr("The content type that the message is sent as"))
        for name in content_types:
            if name in wording.MESSAGE_TYPES:
                self.types.addItem(wording.MESSAGE_TYPES[name], name)
        # Nothing is shown that has no place yet: it would be a window of its own.
        if self.types.count() < 2:
            self.types.hide()
        self.attach = tool("paperclip", tr("Attach a file"), self._choose_file)
        self.send = tool("send", tr("Send (Enter)"), self._send, tint="on_accent")
        self.send.setProperty("kind", "send")
        self.count = label("", "faint")
        self.meter = Meter(tr("Bytes of the message"))
        theme.fit(self.meter, width=72)
        self.problem = label("", "problem", wraps=True)
        self.reason = label("", "muted", wraps=True)
        self._lay_out()
        self._listen()
        self.reason.hide()
        self._show_size()

    def _lay_out(self) -> None:
        tools = row(self.attach, self.types, None, self.count, self.meter, self.send, gap=8)
        self.frame = QFrame()
        self.frame.setProperty("composer", True)
        self.frame.setLayout(column(self.writing, tools, gap=6, margins=(14, 10, 8, 8)))
        self.setLayout(column(self.reason, self.frame, self.problem, gap=6))

    def _listen(self) -> None:
        self.writing.send_requested.connect(self._send)
        self.writing.textChanged.connect(self._changed)
        self.writing.earlier_requested.connect(self._step)
        self.writing.file_given.connect(self.file_given)
        self.writing.picture_given.connect(self.picture_given)
        self.writing.focus_changed.connect(lambda has: restyle(self.frame, focused=has))
        self.types.currentIndexChanged.connect(lambda _: self._show_size())

    @property
    def content_type(self) -> str:
        """The content type that is chosen."""
        return str(self.types.currentData() or contact.TEXT_PLAIN)

    @property
    def can_send(self) -> bool:
        """Whether what is written can be sent now."""
        return not self._why_not and not self.problem.text() and bool(self.writing.toPlainText().strip())

    def show_usable(self, why_not: str) -> None:
        """Shows whether anything can be sent now; what was typed stays, and can be changed or copied."""
        if why_not != self._why_not:
            self._why_not = why_not
            self.reason.setText(why_not)
            self.reason.setVisible(bool(why_not))
            self.writing.setAccessibleDescription(why_not)
            self.attach.setEnabled(not why_not)
            restyle(self.frame, off=bool(why_not))
        self._show_size()

    def close_for_good(self, why_not: str) -> None:
        """The chat is over: nothing can be written any more."""
        self.show_usable(why_not)
        self.writing.setReadOnly(True)
        self.types.setEnabled(False)

    def take_over(self, other: Composer) -> None:
        """Takes what was typed into another."""
        self.writing.show_text(other.writing.toPlainText())
        self._sent = other._sent

    def focus(self) -> None:
        """Puts the keyboard into the field."""
        self.writing.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- sending ----------------------------------------------------------------------------------

    def _send(self) -> None:
        text = self.writing.toPlainText()
        if self.can_send and self.content_type in JSON_TYPES and (fault := contact.json_fault(text)):
            # Said when it is to be sent, since JSON is hardly ever JSON while it is typed.
            self._show_problem(tr("The type says JSON, but {fault}.", fault=fault))
        if not self.can_send:
            return
        self._sent.note(text)
        self.writing.show_text("")
        self.send_requested.emit(text, self.content_type)

    def _step(self, by: int) -> None:
        text = self._sent.step(by, self.writing.toPlainText())
        if text is not None:
            self.writing.show_text(text)

    def _changed(self) -> None:
        self._show_size()
        if self.writing.toPlainText() and self.writing.hasFocus():
            self.written.emit()
            if not self._why_not:
                self.typed.emit()

    def _show_size(self) -> None:
        text = self.writing.toPlainText()
        size, most = len(text.encode("utf-8", "surrogatepass")), contact.MESSAGE_BYTES
        self.meter.show_use(size, most)
        near = size >= SHOWN_FROM * most
        self.meter.setVisible(near)
        self.count.setVisible(near)
        self.count.setText(f"{number(size)} / {number(most)}")
        too_long = tr(
            "The message has {size:,} bytes; the service takes {most:,}. Shorten it by {over:,}.",
            size=size,
            most=most,
            over=size - most,
        )
        self._show_problem(too_long if size > most else "")
        self.send.setEnabled(self.can_send)
        self.send.setIcon(theme.icon("send", "on_accent" if self.can_send else "faint"))

    def _show_problem(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.writing.setProperty("invalid", bool(problem))
        restyle(self.frame, over=bool(problem))
        self.writing.setAccessibleDescription(problem or self._why_not)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Attach a file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        filing.begin(dialog)
        dialog.fileSelected.connect(lambda name: self.file_given.emit(Path(name)))
        dialog.open()
