"""`main.py conform` as a user runs it: what it asks for, what it refuses, what it tells, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from console.cli import run
from console.conform import verb
from console.conform.facts import Facts
from console.conform.stage import Stage
from console.conform.step import Step
from console.profiles import Profile, Profiles
from console.sandbox import Sandbox, parse
from tests.console.conform.conftest import QUICK, scene
from tests.console.doctor.flows import block, content


@pytest.fixture(autouse=True)
def surroundings(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's keys are the sandbox's, the data folder is empty, the script is short."""
    for name, value in environment_of(sandbox, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(verb, "SCRIPT", scene("say.plain", "end.leave", "end.afterwards"))
    monkeypatch.setattr(verb, "Pace", lambda: QUICK)


def environment_of(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": sandbox.access_key_id,
        "AWS_SECRET_ACCESS_KEY": sandbox.secret_access_key,
        "AWS_REGION": sandbox.region,
        "AWS_ENDPOINT_URL": sandbox.endpoint,
        "CONNECT_CHAT_CONSOLE_DATA": str(folder),
    }


def on(sandbox: Sandbox, *more: str) -> list[str]:
    return ["conform", "--profile", "environment", "--flow", sandbox.flows[0].id, *more]


def complaint(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text.splitlines()[-1])
    assert set(found) == {"code", "message", "request_id"}
    return found


def test_nothing_differs_from_the_sandbox_of_the_console(
    sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(on(sandbox))
    told = capsys.readouterr()
    assert status == 0, told.err
    report = json.loads(told.out)
    assert report["differences"] == []
    assert (report["profile"]["kind"], report["against"]["kind"]) == ("environment", "sandbox")
    assert report["ours"]["customer-exit"]["outcome"] == "same"
    assert report["ours"]["customer-exit"]["decided"]
    assert "stops them all" in told.err
    assert "0 differ" in told.err
    for contact in sandbox.contacts.all():
        assert contact.ended is not None, told.err
        assert not any(
            one in told.out for one in (contact.id, contact.participant_id, contact.participant_token)
        )
    for secret in (sandbox.instance_id, sandbox.flows[0].id, sandbox.secret_access_key, "123456789012"):
        assert secret not in told.out


def test_a_difference_is_the_exit_status_and_the_report_goes_into_a_file(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox.faults.add(parse("SendMessage:Conflict"))
    file = tmp_path / "report.json"
    assert run(on(sandbox, "--out", str(file))) == 1
    told = capsys.readouterr()
    assert told.out == ""
    report = json.loads(file.read_text("utf-8"))
    assert {one["step"] for one in report["differences"]} == {"say.plain", "end.afterwards"}
    assert "DIFFERS  say.plain" in told.err


def test_a_second_profile_takes_the_place_of_the_sandbox(
    sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--against", "environment", "--against-flow", sandbox.flows[0].id]
    assert run(["conform", "--profile", "sandbox", *arguments]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["profile"]["kind"], report["against"]["kind"]) == ("sandbox", "environment")


def test_a_refusal_of_the_chat_itself_is_told(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    sandbox.faults.add(parse("StartChatContact:LimitExceeded"))
    assert run(on(sandbox)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert complaint(told.err)["code"] == "LimitExceededException"
    assert complaint(told.err)["request_id"]


def test_a_flow_has_to_be_named(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conform", "--profile", "environment"]) == 2
    assert complaint(capsys.readouterr().err)["code"] == "no_place"
    assert not sandbox.contacts.all()


def test_an_unknown_profile_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conform", "--profile", "nobody"]) == 2
    assert complaint(capsys.readouterr().err)["code"] == "profile_problem"


def test_a_report_that_cannot_be_written_is_told(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(on(sandbox, "--out", str(tmp_path))) == 2
    assert complaint(capsys.readouterr().err)["code"] == "unwritable"
    assert not sandbox.contacts.all()


@pytest.fixture
def ringing(sandbox: Sandbox) -> str:
    """The flow, which hands over to an agent from now on."""
    flow = sandbox.flows[0].id
    ring = block("Ring", "DequeueContactAndTransferToQueue", QueueId="any", to="End")
    document = json.loads(
        content(block("Hello", Text="Hello", to="Ring"), ring, block("End", "DisconnectParticipant"))
    )
    sandbox.flow_versions.save(flow, document)
    sandbox.flow_versions.publish(flow)
    return flow


def test_a_flow_that_may_ring_an_agent_is_refused_unless_somebody_says_so(
    ringing: str, sandbox: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(on(sandbox)) == 2
    told = complaint(capsys.readouterr().err)
    assert told["code"] == "not_safe"
    assert "can ring an agent" in told["message"]
    assert not sandbox.contacts.all()
    monkeypatch.setattr(verb, "SCRIPT", scene()[:1])
    assert run(on(sandbox, "--may-ring")) == 0
    assert len(sandbox.contacts.all()) == 1


def test_a_production_profile_is_refused_without_a_yes(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = Profile("Live", "access_key", "us-east-1", sandbox.endpoint, id="live", is_production=True)
    Profiles(tmp_path / "profiles.json").put(profile)
    arguments = ["conform", "--profile", "live", "--flow", sandbox.flows[0].id]
    assert run(arguments) == 2
    assert complaint(capsys.readouterr().err)["code"] == "not_safe"
    assert run([*arguments, "--yes"]) == 2
    # It gets as far as its keys, which are not there.
    assert complaint(capsys.readouterr().err)["code"] not in ("not_safe", "interrupted")
    assert not sandbox.contacts.all()


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_play_stops_its_chats(
    number: signal.Signals,
    sandbox: Sandbox,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def interrupt(_stage: Stage) -> Facts:
        signal.raise_signal(number)
        await asyncio.sleep(60)
        return Facts()

    script = [*scene(), Step("test.interrupt", "The user has enough", interrupt)]
    monkeypatch.setattr(verb, "SCRIPT", script)
    assert run(on(sandbox)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert complaint(told.err)["code"] == "interrupted"
    assert len(sandbox.contacts.all()) == 2
    assert all(contact.ended is not None for contact in sandbox.contacts.all())
