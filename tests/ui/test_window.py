"""The window as a user has it: real clicks and keys, a real sandbox behind it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from console.aws import Patience, connect
from console.chat.chat import Chat
from console.credentials import Keys
from console.errors import InvalidInput
from console.profiles import environment_at
from console.sandbox import Sandbox, parse
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from ui.chat.token import MASK
from ui.inspector.trace import TraceTab
from ui.profiles.environment import EnvironmentDialog
from ui.window import Window

W = TypeVar("W", bound=QWidget)


def click(widget: QWidget) -> None:
    assert widget.isVisible(), "a user can't click what is not seen"
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(
    window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier
) -> None:
    focus = window.focusWidget() or window
    QTest.keyClick(focus, key, modifier)


def named(parent: QWidget, kind: type[W], name: str) -> W:
    found = [one for one in parent.findChildren(kind) if one.accessibleName() == name and one.isVisible()]
    assert found, f"nothing visible is named {name}"
    return found[0]


def seen(parent: QWidget) -> str:
    """Every text of labels and buttons that can be read now."""
    labels = [part.text() for part in parent.findChildren(QLabel) if part.isVisible()]
    buttons = [part.text() for part in parent.findChildren(QAbstractButton) if part.isVisible()]
    return "\n".join(labels + buttons)


async def start(window: Window) -> Chat:
    count = len(window.workspace.chats)
    click(window.form.footer.start)
    await until(lambda: len(window.workspace.chats) > count, "a new chat")
    return window.workspace.chats[-1]


async def started(window: Window) -> Chat:
    chat = await start(window)
    await until(lambda: chat.state == "started" and window.pane.token.isVisible(), "the token")
    return chat


async def test_it_opens_ready_and_one_click_starts_a_chat(window: Window, sandbox: Sandbox) -> None:
    assert window.form.footer.start.hasFocus(), "the keyboard is on Start"
    assert window.workspace.draft.value("ContactFlowId") == sandbox.flows[0].id
    QTest.keyClick(window.form.footer.start, Qt.Key.Key_Space)
    await until(lambda: window.pane.token.isVisible(), "the token")
    assert len(sandbox.contacts.all()) == 1
    assert window.pane.token.ring.text in ("5:00", "4:59")


async def test_ctrl_return_starts_from_any_field(window: Window, sandbox: Sandbox) -> None:
    named(window.form, QLineEdit, "Display name").setFocus()
    press(window, Qt.Key.Key_Return)
    await until(lambda: bool(sandbox.contacts.all()), "the contact")
    await until(lambda: window.workspace.chats[0].state == "started", "the chat")


async def test_the_request_is_what_the_form_shows(window: Window, sandbox: Sandbox) -> None:
    name = named(window.form, QLineEdit, "Display name")
    name.selectAll()
    QTest.keyClicks(name, "Priya")
    await started(window)
    assert sandbox.contacts.all()[0].request["ParticipantDetails"] == {"DisplayName": "Priya"}


async def test_a_problem_stops_the_start_and_nothing_is_lost(window: Window, sandbox: Sandbox) -> None:
    name = named(window.form, QLineEdit, "Display name")
    name.selectAll()
    QTest.keyClick(name, Qt.Key.Key_Delete)
    click(window.form.footer.start)
    assert name.property("invalid") is True
    assert name.hasFocus(), "the click leads to the first problem"
    assert "1 problem" in seen(window.form)
    assert window.workspace.chats == []
    assert sandbox.contacts.all() == ()
    QTest.keyClicks(name, "Zoe")
    assert name.property("invalid") is not True
    await started(window)


async def test_the_token_is_masked_until_asked_for(window: Window) -> None:
    chat = await started(window)
    assert chat.started is not None
    token, card = chat.started.participant_token, window.pane.token
    assert card.value.text() == MASK
    assert token not in seen(window)
    click(card.reveal)
    assert card.value.text() == token
    assert token not in card.value.accessibleName()
    assert token not in window.windowTitle()
    click(card.reveal)
    assert card.value.text() == MASK
    click(card.reveal)
    window.show_form()
    window.chats.show_chat(chat)
    window.chats.show_chat(await started_again(window))
    assert card.value.text() == MASK, "another chat shows its token masked"


async def started_again(window: Window) -> Chat:
    click(window.pane.repeat)
    chat = window.workspace.chats[-1]
    await until(lambda: chat.state == "started", "the second chat")
    return chat


async def test_a_copied_token_leaves_the_clipboard_when_the_window_closes(window: Window) -> None:
    chat = await started(window)
    assert chat.started is not None
    click(window.pane.token.copy)
    assert QGuiApplication.clipboard().text() == chat.started.participant_token
    window.clipboard.clear_secret()
    assert QGuiApplication.clipboard().text() == ""
    click(window.pane.token.copy)
    QGuiApplication.clipboard().setText("something of the user's own")
    window.clipboard.clear_secret()
    assert QGuiApplication.clipboard().text() == "something of the user's own"


async def test_the_countdown_is_right_after_the_clock_jumps(window: Window, clock: MovableClock) -> None:
    chat = await started(window)
    ring = window.pane.token.ring
    clock.move(minutes=4, seconds=10)
    await until(lambda: ring.text in ("0:50", "0:49"), "the ring after the jump")
    assert ring.urgency == "soon"
    clock.move(seconds=40)
    await until(lambda: ring.urgency == "urgent", "the last seconds")
    clock.move(seconds=20)
    await until(lambda: "can no longer be joined" in seen(window.pane), "the end of the five minutes")
    assert not window.pane.token.copy.isVisible()
    assert window.pane.token.again.isVisible()
    assert chat.state == "started", "it can still be stopped"
    assert window.pane.stop.isVisible()
    click(window.pane.token.again)
    await until(lambda: len(window.workspace.chats) == 2, "a new chat")


async def test_several_chats_in_a_row_are_listed_with_their_time(window: Window) -> None:
    first = await started(window)
    press(window, Qt.Key.Key_N)
    assert window.centre.currentWidget() is window.form
    second = await started(window)
    entries = window.rail.chat_list.entries
    assert entries[0].right.text() in ("5:00", "4:59")
    assert len(entries) == 2
    click(entries[1])
    assert window.pane.chat is first
    click(entries[0])
    assert window.pane.chat is second


async def test_what_a_chat_needs_is_made_once_and_then_takes_no_turn_of_the_loop(window: Window) -> None:
    await window.chats.prepare()
    with pytest.raises(StopIteration):
        window.chats.prepare().send(None)


async def test_a_double_press_starts_one_chat(window: Window, sandbox: Sandbox) -> None:
    click(window.form.footer.start)
    click(window.form.footer.start)
    press(window, Qt.Key.Key_Return)
    await until(lambda: window.pane.token.isVisible(), "the token")
    assert len(window.workspace.chats) == 1
    assert len(sandbox.contacts.all()) == 1


async def test_whoever_goes_elsewhere_meanwhile_is_left_there(window: Window, sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StartChatContact:latency=150ms:1"))
    click(window.form.footer.start)
    press(window, Qt.Key.Key_N)
    await until(lambda: window.workspace.chats[0].state == "started", "the chat")
    assert window.centre.currentWidget() is window.form


async def test_stop_contact_ends_it(window: Window, sandbox: Sandbox) -> None:
    chat = await started(window)
    click(window.pane.stop)
    await until(lambda: chat.state == "stopped", "the stop")
    await until(lambda: not window.pane.stop.isVisible(), "no button to stop it again")
    assert sandbox.contacts.active == 0
    assert not window.pane.token.copy.isVisible()


async def test_a_start_is_cancelled_and_its_late_chat_can_be_stopped(
    window: Window, sandbox: Sandbox
) -> None:
    sandbox.faults.add(parse("StartChatContact:latency=600ms:1"))
    chat = await start(window)
    await until(lambda: window.pane.cancel.isVisible() and chat.progress is not None, "the cancel button")
    click(window.pane.cancel)
    await until(lambda: chat.state == "cancelled", "the cancel")
    await until(lambda: "made all the same" in seen(window.pane), "the late answer")
    click(named(window.pane.outcome, QPushButton, "Stop contact"))
    await until(lambda: sandbox.contacts.active == 0, "the stop")


async def test_the_form_stays_usable_while_a_start_runs(window: Window, sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StartChatContact:latency=600ms:1"))
    chat = await start(window)
    press(window, Qt.Key.Key_N)
    name = named(window.form, QLineEdit, "Display name")
    name.selectAll()
    QTest.keyClicks(name, "Another")
    assert chat.state == "starting"
    await until(lambda: chat.state == "started", "the first start")
    assert window.workspace.draft.value("ParticipantDetails", "DisplayName") == "Another"
    assert chat.name != "Another"


FAULTS = [
    ("TooManyRequests:1", "Retrying in", "started"),
    ("TooManyRequests", "rate", "failed"),
    ("LimitExceeded", "500", "failed"),
    ("InternalService", "service", "failed"),
    ("AccessDenied", "connect:StartChatContact", "failed"),
    ("skew=-900", "clock", "failed"),
    ("expired-token", "expired", "failed"),
    ("reset-before:1", "Retrying in", "started"),
    ("reset-after:1", "Retrying in", "started"),
]


@pytest.mark.parametrize(("fault", "words", "state"), FAULTS)
async def test_each_fault_is_told_as_the_table_says(
    window: Window, sandbox: Sandbox, fault: str, words: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if state == "failed":
        # Doors that open from now on wait a fifth of a second where they would wait one; what is told while
        # they wait has to be there long enough to be seen.
        monkeypatch.setattr(connect, "Patience", partial(Patience, first_wait_s=0.2))
    sandbox.faults.add(parse(f"StartChatContact:{fault}"))
    chat = await start(window)
    await until(lambda: words in seen(window.pane.outcome), f"{words!r} in what is told")
    await until(lambda: chat.state == state, f"the state {state}")
    if state == "failed":
        await until(lambda: "request " in seen(window.pane.outcome), "the request id")
        assert chat.error is not None
        assert chat.error.advice in seen(window.pane.outcome)
        assert "Traceback" not in seen(window)
    assert len(sandbox.contacts.all()) == (1 if state == "started" else 0)


async def test_a_full_quota_offers_to_stop_the_chats_of_this_console(
    window: Window, sandbox: Sandbox
) -> None:
    await started(window)
    window.show_form()
    sandbox.faults.add(parse("StartChatContact:LimitExceeded:1"))
    await start(window)
    await until(lambda: "1 of the open chats is this console’s" in seen(window.pane), "the count")
    click(named(window.pane.outcome, QPushButton, "Stop this console’s chats"))
    await until(lambda: sandbox.contacts.active == 0, "no open chat")


async def test_a_refused_duration_offers_to_start_without_it(window: Window, sandbox: Sandbox) -> None:
    window.workspace.draft.put(("ChatDurationInMinutes",), 120)
    window.form.show_request()
    sandbox.faults.add(parse("StartChatContact:InvalidRequest:1"))
    chat = await start(window)
    await until(lambda: chat.state == "failed", "the refusal")
    await until(lambda: "duration" in seen(window.pane.outcome), "why")
    click(named(window.pane.outcome, QPushButton, "Start without the duration"))
    await until(lambda: bool(sandbox.contacts.all()), "the second start")
    assert "ChatDurationInMinutes" not in sandbox.contacts.all()[0].request


async def test_the_request_of_a_chat_can_be_edited(window: Window) -> None:
    await started(window)
    window.workspace.draft.put(("ParticipantDetails", "DisplayName"), "Typed since then")
    click(window.pane.edit)
    assert named(window.form, QLineEdit, "Display name").text() == "Test customer"
    click(window.notice.action)
    assert named(window.form, QLineEdit, "Display name").text() == "Typed since then"


async def test_saved_requests_are_saved_loaded_renamed_and_deleted_with_undo(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    await save(window, "Order status")
    assert (
        json.loads((tmp_path / "requests" / "order-status-request.json").read_text("utf-8"))["name"]
        == "Order status"
    )
    name = named(window.form, QLineEdit, "Display name")
    name.selectAll()
    QTest.keyClicks(name, "Someone else")
    press(window, Qt.Key.Key_1)
    assert name.text() == "Test customer"
    entry = window.rail.presets.entries[0]
    entry.setFocus()
    QTest.keyClick(entry, Qt.Key.Key_Delete)
    assert workspace.presets.all() == []
    click(window.notice.action)
    assert [preset.name for preset in workspace.presets.all()] == ["Order status"]
    QTest.keyClick(window.rail.presets.entries[0], Qt.Key.Key_F2)
    dialog = named_dialog(window)
    field = named(dialog, QLineEdit, "Name")
    field.selectAll()
    QTest.keyClicks(field, "Renamed")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [preset.name for preset in workspace.presets.all()] == ["Renamed"]


async def save(window: Window, name: str) -> None:
    press(window, Qt.Key.Key_S)
    dialog = named_dialog(window)
    field = named(dialog, QLineEdit, "Name")
    field.selectAll()
    QTest.keyClicks(field, name)
    click(named(dialog, QPushButton, "Save"))


def named_dialog(window: Window) -> QDialog:
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    assert dialogs, "no dialog is open"
    return dialogs[-1]


async def test_a_full_disk_is_told_and_loses_nothing(
    window: Window, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("console.presets.write_json", full)
    await save(window, "Anything")
    assert "No space left on device" in window.notice.text.text()
    assert workspace.presets.all() == []


async def test_what_was_typed_survives_a_restart_of_the_window(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    name = named(window.form, QLineEdit, "Display name")
    name.selectAll()
    QTest.keyClicks(name, "Half a na")
    window.close()
    again = Workspace(tmp_path)
    assert again.draft.value("ParticipantDetails", "DisplayName") == "Half a na"
    assert again.draft.request == workspace.draft.request


async def test_the_environment_profile_is_read_on_a_click(
    window: Window, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", sandbox.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", sandbox.secret_access_key)
    monkeypatch.setenv("AWS_REGION", sandbox.region)
    monkeypatch.setenv("AWS_ENDPOINT_URL_CONNECT", sandbox.endpoint)
    window.rail.profile_chosen.emit(window.workspace.profiles[1])
    dialog = named_dialog(window)
    assert isinstance(dialog, EnvironmentDialog)
    assert dialog.key_id.text() == "", "nothing is read before the click"
    assert not dialog.use.isEnabled()
    click(dialog.read)
    assert sandbox.access_key_id not in dialog.key_id.text()
    click(dialog.use)
    workspace = window.workspace
    await until(
        lambda: workspace.profile.kind == "environment" and workspace.places.state == "ready", "places"
    )
    assert workspace.draft.value("InstanceId") == sandbox.instance_id, "the only instance is chosen by itself"
    workspace.draft.put(("ContactFlowId",), sandbox.flows[0].id)
    window.form.show_request()
    await started(window)
    assert workspace.chats[-1].profile.kind == "environment"
    window.close()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    written = "".join(file.read_bytes().decode("utf-8", "ignore") for file in files)
    assert sandbox.secret_access_key not in written


async def test_a_pasted_arn_of_another_region_offers_to_go_there(
    window: Window, workspace: Workspace, sandbox: Sandbox
) -> None:
    keys = Keys(sandbox.access_key_id, sandbox.secret_access_key)
    workspace.add_environment(environment_at(sandbox.region, sandbox.endpoint), keys)
    workspace.choose(workspace.profiles[1])
    instance, flow = "00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000001"
    window.where.focus_field()
    QGuiApplication.clipboard().setText(
        f"arn:aws:connect:eu-central-1:123456789012:instance/{instance}/contact-flow/{flow}"
    )
    press(window, Qt.Key.Key_V)
    assert workspace.draft.value("InstanceId") == instance
    assert workspace.draft.value("ContactFlowId") == flow
    assert "eu-central-1" in window.notice.text.text()
    click(window.notice.action)
    assert workspace.profile.region == "eu-central-1"
    assert workspace.draft.value("ContactFlowId") == flow


async def test_missing_variables_are_named_in_the_dialog(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY", raising=False)
    window.rail.profile_chosen.emit(window.workspace.profiles[1])
    dialog = named_dialog(window)
    assert isinstance(dialog, EnvironmentDialog)
    click(dialog.read)
    assert "AWS_ACCESS_KEY_ID" in seen(dialog)
    assert not dialog.use.isEnabled()


async def test_places_that_cannot_be_listed_are_told_and_tried_again(
    window: Window, workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.faults.add(parse("ListInstances:AccessDenied:1"))
    window.switching.load()
    await until(lambda: workspace.places.state == "failed", "the refusal")
    assert workspace.places.error is not None
    assert "connect:ListInstances" in workspace.places.error.sentence + workspace.places.error.advice
    window.where.retry_requested.emit()
    await until(lambda: workspace.places.state == "ready", "the second try")


async def test_themes_change_at_once_and_are_kept(window: Window, workspace: Workspace) -> None:
    window.rail.theme_chosen.emit("dark")
    dark = window.grab().toImage().pixelColor(window.width() // 2, 8).lightness()
    window.rail.theme_chosen.emit("light")
    light = window.grab().toImage().pixelColor(window.width() // 2, 8).lightness()
    assert dark < 60 < 200 < light
    assert workspace.settings.theme == "light"


async def test_the_rail_folds_and_the_side_hides(window: Window, workspace: Workspace) -> None:
    wide = window.rail.width()
    click(window.rail.fold_button)
    assert window.rail.width() < wide / 2
    assert workspace.settings.rail_folded
    assert window.side.isVisible()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_F9)
    assert not window.side.isVisible()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_F9)
    assert window.side.isVisible()


async def test_everything_that_takes_the_focus_has_a_name(window: Window) -> None:
    await started(window)
    for page in (window.pane, window.form):
        window.centre.setCurrentWidget(page)
        unnamed = [
            part
            for part in window.findChildren(QWidget)
            if part.isVisible()
            and part.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not part.accessibleName()
            and not (isinstance(part, QAbstractButton) and part.text())
        ]
        assert not unnamed, [f"{type(part).__name__} {part.objectName()}" for part in unnamed]


async def test_an_unexpected_failure_is_told_without_a_traceback(window: Window) -> None:
    async def fail() -> None:
        raise RuntimeError("boom")

    window.tasks.start(fail(), "try something")
    await until(lambda: window.notice.isVisible(), "the notice")
    assert "RuntimeError" in window.notice.text.text()
    assert "boom" not in window.notice.text.text()


async def test_it_closes_within_its_bound_while_a_start_hangs(window: Window, sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StartChatContact:latency=1s:1"))
    chat = await start(window)
    await until(lambda: chat.progress is not None, "the first attempt")
    window.close()
    await window.close_tasks()
    assert chat.state == "cancelled"
    # The call itself can't be stopped; it must not end in the middle of another test.
    await until(lambda: bool(sandbox.contacts.all()), "the end of the call")


async def test_what_was_typed_is_kept_however_the_program_ends(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    await started(window)
    click(window.pane.token.copy)
    workspace.draft.put(("ParticipantDetails", "DisplayName"), "Typed just now")
    window.leave()
    assert Workspace(tmp_path).draft.value("ParticipantDetails", "DisplayName") == "Typed just now"
    assert QGuiApplication.clipboard().text() == ""


async def test_return_presses_the_button_that_has_the_focus(window: Window, sandbox: Sandbox) -> None:
    QTest.keyClick(window.form.footer.start, Qt.Key.Key_Return)
    await until(lambda: window.pane.token.isVisible(), "the token")
    QTest.keyClick(window.pane.token.copy, Qt.Key.Key_Return)
    assert window.workspace.chats[0].started is not None
    assert QGuiApplication.clipboard().text() == window.workspace.chats[0].started.participant_token


async def test_a_late_chat_is_seen_in_the_list(window: Window, sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StartChatContact:latency=400ms:1"))
    chat = await start(window)
    await until(lambda: window.pane.cancel.isVisible() and chat.progress is not None, "the cancel button")
    click(window.pane.cancel)
    await until(lambda: window.rail.chat_list.entries[0].right.text() == "still open", "the open contact")


async def test_what_the_first_chat_shows_beside_it_is_made_before(window: Window) -> None:
    await until(lambda: window.side.findChildren(TraceTab), "the trace that is to be")
    assert window.side.currentWidget() is window.side.preview, "nobody sees it yet"


async def test_the_side_takes_the_place_of_the_centre_where_both_have_no_room(window: Window) -> None:
    window.resize(900, 700)
    assert not window.side.isVisible()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_F9)
    assert window.side.isVisible()
    assert not window.form.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.form.isVisible()


async def test_a_chat_taken_off_the_list_leaves_the_form(window: Window, workspace: Workspace) -> None:
    chat = await started(window)
    click(window.pane.stop)
    await until(lambda: chat.state == "stopped", "the stop")
    window.rail.chat_removed.emit(chat)
    assert workspace.chats == []
    assert window.centre.currentWidget() is window.form
    again = await started(window)
    assert again.number != chat.number


async def test_an_import_for_another_region_is_told(window: Window) -> None:
    window.drafting.open_import()
    dialog = named_dialog(window)
    dialog.findChildren(QPlainTextEdit)[0].setPlainText(
        "aws connect start-chat-contact --region eu-west-1 --participant-details DisplayName=Ada"
    )
    action = named(dialog, QPushButton, "Import")
    await until(action.isEnabled, "the text to be understood")
    click(action)
    assert named(window.form, QLineEdit, "Display name").text() == "Ada"
    assert "eu-west-1" in window.notice.text.text()


async def test_a_refused_value_is_told_at_its_field(window: Window, sandbox: Sandbox) -> None:
    first = await start(window)
    await until(lambda: first.contact_id, "a chat that has not ended")
    still_active = {"RehydrationType": "FROM_SEGMENT", "SourceContactId": first.contact_id}
    window.show_form()
    window.workspace.draft.put(("PersistentChat",), still_active)
    window.form.show_request()
    chat = await start(window)
    await until(lambda: chat.state == "failed", "the refusal")
    error = chat.error
    assert isinstance(error, InvalidInput)
    await until(lambda: error.sentence in seen(window.pane.outcome), "the refusal on the screen")
    click(named(window.pane.outcome, QPushButton, "Edit the request"))
    assert "has not ended yet" in seen(window.form)


async def test_what_the_doctor_found_stands_at_the_field_that_it_concerns(
    window: Window, sandbox: Sandbox
) -> None:
    sandbox.settings.set_storage("CHAT_TRANSCRIPTS", [])
    window.rail.doctor_requested.emit()
    await until(lambda: "fails" in seen(window.pages.doctor), "what is missing")
    await until(lambda: window.pages.findings_for(window.workspace.profile, sandbox.instance_id), "the note")
    window.pages.doctor.closed.emit()
    assert window.centre.currentWidget() is window.form
    told = window.pages.findings_for(window.workspace.profile, sandbox.instance_id)[0].message
    assert told not in seen(window.form), "the request sets no such field"
    window.workspace.draft.put(("PersistentChat",), {"RehydrationType": "FROM_SEGMENT"})
    window.form.show_request()
    await until(lambda: told in seen(window.form), "the note at its field")
    assert not any(one.blocks for one in window.form.problems() if one.message == told)


async def test_closing_asks_about_a_profile_that_is_not_kept_yet(window: Window) -> None:
    window.pages.add_profile()
    page = window.pages.profiles
    assert page.adding is not None
    page.adding.choices["access_key"].click()
    editor = page.editor
    assert editor is not None
    QTest.keyClicks(editor.box("name").control, "Half typed")
    assert window.pages.would_lose
    window.show_form()
    window.close()
    assert window.isVisible()
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    dialog.reject()
    assert window.isVisible()
    assert editor.typed.profile.name == "Half typed"
    window.close()
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    dialog.accept()
    assert not window.isVisible()
