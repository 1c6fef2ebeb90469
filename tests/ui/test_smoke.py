"""The smoke test, as the README runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.secret_service import ADDRESS, private_session
from ui.smoke import CHECKS, KEYRING

MAIN = Path(__file__).resolve().parents[2] / "main.py"


def test_the_smoke_test_holds(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DBUS_", "XDG_"))
    }
    done = subprocess.run(
        [sys.executable, str(MAIN), "--smoke-test"],
        capture_output=True,
        text=True,
        timeout=60,
        env=clean | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home)},
        check=False,
    )
    result = json.loads(done.stdout)
    assert result["ok"] is True, (result, done.stderr)
    assert done.returncode == 0
    assert list(result["checks"]) == list(CHECKS)
    assert set(result["timings_ms"]) == {"first_paint", "ready", "start_to_token", "longest_stall"}
    assert result["rss_mb"] > 0
    assert not [path for path in home.rglob("*") if "connect-chat-console" in str(path)], (
        "nothing of the user's"
    )


def run_with_keyring(environment: dict[str, str], file: Path) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(MAIN), f"--smoke-test={file}", "--with-keyring"],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert file.exists(), done.stderr
    return done.returncode, json.loads(file.read_text("utf-8"))


def test_the_keyring_is_tried_where_that_is_asked_for_and_nothing_stays_in_it(tmp_path: Path) -> None:
    with private_session() as session:
        session.start_keyring()
        status, result = run_with_keyring(session.environment, tmp_path / "result.json")
        assert (status, list(result["checks"])) == (0, [*CHECKS, KEYRING]), result
        assert all(result["checks"].values())
        assert session.secrets() == {}


def test_without_a_keyring_its_check_alone_fails_and_says_why(tmp_path: Path) -> None:
    with private_session() as session:
        environment = {name: value for name, value in session.environment.items() if name != ADDRESS}
        status, result = run_with_keyring(environment, tmp_path / "result.json")
    assert status == 1
    assert [name for name, holds in result["checks"].items() if not holds] == [KEYRING], result
    assert "no keyring can be reached" in result["fault"]


def test_the_keyring_is_no_test_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, str(MAIN), "--with-keyring"],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 2
    assert "--smoke-test" in done.stderr
