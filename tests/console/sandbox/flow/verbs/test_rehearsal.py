"""One chat through a flow without a server: who speaks, where it stops, and that no time passes."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from console.sandbox.flow.engine.guards import MOST_FAILURES
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.verbs import rehearsal
from console.sandbox.flow.verbs.rehearsal import Rehearsal
from tests.console.sandbox.flow.echo import ECHO

END = {"Identifier": "End", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
QUEUE = "arn:aws:connect:us-east-1:123456789012:instance/i/queue/q"


def action(
    id: str, type: str, parameters: dict[str, Any], to: str = "End", error: str = "End"
) -> dict[str, Any]:
    errors = [{"NextAction": error, "ErrorType": "NoMatchingError"}]
    return {
        "Identifier": id,
        "Type": type,
        "Parameters": parameters,
        "Transitions": {"NextAction": to, "Errors": errors},
    }


def flow(*actions: dict[str, Any], type: str = "CONTACT_FLOW") -> Flow:
    document = {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": [*actions, END]}
    return Flow("Tried", type, json.dumps(document), modified=0)


def play(one: Flow, *says: str, stubs: dict[str, Any] | None = None) -> tuple[list[Any], dict[str, Any]]:
    """What was told before the end, and the end."""
    lines: list[Any] = []
    end = Rehearsal(one, Stubs.of(stubs or {}), says, lines.append).run()
    return lines, dict(end)


def texts(lines: list[Any]) -> list[str]:
    return [one["Content"] for one in lines if one["kind"] == "item" and one["Type"] == "MESSAGE"]


def test_what_the_customer_says_is_heard_until_there_is_nothing_left() -> None:
    lines, end = play(Flow("Echo", "CONTACT_FLOW", json.dumps(ECHO), 0), "one", "two")
    assert texts(lines)[1::2] == ["one", "two"]
    assert (end["outcome"], end["actions_entered"], end["unhandled"]) == ("waiting_for_customer", 6, [])
    entered = [one for one in lines if one["kind"] == "action"]
    assert entered[1] == {
        "kind": "action",
        "action": "Wait for the customer",
        "type": "Wait",
        "result": "CustomerReturned",
        "next": "Answer",
        "warnings": [],
    }
    assert entered[-1]["result"].startswith("Waits: ")
    assert {"AbsoluteTime", "Id", "ContentType", "ParticipantRole"} <= set(lines[0])


def test_a_wait_for_the_clock_takes_no_time() -> None:
    began = time.perf_counter()
    lines, end = play(
        flow(
            action("a", "Wait", {"TimeLimitSeconds": "86000"}, "b"),
            action("b", "MessageParticipant", {"Text": "Late"}),
        )
    )
    assert (texts(lines), end["outcome"], end["reason"]) == (["Late"], "ended", "CONTACT_FLOW_DISCONNECT")
    assert time.perf_counter() - began < 5


def test_a_wait_longer_than_the_chat_ends_with_it() -> None:
    lines, end = play(flow(action("a", "Wait", {"TimeLimitSeconds": "604800"})))
    assert (end["outcome"], end["reason"]) == ("ended", "EXPIRED")
    assert lines[-1]["ContentType"].endswith("chat.ended")


def to_queue(agent: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "stubs": [
            {
                "ActionType": "TransferContactToQueue",
                "match": {"QueueId": "*"},
                "Queue": {"Name": "Support", **({"agent": agent} if agent else {})},
            }
        ]
    }


QUEUEING = flow(
    action("a", "UpdateContactTargetQueue", {"QueueId": QUEUE}, "b"),
    action("b", "TransferContactToQueue", {}),
)


def test_a_queue_without_an_agent_is_where_it_stops() -> None:
    _, end = play(QUEUEING, "Hello?", stubs=to_queue(None))
    assert (end["outcome"], end["reason"]) == ("queued", "Support")


def test_an_agent_talks_and_stays() -> None:
    lines, end = play(QUEUEING, "Hello?", stubs=to_queue({"DisplayName": "Alex", "script": ["Hi.", "Bye."]}))
    assert texts(lines) == ["Hi.", "Hello?", "Bye."]
    assert (end["outcome"], end["reason"]) == ("with_agent", "Alex")


def test_a_module_ends_the_chat_with_its_end() -> None:
    ends = {"Identifier": "e", "Type": "EndFlowModuleExecution", "Parameters": {}, "Transitions": {}}
    _, end = play(flow(action("a", "MessageParticipant", {"Text": "Hi"}, "e"), ends, type="MODULE"))
    assert (end["outcome"], end["actions_entered"]) == ("ended", 2)


def test_json_answers_a_view() -> None:
    view = action(
        "v", "ShowView", {"ViewResource": {"Id": "form"}, "ViewData": {"Sections": "x"}}, "End", "End"
    )
    lines, end = play(
        flow(view), '{"action": "Next", "data": {}, "templateType": "ViewResource", "version": "1.0"}'
    )
    assert next(one["result"] for one in lines if one["kind"] == "action") == "Next"
    assert end["outcome"] == "ended"


def test_a_missing_stub_whose_error_leads_back_is_named() -> None:
    lambda_function = {"LambdaFunctionARN": "arn:aws:lambda:us-east-1:123456789012:function:x"}
    lines, end = play(flow(action("f", "InvokeLambdaFunction", lambda_function, "End", "f")))
    assert (end["outcome"], end["actions_entered"]) == ("stopped", MOST_FAILURES + 1)
    assert end["reason"].startswith("Missing stub: f (InvokeLambdaFunction)")
    assert sum(one["kind"] == "action" for one in lines) == MOST_FAILURES + 1


def test_a_missing_stub_is_named_where_the_flow_waits_and_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "MOST_ACTIONS", 200)
    function = action("f", "InvokeLambdaFunction", {"LambdaFunctionARN": "x"}, "End", "w")
    _, end = play(flow(action("w", "Wait", {"TimeLimitSeconds": "5"}, "f"), function))
    assert (end["outcome"], end["actions_entered"]) == ("stopped", 200)
    assert end["reason"].startswith("Missing stub: f (InvokeLambdaFunction)")


def test_an_endless_loop_is_stopped_and_named() -> None:
    lines, end = play(flow(action("a", "UpdateContactAttributes", {"Attributes": {"x": "1"}}, "a")))
    assert end["outcome"] == "stopped"
    assert end["reason"].startswith("Endless loop: ")
    assert lines[-1]["kind"] == "action"


def test_a_circle_of_waits_lasts_as_long_as_the_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "MOST_ACTIONS", 200)
    _, end = play(flow(action("a", "Wait", {"TimeLimitSeconds": "1"}, "a")))
    assert (end["outcome"], end["reason"], end["actions_entered"] < 210) == ("ended", "EXPIRED", True)


def test_what_only_fails_on_chat_ends_the_chat() -> None:
    ask = {"Text": "1 or 2", "InputTimeLimitSeconds": "5", "StoreInput": "False"}
    sorry = action("s", "MessageParticipant", {"Text": "Sorry"}, "a")
    _, end = play(flow(action("a", "GetParticipantInput", ask, "s", "s"), sorry))
    assert (end["outcome"], end["unhandled"]) == ("ended", [])
    assert end["reason"].startswith("Not for chat: a (GetParticipantInput)")


@pytest.mark.parametrize(
    ("type", "parameter"), [("TransferToFlow", "ContactFlowId"), ("InvokeFlowModule", "FlowModuleId")]
)
def test_a_flow_that_is_not_here_is_missed_like_a_stub(type: str, parameter: str) -> None:
    _, end = play(flow(action("a", type, {parameter: "f"}, "a", "a")))
    assert end["outcome"] == "stopped"
    assert end["reason"].startswith(f"Missing stub: a ({type})")


def test_an_action_that_there_is_not_is_unhandled() -> None:
    _, end = play(flow(action("a", "PlayPrompt", {"Text": "Hi"})))
    assert (end["outcome"], end["unhandled"]) == ("ended", ["a"])


def test_a_flow_without_a_start_ends_at_once() -> None:
    _, end = play(Flow("None", "CONTACT_FLOW", '{"Actions": []}', modified=0))
    assert (end["outcome"], end["actions_entered"]) == ("ended", 0)


@pytest.mark.parametrize("answers", [True, False])
def test_work_that_blocks_is_done_when_it_is_its_turn(tmp_path: Path, answers: bool) -> None:
    script = tmp_path / "function.py"
    script.write_text('print(\'{"name": "Jo"}\')' if answers else "raise SystemExit(1)", "utf-8")
    stubs = {
        "stubs": [
            {
                "ActionType": "InvokeLambdaFunction",
                "match": {"LambdaFunctionARN": "*"},
                "Command": [sys.executable, str(script)],
            }
        ]
    }
    parameters = {"LambdaFunctionARN": "x", "InvocationTimeLimitSeconds": "8"}
    lines, end = play(
        flow(
            action("f", "InvokeLambdaFunction", parameters, "hi", "sorry"),
            action("hi", "MessageParticipant", {"Text": "Hi $.External.name"}),
            action("sorry", "MessageParticipant", {"Text": "Sorry"}),
        ),
        stubs=stubs,
    )
    assert texts(lines) == ["Hi Jo" if answers else "Sorry"]
    assert end["outcome"] == "ended"
