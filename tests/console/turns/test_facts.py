"""Facts of a contact from what the service answers, and what changed between two of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from console.redaction import MASK
from console.turns import Change, Facts
from console.turns.change import changes_between
from console.turns.facts import attributes_alone, facts_in

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def facts(**members: Any) -> Facts:
    return facts_in({"Id": "c-1", **members}, "c-1", NOON)


def test_segment_attributes_lose_their_wrappings() -> None:
    found = facts(
        SegmentAttributes={
            "a": {"ValueString": "text"},
            "b": {"ValueInteger": 3},
            "c": {"ValueMap": {"d": {"ValueString": "deep"}}},
            "e": {"ValueList": [{"ValueString": "one"}]},
        }
    )
    assert found.segment_attributes == {"a": "text", "b": "3", "c": '{"d": "deep"}', "e": '["one"]'}


def test_a_state_follows_from_what_is_told() -> None:
    queue = {"QueueInfo": {"Id": "q", "EnqueueTimestamp": NOON}}
    assert facts().state == "in the flow"
    assert facts(**queue).state == "in a queue"
    assert facts(**queue, AgentInfo={"Id": "a"}).state == "with an agent"
    assert facts(DisconnectTimestamp=NOON, DisconnectReason="TRANSFERRED").state == "passed on"
    assert facts(DisconnectTimestamp=NOON, DisconnectReason="API").state == "over"
    assert attributes_alone({}, "c-1", NOON).state == ""


def test_each_change_is_told_and_nothing_else() -> None:
    before = facts(Attributes={"a": "1", "b": "2", "c": "3"})
    after = facts(Attributes={"b": "2", "c": "4", "d": "5"}, QueueInfo={"Id": "q"})
    assert changes_between(before, after) == (
        Change("state", "state", "in the flow", "in a queue"),
        Change("queue", "queue", None, "q"),
        Change("attribute", "a", "1", None),
        Change("attribute", "c", "3", "4"),
        Change("attribute", "d", None, "5"),
    )
    assert [one.sign for one in changes_between(before, after)[2:]] == ["−", "≠", "+"]
    assert changes_between(after, after) == ()
    assert changes_between(None, after) == ()


def test_attributes_alone_are_compared_by_attributes_alone() -> None:
    before = facts(Attributes={"a": "1"}, QueueInfo={"Id": "q"})
    alone = attributes_alone({"a": "2"}, "c-1", NOON)
    assert changes_between(before, alone) == (Change("attribute", "a", "1", "2"),)


def test_what_was_typed_into_a_field_for_secrets_is_masked_wherever_a_flow_puts_it() -> None:
    told = {"Attributes": {"answer": "1234", "note": "pin 1234!", "city": "Ulm", "tiny": "x", "box": "xx"}}
    found = facts_in(told, "c-1", NOON, {"1234", "x"})
    assert found.attributes == {
        "answer": MASK,
        "note": f"pin {MASK}!",
        "city": "Ulm",
        "tiny": MASK,
        "box": "xx",
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(NOON),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("Id", "QueueInfo", "AgentInfo", "Attributes", "SegmentAttributes", "DisconnectTimestamp", "Channel")


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_whatever_is_answered_can_be_read(contact: dict[str, Any]) -> None:
    found = facts_in(contact, "c-1", NOON)
    assert all(isinstance(value, str) for value in found.attributes.values())
    assert changes_between(found, found) == ()
