"""Every screen by the keyboard alone: all that can be used is reached, seen and marked, and left again."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from console.contact import CONTENT_TYPES
from console.sandbox import Sandbox
from tests.conftest import until
from tests.ui.chat.talking import joined, started
from tests.ui.walking import focused, goes_round
from ui.chat.past_transcript import PastTranscript
from ui.history.page import HistoryPage
from ui.window import Window

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
LIST_PICKER = {
    "templateType": "ListPicker",
    "version": "1.0",
    "data": {
        "content": {"title": "Which one?", "elements": [{"title": name} for name in ("One", "Two", "Three")]}
    },
}

pytestmark = pytest.mark.bound(30)


def press(window: Window, keys: str) -> None:
    """A shortcut of the window's; offscreen no window system would find whose it is."""
    wanted = QKeySequence(keys)
    next(one for one in window.findChildren(QShortcut) if one.key() == wanted).activated.emit()


async def dialog_of(window: Window) -> QDialog:
    """The dialog that is open."""
    await until(lambda: isinstance(QApplication.activeModalWidget(), QDialog), "a dialog")
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    await until(lambda: found.isAncestorOf(QApplication.focusWidget() or window), "the keyboard in it")
    return found


async def test_the_form(window: Window) -> None:
    await goes_round(window)


async def test_the_token_and_its_card(window: Window) -> None:
    await started(window)
    await goes_round(window)


async def test_a_live_chat_its_card_and_every_tab_beside_it(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox, SupportedMessagingContentTypes=list(CONTENT_TYPES))
    talk.say(json.dumps(LIST_PICKER), content_type=INTERACTIVE)
    await talk.card("Which one?")
    for tab in ("trace", "attributes", "frames", "request", "agent"):
        window.side.inspector.show_tab(tab)
        window.pane.focus()
        await goes_round(window)


async def test_the_history_and_a_past_chat(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    sandbox.chats.end(talk.contact_id)
    await until(lambda: talk.state == "ended", "the end")
    press(window, "Ctrl+H")
    await until(lambda: isinstance(window.centre.currentWidget(), HistoryPage), "the history")
    page = window.centre.currentWidget()
    assert isinstance(page, HistoryPage)
    past = page.listing.list
    await until(lambda: past.model().rowCount(), "a past chat")
    await goes_round(window)
    past.setFocus()
    QTest.keyClick(past, Qt.Key.Key_Down)
    QTest.keyClick(past, Qt.Key.Key_Return)
    await until(lambda: window.centre.findChildren(PastTranscript), "what was said")
    await goes_round(window)


async def test_profiles_a_new_one_and_the_doctor(window: Window) -> None:
    window.rail.profiles_requested.emit()
    await goes_round(window)
    window.rail.profile_add_requested.emit()
    await goes_round(window)
    window.rail.doctor_requested.emit()
    await until(lambda: window.centre.currentWidget() is not window.form, "the doctor")
    await goes_round(window)


@pytest.mark.parametrize("keys", ["Ctrl+O", "Ctrl+S"])
async def test_a_dialog_is_gone_round_and_left_by_escape(window: Window, keys: str) -> None:
    before = focused()
    press(window, keys)
    dialog = await dialog_of(window)
    await goes_round(dialog)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    await until(lambda: not dialog.isVisible(), "the end of the dialog")
    window.activateWindow()  # as a window manager does
    await until(lambda: QApplication.focusWidget() is before, "the keyboard where it was")


async def test_f6_goes_from_the_rail_to_the_centre_to_the_side_and_back(window: Window) -> None:
    areas = [window.rail, window.centre, window.side]
    name = next(one for one in window.form.findChildren(QLineEdit) if one.accessibleName() == "Display name")
    name.setFocus()
    entered = []
    for keys in ("F6", "F6", "F6", "Shift+F6"):
        press(window, keys)
        entered.append(next(at for at, area in enumerate(areas) if area.isAncestorOf(focused())))
    assert entered == [2, 0, 1, 0]
    press(window, "F6")
    assert focused() is name, "each area has the keyboard where it was last"
    press(window, "F9")
    press(window, "F6")
    assert window.rail.isAncestorOf(focused()), "an area that is not seen is left out"


def test_a_key_that_is_held_does_its_work_once(window: Window) -> None:
    # Ctrl+R held for two seconds would start a chat with each repetition of the key.
    own = {QKeySequence(key.keys) for key in window.keys}
    repeating = [one.key() for one in window.findChildren(QShortcut) if one.autoRepeat()]
    assert own.isdisjoint(repeating)
