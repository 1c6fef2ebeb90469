"""What is kept of chats: traces in memory and on disk, readable lines, and no token in any of them."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from console.sandbox.flow.traces import recording
from console.sandbox.flow.traces.recording import line_of
from console.sandbox.flow.traces.trace import BYTES
from console.sandbox.participant import items
from console.sandbox.participant.items import AttachmentItem, Author, Item
from console.sandbox.rules import INTERACTIVE, INTERACTIVE_RESPONSE
from tests.console.sandbox.flow.stage import Stage, Visit, act, document, say

FLOW = document(
    say("hello", "Hello.", "w"),
    act("w", "Wait", on={"CustomerReturned": "hello"}, TimeLimitSeconds="600", Events=["CustomerReturned"]),
)
CONTENT = {"viewId": "form", "viewToken": "a-token", "viewData": {"Heading": "You"}}
MOST_CALLS = 550
"""Calls that a message and its answer cost: 420 with two actions and a wait, all of them recorded."""
VIEW = {"templateType": "ViewResource", "version": "1.0", "data": {"content": CONTENT}}
ANSWER = {
    "templateType": "ViewResource",
    "version": "1.0",
    "action": "Next",
    "data": {"FormData": {"pin": "my-own-pin"}},
}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def shown(visit: Visit) -> None:
    """A view and its answer."""
    visit.chat.say(json.dumps(VIEW), INTERACTIVE)
    visit.chat.hear(visit.chat.customer, json.dumps(ANSWER), INTERACTIVE_RESPONSE)


def test_a_trace_is_written_to_one_file_or_to_one_a_chat(tmp_path: Path) -> None:
    stage = Stage(inbound=FLOW)
    stage.center.recording.path = tmp_path / "all.jsonl"
    one, two = stage.start(), stage.start()
    told = lines(tmp_path / "all.jsonl")
    assert [line["kind"] for line in told] == ["item", "item", "action", "wait"] * 2
    assert {line.get("contact", line.get("ContactId")) for line in told} == {one.chat.id, two.chat.id}
    stage.center.recording.path = tmp_path
    one.chat.leave(one.chat.customer)
    own = lines(tmp_path / f"{one.chat.id}.jsonl")
    assert [line["kind"] for line in own] == ["item", "action", "note", "item"]
    assert own[2]["reason"] == "CUSTOMER_DISCONNECT"
    assert not (tmp_path / f"{two.chat.id}.jsonl").exists()


def test_no_token_and_no_answer_to_a_form_is_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "console.sandbox")
    stage = Stage(inbound=FLOW)
    stage.start()
    assert caplog.messages == []
    stage.center.recording.is_readable = True
    stage.center.recording.path = tmp_path / "trace.jsonl"
    visit = stage.start()
    shown(visit)
    visit.chat.say("not JSON", INTERACTIVE)
    written = (tmp_path / "trace.jsonl").read_text("utf-8")
    for secret in ("a-token", "my-own-pin", visit.chat.customer.token):
        assert secret not in written
        assert secret not in caplog.text
    assert "You" in written
    assert f"chat {visit.chat.id[:8]} · CUSTOMER Customer: [answers ViewResource] Next" in caplog.messages
    assert f"chat {visit.chat.id[:8]} · inbound · hello (MessageParticipant): Done → w" in caplog.messages


def test_a_trace_that_can_not_be_written_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(inbound=FLOW)
    stage.center.recording.path = tmp_path / "missing" / "trace.jsonl"
    assert stage.start().news() == ["SYSTEM SYSTEM_MESSAGE: Hello."]
    assert "could not be written" in caplog.text


def test_the_newest_chats_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "KEPT_CHATS", 2)
    stage = Stage(inbound=FLOW)
    first, second, third = (stage.start() for _ in range(3))
    first.say("still recorded elsewhere")
    assert [len(one.trace()) for one in (first, second, third)] == [0, 1, 1]
    stage.center.clear()
    assert third.trace() == []


def test_a_trace_can_be_asked_for_from_where_one_was() -> None:
    stage = Stage(inbound=FLOW)
    visit = stage.start()
    entries, count = stage.center.recording.entries(visit.chat.id)
    assert (len(entries), count) == (2, 2)
    for _ in range(600):
        visit.say("again")
    newer, count = stage.center.recording.entries(visit.chat.id, 1_795)
    assert (len(newer), count) == (7, 1_802)
    assert len(stage.center.recording.entries(visit.chat.id, 3)[0]) == 1_000
    assert stage.center.recording.entries(visit.chat.id, count) == ((), count)
    assert stage.center.recording.entries("nobody") == ((), 0)


ANN = Author("p", "Ann", "CUSTOMER")


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (Item("MESSAGE", "text/plain", "c", 0, "two\nlines", ANN), "CUSTOMER Ann: two lines"),
        (Item("MESSAGE", "text/plain", "c", 0, "x" * 300, ANN), "CUSTOMER Ann: " + "x" * 200 + "…"),
        (Item("EVENT", items.JOINED, "c", 0, None, ANN), "participant.joined CUSTOMER Ann"),
        (Item("EVENT", items.ENDED, "c", 0), "chat.ended"),
        (Item("MESSAGEMETADATA", items.METADATA, "c", 0), "a message was received"),
        (
            Item("ATTACHMENT", None, "c", 0, None, ANN, AttachmentItem("a", "x.pdf", "x/y", "APPROVED")),
            "CUSTOMER Ann sends the file x.pdf (APPROVED)",
        ),
        (Item("MESSAGE", INTERACTIVE, "c", 0, json.dumps(VIEW), ANN), "CUSTOMER Ann: [ViewResource] form"),
        (Item("MESSAGE", INTERACTIVE, "c", 0, "[]", ANN), "CUSTOMER Ann: [interactive]"),
        (Item("MESSAGE", INTERACTIVE, "c", 0, "{", ANN), "CUSTOMER Ann: [interactive]"),
        (Item("MESSAGE", INTERACTIVE, "c", 0, '{"data": 5}', ANN), "CUSTOMER Ann: [interactive]"),
    ],
)  # fmt: skip
def test_items_as_people_read_them(item: Item, line: str) -> None:
    assert line_of(item).strip() == line


def test_traces_have_room_together_for_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(inbound=FLOW)
    first = stage.start()
    monkeypatch.setattr(recording, "KEPT_BYTES", 6 * BYTES)
    second = stage.start()
    assert [len(one.trace()) for one in (first, second)] == [1, 1]
    second.say("once more")
    assert [len(one.trace()) for one in (first, second)] == [0, 3]
    first.say("recorded elsewhere alone")
    assert first.trace() == []
    for _ in range(10):
        second.say("the last one stays, whatever it takes")
    assert len(second.trace()) == 23


def test_a_message_costs_little() -> None:
    """What a chat costs is bounded by its calls, which are the same on every machine."""
    stage = Stage(inbound=FLOW)
    visit = stage.start()
    for _ in range(3):
        visit.say("hello")
    calls = 0

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        visit.say("hello")
    finally:
        sys.setprofile(None)
    assert calls < MOST_CALLS
