"""The tab of frames and requests, in the real window: from a bubble to its frame, and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from console.sandbox import Sandbox
from console.wire import Exchange, SocketFrame, WireRecord
from tests.conftest import until
from tests.ui.chat.talking import Talk, click, joined, seen
from ui.framing import NO_ROW
from ui.inspector.frame_detail import places, written
from ui.inspector.frame_list import ROW, FrameList
from ui.inspector.frame_rows import FrameRows
from ui.inspector.frames import FramesTab
from ui.window import Window


def opened(window: Window) -> FramesTab:
    """The tab, as a click on its title shows it."""
    window.show_side()
    click(window.side.inspector.tabs.button("frames"))
    assert window.side.frames.isVisible()
    return window.side.frames


def names(rows: FrameRows) -> list[str]:
    return [rows.entry(row).name for row in range(rows.rowCount())]


async def said(talk: Talk, text: str) -> int:
    """The row of a message of the customer's, once it is there."""
    talk.write(text)
    await talk.shows(text, "Sent")
    return talk.row(text)


def menu_of(talk: Talk, row: int) -> QMenu:
    talk.conversation.errands.show_menu(talk.conversation.view, row, QPoint(0, 0))
    return talk.conversation.view.findChildren(QMenu)[-1]


async def test_what_came_before_the_tab_was_opened_is_there_and_heartbeats_wait_for_a_click(
    window: Window, sandbox: Sandbox
) -> None:
    await joined(window, sandbox)
    tab = opened(window)
    listed = names(tab.rows)
    assert listed[:3] == ["StartChatContact", "CreateParticipantConnection", "opened"]
    assert "ping" not in listed
    assert "message" in listed
    click(tab.beats)
    assert "ping" in names(tab.rows)
    click(tab.beats)
    assert "ping" not in names(tab.rows)


async def test_the_menu_of_a_bubble_leads_to_its_frame_and_a_button_back(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    row = await said(talk, "Where is my order?")
    menu = menu_of(talk, row)
    next(one for one in menu.actions() if one.text() == "Show in frames").trigger()
    menu.close()
    tab = window.side.frames
    assert tab.isVisible()
    entry = tab.detail.entry
    assert isinstance(entry, SocketFrame)
    assert entry.item_ids == (talk.conversation.model.row(row).item.id,)
    assert '"Content": "Where is my order?"' in tab.detail.text.toPlainText()
    assert tab.list.current is entry
    assert tab.list.hasFocus()
    for number in range(12):
        talk.say(f"Something else, {number}")
    await talk.shows("Something else, 11")
    click(tab.detail.to_chat)
    view = talk.conversation.view
    assert view.currentIndex().row() == row
    assert row in view.rows_in_sight()
    assert talk.conversation.pointing.mark.isVisible()
    assert window.focusWidget() is view


async def test_the_frame_that_was_asked_for_stays_in_sight_beside_its_detail(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    for number in range(8):
        await said(talk, f"line {number}")
    tab = opened(window)
    rows = tab.list.rowAt(0), tab.list.rowAt(tab.list.viewport().height() - 1)
    assert rows[0] > 0, "there is more than can be seen"
    place = QPoint(40, tab.list.rowViewportPosition(rows[0] + 1) + 5)
    QTest.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert tab.list.currentIndex().row() == rows[0] + 1
    before = tab.list.height()
    await until(lambda: tab.detail.isVisible() and tab.list.height() < before, "the detail below the list")
    in_sight = tab.list.visualRect(tab.list.currentIndex())
    assert tab.list.viewport().rect().contains(in_sight)
    talk.say("Something else")
    await talk.shows("Something else")
    await until(lambda: names(tab.rows).count("message") > 9, "one more")
    assert tab.list.viewport().rect().contains(tab.list.visualRect(tab.list.currentIndex()))


async def test_a_key_on_a_bubble_does_it_too_and_return_on_the_frame_leads_back(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    view = talk.conversation.view
    row = await said(talk, "hello")
    view.setCurrentIndex(talk.conversation.model.index(row, 0))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    tab = window.side.frames
    assert tab.list.current is not None
    assert tab.list.current.item_ids == (talk.conversation.model.row(row).item.id,)
    view.setCurrentIndex(talk.conversation.model.index(0, 0))
    QTest.keyClick(tab.list, Qt.Key.Key_Return)
    assert view.currentIndex().row() == row


async def test_where_there_is_no_room_for_both_each_takes_the_place_of_the_other(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    row = await said(talk, "hello")
    window.resize(800, 600)
    window.framing.show_frames(talk.conversation.model.row(row))
    tab = window.side.frames
    assert tab.isVisible()
    assert not talk.conversation.isVisible()
    tab.list.opened.emit(tab.list.current)
    assert talk.conversation.isVisible()
    assert talk.conversation.view.currentIndex().row() == row


async def test_a_message_that_failed_leads_to_its_request(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    talk.fault("SendMessage:InvalidRequest")
    talk.write("This fails")
    await talk.shows("This fails", "Not sent")
    window.framing.show_frames(talk.conversation.model.row(talk.row("This fails")))
    tab = window.side.frames
    entry = tab.list.current
    assert isinstance(entry, Exchange)
    assert (entry.operation, entry.error, entry.status) == ("SendMessage", "ValidationException", 400)
    assert "Error\nValidationException: " in tab.detail.text.toPlainText()
    assert "status 400" in tab.detail.facts.text()
    click(tab.kinds.button("errors"))
    assert [tab.rows.entry(at).number for at in range(tab.rows.rowCount())] == [entry.number]
    # What is asked for is shown, whatever hides it.
    sandbox.faults.clear()
    await said(talk, "hello")
    window.framing.show_frames(talk.conversation.model.row(talk.row("hello")))
    assert tab.kinds.taken() == "all"
    assert tab.list.current is not None
    assert tab.list.current.name == "message"


async def test_a_search_narrows_the_list_and_marks_what_it_found(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    await said(talk, "a zebra and a ZEBRA")
    tab = opened(window)
    QTest.keyClicks(tab.search, "Zebra")
    await until(lambda: tab.rows.rowCount() == 2, f"two of {names(tab.rows)}")
    assert names(tab.rows) == ["SendMessage", "message"]
    tab.list.go_to(tab.rows.entry(1).number)
    assert tab.detail.count.text() == "1 of 2"
    click(tab.detail.next)
    assert tab.detail.count.text() == "2 of 2"
    marked = [one.cursor.selectedText() for one in tab.detail.text.extraSelections()]
    assert marked == ["zebra", "ZEBRA"]
    QTest.keyClicks(tab.search, " and more")
    await until(lambda: not tab.rows.rowCount(), "an empty list")
    tab.search.clear()
    await until(lambda: tab.rows.rowCount() > 2, "everything again")
    click(tab.kinds.button("requests"))
    assert {type(tab.rows.entry(row)) for row in range(tab.rows.rowCount())} == {Exchange}


async def test_what_is_shown_can_be_copied_and_laid_out_as_it_was_sent(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    row = await said(talk, "hello")
    window.framing.show_frames(talk.conversation.model.row(row))
    detail = window.side.frames.detail
    assert isinstance(json.loads(detail.text.toPlainText())["content"], dict)
    click(detail.raw)
    assert isinstance(json.loads(detail.text.toPlainText())["content"], str)
    click(detail.copy_button)
    assert QGuiApplication.clipboard().text() == detail.text.toPlainText()


async def test_the_list_grows_while_it_is_seen_and_each_chat_has_its_own(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    tab = opened(window)
    await said(talk, "hello")
    await until(lambda: names(tab.rows).count("SendMessage") == 1, "the request of the message")
    last = names(tab.rows)
    assert tab.list.follows
    other = await joined(window, sandbox)
    assert other.chat is not talk.chat
    assert "SendMessage" not in names(tab.rows)
    assert not tab.detail.isVisible()
    window.chats.show_chat(talk.chat)
    assert names(tab.rows)[: len(last)] == last
    window.framing.show_row("nowhere")
    assert NO_ROW in seen(window.notice)


# the model and the list by themselves


def fed(record: WireRecord, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        item = json.dumps({"Id": f"item-{number}", "Content": f"message {number}"})
        frame = json.dumps({"topic": "aws/chat", "content": item})
        record.received("message", frame, f"item-{number}", is_error=number % 50 == 0)


def test_rows_keep_up_with_a_record_that_drops_its_oldest(qapp: object) -> None:
    record, rows = WireRecord(most=100), FrameRows()
    rows.show_record(record)
    fed(record, 80)
    rows.renew()
    assert rows.rowCount() == 80
    fed(record, 250, 80)
    rows.renew()
    assert [rows.entry(at).number for at in range(rows.rowCount())] == [one.number for one in record]
    rows.narrow("message 3", "all", with_beats=False)
    fed(record, 60, 330)
    rows.renew()
    wanted = [one.number for one in record if one.holds("message 3")]
    assert [rows.entry(at).number for at in range(rows.rowCount())] == wanted
    rows.narrow("", "errors", with_beats=False)
    assert all(rows.entry(at).is_error for at in range(rows.rowCount()))


def test_the_list_stays_at_the_newest_until_one_scrolls_and_what_is_read_stays_in_place(qapp: object) -> None:
    record, rows = WireRecord(most=200), FrameRows()
    made = FrameList(rows)
    made.resize(340, 10 * ROW)
    made.show()
    rows.show_record(record)
    fed(record, 150)
    rows.renew()
    bar = made.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert made.newest.isHidden()
    bar.setValue(100 * ROW)
    assert not made.newest.isHidden()
    top = rows.entry(made.rowAt(1)).number
    fed(record, 120, 150)
    rows.renew()
    assert rows.entry(made.rowAt(1)).number == top
    click(made.newest)
    assert bar.value() == bar.maximum()
    made.deleteLater()


def test_places_are_counted_as_qt_counts_and_a_request_tells_what_it_waits_for() -> None:
    assert places("😀 ab AB", "ab") == [(3, 5), (6, 8)]
    assert places("none", "ab") == []
    pending = Exchange(1, datetime.now(UTC), "connect", "StopContact", "", '{"a":1}')
    assert written(pending, lambda text: text) == 'Request\n{"a":1}\n\nAnswer\nnot there yet'
