"""The smoke test, as the README runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.smoke import CHECKS

MAIN = Path(__file__).resolve().parents[2] / "main.py"


@pytest.mark.parametrize("to_file", [False, True])
def test_the_smoke_test_holds(tmp_path: Path, to_file: bool) -> None:
    file = tmp_path / "result.json"
    home = tmp_path / "home"
    home.mkdir()
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DBUS_", "XDG_"))
    }
    done = subprocess.run(
        [sys.executable, str(MAIN), f"--smoke-test={file}" if to_file else "--smoke-test"],
        capture_output=True,
        text=True,
        timeout=60,
        env=clean | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home)},
        check=False,
    )
    result = json.loads(file.read_text("utf-8") if to_file else done.stdout)
    assert result["ok"] is True, (result, done.stderr)
    assert done.returncode == 0
    assert list(result["checks"]) == list(CHECKS)
    assert set(result["timings_ms"]) == {"first_paint", "ready", "start_to_token", "longest_stall"}
    assert result["rss_mb"] > 0
    assert not [path for path in home.rglob("*") if "connect-chat-console" in str(path)], (
        "nothing of the user's"
    )
