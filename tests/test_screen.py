"""The program on a real X server with a window manager: found, typed to, and closed from outside."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TITLE = "Connect Chat Console"
BOUND_S = 30
ENDS_S = 10

pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server the size of a projector, on a number that it chose itself, with a window manager."""
    missing = [name for name in ("Xvfb", "openbox", "xdotool") if not shutil.which(name)]
    if missing and os.environ.get("REQUIRE_TOOLS"):
        pytest.fail(f"not installed: {missing}")
    if missing:
        pytest.skip(f"not installed: {missing}")
    ours, theirs = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
        pass_fds=(theirs,), stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours) as told:
            number = f":{told.readline().strip()}"
        with subprocess.Popen(
            ["openbox", "--sm-disable"], env={**os.environ, "DISPLAY": number},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as manager:  # fmt: skip
            yield number
            manager.terminate()
        server.terminate()


class Running:
    """The program in its own folder of data, and what a person at that screen can do."""

    def __init__(self, display: str, data: Path) -> None:
        self.data = data
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"},
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "CONNECT_CHAT_CONSOLE_DATA": str(data),
        }
        self.process = subprocess.Popen([sys.executable, str(ROOT / "main.py")], env=self.environment)

    def do(self, *command: str) -> str:
        """One xdotool command, waited for."""
        return subprocess.run(
            ["xdotool", *command], env=self.environment, check=True, capture_output=True, text=True,
            timeout=BOUND_S,
        ).stdout  # fmt: skip

    def window(self) -> str:
        """The window, once it can be seen and has the focus."""
        found = self.do("search", "--sync", "--onlyvisible", "--name", TITLE).split()[-1]
        self.do("windowactivate", "--sync", found)
        return found

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits with a bound while the program runs."""
        for _ in range(BOUND_S * 20):
            if holds():
                return
            try:
                status = self.process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"the program ended with {status}")
        pytest.fail("it never came to hold")


@pytest.fixture
def running(display: str, tmp_path: Path) -> Iterator[Running]:
    program = Running(display, tmp_path)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.kill()
        program.process.wait()


def shape_of(running: Running, window: str) -> dict[str, int]:
    """Where a window is, without its frame."""
    told = running.do("getwindowgeometry", "--shell", window)
    return {name: int(value) for name, value in (line.split("=") for line in told.split())}


def press_until_a_chat_starts(running: Running) -> None:
    """Starts a chat by its keys; the first strokes may come before the flows are there."""

    def started() -> bool:
        running.do("key", "--clearmodifiers", "ctrl+Return")
        return (running.data / "recent.json").exists()

    running.until(started)


def test_the_window_fits_a_projector(running: Running) -> None:
    shape = shape_of(running, running.window())
    assert shape["WIDTH"] <= 1280
    assert shape["HEIGHT"] <= 720


def test_presenter_mode_gives_the_window_its_place_back(running: Running) -> None:
    window = running.window()
    press_until_a_chat_starts(running)
    running.do("windowsize", "--sync", window, "1000", "640")
    before = shape_of(running, window)
    assert before["Y"] > 0, "it has a title above it"
    running.do("key", "--clearmodifiers", "F11")
    running.until(lambda: shape_of(running, window)["HEIGHT"] == 720)
    running.do("key", "--clearmodifiers", "F11")
    running.until(lambda: shape_of(running, window) == before)


def test_a_chat_is_started_by_the_keyboard_and_the_window_closed_by_its_manager(running: Running) -> None:
    running.window()
    press_until_a_chat_starts(running)
    assert json.loads((running.data / "recent.json").read_text())["places"]

    running.do("key", "--clearmodifiers", "alt+F4")
    assert running.process.wait(ENDS_S) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(running: Running, number: signal.Signals) -> None:
    running.window()
    running.process.send_signal(number)
    assert running.process.wait(ENDS_S) == 0
