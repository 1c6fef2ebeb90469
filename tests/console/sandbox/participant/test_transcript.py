"""GetTranscript over the wire: what is kept, how it looks, and the past of a persistent chat."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.participant import chats as all_chats
from console.sandbox.participant import transcript
from console.sandbox.participant.items import EVENT, Item, Receipt
from console.sandbox.participant.transcript import Transcript
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.visitor import Visitor, agent, start
from tests.console.sandbox.wire import Signer, send, smallest


def test_an_item_as_the_model_has_it(visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    sent = visitor.say("hello")
    answer = visitor.call("get_transcript", MaxResults=2, SortOrder="ASCENDING")
    assert answer["InitialContactId"] == visitor.contact_id
    assert answer["NextToken"]
    assert answer["Transcript"][0] == {
        "AbsoluteTime": sent["AbsoluteTime"], "Content": "hello", "ContentType": "text/plain",
        "Id": sent["Id"], "Type": "MESSAGE", "ParticipantId": visitor.participant_id,
        "DisplayName": "Zoë", "ParticipantRole": "CUSTOMER", "ContactId": visitor.contact_id,
        "MessageMetadata": {"MessageId": sent["Id"], "Receipts": []},
    }  # fmt: skip


def test_the_pages_of_a_chat(visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    for number in range(12):
        visitor.say(str(number))
    asked: dict[str, Any] = {"MaxResults": 10, "ScanDirection": "BACKWARD", "SortOrder": "ASCENDING"}
    pages: list[list[dict[str, Any]]] = []
    token: dict[str, str] = {}
    while True:
        answer = visitor.call("get_transcript", **asked, **token)
        pages.append(answer["Transcript"])
        if "NextToken" not in answer:
            break
        visitor.say("meanwhile")
        token = {"NextToken": answer["NextToken"]}
    seen = [item["Id"] for page in reversed(pages) for item in page]
    assert len(pages) == 3
    assert len(set(seen)) == 26
    assert seen == [item["Id"] for item in visitor.transcript()][:26]


def test_another_contact_has_an_empty_transcript(visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    assert len(visitor.transcript(ContactId=visitor.contact_id)) == 2
    answer = visitor.call("get_transcript", ContactId="nobody")
    assert answer["Transcript"] == []
    assert "NextToken" not in answer


def test_a_token_of_another_chat_is_refused(sandbox: Sandbox, service: Any, visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    token = visitor.call("get_transcript", MaxResults=1)["NextToken"]
    other = start(sandbox, service)
    other.connect("CONNECTION_CREDENTIALS")
    assert refused(other.transcript, NextToken=token)[:2] == ("ValidationException", 400)


def test_a_transfer_changes_the_contact_and_not_the_session(
    sandbox: Sandbox, service: Any, visitor: Visitor
) -> None:
    with visitor.greeted() as line:
        jane = agent(sandbox, service, visitor.contact_id, "Jane")
        line.item()
        contact = sandbox.chats.transfer(visitor.contact_id, "John")
        seen = line.items(3)
        names = [(item["ContentType"].removeprefix(EVENT), item.get("DisplayName")) for item in seen]
        assert names == [
            ("transfer.succeeded", None), ("participant.left", "Jane"), ("participant.joined", "John"),
        ]  # fmt: skip
        assert {item["InitialContactId"] for item in seen} == {visitor.contact_id}
        assert seen[-1]["ContactId"] == contact.id != visitor.contact_id
        sent = visitor.say("hello, John")
        assert (line.item()["ContactId"], sandbox.contacts.active) == (contact.id, 1)
        assert sent["Id"] in [item["Id"] for item in visitor.transcript(ContactId=contact.id)]
        assert sent["Id"] not in [item["Id"] for item in visitor.transcript(ContactId=visitor.contact_id)]
        assert all("RelatedContactId" not in item for item in visitor.transcript())
        described = send(
            sandbox, Signer(sandbox).sign("GET", f"/contacts/{sandbox.instance_id}/{contact.id}")
        ).json["Contact"]
        assert (described["InitialContactId"], described["InitiationMethod"]) == (
            visitor.contact_id,
            "TRANSFER",
        )
        assert refused(jane.connect)[1] == 403


# persistent chat


def finished(sandbox: Sandbox, service: Any, *texts: str, **members: Any) -> Visitor:
    """A chat in which something was said, and which has ended."""
    visitor = start(sandbox, service, **members)
    visitor.connect("CONNECTION_CREDENTIALS")
    for text in texts:
        visitor.say(text)
    visitor.leave()
    return visitor


def continuing(source: str, rehydration: str = "ENTIRE_PAST_SESSION") -> dict[str, Any]:
    return {"PersistentChat": {"RehydrationType": rehydration, "SourceContactId": source}}


def test_a_persistent_chat_reaches_back_through_all_that_was(sandbox: Sandbox, service: Any) -> None:
    first = finished(sandbox, service, "first chat")
    second = finished(sandbox, service, "second chat", **continuing(first.contact_id))
    third = start(sandbox, service, **continuing(second.contact_id, "FROM_SEGMENT"))
    assert third.started["ContinuedFromContactId"] == second.contact_id
    with third.line() as line:
        joined, rehydrated, hello = line.items(3)
        assert rehydrated["ContentType"] == EVENT + "chat.rehydrated"
        assert (rehydrated["InitialContactId"], rehydrated["Type"]) == (third.contact_id, "EVENT")
        assert {"ParticipantId", "Content"}.isdisjoint(rehydrated)
        assert line.is_silent(), "what was said before is not pushed"
    seen: list[dict[str, Any]] = []
    given: dict[str, Any] = {"MaxResults": 4, "ScanDirection": "BACKWARD"}
    while True:
        answer = third.call("get_transcript", **given)
        seen += answer["Transcript"]
        if "NextToken" not in answer:
            break
        given["NextToken"] = answer["NextToken"]
    assert answer["InitialContactId"] == third.contact_id
    times = [item["AbsoluteTime"] for item in seen]
    assert times == sorted(times, reverse=True)
    contacts = [(item.get("ContactId"), item.get("RelatedContactId")) for item in reversed(seen)]
    assert contacts[-2:] == [(third.contact_id, None)] * 2
    assert contacts[:6] == [(None, first.contact_id)] * 6
    assert contacts[6:-2] == [(None, second.contact_id)] * 6
    assert [item["Id"] for item in seen[:2]] == [hello["Id"], joined["Id"]]
    assert "first chat" in [item.get("Content") for item in seen]


def test_filters_do_not_reach_the_past(sandbox: Sandbox, service: Any) -> None:
    first = finished(sandbox, service, "long ago")
    second = start(sandbox, service, **continuing(first.contact_id))
    second.connect("CONNECTION_CREDENTIALS")
    assert len(second.transcript(StartPosition={"MostRecent": 100})) == 2
    assert len(second.transcript(ContactId=second.contact_id)) == 2
    assert second.transcript(ContactId=first.contact_id) == []
    assert len(second.transcript(StartPosition={})) == 8


def test_from_a_segment_hides_what_came_after_it(sandbox: Sandbox, service: Any) -> None:
    first = start(sandbox, service)
    first.connect("CONNECTION_CREDENTIALS")
    first.say("in the first segment")
    survey = sandbox.chats.transfer(first.contact_id)
    first.say("in the survey")
    early = {"InstanceId": sandbox.instance_id, **continuing(first.contact_id, "FROM_SEGMENT")}
    refused_start = send(sandbox, Signer(sandbox).start({**smallest(sandbox), **early}))
    assert (refused_start.status, refused_start.error) == (400, "InvalidRequestException")
    first.leave()

    def said(**members: Any) -> tuple[Any, list[str | None]]:
        visitor = start(sandbox, service, **members)
        visitor.connect("CONNECTION_CREDENTIALS")
        contents = [item.get("Content") for item in visitor.transcript()]
        return visitor.started["ContinuedFromContactId"], contents

    source, contents = said(**continuing(first.contact_id, "FROM_SEGMENT"))
    assert source == first.contact_id
    assert ("in the first segment" in contents, "in the survey" in contents) == (True, False)
    source, contents = said(**continuing(first.contact_id))
    assert source == survey.id
    assert ("in the first segment" in contents, "in the survey" in contents) == (True, True)


def test_the_past_has_an_end(sandbox: Sandbox, service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_chats, "MOST_PAST", 2)
    last = finished(sandbox, service, "0")
    for number in range(1, 5):
        last = finished(sandbox, service, str(number), **continuing(last.contact_id))
    now = start(sandbox, service, **continuing(last.contact_id))
    now.connect("CONNECTION_CREDENTIALS")
    said = [item["Content"] for item in now.transcript() if item.get("ParticipantRole") == "CUSTOMER"
            and "Content" in item]  # fmt: skip
    assert said == ["3", "4"]


def test_the_past_may_be_forgotten(sandbox: Sandbox, service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_chats, "KEPT_ENDED", 1)
    first = finished(sandbox, service, "forgotten")
    second = finished(sandbox, service, "kept")
    for source, length in ((first, 2), (second, 8)):
        visitor = start(sandbox, service, **continuing(source.contact_id))
        visitor.connect("CONNECTION_CREDENTIALS")
        assert len(visitor.transcript()) == length
    assert send(
        sandbox, Signer(sandbox).sign("GET", f"/contacts/{sandbox.instance_id}/{first.contact_id}")
    ).json


# what is kept


def said(number: int, content: str = "x") -> Item:
    return Item("MESSAGE", "text/plain", "contact", number, content, id=str(number))


def test_a_transcript_forgets_its_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "MOST_ITEMS", 20)
    kept = Transcript()
    for number in range(100):
        kept.append(said(number))
        assert len(kept) <= 20
    assert [item.ms for item in kept][-1] == 99
    assert kept.bytes == sum(item.size for item in kept)
    assert kept.find("5") is None
    assert kept.find("99") is not None


def test_a_transcript_forgets_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "MOST_BYTES", 100_000)
    kept = Transcript()
    for number in range(100):
        kept.append(said(number, "x" * 16_384))
        assert kept.bytes <= 100_000
    assert len(kept) >= 4


def test_all_transcripts_together_have_an_end(
    sandbox: Sandbox, service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First the chats go that have ended, then what is oldest in the longest chat."""
    monkeypatch.setattr(transcript, "MOST_BYTES_OF_ALL", 60_000)
    ended = finished(sandbox, service, "x" * 10_000)
    long, short = start(sandbox, service), start(sandbox, service)
    for visitor in (long, short):
        visitor.connect("CONNECTION_CREDENTIALS")
        visitor.say("first")

    def kept() -> list[int]:
        chats = [sandbox.chats.find(one.contact_id) for one in (ended, long, short)]
        return [0 if chat is None else chat.transcript.bytes for chat in chats]

    before = kept()
    assert all(before)
    for _ in range(3):
        long.say("y" * 15_000)
    assert kept()[0] == 0, "the ended one is forgotten whole"
    assert kept()[2] == before[2]
    for _ in range(10):
        newest = long.say("z" * 16_000)
        assert sum(kept()) <= 60_000
    assert "first" in [item.get("Content") for item in short.transcript()]
    left = long.transcript()
    assert newest["Id"] in [item["Id"] for item in left]
    assert not [item for item in left if item.get("Content", "").startswith("y")]
    again = start(sandbox, service, **continuing(ended.contact_id))
    again.connect("CONNECTION_CREDENTIALS")
    assert len(again.transcript()) == 2
    sandbox.contacts.clear()
    start(sandbox, service)
    assert sandbox.chats._room.bytes < 2_500, "what is forgotten takes no room"


def test_receipts_merge() -> None:
    kept = Transcript()
    kept.append(said(1))
    kept.receive("1", Receipt("jane", delivered_ms=5))
    assert kept.receive("1", Receipt("jane", read_ms=7)) == Receipt("jane", 5, 7)
    assert kept.receive("1", Receipt("jane", delivered_ms=9)) == Receipt("jane", 5, 7)
    assert kept.receive("1", Receipt("john", read_ms=8)) == Receipt("john", None, 8)
    assert kept.receive("2", Receipt("jane", read_ms=7)) is None
    (item,) = kept
    assert item.receipts == (Receipt("jane", 5, 7), Receipt("john", None, 8))


def test_pages_are_json_of_the_wire(visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    assert json.dumps(visitor.transcript())
