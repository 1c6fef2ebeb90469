from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox.flow.engine.script import Branch, script_of

DOCUMENT: dict[str, Any] = {
    "StartAction": "a",
    "Metadata": {"ActionMetadata": {"a": {"parameters": {"QueueId": {"displayName": "Support"}}}}},
    "Actions": [
        {
            "Identifier": "a",
            "Type": "Compare",
            "Parameters": {"ComparisonValue": "$.Channel"},
            "Transitions": {
                "NextAction": "b",
                "Conditions": [
                    {"NextAction": "b", "Condition": {"Operator": "Equals", "Operands": ["CHAT"]}},
                    {"NextAction": "a", "Condition": {"Operator": "Equals", "Operands": "VOICE"}},
                ],
                "Errors": [
                    {"NextAction": "b", "ErrorType": "NoMatchingCondition"},
                    {"NextAction": "a", "ErrorType": "NoMatchingCondition"},
                ],
            },
        },
        {"Identifier": "a", "Type": "Second"},
        {"Identifier": "b", "Type": "DisconnectParticipant", "Transitions": {}},
    ],
}


def test_a_document_becomes_actions_with_their_transitions() -> None:
    script = script_of(DOCUMENT, id="f", name="Main", type="CUSTOMER_QUEUE")
    assert (script.id, script.name, script.type, script.start) == ("f", "Main", "CUSTOMER_QUEUE", "a")
    first = script.actions["a"]
    assert (first.type, first.next, first.errors) == ("Compare", "b", {"NoMatchingCondition": "b"})
    assert first.branches == (Branch("Equals", ("CHAT",), "b"), Branch("Equals", ("VOICE",), "a"))
    assert first.labels == {"QueueId": "Support"}
    assert (script.actions["b"].next, script.actions["b"].errors) == (None, {})


@pytest.mark.parametrize(
    ("about", "labels"),
    [
        ({"parameters": {"QueueId": {"displayName": "New"}}, "queue": {"text": "Old"}}, {"QueueId": "New"}),
        ({"queue": {"text": "Old", "id": "arn:q"}}, {"QueueId": "Old"}),
        ({"ContactFlow": {"text": "Survey"}}, {"ContactFlowId": "Survey"}),
        ({"contactFlow": {"text": "Survey", "id": "arn:f"}}, {"ContactFlowId": "Survey"}),
        (
            {"parameters": {"EventHooks": {"CustomerQueue": {"displayName": "Hold"}}}},
            {"CustomerQueue": "Hold"},
        ),
        ({"parameters": {"EventHooks": []}, "queue": "x"}, {}),
    ],
)
def test_names_are_found_wherever_an_export_has_them(about: dict[str, Any], labels: dict[str, str]) -> None:
    document = {"Metadata": {"ActionMetadata": {"a": about}}, "Actions": [{"Identifier": "a"}]}
    assert script_of(document).actions["a"].labels == labels


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["Actions", "Identifier", "Transitions", "Errors", "Conditions", "Condition", "Metadata"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["StartAction", "Actions", "Metadata", "Settings"]), ANY))
def test_any_document_becomes_a_script(document: dict[str, Any]) -> None:
    script = script_of(document)
    assert all(action.id == id for id, action in script.actions.items())


@pytest.mark.parametrize("start", [None, [], True, {}])
def test_what_is_no_identifier_is_none(start: Any) -> None:
    assert script_of({"StartAction": start}).start == ""
