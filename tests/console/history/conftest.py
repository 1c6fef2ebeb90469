"""A history in a folder of its own, which looks for better times quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.history import History
from tests.conftest import LoopUnderTest, MovableClock

QUICK_S = 0.02


@pytest.fixture
def opened(qt_loop: LoopUnderTest, clock: MovableClock) -> Iterator[Callable[[Path], History]]:
    """Opens the history of a folder; all that were opened are closed after the test."""
    made: list[History] = []

    def open_in(folder: Path) -> History:
        made.append(History(folder, clock, QUICK_S))
        return made[-1]

    yield open_in
    for one in made:
        qt_loop.run(one.close())


@pytest.fixture
def history(opened: Callable[[Path], History], tmp_path: Path) -> History:
    return opened(tmp_path)
