"""A chat's life, over a real socket to the sandbox."""

from __future__ import annotations

import asyncio

import pytest

from console.chat.chat import Chat
from console.chat.clocks import as_minutes
from console.credentials import Keys
from console.errors import NotReached, QuotaFull
from console.profiles import SANDBOX, Profile, environment_at
from console.sandbox import Sandbox, parse
from console.workspace import Workspace
from tests.conftest import MovableClock, until


def state(chat: Chat) -> str:
    """The state now; a type checker would believe that it can't change."""
    return chat.state


async def ready(workspace: Workspace) -> Workspace:
    await workspace.load_places()
    assert workspace.draft.is_ready
    return workspace


async def test_a_chat_starts_and_stops(workspace: Workspace, sandbox: Sandbox) -> None:
    await ready(workspace)
    chat = workspace.new_chat()
    assert state(chat) == "starting"
    await workspace.start(chat)
    assert state(chat) == "started"
    assert chat.started is not None
    assert chat.contact_id == chat.started.contact_id
    assert workspace.open_beside(chat) == [chat]
    await workspace.stop(chat)
    assert state(chat) == "stopped"
    assert workspace.open_beside(chat) == []
    assert [contact.id for contact in sandbox.contacts.all()] == [chat.contact_id]
    assert sandbox.contacts.active == 0


async def test_the_five_minutes_follow_the_wall_clock(workspace: Workspace, clock: MovableClock) -> None:
    await ready(workspace)
    chat = workspace.new_chat()
    await workspace.start(chat)
    deadline = chat.connect_deadline
    assert deadline is not None
    assert as_minutes(deadline.remaining(clock())) in ("5:00", "4:59")
    clock.move(minutes=4)
    assert as_minutes(deadline.remaining(clock())) in ("1:00", "0:59")
    assert not deadline.is_over(clock())
    clock.move(minutes=1)
    assert chat.connect_missed
    assert deadline.urgency(clock()) == "over"
    clock.move(hours=-2)
    assert as_minutes(deadline.remaining(clock())) == "5:00", "a clock set back gives no more than there was"


async def test_a_chat_ends_with_its_duration(workspace: Workspace, clock: MovableClock) -> None:
    await ready(workspace)
    workspace.draft.put(("ChatDurationInMinutes",), 60)
    chat = workspace.new_chat()
    await workspace.start(chat)
    clock.move(minutes=59)
    chat.look_at_clock()
    assert state(chat) == "started"
    clock.move(minutes=1)
    chat.look_at_clock()
    assert state(chat) == "ended"
    assert chat.is_over


async def test_a_refusal_is_kept(workspace: Workspace, sandbox: Sandbox) -> None:
    await ready(workspace)
    sandbox.faults.add(parse("StartChatContact:LimitExceeded"))
    chat = workspace.new_chat()
    await workspace.start(chat)
    assert state(chat) == "failed"
    assert isinstance(chat.error, QuotaFull)
    assert chat.error.request_id
    assert not chat.can_be_stopped


async def test_a_retry_is_visible_and_makes_one_chat(workspace: Workspace, sandbox: Sandbox) -> None:
    await ready(workspace)
    sandbox.faults.add(parse("StartChatContact:reset-after:1"))
    chat = workspace.new_chat()
    seen: list[tuple[int, bool]] = []

    async def watch() -> None:
        async for _ in chat.changes.follow():
            if chat.progress:
                seen.append((chat.progress.attempt, bool(chat.progress.waiting_s)))

    watching = asyncio.get_running_loop().create_task(watch())
    await asyncio.sleep(0)
    await workspace.start(chat)
    watching.cancel()
    assert state(chat) == "started"
    assert chat.started is not None
    assert chat.started.attempts == 2
    assert any(attempt == 2 and waiting for attempt, waiting in seen)
    assert len(sandbox.contacts.all()) == 1


async def test_a_cancelled_start_tells_what_came_of_it(workspace: Workspace, sandbox: Sandbox) -> None:
    await ready(workspace)
    await workspace.open()
    sandbox.faults.add(parse("StartChatContact:latency=400ms:1"))
    chat = workspace.new_chat()
    starting = asyncio.get_running_loop().create_task(workspace.start(chat))
    await until(lambda: chat.progress is not None, "the first attempt")
    await asyncio.sleep(0.1)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert state(chat) == "cancelled"
    await until(lambda: chat.late is not None, "the late answer")
    assert chat.contact_id == sandbox.contacts.all()[0].id
    assert chat.can_be_stopped
    await workspace.stop(chat)
    assert sandbox.contacts.active == 0


async def test_starting_again_after_lost_answers_gives_the_chat_that_exists(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    await ready(workspace)
    sandbox.faults.add(parse("StartChatContact:reset-after:3"))
    chat = workspace.new_chat()
    await workspace.start(chat)
    assert state(chat) == "failed"
    assert chat.error is not None
    assert chat.error.may_have_happened
    again = workspace.new_chat(chat.request_again)
    await workspace.start(again)
    assert state(again) == "started"
    assert [contact.id for contact in sandbox.contacts.all()] == [again.contact_id]


async def test_starting_again_while_a_cancelled_call_is_under_way_makes_no_second_chat(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    await ready(workspace)
    sandbox.faults.add(parse("StartChatContact:latency=300ms:1"))
    chat = workspace.new_chat()
    starting = asyncio.get_running_loop().create_task(workspace.start(chat))
    await until(lambda: chat.progress is not None, "the first attempt")
    starting.cancel()
    await until(lambda: chat.state == "cancelled", "the cancel")
    assert chat.awaits_late
    again = workspace.new_chat(chat.request_again)
    await workspace.start(again)
    await until(lambda: chat.late is not None, "the late answer")
    assert [contact.id for contact in sandbox.contacts.all()] == [again.contact_id] == [chat.contact_id]


async def test_a_cancel_while_nothing_is_under_way_made_nothing(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    await ready(workspace)
    sandbox.faults.add(parse("StartChatContact:TooManyRequests"))
    chat = workspace.new_chat()
    starting = asyncio.get_running_loop().create_task(workspace.start(chat))
    await until(lambda: chat.progress is not None and chat.progress.waiting_s > 0, "the back-off")
    starting.cancel()
    await until(lambda: chat.state == "cancelled", "the cancel")
    assert not chat.awaits_late
    assert not chat.is_in_doubt
    assert "ClientToken" not in chat.request_again


async def test_only_chats_of_the_same_instance_and_profile_fill_a_quota(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    await ready(workspace)
    chat = workspace.new_chat()
    await workspace.start(chat)
    elsewhere = environment_at("us-east-1", sandbox.endpoint)
    workspace.add_environment(elsewhere, Keys(sandbox.access_key_id, sandbox.secret_access_key))
    other = workspace.new_chat(profile=elsewhere)
    await workspace.start(other)
    assert workspace.open_beside(chat) == [chat]
    assert workspace.open_beside(other) == [other]


async def test_starting_again_after_a_chat_makes_another(workspace: Workspace, sandbox: Sandbox) -> None:
    await ready(workspace)
    workspace.draft.put(("ClientToken",), "mine")
    chat = workspace.new_chat()
    await workspace.start(chat)
    await workspace.start(workspace.new_chat(chat.request_again))
    assert len(sandbox.contacts.all()) == 2


async def test_stopping_a_contact_that_is_gone_ends_it(workspace: Workspace, sandbox: Sandbox) -> None:
    await ready(workspace)
    chat = workspace.new_chat()
    await workspace.start(chat)
    sandbox.contacts.clear()
    await workspace.stop(chat)
    assert state(chat) == "ended"


async def test_a_stop_that_fails_leaves_the_chat_open(workspace: Workspace, sandbox: Sandbox) -> None:
    await ready(workspace)
    chat = workspace.new_chat()
    await workspace.start(chat)
    sandbox.faults.add(parse("StopContact:AccessDenied:1"))
    await workspace.stop(chat)
    assert state(chat) == "started"
    assert chat.error is not None
    assert chat.error.code == "access_denied"
    await workspace.stop(chat)
    assert state(chat) == "stopped"
    assert chat.error is None


async def test_a_profile_that_answers_nowhere(workspace: Workspace) -> None:
    await ready(workspace)
    nowhere = Profile("Environment", "environment", "us-east-1", "http://127.0.0.1:9")
    workspace.add_environment(
        nowhere, Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    )
    chat = workspace.new_chat(profile=nowhere)
    await workspace.start(chat)
    assert state(chat) == "failed"
    assert isinstance(chat.error, NotReached)
    assert chat.error.advice


def test_a_chat_without_a_token_has_no_clocks(clock: MovableClock) -> None:
    chat = Chat(1, {}, SANDBOX, clock)
    assert chat.connect_deadline is None
    assert chat.end_deadline is None
    assert not chat.connect_missed
    assert chat.name == ""
