"""Live chats in the window are left at the end of a test, while their loop still runs."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Generator
from typing import Any

import pytest

from ui.window import Window


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Between a test and its teardown Qt's events run without the loop that a session lives on."""
    test, window = pyfuncitem.obj, pyfuncitem.funcargs.get("window")
    if isinstance(window, Window) and inspect.iscoroutinefunction(test):

        @functools.wraps(test)
        async def then_leave(**arguments: Any) -> None:
            try:
                await test(**arguments)
            finally:
                await _leave(window)

        pyfuncitem.obj = then_leave
    return (yield)


async def _leave(window: Window) -> None:
    await window.close_tasks()
    if "open_chats" in vars(window.workspace):
        await window.workspace.open_chats.close()
