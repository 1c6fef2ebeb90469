"""A customer waits for the person at the window: told at its foot, answered with one click."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.agent_desk import AgentDesk
from console.chat.chat import Chat
from console.language import tr, tr_in
from ui.notice import Notice

if TYPE_CHECKING:
    from ui.side import Side


class Answering(QObject):
    """Says that a contact rings, for as long as it does, and leads to its seat."""

    def __init__(
        self,
        parent: QObject,
        desk: AgentDesk,
        notice: Notice,
        show: Callable[[Chat], object],
        side: Callable[[], Side],
    ) -> None:
        """`show` shows a chat in the centre, `side` brings what is beside it into sight."""
        super().__init__(parent)
        self._desk, self._notice, self._show, self._side = desk, notice, show, side
        self._told: tuple[Chat, str] | None = None

    def tell(self, chat: Chat) -> None:
        """The contact of a chat rings."""
        words = _who_waits(chat.name, self._desk.seat(chat).standing.queue)
        self._told = chat, words
        self._notice.say(words, tr_in("to take a contact", "Answer"), lambda: self.answer(chat))

    def tell_no_more(self, chat: Chat) -> None:
        """The contact of a chat rings no longer."""
        if self._told is not None and self._told[0] is chat and self._notice.text.text() == self._told[1]:
            self._notice.hide()

    def answer(self, chat: Chat) -> None:
        """Shows the agent's seat of a chat, and takes its contact."""
        self._show(chat)
        self._side().answer()


def _who_waits(customer: str, queue: str) -> str:
    if customer and queue:
        return tr("{customer} waits in “{queue}”.", customer=customer, queue=queue)
    if queue:
        return tr("A customer waits in “{queue}”.", queue=queue)
    return tr("{customer} waits.", customer=customer) if customer else tr("A customer waits.")
