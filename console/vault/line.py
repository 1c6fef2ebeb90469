"""Calls to the keyring, one after the other on one thread, none of them awaited for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar

from console.workers import Workers

T = TypeVar("T")

MOST_LEFT = 3
"""How many threads may hang in a keyring that does not answer. Then nothing more is tried."""


class NoAnswer(Exception):
    """A call did not come back within its time."""


class TooManyLeft(Exception):
    """So many calls hang that no further one is made."""


class LineClosed(Exception):
    """The line takes no more calls."""


class Line:
    """One daemon thread that makes one call at a time.

    A call that takes longer than its time is left behind with its thread, and the next call gets a
    fresh one. Belongs to the loop that first has to wait in it.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._hand = _Hand()
        self._left: list[_Hand] = []
        self._is_closed = False

    @property
    def left(self) -> int:
        """How many calls were left behind and still hang."""
        self._left = [hand for hand in self._left if hand.is_busy]
        return len(self._left)

    async def make(
        self, call: Callable[[Callable[[], bool]], T], limit_s: float, *, is_left_on_cancel: bool = False
    ) -> T:
        """What `call` returns or raises. It is given a question: whether anybody still waits for it.

        Cancelling frees the awaiter at once. The call then runs on in its order, unless it is one that
        is left on cancel, which only the user's answer could end.

        Raises:
            NoAnswer: it took longer than its time.
            TooManyLeft: too many hang already.
            LineClosed: nothing is called any more.
        """
        async with self._turn:
            if self._is_closed:
                raise LineClosed
            if self.left >= MOST_LEFT:
                raise TooManyLeft
            hand = self._hand
            try:
                async with asyncio.timeout(limit_s) as limit:
                    answer = await hand.workers.call(partial(hand.make, call))
            except TimeoutError:
                if not limit.expired():
                    raise
                self._leave(hand)
                raise NoAnswer from None
            except asyncio.CancelledError:
                if is_left_on_cancel:
                    self._leave(hand)
                raise
            return answer.value

    async def close(self, limit_s: float) -> None:
        """Makes no more calls, and gives the one under way a little time. Never waits for one that hangs."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._hand.is_busy:
            with suppress(TimeoutError):
                async with asyncio.timeout(limit_s):
                    await self._hand.workers.call(lambda: None)
        self._leave(self._hand)

    def _leave(self, hand: _Hand) -> None:
        hand.is_left = True
        hand.workers.close()
        self._left.append(hand)
        self._hand = _Hand()


class _Hand:
    """One thread, and whether anybody still waits for what it does."""

    def __init__(self) -> None:
        self.workers = Workers(count=1, name="keyring")
        self.is_left = False
        self.is_busy = False

    def make(self, call: Callable[[Callable[[], bool]], T]) -> _Sealed[T]:
        self.is_busy = True
        try:
            return _Sealed(call(lambda: not self.is_left))
        finally:
            self.is_busy = False


class _Sealed(Generic[T]):
    """An answer that no log and no traceback shows: futures and workers print what they hold."""

    def __init__(self, value: T) -> None:
        self.value = value
