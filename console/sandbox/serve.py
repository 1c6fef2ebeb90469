"""The sandbox as a program of its own: `main.py sandbox`."""

from __future__ import annotations

import errno
import json
import logging
import queue
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging.handlers import QueueHandler, QueueListener
from pathlib import Path
from types import FrameType
from typing import Any

from console import redaction
from console.sandbox.faults import parse
from console.sandbox.server import Sandbox

log = logging.getLogger("console.sandbox")

SERVED = 0
NOT_SERVED = 2
_LOOK_EVERY_S = 0.5
_GATHER_S = 0.05
"""Seconds that a line may wait for others."""


def serve_until_signal(
    port: int = 0,
    flows: Path | None = None,
    faults: Sequence[str] = (),
    cors: Sequence[str] = (),
    *,
    stubs: Path | None = None,
    trace: Path | None = None,
) -> int:
    """Serve until SIGINT or SIGTERM, and give the exit status: 0 after serving, 2 if it could not.

    Once the port listens, one line of JSON goes to standard output: `Sandbox.describe()`. Requests,
    and what happens in chats, are logged to standard error. To be called on the main thread, where
    signals arrive.
    """
    try:
        with (
            _log_to_stderr(),
            _signals() as signals,
            _made(port, faults, flows=flows, cors=cors, stubs=stubs, trace=trace) as sandbox,
        ):
            print(json.dumps(sandbox.describe()), flush=True)
            name = _next(signals)
            log.info("%s: stopping", name)
    except (ValueError, OSError) as error:
        is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = f"port {port} is taken by another program; --port 0 takes a free one" if is_taken else error
        print(f"The sandbox can't serve: {reason}", file=sys.stderr)
        return NOT_SERVED
    return SERVED


def _made(port: int, faults: Sequence[str], **given: Any) -> Sandbox:
    sandbox = Sandbox(port, **given)
    sandbox.faults.add(*[parse(text) for text in faults])
    return sandbox


@contextmanager
def _signals() -> Iterator[queue.SimpleQueue[str]]:
    """The signals that ask us to stop, as they arrive."""
    # SimpleQueue may be used within a signal's function; Event and Queue may lock themselves out.
    arrived: queue.SimpleQueue[str] = queue.SimpleQueue()

    def note(number: int, _frame: FrameType | None) -> None:
        arrived.put(signal.Signals(number).name)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield arrived
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _next(signals: queue.SimpleQueue[str]) -> str:
    while True:
        try:
            # Windows runs a signal's function only between two waits, so none may be endless.
            return signals.get(timeout=_LOOK_EVERY_S)
        except queue.Empty:
            continue


@contextmanager
def _log_to_stderr() -> Iterator[None]:
    handler = logging.StreamHandler(sys.stderr)
    redaction.guard(handler)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    # Cleaning and writing a line takes a millisecond, for which no chat should wait.
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    writer, sender = _Writer(lines, handler), QueueHandler(lines)
    level = log.level
    log.addHandler(sender)
    log.setLevel(logging.INFO)
    writer.start()
    try:
        yield
    finally:
        log.setLevel(level)
        log.removeHandler(sender)
        writer.stop()


class _Writer(QueueListener):
    """Writes lines by the handful: waking for each would interrupt the chats as often."""

    def __init__(self, lines: queue.SimpleQueue[logging.LogRecord], handler: logging.Handler) -> None:
        super().__init__(lines, handler)
        self._lines = lines
        self._is_stopping = threading.Event()

    def dequeue(self, block: bool) -> logging.LogRecord:
        if self._lines.empty():
            self._is_stopping.wait(_GATHER_S)
        return super().dequeue(block)

    def enqueue_sentinel(self) -> None:
        self._is_stopping.set()
        super().enqueue_sentinel()
