"""What a person asks for in a live chat, taken to its session; a refusal comes back in words."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from console.errors import ConsoleError
from console.language import tr, tr_in
from ui import filing
from ui.chat.actions import Action
from ui.chat.documents import may_open
from ui.chat.link_dialog import LinkDialog
from ui.chat.row_menu import menu_of
from ui.chat.transcript_view import TranscriptView
from ui.clipboard import Clipboard
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.chat.session import ChatSession
    from ui.chat.transcript import TranscriptModel


class Errands(QObject):
    """Runs them one beside the other; each is a task of its own."""

    refused = Signal(object)
    """A ConsoleError that is to be told."""
    noted = Signal(str)
    frames_requested = Signal(object)
    """A row of which somebody wants to see what brought it."""
    why_requested = Signal(str)
    """The key of a row of which somebody wants to know what became of the chat there."""

    def __init__(
        self,
        parent: QWidget,
        session: ChatSession,
        model: TranscriptModel,
        tasks: Tasks,
        clipboard: Clipboard,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._model = parent, session, model
        self._tasks, self._clipboard = tasks, clipboard
        self._read = ""
        self.offers_frames = False
        """Whether there is a place that shows what brought a row."""

    def run(self, work: Callable[[], Coroutine[Any, Any, Any]], name: str) -> None:
        """Starts something; what can't be foreseen goes the way of all failures."""
        self._tasks.start(self._told(work), name)

    async def _told(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        try:
            await work()
        except ConsoleError as error:
            self.refused.emit(error)

    def send(self, text: str, content_type: str) -> None:
        """Sends a message; if it fails, its row says so."""
        self.run(lambda: self._session.send_message(text, content_type), "send a message")

    def tell_typing(self) -> None:
        """Lets the others know that somebody is typing."""
        self.run(lambda: self._session.send_typing(), "tell that somebody types")

    def attach(self, path: Path) -> None:
        """Sends a file."""
        self.run(lambda: self._session.attach(path), "attach a file")

    def attach_picture(self, name: str, content: bytes) -> None:
        """Sends a picture that was pasted."""
        self.run(lambda: self._session.attach_bytes(name, content), "attach a picture")

    def mark_read(self, message_id: str) -> None:
        """Lets the others know what was read last; once is enough."""
        if message_id and message_id != self._read:
            self._read = message_id
            self.run(lambda: self._session.mark_read(message_id), "tell what was read")

    def act(self, key: str, action: Action) -> None:
        """Does what a button or a menu of a row says."""
        if action.verb == "resend":
            self.run(lambda: self._session.resend(key), "send a message again")
        elif action.verb == "discard":
            self._session.discard(key)
        elif action.verb == "why":
            self.why_requested.emit(key)
        elif action.verb == "unfold":
            self._model.unfold(key)
        else:
            self._ask_where(key, action.argument)

    def _ask_where(self, key: str, attachment_id: str) -> None:
        files = self._model.row(self._model.index_of(key)).item.attachments
        name = next((one.name for one in files if one.id == attachment_id), "")
        dialog = QFileDialog(self._window, tr("Save the attachment as"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filing.begin(dialog)
        # Its name comes from the other side: it names a file here, and no folder.
        dialog.selectFile(Path(name.replace("\\", "/")).name or tr_in("name of a file", "attachment"))
        dialog.fileSelected.connect(lambda to: self.save(attachment_id, Path(to)))
        dialog.open()

    def save(self, attachment_id: str, to: Path) -> None:
        """Downloads an attachment to a file."""
        self.run(lambda: self._save(attachment_id, to), "save an attachment")

    async def _save(self, attachment_id: str, to: Path) -> None:
        await self._session.download(attachment_id, to)
        self.noted.emit(tr("Saved as {name}.", name=to.name))

    def open_link(self, address: str) -> None:
        """Asks whether a link is to be opened; what leads nowhere safe is no link."""
        if may_open(address):
            LinkDialog(self._window, address, self._clipboard).open()

    def show_menu(self, view: TranscriptView, row: int, at: QPoint) -> None:
        """Opens the menu of a row."""
        menu = menu_of(
            view,
            self._model.row(row),
            self._model.look(row),
            view.selecting.text,
            copy=self._clipboard.copy,
            act=self.act,
            can_act=self._session.state == "connected",
            secrets=self._model.secrets,
            show_frames=self.frames_requested.emit if self.offers_frames else None,
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
