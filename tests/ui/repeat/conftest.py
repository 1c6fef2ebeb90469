"""The window, and a sandbox whose flow is edited between two chats."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from console.sandbox import Sandbox
from tests.console.repeat.conftest import PACE
from tests.console.repeat.rehearsed import Workshop
from ui.window import Window


@pytest.fixture(scope="module")
def running_workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = Workshop(tmp_path_factory.mktemp("rehearsed"))
    with made.sandbox:
        yield made


@pytest.fixture(scope="module")
def running_sandbox(running_workshop: Workshop) -> Sandbox:
    return running_workshop.sandbox


@pytest.fixture
def workshop(running_workshop: Workshop) -> Workshop:
    running_workshop.change()
    return running_workshop


@pytest.fixture(autouse=True)
def hasty(window: Window) -> None:
    """No test waits as long as a person would."""
    window.repeats.pace = PACE
