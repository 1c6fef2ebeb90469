"""Profiles at the window: locked by hand and by time, unlocked, asked about before production."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from console.credentials import Keys
from console.profiles import Profile, environment_at
from console.sandbox import Sandbox
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.memory_store import MemoryStore, memory_vault
from tests.console.sessions.people import key_entry, own, role_arn
from ui.doctor.before import ProductionQuestion
from ui.window import Window


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def workspace(tmp_path: Path, clock: MovableClock, sandbox: Sandbox, store: MemoryStore) -> Workspace:
    return Workspace(tmp_path, clock, run_sandbox=lambda: sandbox, vault=memory_vault(store))


def seen(parent: QWidget) -> str:
    return "\n".join(one.text() for one in parent.findChildren(QLabel) if one.isVisible())


async def add(window: Window, sandbox: Sandbox, **changed: Any) -> Profile:
    """A profile of the user's own, chosen, its places loaded."""
    profile = replace(own("Mine", "access_key", sandbox), **changed)
    workspace = window.workspace
    await workspace.wallet.keep(profile, key_entry(sandbox))
    window.rail.profile_chosen.emit(profile)
    await until(lambda: workspace.profile == profile and workspace.places.state == "ready", "its places")
    await until(lambda: window.form.is_ready, "a form that is ready")
    return profile


def press_start(window: Window) -> None:
    assert window.form.footer.start.isVisible(), "a user can't click what is not seen"
    QTest.mouseClick(window.form.footer.start, Qt.MouseButton.LeftButton)


async def chat_seen(window: Window) -> None:
    """Waits for a new chat's token: who leaves before is brought there, and starts no other meanwhile."""
    await until(lambda: window.workspace.chats, "the chat")
    chat = window.workspace.chats[-1]
    await until(lambda: window.pane.chat is chat and window.pane.token.isVisible(), "its token")


async def test_locking_drops_keys_and_unlocking_goes_on(window: Window, sandbox: Sandbox) -> None:
    await add(window, sandbox)
    workspace = window.workspace
    workspace.add_environment(
        environment_at(sandbox.region, sandbox.endpoint),
        Keys(sandbox.access_key_id, sandbox.secret_access_key),
    )
    held = [workspace.holds_keys]
    window.rail.lock_requested.emit()
    held.append(workspace.holds_keys)
    assert held == [True, False]
    assert workspace.profiles[-1].region == "", "the environment is read anew, too"
    await until(lambda: "The profiles are locked." in seen(window), "the news")
    window.switching.unlock()
    await until(lambda: not workspace.wallet.is_locked, "the profiles are unlocked")
    await until(lambda: workspace.places.state == "ready", "its places")


async def test_start_unlocks_first(window: Window, sandbox: Sandbox) -> None:
    await add(window, sandbox)
    window.rail.lock_requested.emit()
    press_start(window)
    await until(lambda: window.workspace.chats and window.workspace.chats[-1].state == "started", "the chat")


async def test_a_keyring_that_stays_locked_starts_nothing_and_says_so(
    window: Window, sandbox: Sandbox, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(window, sandbox)
    window.rail.lock_requested.emit()
    store.is_locked = True
    monkeypatch.setattr(store, "unlock", store.look)
    press_start(window)
    await until(lambda: "The keyring is locked." in seen(window), "the news")
    assert window.workspace.chats == []


async def test_an_hour_without_a_key_locks(window: Window, sandbox: Sandbox, clock: MovableClock) -> None:
    await add(window, sandbox)
    wallet = window.workspace.wallet
    clock.move(minutes=59)
    # QTest would run the events of a window of the system within this coroutine.
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.windowHandle(), key)
    clock.move(minutes=59)
    window.switching.look_at_clock()
    assert not wallet.is_locked, "a key was pressed in between"
    clock.move(minutes=2)
    await until(lambda: wallet.is_locked, "the profiles are locked")


@pytest.mark.parametrize("minutes", [0, -5])
async def test_whoever_wants_no_lock_gets_none(
    window: Window, sandbox: Sandbox, clock: MovableClock, minutes: int
) -> None:
    await add(window, sandbox)
    window.workspace.change_settings(lock_after_min=minutes)
    clock.move(days=3)
    window.switching.look_at_clock()
    assert not window.workspace.wallet.is_locked


async def test_the_time_until_the_lock_is_chosen_among_the_profiles(window: Window, sandbox: Sandbox) -> None:
    await add(window, sandbox)
    window.pages.show_profiles()
    choices = window.pages.profiles.list.lock_after
    assert choices.taken() == 60
    QTest.mouseClick(choices.button(15), Qt.MouseButton.LeftButton)
    assert window.workspace.settings.lock_after_min == 15


async def test_a_lock_makes_production_ask_again(window: Window, sandbox: Sandbox) -> None:
    await add(window, sandbox, is_production=True)
    press_start(window)
    await until(lambda: window.findChildren(ProductionQuestion), "the question")
    QTest.mouseClick(window.findChildren(ProductionQuestion)[0].start, Qt.MouseButton.LeftButton)
    await chat_seen(window)
    window.rail.lock_requested.emit()
    window.show_form()
    press_start(window)
    await until(
        lambda: [one for one in window.findChildren(ProductionQuestion) if one.isVisible()], "the question"
    )


async def test_production_asks_once(window: Window, sandbox: Sandbox) -> None:
    await add(window, sandbox, is_production=True)
    workspace = window.workspace

    def question() -> ProductionQuestion | None:
        shown = (one for one in window.findChildren(ProductionQuestion) if one.isVisible())
        return next(shown, None)

    press_start(window)
    await until(question, "the question")
    first = question()
    assert first is not None
    QTest.keyClick(first, Qt.Key.Key_Return)
    await until(lambda: question() is None, "the answer")
    assert workspace.chats == [], "Return is what is harmless"
    press_start(window)
    await until(question, "the question, again")
    again = question()
    assert again is not None
    QTest.mouseClick(again.start, Qt.MouseButton.LeftButton)
    await chat_seen(window)
    window.show_form()
    press_start(window)
    await until(lambda: len(workspace.chats) == 2, "another one, unasked")


async def test_each_start_notes_the_content_of_its_flow(window: Window, sandbox: Sandbox) -> None:
    workspace = window.workspace
    press_start(window)
    await until(lambda: workspace.chats and workspace.chats[0].flow_sha256, "the hash")
    flow_id = str(workspace.draft.value("ContactFlowId"))
    door = await workspace.open()
    details = await door.describe_contact_flow(sandbox.instance_id, flow_id)
    assert workspace.chats[0].flow_sha256 == details.sha256


async def test_a_shown_token_is_masked_by_a_lock_and_by_leaving_the_chat(
    window: Window, sandbox: Sandbox
) -> None:
    await add(window, sandbox)
    press_start(window)
    await until(lambda: window.workspace.chats and window.workspace.chats[0].started, "the chat")
    started = window.workspace.chats[0].started
    assert started is not None
    await until(lambda: window.pane.token.isVisible(), "its token")
    token = window.pane.token
    for leave in (window.rail.lock_requested.emit, window.show_form):
        window.chats.show_chat(window.workspace.chats[0])
        token.reveal.click()
        assert started.participant_token in texts_of(token)
        leave()
        await until(lambda: started.participant_token not in texts_of(token), "the mask")


async def test_the_rail_tells_how_long_the_keys_of_the_chosen_profile_last(
    window: Window, sandbox: Sandbox
) -> None:
    key = await add(window, sandbox)
    role = own("Role", "role", sandbox, key)
    await window.workspace.wallet.keep(role, {"role_arn": role_arn("ChatTester")})
    session = window.rail.profile.session
    assert not session.isVisible()
    window.rail.profile_chosen.emit(role)
    await until(
        lambda: (session.isVisible() and "59 min" in session.whole()) or "1 h" in session.whole(), "it"
    )
    window.rail.profile_chosen.emit(key)
    await until(lambda: not session.isVisible(), "keys that last")


def texts_of(parent: QWidget) -> str:
    return "\n".join(one.text() for one in parent.findChildren(QLineEdit))
