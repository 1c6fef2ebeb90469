"""Chats that are connected to: by the workspace, left open at the end, and rejoined in the next run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.chat.chat import Chat
from console.errors import ChatOver, InvalidInput, NotRejoinable, VaultLocked, VaultUnavailable
from console.profiles import ENVIRONMENT, Profile
from console.sandbox import Sandbox, parse
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.memory_store import MemoryStore, memory_vault
from tests.console.sessions.people import key_entry, own


class Run:
    """Runs of the console over one folder and one keyring, each with a profile of the user's own."""

    def __init__(self, folder: Path, clock: MovableClock, sandbox: Sandbox) -> None:
        self.folder = folder
        self.clock = clock
        self.sandbox = sandbox
        self.store = MemoryStore()
        self.profile: Profile = own("Key", "access_key", sandbox)

    def again(self) -> Workspace:
        return Workspace(self.folder, self.clock, lambda: self.sandbox, memory_vault(self.store))

    async def first(self) -> Workspace:
        workspace = self.again()
        await workspace.wallet.keep(self.profile, key_entry(self.sandbox))
        return workspace

    async def started(self, workspace: Workspace, profile: Profile | None = None) -> Chat:
        request = {
            "InstanceId": self.sandbox.instance_id,
            "ContactFlowId": self.sandbox.flows[0].id,
            "ParticipantDetails": {"DisplayName": "Ann"},
        }
        chat = workspace.new_chat(request, profile or self.profile)
        await workspace.start(chat)
        return chat

    async def connected(self, workspace: Workspace, profile: Profile | None = None) -> Chat:
        chat = await self.started(workspace, profile)
        await workspace.connect(chat)
        assert chat.session is not None
        return chat

    @property
    def tokens(self) -> list[str]:
        """Where the keyring holds participant tokens."""
        return [place for place in self.store.texts if "chat/" in place]

    @property
    def file(self) -> Path:
        return self.folder / "open_chats.json"


@pytest.fixture
def run(tmp_path: Path, clock: MovableClock, sandbox: Sandbox) -> Run:
    return Run(tmp_path, clock, sandbox)


def state(chat: Chat) -> str:
    return chat.state


async def test_a_chat_is_connected_and_ends_with_its_session(run: Run) -> None:
    workspace = await run.first()
    chat = await run.connected(workspace)
    assert chat.session is not None
    assert chat.session.state == "connected"
    assert chat.connected_after is not None
    assert chat.connected_after.total_seconds() < 5
    run.clock.move(minutes=6)
    assert not chat.connect_missed
    assert state(chat) == "started"
    await chat.session.disconnect()
    assert state(chat) == "ended"
    assert workspace.open_chats.left_open == []
    await workspace.close()


async def test_a_chat_that_is_stopped_ends_its_session_and_stays_stopped(run: Run) -> None:
    workspace = await run.first()
    chat = await run.connected(workspace)
    await workspace.stop(chat)
    assert state(chat) == "stopped"
    await until(lambda: chat.session is not None and chat.session.state == "ended")
    assert state(chat) == "stopped"
    await workspace.close()


async def test_the_sandbox_needs_no_keyring(workspace: Workspace, sandbox: Sandbox) -> None:
    await workspace.load_places()
    chat = workspace.new_chat()
    await workspace.start(chat)
    await workspace.connect(chat)
    assert chat.session is not None
    assert chat.session.state == "connected"
    assert workspace.open_chats.problem is None
    assert workspace.open_chats.rejoinable == []
    await workspace.close()
    assert sandbox.contacts.active == 1, "closing leaves, and ends nothing"


async def test_a_chat_that_was_left_open_is_rejoined_without_any_keys(run: Run) -> None:
    first = await run.first()
    chat = await run.connected(first)
    assert chat.session is not None
    await chat.session.send_message("before")
    await chat.session.until(lambda item: item.content == "before")
    await until(lambda: run.file.exists())
    token = chat.session.admission.participant_token
    assert token not in run.file.read_text("utf-8")
    # killed: nothing is closed
    run.sandbox.faults.add(parse("StartChatContact:AccessDenied"))
    second = run.again()
    [kept] = second.open_chats.rejoinable
    assert (kept.contact_id, kept.name) == (chat.contact_id, "Ann")
    again = await second.rejoin(kept)
    assert again.session is not None
    assert again.session.state == "connected"
    assert not again.connect_missed
    await again.session.until(lambda item: item.content == "before")
    assert second.open_chats.rejoinable == [], "it is among the chats now"
    assert [one.contact_id for one in second.chats] == [chat.contact_id]
    await again.session.disconnect()
    await until(lambda: json.loads(run.file.read_text("utf-8")) == {"chats": []})
    assert run.tokens == []
    await first.close()
    await second.close()


async def test_a_chat_that_has_ended_meanwhile_is_told_and_forgotten(run: Run) -> None:
    first = await run.first()
    chat = await run.connected(first)
    await until(lambda: run.file.exists())
    await first.close()
    assert chat.contact_id is not None
    run.sandbox.chats.end(chat.contact_id)
    second = run.again()
    [kept] = second.open_chats.rejoinable
    again = await second.rejoin(kept)
    assert state(again) == "ended"
    assert isinstance(again.error, ChatOver)
    await until(lambda: json.loads(run.file.read_text("utf-8")) == {"chats": []})
    assert run.tokens == []
    await second.close()


async def test_one_whose_duration_is_over_is_not_offered(run: Run) -> None:
    first = await run.first()
    await run.connected(first)
    await until(lambda: run.file.exists())
    await first.close()
    run.clock.move(hours=26)
    second = run.again()
    assert second.open_chats.rejoinable == []
    await second.open_chats.tidy()
    assert run.tokens == []
    await second.close()


async def test_without_a_keyring_the_chat_goes_on_and_says_that_it_can_not_be_rejoined(run: Run) -> None:
    workspace = await run.first()
    chat = await run.started(workspace)
    run.store.is_locked = True
    await workspace.connect(chat)
    assert chat.session is not None
    assert chat.session.state == "connected"
    await until(lambda: isinstance(workspace.open_chats.problem, VaultLocked | VaultUnavailable))
    assert not run.file.exists()
    await workspace.close()


async def test_a_token_that_is_kept_no_longer(run: Run) -> None:
    first = await run.first()
    await run.connected(first)
    await until(lambda: run.file.exists())
    await first.close()
    for place in run.tokens:
        del run.store.texts[place]
    second = run.again()
    [kept] = second.open_chats.rejoinable
    with pytest.raises(NotRejoinable):
        await second.rejoin(kept)
    assert second.open_chats.rejoinable == []
    await second.close()


async def test_profiles_that_are_locked_let_nobody_rejoin(run: Run) -> None:
    first = await run.first()
    await run.connected(first)
    await until(lambda: run.file.exists())
    await first.close()
    second = run.again()
    second.wallet.lock()
    [kept] = second.open_chats.rejoinable
    with pytest.raises(VaultLocked):
        await second.rejoin(kept)
    await second.close()


async def test_everything_is_stopped_or_left(run: Run) -> None:
    workspace = await run.first()
    chats = [await run.connected(workspace) for _ in range(3)]
    await until(lambda: len(workspace.open_chats._kept.all()) == 3)
    await workspace.open_chats.leave_all(rejoin=True)
    assert run.sandbox.contacts.active == 3
    assert len(run.tokens) >= 3
    await workspace.open_chats.leave_all(rejoin=False)
    assert run.tokens == []
    assert run.sandbox.contacts.active == 3
    assert workspace.open_chats.left_open == chats
    assert await workspace.open_chats.stop_all() == []
    assert run.sandbox.contacts.active == 0
    await workspace.close()


async def test_one_that_its_keys_can_not_stop_is_left_by_its_customer(run: Run) -> None:
    workspace = await run.first()
    chat = await run.connected(workspace)
    run.sandbox.faults.add(parse("StopContact:AccessDenied"))
    assert await workspace.open_chats.stop_all() == []
    assert state(chat) == "ended"
    await workspace.close()


async def test_why_connecting_failed_is_kept_and_it_can_be_tried_again(run: Run) -> None:
    workspace = await run.first()
    run.sandbox.faults.add(parse("CreateParticipantConnection:InvalidRequest:1"))
    chat = await run.connected(workspace)
    assert state(chat) == "started"
    assert chat.session is not None
    assert chat.session.state == "failed"
    assert isinstance(chat.error, InvalidInput)
    assert not chat.connected_after
    await workspace.connect(chat)
    assert [chat.error, chat.session.error] == [None, None]
    assert chat.connected_after
    await workspace.close()


async def test_the_deadline_was_missed(run: Run) -> None:
    workspace = await run.first()
    chat = await run.started(workspace)
    run.sandbox.clock.move(301)
    try:
        await workspace.connect(chat)
    finally:
        run.sandbox.clock.reset()
    assert state(chat) == "ended"
    assert isinstance(chat.error, ChatOver)
    assert run.tokens == []
    await workspace.close()


async def test_a_spoilt_list_is_read_as_far_as_it_goes(run: Run) -> None:
    first = await run.first()
    chat = await run.connected(first)
    await until(lambda: run.file.exists())
    await first.close()
    stored = json.loads(run.file.read_text("utf-8"))["chats"][0]
    spoilt = [None, 7, {}, {**stored, "started_at": "x"}, {**stored, "profile": {"name": 7}}, stored]
    run.file.write_text(json.dumps({"chats": spoilt}), "utf-8")
    [kept] = run.again().open_chats.rejoinable
    assert kept.contact_id == chat.contact_id


async def test_a_given_profile_is_called_by_the_language_of_the_day(run: Run) -> None:
    first = await run.first()
    await run.connected(first)
    await until(lambda: run.file.exists())
    await first.close()
    stored = json.loads(run.file.read_text("utf-8"))["chats"][0]
    own, given = stored["profile"], {"id": ENVIRONMENT.id, "kind": "environment", "name": "Umgebung"}
    chats = [stored, {**stored, "contact_id": "other", "profile": {**own, **given}}]
    run.file.write_text(json.dumps({"chats": chats}), "utf-8")
    names = {one.profile.name for one in run.again().open_chats.rejoinable}
    assert names == {run.profile.name, ENVIRONMENT.name}
