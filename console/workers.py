"""Threads for calls that block, awaitable from any asyncio loop, qasync's included.

The standard library's executor joins its threads when the interpreter ends, so one call in a black
hole would keep the program from closing. These are daemons, bounded in number, and a call whose
awaiter has gone still tells its outcome.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Workers:
    """At most `count` daemon threads, started as they are needed. Belongs to no loop."""

    def __init__(self, count: int = 8, name: str = "worker") -> None:
        self.count = count
        self._name = name
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._unfinished = 0
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._is_closed = False

    async def call(self, call: Callable[[], T], on_late: Callable[[Future[T]], None] | None = None) -> T:
        """What `call` returns or raises, after a worker has made it.

        Cancelling frees the awaiter at once. A call that no worker has begun is then never made; one
        that runs can't be stopped, and `on_late` is told its outcome, on the loop that asked.

        Raises:
            RuntimeError: the workers are closed.
        """
        job = _Job(call, on_late)
        self._submit(job)
        return await job.outcome()

    def close(self) -> None:
        """Take no more calls. Threads end after what was asked for already; nobody waits for them."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                for _thread in self._threads:
                    self._jobs.put(None)

    def _submit(self, job: _Job[Any]) -> None:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the workers are closed")
            self._jobs.put(job)
            self._unfinished += 1
            if len(self._threads) < min(self._unfinished, self.count):
                name = f"{self._name}-{len(self._threads) + 1}"
                thread = threading.Thread(target=self._work, name=name, daemon=True)
                self._threads.append(thread)
                thread.start()

    def _work(self) -> None:
        while job := self._jobs.get():
            job.make()
            with self._lock:
                self._unfinished -= 1
            job.report()
            # An idle thread must not keep the last result, which may be a token, alive.
            del job


class _Job(Generic[T]):
    """One call on its way: from the loop that asks, through a thread, and back to that loop."""

    def __init__(self, call: Callable[[], T], on_late: Callable[[Future[T]], None] | None) -> None:
        self._call = call
        self._on_late = on_late
        self._done: Future[T] = Future()
        self._loop = asyncio.get_running_loop()
        self._awaited: asyncio.Future[T] = self._loop.create_future()

    async def outcome(self) -> T:
        try:
            return await self._awaited
        except asyncio.CancelledError:
            # The answer and the cancel can meet within one step of the loop: then nobody has taken it.
            if self._awaited.done() and not self._awaited.cancelled():
                self._awaited.exception()
                self._tell_late()
            raise

    def make(self) -> None:
        if self._awaited.cancelled():
            return
        try:
            self._done.set_result(self._call())
        except BaseException as error:
            self._done.set_exception(error)

    def report(self) -> None:
        if not self._done.done():
            return
        try:
            self._loop.call_soon_threadsafe(self._settle)
        except RuntimeError:
            _log.warning(
                "a call ended after its loop was closed: %r", self._done.exception() or self._done.result()
            )

    def _settle(self) -> None:
        error = self._done.exception()
        if self._awaited.cancelled():
            self._tell_late()
        elif error is not None:
            self._awaited.set_exception(error)
        else:
            self._awaited.set_result(self._done.result())

    def _tell_late(self) -> None:
        if self._on_late is not None:
            self._on_late(self._done)
