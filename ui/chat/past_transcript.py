"""What was said in a chat that is only looked at: the view of a live chat, without a say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from console.chat.transcript import Row
from console.errors import ConsoleError
from console.language import tr
from ui.chat.actions import Action
from ui.chat.cards import Gate, Surroundings
from ui.chat.documents import may_open
from ui.chat.link_dialog import LinkDialog
from ui.chat.row_cards import CardMeans
from ui.chat.row_menu import menu_of
from ui.chat.transcript import TranscriptModel
from ui.chat.transcript_view import TranscriptView
from ui.clipboard import Clipboard
from ui.controls import column
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.chat.clocks import Clock

WHY_NOT = tr("This is what is kept of the chat; nothing can be said in it here.")


class PastTranscript(QWidget):
    """Rows to read, to copy from and to look behind, as they stood when they were given.

    `views` is by the keys of their rows what views are drawn from.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        views: Mapping[str, Mapping[str, Any]],
        tasks: Tasks,
        clipboard: Clipboard,
        clock: Clock,
        gate: Gate,
    ) -> None:
        super().__init__()
        self._clipboard = clipboard
        self.model = TranscriptModel(clock, self)
        around = Surroundings(gate, self._open_link, clipboard.copy)
        self.view = TranscriptView(self.model, CardMeans(around, tasks, _describe, views.get))
        self.view.buttons.show_can_act(False, WHY_NOT)
        self.view.cards.show_usable(False, WHY_NOT)
        self.view.asked.connect(self._act)
        self.view.link_opened.connect(self._open_link)
        self.view.menu_requested.connect(self._show_menu)
        self.view.copy_requested.connect(clipboard.copy)
        self.setLayout(column(self.view, self.view.shelf, gap=0))
        self.setFocusProxy(self.view)
        self.model.show_rows(rows)
        self.view.cards.show_standings()

    def _act(self, key: str, action: Action) -> None:
        if action.verb == "unfold":
            self.model.unfold(key)

    def _open_link(self, address: str) -> None:
        if may_open(address):
            LinkDialog(self, address, self._clipboard).open()

    def _show_menu(self, row: int, at: QPoint) -> None:
        menu = menu_of(
            self.view,
            self.model.row(row),
            self.model.look(row),
            self.view.selecting.text,
            copy=self._clipboard.copy,
            act=self._act,
            can_act=False,
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)


async def _describe(_token: str) -> Mapping[str, Any]:
    sentence = tr("A view is loaded with the connection of its chat, which is over.")
    raise ConsoleError(sentence, tr("Its message can be copied as JSON."))
