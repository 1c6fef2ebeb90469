"""The form as a user has it: what is typed and clicked, and what stands in the request."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console import contact
from console.draft import Draft
from console.pasted import Destination
from console.places import Places
from tests.console.listed import id_of, loaded
from tests.console.requests import requests
from tests.ui.contact.conftest import Show
from tests.ui.contact.opened import CONTACT, FLOW, INSTANCE, LEAST, Opened, click, filled, named, paste, write
from ui.contact.duration import Duration
from ui.contact.form import ContactForm
from ui.contact.pickers import WherePicker

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(show: Show) -> Opened:
    return Opened(show, LEAST)


@pytest.fixture
def empty(show: Show) -> Opened:
    return Opened(show, {})


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def texts(within: QWidget) -> list[str]:
    """Every text that can be read now."""
    return [str(one.property("text")) for one in within.findChildren(QWidget) if one.isVisible()]


# -- what is typed stands in the request -----------------------------------------------------------


def message(page: Opened) -> None:
    page.click("Type of the first message: Markdown")
    page.type("**Hello**", "InitialMessage", "Content")


def rich(page: Opened) -> None:
    page.click("Set of content types: Rich text")


def chips(page: Opened) -> None:
    page.click("Content types: interactive message")
    page.click("Content types: application/json")
    page.click("Content types: interactive message")


def hours(page: Opened) -> None:
    page.click("Duration: 4 h")


def minutes(page: Opened) -> None:
    page.type("90", "ChatDurationInMinutes")


def continued(page: Opened) -> None:
    page.click("Earlier chat: Continue a past chat")
    page.click("What comes back: From a segment")
    page.type(CONTACT, "PersistentChat", "SourceContactId")


def linked(page: Opened) -> None:
    page.click("Earlier chat: Link a related contact")
    page.type(CONTACT, "RelatedContactId")


def advanced(page: Opened) -> None:
    page.type("token-1", "ClientToken")
    page.click("Response mode: Complete")
    page.click("Disconnect when the customer leaves: Agent")
    page.click("Connection types: Websocket")
    page.type("arn:aws:sns:us-east-1:123456789012:chat", "ChatStreamingConfiguration", "StreamingEndpointArn")


def segment(page: Opened) -> None:
    page.form.advanced.unfold()
    page.click("Add segment attribute")
    write(named(page.form, QLineEdit, "Key of segment attribute new"), "tier")
    write(named(page.form, QPlainTextEdit, "Value of segment attribute tier"), "gold")


SECTIONS: list[tuple[Callable[[Opened], object], dict[str, Any]]] = [
    (lambda page: page.type("cust-7", "CustomerId"), {"CustomerId": "cust-7"}),
    (
        lambda page: page.type("Zoe", "ParticipantDetails", "DisplayName"),
        {"ParticipantDetails": {"DisplayName": "Zoe"}},
    ),
    (message, {"InitialMessage": {"ContentType": "text/markdown", "Content": "**Hello**"}}),
    (rich, {"SupportedMessagingContentTypes": ["text/plain", "text/markdown"]}),
    (chips, {"SupportedMessagingContentTypes": ["text/plain", "application/json"]}),
    (hours, {"ChatDurationInMinutes": 240}),
    (minutes, {"ChatDurationInMinutes": 90}),
    (continued, {"PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": CONTACT}}),
    (linked, {"RelatedContactId": CONTACT}),
    (
        advanced,
        {
            "ClientToken": "token-1",
            "ParticipantConfiguration": {"ResponseMode": "COMPLETE"},
            "DisconnectOnCustomerExit": ["AGENT"],
            "ConnectionTypes": ["WEBSOCKET"],
            "ChatStreamingConfiguration": {"StreamingEndpointArn": "arn:aws:sns:us-east-1:123456789012:chat"},
        },
    ),
    (segment, {"SegmentAttributes": {"tier": {"ValueString": "gold"}}}),
]


@pytest.mark.parametrize(("act", "expected"), SECTIONS)
def test_what_is_typed_in_a_section_stands_in_the_request(
    opened: Opened, act: Callable[[Opened], object], expected: dict[str, Any]
) -> None:
    act(opened)
    assert opened.set_beside_least == expected
    assert opened.edits, "the window hears of it"


def test_attributes_typed_into_the_table_stand_in_the_request(opened: Opened) -> None:
    opened.form.field("Attributes").setFocus()
    for text in ("orderId", "48213"):
        for letter in text:
            QTest.keyClicks(focused(), letter)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert opened.request["Attributes"] == {"orderId": "48213"}
    assert "12 / 32,768 bytes" in texts(opened.form)


def test_what_is_emptied_leaves_the_request(opened: Opened) -> None:
    for act, _ in SECTIONS:
        act(opened)
    opened.type("", "CustomerId")
    opened.type("", "InitialMessage", "Content")
    opened.click("Set of content types: Not set")
    opened.click("Duration: Default (25 h)")
    opened.click("Earlier chat: None")
    opened.type("", "ClientToken")
    opened.click("Response mode: Not set")
    opened.click("Disconnect when the customer leaves: Agent")
    opened.click("Connection types: Websocket")
    opened.type("", "ChatStreamingConfiguration", "StreamingEndpointArn")
    opened.click("Remove segment attribute tier")
    opened.type("Priya", "ParticipantDetails", "DisplayName")
    assert opened.request == LEAST


def test_a_place_that_is_found_goes_into_the_request(show: Show) -> None:
    places = loaded({"support": ["Web entry", "Returns"]})
    page = Opened(show, {}, places)
    page.where.focus_field()
    QTest.keyClicks(page.where.field, "retu")
    QTest.keyClick(page.where.field, Qt.Key.Key_Return)
    assert page.request == {"InstanceId": id_of("support"), "ContactFlowId": id_of("support", "Returns")}


# -- problems --------------------------------------------------------------------------------------


def test_a_ready_request_is_started_by_a_click(opened: Opened) -> None:
    assert opened.footer == f"Ready. 3 fields set, request {len(json.dumps(opened.request))} bytes"
    opened.click("Start chat")
    assert opened.starts == 1


@pytest.mark.parametrize(
    "path",
    [
        ("CustomerId",),
        ("InitialMessage", "Content"),
        ("InitialMessage", "ContentType"),
        ("SupportedMessagingContentTypes",),
        ("ChatDurationInMinutes",),
        ("RelatedContactId",),
        ("Attributes",),
        ("SegmentAttributes",),
        ("ParticipantConfiguration", "ResponseMode"),
    ],
)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_control_return_starts_from_every_field(opened: Opened, path: tuple[str, ...], key: Qt.Key) -> None:
    before = opened.request
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        # The window's own keys; no field may take them for itself.
        QShortcut(QKeySequence(keys), opened.window).activated.connect(opened.form.start)
    field = opened.form.field(*path)
    field.setFocus()
    QTest.keyClick(field, key, CONTROL)
    assert opened.starts == 1
    assert opened.request == before, "the key types nothing"


def test_missing_fields_are_counted_and_marked_only_once_start_was_tried(empty: Opened) -> None:
    assert empty.footer.startswith("3 problems")
    assert empty.told() == []
    empty.click("Start chat")
    assert empty.starts == 0
    assert empty.told() == ["Choose the flow that the chat starts in.", "Display name is required."]
    assert empty.where.field.hasFocus()
    name = empty.form.field("ParticipantDetails", "DisplayName")
    assert name.property("invalid") is True
    assert name.accessibleDescription() == "Display name is required."
    QTest.keyClicks(name, "P")
    assert empty.told() == ["Choose the flow that the chat starts in."]
    assert name.property("invalid") is False
    assert "required" not in name.accessibleDescription()


def test_an_emptied_field_is_marked_at_once(opened: Opened) -> None:
    opened.type("", "ParticipantDetails", "DisplayName")
    assert opened.told() == ["Display name is required."]
    assert opened.footer.startswith("1 problem ")


def test_what_is_typed_wrong_is_told_at_its_field_as_it_is_typed(opened: Opened) -> None:
    opened.type("3", "ChatDurationInMinutes")
    assert opened.told() == ["Must be at least 60; this is 3."]
    assert opened.request["ChatDurationInMinutes"] == 3
    opened.type("soon", "ChatDurationInMinutes")
    assert opened.told() == ["Must be a whole number. This is text."]
    assert opened.request["ChatDurationInMinutes"] == "soon", "nothing is lost"
    opened.type("60", "ChatDurationInMinutes")
    assert opened.told() == []
    assert opened.form.is_ready


def test_a_warning_is_told_and_starts_nonetheless(opened: Opened) -> None:
    opened.click("Earlier chat: Link a related contact")
    opened.type("somebody", "RelatedContactId")
    assert opened.footer.startswith("Ready, 1 warning")
    assert opened.told() == ["This does not look like an id (8-4-4-4-12 hexadecimal digits)."]
    opened.click("Start chat")
    assert opened.starts == 1


def test_a_click_on_the_count_goes_to_the_first_problem(opened: Opened) -> None:
    opened.show(
        LEAST
        | {"ChatDurationInMinutes": 1, "ConnectionTypes": ["WEBRTC_CONNECTION"], "CustomerId": "x" * 200}
    )
    assert opened.footer.startswith("2 problems, 1 warning")
    click(opened.form.footer.link)
    field = opened.form.field("CustomerId")
    assert field.hasFocus()
    assert field.visibleRegion().boundingRect().height() > 10, "it is scrolled into sight"
    opened.type("x", "CustomerId")
    click(opened.form.footer.link)
    assert opened.form.field("ChatDurationInMinutes").hasFocus()


def test_a_problem_in_the_folded_section_unfolds_it(opened: Opened) -> None:
    opened.show(LEAST | {"ClientToken": "x" * 600})
    opened.form.advanced.unfold(False)
    assert "1 problem" in texts(opened.form.advanced)
    opened.click("Start chat")
    assert opened.starts == 0
    assert opened.form.field("ClientToken").hasFocus()
    assert opened.told() == ["Must be at most 500 characters; this has 600."]


def test_every_problem_of_a_broken_request_can_be_read(opened: Opened) -> None:
    broken = {
        "ParticipantDetails": "Priya",
        "Attributes": {"a b": "1"},
        "InitialMessage": {"Content": "{", "ContentType": "application/json"},
        "SupportedMessagingContentTypes": ["text/html", "text/html"],
        "PersistentChat": {"RehydrationType": "NOPE"},
        "RelatedContactId": CONTACT,
        "SegmentAttributes": {
            "connect:Subtype": {"ValueString": "connect:Guide"},
            "n": {"ValueInteger": "x"},
        },
        "ParticipantConfiguration": {"ResponseMode": "SLOW"},
        "ConnectionTypes": ["WEBRTC_CONNECTION"],
        "Nonsense": 5,
    }
    opened.show(broken)
    opened.click("Start chat")
    told = "\n".join(opened.told())
    for problem in opened.draft.problems:
        said = problem.message in told or (problem.code == "required" and "required" in told)
        assert said or problem.path[0] in ("InstanceId", "ContactFlowId"), problem
    assert "Choose the flow" in told


def test_a_field_that_the_model_lacks_can_be_removed(opened: Opened) -> None:
    opened.show(LEAST | {"Nonsense": {"a": 1}, "RelatedContactId": CONTACT})
    assert opened.told() == ["Nonsense is not a field of this request."]
    opened.click("Start chat")
    remove = named(opened.form, QAbstractButton, "Remove Nonsense")
    assert remove.hasFocus()
    click(remove)
    assert opened.set_beside_least == {"RelatedContactId": CONTACT}
    assert opened.told() == []


def test_an_unknown_member_can_be_removed(opened: Opened) -> None:
    opened.show(LEAST | {"ParticipantDetails": {"DisplayName": "Priya", "Age": 4}})
    opened.click("Remove ParticipantDetails.Age")
    assert opened.request == LEAST


# -- another request is shown ------------------------------------------------------------------------


def test_an_unchanged_field_keeps_focus_and_caret(opened: Opened) -> None:
    field = opened.type("Zoe Smith", "ParticipantDetails", "DisplayName")
    assert isinstance(field, QLineEdit)
    field.setCursorPosition(3)
    opened.draft.put(("ContactFlowId",), FLOW[:-1] + "2")
    opened.form.show_request()
    assert field.hasFocus()
    assert field.cursorPosition() == 3
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert opened.request["ParticipantDetails"]["DisplayName"] == "Zo Smith"


def test_an_unchanged_text_keeps_its_caret_and_its_undo(opened: Opened) -> None:
    field = opened.type("Hello", "InitialMessage", "Content")
    assert isinstance(field, QPlainTextEdit)
    opened.form.show_request()
    assert field.textCursor().position() == len("Hello")
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert field.toPlainText() == ""
    assert "InitialMessage" not in opened.request


def test_another_request_is_shown_whole(opened: Opened) -> None:
    for act, _ in SECTIONS:
        act(opened)
    opened.show(LEAST | {"CustomerId": "c-1", "ChatDurationInMinutes": 480})
    assert named(opened.form, QLineEdit, "Customer ID").text() == "c-1"
    assert named(opened.form, QAbstractButton, "Duration: 8 h").isChecked()
    assert named(opened.form, QAbstractButton, "Earlier chat: None").isChecked()
    assert named(opened.form, QAbstractButton, "Set of content types: Not set").isChecked()
    assert named(opened.form, QPlainTextEdit, "First message").toPlainText() == ""
    assert opened.request == LEAST | {"CustomerId": "c-1", "ChatDurationInMinutes": 480}


def test_another_request_lets_go_of_what_no_request_can_hold(opened: Opened) -> None:
    opened.show(LEAST | {"SegmentAttributes": {"a": {"ValueString": "1"}}, "Attributes": {"a": "1"}})
    opened.click("Add segment attribute")
    write(named(opened.form, QLineEdit, "Key of segment attribute new"), "a")
    opened.form.field("Attributes").setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    QTest.keyClicks(focused(), "a")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert opened.footer.startswith("2 problems")
    opened.show(opened.request | {"CustomerId": "c-1"})
    assert opened.footer.startswith("Ready.")
    assert opened.told() == []


def test_showing_tells_nothing(opened: Opened) -> None:
    opened.show(LEAST | {"CustomerId": "c-1", "SegmentAttributes": {"a": {"ValueInteger": 1}}})
    assert opened.edits == 0


# -- the earlier chat --------------------------------------------------------------------------------


def test_the_earlier_chat_cannot_contradict_itself(opened: Opened) -> None:
    continued(opened)
    linked(opened)
    assert opened.set_beside_least == {"RelatedContactId": CONTACT}
    opened.click("Earlier chat: Continue a past chat")
    expected = {"RehydrationType": "FROM_SEGMENT", "SourceContactId": CONTACT}
    assert opened.set_beside_least == {"PersistentChat": expected}, "what was typed is still there"
    opened.click("Earlier chat: None")
    assert opened.request == LEAST


def test_a_request_that_holds_both_earlier_chats_is_put_right_by_a_choice(opened: Opened) -> None:
    both = {
        "PersistentChat": {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": CONTACT},
        "RelatedContactId": CONTACT,
    }
    opened.show(LEAST | both)
    assert opened.told() == ["A chat can continue an earlier one or be related to a contact, not both."]
    assert opened.request == LEAST | both
    opened.click("Earlier chat: Continue a past chat")
    assert opened.told() == []
    assert opened.set_beside_least == {"PersistentChat": both["PersistentChat"]}


def test_a_link_without_a_contact_keeps_the_chat_from_starting(opened: Opened) -> None:
    opened.click("Earlier chat: Link a related contact")
    assert opened.request == LEAST
    assert opened.told() == [], "nothing was typed yet"
    assert opened.footer.startswith("1 problem ")
    opened.click("Start chat")
    assert opened.starts == 0
    assert opened.form.field("RelatedContactId").hasFocus()
    assert opened.told() == ["Related contact ID is required."]
    opened.show(LEAST | {"CustomerId": "another request"})
    assert opened.form.is_ready


def test_what_each_way_to_continue_needs_is_said(opened: Opened) -> None:
    continued(opened)
    said = "\n".join(texts(opened.form))
    assert "any contact of the past chat" in said
    assert "30 to 60 seconds" in said
    opened.click("What comes back: Entire past session")
    assert "initial contact ID" in "\n".join(texts(opened.form))


# -- the destination ---------------------------------------------------------------------------------


def test_ids_can_be_typed_by_hand(empty: Opened) -> None:
    empty.click("Enter IDs by hand")
    write(named(empty.form, QLineEdit, "Instance ID"), INSTANCE)
    write(named(empty.form, QLineEdit, "Flow ID"), FLOW)
    assert empty.request == {"InstanceId": INSTANCE, "ContactFlowId": FLOW}
    assert FLOW[:4] in empty.where.field.text(), "the field above shows it, too"


def test_an_id_that_is_pasted_with_blanks_loses_them(empty: Opened) -> None:
    empty.click("Enter IDs by hand")
    paste(named(empty.form, QLineEdit, "Instance ID"), f" {INSTANCE} ")
    assert empty.request == {"InstanceId": INSTANCE}


@pytest.mark.parametrize("field", ["Instance ID", "Flow ID"])
def test_a_pasted_arn_fills_both_ids(empty: Opened, field: str) -> None:
    empty.click("Enter IDs by hand")
    arn = f"arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/contact-flow/{FLOW}"
    heard: list[Destination] = []
    empty.where.pasted.connect(heard.append)
    paste(named(empty.form, QLineEdit, field), arn)
    assert [one.region for one in heard] == ["us-east-1"], "the window can say that it is another region"
    assert empty.request == {"InstanceId": INSTANCE, "ContactFlowId": FLOW}
    assert named(empty.form, QLineEdit, "Instance ID").text() == INSTANCE
    assert named(empty.form, QLineEdit, "Flow ID").text() == FLOW


def test_an_arn_that_is_typed_is_understood_when_it_is_whole(empty: Opened) -> None:
    empty.click("Enter IDs by hand")
    line = named(empty.form, QLineEdit, "Flow ID")
    line.setFocus()
    QTest.keyClicks(line, f"arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/contact-flow/{FLOW}")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert empty.request == {"InstanceId": INSTANCE, "ContactFlowId": FLOW}


def test_the_address_of_a_flow_page_in_the_wrong_field_leaves_that_field_alone(opened: Opened) -> None:
    opened.click("Enter IDs by hand")
    line = named(opened.form, QLineEdit, "Instance ID")
    other = FLOW[:-1] + "9"
    paste(line, f"https://acme.my.connect.aws/contact-flows/edit?id=/flow/{other}")
    assert opened.request["ContactFlowId"] == other
    assert opened.request["InstanceId"] == INSTANCE


def test_the_flow_of_another_instance_is_let_go(opened: Opened) -> None:
    other = INSTANCE[:-1] + "1"
    opened.where.pasted.emit(Destination(instance_id=other))
    assert opened.request["InstanceId"] == other
    assert "ContactFlowId" not in opened.request


def test_problems_of_ids_stand_where_the_ids_are_typed(empty: Opened) -> None:
    empty.click("Enter IDs by hand")
    empty.click("Start chat")
    assert named(empty.form, QLineEdit, "Instance ID").hasFocus()
    assert empty.told() == ["Instance ID is required.", "Flow ID is required.", "Display name is required."]
    empty.click("Hide IDs")
    assert empty.told() == ["Choose the flow that the chat starts in.", "Display name is required."]


# -- the duration ------------------------------------------------------------------------------------


def test_the_end_of_the_chat_is_said_and_follows_the_clock(opened: Opened) -> None:
    [duration] = opened.form.findChildren(Duration)
    before = _ends(opened)
    opened.click("Duration: 3 d")
    after = _ends(opened)
    assert before != after
    opened.clock.move(hours=1)
    duration.look_at_clock()
    assert _ends(opened) != after
    opened.type("soon", "ChatDurationInMinutes")
    assert _ends(opened) == "", "nothing is said of what is no duration"


@pytest.mark.parametrize("typed", ["soon", "0", "-90", "59", "10081", "60.5", "true"])
def test_no_end_is_said_of_a_duration_that_no_chat_can_have(opened: Opened, typed: str) -> None:
    opened.type(typed, "ChatDurationInMinutes")
    assert _ends(opened) == ""
    opened.clock.move(hours=1)
    [duration] = opened.form.findChildren(Duration)
    duration.look_at_clock()
    assert _ends(opened) == ""


@pytest.mark.parametrize("typed", ["60", "10080", ""])
def test_the_end_is_said_of_the_shortest_and_longest_chat_and_by_default(opened: Opened, typed: str) -> None:
    opened.type("1", "ChatDurationInMinutes")
    opened.type(typed, "ChatDurationInMinutes")
    assert _ends(opened).startswith("ends ")


def _ends(page: Opened) -> str:
    return next((text for text in texts(page.form) if text.startswith("ends ")), "")


# -- folding, order, names ---------------------------------------------------------------------------


def test_the_advanced_section_is_made_when_it_is_opened(opened: Opened) -> None:
    assert not opened.form.advanced.is_open
    assert not [one for one in opened.form.findChildren(QLineEdit) if one.accessibleName() == "Client token"]
    opened.click("Show Advanced")
    assert named(opened.form, QLineEdit, "Client token").isVisible()
    opened.click("Hide Advanced")
    assert not opened.form.advanced.is_open


def test_the_advanced_section_opens_by_itself_for_what_it_holds(opened: Opened) -> None:
    opened.show(LEAST | {"ClientToken": "t", "DisconnectOnCustomerExit": ["AGENT"]})
    assert opened.form.advanced.is_open
    assert named(opened.form, QLineEdit, "Client token").text() == "t"
    opened.click("Hide Advanced")
    assert "2 set" in texts(opened.form.advanced)
    opened.form.show_request()
    assert not opened.form.advanced.is_open, "it stays as the user left it"


def test_tab_goes_through_the_form_in_the_order_of_reading(opened: Opened) -> None:
    opened.click("Enter IDs by hand")
    opened.click("Show Advanced")
    opened.click("Add segment attribute")
    opened.click("Earlier chat: Continue a past chat")
    opened.form.import_button.setFocus()
    seen: list[QWidget] = []
    while opened.form.isAncestorOf(focused()):
        # The table of attributes takes Tab for its cells first.
        if not seen or seen[-1] is not focused():
            assert focused() not in seen, f"{focused().accessibleName()} comes twice"
            seen.append(focused())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    names = [one.accessibleName() for one in seen]
    assert all(names), names
    assert names[-1] == "Start chat"
    assert len(seen) > 25
    heights = [one.mapTo(opened.form, QPoint(0, one.height() // 2)).y() for one in seen[3:-1]]
    for (above, below), (first, second) in zip(pairwise(heights), pairwise(names[3:-1]), strict=True):
        assert below > above - 30, f"{second} lies above {first}"


def test_everything_that_takes_the_focus_has_a_name(opened: Opened) -> None:
    opened.show(
        LEAST
        | {
            "SupportedMessagingContentTypes": ["text/html"],
            "SegmentAttributes": {"a": {"ValueString": "b"}},
            "PersistentChat": {"RehydrationType": "FROM_SEGMENT"},
            "Nonsense": 1,
        }
    )
    opened.click("Enter IDs by hand")
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView)
    controls = [
        one
        for kind in kinds
        for one in opened.form.findChildren(kind)
        if one.isVisible() and one.focusPolicy()
    ]
    assert len(controls) > 50
    names = [QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name) for one in controls]
    assert all(names), [one for one, name in zip(controls, names, strict=True) if not name]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_whole_form_fits_beside_rail_and_side_on_a_projector(
    opened: Opened, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    opened.window.setLayoutDirection(direction)
    opened.show(
        LEAST
        | {
            "CustomerId": "x" * 300,
            "SupportedMessagingContentTypes": ["application/" + "x" * 12],
            "SegmentAttributes": {"a": {"ValueMap": {"k": {"ValueString": "v" * 200}}}},
            "PersistentChat": {"RehydrationType": "NOPE"},
            "ParticipantConfiguration": {"ResponseMode": "SLOW"},
            "RelatedContactId": CONTACT,
            "A" * 60: "b" * 600,
        }
    )
    opened.click("Enter IDs by hand")
    opened.click("Start chat")
    opened.form.setFixedWidth(560)
    qtbot.waitUntil(lambda: opened.form.width() == 560)
    controls = [
        one
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView, QLabel)
        for one in opened.form.findChildren(kind)
        if one.isVisible()
    ]

    def fits(control: QWidget) -> bool:
        left = control.mapTo(opened.form, QPoint()).x()
        whole = not isinstance(control, QPushButton) or control.width() >= control.sizeHint().width()
        return whole and left >= 0 and left + control.width() <= 560

    qtbot.waitUntil(lambda: all(map(fits, controls)))
    [sheet] = [one for one in opened.form.findChildren(QWidget) if one.objectName() == "clear"]
    assert sheet.height() - opened.form.advanced.geometry().bottom() < 40, "nothing empty lies below"


def test_buttons_of_the_header_tell_the_window(opened: Opened) -> None:
    opened.click("Import…")
    opened.click("Save request")
    assert (opened.imports, opened.saves) == (1, 1)


def test_a_section_that_is_one_field_has_its_help_at_the_title(opened: Opened) -> None:
    labels = {one.text(): one.toolTip() for one in opened.form.findChildren(QLabel)}
    assert "<b>ChatDurationInMinutes</b>" in labels["Duration"]
    assert "<b>CustomerId</b>" in labels["Customer ID"]


def test_the_subtitle_is_shown(opened: Opened) -> None:
    opened.form.show_subtitle("StartChatContact · Sandbox · us-east-1")
    assert "StartChatContact · Sandbox · us-east-1" in texts(opened.form)


# -- form, wire, form --------------------------------------------------------------------------------


def _mangled(request: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A request of which one field is anything at all."""
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    )
    names = st.sampled_from([*(field.name for field in contact.fields()), "Unknown"])
    return st.builds(lambda name, value: request | {name: value}, names, anything)


@pytest.fixture
def reused(qapp: QApplication) -> tuple[Draft, ContactForm]:
    draft = Draft()
    where = WherePicker(Places(), lambda: [])
    return draft, filled(ContactForm(draft, lambda: datetime(2026, 11, 22, tzinfo=UTC), where))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request=requests() | requests().flatmap(_mangled))
def test_a_request_that_is_only_looked_at_stays_as_it_is(
    reused: tuple[Draft, ContactForm], request: dict[str, Any]
) -> None:
    draft, form = reused
    edits: list[None] = []
    form.edited.connect(lambda: edits.append(None))
    draft.replace(request)
    form.show_request()
    form.focus_first_problem()
    form.advanced.unfold()
    assert edits == []
    assert repr(draft.request) == repr(contact.in_model_order(deepcopy(request)))
    assert len(form.problems()) >= len(draft.problems)
