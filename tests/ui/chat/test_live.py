"""A live chat in the window: joined, talked in, ended; real clicks and keys, a real sandbox behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from console.chat import session
from console.sandbox import Sandbox, parse
from tests.conftest import MovableClock, until
from tests.console.chat.conftest import QUICK
from tests.ui.chat.talking import click, joined, named, seen, started
from ui.chat.conversation import Conversation
from ui.chat.link_dialog import LinkDialog
from ui.smoke_hands import drop
from ui.window import Window


async def test_a_click_joins_and_the_keyboard_is_in_the_composer(window: Window, sandbox: Sandbox) -> None:
    chat = await started(window)
    await until(window.pane.token.connect_button.hasFocus, "one more key and the chat runs")
    QTest.keyClick(window.pane.token.connect_button, Qt.Key.Key_Return)
    await until(lambda: window.pane.conversation is not None, "the conversation")
    assert window.pane.conversation is not None
    assert window.pane.conversation.composer.writing.hasFocus()
    assert window.pane.state.text() == "Connected"
    assert "Connected after 0:0" in window.pane.live_page.strip.joined.text()
    assert chat.session is not None
    assert chat.session.state == "connected"


async def test_its_page_is_made_while_it_is_being_joined_and_shown_once_it_is(
    window: Window, sandbox: Sandbox
) -> None:
    chat = await started(window)
    heard: list[tuple[object, object]] = []
    window.pane.conversation_made.connect(lambda *told: heard.append(told))
    sandbox.faults.add(parse("CreateParticipantConnection:latency=400ms"))
    click(window.pane.token.connect_button)
    await until(lambda: window.pane.live_page.findChildren(Conversation), "the page")
    assert not window.pane.is_live
    assert not window.pane.live_page.knows(chat)
    assert not heard, "it may never be joined"
    await until(lambda: window.pane.conversation is not None, "the conversation")
    assert heard == [(chat, window.pane.conversation)]
    assert len(window.pane.live_page.findChildren(Conversation)) == 1


async def test_what_is_said_is_echoed_and_answered(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    talk.write("Where is my order?")
    said = await talk.shows("Where is my order?", "Test customer")
    assert "Sent" in await talk.shows("Where is my order?", "Sent"), said
    assert talk.conversation.composer.writing.toPlainText() == ""
    agent = sandbox.chats.add(talk.contact_id, "AGENT", "Marta L.")
    sandbox.chats.announce(talk.contact_id, "typing", agent.id)
    await until(lambda: "Marta L. is typing…" in seen(talk.conversation), "who is typing")
    talk.say("It is **on its way**.", role="AGENT", content_type="text/markdown")
    await talk.shows("Marta L. joined")
    await talk.shows("on its way", "Agent")
    await until(lambda: "typing" not in seen(talk.conversation.typing), "the end of the typing")


async def test_it_is_joined_by_itself_if_one_likes(window: Window, sandbox: Sandbox) -> None:
    await started(window)
    click(window.pane.token.automatic)
    assert window.workspace.settings.connect_automatically
    window.show_form()
    click(window.form.footer.start)
    await until(lambda: window.pane.conversation is not None, "the conversation, without another click")
    click(window.pane.live_page.strip.copy)
    chat = window.pane.chat
    assert chat is not None
    assert chat.started is not None
    assert QGuiApplication.clipboard().text() == chat.started.participant_token


async def test_end_chat_ends_it_and_leaves_what_was_said(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    talk.conversation.composer.writing.setPlainText("half a sent")
    assert not window.pane.stop.isVisible(), "stopping the contact stands apart"
    click(window.pane.end)
    await until(lambda: talk.chat.state == "ended", "the end")
    await until(lambda: window.pane.state.text() == "Ended", "that it is told")
    await until(lambda: not talk.conversation.composer.send.isEnabled(), "that nothing can be sent")
    assert "by you, as the customer" in seen(talk.conversation)
    assert "nothing more can be sent" in talk.conversation.composer.writing.accessibleDescription()
    assert not talk.conversation.composer.send.isEnabled()
    assert talk.conversation.composer.writing.toPlainText() == "half a sent", "it can be copied still"
    await until(window.pane.repeat.isVisible, "the button to start another")
    assert sandbox.contacts.all()[0].ended


async def test_stop_contact_is_in_the_menu_of_a_live_chat(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    click(window.pane.header.more)
    menu = next(one for one in window.pane.header.findChildren(QMenu) if one.isVisible())
    stop = next(one for one in menu.actions() if one.text() == "Stop contact")
    assert "StopContact" in stop.toolTip(), "the difference is said"
    assert "customer" in window.pane.end.toolTip()
    menu.close()
    stop.trigger()
    await until(lambda: talk.chat.state == "stopped", "the contact is stopped")


async def test_each_chat_keeps_its_own_draft_and_unread_messages_are_counted(
    window: Window, sandbox: Sandbox
) -> None:
    first = await joined(window, sandbox)
    QTest.keyClicks(first.conversation.composer.writing, "for the first")
    second = await joined(window, sandbox)
    assert second.conversation is not first.conversation
    QTest.keyClicks(second.conversation.composer.writing, "for the second")
    first.say("Are you still there?")
    first.say("Hello?")
    entry = window.rail.chat_list.entries[1]
    await until(lambda: "2 unread" in entry.accessibleDescription(), "the count in the rail")
    assert "a new message" in window.notice.text.text()
    click(window.notice.action)
    assert window.pane.conversation is first.conversation
    assert first.conversation.composer.writing.toPlainText() == "for the first"
    window.activateWindow()
    await until(lambda: "unread" not in entry.accessibleDescription(), "nothing is unread")
    click(window.rail.chat_list.entries[0])
    assert second.conversation.composer.writing.toPlainText() == "for the second"


async def test_streamed_replies_grow_in_one_row(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox, ParticipantConfiguration={"ResponseMode": "INCREMENTAL"})
    rows = len(talk.spoken)
    sandbox.chats.stream(talk.contact_id, ["Let me ", "see."])
    await talk.shows("Let me see.")
    await until(lambda: "still being written" not in talk.spoken[-1], "the end of the stream")
    assert len(talk.spoken) == rows + 1


async def test_a_message_that_is_throttled_can_be_sent_again(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    talk.fault("SendMessage:Throttling:6")
    talk.write("Too fast")
    await talk.shows("Too fast", "Sending…")
    await talk.shows("Too fast", "Not sent")
    sandbox.faults.clear()
    click(talk.button("Too fast", "Resend"))
    await talk.shows("Too fast", "Sent")
    assert sum("Too fast" in said for said in talk.spoken) == 1


async def test_a_socket_that_drops_comes_back_and_nothing_is_lost(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    talk.fault("CreateParticipantConnection:ServiceUnavailable")
    talk.fault("socket:drop:1")
    talk.say("lost with the socket")
    await until(lambda: talk.state == "reconnecting", "the loss")
    await until(lambda: talk.conversation.state.now.isVisible(), "the next attempt")
    assert "Reconnecting in" in talk.conversation.state.title.text()
    assert "Reconnecting" in window.pane.state.text()
    QTest.keyClicks(talk.conversation.composer.writing, "kept")
    assert not talk.conversation.composer.send.isEnabled()
    sandbox.faults.clear()
    click(talk.conversation.state.now)
    await until(lambda: talk.state == "connected", "the way back")
    await talk.shows("lost with the socket")
    assert talk.conversation.composer.writing.toPlainText() == "kept"
    assert not talk.conversation.state.isVisible()


@pytest.mark.parametrize("fault", ["late=300ms", "duplicate", "reorder:2"])
async def test_frames_in_any_order_and_number_show_each_message_once(
    window: Window, sandbox: Sandbox, fault: str
) -> None:
    talk = await joined(window, sandbox)
    talk.fault(f"socket:{fault}")
    said = ["one of four", "two of four", "three of four", "four of four"]
    for text in said:
        talk.say(text)
    await talk.shows(said[-1])
    await until(lambda: all(talk.row(text) >= 0 for text in said), "all that was said")
    rows = [talk.row(text) for text in said]
    assert rows == sorted(rows)
    assert [sum(text in row for row in talk.spoken) for text in said] == [1, 1, 1, 1]


async def test_an_unheard_of_item_is_shown_as_what_it_is(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    talk.fault("socket:unknown:2")
    for text in ("first", "second"):
        talk.say(text)
    await talk.shows("second")
    await talk.shows("does not know")
    assert talk.state == "connected"


async def test_a_silent_socket_is_noticed_and_replaced(
    window: Window, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ten seconds between two heartbeats are long for a test.
    monkeypatch.setattr(session, "Timings", lambda: QUICK)
    talk = await joined(window, sandbox)
    talk.fault("socket:silent:1")
    talk.say("said into the silence")
    await talk.shows("said into the silence")
    await until(lambda: talk.state == "connected", "the way back")
    talk.write("still here")
    await talk.shows("still here", "Sent")


async def test_a_token_that_has_expired_is_renewed_unseen(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    talk.fault("SendMessage:expired-token:1")
    talk.write("with a new token")
    await talk.shows("with a new token", "Sent")
    assert talk.state == "connected"


async def test_a_file_that_is_dropped_is_attached_and_saved(
    window: Window, sandbox: Sandbox, tmp_path: Path
) -> None:
    talk = await joined(window, sandbox)
    file = tmp_path / "receipt.txt"
    file.write_text("paid", "utf-8")
    drop(talk.conversation.composer.writing.viewport(), file)
    await talk.shows("receipt.txt", "Ready to download")
    click(talk.button("receipt.txt", "Save receipt.txt as…"))
    [dialog] = talk.conversation.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("receipt.txt")
    dialog.fileSelected.emit(str(tmp_path / "copy.txt"))
    dialog.reject()
    await until(lambda: "Saved as copy.txt" in window.notice.text.text(), "the file")
    assert (tmp_path / "copy.txt").read_text("utf-8") == "paid"


async def test_a_refused_connection_is_told_and_tried_again(window: Window, sandbox: Sandbox) -> None:
    chat = await started(window)
    sandbox.faults.add(parse("CreateParticipantConnection:Conflict"))
    click(window.pane.token.connect_button)
    await until(lambda: window.pane.outcome.banner.isVisible(), "the refusal")
    assert not window.pane.is_live
    assert window.pane.state.text() == "Not connected"
    sandbox.faults.clear()
    click(window.pane.token.connect_button)
    await until(lambda: window.pane.conversation is not None, "the conversation")
    assert chat.session is not None
    assert not window.pane.outcome.banner.isVisible()


async def test_a_chat_that_was_not_joined_in_time_can_only_be_started_again(
    window: Window, clock: MovableClock
) -> None:
    await started(window)
    clock.move(minutes=6)
    await until(lambda: window.pane.token.again.isVisible(), "the way on")
    assert not window.pane.token.connect_button.isVisible()
    assert "can no longer be joined" in seen(window.pane.token)
    assert window.pane.state.text() == "Not joined in time"


async def test_an_end_from_elsewhere_is_told_once(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    agent = sandbox.chats.add(talk.contact_id, "AGENT", "Bea")
    await talk.shows("Bea joined")
    sandbox.chats.leave(talk.contact_id, agent.id)
    await until(lambda: talk.chat.state == "ended", "the end")
    await until(lambda: "The chat was ended by the agent." in seen(talk.conversation), "that it is told")
    assert sum("The chat has ended" in said for said in talk.spoken) == 1
    assert not window.pane.outcome.isVisible(), "it is told in one place"


async def test_a_chat_that_has_ended_unheard_is_over_at_the_next_word(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    talk.fault("SendMessage:AccessDenied")
    talk.fault("CreateParticipantConnection:AccessDenied")
    talk.write("are you there?")
    await until(lambda: talk.chat.state == "ended", "403 in mid-chat means that it is over")
    await talk.shows("are you there?", "Not sent")
    assert not talk.conversation.composer.send.isEnabled()


async def test_a_rejected_file_is_shown_as_such(window: Window, sandbox: Sandbox, tmp_path: Path) -> None:
    talk = await joined(window, sandbox)
    talk.fault("attachment:reject:1")
    file = tmp_path / "virus.pdf"
    file.write_bytes(b"x")
    talk.conversation.composer.file_given.emit(file)
    await talk.shows("virus.pdf", "Rejected by the scan")
    assert not talk.conversation.view.buttons.of_row(talk.conversation.model.row(talk.row("virus.pdf")).key)


async def test_a_file_that_the_service_takes_not_is_refused_before_the_upload(
    window: Window, sandbox: Sandbox, tmp_path: Path
) -> None:
    talk = await joined(window, sandbox)
    file = tmp_path / "program.exe"
    file.write_bytes(b"x")
    talk.conversation.composer.file_given.emit(file)
    await until(lambda: talk.conversation.problem.isVisible(), "the reason")
    assert ".exe" in seen(talk.conversation.problem) or "program" in seen(talk.conversation.problem)
    click(named(talk.conversation.problem, "Dismiss"))
    assert not talk.conversation.problem.isVisible()


async def test_a_link_asks_before_it_opens(
    window: Window, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    talk = await joined(window, sandbox)
    talk.say("see https://example.com/help")
    await talk.shows("see https://example.com/help")
    view = talk.conversation.view
    row = talk.row("see https")
    places = view.bubbles.places(row)
    inside = places.texts[places.body].rect
    talk.click_at(row, QPoint(int(inside.right()) - 20, int(inside.center().y())))
    dialog = next(one for one in talk.conversation.findChildren(LinkDialog) if one.isVisible())
    assert opened == []
    assert "https://example.com/help" in seen(dialog)
    assert dialog.no.hasFocus() or dialog.no.isDefault(), "the harmless answer comes first"
    click(dialog.yes)
    assert opened == ["https://example.com/help"]
    talk.conversation.errands.open_link("file:///etc/passwd")
    assert opened == ["https://example.com/help"]


async def test_earlier_messages_come_above_what_is_read(window: Window, sandbox: Sandbox) -> None:
    chat = await started(window)
    assert chat.contact_id is not None
    for number in range(120):
        sandbox.chats.say(chat.contact_id, f"before you came {number}")
    click(window.pane.token.connect_button)
    await until(lambda: window.pane.conversation and window.pane.conversation.session.has_earlier, "a page")
    conversation = window.pane.conversation
    assert conversation is not None
    model, view = conversation.model, conversation.view
    await until(lambda: model.rowCount() >= 100, "its rows")
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() - 200)
    read = model.row(view.rowAt(5)).key
    click(conversation.earlier)
    await until(lambda: not conversation.session.has_earlier and model.rowCount() > 120, "what was before")
    assert model.row(view.rowAt(5)).key == read
    assert conversation.newest.isVisible()
    click(conversation.newest)
    assert bar.value() == bar.maximum()
    assert conversation.composer.writing.hasFocus()


async def test_the_clocks_have_names_and_say_the_truth(
    window: Window, sandbox: Sandbox, clock: MovableClock
) -> None:
    talk = await joined(window, sandbox)
    click(window.pane.live_page.strip.details)
    clocks = window.pane.live_page.details.clocks
    assert clocks.isVisible()
    assert clocks.text_of("Connect within").startswith("Connected after 0:0")
    assert clocks.text_of("Websocket URL").startswith(("1:40", "1:39"))
    assert clocks.text_of("Connection token").startswith(("24:00:00", "23:59"))
    assert clocks.text_of("End of chat").startswith(("25:00:00", "24:59"))
    agent = sandbox.chats.add(talk.contact_id, "AGENT", "Bea")
    sandbox.chats.announce(talk.contact_id, "participant.idle", agent.id)
    await until(lambda: clocks.text_of("Idle").startswith("Since "), "who is idle")
    assert window.pane.edit.isVisible(), "the request is there, too"
