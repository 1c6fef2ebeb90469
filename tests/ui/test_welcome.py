"""The welcome of the first run: it keeps nobody, leads into a chat in one click, and goes for good."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console import handover
from console.last_run import LastRun
from console.sandbox import Sandbox
from console.settings import read_settings
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from ui import app, theme
from ui.only_instance import OnlyInstance
from ui.welcome import Welcome
from ui.window import Window


@pytest.fixture(scope="module")
def whole_sandbox() -> Iterator[Sandbox]:
    """With the flows that the samples are of."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def workspace(tmp_path: Path, clock: MovableClock, whole_sandbox: Sandbox) -> Workspace:
    whole_sandbox.reset()
    return Workspace(tmp_path, clock, run_sandbox=lambda: whole_sandbox)


def card_of(window: Window) -> Welcome:
    card = window.welcoming.card
    assert card is not None
    assert card.isVisible()
    return card


async def test_it_takes_nothing_from_start(window: Window, workspace: Workspace) -> None:
    window.welcoming.offer()
    start = window.form.footer.start
    assert card_of(window) is not None
    assert window.focusWidget() is start
    QTest.mouseClick(start, Qt.MouseButton.LeftButton)
    await until(lambda: workspace.chats and workspace.chats[-1].state == "started", "the chat")
    await until(lambda: window.welcoming.card is None, "that the welcome goes")
    assert workspace.settings.welcomed


async def test_a_chat_of_the_sandbox_is_one_click_away(window: Window, workspace: Workspace) -> None:
    window.welcoming.offer()
    before = workspace.draft.request
    QTest.mouseClick(card_of(window).sandbox, Qt.MouseButton.LeftButton)
    await until(lambda: workspace.chats and workspace.chats[-1].state == "started", "the chat")
    assert workspace.chats[-1].profile.kind == "sandbox"
    await until(lambda: window.welcoming.card is None, "that the welcome goes")
    assert workspace.draft.request == before


async def test_each_sample_is_one_click_away(window: Window, workspace: Workspace) -> None:
    for number in range(2):
        window.welcoming.open()
        sample = card_of(window).samples[number]
        name = sample.accessibleName()
        QTest.mouseClick(sample, Qt.MouseButton.LeftButton)
        await until(lambda: window.welcoming.card is None, "that a chat is shown instead")
        assert len(workspace.chats) == number + 1
        chat = workspace.chats[-1]
        await until(partial(getattr, chat, "started"), "the chat")
        assert name.endswith(chat.place.partition(" ·")[0])


async def test_a_profile_is_one_click_away(window: Window, workspace: Workspace) -> None:
    window.welcoming.offer()
    QTest.mouseClick(card_of(window).profile, Qt.MouseButton.LeftButton)
    assert window.centre.currentWidget() is window.pages.profiles
    assert window.welcoming.card is None


async def test_escape_ends_it_for_good_and_help_brings_it_back(window: Window, workspace: Workspace) -> None:
    window.welcoming.offer()
    card_of(window)
    QTest.keyClick(window.form.footer.start, Qt.Key.Key_Escape)
    assert window.welcoming.card is None
    assert json.loads((workspace.folder / "settings.json").read_text("utf-8"))["welcomed"] is True
    window.welcoming.offer()
    assert window.welcoming.card is None
    window.help.welcome_requested.emit()
    assert window.focusWidget() is card_of(window).sandbox
    QTest.mouseClick(card_of(window).close_button, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.form.footer.start


async def test_tab_goes_through_it_in_the_order_of_reading(window: Window) -> None:
    window.welcoming.open()
    card = card_of(window)
    order = [card.close_button, card.sandbox, card.profile, *card.samples]
    card.close_button.setFocus()
    for expected in order:
        assert window.focusWidget() is expected
        window.focusNextChild()
    assert window.form.isAncestorOf(window.focusWidget())


@pytest.mark.parametrize(("trace", "handed"), [("", False), ("draft.json", False), ("", True)])
async def test_the_first_start_that_nothing_was_handed_to_welcomes(
    workspace: Workspace, qapp: QApplication, trace: str, handed: bool
) -> None:
    if trace:
        (workspace.folder / trace).write_text("{}", "utf-8")
    link = [handover.link({"Attributes": {"a": "b"}})] if handed else []
    theme.dress(qapp, "light")
    window, only = Window(workspace.settings), OnlyInstance(workspace.folder)
    window.open(workspace, "0")
    window.show()
    (workspace.folder / "settings.json").write_text("{", "utf-8")
    read_settings(workspace.folder / "settings.json")
    last_run = LastRun(workspace.folder)
    living = asyncio.ensure_future(app._live(only, last_run, link, window))
    await until(lambda: only._server is not None, "that it lives")
    assert (window.welcoming.card is not None) == (not trace and not handed)
    if not handed:
        assert "settings.json was damaged" in window.notice.text.text()
    living.cancel()
    last_run.end()
    only.close()
    await window.close_tasks()
    await workspace.close()
