"""The request: its fields and sections, and its documented rules."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console import contact
from console.shape import Steps
from tests.console.requests import requests

INSTANCE = "a1b2c3d4-0000-4000-8000-00000000000a"
FLOW = "b1b2c3d4-1111-4111-8111-00000000000b"
WHOLE: dict[str, Any] = {
    "InstanceId": INSTANCE,
    "ContactFlowId": FLOW,
    "ParticipantDetails": {"DisplayName": "Zoë"},
}
ALL_TYPES = list(contact.CONTENT_TYPES)
WIDE = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def found(**fields: Any) -> list[tuple[str, str, bool]]:
    """Of a whole request with these fields: where, what, and whether it blocks."""
    return [(one.where, one.code, one.blocks) for one in contact.problems({**WHOLE, **fields})]


# -- fields and sections --------------------------------------------------------------------------


def test_every_hint_is_of_a_field_and_every_section_is_known() -> None:
    names = {field.name for field in contact.fields()}
    assert set(contact.HINTS) <= names
    assert {hint.section for hint in contact.HINTS.values()} <= set(contact.SECTIONS)
    for hint, field in ((contact.HINTS[name], contact.operation().input.at(name)) for name in contact.HINTS):
        known = field.item.choices if field.kind == "list" else field.choices
        assert set(hint.choices) <= set(known)


def test_the_fields_of_the_issue_are_there() -> None:
    assert [field.name for field in contact.fields()][:13] == [
        "InstanceId", "ContactFlowId", "Attributes", "ParticipantDetails", "ParticipantConfiguration",
        "InitialMessage", "ClientToken", "ChatDurationInMinutes", "SupportedMessagingContentTypes",
        "PersistentChat", "RelatedContactId", "SegmentAttributes", "CustomerId",
    ]  # fmt: skip
    assert {"DisconnectOnCustomerExit", "ConnectionTypes", "ChatStreamingConfiguration"} <= {
        field.name for field in contact.fields()
    }


def test_a_field_that_aws_adds_goes_to_advanced_and_is_edited_by_its_kind() -> None:
    assert contact.hint("FieldOfTomorrow") == contact.Hint("advanced")


def test_the_durations_lie_within_the_model() -> None:
    field = contact.operation().input.at("ChatDurationInMinutes")
    assert field.minimum is not None
    assert field.maximum is not None
    assert all(field.minimum <= minutes <= field.maximum for minutes in contact.DURATION_PRESETS)
    assert timedelta(hours=25) == contact.DEFAULT_DURATION


def test_the_sets_of_content_types_are_good_requests() -> None:
    for types in contact.CONTENT_TYPE_SETS.values():
        assert found(SupportedMessagingContentTypes=list(types)) == []


# -- values and paths -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("PersistentChat", "SourceContactId"), "s"),
        (("List", 1), "b"),
        (("List", 2), None),
        (("List", "x"), None),
        (("PersistentChat", "Nothing", "below"), None),
        (("Text", "below"), None),
        ((), {"PersistentChat": {"SourceContactId": "s"}, "List": ["a", "b"], "Text": "t"}),
    ],
)
def test_a_value_is_found_by_its_path(path: Steps, value: object) -> None:
    request = {"PersistentChat": {"SourceContactId": "s"}, "List": ["a", "b"], "Text": "t"}
    assert contact.value_at(request, path) == value


def test_a_value_is_set_in_a_copy() -> None:
    request = {"CustomerId": "c", "PersistentChat": {"SourceContactId": "s"}}
    before = json.dumps(request)
    changed = contact.with_value(request, ("PersistentChat", "RehydrationType"), "FROM_SEGMENT")
    assert changed == {
        "CustomerId": "c",
        "PersistentChat": {"SourceContactId": "s", "RehydrationType": "FROM_SEGMENT"},
    }
    assert json.dumps(request) == before


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_an_empty_value_takes_its_field_out_and_what_that_leaves_empty(empty: object) -> None:
    request = {"CustomerId": "c", "PersistentChat": {"SourceContactId": "s"}}
    assert contact.with_value(request, ("PersistentChat", "SourceContactId"), empty) == {"CustomerId": "c"}
    assert contact.with_value({}, ("CustomerId",), empty) == {}
    assert contact.with_value({}, ("PersistentChat", "SourceContactId"), empty) == {}


@pytest.mark.parametrize("value", [0, False, 0.0, " ", [""], {"": ""}])
def test_a_value_that_only_looks_empty_stays(value: object) -> None:
    assert contact.with_value({}, ("CustomerId",), value) == {"CustomerId": value}


def test_a_value_below_something_that_is_no_object_takes_its_place() -> None:
    changed = contact.with_value({"PersistentChat": "text"}, ("PersistentChat", "SourceContactId"), "s")
    assert changed == {"PersistentChat": {"SourceContactId": "s"}}


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(tuple), st.integers() | st.none()
        ),
        max_size=8,
    )
)
def test_what_was_set_is_found_and_what_was_taken_out_leaves_nothing_empty(
    steps: list[tuple[tuple[str, ...], int | None]],
) -> None:
    request: dict[str, Any] = {}
    for path, value in steps:
        request = contact.with_value(request, path, value)
        assert contact.value_at(request, path) == value
    assert "{}" not in json.dumps(request) or request == {}


def test_a_request_is_put_into_the_order_of_the_model_unknown_fields_last() -> None:
    mixed = {"Zeta": 1, "CustomerId": "c", "Attributes": {}, "InstanceId": "i", "Alpha": 2}
    assert list(contact.in_model_order(mixed)) == ["InstanceId", "Attributes", "CustomerId", "Zeta", "Alpha"]
    assert contact.in_model_order(mixed) == mixed


# -- problems -------------------------------------------------------------------------------------


def test_a_whole_request_has_none() -> None:
    assert found() == []


def test_limits_of_the_model_are_problems() -> None:
    assert found(ChatDurationInMinutes=59) == [("ChatDurationInMinutes", "too_small", True)]
    assert found(ChatDurationInMinutes=10_081) == [("ChatDurationInMinutes", "too_large", True)]
    assert found(ClientToken="x" * 501) == [("ClientToken", "too_long", True)]
    assert found(Unheard=1) == [("Unheard", "unknown", True)]


def test_they_come_in_the_order_of_the_form() -> None:
    request = {
        "ClientToken": "x" * 501,
        "Attributes": {"a b": "1"},
        "ChatDurationInMinutes": 1,
        "SupportedMessagingContentTypes": [],
        "Unheard": 1,
    }
    assert [one.where for one in contact.problems(request)] == [
        "InstanceId",
        "ContactFlowId",
        "ParticipantDetails.DisplayName",
        "SupportedMessagingContentTypes",
        "ChatDurationInMinutes",
        'Attributes["a b"]',
        "ClientToken",
        "Unheard",
    ]


ATTRIBUTES = "Attributes"


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ({}, []),
        ({"Order-Id_1": ""}, []),
        ({"a": "x" * 32_767}, []),
        ({"ab": "x" * 32_767}, [(ATTRIBUTES, "too_many_bytes", True)]),
        ({"a": "é" * 16_383, "b": "x"}, [(ATTRIBUTES, "too_many_bytes", True)]),
        ({"a": "é" * 16_383}, []),
        ({"order id": "1"}, [('Attributes["order id"]', "key_alphabet", True)]),
        ({"größe": "1"}, [('Attributes["größe"]', "key_alphabet", True)]),
        ({"a\n": "1"}, [('Attributes["a\\n"]', "key_alphabet", True)]),
        ({"connect:a": "1"}, [("Attributes.connect:a", "key_alphabet", True)]),
        ({"": "1"}, [('Attributes[""]', "too_short", True)]),
        ({"a": 1, "b c": "d"}, [("Attributes.a", "type", True)]),
        ({"a": None}, [("Attributes.a", "type", True)]),
    ],
)
def test_attributes(attributes: dict[str, Any], wanted: list[Any]) -> None:
    assert found(Attributes=attributes) == wanted


def test_the_bytes_of_attributes_count_keys_and_values() -> None:
    assert contact.attribute_bytes({}) == 0
    assert contact.attribute_bytes({"a": "b", "ü": "👍"}) == 8
    assert contact.attribute_bytes({"half": "\ud800"}) == 7, "what can't be sent is still weighed"


@pytest.mark.parametrize(
    ("types", "wanted"),
    [
        (["text/plain"], []),
        (ALL_TYPES, []),
        ([], [("SupportedMessagingContentTypes", "text_plain_missing", True)]),
        (["text/markdown"], [("SupportedMessagingContentTypes", "text_plain_missing", True)]),
        (["text/plain", "text/html"], [("SupportedMessagingContentTypes[1]", "content_type", True)]),
        (
            ["Text/Plain"],
            [
                ("SupportedMessagingContentTypes", "text_plain_missing", True),
                ("SupportedMessagingContentTypes[0]", "content_type", True),
            ],
        ),
        (["text/plain", "text/plain"], [("SupportedMessagingContentTypes[1]", "twice", False)]),
        (["text/plain", 5], [("SupportedMessagingContentTypes[1]", "type", True)]),
        (
            ["text/plain", ""],
            [("SupportedMessagingContentTypes[1]", "too_short", True)],
        ),
    ],
)
def test_content_types(types: list[Any], wanted: list[Any]) -> None:
    assert found(SupportedMessagingContentTypes=types) == wanted


GUIDE = {"connect:Subtype": {"ValueString": "connect:Guide"}}


@pytest.mark.parametrize(
    ("segment", "types", "wanted"),
    [
        (GUIDE, ALL_TYPES, []),
        (GUIDE, None, [("SegmentAttributes.connect:Subtype", "guide_types", True)]),
        (GUIDE, ALL_TYPES[:4], [("SegmentAttributes.connect:Subtype", "guide_types", True)]),
        ({"connect:Subtype": {"ValueString": "connect:Chat"}}, None, []),
        ({"Own-key_1": {"ValueString": "x"}}, None, []),
        ({"connect:Own": {"ValueInteger": 1}}, None, []),
        ({"a b": {"ValueString": "x"}}, None, [('SegmentAttributes["a b"]', "key_alphabet", True)]),
        ({"connect:": {"ValueString": "x"}}, None, [("SegmentAttributes.connect:", "key_alphabet", True)]),
        ({"a:b": {"ValueString": "x"}}, None, [("SegmentAttributes.a:b", "key_alphabet", True)]),
        ({"a": {}}, None, [("SegmentAttributes.a", "one_value", False)]),
        (
            {"a": {"ValueString": "x", "ValueInteger": 1}},
            None,
            [("SegmentAttributes.a", "one_value", False)],
        ),
        ({"a": "x"}, None, [("SegmentAttributes.a", "type", True)]),
    ],
)
def test_segment_attributes(segment: dict[str, Any], types: list[str] | None, wanted: list[Any]) -> None:
    more = {} if types is None else {"SupportedMessagingContentTypes": types}
    assert found(SegmentAttributes=segment, **more) == wanted


CONTENT, TYPE = "InitialMessage.Content", "InitialMessage.ContentType"


@pytest.mark.parametrize(
    ("message", "types", "wanted"),
    [
        ({"ContentType": "text/plain", "Content": "hi"}, None, []),
        ({"ContentType": "text/plain", "Content": "é" * 8192}, None, []),
        ({"ContentType": "text/plain", "Content": "é" * 8193}, None, [(CONTENT, "too_many_bytes", True)]),
        ({"ContentType": "text/plain", "Content": "x" * 16_385}, None, [(CONTENT, "too_long", True)]),
        ({"ContentType": "text/html", "Content": "hi"}, None, [(TYPE, "content_type", True)]),
        ({"ContentType": contact.INTERACTIVE, "Content": "{}"}, ALL_TYPES, [(TYPE, "content_type", True)]),
        ({"ContentType": "text/markdown", "Content": "*hi*"}, None, [(TYPE, "not_supported", False)]),
        ({"ContentType": "text/markdown", "Content": "*hi*"}, ALL_TYPES, []),
        ({"ContentType": contact.JSON_TYPE, "Content": '{"a": [1]}'}, ALL_TYPES, []),
        ({"ContentType": contact.JSON_TYPE, "Content": "{a: 1}"}, ALL_TYPES, [(CONTENT, "not_json", True)]),
        ({"ContentType": contact.JSON_TYPE, "Content": "NaN"}, ALL_TYPES, [(CONTENT, "not_json", True)]),
        ({"ContentType": contact.JSON_TYPE, "Content": "[" * 5000}, ALL_TYPES, [(CONTENT, "not_json", True)]),
        (
            {"ContentType": contact.INTERACTIVE_RESPONSE, "Content": "hi"},
            ALL_TYPES,
            [(CONTENT, "not_json", True)],
        ),
        ({"ContentType": "text/plain", "Content": ""}, None, [(CONTENT, "too_short", True)]),
        ({"ContentType": "text/plain"}, None, [(CONTENT, "required", True)]),
        ({"Content": "hi"}, None, [(TYPE, "required", True)]),
        ({"ContentType": 5, "Content": "hi"}, None, [(TYPE, "type", True)]),
        ({"ContentType": "text/plain", "Content": "\ud83d"}, None, [(CONTENT, "encoding", True)]),
    ],
)
def test_the_first_message(message: dict[str, Any], types: list[str] | None, wanted: list[Any]) -> None:
    more = {} if types is None else {"SupportedMessagingContentTypes": types}
    assert found(InitialMessage=message, **more) == wanted


PERSISTENT = {"RehydrationType": "FROM_SEGMENT", "SourceContactId": INSTANCE}


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"PersistentChat": PERSISTENT}, []),
        ({"RelatedContactId": INSTANCE}, []),
        (
            {"PersistentChat": PERSISTENT, "RelatedContactId": INSTANCE},
            [("RelatedContactId", "excludes", True)],
        ),
        (
            {"PersistentChat": {}, "RelatedContactId": INSTANCE},
            [
                ("PersistentChat.RehydrationType", "required", True),
                ("PersistentChat.SourceContactId", "required", True),
                ("RelatedContactId", "excludes", True),
            ],
        ),
        (
            {"PersistentChat": {"RehydrationType": "FROM_SEGMENT"}},
            [("PersistentChat.SourceContactId", "required", True)],
        ),
        (
            {"PersistentChat": {"SourceContactId": INSTANCE}},
            [("PersistentChat.RehydrationType", "required", True)],
        ),
        (
            {"PersistentChat": {**PERSISTENT, "RehydrationType": "NOPE"}},
            [("PersistentChat.RehydrationType", "choice", True)],
        ),
        (
            {"PersistentChat": {**PERSISTENT, "SourceContactId": "last one"}},
            [("PersistentChat.SourceContactId", "not_an_id", False)],
        ),
        ({"RelatedContactId": ""}, [("RelatedContactId", "too_short", True)]),
    ],
)
def test_the_earlier_chat(fields: dict[str, Any], wanted: list[Any]) -> None:
    assert found(**fields) == wanted


def test_a_connection_type_without_effect_is_a_warning() -> None:
    assert found(ConnectionTypes=["WEBSOCKET", "CONNECTION_CREDENTIALS"]) == []
    assert found(ConnectionTypes=["AUTHENTICATION_SESSION"]) == [("ConnectionTypes[0]", "no_effect", False)]
    assert found(ConnectionTypes=["NOPE"]) == [("ConnectionTypes[0]", "choice", True)]


def test_an_id_that_is_none_is_a_warning() -> None:
    assert found(InstanceId="my-instance") == [("InstanceId", "not_an_id", False)]
    assert found(InstanceId=INSTANCE.upper(), ContactFlowId=f"{FLOW} ") == [
        ("ContactFlowId", "not_an_id", False)
    ]


def test_every_sentence_is_one() -> None:
    request = {
        "ContactFlowId": "x",
        "Attributes": {"a b": "1", "big": "x" * 40_000},
        "InitialMessage": {"ContentType": "text/html"},
        "SupportedMessagingContentTypes": ["text/html", "text/html"],
        "PersistentChat": {},
        "RelatedContactId": "x",
        "SegmentAttributes": {"a b": {}, **GUIDE},
        "ConnectionTypes": ["AUTHENTICATION_SESSION"],
    }
    problems = contact.problems(request)
    assert len({problem.code for problem in problems}) >= 10
    for problem in problems:
        assert problem.message[0].isupper() or problem.message[0] == "“", problem.message
        assert problem.message.endswith("."), problem.message


@WIDE
@given(requests())
def test_a_good_request_has_nothing_that_blocks(request: dict[str, Any]) -> None:
    assert [problem for problem in contact.problems(request) if problem.blocks] == []


@given(st.dictionaries(st.sampled_from([field.name for field in contact.fields()]), JSON, max_size=5))
def test_anything_at_all_is_told_and_nothing_raised(request: dict[str, Any]) -> None:
    for problem in contact.problems(request):
        assert problem.path
        assert problem.message


# -- JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{}", None),
        (' [1, "x", null] ', None),
        ('"text"', None),
        ("", "line 1, column 1 is not valid JSON (expecting value)"),
        ('{"a": 1,\n "b"}', "line 2, column 5 is not valid JSON (expecting ':' delimiter)"),
        ("{'a': 1}", "line 1, column 2"),
        ("-Infinity", "-Infinity is not JSON"),
        ("[" * 100_000, "it is nested too deeply"),
    ],
)
def test_what_keeps_a_text_from_being_json_is_said(text: str, fault: str | None) -> None:
    found = contact.json_fault(text)
    assert found is None if fault is None else found is not None and found.startswith(fault)


@given(st.text(max_size=12) | JSON.map(json.dumps))
def test_json_is_what_python_reads_and_no_more(text: str) -> None:
    fault = contact.json_fault(text)
    if fault is None:
        json.loads(text)
    else:
        assert fault.endswith(("JSON", ")", "deeply"))


# -- when a chat ends -----------------------------------------------------------------------------

NOW = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(60, 1), (1500, 25), (10_080, 168), (None, 25), ("60", 25), (True, 25), (0, 25), (-5, 25), (10**9, 25)],
)
def test_a_chat_ends_after_its_duration_or_after_25_hours(minutes: object, hours: int) -> None:
    request = {} if minutes is None else {"ChatDurationInMinutes": minutes}
    assert contact.ends_at(request, NOW) == NOW + timedelta(hours=hours)


def test_the_hosted_widget_gives_every_key_its_prefix_once() -> None:
    attributes = {"orderId": "1", "HostedWidget-locale": "en"}
    widgets = {"HostedWidget-orderId": "1", "HostedWidget-locale": "en"}
    assert contact.as_widget_attributes(attributes) == widgets
    assert contact.as_widget_attributes(widgets) == widgets
