"""How a run ends: after a crash in every place where one can be, and by a signal."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.leaks.hands import Person
from ui.leaving import LeavingDialog


class CrashError(Exception):
    """On purpose."""


async def _secrets_in_hand(person: Person) -> str:
    """What a careless message of an error could hold: values without the names that give them away."""
    wallet = person.window.workspace.wallet
    entries = [await wallet.entry(one) for one in wallet.profiles.all]
    return " ".join([*(text for entry in entries for text in entry.values()), person.learnt[-1][1]])


async def crash(person: Person) -> None:
    """In a slot, in a task, on a thread, and where Python can only mention it."""
    window = person.window
    secrets = await _secrets_in_hand(person)
    crashed: list[str] = []

    def fail(where: str) -> None:
        crashed.append(where)
        raise CrashError(f"in {where}: {secrets}")

    async def fail_later() -> None:
        fail("a task")

    class Careless:
        def __del__(self) -> None:
            fail("a finalizer")

    QTimer.singleShot(0, window, lambda: fail("a slot"))
    window.tasks.start(fail_later(), "crash")
    asyncio.get_running_loop().call_soon(lambda: fail("a callback"))
    thread = threading.Thread(target=lambda: fail("a thread"))
    thread.start()
    thread.join()
    Careless()
    # As a record would have it that shows what a task or a call ended with.
    logging.getLogger("ui").error("%r", CrashError(f"as Python writes it: {secrets}"))
    await person.until(lambda: len(crashed) == 5, "the crashes")
    await person.until_read("Something went wrong (CrashError)")
    person.look("after a crash")


async def end_in_a_crash(person: Person) -> None:
    """A secret is on the clipboard when the program fails as a whole."""
    person.window.clipboard.copy_secret(person.learnt[-1][1])
    assert QApplication.clipboard().text()
    raise CrashError(f"the end: {await _secrets_in_hand(person)}")


async def end_by_a_signal(person: Person) -> None:
    """The session ends while a secret is on the clipboard."""
    person.press(person.window.pane.token.copy)
    assert QApplication.clipboard().text() == person.learnt[-1][1]
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.Event().wait()


async def close(person: Person) -> None:
    """The window is closed while a secret is on the clipboard, and a chat is left open."""
    person.press(person.window.pane.token.copy)
    assert QApplication.clipboard().text() == person.learnt[-1][1]
    person.window.close()
    dialog = await person.dialog(LeavingDialog)
    dialog.choices["leave"].click()
    person.press(dialog.close_button)
    await asyncio.Event().wait()
