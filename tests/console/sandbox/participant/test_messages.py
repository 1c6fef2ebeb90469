"""What a participant says and tells: echo, limits, receipts, retries, and who may not."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.participant import party
from console.sandbox.participant.items import EVENT
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.visitor import Visitor, agent, start

ALL_TYPES = [
    "text/plain",
    "text/markdown",
    "application/json",
    "application/vnd.amazonaws.connect.message.interactive",
    "application/vnd.amazonaws.connect.message.interactive.response",
]
RESPONSE = ALL_TYPES[-1]


def test_a_message_comes_back_to_its_sender_under_the_same_id(visitor: Visitor) -> None:
    with visitor.greeted() as line:
        sent = visitor.say("hello")
        echo, answer = line.items(2)
    assert (echo["Id"], echo["AbsoluteTime"]) == (sent["Id"], sent["AbsoluteTime"])
    assert echo == {
        "AbsoluteTime": sent["AbsoluteTime"], "Content": "hello", "ContentType": "text/plain",
        "Id": sent["Id"], "Type": "MESSAGE", "ParticipantId": visitor.participant_id,
        "DisplayName": "Zoë", "ParticipantRole": "CUSTOMER",
        "InitialContactId": visitor.contact_id, "ContactId": visitor.contact_id,
    }  # fmt: skip
    assert (answer["ParticipantRole"], answer["DisplayName"]) == ("SYSTEM", "SYSTEM_MESSAGE")


def test_times_of_a_chat_rise(visitor: Visitor) -> None:
    visitor.connect()
    for number in range(20):
        visitor.say(str(number))
    times = [item["AbsoluteTime"] for item in visitor.transcript()]
    assert len(times) == 42
    assert sorted(set(times)) == times


def test_the_initial_message_comes_first(sandbox: Sandbox, service: Any) -> None:
    message = {"ContentType": "text/plain", "Content": "I need help"}
    visitor = start(sandbox, service, InitialMessage=message)
    with visitor.greeted():
        first, joined, hello = visitor.transcript()
    assert (first["Content"], first["ParticipantRole"]) == ("I need help", "CUSTOMER")
    assert joined["ContentType"] == EVENT + "participant.joined"
    assert "sandbox" in hello["Content"]


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("text/plain", "é" * 8_192),
        ("text/plain", "x" * 16_384),
        ("text/markdown", "**bold**"),
        ("application/json", '{"any": [1]}'),
        (RESPONSE, '{"version":"1.0","action":"SHOW_MORE","data":{}}'),
    ],
)
def test_what_the_chat_asked_for_can_be_sent(
    sandbox: Sandbox, service: Any, content_type: str, content: str
) -> None:
    visitor = start(sandbox, service, SupportedMessagingContentTypes=ALL_TYPES)
    with visitor.greeted() as line:
        visitor.say(content, content_type)
        echo = line.item()
    assert (echo["ContentType"], echo["Content"]) == (content_type, content)


@pytest.mark.parametrize(
    ("types", "content_type", "content", "named"),
    [
        (ALL_TYPES, "text/plain", "é" * 8_192 + "x", "Content"),
        (ALL_TYPES, "text/plain", "x" * 16_385, "Content"),
        (ALL_TYPES, "text/plain", "", "Content"),
        (ALL_TYPES, "text/html", "x", "ContentType"),
        (ALL_TYPES, ALL_TYPES[3], "{}", "ContentType"),
        (ALL_TYPES, "application/json", "{'a': 1}", "Content"),
        (ALL_TYPES, RESPONSE, "yes", "Content"),
        (ALL_TYPES, "x" * 101, "x", "ContentType"),
        (["text/plain"], "text/markdown", "x", "SupportedMessagingContentTypes"),
        (None, "application/json", "{}", "SupportedMessagingContentTypes"),
    ],
)
def test_what_breaks_a_limit_is_refused(
    sandbox: Sandbox, service: Any, types: list[str] | None, content_type: str, content: str, named: str
) -> None:
    visitor = start(sandbox, service, **({"SupportedMessagingContentTypes": types} if types else {}))
    visitor.connect()
    code, status, message = refused(visitor.say, text=content, content_type=content_type)
    assert (code, status) == ("ValidationException", 400)
    assert named in message
    assert visitor.transcript() == []


def test_a_retry_makes_no_second_item(visitor: Visitor) -> None:
    with visitor.greeted() as line:
        first = visitor.say("once", ClientToken="one")
        assert visitor.say("once", ClientToken="one") == first
        assert visitor.say("other text", ClientToken="one") == first
        other = visitor.say("once", ClientToken="other")
        said = [item["Id"] for item in line.items(4) if item["ParticipantRole"] == "CUSTOMER"]
        assert said == [first["Id"], other["Id"]]
        typed = visitor.tell("typing", ClientToken="one")
        assert typed == visitor.tell("typing", ClientToken="one") != first
        assert line.item()["Id"] == typed["Id"]
        assert line.is_silent()


def test_retries_are_remembered_to_an_end(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(party, "MOST_REPLAYS", 2)
    visitor.connect()
    sent = [visitor.say("x", ClientToken=token)["Id"] for token in "abc"]
    assert visitor.say("x", ClientToken="c")["Id"] == sent[2]
    assert visitor.say("x", ClientToken="a")["Id"] not in sent


def test_typing_is_told_and_not_kept(visitor: Visitor) -> None:
    with visitor.greeted() as line:
        told = visitor.tell("typing")
        item = line.item()
        assert (item["Id"], item["Type"], item["ContentType"]) == (told["Id"], "EVENT", EVENT + "typing")
        assert (item["DisplayName"], item["ParticipantRole"]) == ("Zoë", "CUSTOMER")
        assert "Content" not in item
        assert told["Id"] not in [item["Id"] for item in visitor.transcript()]


@pytest.mark.parametrize(
    ("event", "content"),
    [
        ("chat.ended", None),
        ("participant.joined", None),
        ("message.read", None),
        ("message.read", "{}"),
        ("message.read", '{"messageId": 5}'),
        ("message.delivered", "no JSON"),
        ("message.delivered", '["messageId"]'),
        ("message.delivered", '{"messageId": "11111111-aaaa-bbbb-cccc-111111111111"}'),
    ],
)
def test_an_event_that_cannot_be_sent_is_refused(visitor: Visitor, event: str, content: str | None) -> None:
    visitor.connect()
    members = {} if content is None else {"Content": content}
    assert refused(visitor.tell, event=event, **members)[:2] == ("ValidationException", 400)


def test_receipts_reach_the_sender_and_the_transcript(
    sandbox: Sandbox, service: Any, visitor: Visitor
) -> None:
    with visitor.greeted() as line:
        jane = agent(sandbox, service, visitor.contact_id)
        jane.connect()
        assert line.item()["DisplayName"] == "Jane"
        sent = visitor.say("are you there?")
        line.item()
        about = json.dumps({"messageId": sent["Id"]})
        for kind, name in (("delivered", "DeliveredTimestamp"), ("read", "ReadTimestamp")):
            told = jane.tell(f"message.{kind}", Content=about)
            item = line.item()
            assert (item["Id"], item["Type"]) == (told["Id"], "MESSAGEMETADATA")
            assert item["ContentType"] == EVENT + "message.metadata"
            assert item["MessageMetadata"]["MessageId"] == sent["Id"]
            (receipt,) = item["MessageMetadata"]["Receipts"]
            assert receipt["RecipientParticipantId"] == jane.participant_id
            assert receipt[name] == told["AbsoluteTime"]
        kept = next(item for item in visitor.transcript() if item["Id"] == sent["Id"])
        assert kept["MessageMetadata"] == {"MessageId": sent["Id"], "Receipts": [receipt]}
        assert set(receipt) == {"RecipientParticipantId", "DeliveredTimestamp", "ReadTimestamp"}
        assert all(item["Type"] != "MESSAGEMETADATA" for item in visitor.transcript())


def test_receipts_are_for_two(sandbox: Sandbox, service: Any, visitor: Visitor) -> None:
    with visitor.greeted():
        agent(sandbox, service, visitor.contact_id)
        about = json.dumps({"messageId": visitor.say("x")["Id"]})
        visitor.tell("message.read", Content=about)
        sandbox.chats.add(visitor.contact_id, "SUPERVISOR", "Kim")
        code, status, message = refused(visitor.tell, event="message.read", Content=about)
        assert (code, status) == ("ConflictException", 409)
        assert "more than 2" in message


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("send_message", {"Content": "x", "ContentType": "text/plain"}),
        ("send_event", {"ContentType": EVENT + "typing"}),
        ("get_transcript", {}),
        ("disconnect_participant", {}),
        (
            "start_attachment_upload",
            {"ContentType": "a/b", "AttachmentName": "a.txt", "AttachmentSizeInBytes": 1, "ClientToken": "x"},
        ),
        ("complete_attachment_upload", {"AttachmentIds": ["x"], "ClientToken": "x"}),
        ("get_attachment", {"AttachmentId": "x"}),
        ("describe_view", {"ViewToken": "x"}),
        ("get_authentication_url", {"SessionId": "x" * 36, "RedirectUri": "https://example.com"}),
        ("cancel_participant_authentication", {"SessionId": "x" * 36}),
    ],
)
def test_nobody_takes_part_without_a_token_that_holds(
    sandbox: Sandbox, visitor: Visitor, operation: str, members: dict[str, Any]
) -> None:
    participant_token = visitor.started["ParticipantToken"]
    visitor.connect()
    good = visitor.connection_token
    for wrong in ("nonsense", participant_token, good[:-2], good[1:], "=", good + "AAAA"):
        visitor.connection_token = wrong
        assert refused(visitor.call, operation=operation, **members)[:2] == ("AccessDeniedException", 403)
    visitor.connection_token = good
    sandbox.chats.end(visitor.contact_id)
    assert refused(visitor.call, operation=operation, **members)[:2] == ("AccessDeniedException", 403)
    assert refused(visitor.connect)[:2] == ("AccessDeniedException", 403)


def test_a_signature_with_an_empty_key_is_not_looked_at(sandbox: Sandbox, visitor: Visitor) -> None:
    # What chatjs 5.0.0 sends beside the token.
    connection = http.client.HTTPConnection(sandbox.endpoint.removeprefix("http://"), timeout=5)
    headers = {
        "x-amz-bearer": visitor.started["ParticipantToken"],
        "content-type": "application/json",
        "authorization": "AWS4-HMAC-SHA256 Credential=/20261122/us-west-2/execute-api/aws4_request, "
        "SignedHeaders=host, Signature=00",
        "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
        "x-amz-date": "20261122T101609Z",
    }
    connection.request("POST", "/participant/connection", json.dumps({"Type": ["WEBSOCKET"]}), headers)
    response = connection.getresponse()
    assert (response.status, list(json.loads(response.read()))) == (200, ["Websocket"])
    connection.close()


def test_the_body_of_a_call_that_answers_nothing(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.connect()
    connection = http.client.HTTPConnection(sandbox.endpoint.removeprefix("http://"), timeout=5)
    for _ in range(2):
        headers = {"X-Amz-Bearer": visitor.connection_token, "content-type": "application/json"}
        connection.request("POST", "/participant/disconnect", '{"ClientToken": "one"}', headers)
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"{}")
    connection.close()
