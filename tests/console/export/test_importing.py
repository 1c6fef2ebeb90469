"""Pasted JSON and skeletons, and what is said of a text that is no request."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from console import contact
from console.export import ImportProblem, as_text, read
from console.export.importing import MOST_CHARACTERS
from tests.console.export.test_round_trip import FULL
from tests.console.requests import requests

SKELETON: dict[str, Any] = {
    "InstanceId": "",
    "ContactFlowId": "",
    "Attributes": {"KeyName": ""},
    "ParticipantDetails": {"DisplayName": ""},
    "ParticipantConfiguration": {"ResponseMode": "COMPLETE"},
    "InitialMessage": {"ContentType": "", "Content": ""},
    "ClientToken": "",
    "ChatDurationInMinutes": 0,
    "SupportedMessagingContentTypes": [""],
    "PersistentChat": {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": ""},
    "RelatedContactId": "",
    "SegmentAttributes": {
        "KeyName": {
            "ValueString": "",
            "ValueMap": {"KeyName": {}},
            "ValueInteger": 0,
            "ValueList": [{}],
            "ValueArn": "",
        }
    },
    "CustomerId": "",
    "DisconnectOnCustomerExit": ["AGENT"],
}
"""What aws-cli 1.46.3 printed for --generate-cli-skeleton on 2026-11-22."""


def problem_of(text: str) -> str:
    with pytest.raises(ImportProblem) as caught:
        read(text)
    return str(caught.value)


# -- JSON ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("around", ["{}", "\ufeff{}", "\r\n  {}\r\n", "```json\n{}\n```", "```\n{}\n```\n"])
def test_json_is_read_as_it_is(around: str) -> None:
    imported = read(around.replace("{}", json.dumps(FULL, indent=1).replace("\n", "\r\n")))
    assert (imported.request, imported.kind, imported.notes) == (FULL, "json", ())
    assert (imported.region, imported.endpoint) == (None, None)


def test_fields_come_in_the_order_of_the_model() -> None:
    assert list(read(json.dumps(dict(reversed(FULL.items())))).request) == list(FULL)


def test_fields_that_the_model_does_not_know_stay_for_the_form_to_show() -> None:
    request = {**FULL, "Colour": "blue", "Nested": [{"a": 1}]}
    imported = read(json.dumps(request))
    assert imported.request == request
    codes = [problem.code for problem in contact.problems(imported.request)]
    assert codes == ["unknown", "unknown"]


def test_values_of_the_wrong_type_stay_for_the_form_to_show() -> None:
    request = {**FULL, "ChatDurationInMinutes": "60", "Attributes": [1], "CustomerId": None}
    assert read(json.dumps(request)).request == request


@pytest.mark.parametrize(
    "secret",
    [
        {"ParticipantToken": "TOPSECRET"},
        {"Authorization": "TOPSECRET"},
        {"x-amz-security-token": "TOPSECRET"},
        {"SecretAccessKey": "TOPSECRET", "AccessKeyId": "TOPSECRET"},
        {"cookie": "TOPSECRET"},
        {"credentials": {"sessionToken": "TOPSECRET"}},
        {"context": [{"authToken": "TOPSECRET", "kept": 1}]},
        {"ParticipantDetails": {"DisplayName": "Zoë", "ParticipantToken": "TOPSECRET"}},
    ],
)
def test_secrets_are_left_out_and_not_repeated(secret: dict[str, Any]) -> None:
    imported = read(json.dumps({**FULL, **secret}))
    assert "TOPSECRET" not in repr(imported)
    assert "A field that holds a secret was left out." in imported.notes


def test_what_the_user_named_like_a_secret_stays() -> None:
    """Attributes are the request's own content, and a client token is no secret."""
    request = {**FULL, "Attributes": {"password": "x", "token": "y"}, "ClientToken": "t"}
    assert read(json.dumps(request)).request == request


def test_a_name_that_stands_twice_is_told() -> None:
    imported = read('{"InstanceId": "a", "Attributes": {"k": "1", "k": "2"}, "InstanceId": "b"}')
    assert imported.request == {"InstanceId": "b", "Attributes": {"k": "2"}}
    assert imported.notes == ("The text has the same name twice in one object; the last one was kept.",)


def test_an_object_of_a_script_is_understood_too() -> None:
    imported = read("{InstanceId: 'i-1', /* the flow */ ContactFlowId: `f-1`, Attributes: {a: 'x',},}")
    assert imported.request == {"InstanceId": "i-1", "ContactFlowId": "f-1", "Attributes": {"a": "x"}}
    assert imported.notes == ("This is not strict JSON; it was read as an object of a script.",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"InstanceId": "a"', "The text is not JSON: line 1, column 19 (expecting ',' delimiter)."),
        ('{\n"InstanceId": }', "The text is not JSON: line 2, column 15 (expecting value)."),
        ('{"InstanceId": "a"} and more', "The text is not JSON: line 1, column 21 (extra data)."),
        ('["InstanceId"]', "The text is not an object with the fields of a request."),
        ('{"name": "some-package"}', "The text has none of the fields of StartChatContact."),
        ('{"ChatDurationInMinutes": NaN}', "The text holds NaN, which is not JSON."),
        ('{"ChatDurationInMinutes": 1e999}', "The text holds a number that is too large."),
        (
            f'{{"ChatDurationInMinutes": {"9" * 5000}}}',
            "The text holds a number that is too long, or is nested too deeply.",
        ),
    ],
)
def test_json_that_is_no_request_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    assert problem_of(text) == sentence


@pytest.mark.parametrize("depth", [101, 2_000, 150_000])
def test_json_that_is_nested_too_deeply_is_refused(depth: int) -> None:
    assert "nested too deeply" in problem_of('{"Attributes":' + '{"a":' * depth + "1" + "}" * (depth + 1))


def test_an_answer_of_the_service_is_no_request_and_its_token_is_not_repeated() -> None:
    answer = {"ContactId": "c", "ParticipantId": "p", "ParticipantToken": "TOPSECRET"}
    assert problem_of(json.dumps(answer)) == "The text has none of the fields of StartChatContact."


# -- skeletons ----------------------------------------------------------------------------------


def test_an_untouched_skeleton_holds_nothing() -> None:
    imported = read(json.dumps(SKELETON, indent=4))
    assert (imported.request, imported.kind) == ({}, "skeleton")
    assert imported.notes == (
        "This is a skeleton of the AWS CLI. These fields held only its placeholders and count as not set: "
        f"{', '.join(contact.in_model_order(SKELETON))}.",
    )


def test_what_was_filled_in_stays() -> None:
    filled = {
        **SKELETON,
        **FULL,
        "Attributes": {"plan": "gold", "empty": "", "KeyName": ""},
        "SupportedMessagingContentTypes": ["text/plain", ""],
        "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "c-1"},
        "SegmentAttributes": {
            "connect:Subtype": {**SKELETON["SegmentAttributes"]["KeyName"], "ValueString": "connect:Chat"},
            "KeyName": SKELETON["SegmentAttributes"]["KeyName"],
        },
        "ChatDurationInMinutes": 90,
    }
    imported = read(json.dumps(filled))
    assert imported.kind == "skeleton"
    assert imported.request == {
        **FULL,
        "Attributes": {"plan": "gold", "empty": ""},
        "SupportedMessagingContentTypes": ["text/plain"],
        "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "c-1"},
        "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Chat"}},
        "ChatDurationInMinutes": 90,
    }
    left_out = "ParticipantConfiguration, InitialMessage, ClientToken, RelatedContactId, CustomerId, "
    assert imported.notes[0].endswith(f"not set: {left_out}DisconnectOnCustomerExit.")


def test_a_skeleton_of_an_older_cli_is_known_too() -> None:
    older = {name: SKELETON[name] for name in ("InstanceId", "ParticipantDetails", "InitialMessage")}
    assert read(json.dumps({**older, "ContactFlowId": "f-1"})).request == {"ContactFlowId": "f-1"}


def test_one_empty_value_makes_no_skeleton() -> None:
    request = {**FULL, "CustomerId": "", "Attributes": {"empty": ""}}
    imported = read(json.dumps(request))
    assert (imported.request, imported.kind) == (request, "json")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(requests())
def test_a_valid_request_is_never_taken_for_a_skeleton(request: dict[str, Any]) -> None:
    assert read(json.dumps(request)).kind == "json"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(requests())
def test_required_fields_filled_into_a_skeleton_come_out_alone(request: dict[str, Any]) -> None:
    filled = {name: request[name] for name in ("InstanceId", "ContactFlowId", "ParticipantDetails")}
    assert read(json.dumps({**SKELETON, **filled})).request == filled


def test_a_skeleton_with_little_left_of_it_is_known() -> None:
    rest = {"PersistentChat": SKELETON["PersistentChat"], "ClientToken": ""}
    assert read(json.dumps({**FULL, **rest})).request == FULL


def test_a_skeleton_in_yaml_is_refused_with_advice() -> None:
    assert problem_of("InstanceId: ''  # [REQUIRED]\nContactFlowId: ''") == (
        "YAML is not understood here: use --generate-cli-skeleton without yaml-input."
    )


# -- anything else ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff"])
def test_no_text_is_said_to_be_none(text: str) -> None:
    assert problem_of(text) == "There is no text to read."


@pytest.mark.parametrize("text", ["hello", "aws", "https://example.com/", "import boto3", "<html></html>"])
def test_what_is_not_known_is_told_what_is(text: str) -> None:
    sentence = problem_of(text)
    assert all(word in sentence for word in ("JSON", "aws connect start-chat-contact", "widget", "cURL"))


def test_a_text_that_is_too_long_is_refused_before_it_is_read() -> None:
    assert "1,000,000 characters" in problem_of("{" * (MOST_CHARACTERS + 1))


def test_the_longest_request_can_be_read() -> None:
    """32,768 bytes of attributes and 16,384 of a message, all of them escaped."""
    request = {
        **FULL,
        "Attributes": {"a": "\x01" * 32_767},
        "InitialMessage": {"ContentType": "text/plain", "Content": "\x01" * 16_384},
    }
    for kind in ("json", "cli"):
        assert read(as_text(kind, request)).request == request
