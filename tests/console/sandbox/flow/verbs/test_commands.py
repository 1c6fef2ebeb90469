"""The verbs of `main.py flow`: what they print, their exit status, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console import cli
from console.paths import resource
from tests.console.sandbox.flow.echo import write_echo
from tests.console.sandbox.flow.rehearsal import action

MAIN = Path(__file__).resolve().parents[5] / "main.py"


def flow(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """The status of a verb, its lines, and its words on standard error."""
    status = cli.run(["flow", *arguments, "--json"])
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return status, [json.loads(line) for line in told.out.splitlines()], told.err


@pytest.fixture
def echo(tmp_path: Path) -> str:
    """A flow that answers, as a file."""
    return write_echo(tmp_path)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A flow whose start does not exist and whose only action is none."""
    path = tmp_path / "broken.json"
    one = {"Identifier": "a", "Type": "PlayPrompt", "Transitions": {"NextAction": "gone"}}
    path.write_text(json.dumps({"Version": "2019-10-30", "StartAction": "b", "Actions": [one]}), "utf-8")
    return str(path)


def test_check_says_one_line_a_file(
    capsys: pytest.CaptureFixture[str], broken: str, tmp_path: Path, echo: str
) -> None:
    status, lines, _ = flow(capsys, "check", echo)
    assert (status, lines) == (0, [{"file": echo, "kind": "flow", "loads": True, "problems": []}])
    missing = f"{tmp_path}/./missing.json"
    status, lines, words = flow(capsys, "check", broken, echo, missing, str(tmp_path))
    assert (status, words) == (1, "")
    assert [(one["file"], one["kind"], one["loads"]) for one in lines] == [
        (broken, "flow", False),
        (echo, "flow", True),
        (missing, "not a flow", False),
        (str(tmp_path), "not a flow", False),
    ]
    assert [set(one) for one in lines[0]["problems"]] == [{"severity", "code", "action", "message"}] * 4
    errors = [one["code"] for one in lines[0]["problems"] if one["severity"] == "error"]
    assert errors == ["start_missing", "unknown_type", "dangling_edge"]


def test_run_plays_a_chat(capsys: pytest.CaptureFixture[str], echo: str) -> None:
    status, lines, words = flow(capsys, "run", echo, "--say", "Zoë 😀", "--say", "bye")
    assert (status, words) == (0, "")
    assert {one["kind"] for one in lines} == {"action", "item", "end"}
    assert "Zoë 😀" in [one.get("Content") for one in lines]
    assert lines[-1] == {
        "kind": "end",
        "outcome": "waiting_for_customer",
        "reason": lines[-1]["reason"],
        "actions_entered": 6,
        "unhandled": [],
    }


def test_explore_ends_with_the_figures(capsys: pytest.CaptureFixture[str], broken: str, echo: str) -> None:
    status, lines, _ = flow(capsys, "explore", echo)
    assert (status, len(lines)) == (0, 16)
    assert lines[-1] == {"actions": 5, "reached": 5, "unreachable": [], "unhandled": [], "loops_cut": 2}
    status, lines, words = flow(capsys, "explore", broken)
    assert (status, lines[-1]["unreachable"]) == (1, ["a"])
    assert "PlayPrompt" in words


@pytest.mark.parametrize("verb", ["run", "explore"])
def test_what_is_no_flow_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, verb: str
) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(b"\xff\xfe\x00")
    for file in (str(path), str(tmp_path), f"{tmp_path}/missing.json"):
        status, lines, words = flow(capsys, verb, file)
        assert (status, len(lines), words.count("\n")) == (1, 1, 1)
        assert words.startswith(file)


def test_a_broken_flow_runs_as_far_as_it_goes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    one = {"Identifier": "a", "Type": "PlayPrompt", "Transitions": {"NextAction": "gone"}}
    path.write_text(json.dumps({"Version": "2019-10-30", "StartAction": "a", "Actions": [one]}), "utf-8")
    status, lines, words = flow(capsys, "run", str(path))
    assert (status, lines[-1]["outcome"], lines[-1]["unhandled"]) == (1, "ended", ["a"])
    assert "MessageParticipant" in words


def test_standard_input_is_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, echo: str
) -> None:
    for verb in ("check", "run", "explore"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(echo).read_bytes())))
        status, lines, words = flow(capsys, verb, "-")
        assert (status, bool(lines), words) == (0, True, "")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert flow(capsys, "check", "-")[1][0]["file"] == "-"


def test_flows_beside_a_file_are_found(capsys: pytest.CaptureFixture[str], tmp_path: Path, echo: str) -> None:
    target = "arn:aws:connect:us-east-1:123456789012:instance/i/contact-flow/0f1e2d3c"
    goes = action("a", "TransferToFlow", {"ContactFlowId": target}, "a", NoMatchingError="a")
    path = tmp_path / "main.json"
    path.write_text(json.dumps({"Version": "2019-10-30", "StartAction": "a", "Actions": [goes]}), "utf-8")
    other = {"ContactFlow": {"Id": "0f1e2d3c", "Content": Path(echo).read_text("utf-8")}}
    (tmp_path / "other.json").write_text(json.dumps(other), "utf-8")
    _, lines, words = flow(capsys, "run", str(path))
    assert (lines[-1]["outcome"], words) == ("waiting_for_customer", "")
    assert "Hello!" in [one.get("Content") for one in lines]
    # The map of the stub file comes first.
    (tmp_path / "stubs.txt").write_text(json.dumps({"flows": {"*0f1e2d3c": "bye.txt"}}), "utf-8")
    bye = {"Version": "2019-10-30", "StartAction": "b", "Actions": [action("b", "DisconnectParticipant")]}
    (tmp_path / "bye.txt").write_text(json.dumps(bye), "utf-8")
    _, lines, _ = flow(capsys, "run", str(path), "--stubs", str(tmp_path / "stubs.txt"))
    assert lines[-1]["outcome"] == "ended"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are no text")
def test_a_name_that_is_no_text_is_kept_as_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, echo: str
) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.json")
    Path(odd).write_bytes(Path(echo).read_bytes().replace(b'"Echo"', b'""'))
    assert [one["file"] for one in flow(capsys, "check", odd)[1]] == [odd]
    _, lines, words = flow(capsys, "run", odd, "--say", "\udcff")
    assert (lines[-1]["outcome"], words) == ("waiting_for_customer", "")


def test_our_own_flows_have_their_stubs(capsys: pytest.CaptureFixture[str]) -> None:
    _, lines, _ = flow(capsys, "run", str(resource("flows/talk-to-an-agent.json")))
    assert not any("no stub" in warning for one in lines for warning in one.get("warnings", ()))


def test_a_legacy_export_is_taken_as_any_other(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    hello = {
        "id": "hello",
        "type": "PlayPrompt",
        "branches": [{"condition": "Success", "transition": "wait"}],
        "parameters": [{"name": "Text", "value": "Channel", "namespace": "System"}],
    }
    wait = {
        "id": "wait",
        "type": "Wait",
        "branches": [
            {"condition": "CustomerReturn", "transition": "hello"},
            {"condition": "Timeout", "transition": "end"},
            {"condition": "Error", "transition": "end"},
        ],
        "parameters": [{"name": "TimeoutSeconds", "value": "900"}],
    }
    end = {"id": "end", "type": "Disconnect", "branches": [], "parameters": []}
    old = {"modules": [hello, wait, end], "version": "1", "type": "contactFlow", "start": "hello"}
    path.write_text(json.dumps(old), "utf-8")
    _, lines, _ = flow(capsys, "check", str(path))
    assert (lines[0]["kind"], lines[0]["loads"]) == ("legacy", True)
    _, lines, _ = flow(capsys, "explore", str(path))
    assert lines[-1] == {"actions": 3, "reached": 3, "unreachable": [], "unhandled": [], "loops_cut": 1}
    _, lines, _ = flow(capsys, "run", str(path), "--say", "Hi")
    said = [one["Content"] for one in lines if one["kind"] == "item" and one["Type"] == "MESSAGE"]
    assert (said, lines[-1]["outcome"]) == (["CHAT", "Hi", "CHAT"], "waiting_for_customer")


def test_stubs_that_cannot_be_read_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, echo: str
) -> None:
    path = tmp_path / "stubs.json"
    path.write_text('{"stubs": [{"ActionType": "Dream"}]}', "utf-8")
    for file in (path, tmp_path / "missing.json"):
        status, lines, words = flow(capsys, "run", echo, "--stubs", str(file))
        assert (status, len(lines), lines[-1]["kind"], lines[-1]["outcome"]) == (1, 1, "end", "stopped")
        assert file.name in lines[-1]["reason"]
        assert file.name in words


def test_words_say_the_same(capsys: pytest.CaptureFixture[str], broken: str, echo: str) -> None:
    assert cli.run(["flow", "check", broken]) == 1
    said = capsys.readouterr().out
    assert f"{broken}: flow, does not load" in said
    assert "  error unknown_type  a: Amazon Connect has no action “PlayPrompt”." in said
    assert cli.run(["flow", "run", echo, "--say", "\x1b[2JHi"]) == 0
    said = capsys.readouterr().out
    assert "  | CUSTOMER Customer: \ufffd[2JHi" in said
    assert "Wait for the customer (Wait): CustomerReturned → Answer" in said
    assert said.splitlines()[-1].startswith("waiting_for_customer: ")
    assert cli.run(["flow", "explore", echo]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "5 of 5 actions reached, 2 loops cut"


@pytest.mark.parametrize("arguments", [[], ["check"], ["run"], ["explore", "a", "b"], ["dream", "a"]])
def test_usage_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.run(["flow", *arguments])
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_failure(echo: str) -> None:
    """As a user runs it, in a process of its own, with a pipe that is closed after the first line."""
    command = [sys.executable, str(MAIN), "flow", "explore", echo, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 1
