"""The real window, for tests that click in it."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from console.workspace import Workspace
from tests.conftest import LoopUnderTest, until
from ui import theme
from ui.tasks import Tasks
from ui.window import Window


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """Deletes the windows that a test left behind: Qt would style them again with every later test."""
    result = yield
    for widget in QApplication.topLevelWidgets():
        if widget.parent() is None:
            widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Leaves a window while its loop still runs.

    Between a test and its teardown Qt's events run without the loop that sessions and followers live on.
    """
    test, window = pyfuncitem.obj, pyfuncitem.funcargs.get("window")
    # A page that is shown alone has tasks of its own.
    tasks = getattr(pyfuncitem.funcargs.get("shown"), "tasks", None)
    if inspect.iscoroutinefunction(test) and (isinstance(window, Window) or isinstance(tasks, Tasks)):

        @functools.wraps(test)
        async def then_leave(**arguments: Any) -> None:
            try:
                await test(**arguments)
            finally:
                if isinstance(window, Window):
                    await _leave(window)
                if isinstance(tasks, Tasks):
                    await tasks.close()

        pyfuncitem.obj = then_leave
    return (yield)


async def _leave(window: Window) -> None:
    await window.close_tasks()
    if "agent_desk" in vars(window.workspace):
        await window.workspace.agent_desk.close()
    if "open_chats" in vars(window.workspace):
        await window.workspace.open_chats.close()


@pytest.fixture
def window(qt_loop: LoopUnderTest, qapp: QApplication, workspace: Workspace) -> Iterator[Window]:
    """The real window, shown, its followers running and its places loaded before the test begins."""
    theme.dress(qapp, "light")
    made = Window(workspace.settings)
    made.open(workspace, "0")
    made.resize(1280, 800)
    made.show()

    async def begin() -> None:
        await made.painted()
        await made.begin()
        await until(lambda: workspace.places.state in ("ready", "failed"), "the places")
        await until(lambda: made.form.is_ready or workspace.places.state == "failed", "a form that is ready")

    qt_loop.run(begin())
    yield made
    qt_loop.run(_end(made))


async def _end(window: Window) -> None:
    window.close()
    await window.close_tasks()
    await window.workspace.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    await asyncio.sleep(0)
