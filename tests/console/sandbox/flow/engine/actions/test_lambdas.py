"""InvokeLambdaFunction: what a stub or a local function gives, and every way in which it can fail."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from console.sandbox.flow.engine.actions.lambdas import invoke_lambda
from console.sandbox.flow.engine.outcome import Done, Failed, Outcome
from console.sandbox.flow.engine.state import Queue
from console.sandbox.flow.stubs.failure import FunctionError
from tests.console.sandbox.flow.engine.actions.rehearsal import LAMBDA, QUEUE, Rehearsal, answers

TYPE = "InvokeLambdaFunction"


def invoke(rehearsal: Rehearsal, **more: Any) -> Outcome:
    parameters = {"LambdaFunctionARN": LAMBDA, "InvocationTimeLimitSeconds": "3", **more}
    return rehearsal.play(invoke_lambda, TYPE, parameters)


JSON = {"ResponseValidation": {"ResponseType": "JSON"}}


def test_what_a_stub_loads_replaces_what_the_last_function_gave() -> None:
    rehearsal = Rehearsal(
        answers(TYPE, {"tier": "GOLD"}, {"name": "Ann"}, LambdaFunctionARN="*:function:lookup")
    )
    assert invoke(rehearsal) == Done()
    assert rehearsal.state.external == {"tier": "GOLD"}
    assert rehearsal.step.facts["stub"] == "$.stubs[0]"
    assert invoke(rehearsal) == Done()
    assert rehearsal.state.external == {"name": "Ann"}


@pytest.mark.parametrize("error", ["NoMatchingError", "TimeLimitExceeded"])
def test_an_error_of_a_stub_empties_external(error: str) -> None:
    rehearsal = Rehearsal(answers(TYPE, {"tier": "GOLD"}, error))
    invoke(rehearsal)
    assert invoke(rehearsal) == Failed(error, "the stub says so")
    assert rehearsal.state.external == {}


def test_without_a_stub_the_warning_shows_one_that_would_do() -> None:
    rehearsal = Rehearsal()
    assert invoke(rehearsal) == Failed("NoMatchingError", "no stub")
    entry = json.loads(rehearsal.warned.partition("such as ")[2])
    assert rehearsal.step.facts["no_stub"] == entry
    assert entry["match"] == {"LambdaFunctionARN": LAMBDA}
    assert invoke(Rehearsal(entry)) == Done()


@pytest.mark.parametrize(
    ("given", "validation", "why"),
    [
        ({"a": "1"}, {}, ""),
        ({}, {}, ""),
        ({"a": 1}, {}, "“a” is no text"),
        ({"a": {"b": "c"}}, {"ResponseValidation": {"ResponseType": "STRING_MAP"}}, "“a” is no text"),
        ({"a": {"b": [1, None]}}, JSON, ""),
        ([], JSON, "no JSON object"),
        ({"a": "x" * 32_758}, JSON, ""),  # 32,767 bytes as JSON
        ({"a": "x" * 32_759}, JSON, "32,768 are too many"),
    ],
)
def test_a_response_is_validated(given: Any, validation: dict[str, Any], why: str) -> None:
    rehearsal = Rehearsal(answers(TYPE, given))
    outcome = invoke(rehearsal, **validation)
    assert why in outcome.why if isinstance(outcome, Failed) else not why
    assert rehearsal.state.external == ({} if why else given)


def test_a_delay_passes_on_the_sandboxs_clock_and_counts_for_the_time_limit() -> None:
    def late(seconds: float) -> Rehearsal:
        result = {"DelaySeconds": seconds, "LoadedData": {"a": "b"}}
        return Rehearsal(
            {"ActionType": TYPE, "Responses": [{"Type": "ExecutionResult", "ExecutionResult": result}]}
        )

    soon, late_one = late(2), late(3.5)
    assert invoke(soon) == Done()
    assert [wait.seconds for wait in soon.waits] == [2]
    assert invoke(late_one) == Failed("TimeLimitExceeded", "it takes more than 3 s")
    assert [wait.seconds for wait in late_one.waits] == [3]


def test_the_event_is_the_documented_one() -> None:
    rehearsal = Rehearsal(answers(TYPE, {}, Parameters={"id": "42", "who": "Ann"}), RelatedContactId="r")
    rehearsal.state.queue = Queue(QUEUE, "Support")
    rehearsal.state.customer_id = "c-1"
    rehearsal.state.segment_attributes["own"] = {"ValueMap": {"a": {"ValueString": "b"}}}
    outcome = invoke(rehearsal, LambdaInvocationAttributes={"id": "42", "who": "$.Attributes.name"})
    assert isinstance(outcome, Failed)  # the stub is for Ann
    rehearsal.chat.contact.attributes = {"name": "Ann"}
    assert invoke(rehearsal, LambdaInvocationAttributes={"id": "42", "who": "$.Attributes.name"}) == Done()
    contact_id = rehearsal.chat.contact.id
    event = rehearsal.step.facts["event"]
    assert event["Details"].pop("Parameters") == {"id": "42", "who": "Ann"}
    assert event == {
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": {
                "Attributes": {"name": "Ann"},
                "Channel": "CHAT",
                "ContactId": contact_id,
                "InitialContactId": contact_id,
                "PreviousContactId": contact_id,
                "CustomerEndpoint": None,
                "CustomerId": "c-1",
                "Description": None,
                "InitiationMethod": "API",
                "InstanceARN": event["Details"]["ContactData"]["InstanceARN"],
                "LanguageCode": "en-US",
                "MediaStreams": {"Customer": {"Audio": None}},
                "Name": None,
                "Queue": {"ARN": QUEUE, "Name": "Support"},
                "References": {},
                "SegmentAttributes": {
                    "connect:Subtype": {"ValueString": "connect:Chat"},
                    "connect:Direction": {"ValueString": "INBOUND"},
                    "own": {"ValueMap": {"a": {"ValueString": "b"}}},
                },
                "SystemEndpoint": None,
                "Tags": {},
            }
        },
    }


def script(folder: Path, text: str) -> list[str]:
    (folder / "x.py").write_text(text, encoding="utf-8")
    return [sys.executable, "-S", "x.py"]


def test_a_local_command_gets_the_event_and_is_retried_within_the_limit(tmp_path: Path) -> None:
    command = script(
        tmp_path,
        "import json, pathlib, sys\n"
        "event = json.load(sys.stdin)['Details']\n"
        "tries = pathlib.Path('tries')\n"
        "tries.write_text(tries.read_text() + 'x' if tries.exists() else 'x')\n"
        "print('try', len(tries.read_text()), file=sys.stderr)\n"
        "if len(tries.read_text()) < 2: sys.exit(3)\n"
        "tier = event['ContactData']['Attributes']['tier']\n"
        "print(json.dumps({'id': event['Parameters']['id'], 'tier': tier}))\n",
    )
    rehearsal = Rehearsal({"ActionType": TYPE, "Command": command}, folder=tmp_path)
    assert invoke(rehearsal, LambdaInvocationAttributes={"id": "42"}) == Done()
    assert rehearsal.state.external == {"id": "42", "tier": "GOLD"}
    assert rehearsal.step.facts["stderr"] == "try 2"
    assert rehearsal.warned == "It succeeded at attempt 2."


def test_a_command_that_can_not_be_run_takes_the_error_branch(tmp_path: Path) -> None:
    rehearsal = Rehearsal({"ActionType": TYPE, "Command": ["./nothing"]}, folder=tmp_path)
    outcome = invoke(rehearsal)
    assert isinstance(outcome, Failed)
    assert outcome.error == "NoMatchingError"
    assert outcome.why.startswith("./nothing can't be run")


def test_work_that_breaks_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("no more threads")

    monkeypatch.setattr("console.sandbox.flow.engine.actions.lambdas.invoke", broken)
    rehearsal = Rehearsal({"ActionType": TYPE, "Command": ["x"]})
    assert invoke(rehearsal) == Failed("NoMatchingError", "it failed: no more threads")


# asynchronous


def test_an_asynchronous_invocation_gives_an_id_and_keeps_what_was_loaded() -> None:
    rehearsal = Rehearsal(answers(TYPE, {"a": "b"}))
    invoke(rehearsal)
    assert invoke(rehearsal, InvocationType="ASYNCHRONOUS") == Done()
    assert len(rehearsal.state.invocation_id) == 36
    assert rehearsal.state.external == {"a": "b"}


def test_an_asynchronous_error_takes_its_branch() -> None:
    rehearsal = Rehearsal(answers(TYPE, "NoMatchingError"))
    assert invoke(rehearsal, InvocationType="ASYNCHRONOUS") == Failed("NoMatchingError", "the stub says so")
    assert rehearsal.state.invocation_id == ""


def test_nobody_waits_for_an_asynchronous_command(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    may_end, called = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        called.set()
        assert may_end.wait(5)
        raise FunctionError("It ended with the exit code 3.")

    monkeypatch.setattr("console.sandbox.flow.engine.actions.lambdas.invoke", slow)
    rehearsal = Rehearsal({"ActionType": TYPE, "Command": ["x"]})
    assert invoke(rehearsal, InvocationType="ASYNCHRONOUS", InvocationTimeLimitSeconds="60") == Done()
    assert rehearsal.waits == []
    assert called.wait(5)
    (thread,) = [one for one in threading.enumerate() if one.name == "sandbox-lambda"]
    may_end.set()
    thread.join(5)
    assert "exit code 3" in caplog.text


@pytest.mark.parametrize(("told", "is_odd"), [("3", False), (8, False), ("9", True), ("x", True), (0, True)])
def test_a_time_limit_that_connect_would_not_take_is_eight_seconds(told: object, is_odd: bool) -> None:
    rehearsal = Rehearsal(answers(TYPE, {}))
    assert invoke(rehearsal, InvocationTimeLimitSeconds=told) == Done()
    assert bool(rehearsal.warned) == is_odd
