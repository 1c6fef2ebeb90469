"""Paging up, into the past sessions of a persistent chat, and what becomes of it after a loss."""

from __future__ import annotations

import pytest

from console.errors import ServiceFault
from console.sandbox import parse
from console.sandbox.contacts import Contact
from tests.conftest import until
from tests.console.chat.conftest import Host, start, watched


def said(host: Host, contact_id: str, count: int, word: str) -> None:
    for number in range(count):
        host.sandbox.chats.say(contact_id, f"{word} {number}")


def continued(host: Host, count: int) -> Contact:
    """A chat that continues one in which so much was said."""
    past = start(host.sandbox)
    said(host, past.id, count, "past")
    host.sandbox.chats.end(past.id)
    persistent = {"SourceContactId": past.id, "RehydrationType": "ENTIRE_PAST_SESSION"}
    return start(host.sandbox, continued_from=past.id, PersistentChat=persistent)


async def test_paging_up_goes_on_into_the_past(host: Host) -> None:
    contact = continued(host, 230)
    session = host.session(contact)
    await session.connect()
    await until(lambda: session.is_caught_up)
    cursor, came = session.cursor(), 0
    while session.has_earlier:
        came += await session.load_earlier()
    assert came > 100
    texts = [row.item.content for row in session.transcript.rows if row.item.is_past and row.item.content]
    assert texts == [f"past {number}" for number in range(230)]
    assert await session.load_earlier() == 0
    assert session.ended_at is None, "the end of a past session ends nothing"
    assert session.cursor() == cursor, "what was read further up is no news"
    await session.close()


async def test_after_a_loss_paging_up_goes_on_where_it_was(host: Host) -> None:
    contact = continued(host, 230)
    session = host.session(contact)
    await session.connect()
    await until(lambda: session.is_caught_up)
    await session.load_earlier()
    seen = watched(session)
    host.sandbox.faults.add(parse("socket:drop:1"))
    host.sandbox.chats.say(contact.id, "cut")
    await until(lambda: "reconnecting" in seen)
    await until(lambda: session.is_caught_up)
    while session.has_earlier:
        await session.load_earlier()
    texts = [row.item.content for row in session.transcript.rows if row.item.is_past and row.item.content]
    assert texts == [f"past {number}" for number in range(230)]
    await session.close()


async def test_a_page_that_fails_is_told_and_can_be_asked_for_again(host: Host) -> None:
    contact = continued(host, 130)
    session = host.session(contact)
    await session.connect()
    await until(lambda: session.is_caught_up)
    host.sandbox.faults.add(parse("GetTranscript:InternalService:3"))
    with pytest.raises(ServiceFault):
        await session.load_earlier()
    assert await session.load_earlier() > 0
    await session.close()


async def test_a_transcript_that_can_not_be_read_at_first_is_read_later(host: Host) -> None:
    first = {"Content": "I need help", "ContentType": "text/plain"}
    host.sandbox.faults.add(parse("GetTranscript:InternalService:7"))
    async with host.joined(InitialMessage=first) as chat:
        assert chat.texts[0] == "I need help"
