"""*Unlock* as its user sees it: GNOME's own dialog on an X server, answered by the keyboard."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.errors import VaultLocked
from console.vault import Vault
from tests.conftest import until
from tests.console.vault.stores import KEY
from tests.secret_service import PASSWORD, PROMPTER, PrivateSession, require_tools

pytestmark = pytest.mark.screen

SERVICE_FILE = Path(f"/usr/share/dbus-1/services/{PROMPTER}.service")
ATTEMPTS = 5
ANSWER_S = 2.0


class Dialog:
    """The dialog that GNOME asks for passwords with, and somebody's hands at its keyboard."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    async def answer(self, asking: asyncio.Task[None], keys: list[str]) -> None:
        """Presses keys and types words until the asking is over: the first may come before the focus does."""
        await self._do("search", "--sync", "--onlyvisible", "--class", "gcr-prompter")
        for _ in range(ATTEMPTS):
            for key in keys:
                await self._do(*(("key", key) if key[0].isupper() or "+" in key else ("type", key)))
            await asyncio.wait([asking], timeout=ANSWER_S)
            if asking.done():
                return

    async def _do(self, *command: str) -> None:
        def press() -> int:
            quiet = subprocess.DEVNULL
            return subprocess.call(["xdotool", *command], env=self._environment, stdout=quiet, timeout=10)

        assert await asyncio.to_thread(press) == 0


@pytest.fixture
def dialog(own_session: PrivateSession) -> Iterator[Dialog]:
    require_tools("Xvfb", "xdotool")
    if not SERVICE_FILE.exists():
        (pytest.fail if os.environ.get("REQUIRE_TOOLS") else pytest.skip)("not installed: gcr-prompter")
    program = next(
        line for line in SERVICE_FILE.read_text().splitlines() if line.startswith("Exec=")
    ).removeprefix("Exec=")
    ours, theirs = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
        pass_fds=(theirs,), stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours) as told:
            environment = own_session.environment | {"DISPLAY": f":{told.readline().strip()}"}
        with subprocess.Popen([program], env=environment, stderr=subprocess.DEVNULL) as prompter:
            yield Dialog(environment)
            prompter.kill()
        server.terminate()


async def test_the_owner_unlocks_with_the_password(own_session: PrivateSession, dialog: Dialog) -> None:
    own_session.start_keyring()
    await until(lambda: own_session.is_owned(PROMPTER))
    vault = Vault()
    await vault.save(KEY, {"secret": "x"})
    own_session.lock()
    unlocking = asyncio.create_task(vault.unlock())
    await dialog.answer(unlocking, ["ctrl+a", PASSWORD, "Return"])
    await unlocking
    assert vault.state == "open"
    assert await vault.load(KEY) == {"secret": "x"}


async def test_the_owner_does_not_want_to(own_session: PrivateSession, dialog: Dialog) -> None:
    own_session.start_keyring()
    await until(lambda: own_session.is_owned(PROMPTER))
    own_session.lock()
    vault = Vault()
    unlocking = asyncio.create_task(vault.unlock())
    await dialog.answer(unlocking, ["Escape"])
    with pytest.raises(VaultLocked) as told:
        await unlocking
    assert told.value.facts["cause"] == "dismissed"
    assert own_session.is_locked


async def test_the_owner_makes_a_keyring_where_there_is_none(
    own_session: PrivateSession, dialog: Dialog
) -> None:
    own_session.start_keyring(has_collection=False)
    await until(lambda: own_session.is_owned(PROMPTER))
    vault = Vault()
    unlocking = asyncio.create_task(vault.unlock())
    await dialog.answer(unlocking, ["ctrl+a", PASSWORD, "Tab", "ctrl+a", PASSWORD, "Return", "shift+Tab"])
    await unlocking
    await vault.save(KEY, {"secret": "x"})
    assert await Vault().load(KEY) == {"secret": "x"}
    assert len(own_session.secrets()) == 1
