"""What has arrived in a chat, in the order in which it came, and waiting for what is to come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from console.chat.items import Item


class Arrivals:
    """Every item that told something new; a streamed message each time that it grows."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._rowless: set[str] = set()
        self._waiting: set[asyncio.Event] = set()
        self._is_over = False

    def __len__(self) -> int:
        return len(self._items)

    def add(self, item: Item) -> None:
        """Something new has come."""
        self._items.append(item)
        self._wake()

    def add_once(self, item: Item) -> bool:
        """Something has come that no row shows; whether it is no second copy, as its id tells."""
        if item.id in self._rowless:
            return False
        self._rowless.add(item.id)
        self.add(item)
        return True

    def end(self) -> None:
        """Nothing more will come."""
        self._is_over = True
        self._wake()

    async def until(self, predicate: Callable[[Item], bool], after: int, within_s: float) -> Item:
        """The first item from position `after` on of which the predicate holds.

        Raises:
            TimeoutError: none came within the seconds, or before the end.
        """
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            async with asyncio.timeout(within_s):
                while True:
                    for item in self._items[after:]:
                        after += 1
                        if predicate(item):
                            return item
                    if self._is_over:
                        raise TimeoutError("the chat is over, and no such item came")
                    await woken.wait()
                    woken.clear()
        finally:
            self._waiting.discard(woken)

    def _wake(self) -> None:
        for woken in self._waiting:
            woken.set()
