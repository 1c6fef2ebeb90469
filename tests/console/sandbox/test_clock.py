"""The sandbox's own time, and what it does by itself when that has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sandbox.clock import FARTHEST_S, FASTEST, Clock
from console.sandbox.timers import Timers
from tests.conftest import until


class Wall:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_at_first_it_is_the_time_on_the_wall() -> None:
    wall = Wall()
    clock = Clock(wall)
    wall.now += 5
    assert (clock(), clock.moved_s, clock.wall_at(7.0), clock.wall_until(wall.now + 3)) == (wall.now, 0, 7, 3)


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0.01, 1e4), st.floats(0, 1e5)), max_size=8))
def test_it_never_goes_back(steps: list[tuple[float, float, float]]) -> None:
    wall = Wall()
    clock = Clock(wall)
    for moved, speed, passed in steps:
        before = clock()
        clock.run(speed)
        clock.move(moved)
        assert clock() == pytest.approx(before + moved)
        wall.now += passed
        assert clock() == pytest.approx(before + moved + speed * passed)
        assert clock.wall_until(clock() + speed) == pytest.approx(1, rel=1e-3)
    clock.reset()
    assert (clock(), clock.speed) == (wall.now, 1)


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), FARTHEST_S + 1])
def test_it_cannot_be_moved_back_or_too_far(seconds: float) -> None:
    with pytest.raises(ValueError, match="ahead"):
        Clock().move(seconds)


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf"), FASTEST + 1])
def test_it_cannot_stand_still_or_run_too_fast(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        Clock().run(speed)


def test_what_is_due_is_done_in_its_order_by_whoever_asks() -> None:
    wall = Wall()
    timers = Timers(Clock(wall))
    done: list[str] = []
    for name, seconds in (("c", 30), ("a", 10), ("b", 20), ("b2", 20)):
        timers.after(seconds, partial(done.append, name))
    wall.now += 20
    timers.run_due()
    assert (done, len(timers)) == (["a", "b", "b2"], 1)
    timers.clear()
    wall.now += 20
    timers.run_due()
    assert done == ["a", "b", "b2"]


def test_a_failure_stops_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    timers = Timers(Clock(Wall()))
    done: list[int] = []

    def fail() -> None:
        raise RuntimeError("planted")

    timers.after(0, fail)
    timers.after(0, lambda: done.append(1))
    timers.run_due()
    assert done == [1]
    assert "planted" in caplog.text


def test_what_is_cancelled_is_not_done_and_not_kept() -> None:
    wall = Wall()
    timers = Timers(Clock(wall))
    done: list[int] = []
    kept = timers.after(5, lambda: done.append(1))
    for _ in range(5000):
        timer = timers.after(10, lambda: done.append(2))
        timer.cancel()
        timer.cancel()
    assert len(timers) == 1
    assert len(timers._due) < 2500
    wall.now += 20
    timers.run_due()
    kept.cancel()
    assert (done, len(timers)) == ([1], 0)


@pytest.mark.parametrize("change", [lambda clock: clock.move(3600), lambda clock: clock.run(100_000)])
async def test_a_loop_does_it_as_soon_as_time_has_come(change: Callable[[Clock], None]) -> None:
    timers = Timers(Clock())
    done: list[int] = []
    timers.after(3600, lambda: done.append(1))
    timers.attach(asyncio.get_running_loop())
    timers.after(0, lambda: done.append(0))
    await until(lambda: done == [0], "what is due at once")
    await asyncio.to_thread(change, timers.clock)
    await until(lambda: done == [0, 1], "what was moved to now")
    timers.detach()
    timers.after(0, lambda: done.append(2))
    assert done == [0, 1]
