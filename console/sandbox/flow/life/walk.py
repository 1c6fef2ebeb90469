"""One flow on its way: what drives the engine, waits for it, and tells it what has happened."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, cast

from console.sandbox.flow.engine.outcome import Computed, Ended, Happening, Heard, TimedOut, Wait, Woken
from console.sandbox.flow.life.workers import Workers
from console.sandbox.flow.traces.trace import Entry, Trace
from console.sandbox.participant.items import Item
from console.sandbox.timers import Timer, Timers

log = logging.getLogger("console.sandbox")

Walking = Generator[Wait, Happening, Ended]
Over = Callable[[Ended], None]


class Walk:
    """A flow that runs until it is over or stopped. To be used under the lock of the timers.

    What comes too late, or is not what the flow waits for, is not heard. `over` is called once, unless
    the walk is stopped before. It is the flow's trace, too: what a flow tells that nobody drives any
    more, because Python throws it away on whatever thread, is told to nobody.
    """

    __slots__ = (
        "_is_over", "_is_running", "_over", "_timer", "_timers", "_trace", "_wait", "_waits", "_walking",
        "_workers",
    )  # fmt: skip

    def __init__(self, timers: Timers, workers: Workers, trace: Trace, over: Over) -> None:
        self._timers = timers
        self._workers = workers
        self._trace = trace
        self._over = over
        self._walking: Walking | None = None
        self._wait: Wait | None = None
        self._timer: Timer | None = None
        self._waits = 0
        self._is_running = False
        self._is_over = False

    @property
    def waits_for(self) -> Wait | None:
        """What it waits for now."""
        return self._wait

    def begin(self, walking: Walking) -> None:
        """Walk to the first thing that must be waited for."""
        self._walking = walking
        self._step(walking, None)

    def add(self, entry: Entry) -> None:
        """Pass on what the flow did."""
        if self._is_running:
            self._trace.add(entry)

    def hear(self, item: Item) -> None:
        """The customer has said something."""
        if self._wait is not None and self._wait.hears:
            self._happen(Heard(item))

    def wake(self, name: str, value: Any = None) -> None:
        """Something has happened that a flow can wait for by its name."""
        if self._wait is not None and name in self._wait.wakes:
            self._happen(Woken(name, value))

    def stop(self) -> None:
        """Stop for good, wherever it stands."""
        self._is_over = True
        self._forget()
        if not self._is_running:
            self._close()

    def _close(self) -> None:
        walking, self._walking = self._walking, None
        if walking is not None:
            self._is_running = True
            walking.close()
            self._is_running = False

    def _happen(self, happening: Happening) -> None:
        self._forget()
        if self._walking is not None:
            self._step(self._walking, happening)

    def _step(self, walking: Walking, happening: Happening | None) -> None:
        self._is_running = True
        ended: Ended | None = None
        try:
            # A generator that has not begun takes None, and nothing else.
            self._await(walking.send(cast("Happening", happening)))
        except StopIteration as stop:
            ended = stop.value
        except Exception:
            log.exception("a flow failed")
            ended = Ended("disconnected")
        finally:
            self._is_running = False
        if self._is_over:
            # It was stopped by what it did itself, such as ending the chat.
            self._close()
        elif ended is not None:
            self._is_over = True
            self._over(ended)

    def _await(self, wait: Wait) -> None:
        if self._is_over:
            return
        self._wait = wait
        self._waits += 1
        if wait.seconds is not None:
            self._timer = self._timers.after(wait.seconds, self._time_out)
        if wait.compute is not None:
            self._workers.start(wait.compute, partial(self._computed, self._waits))

    def _time_out(self) -> None:
        self._happen(TimedOut())

    def _computed(self, of: int, value: Any, error: Exception | None) -> None:
        with self._timers.lock:
            # What took too long finds the flow elsewhere.
            if self._wait is not None and self._waits == of:
                self._happen(Computed(value, error))

    def _forget(self) -> None:
        self._wait = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
