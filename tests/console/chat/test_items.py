"""Items and frames as they travel: what is read of them, and that nothing malformed breaks the reading."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.chat.connection.frames import HEARTBEAT, PING, SUBSCRIBE, frame_in
from console.chat.items import EVENT, Attachment, Chunk, Receipt, item_in, time_in
from console.chat.transcript import Transcript

AT = datetime(2026, 11, 22, 10, 16, 9, 744000, UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def envelope(item: object) -> str:
    content = item if isinstance(item, str) else json.dumps(item)
    return json.dumps({"content": content, "contentType": "application/json", "topic": "aws/chat"})


def test_a_message() -> None:
    item = item_in(
        {
            "AbsoluteTime": "2026-11-22T10:16:09.744Z",
            "Content": "hello",
            "ContentType": "text/plain",
            "Id": "item-1",
            "Type": "MESSAGE",
            "ParticipantId": "participant-1",
            "DisplayName": "Ann",
            "ParticipantRole": "CUSTOMER",
            "InitialContactId": "contact-1",
            "ContactId": "contact-1",
        }
    )
    assert (item.id, item.kind, item.content, item.at) == ("item-1", "message", "hello", AT)
    assert (item.participant_id, item.display_name, item.role) == ("participant-1", "Ann", "CUSTOMER")
    assert (item.contact_id, item.is_past, item.event) == ("contact-1", False, "")
    assert not item.is_interactive
    assert item.raw["InitialContactId"] == "contact-1"
    assert "hello" not in repr(item), "what people write is not for logs"


def test_a_past_item_names_its_contact_elsewhere() -> None:
    assert item_in({"Id": "a", "RelatedContactId": "contact-0"}).is_past
    assert item_in({"Id": "a", "RelatedContactid": "contact-0"}).contact_id == "contact-0"
    assert not item_in({"Id": "a", "RelatedContactId": "contact-0", "ContactId": "contact-1"}).is_past


def test_attachments_receipts_and_chunks() -> None:
    file = {"AttachmentId": "f", "AttachmentName": "a.txt", "ContentType": "text/plain", "Status": "APPROVED"}
    item = item_in({"Id": "a", "Type": "ATTACHMENT", "Attachments": [file, "odd"]})
    assert item.kind == "attachment"
    assert item.attachments == (Attachment("f", "a.txt", "text/plain", "APPROVED"),)
    one = {"RecipientParticipantId": "p", "ReadTimestamp": "2026-11-22T10:16:09.744Z"}
    item = item_in(
        {"Id": "r", "Type": "MESSAGEMETADATA", "MessageMetadata": {"MessageId": "m", "Receipts": [one]}}
    )
    assert (item.kind, item.concerns) == ("receipt", "m")
    assert item.receipts == (Receipt("p", None, AT),)
    item = item_in({"Id": "c", "MessageMetadata": {"ChunkNumber": 2, "MessageCompleted": False}})
    assert item.chunk == Chunk(2, is_last=False)


@pytest.mark.parametrize(
    ("members", "kind", "event"),
    [
        ({"Type": "EVENT", "ContentType": EVENT + "participant.joined"}, "event", "participant.joined"),
        ({"Type": "CHAT_ENDED", "ContentType": EVENT + "chat.ended"}, "event", "chat.ended"),
        ({"ContentType": EVENT + "message.metadata"}, "receipt", ""),
        ({"Type": "FANCY", "ContentType": "application/fancy"}, "unknown", ""),
        ({}, "unknown", ""),
    ],
)
def test_kinds(members: dict[str, Any], kind: str, event: str) -> None:
    item = item_in({"Id": "a", **members})
    assert (item.kind, item.event) == (kind, event)


def test_an_item_without_id_or_time_is_the_same_wherever_it_comes_from() -> None:
    value = {"Type": "MESSAGE", "Content": "hello"}
    assert item_in(value).id == item_in(dict(reversed(value.items()))).id != item_in({}).id
    assert item_in(value, NOW).at == NOW


def test_times() -> None:
    assert time_in("2026-11-22T10:16:09.744Z") == AT
    assert time_in("2026-11-22T11:16:09.744+01:00") == AT
    assert time_in("2026-11-22T10:16:09.744") == AT
    assert time_in("0001-01-01T00:00:00+23:00") is None
    odd: list[object] = ["", "yesterday", 7, None, []]
    assert [time_in(one) for one in odd] == [None] * 5


def test_frames() -> None:
    kinds = {
        '{"topic":"aws/subscribe","content":{"status":"success","topics":["aws/chat"]}}': "subscribed",
        '{"topic":"aws/subscribe","content":{"status":"failure"}}': "not_subscribed",
        '{"topic":"aws/subscribe"}': "not_subscribed",
        '{"topic":"aws/heartbeat"}': "heartbeat",
        '{"topic":"aws/ping","statusCode":200,"statusContent":"OK"}': "ping",
        '{"topic":"aws/ping","statusCode":500,"statusContent":"no"}': "bad_ping",
        '{"message":"Forbidden","connectionId":"c","requestId":"r"}': "error",
        '{"topic":"aws/other"}': "unknown",
        "": "unknown",
        "nonsense": "unknown",
        "[1]": "unknown",
        '{"topic":["aws/chat"]}': "unknown",
    }
    assert {text: frame_in(text).kind for text in kinds} == kinds
    for text in (SUBSCRIBE, HEARTBEAT, PING):
        assert json.loads(text)["topic"].startswith("aws/")


def test_an_item_that_can_not_be_read_is_shown_and_not_dropped() -> None:
    for content in ("not json", "[1, 2]", "null"):
        frame = frame_in(envelope(content), NOW)
        assert frame.item is not None
        assert (frame.item.kind, frame.item.content, frame.item.at) == ("unknown", content, NOW)
    deep = "[" * 5_000 + "]" * 5_000
    assert frame_in(envelope(deep), NOW).item is not None
    assert frame_in(deep).kind == "unknown"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = "Id Type ContentType AbsoluteTime Content ParticipantId Attachments MessageMetadata ContactId"
MEMBERS = st.sampled_from(NAMES.split())
SHAPED = st.dictionaries(MEMBERS, JSON | st.just({"Receipts": [1], "ChunkNumber": "x"}), max_size=6)


@given(SHAPED | JSON)
@settings(max_examples=150)
def test_no_item_breaks_the_fold(value: object) -> None:
    transcript = Transcript()
    frame = frame_in(envelope(value), NOW)
    assert frame.item is not None
    transcript.apply(frame.item)
    assert transcript.apply(frame.item) == []


@given(st.binary(max_size=40) | st.text(max_size=40) | JSON.map(json.dumps))
@settings(max_examples=100)
def test_no_frame_breaks_the_reading(text: str | bytes) -> None:
    assert frame_in(text).kind
