"""The profile screens, opened over the sandbox and a keyring in memory, or a real one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterator
from functools import wraps
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.sandbox import Sandbox
from console.vault import Vault
from tests.conftest import LoopUnderTest, MovableClock
from tests.console.memory_store import MemoryStore, memory_vault
from tests.secret_service import own_secret_service, own_session, silent_prompter
from tests.ui.profiles.screens import Screens
from ui import theme

__all__ = ["own_secret_service", "own_session", "silent_prompter"]

Open = Callable[[Vault], Screens]
OPENED = pytest.StashKey[list[Screens]]()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Closes the screens within the test's own run of the loop: outside of it no task can go on."""
    test = pyfuncitem.obj

    @wraps(test)
    async def closing(**arguments: object) -> None:
        try:
            await test(**arguments)
        finally:
            for screens in pyfuncitem.stash.get(OPENED, []):
                await screens.close()

    if inspect.iscoroutinefunction(test):
        pyfuncitem.obj = closing
    return (yield)


@pytest.fixture
def open_screens(
    qt_loop: LoopUnderTest,
    qapp: QApplication,
    tmp_path: Path,
    clock: MovableClock,
    sandbox: Sandbox,
    request: pytest.FixtureRequest,
) -> Iterator[Open]:
    """Opens the screens over a vault; what failed unnoticed makes the test fail."""
    theme.dress(qapp, "light")
    # The time between two polls is the service's to say; here nobody has to wait for it.
    sandbox.sign_in.lifetimes.change({"interval_s": 0})
    opened: list[Screens] = []
    request.node.stash[OPENED] = opened

    def open_over(vault: Vault) -> Screens:
        opened.append(Screens(tmp_path, clock, sandbox, vault))
        return opened[-1]

    yield open_over
    QApplication.clipboard().clear()
    assert [failure for screens in opened for failure in screens.failures] == []


@pytest.fixture
def store() -> MemoryStore:
    """What stands where the keyring would."""
    return MemoryStore()


@pytest.fixture
def screens(open_screens: Open, store: MemoryStore) -> Screens:
    """The screens over a keyring in memory."""
    return open_screens(memory_vault(store))
