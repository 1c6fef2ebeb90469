"""The line: one call at a time, none for ever, and nothing that hangs keeps the program from ending."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from console.paths import ROOT
from console.vault.line import MOST_LEFT, Line, LineClosed, NoAnswer, TooManyLeft
from tests.conftest import until

BOUND_S = 10.0
SOON_S = 0.05
IsWanted = Callable[[], bool]


class Hanging:
    """Calls that begin and do not come back until they are released."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.begun = 0
        self.wanted: list[bool] = []

    def __call__(self, is_wanted: IsWanted) -> str:
        self.begun += 1
        self.released.wait(BOUND_S)
        self.wanted.append(is_wanted())
        return "late"


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    call = Hanging()
    yield call
    call.released.set()


def thread_of(_: IsWanted) -> int:
    return threading.get_ident()


async def test_calls_share_one_thread_that_is_not_ours() -> None:
    line = Line()
    threads = {await line.make(thread_of, BOUND_S) for _ in range(5)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_calls_are_made_in_their_order_and_never_two_at_once() -> None:
    line = Line()
    order: list[str] = []

    def note(number: int, _: IsWanted) -> None:
        order.append(f"begin {number}")
        order.append(f"end {number}")

    await asyncio.gather(*(line.make(partial(note, number), BOUND_S) for number in range(6)))
    assert order == [f"{what} {number}" for number in range(6) for what in ("begin", "end")]


async def test_errors_come_back_as_they_are() -> None:
    def fail(_: IsWanted) -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        await Line().make(fail, BOUND_S)


async def test_a_call_that_hangs_is_left_and_the_next_has_a_fresh_thread(hanging: Hanging) -> None:
    line = Line()
    first = await line.make(thread_of, BOUND_S)
    with pytest.raises(NoAnswer):
        await line.make(hanging, SOON_S)
    assert line.left == 1
    assert await line.make(thread_of, BOUND_S) != first
    hanging.released.set()
    await until(lambda: line.left == 0)
    assert hanging.wanted == [False], "it learns that nobody waits any more"


async def test_those_who_wait_behind_a_call_that_hangs_are_served(hanging: Hanging) -> None:
    line = Line()
    stuck = asyncio.create_task(line.make(hanging, SOON_S))
    await until(lambda: hanging.begun)
    behind = [asyncio.create_task(line.make(thread_of, BOUND_S)) for _ in range(3)]
    with pytest.raises(NoAnswer):
        await stuck
    assert len(set(await asyncio.gather(*behind))) == 1


async def test_no_more_than_a_few_are_left_hanging(hanging: Hanging) -> None:
    line = Line()
    for _ in range(MOST_LEFT):
        with pytest.raises(NoAnswer):
            await line.make(hanging, SOON_S)
    with pytest.raises(TooManyLeft):
        await line.make(thread_of, BOUND_S)
    assert hanging.begun == MOST_LEFT
    hanging.released.set()
    await until(lambda: line.left == 0)
    assert await line.make(thread_of, BOUND_S)


async def test_cancelling_returns_at_once_and_the_call_runs_on_in_its_order(hanging: Hanging) -> None:
    line = Line()
    task = asyncio.create_task(line.make(hanging, BOUND_S))
    await until(lambda: hanging.begun)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    after = asyncio.create_task(line.make(lambda _: len(hanging.wanted), BOUND_S))
    await asyncio.sleep(0)
    hanging.released.set()
    assert await after == 1
    assert hanging.wanted == [True], "a save that has begun is finished"


async def test_a_call_left_on_cancel_keeps_nobody_waiting(hanging: Hanging) -> None:
    line = Line()
    task = asyncio.create_task(line.make(hanging, BOUND_S, is_left_on_cancel=True))
    await until(lambda: hanging.begun)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await line.make(thread_of, BOUND_S)
    hanging.released.set()
    await until(lambda: hanging.wanted == [False])


async def test_a_call_cancelled_before_its_turn_is_never_made(hanging: Hanging) -> None:
    line = Line()
    first = asyncio.create_task(line.make(hanging, BOUND_S))
    await until(lambda: hanging.begun)
    made: list[str] = []
    second = asyncio.create_task(line.make(lambda _: made.append("made"), BOUND_S))
    await asyncio.sleep(0)
    second.cancel()
    hanging.released.set()
    assert await first == "late"
    await line.make(thread_of, BOUND_S)
    assert made == []


async def test_a_closed_line_takes_no_more_calls() -> None:
    line = Line()
    await line.make(thread_of, BOUND_S)
    await line.close(BOUND_S)
    await line.close(BOUND_S)
    with pytest.raises(LineClosed):
        await line.make(thread_of, BOUND_S)


async def test_closing_gives_a_call_under_way_a_moment(hanging: Hanging) -> None:
    line = Line()
    task = asyncio.create_task(line.make(hanging, BOUND_S))
    await until(lambda: hanging.begun)
    task.cancel()
    closing = asyncio.create_task(line.close(BOUND_S))
    await asyncio.sleep(0)
    hanging.released.set()
    await closing
    assert hanging.wanted == [True]


async def test_closing_does_not_wait_for_what_hangs(hanging: Hanging) -> None:
    line = Line()
    task = asyncio.create_task(line.make(hanging, BOUND_S))
    await until(lambda: hanging.begun)
    task.cancel()
    before = time.monotonic()
    await line.close(SOON_S)
    assert time.monotonic() - before < BOUND_S / 4
    hanging.released.set()
    await until(lambda: hanging.wanted == [False])


def test_an_answer_that_comes_after_its_loop_is_not_shown(
    hanging: Hanging, caplog: pytest.LogCaptureFixture
) -> None:
    line = Line()
    over = threading.Event()

    def answer(is_wanted: IsWanted) -> dict[str, str]:
        hanging(is_wanted)
        return {"password": "short"}

    async def leave() -> None:
        task = asyncio.create_task(line.make(answer, BOUND_S))
        while not hanging.begun:
            await asyncio.sleep(0)
        task.cancel()

    asyncio.run(leave())
    hanging.released.set()
    asyncio.run(line.make(lambda _: over.set(), BOUND_S))
    assert over.is_set()
    assert "a call ended after its loop was closed" in caplog.text
    assert "short" not in caplog.text


def test_a_call_that_hangs_does_not_keep_the_program_from_ending() -> None:
    program = """
import asyncio, threading
from console.vault.line import Line, NoAnswer
async def main():
    line = Line()
    for _ in range(2):
        try:
            await line.make(lambda _: threading.Event().wait(), 0.05)
        except NoAnswer:
            print("left")
    await line.close(0.05)
asyncio.run(main())
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=BOUND_S, check=True, cwd=ROOT
    )
    assert ended.stdout == "left\nleft\n"
