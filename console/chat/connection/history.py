"""What the socket did not bring: the transcript read back after a loss, and further up on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.chat.clocks import Clock
from console.chat.connection.access import Access
from console.chat.connection.timings import Timings
from console.chat.items import Item, item_in

if TYPE_CHECKING:
    from console.aws import ConnectParticipant, Page

Take = Callable[[Sequence[Item]], int]
"""Takes in the items of a page, and says how many of them were unknown."""


class History:
    """Pages of GetTranscript, from the newest item backward.

    A page's token leads on to older items, in a persistent chat into its past sessions. One from before
    a loss is not used again, since the service does not say that it holds.
    """

    def __init__(self, door: ConnectParticipant, access: Access, clock: Clock, timings: Timings) -> None:
        self.has_earlier = False
        """Whether there may be items that are older than those that were read."""
        self._door = door
        self._access = access
        self._clock = clock
        self._timings = timings
        self._older: str | None = None
        self._has_reached_start = False
        self._one_at_a_time = asyncio.Lock()

    async def fill(self, take: Take, since: datetime | None) -> None:
        """Read everything since a moment, with some overlap; the newest page where there is none.

        Raises:
            ConsoleError: a page could not be read; `take` has those before it.
        """
        wanted = None if since is None else since - timedelta(seconds=self._timings.overlap_s)
        async with self._one_at_a_time:
            items = await self._page(None, take)
            # Items of past sessions lie before everything that can be missing, and end this, too.
            while wanted is not None and items and self._older and min(one.at for one in items) > wanted:
                items = await self._page(self._older, take)

    async def load_earlier(self, take: Take) -> int:
        """Read upward until items come that were unknown; how many. Raises as `fill` does."""
        came = 0

        def counted(items: Sequence[Item]) -> int:
            nonlocal came
            new = take(items)
            came += new
            return new

        async with self._one_at_a_time:
            while self.has_earlier and not came:
                await self._page(self._older, counted)
        return came

    async def _page(self, token: str | None, take: Take) -> Sequence[Item]:
        page: Page = await self._access.with_token(lambda held: self._door.get_transcript(held, token))
        # A service that gives the same token again would keep us here for ever.
        self._older = None if page.next_token == token else page.next_token
        self._has_reached_start = self._has_reached_start or self._older is None
        self.has_earlier = not self._has_reached_start
        now = self._clock()
        items = [item_in(value, now) for value in page.items]
        take(items)
        return items
