"""Forced exploration: every edge once, every action run, and the figures at the end."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from console.sandbox.flow.engine.actions import ACTIONS, ActionType
from console.sandbox.flow.verbs import explore as room
from console.sandbox.flow.verbs.explore import explore

END = {"Identifier": "End", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}


def action(id: str, type: str, parameters: dict[str, Any], *to: str) -> dict[str, Any]:
    """An action that leads on to the first, on a condition to the second, and on an error to the third."""
    ways: dict[str, Any] = {"NextAction": to[0]} if to else {}
    if len(to) > 1:
        ways["Conditions"] = [{"NextAction": to[1], "Condition": {"Operator": "Equals", "Operands": ["x"]}}]
    if len(to) > 2:
        ways["Errors"] = [{"NextAction": to[2], "ErrorType": "NoMatchingError"}]
    return {"Identifier": id, "Type": type, "Parameters": parameters, "Transitions": ways}


def flow(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": [*actions, END]}


def test_every_edge_is_taken_once_whatever_an_action_would_do() -> None:
    document = flow(
        action("a", "Compare", {"ComparisonValue": "$.Attributes.n"}, "b", "c", "a"),
        action("b", "MessageParticipant", {"Text": "Hi $.Attributes.n"}, "End"),
        action("c", "Wait", {"TimeLimitSeconds": "604800", "Events": ["CustomerReturned"]}, "a", "End"),
        action("d", "MessageParticipant", {"Text": "Alone"}, "e"),
        action("e", "MessageParticipant", {"Text": "Alone"}, "d"),
    )
    *lines, last = explore(document)
    edges = [(one["action"], one["edge"], one["next"]) for one in lines if one["kind"] == "edge"]
    assert sorted(edges) == [
        ("a", "Equals x", "c"),
        ("a", "NextAction", "b"),
        ("a", "NoMatchingError", "a"),
        ("b", "NextAction", "End"),
        ("c", "Equals x", "End"),
        ("c", "NextAction", "a"),
    ]
    # once with nothing known and no answer, once with a value for everything and an answer
    assert {one["action"]: one["result"] for one in lines if one["kind"] == "action"} == {
        "a": "result None | result 1",
        "b": "done",
        "c": "result WaitCompleted | result CustomerReturned",
        "End": "disconnected",
    }
    assert last == {"actions": 6, "reached": 4, "unreachable": ["d", "e"], "unhandled": [], "loops_cut": 2}


def test_what_has_no_start_is_all_unreachable() -> None:
    (last,) = explore({"Actions": [END, END, {}]})
    assert last == {
        "actions": 3,
        "reached": 0,
        "unreachable": ["End", "End", ""],
        "unhandled": [],
        "loops_cut": 0,
    }


def test_an_action_that_there_is_not_is_unhandled_and_its_edges_are_taken() -> None:
    *_, last = explore(flow(action("a", "PlayPrompt", {}, "b"), action("b", "Say", {}, "End")))
    assert (last["reached"], last["unhandled"]) == (3, ["a", "b"])


def test_an_action_that_fails_inside_is_unhandled(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(step: object) -> Any:
        raise ZeroDivisionError

    broken: ActionType = replace(ACTIONS["MessageParticipant"], act=fail)
    monkeypatch.setattr(room, "type_of", lambda name: broken if name == broken.name else ACTIONS.get(name))
    *lines, last = explore(flow(action("a", "MessageParticipant", {"Text": "Hi"}, "End")))
    assert last["unhandled"] == ["a"]
    assert lines[0]["result"] == "the sandbox failed: ZeroDivisionError()"


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_type_runs_with_no_parameters_at_all(name: str) -> None:
    *_, last = explore(flow(action("a", name, {}, "End", "End", "End")))
    assert last["unhandled"] == []


def test_as_many_actions_as_there_can_be_take_a_moment() -> None:
    names = sorted(ACTIONS)
    actions = [
        action(
            f"n{number}",
            names[number % len(names)],
            {"Text": "$.Attributes.x"},
            f"n{number + 1}",
            "n0",
            "End",
        )
        for number in range(249)
    ]
    actions[-1]["Transitions"] = {"NextAction": "End"}
    began = time.perf_counter()
    *_, last = explore(flow(*actions))
    assert time.perf_counter() - began < 10
    assert (last["actions"], last["reached"], last["loops_cut"]) == (250, 250, 248)
