"""A value that the service refused: what it said stands at the field until the user acts on it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.contact.conftest import Show
from tests.ui.contact.opened import CONTACT, FLOW, LEAST, Opened, write

SAID = "The service does not like this value."
WHOLE: dict[str, Any] = LEAST | {
    "CustomerId": "cust-7",
    "Attributes": {"orderId": "48213"},
    "InitialMessage": {"ContentType": "text/plain", "Content": "Hello"},
    "SupportedMessagingContentTypes": ["text/plain"],
    "ChatDurationInMinutes": 90,
    "RelatedContactId": CONTACT,
    "SegmentAttributes": {"tier": {"ValueString": "gold"}},
    "ClientToken": "token-1",
}


@pytest.fixture
def opened(show: Show) -> Opened:
    return Opened(show, LEAST)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("InstanceId",), SAID),
        (("ContactFlowId",), SAID),
        (("ParticipantDetails", "DisplayName"), SAID),
        (("CustomerId",), SAID),
        (("Attributes",), SAID),
        (("Attributes", "orderId"), f"orderId: {SAID}"),
        (("InitialMessage", "Content"), SAID),
        (("InitialMessage", "ContentType"), SAID),
        (("SupportedMessagingContentTypes", 0), SAID),
        (("ChatDurationInMinutes",), SAID),
        (("RelatedContactId",), SAID),
        (("SegmentAttributes",), SAID),
        (("SegmentAttributes", "tier", "ValueString"), SAID),
        (("ClientToken",), SAID),
    ],
)
def test_what_the_service_said_stands_at_the_field_and_the_focus_is_there(
    show: Show, path: tuple[str | int, ...], said: str
) -> None:
    page = Opened(show, WHOLE)
    page.form.advanced.unfold(False)
    page.form.focus_start()
    page.form.show_refusal(path, SAID)
    [told] = page.told()
    assert told.endswith(said)
    assert page.form.field(*path).hasFocus()
    assert page.form.field(*path).isVisible()
    assert page.footer.startswith("Ready, 1 value refused")
    assert page.edits == 0


def test_it_looks_like_a_problem_at_its_field(opened: Opened) -> None:
    opened.form.show_refusal(("CustomerId",), SAID)
    field = opened.form.field("CustomerId")
    assert field.property("invalid") is True
    assert SAID in field.accessibleDescription()
    roles = [one.property("role") for one in opened.form.findChildren(QLabel) if one.text() == SAID]
    assert roles == ["problem"]


def test_it_unfolds_the_advanced_fields_and_is_counted_there_when_they_are_folded(opened: Opened) -> None:
    opened.form.show_refusal(("ClientToken",), SAID)
    assert opened.form.advanced.is_open
    assert opened.told() == [SAID]
    field = opened.form.field("ClientToken")
    assert field.hasFocus()
    assert field.visibleRegion().boundingRect().height() > 10, "it is scrolled into sight"
    opened.click("Hide Advanced")
    words = [one.text() for one in opened.form.advanced.findChildren(QLabel) if one.isVisible()]
    assert "1 problem" in words


def test_the_refused_value_can_be_sent_again(opened: Opened) -> None:
    opened.form.show_refusal(("CustomerId",), SAID)
    assert opened.form.is_ready
    opened.click("Start chat")
    assert opened.starts == 1
    assert opened.told() == [SAID]


def test_it_is_gone_with_the_first_key_in_its_field(opened: Opened) -> None:
    opened.form.show_refusal(("ParticipantDetails", "DisplayName"), SAID)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_End)
    assert opened.told() == [SAID], "moving is no edit"
    QTest.keyClicks(focused, "a")
    assert opened.told() == []
    assert focused.property("invalid") is False
    assert opened.footer.startswith("Ready. ")


def test_it_outlasts_edits_elsewhere(opened: Opened) -> None:
    opened.form.show_refusal(("ParticipantDetails", "DisplayName"), SAID)
    opened.type("cust-8", "CustomerId")
    assert opened.told() == [SAID]


def test_an_edit_of_one_entry_ends_what_was_said_of_another_in_the_same_field(show: Show) -> None:
    page = Opened(show, LEAST | {"SegmentAttributes": {"a": {"ValueString": "1"}, "b": {"ValueString": "2"}}})
    page.form.show_refusal(("SegmentAttributes", "a"), SAID)
    assert len(page.told()) == 1
    write(page.form.field("SegmentAttributes", "b", "ValueString"), "3")
    assert page.told() == []


def test_refusals_of_two_fields_stand_side_by_side_and_the_latest_of_each_counts(opened: Opened) -> None:
    opened.form.show_refusal(("CustomerId",), "First.")
    opened.form.show_refusal(("ChatDurationInMinutes",), SAID)
    opened.form.show_refusal(("CustomerId",), "Second.")
    assert sorted(opened.told()) == ["Second.", SAID]
    assert opened.footer.startswith("Ready, 2 values refused")


@pytest.mark.parametrize("change", [{"CustomerId": "another"}, {"ContactFlowId": FLOW[:-1] + "2"}])
def test_it_is_gone_when_another_request_is_shown(opened: Opened, change: dict[str, str]) -> None:
    opened.form.show_refusal(("ParticipantDetails", "DisplayName"), SAID)
    opened.form.show_request()
    assert opened.told() == [SAID], "the same request is no other one"
    opened.show(LEAST | change)
    assert opened.told() == []


def test_it_stands_beside_what_is_wrong_otherwise(opened: Opened) -> None:
    opened.form.show_refusal(("CustomerId",), SAID)
    opened.type("3", "ChatDurationInMinutes")
    assert sorted(opened.told()) == ["Must be at least 60; this is 3.", SAID]
    assert opened.footer.startswith("1 problem, 1 value refused")
    opened.click("Start chat")
    assert opened.starts == 0
    assert opened.form.field("ChatDurationInMinutes").hasFocus(), "what blocks comes first"


def test_a_click_on_the_count_goes_to_the_refused_value(opened: Opened) -> None:
    opened.form.show_refusal(("CustomerId",), SAID)
    opened.form.focus_start()
    opened.form.footer.link.click()
    assert opened.form.field("CustomerId").hasFocus()


@pytest.mark.parametrize("path", [(), ("Nonsense",), ("Nonsense", 0, "Deeper"), (3,)])
def test_a_path_that_is_no_field_changes_nothing(opened: Opened, path: tuple[str | int, ...]) -> None:
    opened.form.focus_start()
    opened.form.show_refusal(path, SAID)
    assert opened.told() == []
    assert opened.footer.startswith("Ready. ")
    assert opened.form.footer.start.hasFocus()
    assert not opened.form.advanced.is_open


@pytest.mark.parametrize(
    "path",
    [
        ("ParticipantDetails", "Nickname"),
        ("Attributes", "gone"),
        ("SegmentAttributes", "gone"),
        ("SupportedMessagingContentTypes", 9),
        ("PersistentChat", "SourceContactId"),
        ("ParticipantConfiguration", "Nonsense"),
        ("CustomerId", "deeper", 1),
    ],
)
def test_an_unknown_place_in_a_known_field_leads_to_that_field(
    opened: Opened, path: tuple[str | int, ...]
) -> None:
    opened.form.focus_start()
    opened.form.show_refusal(path, SAID)
    assert not opened.form.footer.start.hasFocus()
    assert opened.form.is_ready
