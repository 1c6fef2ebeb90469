"""The record by itself: bounded, in order, and found in."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from console.aws.hearing import Outcome
from console.errors import Call, ServiceError
from console.errors.refusals import Refusal
from console.redaction import remember
from console.wire import Exchange, SocketFrame, WireRecord, as_sent, excerpt, readable
from console.wire.record import MOST_BEATS

CALL = Call(
    "SendMessage", {"Content": "hello", "ConnectionToken": "x" * 40}, "eu-west-2", "http://127.0.0.1:9"
)


def said(content: str, item_id: str) -> tuple[str, str, str]:
    item = json.dumps({"Id": item_id, "Content": content})
    return "message", json.dumps({"topic": "aws/chat", "content": item}), item_id


async def settled() -> None:
    """What was told from elsewhere has arrived on the loop."""
    for _ in range(3):
        await asyncio.sleep(0)


def exchanges(record: WireRecord) -> list[Exchange]:
    return [one for one in record if isinstance(one, Exchange)]


async def test_a_request_stands_where_it_began_and_changes_when_it_has_ended() -> None:
    record = WireRecord()
    ended = record.began(CALL)
    record.received(*said("hello", "item-1"))
    first = exchanges(record)[0]
    assert (first.number, first.state, first.answer) == (1, "pending", "")
    metadata = {"HTTPStatusCode": 200, "RequestId": "request-1"}
    ended(Outcome(0.02, {"Id": "item-1", "ResponseMetadata": metadata}))
    await settled()
    known = exchanges(record)[0]
    assert (known.number, known.state, known.status, known.request_id) == (1, "answered", 200, "request-1")
    assert json.loads(known.answer) == {"Id": "item-1"}
    assert "x" * 40 not in known.request
    assert known.item_ids == ("item-1",)


async def test_an_error_is_told_with_its_code_and_its_words() -> None:
    record = WireRecord()
    secret = "zz-token-" + "k" * 30
    remember(secret)
    refusal = Refusal(CALL, "ThrottlingException", f"Rate exceeded for {secret}", 429, "request-2")
    record.began(CALL)(Outcome(0.1, None, ServiceError(refusal)))
    await settled()
    failed = exchanges(record)[0]
    assert (failed.error, failed.status, failed.request_id) == ("ThrottlingException", 429, "request-2")
    assert failed.is_error
    assert secret not in repr(failed) + failed.message
    assert excerpt(failed).startswith("ThrottlingException: Rate exceeded")


async def test_a_late_answer_takes_the_place_of_what_was_given_up_and_never_the_other_way() -> None:
    record = WireRecord()
    late, early = record.began(CALL), record.began(CALL)
    late(Outcome(0.1, is_left=True))
    early(Outcome(0.1, {"Id": "b"}))
    await settled()
    assert [one.state for one in exchanges(record)] == ["left", "answered"]
    late(Outcome(0.2, {"Id": "a"}))
    early(Outcome(0.2, is_left=True))
    await settled()
    assert [one.state for one in exchanges(record)] == ["answered", "answered"]


def test_the_oldest_make_room_by_count_and_by_size() -> None:
    by_count = WireRecord(most=10)
    for number in range(25):
        by_count.received(*said(f"message {number}", f"item-{number}"))
    assert [one.number for one in by_count] == list(range(16, 26))
    assert by_count.dropped == 15
    by_size = WireRecord(largest=50_000)
    for number in range(100):
        by_size.received(*said("m" * 1000, f"item-{number}"))
    assert 20 < len(by_size) < 50
    assert by_size.size <= 50_000
    assert by_size.size == sum(one.weight for one in by_size)
    assert by_size.find(1) is None


def test_heartbeats_push_out_nothing_else() -> None:
    record = WireRecord(most=MOST_BEATS + 50)
    record.received(*said("hello", "item-1"))
    for _ in range(MOST_BEATS):
        record.sent("ping", '{"topic":"aws/ping"}')
        record.received("heartbeat", '{"topic":"aws/heartbeat"}')
    assert record.carrying("item-1") is not None
    assert len(record) == MOST_BEATS + 1


def test_an_item_is_found_in_the_latest_frame_that_brought_it() -> None:
    record = WireRecord()
    record.received(*said("You", "item-1"))
    record.received(*said("You said", "item-1"))
    record.received(*said("other", "item-2"))
    found = record.carrying("item-1")
    assert isinstance(found, SocketFrame)
    assert found.number == 2
    assert record.carrying("", "nowhere") is None


async def test_what_has_no_frame_is_found_in_its_request_rather_than_in_a_page_of_the_transcript() -> None:
    record = WireRecord()
    sent: dict[str, Any] = {"Content": "hello", "ClientToken": "token-of-ours"}
    record.began(Call("SendMessage", sent, "", ""))(Outcome(0.1, {"Id": "item-1"}))
    record.began(Call("GetTranscript", {}, "", ""))(
        Outcome(0.1, {"Transcript": [{"Id": "item-1"}, {"Id": "past"}]})
    )
    await settled()
    for id_, name in (("item-1", "SendMessage"), ("token-of-ours", "SendMessage"), ("past", "GetTranscript")):
        found = record.carrying(id_)
        assert found is not None
        assert found.name == name


def test_json_within_json_is_laid_out_or_left_as_it_was_sent() -> None:
    _, text, _ = said('{"templateType":"Panel"}', "1")
    opened = json.loads(readable(text))
    assert opened["content"]["Content"] == {"templateType": "Panel"}
    assert json.loads(as_sent(text)) == json.loads(text)
    assert readable("no json") == as_sent("no json") == "no json"


def test_a_frame_is_told_by_what_was_said_in_it() -> None:
    record = WireRecord()
    record.received(*said("a b\n c", "1"))
    record.received("unknown", "garbage")
    record.closed("it was closed with 1006", 1006, is_error=True)
    assert [excerpt(one) for one in record] == ["a b c", "garbage", "it was closed with 1006"]
