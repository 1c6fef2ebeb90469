"""What all tests share: a Qt loop for `async def` tests, the sandbox, a workspace."""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from console.chat.clocks import utc_now
from console.sandbox import Sandbox
from console.workspace import Workspace
from ui.file_open import Application

pytest_plugins = ("tests.secret_service",)

# What one process compiles serves all others of this run and of later ones, the programs that tests start
# among them. It lies in folders that git ignores.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No test reaches the keyring of whoever runs it; those that want one make a session of their own.
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)

# Data may come slowly where other work goes on beside the tests; that is no defect.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")

# Days are written as the tests say, whatever language the system of whoever runs them speaks.
QLocale.setDefault(QLocale.c())

# As in the window: a QObject that another thread collects leaves its timers behind, and Qt crashes.
gc.disable()

CONSOLE = Path(__file__).parent / "console"
_ENDED_LOOPS: list[asyncio.AbstractEventLoop] = []
MUCH_GARBAGE = 20_000
TEST_S = 20.0
WAIT_S = 8.0
TURNS_TO_FOLLOW = 6
"""Of the loop: a change wakes the task of a follower, which may wake another; it is shown after that."""
DRAIN_S = 2.0


class LoopUnderTest:
    """A Qt loop that asyncio runs on, for one test; what nobody handled makes the test fail."""

    def __init__(self, app: QApplication) -> None:
        from qasync import QEventLoop

        app.setQuitOnLastWindowClosed(False)
        # What outlives the test before serves the whole run (service models, the sandbox): no collection
        # of this test need walk it.
        gc.collect()
        gc.freeze()
        self.loop = QEventLoop(app)
        self.unhandled: list[dict[str, Any]] = []
        self.loop.set_exception_handler(lambda _, context: self.unhandled.append(context))
        asyncio.set_event_loop(self.loop)

    def run(self, work: Coroutine[Any, Any, Any], bound_s: float = TEST_S) -> None:
        async def bounded() -> None:
            async with asyncio.timeout(bound_s):
                await work

        self.loop.run_until_complete(bounded())

    def close(self) -> list[str]:
        """Ends what is left, within a bound, and names what did not end."""
        left = [task for task in asyncio.all_tasks(self.loop) if not task.done()]
        for task in left:
            task.cancel()
        stuck: set[asyncio.Task[Any]] = set()
        if left:
            _, stuck = self.loop.run_until_complete(asyncio.wait(left, timeout=DRAIN_S))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        self.loop.close()
        # Its timers run on until they are due. A thread that still makes a call of this test would end
        # the loop with its last reference, on the wrong thread, and Qt would run into those timers.
        _ENDED_LOOPS.append(self.loop)
        gc.collect()
        return [task.get_name() for task in stuck]


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    """The application as the program makes it; pytest-qt asks for its class."""
    return Application


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[LoopUnderTest]:
    under_test = LoopUnderTest(qapp)
    yield under_test
    stuck = under_test.close()
    assert not stuck, f"tasks that ignored cancellation: {stuck}"
    assert not under_test.unhandled, [
        str(one.get("exception") or one["message"]) for one in under_test.unhandled
    ]


def pytest_collection_finish() -> None:
    # What the imports and the collection made stays; no collector need walk it after each test.
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown() -> None:
    if gc.get_count()[0] > MUCH_GARBAGE:
        gc.collect()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in names if name in pyfuncitem.funcargs}
    under_test = pyfuncitem.funcargs["qt_loop"]
    assert isinstance(under_test, LoopUnderTest)
    bound = pyfuncitem.get_closest_marker("bound")
    under_test.run(pyfuncitem.obj(**arguments), *(bound.args if bound else ()))
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What takes long comes first, so that no worker is left alone with it: files of the console are short.
    items.sort(key=lambda item: item.path.is_relative_to(CONSOLE))
    for item in items:
        if (
            isinstance(item, pytest.Function)
            and inspect.iscoroutinefunction(item.obj)
            and "qt_loop" not in item.fixturenames
        ):
            # First, so that whatever else the test uses ends before its loop does.
            item.fixturenames.insert(0, "qt_loop")


async def until(holds: Callable[[], Any], what: str = "the condition") -> None:
    """Waits, within a bound, until something holds, and until whoever follows it has heard of it, too."""
    try:
        async with asyncio.timeout(WAIT_S):
            while not holds():
                await asyncio.sleep(0.003)
            for _ in range(TURNS_TO_FOLLOW):
                await asyncio.sleep(0)
    except TimeoutError:
        pytest.fail(f"{what} did not come within {WAIT_S:.0f} s")


class MovableClock:
    """The wall clock, and how far a test has moved it."""

    def __init__(self) -> None:
        self.moved = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.moved

    def move(self, **by: float) -> None:
        self.moved += timedelta(**by)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


PLAIN_FLOWS = Path(__file__).parent / "plain_flows"
"""One flow that greets in a line and answers in a line: what most tests need of a flow."""


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(shipped=PLAIN_FLOWS) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Sandbox:
    """The sandbox of the whole run, without contacts and faults of earlier tests."""
    running_sandbox.reset()
    return running_sandbox


@pytest.fixture
def workspace(tmp_path: Path, clock: MovableClock, sandbox: Sandbox) -> Iterator[Workspace]:
    """A workspace over an empty folder, whose sandbox profile is the sandbox of the run."""
    made = Workspace(tmp_path, clock, run_sandbox=lambda: sandbox)
    yield made
    if "history" in vars(made):
        # Not every test closes its workspace; the threads of a history would stay to the end of the run.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(made.history.close())
