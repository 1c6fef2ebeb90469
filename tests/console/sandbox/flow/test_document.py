"""Flow documents: what is read, what is left out, and the greeting flow that ships."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from console.paths import resource
from console.sandbox.flow.document import LONGEST_CONTENT, load, read

SMALLEST: dict[str, Any] = {
    "Version": "2019-10-30",
    "StartAction": "End",
    "Actions": [{"Identifier": "End", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}],
}


def written(folder: Path, value: object, name: str = "some flow.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_bare_content_is_named_by_itself_or_by_its_file(tmp_path: Path) -> None:
    plain = read(written(tmp_path, SMALLEST))
    assert (plain.name, plain.type, json.loads(plain.content)) == ("some flow", "CONTACT_FLOW", SMALLEST)
    metadata = {"name": "Grüße", "type": "customerQueue", "description": "Says hello."}
    named = read(written(tmp_path, {**SMALLEST, "Metadata": metadata}))
    assert (named.name, named.type, named.description) == ("Grüße", "CUSTOMER_QUEUE", "Says hello.")


def test_what_describe_contact_flow_answers_is_read(tmp_path: Path) -> None:
    answer = {"Name": "Main", "Type": "CUSTOMER_HOLD", "Content": json.dumps(SMALLEST), "Id": "elsewhere"}
    flow = read(written(tmp_path, {"ContactFlow": answer}))
    assert (flow.name, flow.type, json.loads(flow.content)) == ("Main", "CUSTOMER_HOLD", SMALLEST)
    assert flow.id != "elsewhere"


def test_an_id_depends_on_the_name_alone(tmp_path: Path) -> None:
    one = read(written(tmp_path, {**SMALLEST, "Metadata": {"name": "Same"}}, "one.json"))
    other = read(written(tmp_path, {**SMALLEST, "Metadata": {"name": "Same", "x": 1}}, "other.json"))
    assert one.id == other.id
    assert one.arn.endswith(f":instance/1140cfde-f9b4-5d41-a206-8581392f8116/contact-flow/{one.id}")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], "no JSON object"),
        ({}, "Version must be 2019-10-30"),
        ({**SMALLEST, "Version": "2020-01-01"}, "Version must be 2019-10-30"),
        ({**SMALLEST, "Actions": {}}, "no list of Actions"),
        ({**SMALLEST, "Actions": [1]}, "no list of Actions"),
        ({**SMALLEST, "StartAction": "Begin"}, "none of its Actions"),
        ({"ContactFlow": {"Name": "x"}}, "holds no JSON"),
        ({"ContactFlow": {"Content": "{"}}, "holds no JSON"),
        ({**SMALLEST, "Settings": "x" * LONGEST_CONTENT}, "longer than 256,000"),
        ({"modules": [], "version": "1", "start": "a"}, "Version must be 2019-10-30"),
    ],
)
def test_what_is_no_flow_is_told(tmp_path: Path, value: object, told: str) -> None:
    with pytest.raises(ValueError, match=r"some flow\.json") as caught:
        read(written(tmp_path, value))
    assert told in str(caught.value)


def test_loading_leaves_out_what_is_no_flow(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    good = written(tmp_path, SMALLEST, "good.json")
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"\xff\x00")
    flows = load([bad, good, tmp_path / "missing.json"])
    assert [flow.name for flow in flows] == ["good"]
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


def test_two_of_one_name_stay_apart(tmp_path: Path) -> None:
    same = {**SMALLEST, "Metadata": {"name": "Same"}}
    flows = load([written(tmp_path, same, "a.json"), written(tmp_path, same, "b.json")])
    assert [flow.name for flow in flows] == ["Same", "Same (b)"]
    assert flows[0].id != flows[1].id


# The flow that ships: the sandbox promises how the first of its flows behaves.

GREETING: dict[str, Any] = json.loads(resource("flows/greeting.json").read_text(encoding="utf-8"))
ACTIONS: dict[str, Any] = {action["Identifier"]: action for action in GREETING["Actions"]}


def follow(identifier: str, result: str | None = None) -> str:
    """The next action by the rules of the language: first condition that is true, else NextAction."""
    transitions = ACTIONS[identifier]["Transitions"]
    for condition in transitions.get("Conditions", ()):
        if condition["Condition"]["Operands"] == [result]:
            return str(condition["NextAction"])
    return str(transitions["NextAction"])


def test_the_greeting_is_well_formed() -> None:
    assert read(resource("flows/greeting.json")).name == "Greeting"
    assert len(ACTIONS) == len(GREETING["Actions"])
    assert set(GREETING["Metadata"]["ActionMetadata"]) == set(ACTIONS)
    assert all("position" in one for one in GREETING["Metadata"]["ActionMetadata"].values())
    for identifier, action in ACTIONS.items():
        assert re.fullmatch(r"[^%:(\\/)=$,;\[\]{}]{1,50}", identifier)
        transitions = action["Transitions"]
        targets = [
            branch["NextAction"] for kind in ("Errors", "Conditions") for branch in transitions.get(kind, ())
        ]
        assert {*targets, transitions.get("NextAction", identifier)} <= set(ACTIONS)
        if action["Type"] != "DisconnectParticipant":
            assert "NoMatchingError" in [error["ErrorType"] for error in transitions["Errors"]]


def test_the_greeting_speaks_at_once_in_plain_text() -> None:
    first = ACTIONS[GREETING["StartAction"]]
    assert first["Type"] == "MessageParticipant"
    assert set(first["Parameters"]) == {"Text"}
    kinds = {action["Type"] for action in ACTIONS.values()}
    assert kinds == {"MessageParticipant", "Wait", "DisconnectParticipant"}  # no view, bot or queue


def test_the_greeting_answers_whatever_is_written_and_stays() -> None:
    at = follow(GREETING["StartAction"])
    for _ in range(10):
        assert ACTIONS[at]["Type"] == "Wait"
        assert int(ACTIONS[at]["Parameters"]["TimeLimitSeconds"]) > 120
        answer = follow(at, "CustomerReturned")
        assert ACTIONS[answer]["Type"] == "MessageParticipant"
        at = follow(answer)


def test_the_greeting_ends_when_nobody_writes() -> None:
    goodbye = follow(follow(GREETING["StartAction"]), "WaitCompleted")
    assert ACTIONS[goodbye]["Type"] == "MessageParticipant"
    assert ACTIONS[follow(goodbye)]["Type"] == "DisconnectParticipant"
