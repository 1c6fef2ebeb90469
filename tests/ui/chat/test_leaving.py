"""What is left open at the end of a run, and offered at the start of the next one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QDialog

from console.profiles import Profile
from console.sandbox import Sandbox
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.memory_store import MemoryStore, memory_vault
from tests.console.sessions.people import key_entry, own
from tests.ui.chat.talking import Talk, click, joined, seen
from ui.leaving import LeavingDialog
from ui.rejoining import RejoinDialog
from ui.window import Window

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def workspace(tmp_path: Path, clock: MovableClock, sandbox: Sandbox, store: MemoryStore) -> Workspace:
    return Workspace(tmp_path, clock, run_sandbox=lambda: sandbox, vault=memory_vault(store))


async def add(window: Window, sandbox: Sandbox, **changed: Any) -> Profile:
    """A profile of the user's own, chosen, its places loaded, one of them taken."""
    profile = replace(own("Mine", "access_key", sandbox), **changed)
    workspace = window.workspace
    await workspace.wallet.keep(profile, key_entry(sandbox))
    window.rail.profile_chosen.emit(profile)
    await until(lambda: workspace.profile == profile and workspace.places.state == "ready", "its places")
    greeting = workspace.places.find(sandbox.instance_id, sandbox.flows[0].id)
    assert greeting is not None
    workspace.take_place(greeting)
    await until(lambda: window.form.is_ready, "a form that is ready")
    return profile


async def dialog_of(window: Window, kind: type[D]) -> D:
    def open_ones() -> list[D]:
        return [one for one in window.findChildren(kind) if one.isVisible()]

    await until(open_ones, kind.__name__)
    return open_ones()[0]


async def asked(window: Window, sandbox: Sandbox) -> tuple[Talk, LeavingDialog, list[bool]]:
    """A live chat of a profile, the window asked to close; and whether it told that it closes."""
    await add(window, sandbox)
    talk = await joined(window, sandbox)
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    window.close()
    return talk, await dialog_of(window, LeavingDialog), closed


async def test_nothing_is_asked_about_chats_that_end_with_the_sandbox(
    window: Window, sandbox: Sandbox
) -> None:
    await joined(window, sandbox)
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    window.close()
    assert closed == [True]


async def test_open_chats_are_stopped_unless_one_wants_otherwise(window: Window, sandbox: Sandbox) -> None:
    talk, dialog, closed = await asked(window, sandbox)
    assert dialog.chosen == "stop"
    assert "takes one of the concurrent active chats" in seen(dialog)
    assert window.isVisible()
    assert closed == []
    click(dialog.close_button)
    await until(lambda: closed, "the end")
    assert talk.chat.is_over
    assert sandbox.contacts.all()[0].ended


async def test_one_that_can_not_be_stopped_is_told(window: Window, sandbox: Sandbox) -> None:
    talk, dialog, closed = await asked(window, sandbox)
    talk.fault("StopContact:AccessDenied")
    talk.fault("DisconnectParticipant:Conflict")
    click(dialog.close_button)
    await until(lambda: "1 could not be stopped" in dialog.problem.text(), "the problem")
    assert (dialog.chosen, closed) == ("leave", [])
    click(dialog.close_button)
    await until(lambda: closed, "the end all the same")
    assert not sandbox.contacts.all()[0].ended


async def test_going_on_closes_nothing(window: Window, sandbox: Sandbox) -> None:
    talk, dialog, closed = await asked(window, sandbox)
    click(dialog.cancel)
    assert closed == []
    assert talk.state == "connected"


async def asked_before_a_restart(window: Window, sandbox: Sandbox) -> tuple[LeavingDialog, list[bool]]:
    """The question that a restart with an open chat leads to; of each close, whether it restarts."""
    await add(window, sandbox)
    await joined(window, sandbox)
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(window.is_wanted_again))
    window.rail.language_chosen.emit("de")
    click(window.notice.action)
    return await dialog_of(window, LeavingDialog), closed


async def test_a_restart_asks_about_open_chats_and_is_over_when_they_go_on(
    window: Window, sandbox: Sandbox
) -> None:
    dialog, closed = await asked_before_a_restart(window, sandbox)
    click(dialog.cancel)
    assert closed == []
    window.close()
    dialog = await dialog_of(window, LeavingDialog)
    dialog.choices["leave"].click()
    click(dialog.close_button)
    await until(lambda: closed, "the end")
    assert closed == [False], "the restart was given up before"


async def test_a_restart_comes_after_the_chats_were_seen_to(window: Window, sandbox: Sandbox) -> None:
    dialog, closed = await asked_before_a_restart(window, sandbox)
    click(dialog.close_button)
    await until(lambda: closed, "the end")
    assert closed == [True]


async def test_a_chat_is_rejoined_in_the_next_run(
    window: Window, sandbox: Sandbox, tmp_path: Path, store: MemoryStore, clock: MovableClock
) -> None:
    talk, dialog, closed = await asked(window, sandbox)
    talk.write("before the break")
    await talk.shows("before the break", "Sent")
    dialog.choices["rejoin"].click()
    click(dialog.close_button)
    await until(lambda: closed, "the end")
    assert not sandbox.contacts.all()[0].ended
    assert talk.chat.started is not None
    token = talk.chat.started.participant_token
    for file in tmp_path.rglob("*.json"):
        assert token not in file.read_text("utf-8"), file.name
    window.workspace.chats.clear()
    window.rejoining.offer()
    offer = await dialog_of(window, RejoinDialog)
    assert "Mine" in seen(offer)
    click(offer.join)
    await until(lambda: window.pane.chat is not talk.chat and window.pane.is_live, "the conversation")
    again = window.pane.chat
    assert again is not None
    assert again.contact_id == talk.chat.contact_id
    assert window.pane.live_page.strip.joined.whole() == "Rejoined"
    assert window.pane.conversation is not None
    rejoined = Talk(window, sandbox, again, window.pane.conversation)
    await rejoined.shows("before the break")


async def test_what_is_not_wanted_again_is_forgotten(window: Window, sandbox: Sandbox) -> None:
    _talk, dialog, closed = await asked(window, sandbox)
    dialog.choices["rejoin"].click()
    click(dialog.close_button)
    await until(lambda: closed, "the end")
    window.workspace.chats.clear()
    window.rejoining.offer()
    offer = await dialog_of(window, RejoinDialog)
    click(offer.forget)
    await until(lambda: not window.workspace.open_chats.rejoinable, "nothing is kept")


async def test_a_token_of_a_chat_that_is_over_is_forgotten(
    window: Window, sandbox: Sandbox, store: MemoryStore, clock: MovableClock
) -> None:
    _talk, dialog, closed = await asked(window, sandbox)
    dialog.choices["rejoin"].click()
    click(dialog.close_button)
    await until(lambda: closed, "the end")
    window.workspace.chats.clear()
    kept = set(store.texts)
    clock.move(hours=26)
    window.rejoining.offer()
    await until(lambda: len(store.texts) < len(kept), "a token less in the keyring")
    assert not [one for one in window.findChildren(RejoinDialog) if one.isVisible()]
