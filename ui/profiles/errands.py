"""The coroutines of one part of the window, which end before that part does."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import asyncio


class Starts(Protocol):
    """What starts coroutines: all of the window's tasks, or those of a part."""

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any] | None:
        """Runs a coroutine; None once that is over."""


class Errands:
    """Starts coroutines as the window does, and can end its own."""

    def __init__(self, tasks: Starts) -> None:
        self._tasks = tasks
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any] | None:
        """Runs a coroutine; None once the window closes."""
        task = self._tasks.start(work, name)
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return task

    async def end(self) -> None:
        """Cancels what runs, and waits until it has let go of everything."""
        from asyncio import wait

        running = list(self._running)
        for task in running:
            task.cancel()
        if running:
            await wait(running)
