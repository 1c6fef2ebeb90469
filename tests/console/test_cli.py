"""The verbs, run as a user runs them: in a process of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console import cli
from console.sandbox import Sandbox, parse
from console.sandbox.faults import guide

MAIN = Path(__file__).resolve().parents[2] / "main.py"
RUN_S = 30


def run(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, str(MAIN), *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=RUN_S,
        env=clean | environment,
        check=False,
    )


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def keys_of(sandbox: Sandbox) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": sandbox.access_key_id,
        "AWS_SECRET_ACCESS_KEY": sandbox.secret_access_key,
        "AWS_REGION": sandbox.region,
        "AWS_ENDPOINT_URL": sandbox.endpoint,
    }


def request_for(sandbox: Sandbox, **more: object) -> str:
    return json.dumps(
        {
            "InstanceId": sandbox.instance_id,
            "ContactFlowId": sandbox.flows[0].id,
            "ParticipantDetails": {"DisplayName": "Zoë 😀"},
        }
        | more
    )


def test_start_on_the_sandbox_fills_the_place_and_masks_the_token(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text('{"ParticipantDetails": {"DisplayName": "Zoë"}}', "utf-8")
    done = run("start", "--profile", "sandbox", "--request", str(file))
    assert done.returncode == 0, done.stderr
    response = json.loads(done.stdout)
    assert set(response) == {"ContactId", "ParticipantId", "ParticipantToken"}
    assert set(response["ParticipantToken"]) == {"•"}


def test_start_with_the_environment_shows_the_token_when_asked(sandbox: Sandbox) -> None:
    arguments = ("start", "--profile", "environment", "--request", "-", "--show-token")
    done = run(*arguments, given=request_for(sandbox), **keys_of(sandbox))
    assert done.returncode == 0, done.stderr
    contact = sandbox.contacts.all()[0]
    response = json.loads(done.stdout)
    assert response["ContactId"] == contact.id
    assert response["ParticipantToken"] == contact.participant_token
    assert contact.participant_token not in done.stderr


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            '{"ParticipantDetails": {"DisplayName": ""}, "ChatDurationInMinutes": 5}',
            {("ParticipantDetails.DisplayName", "too_short"), ("ChatDurationInMinutes", "too_small")},
        ),
        ("{}", {("ParticipantDetails.DisplayName", "required")}),
        ("[]", {("", "type")}),
        ("nonsense", {("", "not_json")}),
    ],
)
def test_problems_are_told_as_json_lines_and_nothing_is_sent(
    given: str, expected: set[tuple[str, str]]
) -> None:
    done = run("start", "--profile", "sandbox", "--request", "-", given=given)
    assert done.returncode == 2
    assert done.stdout == ""
    told = lines(done.stderr)
    assert {(line["path"], line["code"]) for line in told} == expected
    assert all(set(line) == {"path", "code", "message"} for line in told)


def test_a_file_that_is_not_there_is_told() -> None:
    done = run("start", "--profile", "sandbox", "--request", "no-such-file.json")
    assert done.returncode == 2
    assert lines(done.stderr)[0]["code"] == "unreadable"


def test_a_refusal_is_told_with_its_request_id(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StartChatContact:LimitExceeded"))
    done = run(
        "start", "--profile", "environment", "--request", "-", given=request_for(sandbox), **keys_of(sandbox)
    )
    assert done.returncode == 1
    assert done.stdout == ""
    told = lines(done.stderr)[-1]
    assert set(told) == {"code", "message", "request_id"}
    assert told["request_id"]


def test_missing_keys_are_named() -> None:
    done = run("start", "--profile", "environment", "--request", "-", given="{}")
    assert done.returncode == 1
    told = lines(done.stderr)[-1]
    assert told["code"] == "profile_problem"
    assert "AWS_ACCESS_KEY_ID" in told["message"]


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
def test_the_sandbox_serves_until_a_signal() -> None:
    with subprocess.Popen(
        [sys.executable, str(MAIN), "sandbox", "--faults", "StartChatContact:TooManyRequests:1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as served:
        assert served.stdout is not None
        told = json.loads(served.stdout.readline())
        try:
            assert set(told) == {
                "endpoint", "region", "access_key_id", "secret_access_key", "instance_id", "flows",
            }  # fmt: skip
            place = {"InstanceId": told["instance_id"], "ContactFlowId": told["flows"][0]["id"]}
            started = run(
                "start", "--profile", "environment", "--request", "-",
                given=json.dumps(place | {"ParticipantDetails": {"DisplayName": "Zoë"}}),
                AWS_ACCESS_KEY_ID=told["access_key_id"],
                AWS_SECRET_ACCESS_KEY=told["secret_access_key"],
                AWS_REGION=told["region"],
                AWS_ENDPOINT_URL=told["endpoint"],
            )  # fmt: skip
            assert started.returncode == 0, started.stderr
            assert "Retrying" in started.stderr
        finally:
            served.send_signal(signal.SIGINT)
            assert served.wait(5) == 0
            assert served.stdout.read() == "", "standard output holds the one line of JSON alone"


def test_the_window_loads_no_aws_code_by_being_imported() -> None:
    late = ("boto3", "botocore", "starlette", "uvicorn", "keyring")
    code = f"import sys, ui.app; print([name for name in {late} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=RUN_S,
        cwd=MAIN.parent,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_the_help_of_the_sandbox_tells_every_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["sandbox", "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert "--cors ORIGIN" in told
    assert guide() in told
    assert "*:InternalService@30%" in told
