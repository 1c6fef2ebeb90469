"""A run that was cut off is known at the next start."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from console.last_run import LastRun

RUN = """
import sys, faulthandler
from pathlib import Path
from console.last_run import LastRun
run = LastRun(Path(sys.argv[1]))
run.begin("1.2.3")
if sys.argv[2] == "fault":
    faulthandler._sigsegv()
elif sys.argv[2] == "kill":
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)
run.end()
"""


def play(folder: Path, end: str) -> int:
    ran = subprocess.run([sys.executable, "-c", RUN, str(folder), end], capture_output=True, check=False)
    return ran.returncode


def test_an_orderly_end_leaves_nothing(tmp_path: Path) -> None:
    assert play(tmp_path, "orderly") == 0
    assert list(tmp_path.iterdir()) == []
    run = LastRun(tmp_path)
    assert run.begin("1") is None
    run.end()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
@pytest.mark.parametrize(("end", "number"), [("kill", "SIGKILL"), ("fault", "SIGSEGV")])
def test_a_run_that_was_cut_off_is_told_once(tmp_path: Path, end: str, number: str) -> None:
    assert play(tmp_path, end) == -signal.Signals[number]
    run = LastRun(tmp_path)
    crash = run.begin("2")
    assert crash is not None
    assert (crash.version, crash.has_traces) == ("1.2.3", end == "fault")
    assert crash.started_at is not None
    run.end()
    if end == "fault":
        assert "LastRun" not in (tmp_path / "crash.log").read_text()
    again = LastRun(tmp_path)
    assert again.begin("3") is None
    again.end()


def test_a_mark_that_can_not_be_read_is_a_crash_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{")
    run = LastRun(tmp_path)
    crash = run.begin("1")
    run.end()
    assert crash is not None
    assert (crash.started_at, crash.version) == (None, "")


def test_a_folder_that_can_not_be_written_keeps_nothing_from_starting(tmp_path: Path) -> None:
    run = LastRun(tmp_path / "missing")
    assert run.begin("1") is None
    run.end()
