"""How often contacts are looked at: never more often than the service allows.

Most operations of Amazon Connect have a quota of two calls a second for an account and region, which all
of its programs share; those on contacts have more (service quotas). We stay below the smaller one.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from console.chat.clocks import Clock
from console.errors import Throttled

T = TypeVar("T")

BETWEEN: Final = timedelta(seconds=0.6)
"""Between the beginnings of two calls: a little less than two a second."""
FIRST_WAIT: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=1)


class Pace:
    """One call at a time, in their order, with time between them; more of it after each 429."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = asyncio.Lock()
        self._next_at: datetime | None = None
        self._wait = FIRST_WAIT

    async def call(self, make: Callable[[], Awaitable[T]]) -> T:
        """What the call gives, once it is its turn.

        Raises:
            Throttled: the service wants fewer calls; the next one waits longer.
        """
        async with self._lock:
            await self._wait_for_turn()
            self._next_at = self._clock() + BETWEEN
            try:
                made = await make()
            except Throttled as error:
                asked = timedelta(seconds=error.retry_after_s or 0)
                self._next_at = self._clock() + max(self._wait * random.uniform(0.75, 1.25), asked)
                self._wait = min(self._wait * 2, LONGEST_WAIT)
                raise
            self._wait = FIRST_WAIT
            return made

    async def _wait_for_turn(self) -> None:
        # In short steps: a clock that was set must not make us wait for ever.
        while self._next_at is not None:
            left = (self._next_at - self._clock()).total_seconds()
            if not 0 < left <= LONGEST_WAIT.total_seconds() * 2:
                return
            await asyncio.sleep(min(left, 0.1))
