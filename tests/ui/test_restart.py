"""Another language after a restart: asked for in the window, done by the program itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from console import restart

ROOT = Path(__file__).resolve().parents[2]
LINK = "connect-chat-console://request?ParticipantDetails.DisplayName=Ada"


def restarted(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The real program, once it was restarted; its starts are told in the file `told`."""
    given = {"CONNECT_CHAT_CONSOLE_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8", "LANGUAGE": ""}
    # On Windows and macOS the second one is a process of its own, which holds the pipe until it ends.
    return subprocess.run(
        [sys.executable, "-m", "tests.ui.restarting", LINK],
        cwd=ROOT, env={**os.environ, **given, "TOLD": str(tmp_path / "told"), **environment},
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_program_restarts_itself_and_comes_up_in_german(tmp_path: Path) -> None:
    done = restarted(tmp_path)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    first, second = map(json.loads, (tmp_path / "told").read_text("utf-8").splitlines())
    assert (first["arguments"], second["arguments"]) == ([LINK], [])
    assert (first["start"], second["start"]) == ("Start chat", "Chat starten")
    if sys.platform == "linux":
        assert first["pid"] == second["pid"], "whoever started it still has it"
    assert "another console" not in done.stderr.decode(errors="replace")


def test_a_program_that_is_gone_by_then_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = restarted(tmp_path, GONE=str(tmp_path / "gone"))
    said = done.stderr.decode(errors="replace")
    assert "could not be started again" in said
    assert "Traceback" not in said
    assert done.returncode == 1


def test_the_same_program_is_started_with_nothing_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-X", "dev", "main.py", "a.chatrequest", LINK])
    monkeypatch.setattr(sys, "argv", ["main.py", "a.chatrequest", LINK])
    assert restart.command() == [sys.executable, "-X", "dev", "main.py"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert restart.command() == [sys.executable]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_where_nothing_takes_the_place_of_a_program_another_is_started(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", started.append)
    restart.again(platform, ["program"])
    assert started == [["program"]]
