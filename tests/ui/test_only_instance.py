"""One window for one folder: a second start hands over and ends; files and links fill the form."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication

from tests.conftest import until
from ui.only_instance import OnlyInstance

MAIN = Path(__file__).resolve().parents[2] / "main.py"


@pytest.fixture
def only(tmp_path: Path, qapp: QApplication) -> Iterator[OnlyInstance]:
    made = OnlyInstance(tmp_path / "data")
    assert made.claim()
    yield made
    made.close()


def second_start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"CONNECT_CHAT_CONSOLE_DATA": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen([sys.executable, str(MAIN), *arguments], env=environment, cwd=folder)


async def test_a_second_start_hands_over_and_ends(only: OnlyInstance, tmp_path: Path) -> None:
    only.listen()
    heard: list[object] = []
    only.handed_over.connect(heard.append)
    started = second_start(tmp_path / "data", "a.chatrequest")
    await until(lambda: started.poll() is not None)
    assert started.wait() == 0
    assert heard == [[str(tmp_path / "data" / "a.chatrequest")]]


def test_the_folder_is_free_once_the_first_has_closed(only: OnlyInstance, tmp_path: Path) -> None:
    other = OnlyInstance(tmp_path / "data")
    assert not other.claim()
    only.close()
    assert other.claim()
    other.close()


def test_each_folder_has_a_window_of_its_own(only: OnlyInstance, tmp_path: Path) -> None:
    other = OnlyInstance(tmp_path / "elsewhere")
    assert other.claim()
    other.close()


def test_nobody_answers_for_a_console_that_only_holds_the_lock(only: OnlyInstance, tmp_path: Path) -> None:
    assert not OnlyInstance(tmp_path / "data").hand_over([])


def test_a_socket_that_a_killed_console_left_is_taken_over(only: OnlyInstance, tmp_path: Path) -> None:
    (tmp_path / "data" / "running.socket").touch()
    only.listen()
    assert (tmp_path / "data" / "running.socket").is_socket()


def test_a_path_that_is_too_long_for_a_socket_has_a_short_name(tmp_path: Path, qapp: QApplication) -> None:
    folder = tmp_path / ("long" * 30)
    made = OnlyInstance(folder)
    assert made.claim()
    made.listen()
    assert not (folder / "running.socket").exists()
    made.close()


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[]",
        b"{}",
        b'{"open": "text"}',
        b'{"open": [1]}',
        b'{"open": [' + b'"a",' * 60 + b'"a"]}',
    ],
)
async def test_what_is_no_handover_is_dropped(only: OnlyInstance, tmp_path: Path, line: bytes) -> None:
    only.listen()
    heard: list[object] = []
    only.handed_over.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(str(tmp_path / "data" / "running.socket"))
    await until(lambda: socket.state() == QLocalSocket.LocalSocketState.ConnectedState)
    socket.write(line + b"\n")
    socket.flush()
    await until(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == []
    only.close()
