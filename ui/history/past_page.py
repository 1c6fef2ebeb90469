"""One past contact, read-only: what became of it, what belongs to it, and all that was said."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.history import FORMATS, PastChat, PastContact, Segment
from console.language import tr, tr_count
from ui import theme
from ui.controls import Banner, Elided, FlowLayout, button, column, framed, label, pill, restyle, row, tool
from ui.drawn import Avatar, Picture, Spinner
from ui.history import words
from ui.history.exporting import ask_where
from ui.history.means import Means
from ui.history.segment_tree import SegmentTree, walked

MARGIN = 24


class PastPage(QWidget):
    """Opened with `open_contact`; the transcript comes as soon as it is read."""

    left = Signal()
    opened_other = Signal(str)
    start_requested = Signal(object)
    """The PastChat that is to be started again."""
    repeat_requested = Signal(object)
    """The PastChat that is to be started again, with all that its customer said."""
    edit_requested = Signal(object)
    delete_requested = Signal(object)
    noted = Signal(str)

    def __init__(self, means: Means) -> None:
        super().__init__()
        self._means = means
        self.contact: PastContact | None = None
        self.chat: PastChat | None = None
        self.transcript: QWidget | None = None
        self.problem = Banner()
        self.segments = SegmentTree(means.copy)
        self.segments.opened.connect(self.opened_other)
        self._made_head()
        self._lay_out()

    def _made_head(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.back = tool(
            "arrow-right" if mirrored else "arrow-left", tr("Back to the list (Esc)"), self.left.emit
        )
        self.avatar = Avatar(size=38)
        self.name, self.place, self.times = Elided("", "h1"), Elided("", "muted"), Elided("", "faint")
        self.outcome = pill()
        self.again = button(tr("Start again"), self._start, kind="primary", icon="repeat", tint="on_accent")
        self.repeat = button(tr("Repeat"), self.ask_repeat, icon="list-restart", name=tr("Repeat the chat"))
        self.repeat.setToolTip(tr("Starts the same request again and says what the customer said (Ctrl+R)"))
        self.edit = button(
            tr("Edit request"), self._edit, icon="pencil", name=tr("Put the request into the form")
        )
        self.export = button(tr("Export…"), self._show_formats, icon="download")
        self.delete = button(tr("Delete"), self._delete, icon="trash-2")
        self.unfold = button(tr("Segments"), self._fold, kind="link", icon="git-fork", tint="accent")
        self.unfold.setProperty("beside", True)
        self._segment_count = 0

    def _lay_out(self) -> None:
        title = row(gap=10)
        title.addWidget(self.name, 1)
        title.addWidget(self.outcome)
        head = row(self.back, self.avatar, gap=10, margins=(MARGIN - 6, 18, MARGIN, 8))
        head.addLayout(column(title, self.place, self.times, gap=2), 1)
        actions = QWidget()
        line = FlowLayout(8)
        for part in (self.again, self.repeat, self.edit, self.export, self.delete, self.unfold):
            line.addWidget(part)
        actions.setLayout(line)
        self._tree = framed(column(self.segments, gap=0, margins=(14, 10, 8, 10)), inset=True)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._waiting = framed(row(None, Spinner(22), label(tr("Reading…"), "muted"), None, gap=10))
        self._nothing = _nothing()
        above = column(actions, self.problem, self._tree, gap=10, margins=(MARGIN, 0, MARGIN, 10))
        page = column(head, above, gap=0)
        page.addWidget(_rule())
        page.addWidget(self._waiting, 1)
        page.addWidget(self._nothing, 1)
        page.addLayout(self._body, 1)
        self.setLayout(page)

    # -- what is shown --------------------------------------------------------------------------

    def open_contact(self, contact: PastContact) -> None:
        """Shows a contact: what is known at once, and the rest as it comes."""
        self._clear()
        self._show_contact(contact)
        self._waiting.show()
        self._means.tasks.start(self._read(contact.id), "open a past chat")

    async def _read(self, key: str) -> None:
        try:
            chat = await self._means.history.chat(key)
            tree = await self._means.history.segments(key)
        except ConsoleError as error:
            if self.contact is not None and self.contact.id == key:
                self._waiting.hide()
                self.problem.tell("warn", error.sentence, error.advice)
            return
        if self.contact is not None and self.contact.id == key:
            self._show_chat(chat, tree)

    def _clear(self) -> None:
        self.chat = None
        if self.transcript is not None:
            self._body.removeWidget(self.transcript)
            self.transcript.hide()
            self.transcript.deleteLater()
            self.transcript = None
        for part in (self.problem, self._tree, self._nothing, self.unfold):
            part.hide()
        for action in (self.again, self.repeat, self.edit, self.export):
            action.setEnabled(False)

    def _show_contact(self, contact: PastContact) -> None:
        self.contact = contact
        self.name.show_text(words.customer(contact))
        self.avatar.show_name(words.customer(contact), "blue")
        self.place.show_text(words.place(contact))
        self.times.show_text(words.times(contact, self._means.clock()))
        self.outcome.setText(words.outcome(contact))
        restyle(self.outcome, pill=words.OUTCOMES[contact.outcome][3])
        if contact.problem:
            kind = "danger" if contact.outcome == "failed" else "warn"
            self.problem.tell(kind, words.OUTCOMES[contact.outcome][0], contact.problem)

    def _show_chat(self, chat: PastChat, tree: Segment | None) -> None:
        self.chat = chat
        self._show_contact(chat.contact)
        self._waiting.hide()
        for action in (self.again, self.edit, self.export):
            action.setEnabled(True)
        self.repeat.setEnabled(bool(chat.rows))
        self._nothing.setVisible(not chat.rows)
        if chat.rows:
            self.transcript = self._means.make_transcript(chat)
            self._body.addWidget(self.transcript)
        if tree is not None:
            self._segment_count = count = sum(1 for _ in walked(tree))
            self.segments.show_tree(tree, chat.contact.id, self._means.clock())
            told = tr_count("{count:,} segment", "{count:,} segments", count)
            self.unfold.setText(f" {told}")
            self.unfold.show()
            self._tree.setVisible(count > 1)
            self._name_fold()

    def _fold(self) -> None:
        self._tree.setVisible(self._tree.isHidden())
        self._name_fold()

    def _name_fold(self) -> None:
        show = tr_count("Show {count:,} segment", "Show {count:,} segments", self._segment_count)
        hide = tr_count("Hide {count:,} segment", "Hide {count:,} segments", self._segment_count)
        self.unfold.setAccessibleName(show if self._tree.isHidden() else hide)

    # -- what is asked for ----------------------------------------------------------------------

    def _start(self) -> None:
        if self.chat is not None:
            self.start_requested.emit(self.chat)

    def ask_repeat(self) -> None:
        """Has the chat repeated, once it is read."""
        if self.chat is not None and self.chat.rows:
            self.repeat_requested.emit(self.chat)

    def _edit(self) -> None:
        if self.chat is not None:
            self.edit_requested.emit(self.chat)

    def _delete(self) -> None:
        if self.contact is not None:
            self.delete_requested.emit([self.contact])

    def _show_formats(self) -> None:
        menu = QMenu(self.export)
        for name, form in FORMATS.items():
            action = menu.addAction(theme.icon("file-text"), f"{form.name} ({form.suffix})…")
            action.triggered.connect(lambda _=False, name=name: self.ask_where(name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.export.mapToGlobal(QPoint(0, self.export.height() + 4)))

    def ask_where(self, format_name: str) -> None:
        """Asks for a file, and exports into it."""
        if self.contact is None:
            return
        key = self.contact.id
        ask_where(self, self.contact, format_name, lambda to: self.save(key, format_name, to))

    def save(self, key: str, format_name: str, to: Path) -> None:
        """Exports a chat into a file; what came of it is told."""
        self._means.tasks.start(self._save(key, format_name, to), "export a chat")

    async def _save(self, key: str, format_name: str, to: Path) -> None:
        try:
            await self._means.history.export(key, format_name, to)
        except ConsoleError as error:
            self.problem.tell("warn", error.sentence, error.advice)
        else:
            self.noted.emit(tr("Exported as {name}.", name=to.name))

    def focus(self) -> None:
        """Puts the keyboard where most people go on."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _nothing() -> QWidget:
    said = label(tr("Nothing was said in this chat, or nobody had joined it."), "muted", wraps=True)
    said.setAlignment(Qt.AlignmentFlag.AlignCenter)
    line = row(None, Picture("message-circle", "faint", 22), None)
    return framed(column(None, line, said, None, gap=10, margins=(MARGIN, 0, MARGIN, 0)))


def _rule() -> QFrame:
    made = QFrame()
    made.setProperty("rule", True)
    return made
