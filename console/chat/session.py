"""The session of one participant in one chat: it survives its sockets, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.changes import Changes
from console.chat.clocks import Clock, utc_now
from console.chat.connection.access import Access, Admission
from console.chat.connection.frames import Frame
from console.chat.connection.lifeline import Lifeline, SessionState
from console.chat.connection.timings import Timings
from console.chat.items import Item
from console.chat.outbox import Outbox, check_message
from console.chat.reception import ENDED, Reception, SessionChange
from console.chat.signals import Signals
from console.chat.standing import Standing
from console.chat.transcript import Row, Transcript
from console.chat.transfers import Transfer, Transfers
from console.chat.voice import Voice
from console.errors import ChatOver
from console.errors.chatting import Sendable, not_in_chat
from console.wire import WireRecord

if TYPE_CHECKING:
    from console.aws import ConnectParticipant

__all__ = ["Admission", "ChatSession", "SessionChange", "SessionState"]


class ChatSession(Standing):
    """A participant's connection to a chat, from the first socket to the end of the chat.

    `connect` opens it; from then on it keeps itself alive. `changes` tells every change of a row, and
    by name what else has changed. Everything is to be used on the loop that it was made on.
    """

    def __init__(
        self,
        door: ConnectParticipant,
        admission: Admission,
        clock: Clock = utc_now,
        timings: Timings | None = None,
        ended: Callable[[], None] = lambda: None,
        heard: Callable[[Sequence[Item]], None] = lambda _: None,
        wire: WireRecord | None = None,
        described: Callable[[Item, Mapping[str, Any]], None] = lambda _item, _view: None,
    ) -> None:
        """`ended` is called once, when the chat has ended; `heard` with items, before they are in rows.

        `described` is called with each item whose view was described, and the view, its texts opened.
        """
        timings = timings or Timings()
        self.wire = wire if wire is not None else WireRecord()
        door = door.heard_by(self.wire.began)
        self.admission = admission
        self.transcript = Transcript(admission.participant_id)
        self.changes: Changes[SessionChange] = Changes()
        self._end_s = timings.end_s
        self._ended, self._described = ended, described
        self._access = access = Access(door, admission, lambda: self._life.let_go(), clock, timings)
        self._voice = voice = Voice(door, access)
        told = self.transcript
        self._reception = Reception(told, self.changes, lambda item: self._outbox.claim(item), clock, heard)
        self._outbox = Outbox(voice.say, told, self._reception.tell_rows, clock, timings)
        self._signals = Signals(voice.tell, lambda: told.present, clock, timings)
        self._transfers = Transfers(door, access, told, lambda: self.changes.tell("transfers"))
        take = self._reception.take
        tell = self._tell_state
        self._life = Lifeline(door, access, told, self._hear, take, tell, clock, timings, self.wire)

    @property
    def transfers(self) -> Sequence[Transfer]:
        """The attachments on their way, and those that did not arrive."""
        return self._transfers.all

    @property
    def authentication(self) -> Item | None:
        """The latest event of a sign-in that the flow asks for; its `event` says how that stands."""
        return self._reception.authentication

    # -- coming and going -----------------------------------------------------------------------

    async def connect(self) -> None:
        """Connect and subscribe; the session then runs on by itself.

        Raises:
            ChatOver: the chat has ended, or the deadline to connect was missed.
            ConsoleError: it could not be connected; `connect` may be called again.
        """
        watch = partial(self._outbox.watch, self._life.fill_again)
        await self._life.open({"send": self._outbox.run, "watch": watch, "receipts": self._signals.run})

    async def close(self) -> None:
        """Leave without ending the chat: another session may take its place with the same token."""
        self._transfers.cancel_all()
        await self._life.close()

    async def disconnect(self) -> None:
        """End the chat as its customer does, and wait a moment for the service to tell the end.

        Raises:
            ConsoleError: the service was not reached, so the chat goes on.
        """
        self._asked_to_end = True
        try:
            await self._voice.leave()
            await self.until(lambda item: item.event == ENDED, timeout=self._end_s)
        except (ChatOver, TimeoutError):
            self._life.end()

    def reconnect_now(self) -> None:
        """Try to come back at once instead of waiting for `retry`."""
        self._life.reconnect_now()

    # -- saying and showing ---------------------------------------------------------------------

    async def send_message(self, content: str, content_type: str = "text/plain") -> Row:
        """Queue a message; its row, which is pending until its own item comes back.

        Raises:
            MessageUnfit: it can't be sent in this chat, or the chat is not connected.
        """
        check_message(content, content_type, self.admission.content_types)
        self._check_open("message")
        return self._outbox.put(content, content_type, self.admission)

    async def resend(self, key: str) -> None:
        """Send a message that failed once more; the service says it once, however often it was sent."""
        self._check_open("message")
        self._outbox.resend(key)

    def discard(self, key: str) -> None:
        """Take a message that failed off the transcript."""
        self._outbox.discard(key)

    async def send_typing(self) -> None:
        """Tell that the customer is typing, once in ten seconds at most; a failure is not shown."""
        if self.state == "connected":
            await self._signals.type()

    async def mark_read(self, message_id: str) -> None:
        """The customer has seen a message, and with it those before."""
        item = self.transcript.find(message_id)
        if item is not None and self.state == "connected":
            self._signals.read(item)

    async def attach(self, path: Path) -> None:
        """Send a file; what becomes of it is told by its transfer.

        Raises:
            AttachmentUnfit: it breaks a limit of the service, or can't be read. Nothing was sent.
        """
        await self.attach_bytes(path.name, await self._transfers.read(path))

    async def attach_bytes(self, name: str, content: bytes) -> None:
        """Send a file of this name and content. Raises as `attach` does."""
        self._check_open("attachment")
        await self._transfers.send(name, content)

    async def download(self, attachment_id: str, to: Path) -> None:
        """Fetch an attachment into a new file; what becomes of it is told by its transfer."""
        await self._transfers.fetch(attachment_id, to)

    def dismiss(self, transfer: Transfer) -> None:
        """Take a transfer that is over off the list."""
        self._transfers.dismiss(transfer)

    async def load_earlier(self) -> int:
        """Read further up, in a persistent chat into its past sessions; how many rows came.

        Raises:
            ConsoleError: the service was not reached, or refused.
        """
        return await self._life.history.load_earlier(self._reception.take_earlier)

    async def describe_view(self, view_token: str) -> Mapping[str, Any]:
        """What a view that the flow has shown is drawn from, as DescribeView answers it.

        Raises:
            ConsoleError: the service was not reached, or does not know the view.
        """
        # Imported here, since most chats have no view.
        from console.chat.views import opened_view, view_item

        answer = await self._voice.describe(view_token)
        item = view_item((row.item for row in reversed(self.transcript.rows)), view_token)
        if item is not None:
            self._described(item, opened_view(answer))
        return answer

    # -- waiting --------------------------------------------------------------------------------

    def until(
        self, predicate: Callable[[Item], bool], after: int = 0, timeout: float = 10
    ) -> Coroutine[None, None, Item]:
        """The first item from position `after` on of which the predicate holds, received or to come.

        A streamed message is asked about each time that it grows, with its text so far.

        Raises:
            TimeoutError: none came within so many seconds, or before the end of the chat.
        """
        return self._reception.arrivals.until(predicate, after, timeout)

    def cursor(self) -> int:
        """The position behind everything that has arrived, for `until`."""
        return len(self._reception.arrivals)

    # -- how it works ---------------------------------------------------------------------------

    def _hear(self, frame: Frame) -> None:
        item = self._reception.hear(frame)
        if item is None or item.is_past:
            return
        if item.event == ENDED or self._has_left(item):
            self._life.end()
        elif item.participant_id != self.transcript.me:
            self._signals.receive(item)

    def _has_left(self, item: Item) -> bool:
        """Whether an item tells that this participant is gone: the customer's going ends the chat itself."""
        is_own = item.participant_id == self.transcript.me and item.role != "CUSTOMER"
        return is_own and item.event == "participant.left"

    def _tell_state(self) -> None:
        if self.state == "ended":
            self._outbox.close(not_in_chat("message"))
            self._transfers.cancel_all()
            self._reception.arrivals.end()
            self._ended()
        self.changes.tell("state")

    def _check_open(self, what: Sendable) -> None:
        if self.state not in ("connected", "reconnecting"):
            raise not_in_chat(what)
