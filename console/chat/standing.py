"""How a session stands, for whoever only looks."""

from __future__ import annotations

from datetime import datetime

from console.chat.clocks import Deadline
from console.chat.connection.access import Access
from console.chat.connection.lifeline import Lifeline, SessionState
from console.chat.reception import ended_by
from console.chat.transcript import Transcript
from console.errors import ConsoleError


class Standing:
    """The state of a session and its deadlines; whoever makes one sets what they are read from."""

    transcript: Transcript
    _life: Lifeline
    _access: Access
    _asked_to_end = False
    """Whether the customer has ended the chat here."""

    @property
    def state(self) -> SessionState:
        """Whether it is connected; `failed` where it could not be, or not again."""
        return self._life.state

    @property
    def error(self) -> ConsoleError | None:
        """Why it failed, or why coming back has failed so far."""
        return self._life.error

    @property
    def is_caught_up(self) -> bool:
        """Whether it is connected, and what was said before or meanwhile has been read."""
        return self._life.is_caught_up

    @property
    def retry(self) -> Deadline | None:
        """When the next attempt is made, while coming back has failed."""
        return self._life.retry

    @property
    def connected_at(self) -> datetime | None:
        """When it was connected for the first time."""
        return self._life.connected_at

    @property
    def ended_at(self) -> datetime | None:
        """When the chat has ended, by this computer's clock."""
        return self._life.ended_at

    @property
    def ended_by(self) -> str:
        """Once it has ended: the role of who left last; empty where the flow or nobody known ended it."""
        role = ended_by(self.transcript) if self.ended_at else ""
        # A flow that disconnects lets the customer leave, too.
        return "" if role == "CUSTOMER" and not self._asked_to_end else role

    @property
    def url_deadline(self) -> Deadline | None:
        """By when the websocket URL that was given last had to be connected to."""
        return self._access.url_deadline

    @property
    def token_deadline(self) -> Deadline | None:
        """Until when the connection token holds."""
        return self._access.token_deadline

    @property
    def has_earlier(self) -> bool:
        """Whether paging up may bring more."""
        return self._life.history.has_earlier and not self.ended_at
