"""What a participant tells besides messages: that they are typing, and what they got and read.

Nobody waits for these, so that a failure is logged and not shown. At most as many calls are made as are
needed: receipts are gathered for a moment, and one of the newest message stands for those before it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from console.chat.clocks import Clock
from console.chat.connection.timings import Timings
from console.chat.items import EVENT, Item
from console.errors import Conflict, ConsoleError

log = logging.getLogger(__name__)

TYPING: Final = EVENT + "typing"
DELIVERED: Final = EVENT + "message.delivered"
READ: Final = EVENT + "message.read"
_READERS: Final = ("AGENT", "SUPERVISOR", "CUSTOM_BOT", "CUSTOMER")
"""Whose messages are receipted: nobody looks at receipts of what a flow says."""
_MOST_PRESENT: Final = 2
"""Participants with whom receipts are supported (SendEvent)."""

TellEvent = Callable[[str, str | None], Awaitable[None]]
"""Sends an event of a content type, with its content."""


class Signals:
    """Typing and receipts of this console's own participant."""

    def __init__(
        self, tell: TellEvent, present: Callable[[], frozenset[str]], clock: Clock, timings: Timings
    ) -> None:
        """`present` gives the ids of who is in the chat now."""
        self._tell = tell
        self._present = present
        self._clock = clock
        self._timings = timings
        self._typed_at: datetime | None = None
        self._told: dict[str, str] = {}
        self._latest: dict[str, Item] = {}
        self._woken = asyncio.Event()
        self._crowd: frozenset[str] | None = None

    async def type(self) -> None:
        """Tell that the customer is typing, unless that was told within the last seconds."""
        now, spell = self._clock(), timedelta(seconds=self._timings.typing_s)
        if self._typed_at is not None and timedelta() <= now - self._typed_at < spell:
            return
        self._typed_at = now
        await self._try(TYPING, None)

    def receive(self, item: Item) -> None:
        """A message has come."""
        self._note(DELIVERED, item)

    def read(self, item: Item) -> None:
        """A message was seen."""
        self._note(READ, item)

    async def run(self) -> None:
        """Send receipts as they come up, for ever."""
        while True:
            await self._woken.wait()
            await asyncio.sleep(self._timings.receipt_s)
            self._woken.clear()
            latest, self._latest = self._latest, {}
            delivered, read = latest.get(DELIVERED), latest.get(READ)
            if read is not None:
                await self._receipt(READ, read)
            if delivered is not None and (read is None or delivered.at > read.at):
                await self._receipt(DELIVERED, delivered)

    def _note(self, kind: str, item: Item) -> None:
        if item.kind != "message" or item.role not in _READERS or item.is_past:
            return
        if self._told.get(item.id) in (kind, READ) or self._is_crowded():
            return
        known = self._latest.get(kind)
        if known is None or item.at >= known.at:
            self._latest[kind] = item
        self._woken.set()

    def _is_crowded(self) -> bool:
        """Whether those present are too many for receipts, by the rule or as the service has said."""
        present = self._present()
        return len(present) > _MOST_PRESENT or present == self._crowd

    async def _receipt(self, kind: str, item: Item) -> None:
        self._told[item.id] = kind
        await self._try(kind, json.dumps({"messageId": item.id}))

    async def _try(self, content_type: str, content: str | None) -> None:
        try:
            await self._tell(content_type, content)
        except Conflict:
            # "…not supported when there are more than 2 active participants" (SendEvent).
            self._crowd = self._present()
        except ConsoleError as error:
            log.info("an event was not sent: %s", error)
