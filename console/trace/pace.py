"""The pace of calls that many share: each waits for its turn."""

from __future__ import annotations

from typing import Final

GAP_S: Final = 0.25
"""Seconds between two calls of FilterLogEvents: four a second, where AWS allows an account ten."""


class Pace:
    """Lets one through at a time, with a gap between them. Belongs to one loop."""

    def __init__(self, gap_s: float = GAP_S) -> None:
        self._gap_s = gap_s
        self._next = 0.0

    async def turn(self) -> None:
        """Waits until it is one's turn."""
        from asyncio import get_running_loop, sleep

        now = get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + self._gap_s
        if mine > now:
            await sleep(mine - now)
