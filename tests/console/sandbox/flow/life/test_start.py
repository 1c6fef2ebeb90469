"""Each type of flow is run where it has its place in a chat."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.verbs.rehearsal import Rehearsal
from tests.console.sandbox.flow.rehearsal import action

AGENT = {
    "stubs": [
        {
            "ActionType": "TransferContactToQueue",
            "match": {"QueueId": "*"},
            "Queue": {"Name": "Support", "agent": {"DisplayName": "Alex", "script": ["Hi."]}},
        }
    ]
}


def play(type: str, *actions: dict[str, Any], stubs: dict[str, Any] | None = None) -> tuple[Any, list[str]]:
    """How a flow of a type ends, and what the customer was told."""
    document = {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": list(actions)}
    lines: list[Any] = []
    flow = Flow("Tried", type, json.dumps(document), modified=0)
    end = Rehearsal(flow, Stubs.of(stubs or {}), [], lines.append).run()
    told = [one["Content"] for one in lines if one.get("Type") == "MESSAGE"]
    assert sum(one["kind"] == "action" for one in lines) == end["actions_entered"]
    return (end["outcome"], end["reason"]), told


def say(text: str, then: str = "End") -> dict[str, Any]:
    return action("Say", "MessageParticipant", {"Text": text}, then)


END = action("End", "EndFlowExecution")


def test_a_customer_queue_flow_leaves_the_customer_in_the_queue() -> None:
    waits = action("End", "Wait", {"TimeLimitSeconds": "30"}, "Say", {"WaitCompleted": "Say"})
    hold = action("Say", "MessageParticipantIteratively", {"Messages": [{"Text": "Hold."}]})
    for last in (END, waits):
        end, told = play("CUSTOMER_QUEUE", say("In $.Queue.Name"), last)
        assert end == ("queued", "BasicQueue")
        assert set(told) == {"In BasicQueue"}
    assert play("CUSTOMER_QUEUE", hold) == (("queued", "BasicQueue"), [])
    bye = action("End", "DisconnectParticipant")
    assert play("CUSTOMER_QUEUE", say("Bye"), bye) == (("ended", "CONTACT_FLOW_DISCONNECT"), ["Bye"])


def test_an_agent_of_the_stub_file_takes_the_chat_out_of_the_queue() -> None:
    assert play("CUSTOMER_QUEUE", say("Wait"), END, stubs=AGENT) == (("with_agent", "Alex"), ["Wait", "Hi."])


@pytest.mark.parametrize("type", ["CUSTOMER_WHISPER", "OUTBOUND_WHISPER"])
def test_a_whisper_to_the_customer_ends_with_an_agent(type: str) -> None:
    assert play(type, say("Here comes $.Agent.FirstName"), END) == (
        ("with_agent", "Agent"),
        ["Here comes Agent"],
    )
    assert play(type, say("From $.Queue.Name"), END, stubs=AGENT)[1] == ["From BasicQueue", "Hi."]


def test_a_whisper_to_the_agent_is_not_heard_by_the_customer() -> None:
    assert play("AGENT_WHISPER", say("VIP"), END) == (("with_agent", "Agent"), [])


def test_a_transfer_to_a_queue_has_a_working_queue() -> None:
    end, _ = play("QUEUE_TRANSFER", action("a", "TransferContactToQueue"))
    assert end == ("queued", "BasicQueue")
    assert play("CONTACT_FLOW", action("a", "TransferContactToQueue"))[0][0] == "ended"
