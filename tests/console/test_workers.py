"""Workers: results and errors come back, the bound holds, and what nobody waits for is told."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from concurrent.futures import Future
from functools import partial

import pytest

from console.paths import ROOT
from console.workers import Workers

BOUND_S = 10.0


def test_results_and_errors_come_back_to_the_loop_that_asked() -> None:
    async def ask() -> None:
        workers = Workers()
        here = threading.get_ident()
        assert await workers.call(threading.get_ident) != here
        with pytest.raises(ZeroDivisionError):
            await workers.call(lambda: 1 // 0)

    asyncio.run(ask())


def test_one_set_of_workers_serves_several_loops() -> None:
    workers = Workers(count=2)
    for number in range(3):
        assert asyncio.run(workers.call(partial(int, number))) == number


def test_never_more_calls_at_once_than_threads() -> None:
    running, most = 0, 0
    lock = threading.Lock()
    together = threading.Barrier(3)

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        together.wait(BOUND_S)
        with lock:
            running -= 1

    async def ask() -> None:
        workers = Workers(count=3)
        await asyncio.gather(*(workers.call(work) for _ in range(9)))

    asyncio.run(ask())
    assert most == 3


def test_a_thread_that_is_free_is_used_again() -> None:
    async def ask() -> set[int]:
        workers = Workers(count=8)
        return {await workers.call(threading.get_ident) for _ in range(20)}

    assert len(asyncio.run(ask())) == 1


def test_cancelling_frees_the_awaiter_at_once_and_tells_the_result_later() -> None:
    released, began = threading.Event(), threading.Event()

    def work() -> str:
        began.set()
        released.wait(BOUND_S)
        return "done all the same"

    async def ask() -> str:
        told: asyncio.Future[Future[str]] = asyncio.get_running_loop().create_future()
        loop_thread = threading.get_ident()

        def on_late(outcome: Future[str]) -> None:
            assert threading.get_ident() == loop_thread
            told.set_result(outcome)

        task = asyncio.create_task(Workers().call(work, on_late))
        await asyncio.to_thread(began.wait, BOUND_S)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not told.done()
        released.set()
        return (await asyncio.wait_for(told, BOUND_S)).result()

    assert asyncio.run(ask()) == "done all the same"


def test_a_late_error_is_told_too() -> None:
    released, began = threading.Event(), threading.Event()

    def work() -> None:
        began.set()
        released.wait(BOUND_S)
        raise LookupError

    async def ask() -> BaseException | None:
        told: asyncio.Future[Future[None]] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(Workers().call(work, told.set_result))
        await asyncio.to_thread(began.wait, BOUND_S)
        task.cancel()
        released.set()
        return (await asyncio.wait_for(told, BOUND_S)).exception()

    assert isinstance(asyncio.run(ask()), LookupError)


@pytest.mark.parametrize("fails", [False, True])
def test_an_answer_that_meets_the_cancel_in_one_step_is_not_lost(fails: bool) -> None:
    def work() -> str:
        if fails:
            raise LookupError
        return "an answer"

    async def ask() -> Future[str]:
        told: list[Future[str]] = []
        task = asyncio.create_task(Workers(count=1).call(work, told.append))
        inner = None
        while inner is None or not inner.done():
            await asyncio.sleep(0)
            inner = getattr(task, "_fut_waiter", inner) or inner
        # The answer is there, but the task has not run on yet.
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        (outcome,) = told
        return outcome

    outcome = asyncio.run(ask())
    assert isinstance(outcome.exception(), LookupError) if fails else outcome.result() == "an answer"


def test_a_call_that_was_cancelled_before_a_worker_began_it_is_never_made() -> None:
    released, began = threading.Event(), threading.Event()
    made: list[str] = []

    async def ask() -> None:
        workers = Workers(count=1)

        def block() -> None:
            began.set()
            released.wait(BOUND_S)

        first = asyncio.create_task(workers.call(block))
        await asyncio.to_thread(began.wait, BOUND_S)
        second = asyncio.create_task(
            workers.call(lambda: made.append("second"), lambda _: made.append("late"))
        )
        await asyncio.sleep(0)
        second.cancel()
        released.set()
        await first
        await workers.call(lambda: made.append("third"))

    asyncio.run(ask())
    assert made == ["third"]


def test_a_call_may_outlive_its_loop(caplog: pytest.LogCaptureFixture) -> None:
    released, began, over = threading.Event(), threading.Event(), threading.Event()
    workers = Workers(count=1)

    def work() -> str:
        began.set()
        released.wait(BOUND_S)
        return "contact 7"

    async def leave() -> None:
        task = asyncio.create_task(workers.call(work))
        await asyncio.to_thread(began.wait, BOUND_S)
        task.cancel()

    asyncio.run(leave())
    released.set()
    asyncio.run(workers.call(over.set))
    assert over.is_set()
    assert "contact 7" in caplog.text


def test_closed_workers_finish_what_was_asked_and_take_no_more() -> None:
    async def ask() -> str:
        workers = Workers(count=1)
        answer = asyncio.create_task(workers.call(lambda: "asked before"))
        await asyncio.sleep(0)
        workers.close()
        workers.close()
        with pytest.raises(RuntimeError, match="closed"):
            await workers.call(lambda: "asked after")
        return await answer

    assert asyncio.run(ask()) == "asked before"


def test_a_call_that_never_ends_does_not_keep_the_program_from_ending() -> None:
    program = """
import asyncio, threading
from console.workers import Workers
async def main():
    began = threading.Event()
    task = asyncio.create_task(Workers().call(lambda: (began.set(), threading.Event().wait())))
    await asyncio.to_thread(began.wait)
    task.cancel()
asyncio.run(main())
print("over")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=BOUND_S, check=True, cwd=ROOT
    )
    assert ended.stdout == "over\n"
