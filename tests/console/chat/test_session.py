"""A session over a real socket to the sandbox: joined, spoken in, and ended by whoever ends it."""

from __future__ import annotations

import asyncio
import io
import json
import re
from datetime import timedelta

import pytest

from console import redaction
from console.aws import Connection
from console.changes import Changes
from console.chat.session import SessionChange
from console.chat.transcript import Change
from console.errors import ChatOver, ContentTypeNotAsked, MessageTooLarge, MessageUnfit, NotFound
from console.sandbox import parse
from tests.conftest import until
from tests.console.chat.conftest import Host, start


async def test_a_chat_is_joined_spoken_in_and_left(host: Host) -> None:
    async with host.joined() as chat:
        session = chat.session
        assert chat.state == "connected"
        assert session.connected_at is not None
        cursor = session.cursor()
        row = await session.send_message("hello")
        assert (row.state, row.item.content, row.item.role) == ("pending", "hello", "CUSTOMER")
        echo = await chat.hears("hello", cursor)
        assert echo.participant_id == session.admission.participant_id
        await session.until(lambda item: item.role == "SYSTEM", cursor)
        assert chat.texts[0] == "participant.joined"
        assert chat.texts.count("hello") == 1
        assert set(chat.states) == {"sent"}
        await session.disconnect()
        assert chat.state == "ended"
        assert session.ended_by == "CUSTOMER"
        assert chat.texts[-2:] == ["participant.left", "chat.ended"]
        contact = chat.sandbox.contacts.find(chat.contact_id)
        assert contact is not None
        assert contact.ended is not None


async def test_what_was_said_before_joining_is_there(host: Host) -> None:
    first = {"Content": "I need help", "ContentType": "text/plain"}
    async with host.joined(InitialMessage=first) as chat:
        await chat.hears("I need help")
        await until(lambda: chat.texts[0] == "I need help")
        assert not chat.session.has_earlier


async def test_the_changes_tell_rows_and_states(host: Host) -> None:
    session = host.session(start(host.sandbox))
    told: list[SessionChange] = []

    async def follow() -> None:
        async for change in session.changes.follow():
            told.append(change)

    following = asyncio.create_task(follow())
    await asyncio.sleep(0)
    await session.connect()
    await until(lambda: "state" in told and Change("inserted", 0) in told)
    await session.close()
    following.cancel()


async def test_a_page_is_told_together() -> None:
    """Whoever shows what is true now would else show it a hundred times."""
    changes: Changes[int] = Changes()
    told: list[list[int]] = []

    async def follow() -> None:
        async for some in changes.follow_together():
            told.append([*some])

    following = asyncio.create_task(follow())
    await asyncio.sleep(0)
    for number in range(3):
        changes.tell(number)
    await until(lambda: told == [[0, 1, 2]])
    changes.tell(3)
    await until(lambda: told == [[0, 1, 2], [3]])
    following.cancel()


async def test_the_connection_that_the_start_returned_is_used(host: Host) -> None:
    contact = start(host.sandbox)
    made = host.sandbox.chats.connections.create(
        contact.participant_id, ("WEBSOCKET", "CONNECTION_CREDENTIALS")
    )
    given = Connection(
        made["Websocket"]["Url"],
        made["Websocket"]["ConnectionExpiry"],
        made["ConnectionCredentials"]["ConnectionToken"],
        made["ConnectionCredentials"]["Expiry"],
    )
    session = host.session(contact, connection=given, given_at=host.clock())
    assert session.url_deadline is not None
    assert session.url_deadline.remaining(host.clock()) > timedelta(seconds=90)
    host.sandbox.faults.add(parse("CreateParticipantConnection:InternalService"))
    await session.connect()
    await session.send_message("hello")
    await session.until(lambda item: item.content == "hello")
    await session.close()


async def test_connecting_twice_at_once_connects_once(host: Host) -> None:
    session = host.session(start(host.sandbox))
    await asyncio.gather(session.connect(), session.connect())
    await session.connect()
    assert len(host.sandbox.chats.of(session.admission.contact_id).customer.ears) == 1
    await session.close()


async def test_its_deadlines(host: Host) -> None:
    async with host.joined() as chat:
        url, token = chat.session.url_deadline, chat.session.token_deadline
        assert url is not None
        assert token is not None
        assert url.span == timedelta(seconds=100)
        assert timedelta(hours=23) < token.remaining(chat.clock()) <= timedelta(days=1)


async def test_the_flow_ends_the_chat_once(host: Host) -> None:
    async with host.joined() as chat:
        waiting = asyncio.create_task(chat.session.until(lambda _item: False, timeout=20))
        chat.chats.end(chat.contact_id)
        await until(lambda: chat.state == "ended")
        assert chat.session.ended_by == ""
        with pytest.raises(TimeoutError):
            await waiting
        with pytest.raises(MessageUnfit):
            await chat.session.send_message("too late")
        ended_at = chat.session.ended_at
        await chat.session.disconnect()
        assert chat.session.ended_at == ended_at
        assert not chat.session.has_earlier


async def test_a_flow_that_disconnects_the_customer_has_ended_it(host: Host) -> None:
    async with host.joined() as chat:
        chat.chats.leave(chat.contact_id, chat.session.admission.participant_id)
        await until(lambda: chat.session.state == "ended")
        assert chat.session.transcript.rows[-1].item.event == "chat.ended"
        assert chat.session.ended_by == ""


async def test_the_agent_who_leaves_ends_the_chat(host: Host) -> None:
    async with host.joined() as chat:
        agent = chat.chats.add(chat.contact_id, "AGENT", "Bea")
        await until(lambda: agent.id in chat.session.transcript.present)
        chat.chats.leave(chat.contact_id, agent.id)
        await until(lambda: chat.state == "ended")
        assert chat.session.ended_by == "AGENT"


async def test_an_agent_who_goes_in_the_middle_of_it(host: Host) -> None:
    async with host.joined() as chat:
        agent = chat.chats.add(chat.contact_id, "AGENT", "Bea")
        await until(lambda: agent.id in chat.session.transcript.present)
        chat.fault("agent:leave:1")
        await chat.session.send_message("Are you there?")
        await until(lambda: chat.state == "ended")
        assert chat.session.ended_by == "AGENT"
        said = [row.state for row in chat.session.transcript.rows if row.item.content == "Are you there?"]
        assert said == ["sent"]


async def test_a_transfer_goes_on_under_another_contact(host: Host) -> None:
    async with host.joined() as chat:
        chat.chats.add(chat.contact_id, "AGENT", "Bea")
        following = chat.chats.transfer(chat.contact_id, "Cem")
        chat.chats.say(following.id, "I am Cem", role="AGENT")
        item = await chat.hears("I am Cem")
        assert item.contact_id == following.id != chat.contact_id
        assert "transfer.succeeded" in chat.texts


async def test_streamed_replies_grow_and_are_asked_about_as_they_grow(host: Host) -> None:
    async with host.joined(ParticipantConfiguration={"ResponseMode": "INCREMENTAL"}) as chat:
        chat.chats.stream(chat.contact_id, ["You ", "said ", "so."])
        grown = await chat.hears("You said ")
        assert grown.chunk is not None
        whole = await chat.hears("You said so.")
        assert whole.id == grown.id
        # All of the text is there before the word that it is all.
        await until(lambda: not any(row.is_streaming for row in chat.session.transcript.rows), "its end")
        assert chat.texts.count("You said so.") == 1


async def test_typing_is_shown_as_state(host: Host) -> None:
    async with host.joined() as chat:
        agent = chat.chats.add(chat.contact_id, "AGENT", "Bea")
        chat.chats.announce(chat.contact_id, "typing", agent.id)
        await until(lambda: chat.session.transcript.typing(chat.clock()) == ["Bea"])
        chat.clock.move(seconds=13)
        assert chat.session.transcript.typing(chat.clock()) == []


async def test_events_of_a_sign_in_are_state(host: Host) -> None:
    async with host.joined() as chat:
        assert not chat.session.authentication
        chat.chats.ask_to_sign_in(chat.contact_id)
        asked = await chat.hears("authentication.initiated")
        assert chat.session.authentication == asked


async def test_a_view_is_described(host: Host) -> None:
    async with host.joined() as chat:
        item = chat.chats.show_view(chat.contact_id, "form", {"Heading": "Hello"})
        token = json.loads(item.content or "")["data"]["content"]["viewToken"]
        view = (await chat.session.describe_view(token))["View"]
        assert (view["Id"], view["Content"]["Actions"]) == ("form", ["Back", "Next", "Step"])
        with pytest.raises(NotFound):
            await chat.session.describe_view("another")


async def test_the_deadline_to_connect_was_missed(host: Host) -> None:
    session = host.session(start(host.sandbox))
    host.sandbox.clock.move(301)
    try:
        with pytest.raises(ChatOver, match="over"):
            await session.connect()
    finally:
        host.sandbox.clock.reset()
    assert session.state == "failed"
    assert isinstance(session.error, ChatOver)


async def test_what_can_not_be_sent_is_told_before(host: Host) -> None:
    async with host.joined(SupportedMessagingContentTypes=["text/plain", "text/markdown"]) as chat:
        with pytest.raises(MessageTooLarge, match="16,385 bytes"):
            await chat.session.send_message("ä" * 8_192 + "x")
        with pytest.raises(ContentTypeNotAsked, match="application/json"):
            await chat.session.send_message("{}", "application/json")
        with pytest.raises(MessageUnfit, match="empty"):
            await chat.session.send_message("")
        await chat.session.send_message("ä" * 8_192)
        await chat.session.send_message("**bold**", "text/markdown")
        item = await chat.hears("**bold**")
        assert item.content_type == "text/markdown"


async def test_until_looks_at_what_is_there_and_waits_for_what_comes(host: Host) -> None:
    async with host.joined() as chat:
        here = await chat.session.until(lambda item: item.event == "participant.joined")
        assert here.display_name == "Ann"
        with pytest.raises(TimeoutError):
            await chat.session.until(lambda item: item.event == "participant.joined", 1, timeout=0.02)
        coming = asyncio.create_task(chat.hears("more", chat.session.cursor()))
        await asyncio.sleep(0)
        chat.say("more")
        assert (await coming).content == "more"


async def test_leaving_does_not_end_the_chat_and_another_session_joins_it(host: Host) -> None:
    contact = start(host.sandbox)
    first = host.session(contact)
    await first.connect()
    await first.send_message("hello")
    await first.until(lambda item: item.content == "hello")
    await first.close()
    assert contact.ended is None
    second = host.session(contact)
    await second.connect()
    await second.until(lambda item: item.content == "hello")
    await second.close()


async def test_no_secret_is_in_a_log_a_repr_or_an_error(host: Host, debug_log: io.StringIO) -> None:
    async with host.joined() as chat:
        session = chat.session
        access = session._access
        secrets = {session.admission.participant_token, access._token}
        chat.fault("socket:refuse:1")
        chat.fault("socket:drop:1")
        chat.say("cut")
        await until(lambda: "reconnecting" in chat.seen and session.is_caught_up)
        await session.attach_bytes("a.txt", b"x")
        chat.chats.end(chat.contact_id)
        await until(lambda: chat.state == "ended")
        shown = repr(session.admission) + repr(vars(session)) + repr(vars(session._life))
    text = debug_log.getvalue()
    assert "websocket" in text
    # What the sandbox's storage is asked for bears no signature: only the value that is known gives it away.
    [put] = [line for line in text.splitlines() if '"PUT ' in line]
    assert redaction.MASK in put
    assert "participant-files" not in put
    assert [secret for secret in secrets if secret in shown + text] == []
    assert re.findall(r"token=[\w.~-]{16,}", shown + text) == []
