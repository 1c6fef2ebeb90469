"""Nothing that anybody wrote is shown, whatever it is and wherever it stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.conform.facts import Facts, Word
from console.conform.lens import Lens
from console.conform.talk import ENDED

CONTACT = "11111111-2222-4333-8444-555555555555"
OTHER = "99999999-2222-4333-8444-555555555555"


def seen(value: Any, member: str = "Content") -> Any:
    return Lens().look(Facts({"fact": {member: value}}))["fact"]


@pytest.mark.parametrize(
    ("member", "value", "shown"),
    [
        ("Type", "MESSAGE", "MESSAGE"),
        ("ContentType", "text/plain", "text/plain"),
        ("ContentType", ENDED, ENDED),
        ("ContentType", "text/x-secret", "text"),
        ("Content", "Call me on 555 0100", "text"),
        ("Content", "", "empty text"),
        ("DisplayName", "Zoë", "text"),
        ("DisplayName", "SYSTEM_MESSAGE", "SYSTEM_MESSAGE"),
        ("Id", CONTACT, "id 1"),
        ("Arn", "arn:aws:connect:us-east-1:123456789012:instance/x", "an ARN"),
        ("Content", "123456789012", "an account"),
        ("Content", 123456789012, "a number"),
        ("MaxResults", 10, 10),
        ("Url", "wss://example.com/?token=abc", "a websocket's address"),
        ("Url", "https://example.com/?X-Amz-Signature=abc", "an address"),
        ("AbsoluteTime", "2026-11-22T10:16:09.744Z", "a time 0000-00-00T00:00:00.000Z"),
        ("AbsoluteTime", "2026-11-22T10:16:09Z", "a time 0000-00-00T00:00:00Z"),
        ("InitiationTimestamp", datetime(2026, 11, 22, tzinfo=UTC), "a time"),
        ("ParticipantToken", "x" * 40, "a short token"),
        ("ConnectionToken", "x" * 400, "a token"),
        ("ConnectionToken", "x" * 1001, "a token beyond 1,000"),
        ("DisconnectReason", "CUSTOMER_DISCONNECT", "CUSTOMER_DISCONNECT"),
        ("DisconnectReason", "my own reason", "text"),
        ("Content", 3.5, "a value"),
    ],
)
def test_a_value_is_shown_by_its_class(member: str, value: Any, shown: Any) -> None:
    assert seen(value, member) == {member: shown}


def test_a_word_of_the_script_is_shown_and_a_name_that_was_given() -> None:
    lens = Lens()
    lens.name(CONTACT, "the contact")
    facts = Facts(word=Word("as it is"), ids=[CONTACT, OTHER, OTHER, CONTACT])
    assert lens.look(facts) == {"word": "as it is", "ids": ["the contact", "id 1", "id 1", "the contact"]}


def test_members_that_no_model_names_are_counted_alone() -> None:
    assert seen({"my customer": "gold", "Zoë": 1}, "Attributes") == {"Attributes": {"other members": 2}}


LETTERS = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=5, max_size=40)
VALUES = st.recursive(
    LETTERS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
    max_leaves=8,
)
CANARY = "canary-Zoë-4711"


def planted(value: Any) -> Any:
    """The same value with a canary in every text and every key."""
    if isinstance(value, str):
        return f"{value}{CANARY}"
    if isinstance(value, list):
        return [planted(one) for one in value]
    if isinstance(value, dict):
        return {f"{CANARY}{key}": planted(one) for key, one in value.items()}
    return value


@settings(max_examples=60)
@given(value=VALUES, member=st.sampled_from(["Content", "Attributes", "Id", "Url", "ParticipantToken"]))
def test_no_canary_comes_through(value: Any, member: str) -> None:
    text = json.dumps(seen(planted(value), member), ensure_ascii=False)
    assert CANARY not in text
