"""Which stub answers, and what it answers next."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.stubs.entry import matches

LAMBDA = "InvokeLambdaFunction"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:"


class Somebody:
    """A chat, as far as stubs look at one."""


def loads(*numbers: int, **match: object) -> dict[str, Any]:
    results = [{"Type": "ExecutionResult", "ExecutionResult": {"LoadedData": one}} for one in numbers]
    return {"ActionType": LAMBDA, "match": match, "Responses": results}


def took(stubs: Stubs, name: str, whose: object = None, **facts: object) -> Any:
    stub = stubs.take(LAMBDA, {"LambdaFunctionARN": ARN + name, **facts}, whose)
    return None if stub is None or stub.response is None else stub.response.value


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        ("*:function:lookup", ARN + "lookup", True),
        ("*:function:lookup", ARN + "lookups", False),
        ("*:function:Lookup", ARN + "lookup", False),
        ("*", None, True),
        ("", None, True),
        ("x", None, False),
        ("42", 42, True),
        (42, "42", True),
        (True, "true", True),
        ("a[1]?", "a[1]?", True),
        ("a[1]?", "a1x", False),
        ({"id": "4*", "deep": {"a": "b"}}, {"id": "42", "deep": {"a": "b", "c": 1}, "more": 1}, True),
        ({"id": "4*"}, {"id": "52"}, False),
        ({"id": "4*"}, "42", False),
        ({"id": "*"}, None, True),
        ({}, {"a": 1}, True),
    ],
)
def test_what_fits(pattern: Any, value: Any, fits: bool) -> None:
    assert matches(pattern, value) is fits


def test_the_first_stub_that_fits_answers() -> None:
    stubs = Stubs.of(
        {
            "stubs": [
                loads(1, LambdaFunctionARN="*:lookup", Parameters={"id": "42"}),
                loads(2, LambdaFunctionARN="*:lookup"),
                loads(3, Identifier="get *"),
            ]
        }
    )
    assert took(stubs, "lookup", Parameters={"id": "42"}) == 1
    assert took(stubs, "lookup", Parameters={"id": "43"}) == 2
    assert took(stubs, "other") is None
    assert took(stubs, "other", Identifier="get it") == 3
    assert not stubs.know(LAMBDA, {"LambdaFunctionARN": "x"})
    assert stubs.take("CreateTask", {}) is None


def test_responses_come_in_turn_for_each_resource_and_the_last_stays() -> None:
    stubs = Stubs.of({"stubs": [loads(1, 2, 3)]})
    assert [took(stubs, "a") for _ in range(5)] == [1, 2, 3, 3, 3]
    assert [took(stubs, "b") for _ in range(2)] == [1, 2]


def test_each_chat_begins_with_the_first_response() -> None:
    stubs = Stubs.of({"stubs": [loads(1, 2)]})
    ann, bob = Somebody(), Somebody()
    assert [took(stubs, "a", ann), took(stubs, "a", ann), took(stubs, "a", bob)] == [1, 2, 1]


def test_entries_for_the_same_are_one() -> None:
    stubs = Stubs.of(
        {"stubs": [loads(1, LambdaFunctionARN="*a"), loads(9), loads(2, LambdaFunctionARN="*a")]}
    )
    assert [took(stubs, "a") for _ in range(3)] == [1, 2, 2]


def test_responses_come_before_the_hours_the_bot_and_the_queue() -> None:
    full = {"Type": "Error", "Error": {"Value": "QueueAtCapacity"}}
    stubs = Stubs.of(
        {
            "stubs": [
                {"ActionType": "TransferContactToQueue", "Responses": [full], "Queue": {"Name": "Support"}}
            ]
        }
    )
    first, second, third = (stubs.take("TransferContactToQueue", {"QueueId": "q"}) for _ in range(3))
    assert first
    assert first.response
    assert (first.response.value, first.queue) == ("QueueAtCapacity", None)
    for stub in (second, third):
        assert stub
        assert stub.queue
        assert (stub.response, stub.queue.name) == (None, "Support")


def substitute(arn: str, **match: object) -> dict[str, Any]:
    responses = [{"Type": "SubstituteResource", "SubstituteArn": arn}]
    return {"ActionType": LAMBDA, "match": match, "Responses": responses}


def test_another_resource_stands_in() -> None:
    stubs = Stubs.of(
        {"stubs": [substitute(ARN + "b", LambdaFunctionARN="*:a"), loads(1, LambdaFunctionARN="*:b")]}
    )
    stub = stubs.take(LAMBDA, {"LambdaFunctionARN": ARN + "a"})
    assert stub
    assert stub.response
    assert (stub.response.value, stub.resource, stub.path) == (1, ARN + "b", "$.stubs[1]")


def test_resources_that_stand_in_for_each_other_answer_nothing() -> None:
    stubs = Stubs.of(
        {"stubs": [substitute("b", LambdaFunctionARN="a"), substitute("a", LambdaFunctionARN="b")]}
    )
    assert stubs.take(LAMBDA, {"LambdaFunctionARN": "a"}) is None


# as AWS writes it

RESULT = {"Type": "ExecutionResult", "ExecutionResult": {"DelaySeconds": 1, "LoadedData": '{"tier": "GOLD"}'}}
BEHAVIOR: dict[str, Any] = {
    "Type": "FlowAction",
    "Properties": {
        "ActionType": LAMBDA,
        "ActionParameters": {"LambdaFunctionARN": ARN + "a"},
        "Strategy": {"Type": "MockResponse", "Response": RESULT},
    },
}
ACTION = {
    "Identifier": "mock",
    "Type": "OverrideSystemBehavior",
    "Parameters": {"ActionType": "OverrideSystemBehavior", "Behavior": BEHAVIOR},
    "Transitions": {"NextAction": ""},
}


@pytest.mark.parametrize(
    "file",
    [
        {"stubs": [ACTION]},
        {"stubs": [{"OverrideSystemBehavior": {"Behavior": BEHAVIOR}}]},
        {"stubs": [{"Behavior": BEHAVIOR}]},
        {"stubs": [BEHAVIOR["Properties"]]},
        {
            "Version": "2025-06-21",
            "Metadata": {},
            "Observations": [{"Event": {}, "Actions": [{"Type": "SendInstruction"}, ACTION]}, {}],
        },
    ],
)
def test_an_override_of_a_test_case_is_a_stub(file: Any) -> None:
    stubs = Stubs.of(file)
    assert took(stubs, "a") == {"tier": "GOLD"}
    assert took(stubs, "b") is None
    (entry,) = stubs.entries
    assert entry.responses[0].delay_s == 1


def test_overrides_of_one_resource_come_in_their_order() -> None:
    refuse = {"Type": "MockResponse", "Response": {"Type": "Error", "Error": {"Value": "TimeLimitExceeded"}}}
    second = {"Type": "FlowAction", "Properties": {**BEHAVIOR["Properties"], "Strategy": refuse}}
    stubs = Stubs.of({"stubs": [{"Behavior": BEHAVIOR}, {"Behavior": second}]})
    assert [took(stubs, "a") for _ in range(2)] == [{"tier": "GOLD"}, "TimeLimitExceeded"]


def test_a_mistake_in_an_override_is_told_where_it_stands() -> None:
    properties = {
        "ActionType": "DequeueAndTransferToQueue",
        "ActionParameters": {"Queue": "*"},
        "Strategy": {},
    }
    with pytest.raises(ValueError, match=r"^\$") as wrong:
        Stubs.of({"stubs": [{"Behavior": {"Type": "FlowAction", "Properties": properties}}]})
    assert "$.stubs[0].Behavior.Properties.ActionParameters: “Queue” is no key here" in str(wrong.value)
    assert "$.stubs[0].Behavior.Properties.Strategy.Type: is nothing; allowed: " in str(wrong.value)


def test_stubs_lie_over_others_that_answer_beneath_them() -> None:
    beneath = Stubs.of(
        {
            "flows": {"a": "beneath.json", "b": "beneath.json", "*": "any.json"},
            "defaults": {"timeScale": 9, "seed": 9},
            "stubs": [loads(10, LambdaFunctionARN="*:one"), loads(20, LambdaFunctionARN="*:two")],
        }
    )
    mine = Stubs.of(
        {
            "flows": {"a": "mine.json"},
            "defaults": {"timeScale": 2},
            "stubs": [loads(1, 2, LambdaFunctionARN="*:one")],
        }
    )
    stubs, chat = mine.over(beneath), Somebody()
    assert [took(stubs, "one", chat) for _ in range(3)] == [1, 2, 2]
    assert took(stubs, "two", chat) == 20
    assert took(stubs, "three", chat) is None
    assert (stubs.defaults.time_scale, stubs.defaults.seed) == (2, None)
    files = {name: stubs.flow_file(name) for name in ("a", "b", "c")}
    assert {name: path and path.name for name, path in files.items()} == {
        "a": "mine.json",
        "b": "beneath.json",
        "c": "any.json",
    }
