"""All of one entry: what is known of it, its JSON, and where a searched text stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from console.language import tr, tr_in
from console.wire import Entry, Exchange, as_sent, readable
from ui import theme
from ui.clipboard import Clipboard
from ui.controls import Elided, column, label, row, tool
from ui.drawn import Picture
from ui.inspector.frame_words import facts, mark, title

MOST_FOUND = 300
Colour = Callable[[QTextDocument], Callable[[], None]]
"""Colours the JSON of a document from now on; what it gives is called when the theme has changed."""


class FrameDetail(QWidget):
    """Shows one entry; `row_requested` asks for the item of the transcript that it carries."""

    row_requested = Signal(str)

    def __init__(self, clipboard: Clipboard, colour: Colour) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._entry: Entry | None = None
        self._searched = ""
        self._found: list[tuple[int, int]] = []
        self._at = 0
        self._picture = Picture("info", "muted", 16)
        self.title = Elided("", "h3")
        self.facts = label("", "muted", wraps=True, selectable=True)
        self.to_chat = tool("message-circle", tr("Show in chat"), self._ask_for_row)
        self.raw = tool("code", tr("Show texts as they were sent"), self._write)
        self.raw.setCheckable(True)
        self.copy_button = tool("copy", tr("Copy this entry"), self.copy)
        self.count = label("", "muted")
        self.previous = tool("chevron-up", tr("Previous place"), lambda: self._go(-1))
        self.next = tool("chevron-down", tr("Next place"), lambda: self._go(1))
        self.text = QPlainTextEdit()
        self._prepare_text()
        self._follow_theme = colour(self.text.document())
        self._lay_out()

    def _prepare_text(self) -> None:
        self.text.setReadOnly(True)
        # Code reads from left to right in every language.
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setProperty("code", True)
        self.text.setTabChangesFocus(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setMinimumHeight(90)
        self.text.setAccessibleName(tr("The entry as JSON"))

    def _lay_out(self) -> None:
        head = row(self._picture, gap=8)
        head.addWidget(self.title, 1)
        for one in (self.to_chat, self.raw, self.copy_button):
            head.addWidget(one)
        self._places = QWidget()
        self._places.setLayout(row(self.count, None, self.previous, self.next, gap=4))
        body = column(head, self.facts, self._places, gap=6)
        body.addWidget(self.text, 1)
        self.setLayout(body)
        self._places.hide()

    # -- what is shown --------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The entry that is shown."""
        return self._entry

    def show_entry(self, entry: Entry) -> None:
        """Shows an entry; one that is shown already keeps its place."""
        if entry is self._entry:
            return
        self._entry = entry
        looks = mark(entry)
        self._picture.show_icon(looks.icon, looks.token)
        self.title.show_text(title(entry))
        self.facts.setText(facts(entry))
        self.to_chat.setVisible(bool(entry.item_ids))
        self._write()

    def _write(self) -> None:
        if self._entry is not None:
            self.text.setPlainText(written(self._entry, readable if not self.raw.isChecked() else as_sent))
            self.search(self._searched)

    def copy(self) -> None:
        """Copies what is shown; it holds no secrets."""
        self._clipboard.copy(self.text.toPlainText())

    def _ask_for_row(self) -> None:
        if self._entry is not None and self._entry.item_ids:
            self.row_requested.emit(self._entry.item_ids[-1])

    # -- searching ------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Marks where a text stands, and shows the first of these places."""
        self._searched = text
        self._found = places(self.text.toPlainText(), text) if text else []
        self._at = 0
        self._places.setVisible(bool(text))
        self._show_found()

    def _go(self, step: int) -> None:
        if self._found:
            self._at = (self._at + step) % len(self._found)
            self._show_found()

    def _show_found(self) -> None:
        self.text.setExtraSelections(
            [self._marked(place, is_current=at == self._at) for at, place in enumerate(self._found)]
        )
        self.count.setText(self._count())
        for one in (self.previous, self.next):
            one.setEnabled(len(self._found) > 1)
        if self._found:
            cursor = self.text.textCursor()
            cursor.setPosition(self._found[self._at][0])
            self.text.setTextCursor(cursor)
            self.text.ensureCursorVisible()

    def _count(self) -> str:
        if not self._found:
            return tr("Not in here")
        return tr("{place:,} of {places:,}", place=self._at + 1, places=len(self._found))

    def _marked(self, place: tuple[int, int], *, is_current: bool) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(theme.colour("accent" if is_current else "soft"))
        look.setForeground(theme.colour("on_accent" if is_current else "soft_text"))
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(place[0])
        cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
        made.format, made.cursor = look, cursor
        return made

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow_theme()
            self._show_found()


def written(entry: Entry, lay_out: Callable[[str], str]) -> str:
    """The texts of an entry, each under a word of what it is."""
    if not isinstance(entry, Exchange):
        return lay_out(entry.text)
    answer = tr_in("what comes back for a request", "Answer")
    parts = [(tr("Request"), entry.request), (answer, entry.answer)]
    told = [f"{name}\n{lay_out(text)}" for name, text in parts if text]
    if entry.error:
        told.insert(1, f"{tr('Error')}\n{entry.error}: {entry.message}")
    if entry.state == "pending":
        told.append(f"{answer}\n{tr('not there yet')}")
    return "\n\n".join(told) or tr("Nothing was sent with it, and nothing came back.")


def places(text: str, searched: str) -> list[tuple[int, int]]:
    """Where a text stands in another, whatever its case, in Qt's units; the first of them."""
    found = []
    for match in re.finditer(re.escape(searched), text, re.IGNORECASE):
        start = match.start() if text.isascii() else _units(text[: match.start()])
        found.append((start, start + _units(match[0])))
        if len(found) == MOST_FOUND:
            break
    return found


def _units(text: str) -> int:
    """Length as Qt counts it: in UTF-16 units, of which an emoji has two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
