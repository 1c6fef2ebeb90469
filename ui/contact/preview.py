"""The side beside the form: the request as it would be sent, as JSON, as a command and as a script."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from console import export
from console.contact import Request
from console.export import Target
from console.language import tr
from ui import theme
from ui.contact.highlighting import Highlighter
from ui.controls import Segments, button, column, label, restyle, row, tool
from ui.drawn import Picture

_WRITE_AFTER_MS = 50
_COPIED_FOR_MS = 1600
_FORMATS = {one.id: one for one in export.FORMATS}


class Preview(QFrame):
    """The request in one of the export's formats, read only. It is written anew only while it is seen."""

    format_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._request: Request = {}
        self._target = Target()
        self._format = export.FORMATS[0].id
        self._wraps = {"cli"}
        self._is_stale = True
        self._text = self._failure = ""
        self.formats = Segments(tr("Format"), [(one.id, one.title) for one in export.FORMATS])
        self.formats.chosen.connect(self._choose_format)
        self.wrap = tool("text-wrap", tr("Wrap long lines"), self._toggle_wrap)
        self.wrap.setCheckable(True)
        self.copy_button = button(tr("Copy"), self.copy, icon="copy", name=tr("Copy the request"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        # Code reads from left to right in every language.
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setProperty("code", True)
        self.text.setTabChangesFocus(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setMinimumHeight(120)
        self._highlighter = Highlighter(self.text.document())
        self._note_picture, self._note = Picture("info", "faint", 16), label("", "muted", wraps=True)
        self._note_line = QWidget()
        self._arrange()
        self._timer = self._made_timer(_WRITE_AFTER_MS, self._write)
        self._calm_copy = self._made_timer(_COPIED_FOR_MS, lambda: self._show_copied(False))
        self.show_format(self._format)

    def _made_timer(self, after_ms: int, done: Any) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(after_ms)
        made.timeout.connect(done)
        return made

    def _arrange(self) -> None:
        noted = row(gap=8)
        noted.addWidget(self._note_picture, 0, Qt.AlignmentFlag.AlignTop)
        noted.addWidget(self._note, 1)
        self._note_line.setLayout(noted)
        head = row(label(tr("Request"), "h2"), None, self.wrap, self.copy_button)
        body = column(head, row(self.formats, None), gap=12, margins=(16, 16, 16, 16))
        body.addWidget(self.text, 1)
        body.addWidget(self._note_line)
        self.setLayout(body)

    # -- what is shown ---------------------------------------------------------------------------

    def show_request(self, request: Request, region: str | None = None, endpoint: str | None = None) -> None:
        """Shows a request and where it goes, as soon as it is looked at."""
        self._request, self._target = request, Target(region or None, endpoint or None)
        self._is_stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def show_format(self, format_id: str) -> None:
        """Shows a format without telling; an unknown one is the first."""
        self._format = format_id if format_id in _FORMATS else export.FORMATS[0].id
        self.formats.take(self._format)
        self._highlighter.show_format(self._format)
        self.text.setAccessibleName(tr("The request as {format}", format=_FORMATS[self._format].title))
        self._show_wrap()
        self._forget()

    def _forget(self) -> None:
        self._is_stale = True
        self.text.clear()
        if self.isVisible():
            self._write()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._highlighter.follow_theme()

    def _write(self) -> None:
        self._timer.stop()
        if not self._is_stale:
            return
        self._is_stale = False
        chosen = _FORMATS[self._format]
        try:
            self._text, self._failure = export.as_text(chosen.id, self._request, self._target), ""
            note = chosen.note(self._request)
        except ValueError as fault:
            self._text, self._failure, note = "", str(fault), ""
        _show_text(self.text, self._text)
        self.copy_button.setEnabled(not self._failure)
        self._show_copied(False)
        self._say(self._failure or note)

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note_line.setVisible(bool(text))
        restyle(self._note, role="problem" if self._failure else "muted")
        failed = "circle-alert", "danger"
        self._note_picture.show_icon(*failed if self._failure else ("info", "accent"))

    # -- what the user does ----------------------------------------------------------------------

    def _choose_format(self, format_id: object) -> None:
        self.show_format(str(format_id))
        self.format_changed.emit(self._format)

    def _toggle_wrap(self) -> None:
        self._wraps ^= {self._format}
        self._show_wrap()

    def _show_wrap(self) -> None:
        wraps = self._format in self._wraps
        self.wrap.setChecked(wraps)
        modes = QPlainTextEdit.LineWrapMode
        self.text.setLineWrapMode(modes.WidgetWidth if wraps else modes.NoWrap)

    def copy(self) -> None:
        """Copies the text as it is, and says so for a moment."""
        self._write()
        if not self._failure:
            QGuiApplication.clipboard().setText(self._text)
            self._show_copied(True)
            self._calm_copy.start()

    def _show_copied(self, copied: bool) -> None:
        self.copy_button.setIcon(theme.icon("check" if copied else "copy", "ok" if copied else "muted"))
        self.copy_button.setText(f" {tr('Copied') if copied else tr('Copy')}")
        self.copy_button.setAccessibleName(tr("Copied") if copied else tr("Copy the request"))

    def sizeHint(self) -> QSize:
        return QSize(360, 600)


def _show_text(box: QPlainTextEdit, text: str) -> None:
    """Shows another text by changing the lines that differ, so that place and colours of the rest stay."""
    old, new = box.toPlainText().split("\n"), text.split("\n")
    if old == new:
        return
    above = _shared(old, new)
    below = _shared(old[above:][::-1], new[above:][::-1])
    # One line that both have goes along, so that neither side is without a line.
    above, below = (above - 1, below) if above else (above, max(below - 1, 0))
    cursor = QTextCursor(box.document().findBlockByNumber(above))
    last = box.document().findBlockByNumber(len(old) - below - 1)
    cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText("\n".join(new[above : len(new) - below]))


def _shared(one: list[str], other: list[str]) -> int:
    """How many lines at the beginning are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
