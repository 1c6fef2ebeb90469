"""Presenter mode in the real window: nothing secret in sight, large, quiet, and back to the beginning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit

from console.chat.chat import Chat
from console.presenting import masked
from console.profiles import Profile
from console.redaction import MASK
from console.sandbox import Sandbox
from tests.conftest import until
from tests.ui.chat.talking import Talk, click, joined, named, seen, started
from tests.ui.fitting import clipped
from tests.ui.presenter.screen import Projector
from ui import masking, theme
from ui.presenter.bar import Bar
from ui.presenter.presenter import LARGER
from ui.presenter.veil import HIDDEN, HIDDEN_SHORT
from ui.profiles.code import CodeDialog
from ui.profiles.removal import ConfirmDialog
from ui.window import Window

ID = "4fe3c2b1-1a2b-4c3d-8e4f-0123456789ab"
ACCOUNT = "111122223333"
ARN = f"arn:aws:connect:us-east-1:{ACCOUNT}:instance/{ID}/contact-flow/{ID}"
SAID = f"My contact is {ID}, my account {ACCOUNT}."
FILLED = {
    "ParticipantDetails": {"DisplayName": "Ann"},
    "CustomerId": ID,
    "Attributes": {"account": ACCOUNT, "Where": ARN},
    "InitialMessage": {"ContentType": "text/plain", "Content": SAID},
}


@pytest.fixture(autouse=True)
def as_it_was(window: Window) -> Iterator[None]:
    """The application is shared by all tests: nobody presents in the next one."""
    yield
    if window.presenter.is_on:
        window.presenter.leave()


@pytest.fixture
def projector(window: Window, monkeypatch: pytest.MonkeyPatch) -> Projector:
    """Full screen is the window system's; the size is a small projector's."""
    monkeypatch.setattr(window, "showFullScreen", lambda: window.resize(1280, 720))
    return Projector(monkeypatch)


def press(window: Window, keys: str) -> None:
    """A shortcut of the window's; offscreen no window system would find whose it is."""
    wanted = QKeySequence(keys)
    next(one for one in window.findChildren(QShortcut) if one.key() == wanted).activated.emit()


def secrets_of(*chats: Chat) -> list[str]:
    """What is known of chats that no class must see."""
    started_as = [chat.started for chat in chats if chat.started is not None]
    return [
        text
        for one in started_as
        for text in (one.contact_id, one.participant_id, one.participant_token, one.request_id)
        if text
    ]


# -- in and out ----------------------------------------------------------------------------------


async def test_one_key_leads_in_and_out(window: Window) -> None:
    settings, size, title = window.workspace.settings, window.size(), window.form.footer.start
    height = title.fontMetrics().height()
    press(window, "F11")
    assert window.isFullScreen()
    assert named(window, "Leave presenter mode").isVisible()
    assert title.fontMetrics().height() > height * (LARGER - 0.1)
    assert not window.rail.title.isVisible(), "the rail is folded"
    assert not window.side.isVisible(), "the form has the whole width"
    press(window, "F9")
    press(window, "F11")
    assert not window.isFullScreen()
    assert not any(one.isVisible() for one in window.findChildren(Bar))
    assert title.fontMetrics().height() == height
    assert theme.scale() == 1
    assert window.rail.title.isVisible()
    await until(lambda: window.size() == size, "the size that it had")
    assert window.side.isVisible()
    assert window.workspace.settings == settings, "a lesson is no preference"


async def test_the_rail_s_menu_leads_in(window: Window) -> None:
    click(window.rail.theme_button)
    menu = window.rail.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    action = next(one for one in menu.actions() if one.text() == "Presenter mode")
    assert not action.isChecked()
    action.trigger()
    menu.close()
    assert window.presenter.is_on
    click(named(window, "Leave presenter mode"))
    assert not window.presenter.is_on


async def test_the_window_closes_out_of_it_as_it_was(window: Window) -> None:
    press(window, "F11")
    window.close()
    assert not window.workspace.presenting.is_on
    assert not masking.is_on()


# -- what is seen --------------------------------------------------------------------------------


@pytest.mark.bound(30)
async def test_nothing_secret_is_on_the_projector(
    window: Window, sandbox: Sandbox, projector: Projector
) -> None:
    window.workspace.own_profiles.put(Profile("Own", "access_key", "eu-central-1", id="own", account=ACCOUNT))
    window.take_request({**window.workspace.draft.request, **FILLED}, f"A notice about {ID}.")
    assert projector.leaks(), "without it there is much to see"
    press(window, "F11")
    assert projector.leaks() == []
    press(window, "F9")
    for format_id in ("cli", "python", "json"):
        window.side.preview.show_format(format_id)
        assert projector.leaks() == [], format_id
    assert MASK in window.side.preview.text.toPlainText()
    press(window, "F9")
    window.notice.say(f"Another one about {ID} in {ACCOUNT}.")
    assert projector.leaks() == []
    talk = await joined(window, sandbox, "System", **FILLED)
    secrets = secrets_of(talk.chat)
    talk.write(SAID)
    await talk.shows("My contact is")
    talk.say(f"So it is {ID}.", role="AGENT")
    await talk.shows("So it is")
    assert projector.leaks(secrets) == [], "the chat"
    click(window.pane.live_page.strip.details)
    assert projector.leaks(secrets) == [], "its details"
    for tab in ("trace", "attributes", "frames", "request", "agent"):
        window.side.inspector.show_tab(tab)
        await until(lambda: not projector.leaks(secrets), tab)
    window.side.inspector.show_tab("frames")
    window.side.frames.list.setCurrentIndex(window.side.frames.list.model().index(0, 0))
    assert projector.leaks(secrets) == [], "a frame"


@pytest.mark.bound(30)
async def test_nothing_secret_is_on_the_other_pages(
    window: Window, sandbox: Sandbox, projector: Projector
) -> None:
    talk = await joined(window, sandbox, "System", **FILLED)
    secrets = secrets_of(talk.chat)
    window.workspace.own_profiles.put(Profile("Own", "access_key", "eu-central-1", id="own", account=ACCOUNT))
    press(window, "F11")
    press(window, "Ctrl+H")
    await until(lambda: window.centre.currentWidget() is not window.pane, "the history")
    await until(lambda: not projector.leaks(secrets), f"the history: {projector.leaks(secrets)}")
    window.pages.show_profiles()
    assert projector.leaks(secrets) == [], "the profiles"
    window.pages.examine()
    await until(lambda: "Allowed" in seen(window) or "may" in seen(window), "findings")
    assert projector.leaks(secrets) == [], "the doctor"
    click(window.rail.profile)
    assert projector.leaks(secrets) == [], "the menu of the profiles"
    window.rail.findChildren(QMenu)[-1].close()


async def test_all_of_it_is_there_again_when_it_is_left(window: Window, sandbox: Sandbox) -> None:
    chat = await started(window, **FILLED)
    assert chat.contact_id is not None
    value = window.pane.facts.findChildren(QLineEdit)
    press(window, "F11")
    window.grab()
    assert chat.contact_id not in _spoken(window)
    press(window, "F11")
    window.grab()
    assert chat.contact_id in _spoken(window), value


def _spoken(window: Window) -> str:
    """What is said of everything on the page of a chat."""
    return "\n".join(one.accessibleName() for one in window.pane.facts.findChildren(type(window.pane.state)))


async def test_what_is_typed_is_dotted_and_stays_what_it_is(window: Window, projector: Projector) -> None:
    press(window, "F11")
    line = next(one for one in window.form.findChildren(QLineEdit) if one.accessibleName() == "Customer ID")
    QTest.keyClicks(line, ID)
    window.grab()
    assert ID not in line.displayText()
    assert window.workspace.draft.request["CustomerId"] == ID
    for _ in range(4):
        QTest.keyClick(line, Qt.Key.Key_Backspace)
    window.grab()
    assert line.displayText() == ID[:-4], "what is no id is to be read"


async def test_a_typed_code_is_dotted_until_it_is_over(window: Window, projector: Projector) -> None:
    dialog = CodeDialog(window, Profile("Own", "role", "eu-central-1", id="own"), "", "")
    dialog.open()
    press(window, "F11")
    QTest.keyClicks(dialog.line, "123456")
    dialog.grab()
    assert not any(one.isdigit() for one in dialog.line.displayText())
    assert dialog.code == "123456"
    window.presenter.leave()
    dialog.grab()
    assert dialog.line.displayText() == "123 456"
    dialog.reject()


async def test_what_is_written_in_lines_is_hidden_as_a_whole(
    window: Window, sandbox: Sandbox, projector: Projector
) -> None:
    talk = await joined(window, sandbox)
    press(window, "F11")
    writing = talk.conversation.composer.writing
    assert isinstance(writing, QPlainTextEdit)
    QTest.keyClicks(writing, "plain")
    projector.leaks()
    assert not {HIDDEN, HIDDEN_SHORT} & {*projector.drawn}
    QTest.keyClicks(writing, f" {ID}")
    assert projector.leaks() == []
    assert {HIDDEN, HIDDEN_SHORT} & {*projector.drawn}
    first = writing.viewport().grab().toImage()
    QTest.keyClicks(writing, " and more")
    assert writing.viewport().grab().toImage() == first, "nothing of it is painted"
    QTest.keyClick(writing, Qt.Key.Key_Return)
    await talk.shows(MASK)


async def test_what_is_said_of_a_hidden_text_has_room(
    window: Window, sandbox: Sandbox, projector: Projector
) -> None:
    talk = await joined(window, sandbox)
    press(window, "F11")
    await until(window.side.isVisible, "the side")
    writing = talk.conversation.composer.writing
    QTest.keyClicks(writing, ID)
    assert writing.viewport().height() < 2 * writing.fontMetrics().height()
    assert projector.leaks() == []
    assert HIDDEN not in projector.drawn, "half of it would be cut"
    assert HIDDEN_SHORT in projector.drawn
    for _ in range(3):
        QTest.keyClick(writing, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: writing.viewport().height() > 3 * writing.fontMetrics().height(), "more lines")
    assert projector.leaks() == []
    assert HIDDEN in projector.drawn


async def test_nothing_secret_is_announced(
    window: Window, projector: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def take(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", take)
    window.notice.say(SAID)
    press(window, "F11")
    window.notice.say(SAID)
    assert heard[0] == SAID
    assert heard[1:] == [masked(SAID)]


async def test_a_token_is_neither_shown_nor_copied(window: Window, sandbox: Sandbox) -> None:
    chat = await started(window)
    card = window.pane.token
    click(card.reveal)
    assert chat.started is not None
    token = chat.started.participant_token
    assert card.value.text() == token
    press(window, "F11")
    assert card.value.text() != token, "one that was shown is hidden"
    window.chats.show_chat(chat)
    assert not card.reveal.isVisible()
    assert not card.copy.isVisible()
    QApplication.clipboard().clear()
    card.reveal.click()
    card.copy.click()
    assert card.value.text() != token
    assert QApplication.clipboard().text() == ""


# -- the stage -----------------------------------------------------------------------------------


async def test_customer_and_agent_are_side_by_side(
    window: Window, sandbox: Sandbox, projector: Projector
) -> None:
    press(window, "F11")
    await joined(window, sandbox)
    side = window.side
    await until(side.isVisible, "the side")
    assert side.inspector.shown == "agent"
    assert abs(side.width() - window.pane.width()) < 12
    side.inspector.show_tab("trace")
    window.chats.show_list()
    assert side.inspector.shown == "trace", "what is done with the side is the trainer's"
    press(window, "Ctrl+N")
    assert not side.isVisible()


async def test_the_name_of_the_customer_has_room_beside_the_agent(
    window: Window, sandbox: Sandbox, projector: Projector
) -> None:
    press(window, "F11")
    await joined(window, sandbox, ParticipantDetails={"DisplayName": "Test customer"})
    await until(window.side.isVisible, "the side")
    head = window.pane.header
    await until(lambda: head.title.text() == "Test customer", "the whole name")
    assert clipped(window) == []
    assert head.state.isVisible()
    assert named(window, "End chat").isVisible()
    press(window, "F11")
    await until(lambda: head.state.y() < head.title.geometry().bottom(), "the state beside the name again")
    assert head.end.text().strip() == "End chat"


async def test_nobody_is_told_of_other_chats(
    window: Window, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await joined(window, sandbox)
    await joined(window, sandbox)
    alerts: list[object] = []
    monkeypatch.setattr(QApplication, "alert", lambda *given: alerts.append(given))
    press(window, "F11")
    other.say("Psst!", role="AGENT")
    await until(lambda: window.chats.live.unread(other.chat), "the message")
    assert not window.notice.isVisible()
    assert not alerts
    press(window, "F11")
    other.say("Hello?", role="AGENT")
    await until(window.notice.isVisible, "what is told again")


# -- the beginning -------------------------------------------------------------------------------


async def stage_of(window: Window, sandbox: Sandbox) -> Talk:
    """A lesson that has gone on for a while."""
    window.take_request({**window.workspace.draft.request, **FILLED})
    press(window, "F11")
    await started(window)
    talk = await joined(window, sandbox)
    click(window.pane.live_page.strip.details)
    window.take_request({**window.workspace.draft.request, "CustomerId": "another"})
    return talk


async def test_one_key_is_back_at_the_beginning(window: Window, sandbox: Sandbox) -> None:
    first = {**window.workspace.draft.request, **FILLED}
    await stage_of(window, sandbox)
    press(window, "Ctrl+Shift+R")
    await until(lambda: not window.workspace.chats, "an empty stage")
    await until(lambda: window.workspace.draft.request == first, "the request of the beginning")
    assert not sandbox.contacts.all()
    assert window.centre.currentWidget() is window.form
    assert not window.pane.live_page.strip.details.isChecked()
    assert not window.findChildren(ConfirmDialog), "nothing was asked"
    line = next(one for one in window.form.findChildren(QLineEdit) if one.accessibleName() == "Customer ID")
    assert line.text() == ID
    await joined(window, sandbox)


async def test_a_saved_request_that_is_loaded_is_the_new_beginning(window: Window) -> None:
    request = {**window.workspace.draft.request, **FILLED}
    saved = window.workspace.presets.save("Order status", request)
    press(window, "F11")
    window.saved.chosen.emit(saved)
    assert window.presenter.bar is not None
    assert "Order status" in window.presenter.bar.beginning.whole()
    window.take_request({"InstanceId": ID})
    click(named(window, "Reset to the beginning"))
    await until(lambda: window.workspace.draft.request == request, "the saved request")


async def test_chats_on_amazon_connect_are_asked_about_and_go_on(window: Window, sandbox: Sandbox) -> None:
    await stage_of(window, sandbox)
    real, played = window.workspace.chats
    real.profile = Profile("Own", "access_key", "us-east-1", id="own")
    press(window, "Ctrl+Shift+R")
    dialog = window.findChildren(ConfirmDialog)[-1]
    assert "Amazon Connect is open" in seen(dialog)
    click(dialog.no)
    assert window.workspace.chats == [real, played]
    press(window, "Ctrl+Shift+R")
    click(window.findChildren(ConfirmDialog)[-1].yes)
    await until(lambda: window.workspace.chats == [real], "the sandbox's chat off the list")


async def test_out_of_it_the_key_of_the_beginning_does_nothing(window: Window, sandbox: Sandbox) -> None:
    await started(window)
    press(window, "Ctrl+Shift+R")
    assert len(window.workspace.chats) == 1
    assert not window.findChildren(ConfirmDialog)
