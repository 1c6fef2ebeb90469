"""What the sandbox will do by itself later: one heap for everything, on the sandbox's own time.

Due work is done by the server's loop, and also by whoever asks the memory for something that depends
on it. So a deadline holds to the moment, without a loop and after a machine was suspended.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from console.sandbox.clock import Clock

log = logging.getLogger("console.sandbox")

LOOK_EVERY_S = 5.0
"""Seconds on the wall after which the loop looks again: the wall's time may jump."""

Act = Callable[[], None]


class Timer:
    """One function that waits for its moment."""

    __slots__ = ("_timers", "act")

    def __init__(self, act: Act, timers: Timers) -> None:
        self.act: Act | None = act
        self._timers = timers

    def cancel(self) -> None:
        """Have it not called; afterwards, or twice, this does nothing."""
        if self.act is not None:
            self.act = None
            self._timers.count_cancelled()


class Timers:
    """Functions and the moments at which they are due. Any thread may add one."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        """Guards whatever due work changes: the memory of contacts and chats."""
        self._due: list[tuple[float, int, Timer]] = []
        self._cancelled = 0
        self._count = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._armed: asyncio.TimerHandle | None = None
        clock.follow(self._wake)

    def at(self, when: float, act: Act) -> Timer:
        """Have a function called at a moment of the sandbox's time, under the lock."""
        timer = Timer(act, self)
        with self.lock:
            is_next = not self._due or when < self._due[0][0]
            heapq.heappush(self._due, (when, next(self._count), timer))
        if is_next:
            self._wake()
        return timer

    def after(self, seconds: float, act: Act) -> Timer:
        """Have a function called after some seconds of the sandbox's time."""
        return self.at(self.clock() + seconds, act)

    def run_due(self) -> float:
        """Do all that is due by now, in its order, and give the sandbox's time."""
        now = self.clock()
        if self._due and self._due[0][0] <= now:
            with self.lock:
                while self._due and self._due[0][0] <= now:
                    _, _, timer = heapq.heappop(self._due)
                    self._do(timer)
        return now

    def _do(self, timer: Timer) -> None:
        act, timer.act = timer.act, None
        if act is None:
            self._cancelled -= 1
            return
        try:
            act()
        except Exception:
            log.exception("what was due failed")

    def count_cancelled(self) -> None:
        """One of the timers was cancelled; once most are, they are thrown away."""
        with self.lock:
            self._cancelled += 1
            if self._cancelled > 1000 and 2 * self._cancelled > len(self._due):
                self._due = [entry for entry in self._due if entry[2].act is not None]
                heapq.heapify(self._due)
                self._cancelled = 0

    def clear(self) -> None:
        """Forget all that was to be done."""
        with self.lock:
            self._due.clear()
            self._cancelled = 0

    def __len__(self) -> int:
        """How much is to be done."""
        return len(self._due) - self._cancelled

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let a running loop do what is due; to be called on it."""
        self._loop = loop
        self._arm()

    def detach(self) -> None:
        """Leave the loop; to be called on it."""
        self._loop = None
        if self._armed is not None:
            self._armed.cancel()
            self._armed = None

    def _wake(self) -> None:
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has just ended
                loop.call_soon_threadsafe(self._arm)

    def _arm(self) -> None:
        if self._armed is not None:
            self._armed.cancel()
            self._armed = None
        self.run_due()
        if self._loop is not None and self._due:
            wait = self.clock.wall_until(self._due[0][0])
            self._armed = self._loop.call_later(min(max(wait, 0.0), LOOK_EVERY_S), self._arm)
