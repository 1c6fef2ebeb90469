"""The real window, for tests that click in it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from console.workspace import Workspace
from tests.conftest import LoopUnderTest, until
from ui import theme
from ui.window import Window


@pytest.fixture
def window(qt_loop: LoopUnderTest, qapp: QApplication, workspace: Workspace) -> Iterator[Window]:
    """The real window, shown, its followers running and its places loaded before the test begins."""
    theme.dress(qapp, "light")
    made = Window(workspace, "0")
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
