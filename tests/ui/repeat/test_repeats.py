"""A chat is repeated in the window: by keys and clicks, to the comparison and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from console.contact import CONTENT_TYPES
from tests.conftest import until
from tests.console.repeat.conftest import PACE
from tests.console.repeat.rehearsed import Workshop, changed, leads, offer, without, words
from tests.ui.chat.talking import Talk, click, joined, named, seen
from tests.ui.walking import goes_round
from ui.repeat.bar import RepeatBar
from ui.repeat.cells import PairRow, SameRow
from ui.repeat.page import ComparePage
from ui.window import Window

pytestmark = pytest.mark.bound(40)


async def talked(window: Window, workshop: Workshop) -> Talk:
    """A customer who has said three things."""
    request = {"ContactFlowId": workshop.flow.id, "SupportedMessagingContentTypes": list(CONTENT_TYPES)}
    talk = await joined(window, workshop.sandbox, "What is it?", **request)
    for text, answer in (
        ("Repair", "What is broken?"),
        ("My brakes squeak", "mend"),
        ("Buy", "Which fruit?"),
    ):
        talk.write(text)
        await talk.shows(answer)
    return talk


def press(window: Window, keys: str) -> None:
    """A shortcut of the window; offscreen no window system would find whose it is."""
    wanted = QKeySequence(keys)
    next(one for one in window.findChildren(QShortcut) if one.key() == wanted).activated.emit()


def bar_of(window: Window) -> RepeatBar:
    conversation = window.pane.conversation
    assert conversation is not None
    (bar,) = conversation.findChildren(RepeatBar)
    return bar


async def repeated(window: Window, talk: Talk) -> Talk:
    """The chat that Ctrl+R has started, once its bar is there."""
    count = len(window.workspace.chats)
    press(window, "Ctrl+R")
    await until(lambda: len(window.workspace.chats) > count, "a second chat")
    chat = window.workspace.chats[-1]
    await until(lambda: window.pane.chat is chat and window.pane.conversation is not None, "its conversation")
    conversation = window.pane.conversation
    assert conversation is not None
    await until(lambda: conversation.findChildren(RepeatBar), "the bar")
    return Talk(window, talk.sandbox, chat, conversation)


async def compared(window: Window, bar: RepeatBar) -> ComparePage:
    """Both chats beside each other, after a click on Compare."""
    click(bar.compare)
    await until(lambda: window.centre.currentWidget() is window.repeats.page, "both chats")
    return window.repeats.page


def top(part: QWidget, window: Window) -> int:
    return part.mapTo(window, part.rect().topLeft()).y()


def foot(part: QWidget, window: Window) -> int:
    return part.mapTo(window, part.rect().bottomLeft()).y()


def rows(page: QWidget) -> list[str]:
    return [one.accessibleName() for one in page.findChildren(PairRow)]


async def test_ctrl_r_says_it_all_again_and_compares(window: Window, workshop: Workshop) -> None:
    before = await talked(window, workshop)
    workshop.change(changed("^Repair$", words("Which part is broken?")), ahead="Hello, and welcome.")
    now = await repeated(window, before)
    bar = bar_of(window)
    assert bar.text.whole().startswith(("Connecting", "Repeating 1 of 3"))
    assert not bar.compare.isVisible()
    await until(bar.compare.isVisible, f"the end, not {bar.text.whole()}")
    assert bar.text.whole() == "Repeated. 2 differences: 2 changed."
    assert [said for said in now.spoken if "brakes" in said], now.spoken
    assert window.pane.header.compare.isVisible()
    page = await compared(window, bar)
    assert window.centre.currentWidget() is page
    assert not window.side.isVisible()
    await goes_round(window)
    assert rows(page) == [
        "Changed. Before: System: Hello.. Now: System: Hello, and welcome.",
        "Changed. Before: Bot: What is broken?. Now: Bot: Which part is broken?",
    ]
    assert {"2 changed", "The flow was changed"} <= set(seen(page).split("\n"))
    # the turn that an answer belongs to is there, all else is folded
    assert [one.text.text() for one in page.findChildren(SameRow)] == ["Repair"]
    fold = named(page, "Show 5 lines that are the same")
    click(fold)
    await until(lambda: "My brakes squeak" in seen(page), "what is the same")
    press_in(page, "F7")
    assert page.rows[0].property("current")
    press_in(page, "F7")
    assert [one.property("current") for one in page.rows] == [False, True]
    press_in(page, "Shift+F7")
    assert page.rows[0].hasFocus() or page.rows[0].property("current")
    click(page.copy)
    assert "- System: Hello.\n+ System: Hello, and welcome.\n" in QGuiApplication.clipboard().text()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.centre.currentWidget() is window.pane
    assert window.pane.chat is now.chat


def press_in(page: QWidget, keys: str) -> None:
    wanted = QKeySequence(keys)
    next(one for one in page.findChildren(QShortcut) if one.key() == wanted).activated.emit()


async def test_where_the_flow_goes_another_way_the_chat_is_handed_over(
    window: Window, workshop: Workshop
) -> None:
    before = await talked(window, workshop)
    workshop.change(changed("^menu$", offer("QuickReply", elements=[{"title": "Buy"}, {"title": "Mend"}])))
    await repeated(window, before)
    bar = bar_of(window)
    await until(bar.compare.isVisible, "the end")
    assert bar.text.whole().startswith("Handed over after 0 of 3.")
    assert bar.reason.text() == "The quick reply no longer offers “Repair”. It offers “Buy”, “Mend”."
    assert window.pane.conversation is not None
    assert window.pane.conversation.composer.writing.isEnabled()
    await compared(window, bar)
    assert bar.reason.text() in seen(window.repeats.page)
    click(window.repeats.page.back)
    click(bar.close_button)
    assert not bar.isVisible()


async def test_who_types_takes_over(window: Window, workshop: Workshop) -> None:
    before = await talked(window, workshop)
    # Time enough to pause before the first turn is said.
    window.repeats.pace = replace(PACE, settle_s=1.5)
    workshop.change([without("^Repair$")[0], {**leads("^Repair$", "Agent")}, *without("^Repair$")[1:]])
    now = await repeated(window, before)
    bar = bar_of(window)
    click(bar.pause)
    await until(lambda: bar.text.whole() == "Paused before turn 1 of 3", "the pause")
    writing = now.conversation.composer.writing
    writing.setFocus()
    await until(writing.hasFocus, "the keyboard in the composer")
    QTest.keyClicks(writing, "No")
    await until(bar.compare.isVisible, "the end")
    assert bar.reason.text() == "You took over."
    assert writing.toPlainText() == "No"
    assert "Repair" not in "".join(said for said in now.spoken if "Test customer" in said)


async def test_a_pause_ends_with_another_click(window: Window, workshop: Workshop) -> None:
    before = await talked(window, workshop)
    window.repeats.pace = replace(PACE, settle_s=1.5)
    await repeated(window, before)
    bar = bar_of(window)
    click(bar.pause)
    await until(lambda: bar.text.whole() == "Paused before turn 1 of 3", "the pause")
    assert bar.pause.accessibleName() == "Go on repeating"
    click(bar.pause)
    await until(lambda: bar.pause.accessibleName() == "Pause the repetition", "that it goes on")
    await until(bar.compare.isVisible, "the end")
    assert bar.text.whole() == "Repeated. No differences."


async def test_ctrl_r_in_the_middle_repeats_the_whole_of_the_first_chat(
    window: Window, workshop: Workshop
) -> None:
    now = await repeated(window, await talked(window, workshop))
    bar_of(window).pause.click()
    again = await repeated(window, now)
    bar = bar_of(window)
    await until(bar.compare.isVisible, f"the end, not {bar.text.whole()}")
    assert bar.text.whole() == "Repeated. No differences."
    assert again.row("My brakes squeak") >= 0


async def test_a_word_from_elsewhere_hides_neither_the_bar_nor_the_composer(
    window: Window, workshop: Workshop
) -> None:
    talk = await talked(window, workshop)
    window.notice.say("Somebody else: a new message", "Show", stays=True)
    assert foot(window.notice, window) < top(talk.conversation.composer, window)
    await repeated(window, talk)
    bar = bar_of(window)
    await until(lambda: foot(window.notice, window) < top(bar, window), "a place above a bar that came later")


async def test_a_click_takes_over(window: Window, workshop: Workshop) -> None:
    before = await talked(window, workshop)
    await repeated(window, before)
    bar = bar_of(window)
    click(bar.take_over)
    await until(bar.compare.isVisible, "the end")
    assert bar.reason.text() == "You took over."
    assert window.pane.conversation is not None
    assert window.pane.conversation.composer.writing.hasFocus()


async def test_a_chat_that_is_over_is_repeated_by_a_button_and_told_from_elsewhere(
    window: Window, workshop: Workshop
) -> None:
    before = await talked(window, workshop)
    click(window.pane.end)
    await until(lambda: before.chat.state == "ended", "the end")
    await until(lambda: window.pane.header.say_again.text() == " Repeat", "the button, with its word")
    click(window.pane.header.say_again)
    await until(lambda: len(window.workspace.chats) == 2 and window.workspace.chats[-1].session, "the chat")
    window.show_form()
    await until(lambda: "Repeated." in window.notice.text.text(), "the outcome, told")
    assert window.notice.text.text() == "Test customer: Repeated. No differences."
    click(window.notice.action)
    await until(lambda: window.centre.currentWidget() is window.repeats.page, "both chats")
    assert "No differences" in seen(window.repeats.page)
    assert not window.repeats.page.later.isEnabled()
    assert rows(window.repeats.page) == []


async def test_a_chat_that_nobody_joined_is_started_again(window: Window, workshop: Workshop) -> None:
    from tests.ui.chat.talking import started

    await started(window)
    press(window, "Ctrl+R")
    await until(lambda: len(window.workspace.chats) == 2, "another chat")
    again = window.workspace.chats[-1]
    await until(lambda: again.state == "started", "its token")
    assert again.session is None


async def test_a_past_chat_is_repeated(window: Window, workshop: Workshop) -> None:
    before = await talked(window, workshop)
    click(window.pane.end)
    await until(lambda: before.chat.state == "ended", "the end")
    await window.workspace.history.flush()
    window.recalling.open_contact(before.contact_id)
    past = window.recalling.page.past
    await until(lambda: past.chat is not None and past.repeat.isEnabled(), "what was kept of it")
    press(window, "Ctrl+R")
    await until(lambda: len(window.workspace.chats) == 2, "a second chat")
    chat = window.workspace.chats[-1]
    await until(lambda: window.pane.chat is chat and window.pane.conversation is not None, "its conversation")
    conversation = window.pane.conversation
    assert conversation is not None
    await until(lambda: conversation.findChildren(RepeatBar), "the bar")
    bar = bar_of(window)
    await until(bar.compare.isVisible, f"the end, not {bar.text.whole()}")
    assert bar.text.whole() == "Repeated. No differences."


async def test_it_holds_where_it_is_narrow(window: Window, workshop: Workshop) -> None:
    before = await talked(window, workshop)
    workshop.change(changed("^Repair$", words("Which part, please? " + "long" * 60)))
    await repeated(window, before)
    bar = bar_of(window)
    await until(bar.compare.isVisible, "the end")
    page = await compared(window, bar)
    (row,) = page.rows
    before_cell, now_cell = (one.parentWidget() for one in row.findChildren(QWidget) if one.property("pill"))
    assert before_cell is not None
    assert now_cell is not None
    await until(lambda: before_cell.y() == now_cell.y(), "one beside the other")
    assert page.columns.isVisible()
    page.setFixedWidth(560)
    await until(lambda: before_cell.y() < now_cell.y(), "one below the other")
    assert not page.columns.isVisible()
    inside = page.area.widget()
    assert inside is not None
    assert max(inside.width(), inside.minimumSizeHint().width()) <= 560, "long words break"
