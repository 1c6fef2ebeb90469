from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.script import script_of
from console.sandbox.flow.engine.state import Queue
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow

ARN = "arn:aws:connect:us-east-1:123456789012:instance/i/queue/q1"
ID = "0c1ae1c8-1111-4222-8333-abcdefabcdef"
SET = action("set", "UpdateContactTargetQueue", {"QueueId": ARN}, "go")
GO = action("go", "TransferContactToQueue", {}, "end", NoMatchingError="end", QueueAtCapacity="full")
FULL = {**END, "Identifier": "full"}


def queue_of(stage: Stage, **parameters: Any) -> Queue | None:
    stage.play(flow(action("it", "UpdateContactTargetQueue", parameters, "end", NoMatchingError="end"), END))
    return stage.state.queue


def stubbed(queue: dict[str, Any] | None = None, *responses: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"ActionType": "TransferContactToQueue", "match": {"QueueId": "*"}}
    entry |= {"Queue": queue} if queue else {}
    return {"stubs": [entry | ({"Responses": list(responses)} if responses else {})]}


@pytest.mark.parametrize("reference", [ARN, ID, "${queue_arn}", "$.Attributes.q"])
def test_a_queue_is_set_by_its_arn_or_id(reference: str) -> None:
    stage = Stage(attributes={"q": ID})
    assert queue_of(stage, QueueId=reference) is not None
    assert stage.state.find(("Queue", "ARN")).endswith(reference.replace("$.Attributes.q", ID))


def test_a_queue_has_the_name_of_its_stub_or_of_the_export() -> None:
    stage = Stage()
    stage.desk.queues[ARN] = "Support"
    assert queue_of(stage, QueueId=ARN) == Queue(ARN, "Support")
    about = {"set": {"parameters": {"QueueId": {"displayName": "Sales"}}}}
    document = {"StartAction": "set", "Metadata": {"ActionMetadata": about}, "Actions": [SET]}
    stage = Stage()
    stage.play(script_of(document))
    assert stage.state.find(("Queue", "Name")) == "Sales"


def test_the_queue_of_an_agent_can_be_set() -> None:
    agent = "arn:aws:connect:us-east-1:123456789012:instance/i/agent/a1"
    assert queue_of(Stage(), AgentId=agent) == Queue(agent, "a1", is_agent=True)


@pytest.mark.parametrize("parameters", [{}, {"QueueId": "BasicQueue"}, {"QueueId": "$.Attributes.none"}])
def test_a_queue_that_is_none_is_an_error(parameters: dict[str, Any]) -> None:
    stage = Stage()
    assert queue_of(stage, **parameters) is None
    assert stage.entry("it").error == "NoMatchingError"


def test_a_transfer_ends_the_flow_in_the_queue() -> None:
    ended = Stage().play(flow(SET, GO, FULL, END))
    assert ended is not None
    assert (ended.how, ended.reason) == ("queued", "the contact is in the queue “q1”")


def test_without_a_queue_a_transfer_is_an_error() -> None:
    stage = Stage()
    stage.play(flow(GO, END))
    assert stage.entry("go").result == "Error NoMatchingError: no queue was set."


def test_a_queue_that_a_transfer_names_itself_is_taken_with_a_warning() -> None:
    stage = Stage()
    ended = stage.play(flow(action("go", "TransferContactToQueue", {"QueueId": ARN})))
    assert ended is not None
    assert ended.how == "queued"
    assert "takes no QueueId" in stage.warnings


@pytest.mark.parametrize(("waiting", "edge"), [(0, ""), (1, ""), (2, "QueueAtCapacity")])
def test_a_queue_has_the_capacity_of_its_stub(waiting: int, edge: str) -> None:
    stage = Stage(stubbed({"Name": "Support", "capacity": 2}))
    stage.desk.waits = waiting
    stage.play(flow(SET, GO, FULL, END))
    assert stage.entry("go").edge == edge


@pytest.mark.parametrize("error", ["QueueAtCapacity", "NoMatchingError"])
def test_a_stub_can_refuse_after_a_while(error: str) -> None:
    stage = Stage(stubbed(None, {"Type": "Error", "Error": {"Value": error, "DelaySeconds": 3}}))
    stage.play(flow(SET, GO, FULL, END))
    assert stage.entry("go").edge == error
    assert stage.clock.moved_s == 3


def test_a_customer_queue_flow_can_change_the_queue_and_goes_on() -> None:
    stage = Stage()
    dequeue = action(
        "it", "DequeueContactAndTransferToQueue", {"QueueId": ARN}, "end", NoMatchingError="full"
    )
    stage.play(flow(dequeue, FULL, END, type="CUSTOMER_QUEUE"))
    assert stage.state.queue == Queue(ARN, "q1")
    assert stage.path == ["it", "end"]
    stage = Stage()
    stage.play(flow(dequeue, FULL, END))
    assert (stage.state.queue, stage.path) == (None, ["it", "full"])
