"""Telling followers what changed: one queue for each, so that ending the follower is unsubscribing."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from asyncio import Queue

T = TypeVar("T")


class Changes(Generic[T]):
    """A stream of changes that any number of followers read, each at its own pace."""

    def __init__(self) -> None:
        self._queues: set[Queue[T]] = set()
        self._listeners: list[Callable[[], object]] = []

    def tell(self, change: T) -> None:
        """Gives the change to every follower, at once and without waiting."""
        for queue in self._queues:
            queue.put_nowait(change)
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def heard_by(self, listener: Callable[[], object]) -> Iterator[None]:
        """Has something called at each change for as long as the context lasts."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    async def follow(self) -> AsyncGenerator[T, None]:
        """Every change from the first step of this iterator on, until its task is cancelled."""
        with self._queue() as queue:
            while True:
                yield await queue.get()

    async def follow_together(self) -> AsyncGenerator[Sequence[T], None]:
        """As `follow`, with all that has come by then at once: for whoever shows what is true now."""
        with self._queue() as queue:
            while True:
                changes = [await queue.get()]
                while not queue.empty():
                    changes.append(queue.get_nowait())
                yield changes

    @contextmanager
    def _queue(self) -> Iterator[Queue[T]]:
        # Imported here, since the window is painted before the loop is needed.
        from asyncio import Queue

        queue: Queue[T] = Queue()
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)
