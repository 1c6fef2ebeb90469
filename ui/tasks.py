"""The one place where the window starts coroutines: kept, named, cancelled with their owner, reported."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

log = logging.getLogger(__name__)


class Tasks:
    """The running coroutines of one owner.

    A failed task goes to `on_error(name, error)`; a cancelled one to nobody. asyncio itself keeps
    only weak references to tasks, so the strong ones are here.
    """

    def __init__(self, on_error: Callable[[str, BaseException], None]) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._on_error = on_error
        self._closed = False

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any] | None:
        """Runs a coroutine on the loop of the window; None once the window closes, or its loop rests."""
        # asyncio is imported with the loop, after the first paint.
        from asyncio import get_running_loop

        try:
            loop = None if self._closed else get_running_loop()
        except RuntimeError:
            # A timer of Qt's may end before the loop runs, or when it has ended.
            loop = None
        if loop is None:
            work.close()
            return None
        task = loop.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_error(task.get_name(), error)

    async def close(self, timeout_s: float = 2.0) -> None:
        """Cancels what runs and waits for it, but no longer than the timeout."""
        from asyncio import current_task, wait

        self._closed = True
        running = [task for task in self._running if task is not current_task()]
        for task in running:
            task.cancel()
        if running:
            _, stuck = await wait(running, timeout=timeout_s)
            for task in stuck:
                log.error("the task %s did not end when cancelled", task.get_name())
