"""Tasks are kept, cancelled with their owner, and never fail unheard."""

from __future__ import annotations

import asyncio
import gc

from tests.conftest import until
from ui.tasks import Tasks


async def test_a_failure_is_reported_by_name() -> None:
    heard: list[tuple[str, str]] = []
    tasks = Tasks(lambda name, error: heard.append((name, str(error))))

    async def fail() -> None:
        raise ValueError("why")

    tasks.start(fail(), "do it")
    await until(lambda: bool(heard))
    assert heard == [("do it", "why")]


async def test_a_task_that_only_we_know_is_not_collected() -> None:
    done: list[bool] = []
    tasks = Tasks(lambda *_: None)

    async def wait() -> None:
        await asyncio.sleep(0.05)
        done.append(True)

    tasks.start(wait(), "wait")
    for _ in range(3):
        gc.collect()
        await asyncio.sleep(0)
    await until(lambda: bool(done))


async def test_closing_cancels_and_takes_nothing_new() -> None:
    reported: list[str] = []
    tasks = Tasks(lambda name, _: reported.append(name))
    task = tasks.start(asyncio.sleep(60), "sleep")
    await asyncio.sleep(0)
    await tasks.close()
    assert task is not None
    assert task.cancelled()
    assert tasks.start(asyncio.sleep(0), "late") is None
    assert reported == []


async def test_a_task_that_ignores_its_cancel_does_not_hold_the_close() -> None:
    tasks = Tasks(lambda *_: None)
    let_go = asyncio.Event()

    async def stubborn() -> None:
        while not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue

    tasks.start(stubborn(), "stubborn")
    await asyncio.sleep(0)
    began = asyncio.get_running_loop().time()
    await tasks.close(timeout_s=0.1)
    assert asyncio.get_running_loop().time() - began < 5
    let_go.set()
    await asyncio.sleep(0.01)
