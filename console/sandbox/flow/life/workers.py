"""Threads for what a flow must wait for and what would block the sandbox: a local command, a URL."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

log = logging.getLogger("console.sandbox")

MOST_THREADS = 8
"""Pieces of work at once; more wait for their turn."""

Compute = Callable[[], Any]
Done = Callable[[Any, Exception | None], None]
"""Takes what came of the work: its value, or its error."""


class Workers:
    """A few daemon threads, which end when there is nothing left to do. Nobody ever waits for one."""

    def __init__(self, most: int = MOST_THREADS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Compute, Done]] = deque()
        self._threads = 0

    def start(self, compute: Compute, done: Done) -> None:
        """Do a piece of work on a thread, and call `done` there with what came of it."""
        with self._lock:
            self._waiting.append((compute, done))
            if self._threads >= self._most:
                return
            self._threads += 1
        threading.Thread(target=self._work, name="sandbox-work", daemon=True).start()

    def clear(self) -> None:
        """Forget the work that has not begun."""
        with self._lock:
            self._waiting.clear()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            _do(*job)

    def _next(self) -> tuple[Compute, Done] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._threads -= 1
            return None


def _do(compute: Compute, done: Done) -> None:
    try:
        value, error = compute(), None
    except Exception as failed:
        value, error = None, failed
    try:
        done(value, error)
    except Exception:
        log.exception("what a flow waited for could not be told to it")
