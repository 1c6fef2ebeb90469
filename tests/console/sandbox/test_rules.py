"""Documented rules: each refused with its error and the field named; what fits is let through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox import Sandbox, rules
from console.sandbox.refusal import RefusalError
from tests.console.sandbox.wire import Send, Signer, smallest

if TYPE_CHECKING:
    from types_boto3_connect import ConnectClient

PARAMETER, REQUEST = "InvalidParameterException", "InvalidRequestException"
INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
RESPONSE = INTERACTIVE + ".response"


def guide(types: list[str] | None) -> dict[str, Any]:
    chosen: dict[str, Any] = {"SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Guide"}}}
    return chosen if types is None else {**chosen, "SupportedMessagingContentTypes": types}


def message(kind: str, content: str) -> dict[str, Any]:
    return {"InitialMessage": {"ContentType": kind, "Content": content}}


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    # What the model says, which botocore's own validator lets through.
    (
        "name too long",
        {"ParticipantDetails": {"DisplayName": "x" * 257}},
        PARAMETER,
        "ParticipantDetails.DisplayName",
    ),
    ("duration too short", {"ChatDurationInMinutes": 59}, PARAMETER, "ChatDurationInMinutes"),
    ("duration too long", {"ChatDurationInMinutes": 10_081}, PARAMETER, "ChatDurationInMinutes"),
    ("duration no number", {"ChatDurationInMinutes": "60"}, PARAMETER, "ChatDurationInMinutes"),
    ("token too long", {"ClientToken": "x" * 501}, PARAMETER, "ClientToken"),
    (
        "mode",
        {"ParticipantConfiguration": {"ResponseMode": "SLOW"}},
        PARAMETER,
        "ParticipantConfiguration.ResponseMode",
    ),
    ("who leaves", {"DisconnectOnCustomerExit": ["BOT"]}, PARAMETER, "DisconnectOnCustomerExit[0]"),
    ("customer empty", {"CustomerId": ""}, PARAMETER, "CustomerId"),
    (
        "streaming without topic",
        {"ChatStreamingConfiguration": {}},
        PARAMETER,
        "ChatStreamingConfiguration.StreamingEndpointArn",
    ),
    ("unknown field", {"Atributes": {}}, PARAMETER, "Atributes"),
    ("null", {"Attributes": None}, PARAMETER, "Attributes"),
    # What the documentation adds.
    ("attribute key", {"Attributes": {"a b": "c"}}, PARAMETER, "Attributes"),
    ("attribute key with newline", {"Attributes": {"a\n": "c"}}, PARAMETER, "Attributes"),
    ("attribute key of another script", {"Attributes": {"schlüssel": "c"}}, PARAMETER, "Attributes"),
    ("attributes too large", {"Attributes": {"k": "x" * 16_384, "l": "y" * 16_383}}, PARAMETER, "Attributes"),
    ("attributes counted in bytes", {"Attributes": {"k": "é" * 16_384}}, PARAMETER, "Attributes"),
    (
        "no text/plain",
        {"SupportedMessagingContentTypes": ["text/markdown"]},
        PARAMETER,
        "SupportedMessagingContentTypes",
    ),
    ("no types at all", {"SupportedMessagingContentTypes": []}, PARAMETER, "SupportedMessagingContentTypes"),
    (
        "unknown type",
        {"SupportedMessagingContentTypes": ["text/plain", "text/html"]},
        PARAMETER,
        "SupportedMessagingContentTypes",
    ),
    ("message type", message(INTERACTIVE, "{}"), PARAMETER, "InitialMessage.ContentType"),
    ("message bytes", message("text/plain", "é" * 8_193), PARAMETER, "InitialMessage.Content"),
    ("message no JSON", message("application/json", "{'a': 1}"), PARAMETER, "InitialMessage.Content"),
    ("message NaN", message("application/json", "[NaN]"), PARAMETER, "InitialMessage.Content"),
    ("response no JSON", message(RESPONSE, "yes"), PARAMETER, "InitialMessage.Content"),
    (
        "both kinds of earlier chat",
        {
            "RelatedContactId": "a",
            "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "b"},
        },
        REQUEST,
        "RelatedContactId",
    ),
    (
        "persistent without source",
        {"PersistentChat": {"RehydrationType": "FROM_SEGMENT"}},
        REQUEST,
        "PersistentChat.SourceContactId",
    ),
    (
        "persistent without type",
        {"PersistentChat": {"SourceContactId": "b"}},
        REQUEST,
        "PersistentChat.RehydrationType",
    ),
    ("persistent empty", {"PersistentChat": {}}, REQUEST, "PersistentChat"),
    (
        "segment key",
        {"SegmentAttributes": {"other:Key": {"ValueString": "x"}}},
        PARAMETER,
        "SegmentAttributes",
    ),
    ("guide without types", guide(None), REQUEST, "connect:Guide"),
    ("guide with one type", guide(["text/plain", INTERACTIVE]), REQUEST, RESPONSE),
    ("connection of another kind", {"ConnectionTypes": ["WEBRTC_CONNECTION"]}, PARAMETER, "ConnectionTypes"),
]

FINE: list[tuple[str, dict[str, Any]]] = [
    ("smallest", {}),
    ("attributes at the limit", {"Attributes": {"k": "x" * 16_383, "l": "y" * 16_383}}),
    ("attribute keys", {"Attributes": {"A-b_9": ""}}),
    ("all types", {"SupportedMessagingContentTypes": list(rules.SUPPORTED_TYPES)}),
    ("message at the limit", message("text/plain", "é" * 8_192)),
    ("message JSON", message("application/json", '{"a": [1, "ü"]}')),
    (
        "message of a type not listed",
        message("text/markdown", "**hi**") | {"SupportedMessagingContentTypes": ["text/plain"]},
    ),
    ("guide", guide(["text/plain", INTERACTIVE, RESPONSE])),
    (
        "segment keys",
        {
            "SegmentAttributes": {
                "connect:Subtype": {"ValueString": "connect:Chat"},
                "a-b": {"ValueInteger": 5},
            }
        },
    ),
    (
        "everything else",
        {
            "ChatDurationInMinutes": 60,
            "CustomerId": "c",
            "DisconnectOnCustomerExit": ["AGENT"],
            "ParticipantConfiguration": {"ResponseMode": "INCREMENTAL"},
            "ConnectionTypes": ["WEBSOCKET", "CONNECTION_CREDENTIALS"],
        },
    ),
]


@pytest.mark.parametrize(
    ("members", "error", "named"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_breaks_a_rule_is_refused_and_named(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send, members: dict[str, Any], error: str, named: str
) -> None:
    answered = over_the_wire(signer.start(smallest(sandbox, **members)))
    assert (answered.status, answered.error) == (400, error)
    assert named in answered.message
    assert sandbox.contacts.all() == ()


@pytest.mark.parametrize("members", [case[1] for case in FINE], ids=[case[0] for case in FINE])
def test_what_fits_starts_a_chat(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send, members: dict[str, Any]
) -> None:
    answered = over_the_wire(signer.start(smallest(sandbox, **members)))
    assert answered.status == 200, answered.body
    assert sandbox.contacts.active == 1


@pytest.mark.parametrize("missing", ["InstanceId", "ContactFlowId", "ParticipantDetails"])
def test_what_is_required_is_named(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send, missing: str
) -> None:
    request = {name: value for name, value in smallest(sandbox).items() if name != missing}
    answered = over_the_wire(signer.start(request))
    assert (answered.status, answered.error) == (400, PARAMETER)
    assert answered.message.startswith(missing)
    assert answered.message.endswith(" is required.")


def test_several_problems_are_told_together(sandbox: Sandbox, connect: ConnectClient) -> None:
    with pytest.raises(ClientError) as caught:
        connect.start_chat_contact(
            **smallest(sandbox, ChatDurationInMinutes=10_081, CustomerId="x" * 129, ClientToken="x" * 501)
        )
    told = caught.value.response["Error"]["Message"]
    assert all(name in told for name in ("ChatDurationInMinutes", "CustomerId", "ClientToken"))


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.from_regex(r"[A-Za-z0-9_-]{1,30}", fullmatch=True)


@settings(deadline=None)
@given(st.dictionaries(keys, words, max_size=20))
def test_attributes_within_the_rules_pass(attributes: dict[str, str]) -> None:
    rules.check({"Attributes": attributes})


@settings(deadline=None)
@given(st.dictionaries(words, words, min_size=1, max_size=5))
def test_one_bad_key_is_enough(attributes: dict[str, str]) -> None:
    allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
    bad = [key for key in attributes if not key or any(letter not in allowed for letter in key)]
    if bad:
        with pytest.raises(RefusalError) as caught:
            rules.check({"Attributes": attributes})
        assert caught.value.code == PARAMETER
    else:
        rules.check({"Attributes": attributes})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(json_values, st.sampled_from(["application/json", RESPONSE]))
def test_any_json_is_a_message_that_claims_json(value: Any, kind: str) -> None:
    rules.check(message(kind, json.dumps(value)))
