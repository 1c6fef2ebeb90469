"""A hostile environment changes nothing: whose keys they are, what is asked for, and where."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.sandbox import Sandbox
from tests.console.loopback import Loopback, Reply
from tests.leaks.stage import Stage
from tests.leaks.traps import CARELESS, TRAPS, Trap
from tests.secret_service import PrivateSession, private_session

ARN = "arn:aws:iam::123456789012:user/sandbox"
BOUND_S = 60.0


@pytest.fixture(scope="module")
def session() -> Iterator[PrivateSession]:
    """A keyring for the tours of this module."""
    with private_session() as session:
        session.start_keyring()
        yield session


def tour(stage: Stage, sandbox: Sandbox, session: PrivateSession) -> dict[str, Any]:
    """What a short tour comes to: what the window said, what was sent, what the keyring holds."""
    sandbox.reset()
    session.empty()
    done = stage.tour(
        "short",
        {
            "endpoint": sandbox.endpoint,
            "region": sandbox.region,
            "access_key_id": sandbox.access_key_id,
            "secret_access_key": sandbox.secret_access_key,
        },
    )
    assert done.status == 0, done.output.decode()[-4000:]
    requests = [dict(one.request) for one in sandbox.contacts.all()]
    for request in requests:
        assert request.pop("ClientToken")
    return {
        "said": done.told["said"],
        "requests": requests,
        "kept": sorted(session.secrets().values()),
        "clipboard": [where for _, where, _ in done.told["heard"] if where.startswith("clipboard")],
    }


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, running_sandbox: Sandbox, session: PrivateSession
) -> dict[str, Any]:
    """The same tour where nothing is planted."""
    return tour(Stage(tmp_path_factory.mktemp("undisturbed"), session), running_sandbox, session)


def test_the_tour_comes_to_something(undisturbed: dict[str, Any]) -> None:
    said = undisturbed["said"]
    assert (said["arn"], said["state"]) == (ARN, "started")
    assert len(undisturbed["requests"]) == 1
    assert len(undisturbed["kept"]) == 1
    assert undisturbed["clipboard"] == [], "the token left the clipboard with the window"


@pytest.mark.parametrize("name", TRAPS)
def test_a_hostile_environment_changes_nothing(
    undisturbed: dict[str, Any], tmp_path: Path, running_sandbox: Sandbox, session: PrivateSession, name: str
) -> None:
    with Loopback(Reply(403, b"")) as evil:
        stage = Stage(tmp_path, session)
        trap = Trap(stage, evil.endpoint)
        TRAPS[name](trap)
        planted = {file: file.read_bytes() for file in stage.home.rglob("*") if file.is_file()}
        assert tour(stage, running_sandbox, session) == undisturbed
        assert evil.asked == []
        assert not trap.mark.exists(), "not even imported"
        assert not trap.ran.exists(), "no command was run"
        assert {file: file.read_bytes() for file in planted} == planted
        assert walk_into(trap) == FALLS_FOR[name]
        assert {asked.path.removeprefix(evil.endpoint) for asked in evil.asked} == ASKED[name]


FALLS_FOR = {
    "variables": {"backend", "model", "ConfigParseError", "ValueError", "InvalidRetryModeError"},
    "files": {"backend", "model", "command"},
}
"""What a careless program falls for or over; so each trap works."""
ASKED = {"variables": {"/evil/evil"}, "files": {"/connect/evil"}}
"""Where it asks for its instances then."""


def walk_into(trap: Trap) -> set[str]:
    """What becomes of a careless program."""
    done = subprocess.run(
        [sys.executable, "-c", CARELESS],
        capture_output=True,
        text=True,
        cwd=trap.stage.work,
        env=trap.stage.environment,
        timeout=BOUND_S,
        check=False,
    )
    assert not done.stderr, done.stderr
    errors = re.findall(r"^boto3: (\w+)$", done.stdout, re.MULTILINE)
    signs = {
        "backend": trap.mark.exists(),
        "command": trap.ran.exists(),
        "model": "model: Evil" in done.stdout,
    }
    return {sign for sign, is_seen in signs.items() if is_seen} | {*errors} - {"ClientError"}
