"""Exports, compared with files beside this test; run with RENEW_GOLDEN=1 to write those anew."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.chat.items import item_in
from console.chat.transcript import Transcript
from console.history import FORMATS, History, HistoryError, PastChat, PastContact, PastItem
from tests.console.history.kept import AT, FLOW, INSTANCE, REQUEST, begin, event, message

GOLDEN = Path(__file__).with_name("golden")
CUSTOMER = {"ParticipantId": "p-ann", "DisplayName": "Ann <b>", "ParticipantRole": "CUSTOMER"}
AGENT = {"ParticipantId": "p-marta", "DisplayName": "Marta", "ParticipantRole": "AGENT"}
READ: dict[str, Any] = {
    "MessageMetadata": {"MessageId": "c1-4", "Receipts": [{"ReadTimestamp": AT.isoformat()}]}
}
PICKER = {
    "templateType": "ListPicker",
    "version": "1.0",
    "data": {"content": {"title": "Which?", "subtitle": "Tap one", "elements": [{"title": "A & B"}]}},
}
CAROUSEL = {
    "templateType": "Carousel",
    "version": "1.0",
    "data": {
        "content": {
            "title": "Trips",
            "elements": [{"data": {"content": {"title": "Oslo", "elements": [{"title": "Fly"}]}}}],
        }
    },
}
INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
ITEMS = (
    {**message("Yesterday’s question", 0, RelatedContactId="c0"), "ContactId": None, **CUSTOMER},
    event("participant.joined", 2, **CUSTOMER),
    message("Hello,\nhow can I help?", 3),
    message("<script>alert('注文')</script> & “order”", 4, **CUSTOMER, **READ),
    message(json.dumps(PICKER), 5, ContentType=INTERACTIVE),
    message(json.dumps(CAROUSEL), 6, ContentType=INTERACTIVE),
    message('{"action":"Submit","data":{}}', 7, ContentType=INTERACTIVE + ".response", **CUSTOMER),
    {**message("", 8, Type="ATTACHMENT", **AGENT), "Attachments": [{"AttachmentName": "bill.pdf"}]},
    message("It is done.", 90_000, **AGENT),
    event("participant.left", 90_001, **AGENT),
    event("chat.ended", 90_002),
)


def past(*items: Mapping[str, Any], **members: Any) -> PastChat:
    contact = PastContact(
        1, "k", "c1", "p-ann", "Ann <b>", "sandbox", "Sandbox", "sandbox", "us-east-1", INSTANCE, "support",
        FLOW, "Web entry", AT, AT + timedelta(seconds=1), AT + timedelta(seconds=3), AT + timedelta(hours=25),
        AT + timedelta(hours=25), "ended", "AGENT", "", "", "c1", "c0", "c0", "ENTIRE_PAST_SESSION", "", "",
        4,
    )  # fmt: skip
    transcript = Transcript("p-ann")
    for raw in items:
        transcript.apply(item_in(raw, AT))
    kept = [PastItem(raw, AT + timedelta(seconds=number)) for number, raw in enumerate(items)]
    return PastChat(replace(contact, **members), REQUEST, kept, tuple(transcript.rows))


FAILED = {"contact_id": "", "outcome": "failed", "problem": "No such flow. Choose another.", "ended_by": ""}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("kind", "chat"),
    [
        ("whole", past(*ITEMS)),
        (
            "failed",
            past(contact_id="", outcome="failed", problem="No such flow. Choose another.", ended_by=""),
        ),
    ],
)
def test_an_export_is_as_it_was_agreed(name: str, kind: str, chat: PastChat) -> None:
    content = FORMATS[name].write(chat)
    golden = GOLDEN / (kind + FORMATS[name].suffix)
    if os.environ.get("RENEW_GOLDEN"):
        golden.write_text(content, "utf-8", newline="\n")
    assert content == golden.read_text("utf-8")


def test_the_json_holds_every_item_as_it_came() -> None:
    whole = json.loads(FORMATS["json"].write(past(*ITEMS)))
    assert [one["item"] for one in whole["items"]] == list(ITEMS)
    assert whole["request"] == REQUEST


class Page(HTMLParser):
    """What stands in a page: its tags, with every address that it names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.said = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta",):
            self.open.append(tag)
        self.addresses += [str(value) for name, value in attributes if name in ("src", "href", "action")]
        assert not any(name.startswith("on") for name, _ in attributes)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "dl", "dt", "dd", "ol", "ul", "li", "div", "time",
    "details", "summary", "pre",
}  # fmt: skip


@given(text=st.text(max_size=80), name=st.text(max_size=30))
@settings(max_examples=20)
def test_whatever_is_said_the_page_is_whole_and_loads_nothing(text: str, name: str) -> None:
    said = message(f"</div><img src=x>{text}", 3, **{**CUSTOMER, "DisplayName": f"<a href=x>{name}"})
    page = Page(FORMATS["html"].write(past(said, customer=f"<script>{name}", flow=text)))
    assert page.tags <= ALLOWED
    assert page.addresses == []
    assert page.open == []
    assert "<img src=x>" in page.said


def test_the_page_forbids_itself_to_load_anything_and_follows_the_theme() -> None:
    page = FORMATS["html"].write(past(*ITEMS))
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|https?:", page)
    assert "color-scheme: light dark" in page
    assert "@media print" in page


async def test_a_chat_is_exported_into_a_file(history: History, tmp_path: Path) -> None:
    key = begin(history)
    history.record_item("c1", message("Hello 注文"), AT)
    await history.flush()
    for name, form in FORMATS.items():
        await history.export(key, name, tmp_path / f"chat{form.suffix}")
        assert "Hello 注文" in (tmp_path / f"chat{form.suffix}").read_text("utf-8")
    with pytest.raises(HistoryError, match="could not be exported"):
        await history.export(key, "text", tmp_path / "nowhere" / "chat.txt")
    with pytest.raises(HistoryError, match="not in the history any more"):
        await history.export("gone", "text", tmp_path / "chat.txt")


async def test_half_of_a_surrogate_pair_is_exported_by_its_number(history: History, tmp_path: Path) -> None:
    key = begin(history)
    history.record_item("c1", message("A cut emoji: \ud83d"), AT)
    await history.flush()
    for name, form in FORMATS.items():
        file = tmp_path / f"chat{form.suffix}"
        await history.export(key, name, file)
        assert "A cut emoji: \\ud83d" in file.read_text("utf-8")
    kept = json.loads((tmp_path / "chat.json").read_text("utf-8"))
    assert "A cut emoji: \\ud83d" in json.dumps(kept)
