"""Bad networks, through the real session: nothing is missing, nothing doubled, and the end is told once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from console.aws import Connection, ConnectParticipant
from console.chat.session import ChatSession
from console.errors import NoConnection, SocketRefused
from console.profiles import Profile
from console.sandbox import parse
from tests.conftest import until
from tests.console.chat.conftest import QUICK, Host, Joined, admission, start


def spoken(chat: Joined) -> list[str]:
    """What the agent said, as the transcript has it."""
    return [text for text in chat.texts if text.startswith("line ")]


def lines(count: int, first: int = 0) -> list[str]:
    return [f"line {number}" for number in range(first, first + count)]


async def test_a_socket_that_drops_comes_back_and_nothing_is_missing(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("socket:drop:1@after=1")
        for line in lines(4):
            chat.say(line)
        await until(lambda: spoken(chat) == lines(4))
        await until(lambda: chat.state == "connected")
        chat.say("line 4")
        await until(lambda: spoken(chat) == lines(5))
        assert chat.texts.count("participant.joined") == 1


async def test_more_is_missing_than_one_page_holds(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("socket:drop:1")
        chat.fault("CreateParticipantConnection:InternalService:4")
        for line in lines(250):
            chat.say(line)
        await until(lambda: len(spoken(chat)) == 250)
        assert spoken(chat) == lines(250)


async def test_a_silent_socket_is_found_out_by_its_heartbeats(host: Host) -> None:
    quick = replace(QUICK, beat_s=0.05)
    async with host.joined(quick) as chat:
        chat.fault("socket:silent:1")
        chat.say("line 0")
        await until(lambda: "reconnecting" in chat.seen)
        chat.calm()
        await until(lambda: spoken(chat) == lines(1) and chat.state == "connected")


async def test_a_computer_that_wakes_up_looks_at_once(host: Host) -> None:
    """The heartbeats are far apart; it is the jump of the clock that finds the dead socket."""
    slow = replace(QUICK, beat_s=60, wake_s=0.05)
    async with host.joined(slow) as chat:
        chat.fault("socket:silent:1")
        chat.say("line 0")
        chat.clock.move(minutes=30)
        await until(lambda: "reconnecting" in chat.seen)
        await until(lambda: spoken(chat) == lines(1) and chat.state == "connected")


async def test_a_socket_that_died_in_a_long_sleep_and_is_too_old_loses_nothing(host: Host) -> None:
    async with host.joined(replace(QUICK, beat_s=60)) as chat:
        chat.fault("socket:silent:1")
        chat.say("line 0")
        chat.clock.move(hours=2)
        await until(lambda: spoken(chat) == lines(1) and chat.state == "connected")


async def test_an_upgrade_that_is_refused_is_tried_again_with_a_new_url(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("socket:refuse:3")
        chat.fault("socket:drop:1")
        chat.say("line 0")
        await until(lambda: chat.state == "reconnecting" and isinstance(chat.session.error, SocketRefused))
        assert chat.session.retry is not None
        await until(lambda: chat.state == "connected" and spoken(chat) == lines(1))
        assert chat.session.error is None
        assert chat.session.retry is None


async def test_the_first_upgrade_is_tried_again_too_and_then_told(host: Host) -> None:
    host.sandbox.faults.add(parse("socket:refuse:2"))
    session = host.session(start(host.sandbox))
    await session.connect()
    assert session.state == "connected"
    await session.close()
    host.sandbox.faults.add(parse("socket:refuse"))
    session = host.session(start(host.sandbox))
    with pytest.raises(SocketRefused, match="403"):
        await session.connect()
    assert session.state == "failed"
    host.sandbox.faults.clear()
    await session.connect()
    assert _state(session) == "connected", "one that failed can be tried again"
    await session.close()


async def test_coming_back_does_not_hammer(host: Host) -> None:
    """A socket that is cut as soon as it is open; chatjs asks for two hundred connections a second."""
    slowing = replace(QUICK, first_wait_s=0.04, longest_wait_s=30)
    async with host.joined(slowing) as chat:
        chat.fault("socket:drop")
        waits = []
        for _ in range(4):
            await until(lambda: chat.state == "connected")
            chat.seen.clear()
            chat.say("cut")
            await until(lambda: "reconnecting" in chat.seen)
            began = asyncio.get_running_loop().time()
            await until(lambda: chat.state == "connected")
            waits.append(asyncio.get_running_loop().time() - began)
        assert waits[-1] > 0.1, "0.04 s doubled twice, less what chance takes off"


async def test_frames_that_come_late_twice_or_out_of_order_are_put_right(host: Host) -> None:
    async with host.joined() as chat:
        for fault in ("socket:late=50ms:2", "socket:duplicate@after=1", "socket:reorder:2@after=4"):
            chat.fault(fault)
        for line in lines(12):
            chat.say(line)
        await until(lambda: len(spoken(chat)) == 12)
        assert spoken(chat) == lines(12)


async def test_an_item_of_a_type_that_nobody_knows_is_shown(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("socket:unknown:3")
        for line in lines(3):
            chat.say(line)
        await until(lambda: spoken(chat) == lines(3))
        assert sum("unheard-of" in row.item.content_type for row in chat.session.transcript.rows) == 3
        assert chat.state == "connected"


async def test_refused_while_coming_back_means_that_the_chat_has_ended(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("CreateParticipantConnection:AccessDenied")
        chat.fault("socket:drop:1")
        chat.say("line 0")
        await until(lambda: chat.state == "ended")
        assert chat.session.ended_by == ""


async def test_a_chat_that_ends_while_the_socket_is_away_has_ended(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("CreateParticipantConnection:InternalService:5")
        chat.fault("socket:drop:1")
        chat.chats.end(chat.contact_id)
        await until(lambda: chat.state == "ended")
        assert chat.session.ended_at is not None


async def test_an_expired_token_is_renewed_by_the_call_that_needs_it(host: Host) -> None:
    async with host.joined() as chat:
        before = chat.session.token_deadline
        chat.fault("SendMessage:expired-token:1")
        await chat.session.send_message("hello")
        await chat.hears("hello")
        await until(lambda: set(chat.states) == {"sent"})
        assert chat.session.token_deadline != before


async def test_a_token_is_renewed_before_it_expires(host: Host) -> None:
    async with host.joined() as chat:
        before = chat.session.token_deadline
        assert before is not None
        chat.clock.move(hours=23, minutes=59, seconds=30)
        await until(lambda: chat.session.token_deadline != before)
        assert chat.session.token_deadline is not None


async def test_the_socket_is_changed_before_it_is_too_old_and_nothing_is_lost(host: Host) -> None:
    async with host.joined() as chat:
        upkeep = chat.session._life._upkeep
        first = upkeep.socket
        assert first is not None
        chat.clock.move(minutes=59, seconds=1)
        await until(lambda: upkeep.socket is not first and first.lost.done())
        chat.say("line 0")
        await until(lambda: spoken(chat) == lines(1))
        assert set(chat.seen) <= {"connected"}, "nobody notices"


async def test_a_change_that_fails_keeps_the_socket_that_there_is(host: Host) -> None:
    async with host.joined() as chat:
        upkeep = chat.session._life._upkeep
        first = upkeep.socket
        chat.fault("socket:refuse:1")
        chat.clock.move(minutes=59, seconds=1)
        await until(lambda: not chat.sandbox.faults.all())
        assert upkeep.socket is first
        chat.say("line 0")
        await until(lambda: spoken(chat) == lines(1))
        chat.clock.move(seconds=1)
        await until(lambda: upkeep.socket is not first)


async def test_expiries_that_lie_too_near_do_not_make_it_ask_without_end(host: Host) -> None:
    host.sandbox.faults.add(parse("connection:expiry=5"))
    settled = replace(QUICK, settled_s=30)
    asked: list[str] = []
    create = host.door.create_participant_connection

    async def counted(token: str) -> Connection:
        asked.append(token)
        return await create(token)

    with patched(host.door, "create_participant_connection", counted):
        async with host.joined(settled) as chat:
            looks = 0

            def looked() -> bool:
                nonlocal looks
                looks += 1
                return looks > 20

            await until(looked)
            chat.say("line 0")
            await until(lambda: spoken(chat) == lines(1))
    assert len(asked) == 1


async def test_nobody_there(host: Host) -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
    door = ConnectParticipant(Profile("Test", "environment", "us-east-1", f"http://127.0.0.1:{port}"))
    session = ChatSession(door, admission(start(host.sandbox)), host.clock, QUICK)
    with pytest.raises(NoConnection):
        await session.connect()
    assert session.state == "failed"
    door.close()


@contextmanager
def patched(owner: object, name: str, value: object) -> Iterator[None]:
    """Something else in the place of an attribute of one object."""
    vars(owner)[name] = value
    try:
        yield
    finally:
        del vars(owner)[name]


def _state(session: ChatSession) -> str:
    return session.state
