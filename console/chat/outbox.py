"""What is being sent: one message after the other, pending until its own item comes back.

A message keeps its client token over all attempts, so that it is never said twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from console.chat.clocks import Clock
from console.chat.connection.access import Admission
from console.chat.connection.timings import Timings
from console.chat.items import Item
from console.chat.transcript import PENDING, Change, Row, Transcript
from console.errors import ConsoleError, NotReached
from console.errors.chatting import content_type_not_asked, message_empty, message_too_large

MOST_BYTES: Final = 16_384
"""Bytes of a content at most (SendMessage)."""

Say = Callable[[str, str, str], Awaitable[str]]
"""Sends a content of a type with a client token, and gives the id of its item."""


@dataclass
class Outgoing:
    """One message on its way; it has an id once the service took it."""

    content: str = field(repr=False)
    content_type: str
    began_at: datetime
    token: str = field(default_factory=lambda: str(uuid4()))
    id: str = ""
    taken_at: datetime | None = None
    has_failed: bool = False


class Outbox:
    """The messages that wait, are on their way, or failed. `tell` hears what became of their rows."""

    def __init__(
        self,
        say: Say,
        transcript: Transcript,
        tell: Callable[[list[Change]], None],
        clock: Clock,
        timings: Timings,
    ) -> None:
        self._say = say
        self._transcript = transcript
        self._tell = tell
        self._clock = clock
        self._timings = timings
        self._all: dict[str, Outgoing] = {}
        self._waiting: asyncio.Queue[Outgoing] = asyncio.Queue()

    def put(self, content: str, content_type: str, author: Admission) -> Row:
        """Queue a message; its row."""
        one = Outgoing(content, content_type, self._clock())
        self._all[one.token] = one
        item = Item(
            id=PENDING + one.token,
            kind="message",
            content_type=content_type,
            at=one.began_at,
            content=content,
            participant_id=author.participant_id,
            display_name=author.display_name,
            role=author.role,
            contact_id=author.contact_id,
        )
        self._tell(self._transcript.put_pending(one.token, item))
        self._waiting.put_nowait(one)
        return self._transcript.rows[-1]

    def resend(self, key: str) -> None:
        """Send a message that failed once more, under the token that it had."""
        one = self._all.get(key.removeprefix(PENDING))
        if one is not None and one.has_failed:
            one.has_failed, one.began_at = False, self._clock()
            self._tell(self._transcript.put_pending(one.token, self._row_item(key)))
            self._waiting.put_nowait(one)

    def discard(self, key: str) -> None:
        """Give up a message that failed."""
        one = self._all.get(key.removeprefix(PENDING))
        if one is not None and one.has_failed:
            del self._all[one.token]
            self._tell(self._transcript.drop_pending(one.token))

    def claim(self, item: Item) -> str | None:
        """The token of the message that an own item is the echo of; that message is done.

        The echo may come before the answer that tells its id: then the content decides.
        """
        found = next(self._candidates(item), None)
        if found is None:
            return None
        del self._all[found.token]
        return found.token

    async def watch(self, look_again: Callable[[], None]) -> None:
        """Have the transcript looked at where a message that was taken does not come back; for ever."""
        while True:
            await asyncio.sleep(self._timings.look_s)
            if self._misses_any():
                look_again()

    def _misses_any(self) -> bool:
        latest = self._clock() - timedelta(seconds=self._timings.echo_s)
        late = [one for one in self._all.values() if one.taken_at is not None and one.taken_at <= latest]
        for one in late:
            # Once is enough: what the transcript has not now it will not have later.
            one.taken_at = None
        return bool(late)

    async def run(self) -> None:
        """Send what is queued, for ever."""
        while True:
            one = await self._waiting.get()
            try:
                await self._deliver(one)
            except ConsoleError as error:
                self._fail(one, error)

    def close(self, error: ConsoleError) -> None:
        """Nothing can be sent any more: what the service has not taken has failed."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        for one in tuple(self._all.values()):
            if one.id:
                # It was said, and its echo has no socket to come by any more.
                del self._all[one.token]
                item = replace(self._row_item(PENDING + one.token), id=one.id)
                self._tell(self._transcript.settle(one.token, item))
            else:
                self._fail(one, error)

    async def _deliver(self, one: Outgoing) -> None:
        attempt = 1
        while True:
            try:
                one.id = await self._say(one.content, one.content_type, one.token)
                break
            except NotReached:
                # Nobody was there: it waits for the network, but not for ever.
                if self._clock() - one.began_at >= timedelta(seconds=self._timings.hold_s):
                    raise
                attempt += 1
                await asyncio.sleep(self._timings.wait_s(attempt))
        one.taken_at = self._clock()
        if one.token in self._all and self._transcript.find(one.id) is not None:
            del self._all[one.token]
            self._tell(self._transcript.drop_pending(one.token))

    def _fail(self, one: Outgoing, error: ConsoleError) -> None:
        # One whose item has come was said, whatever became of its answer.
        if one.token in self._all:
            one.has_failed = True
            self._tell(self._transcript.fail_pending(one.token, error))

    def _candidates(self, item: Item) -> Iterator[Outgoing]:
        yield from (one for one in self._all.values() if one.id and one.id == item.id)
        if item.kind == "message" and self._transcript.find(item.id) is None:
            said = item.content, item.content_type
            nameless = sorted((one for one in self._all.values() if not one.id), key=_has_failed)
            yield from (one for one in nameless if (one.content, one.content_type) == said)

    def _row_item(self, key: str) -> Item:
        return next(row.item for row in self._transcript.rows if row.key == key)


def _has_failed(one: Outgoing) -> bool:
    return one.has_failed


def check_message(content: str, content_type: str, asked: tuple[str, ...]) -> None:
    """Check that a message can be sent in a chat with these content types.

    Raises:
        MessageUnfit: it is empty or too large, or the chat was started without its type.
    """
    if content_type not in asked:
        raise content_type_not_asked(content_type)
    size = len(content.encode(errors="surrogatepass"))
    if not size:
        raise message_empty()
    if size > MOST_BYTES:
        raise message_too_large(size, MOST_BYTES)
