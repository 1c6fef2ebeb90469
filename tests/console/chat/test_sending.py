"""Messages on a bad network: pending until their items come, never said twice, failed visibly."""

from __future__ import annotations

import json
from dataclasses import replace

from console.errors import ConnectionLost, InvalidInput, ServiceFault, Throttled
from tests.conftest import until
from tests.console.chat.conftest import QUICK, Host, Joined


def mine(chat: Joined) -> list[tuple[str, str]]:
    """What the customer said, and how it stands."""
    rows = chat.session.transcript.rows
    return [(row.item.content, row.state) for row in rows if row.item.role == "CUSTOMER" and row.item.content]


def said(chat: Joined) -> list[str]:
    """What the service has of it."""
    items = chat.chats.of(chat.contact_id).transcript.items
    return [
        item.content or ""
        for item in items
        if item.author and item.author.role == "CUSTOMER" and item.content
    ]


async def test_messages_keep_their_order(host: Host) -> None:
    async with host.joined() as chat:
        texts = [f"message {number}" for number in range(12)]
        for text in texts:
            await chat.session.send_message(text)
        await until(lambda: mine(chat) == [(text, "sent") for text in texts])
        assert said(chat) == texts


async def test_the_same_text_twice_is_two_messages(host: Host) -> None:
    async with host.joined() as chat:
        for _ in range(3):
            await chat.session.send_message("ok")
        await until(lambda: mine(chat) == [("ok", "sent")] * 3)
        assert said(chat) == ["ok"] * 3


async def test_a_throttled_message_is_sent_again_and_then_fails_for_all_to_see(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("SendMessage:Throttling:2")
        await chat.session.send_message("patience")
        await until(lambda: mine(chat) == [("patience", "sent")])
        chat.fault("SendMessage:Throttling:3")
        row = await chat.session.send_message("too much")
        await until(lambda: mine(chat)[-1] == ("too much", "failed"))
        assert isinstance(chat.session.transcript.rows[-1].error, Throttled)
        await chat.session.resend(row.key)
        await until(lambda: mine(chat)[-1] == ("too much", "sent"))
        assert said(chat) == ["patience", "too much"]


async def test_an_answer_that_is_lost_says_nothing_twice(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("SendMessage:reset-after:2")
        await chat.session.send_message("hello")
        await until(lambda: mine(chat) == [("hello", "sent")])
        await chat.session.send_message("again")
        await until(lambda: mine(chat)[-1] == ("again", "sent"))
        assert said(chat) == ["hello", "again"]


async def test_what_failed_though_it_was_said_is_found_by_its_echo(host: Host) -> None:
    async with host.joined(replace(QUICK, hold_s=0)) as chat:
        chat.fault("socket:late=200ms:1")
        chat.fault("SendMessage:reset-after")
        row = await chat.session.send_message("hello")
        await until(lambda: mine(chat) == [("hello", "failed")])
        assert isinstance(chat.session.transcript.rows[-1].error, ConnectionLost)
        chat.calm()
        chat.sandbox.clock.move(1)
        await until(lambda: mine(chat) == [("hello", "sent")])
        await chat.session.resend(row.key)
        assert said(chat) == ["hello"]


async def test_what_failed_can_be_given_up(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("SendMessage:InternalService:3")
        row = await chat.session.send_message("hello")
        chat.session.discard(row.key)
        assert mine(chat) == [("hello", "pending")], "what is on its way can't be taken back"
        await until(lambda: mine(chat) == [("hello", "failed")])
        assert isinstance(chat.session.transcript.rows[-1].error, ServiceFault)
        chat.session.discard(row.key)
        assert mine(chat) == []


async def test_a_message_waits_for_the_network(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("SendMessage:reset-before:7")
        await chat.session.send_message("hello")
        await until(lambda: mine(chat) == [("hello", "sent")])
        assert said(chat) == ["hello"]


async def test_a_message_does_not_wait_for_ever(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("SendMessage:reset-before")
        await chat.session.send_message("hello")
        chat.clock.move(seconds=3)
        await until(lambda: mine(chat) == [("hello", "failed")])


async def test_an_echo_that_does_not_come_is_looked_for(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("socket:late=60s:1")
        await chat.session.send_message("hello")
        await until(lambda: mine(chat) == [("hello", "sent")])
        assert chat.state == "connected"


async def test_what_the_service_refuses_fails_by_itself_and_the_next_is_sent(host: Host) -> None:
    async with host.joined(SupportedMessagingContentTypes=["text/plain", "application/json"]) as chat:
        await chat.session.send_message("no json", "application/json")
        await chat.session.send_message(json.dumps({"a": 1}), "application/json")
        await until(lambda: mine(chat)[-1] == ("no json", "failed"))
        assert mine(chat)[0] == ('{"a": 1}', "sent")
        assert isinstance(chat.session.transcript.rows[-1].error, InvalidInput)


async def test_what_is_on_its_way_at_the_end_has_failed(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("SendMessage:latency=300ms")
        await chat.session.send_message("hello")
        chat.chats.end(chat.contact_id)
        await until(lambda: chat.state == "ended")
        assert mine(chat) == [("hello", "failed")]


async def test_refused_in_mid_chat_and_over(host: Host) -> None:
    """403 for a message, and for the new token that might have helped: the chat is over."""
    async with host.joined() as chat:
        chat.fault("SendMessage:AccessDenied")
        chat.fault("CreateParticipantConnection:AccessDenied")
        await chat.session.send_message("hello")
        await until(lambda: chat.state == "ended")
        assert mine(chat) == [("hello", "failed")]


async def test_typing_is_told_once_in_ten_seconds(host: Host) -> None:
    async with host.joined() as chat:
        cursor = chat.session.cursor()
        for _ in range(5):
            await chat.session.send_typing()
        chat.clock.move(seconds=11)
        await chat.session.send_typing()
        await chat.session.send_message("done")
        await chat.hears("done", cursor)
        seen = [item.event for item in chat.session._reception.arrivals._items[cursor:]]
        assert seen.count("typing") == 2


async def test_a_typing_event_that_fails_is_not_shown(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("SendEvent:InternalService:1")
        await chat.session.send_typing()
        assert chat.state == "connected"
        assert chat.session.error is None


async def test_an_agents_messages_are_receipted_with_as_few_calls_as_will_do(host: Host) -> None:
    async with host.joined() as chat:
        agent = chat.chats.add(chat.contact_id, "AGENT", "Bea")
        await until(lambda: agent.id in chat.session.transcript.present)
        for number in range(5):
            chat.say(f"line {number}", role="AGENT")
        last = await chat.hears("line 4")
        await chat.session.mark_read(last.id)
        await chat.session.mark_read(last.id)
        await until(lambda: any(row.receipts for row in chat.session.transcript.rows))
        [receipt] = next(row.receipts for row in chat.session.transcript.rows if row.key == last.id)
        assert receipt.participant_id == chat.session.admission.participant_id
        assert receipt.read_at is not None
        await chat.session.send_message("done")
        await chat.hears("done")
        kinds = [item.kind for item in chat.session._reception.arrivals._items]
        assert kinds.count("receipt") <= 2


async def test_with_three_in_the_chat_there_are_no_receipts_and_no_error(host: Host) -> None:
    async with host.joined() as chat:
        chat.chats.add(chat.contact_id, "AGENT", "Bea")
        boss = chat.chats.add(chat.contact_id, "SUPERVISOR", "Cem")
        await until(lambda: boss.id in chat.session.transcript.present)
        chat.say("line 0", role="AGENT")
        item = await chat.hears("line 0")
        await chat.session.mark_read(item.id)
        await chat.session.send_message("done")
        await chat.hears("done")
        assert not any(row.receipts for row in chat.session.transcript.rows)


async def test_a_conflict_over_a_receipt_is_no_error(host: Host) -> None:
    async with host.joined() as chat:
        agent = chat.chats.add(chat.contact_id, "AGENT", "Bea")
        await until(lambda: agent.id in chat.session.transcript.present)
        chat.fault("SendEvent:Conflict:1")
        chat.say("line 0", role="AGENT")
        await chat.hears("line 0")
        await until(lambda: not chat.sandbox.faults.all())
        assert chat.state == "connected"
