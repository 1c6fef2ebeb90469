"""How a flow is driven: by time, by words, by work on threads; and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Generator
from typing import Any

import pytest

from console.sandbox.clock import Clock
from console.sandbox.flow.engine.outcome import Computed, Ended, Happening, Heard, TimedOut, Wait, Woken
from console.sandbox.flow.life.walk import Walk
from console.sandbox.flow.life.workers import Workers
from console.sandbox.flow.traces.trace import Paused, Place, Ring
from console.sandbox.participant.items import Item
from console.sandbox.timers import Timers
from tests.console.sandbox.flow.stage import Wall

ITEM = Item("MESSAGE", "text/plain", "c", 0, "hello")
PAUSED = Paused(Place(0.0, "c", "f", "Flow", "a", "Wait", "Wait"), "as an example", None)
BOUND_S = 10.0


class Driven:
    """A walk through some waits, and what it was told at each."""

    def __init__(self, *waits: Wait, workers: Workers | None = None) -> None:
        self.timers = Timers(Clock(Wall()))
        self.told: list[Happening] = []
        self.ended: list[Ended] = []
        self.is_closed = False
        self.changed = threading.Condition(self.timers.lock)
        self.trace = Ring()
        self.walk = Walk(self.timers, workers or Workers(), self.trace, self._over)
        self.walking = self._go(waits)

    def _go(self, waits: tuple[Wait, ...]) -> Generator[Wait, Happening, Ended]:
        try:
            for wait in waits:
                happening = yield wait
                self.told.append(happening)
                with self.changed:
                    self.changed.notify_all()
            return Ended("flow_ended")
        finally:
            self.is_closed = True
            self.walk.add(PAUSED)

    def _over(self, ended: Ended) -> None:
        self.ended.append(ended)

    def until_told(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.told) >= count, BOUND_S)

    def pass_time(self, seconds: float) -> None:
        self.timers.clock.move(seconds)
        self.timers.run_due()


def test_whatever_comes_first_wakes_it_and_the_rest_is_not_heard() -> None:
    driven = Driven(Wait(10, hears=True), Wait(5), Wait(wakes=frozenset({"sign"})))
    driven.walk.begin(driven.walking)
    driven.walk.hear(ITEM)
    driven.walk.hear(ITEM)
    driven.walk.wake("sign")
    driven.pass_time(4.9)
    assert driven.told == [Heard(ITEM)]
    driven.pass_time(0.2)
    driven.walk.wake("other")
    driven.pass_time(100)
    assert driven.told == [Heard(ITEM), TimedOut()]
    driven.walk.wake("sign", 5)
    assert driven.told[2:] == [Woken("sign", 5)]
    assert driven.ended == [Ended("flow_ended")]
    driven.walk.hear(ITEM)
    assert len(driven.timers) == 0


def test_work_is_done_on_a_thread_and_its_value_or_error_comes_back() -> None:
    def fail() -> Any:
        raise LookupError("nothing there")

    driven = Driven(Wait(compute=lambda: threading.current_thread().name), Wait(compute=fail))
    driven.walk.begin(driven.walking)
    driven.until_told(2)
    first, second = driven.told
    assert first == Computed("sandbox-work")
    assert isinstance(second, Computed)
    assert isinstance(second.error, LookupError)


def test_work_that_takes_too_long_is_not_waited_for() -> None:
    release = threading.Event()
    driven = Driven(Wait(8, compute=release.wait), Wait(compute=lambda: "next"))
    driven.walk.begin(driven.walking)
    driven.pass_time(8)
    driven.until_told(2)
    release.set()
    assert driven.told == [TimedOut(), Computed("next")]


def test_a_late_result_is_not_taken_for_that_of_the_next_work() -> None:
    release = threading.Event()
    driven = Driven(Wait(8, compute=release.wait), Wait(compute=lambda: "next"), workers=Workers(most=1))
    driven.walk.begin(driven.walking)
    driven.pass_time(8)
    release.set()  # the one thread tells of the first work before it does the next
    driven.until_told(2)
    assert driven.told == [TimedOut(), Computed("next")]


def test_a_walk_that_is_stopped_ignores_what_comes_later() -> None:
    release, done = threading.Event(), threading.Event()

    def work() -> str:
        release.wait(BOUND_S)
        return "late"

    workers = Workers(most=1)
    driven = Driven(Wait(compute=work), workers=workers)
    driven.walk.begin(driven.walking)
    driven.walk.stop()
    driven.walk.stop()
    assert driven.is_closed
    release.set()
    workers.start(lambda: None, lambda _value, _error: done.set())
    assert done.wait(BOUND_S), "the one thread has done the work before"
    assert (driven.told, driven.ended) == ([], [])


def test_a_flow_that_python_throws_away_tells_nobody() -> None:
    stopped, dropped = Driven(Wait()), Driven(Wait())
    stopped.walk.begin(stopped.walking)
    dropped.walk.begin(dropped.walking)
    stopped.walk.stop()
    dropped.walking.close()
    assert stopped.trace.entries == (PAUSED,)
    assert dropped.is_closed
    assert dropped.trace.entries == ()


def test_a_walk_can_be_stopped_by_what_it_does_itself() -> None:
    ended: list[Ended] = []

    def go() -> Generator[Wait, Happening, Ended]:
        walk.stop()
        yield Wait(1)
        return Ended("flow_ended")

    timers = Timers(Clock(Wall()))
    walk = Walk(timers, Workers(), Ring(), ended.append)
    walk.begin(go())
    assert (ended, len(timers), walk.waits_for) == ([], 0, None)


def test_a_defect_of_ours_ends_the_chat_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def go() -> Generator[Wait, Happening, Ended]:
        yield Wait(hears=True)
        raise RuntimeError("a defect")

    ended: list[Ended] = []
    walk = Walk(Timers(Clock(Wall())), Workers(), Ring(), ended.append)
    walk.begin(go())
    walk.hear(ITEM)
    assert ended == [Ended("disconnected")]
    assert "a flow failed" in caplog.text


def test_work_waits_for_its_turn_and_what_has_not_begun_is_forgotten() -> None:
    workers, release, begun = Workers(most=1), threading.Event(), threading.Event()
    told: list[object] = []

    def slow() -> bool:
        begun.set()
        return release.wait(BOUND_S)

    workers.start(slow, lambda value, _error: told.append(value))
    assert begun.wait(BOUND_S)
    workers.start(lambda: "forgotten", lambda value, _error: told.append(value))
    workers.clear()
    release.set()
    done = threading.Event()

    def finish(value: object, _error: Exception | None) -> None:
        told.append(value)
        done.set()

    workers.start(lambda: "last", finish)
    assert done.wait(BOUND_S)
    assert told == [True, "last"]
