"""The *Where* field, with keys and clicks as a user gives them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.errors import ConsoleError
from console.pasted import Destination
from console.places import Key, Place, Places
from console.shape import Problem
from tests.console.described import denied
from tests.console.listed import id_of, loaded
from tests.ui.contact.conftest import Show, button_of
from ui import theme
from ui.contact.pickers import WherePicker
from ui.contact.place_rows import PlaceRows, second_line
from ui.contact.suggestions import Suggestions
from ui.drawn import Spinner

FLOWS = {
    "sandbox": ["Greeting", "Order status", "Greeting (copy)"],
    "support-prod": ["Web entry", "Greeting"],
}
GREETING = {"InstanceId": id_of("sandbox"), "ContactFlowId": id_of("sandbox", "Greeting")}
NO_RIGHT = ConsoleError("These keys may not list flows.", "Ask for an IAM policy.")


class Heard(QObject):
    """What a picker told."""

    def __init__(self, picker: WherePicker) -> None:
        super().__init__(picker)
        self.picked: list[Key] = []
        self.pasted: list[Destination] = []
        self.retried = 0
        picker.picked.connect(lambda instance, flow: self.picked.append((instance, flow)))
        picker.pasted.connect(self.pasted.append)
        picker.retry_requested.connect(self._retry)

    def _retry(self) -> None:
        self.retried += 1


def picker_of(
    places: Places, request: Mapping[str, Any] = GREETING, recent: Sequence[Key] = ()
) -> WherePicker:
    made = WherePicker(places, lambda: recent)
    made.show_request(request)
    return made


def type_in(picker: WherePicker, text: str) -> None:
    picker.field.setFocus()
    QTest.keyClicks(picker.field, text)


def is_open(picker: WherePicker) -> bool:
    return any(one.isVisible() for one in picker.window().findChildren(Suggestions))


def suggestions(picker: WherePicker) -> Suggestions:
    return next(iter(picker.window().findChildren(Suggestions)))


def found(picker: WherePicker) -> list[str]:
    rows = suggestions(picker).rows
    return [rows.data(rows.index(at, 0)) for at in range(rows.rowCount())]


def current(picker: WherePicker) -> str:
    place = suggestions(picker).current()
    return place.title if place else ""


def texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


# -- what is shown --------------------------------------------------------------------------------


def test_it_shows_the_place_that_the_request_goes_to(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    show(picker)
    assert picker.field.text() == "Greeting · sandbox"
    assert not is_open(picker)


def test_below_the_field_are_the_ids_and_the_region_and_each_id_can_be_copied(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    picker.show_region("us-east-1")
    show(picker)
    assert GREETING["InstanceId"][:4] in texts(picker)
    assert "us-east-1" in texts(picker)
    for what, wanted in (("instance", GREETING["InstanceId"]), ("flow", GREETING["ContactFlowId"])):
        tools = {one.accessibleName(): one for one in picker.findChildren(QToolButton)}
        QTest.mouseClick(tools[f"Copy the {what} id"], Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == wanted


def test_an_unknown_flow_is_shown_as_its_id_and_said_to_be_unlisted(show: Show) -> None:
    request = {**GREETING, "ContactFlowId": "99999999-1111-4111-8111-00000000abcd"}
    picker = picker_of(loaded(FLOWS), request)
    show(picker)
    assert picker.field.text() == "Flow 9999…abcd · sandbox"
    assert "not in the list" in texts(picker)


def test_before_the_list_is_there_nothing_is_said_to_be_unlisted(show: Show) -> None:
    picker = picker_of(Places())
    show(picker)
    assert picker.field.text().startswith("Flow ")
    assert "not in the list" not in texts(picker)


def test_ids_become_a_name_when_the_list_arrives(show: Show) -> None:
    places = Places()
    picker = picker_of(places)
    show(picker)
    places.__dict__.update(loaded(FLOWS).__dict__)
    picker.show_places()
    assert picker.field.text() == "Greeting · sandbox"


@pytest.mark.parametrize(
    ("request_", "text", "placeholder"),
    [
        ({}, "", "Search flows"),
        ({"InstanceId": id_of("sandbox")}, "", "Choose a flow of sandbox"),
        ({"ContactFlowId": "abc"}, "Flow abc", "Search flows"),
        ({"InstanceId": 5, "ContactFlowId": ["x"]}, "Flow ['x'] · 5", "Search flows"),
    ],
)
def test_what_is_missing_or_odd_in_a_request_is_shown_as_far_as_it_goes(
    show: Show, request_: dict[str, Any], text: str, placeholder: str
) -> None:
    picker = picker_of(loaded(FLOWS), request_)
    show(picker)
    assert picker.field.text() == text
    assert picker.field.placeholderText().startswith(placeholder)


def test_problems_of_instance_and_flow_stand_below_the_field(show: Show) -> None:
    picker = picker_of(loaded(FLOWS), {})
    show(picker)
    picker.show_problems(
        [
            Problem(("InstanceId",), "required", "InstanceId is required."),
            Problem(("ContactFlowId",), "required", "ContactFlowId is required."),
            Problem(("Attributes",), "too_many_bytes", "not for this field"),
        ]
    )
    assert texts(picker).count("Choose the flow that the chat starts in.") == 1
    assert "not for this field" not in texts(picker)
    assert picker.field.property("invalid") is True
    assert "Choose the flow" in picker.field.accessibleDescription()
    picker.show_problems([Problem(("ContactFlowId",), "not_an_id", "No id.", blocks=False)])
    assert "Flow: No id." in texts(picker)
    assert picker.field.property("invalid") is False
    picker.show_problems([])
    assert "No id." not in texts(picker)
    assert picker.focus_target(("InstanceId",)) is picker.field


# -- searching ------------------------------------------------------------------------------------


def test_typing_searches_below_the_field_and_keeps_the_focus(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    window = show(picker)
    type_in(picker, "gre")
    assert picker.field.text() == "gre", "the first key takes the place of the title"
    assert found(picker) == ["Greeting · sandbox", "Greeting (copy) · sandbox", "Greeting · support-prod"]
    assert picker.field.hasFocus()
    rows = suggestions(picker)
    assert rows.parent() is window
    assert rows.geometry().top() >= picker.field.mapTo(window, QPoint(0, picker.field.height())).y()
    assert rows.width() == picker.field.width()


def test_a_search_finds_the_instance_too(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    show(picker)
    type_in(picker, "gre prod")
    assert found(picker) == ["Greeting · support-prod"]


def test_recent_places_come_first_and_say_so(show: Show) -> None:
    recent = [(id_of("support-prod"), id_of("support-prod", "Web entry"))]
    picker = picker_of(loaded(FLOWS), recent=recent)
    show(picker)
    picker.focus_field()
    assert found(picker)[0] == "Web entry · support-prod"
    rows = suggestions(picker).rows
    spoken = [rows.data(rows.index(at, 0), Qt.ItemDataRole.AccessibleTextRole) for at in range(5)]
    assert spoken[0] == f"Web entry · support-prod, {recent[0][1]}, recent"
    assert not any(text.endswith("recent") for text in spoken[1:])


def test_ctrl_k_opens_the_whole_list_at_the_chosen_place(show: Show) -> None:
    picker = picker_of(loaded(FLOWS), {**GREETING, "ContactFlowId": id_of("sandbox", "Order status")})
    show(picker)
    picker.focus_field()
    assert len(found(picker)) == 5
    assert current(picker) == "Order status · sandbox"
    assert picker.field.selectedText() == "Order status · sandbox"


def test_the_keys_move_and_enter_picks(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    type_in(picker, "g")
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    assert current(picker) == "Greeting (copy) · sandbox"
    QTest.keyClick(picker.field, Qt.Key.Key_Up)
    QTest.keyClick(picker.field, Qt.Key.Key_Up)
    assert current(picker) == "Greeting · support-prod", "up from the first goes to the last"
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert heard.picked == [(id_of("support-prod"), id_of("support-prod", "Greeting"))]
    assert not is_open(picker)
    assert picker.field.hasFocus()


def test_pages_move_within_the_ends(show: Show) -> None:
    picker = picker_of(loaded({"sandbox": [f"Flow {number:02}" for number in range(40)]}), {})
    show(picker)
    picker.focus_field()
    QTest.keyClick(picker.field, Qt.Key.Key_PageDown)
    assert current(picker) != "Flow 00 · sandbox"
    for _ in range(20):
        QTest.keyClick(picker.field, Qt.Key.Key_PageDown)
    assert current(picker) == "Flow 39 · sandbox"
    for _ in range(20):
        QTest.keyClick(picker.field, Qt.Key.Key_PageUp)
    assert current(picker) == "Flow 00 · sandbox"


def test_down_opens_a_closed_list_and_escape_closes_it_and_brings_the_place_back(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    picker.field.setFocus()
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    assert is_open(picker)
    type_in(picker, "order")
    QTest.keyClick(picker.field, Qt.Key.Key_Escape)
    assert not is_open(picker)
    assert picker.field.text() == "Greeting · sandbox"
    assert not heard.picked


def test_leaving_the_field_closes_the_list_and_picks_nothing(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    type_in(picker, "order")
    QTest.keyClick(picker.field, Qt.Key.Key_Tab)
    assert not picker.field.hasFocus()
    assert not is_open(picker)
    assert picker.field.text() == "Greeting · sandbox"
    assert not heard.picked


def test_enter_on_a_closed_list_is_left_to_the_window(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    picker.field.setFocus()
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert not heard.picked
    assert not is_open(picker)


def test_a_click_opens_the_list_and_a_click_on_a_row_picks(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    QTest.mouseClick(picker.field, Qt.MouseButton.LeftButton)
    rows = suggestions(picker)
    assert rows.isVisible()
    index = rows.rows.index(2, 0)
    at = rows.list.visualRect(index).center()
    QTest.mouseMove(rows.list.viewport(), at)
    assert current(picker) == found(picker)[2], "the mouse takes a row up"
    QTest.mouseClick(rows.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(heard.picked) == 1
    assert not rows.isVisible()
    assert picker.field.hasFocus()


def test_the_arrow_opens_and_closes_the_list(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    show(picker)
    arrow = next(one for one in picker.field.actions() if one.toolTip() == "Show all flows")
    arrow.trigger()
    assert is_open(picker)
    arrow.trigger()
    assert not is_open(picker)


def test_a_second_search_begins_afresh(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    picker.picked.connect(lambda *ids: picker.show_request(dict(zip(GREETING, ids, strict=True))))
    show(picker)
    type_in(picker, "web")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert picker.field.text() == "Web entry · support-prod"
    type_in(picker, "order")
    assert picker.field.text() == "order"
    QTest.keyClick(picker.field, Qt.Key.Key_Escape)
    picker.field.setCursorPosition(3)
    picker.field.deselect()
    QTest.keyClick(picker.field, Qt.Key.Key_Backspace)
    assert picker.field.text() == "", "a key that takes a letter away begins a search, too"
    assert len(found(picker)) == 5


# -- pasting --------------------------------------------------------------------------------------

PASTED_FLOW = "12345678-1234-4234-8234-1234567890ab"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            f"arn:aws:connect:eu-central-1:123456789012:instance/{id_of('sandbox')}/contact-flow/{PASTED_FLOW}",
            Destination("eu-central-1", id_of("sandbox"), PASTED_FLOW),
        ),
        (
            f"arn:aws:connect:eu-central-1:123456789012:instance/{id_of('support-prod')}",
            Destination("eu-central-1", id_of("support-prod")),
        ),
        (f"  {PASTED_FLOW}\n", Destination(flow_id=PASTED_FLOW)),
        (id_of("support-prod"), Destination(instance_id=id_of("support-prod"))),
        (
            id_of("support-prod", "Web entry"),
            Destination(None, id_of("support-prod"), id_of("support-prod", "Web entry")),
        ),
        (
            f"https://support-prod.my.connect.aws/contact-flows/edit/{PASTED_FLOW}",
            Destination(None, id_of("support-prod"), PASTED_FLOW, "support-prod"),
        ),
    ],
)
def test_a_pasted_arn_id_or_address_is_taken_at_once(show: Show, text: str, wanted: Destination) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    picker.field.setFocus()
    picker.field.setCursorPosition(4)
    picker.field.deselect()
    QGuiApplication.clipboard().setText(text)
    QTest.keySequence(picker.field, "Ctrl+V")
    assert heard.pasted == [wanted]
    assert not is_open(picker)
    assert picker.field.text() == "Greeting · sandbox", "the request says what is shown"


def test_pasting_one_id_over_another_reads_the_whole_of_it(show: Show) -> None:
    picker = picker_of(Places(), {})
    heard = Heard(picker)
    show(picker)
    type_in(picker, PASTED_FLOW[:-4] + "9999")
    assert not heard.pasted, "what is typed waits for Enter"
    picker.field.selectAll()
    QGuiApplication.clipboard().setText(PASTED_FLOW)
    QTest.keySequence(picker.field, "Ctrl+V")
    assert heard.pasted == [Destination(flow_id=PASTED_FLOW)]


def test_a_typed_id_is_taken_by_enter(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    type_in(picker, PASTED_FLOW)
    assert not heard.pasted
    assert "Press Enter" in suggestions(picker).status()
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert heard.pasted == [Destination(flow_id=PASTED_FLOW)]
    assert not heard.picked


def test_an_address_of_an_unknown_instance_is_told_and_not_taken(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    picker.field.setFocus()
    QGuiApplication.clipboard().setText("https://elsewhere.my.connect.aws/home")
    QTest.keySequence(picker.field, "Ctrl+V")
    assert not heard.pasted
    assert "No instance “elsewhere”" in texts(picker)
    picker.show_request({})
    assert "elsewhere" not in texts(picker)


def test_pasted_words_are_searched_for(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    picker.field.setFocus()
    picker.field.selectAll()
    QGuiApplication.clipboard().setText("order status")
    QTest.keySequence(picker.field, "Ctrl+V")
    assert not heard.pasted
    assert found(picker) == ["Order status · sandbox"]


# -- loading, empty, error ------------------------------------------------------------------------


def test_while_flows_load_those_that_are_known_are_shown(show: Show) -> None:
    places = loaded(FLOWS)
    places.state = "loading"
    picker = picker_of(places)
    show(picker)
    picker.focus_field()
    assert suggestions(picker).status() == "Looking for flows…"
    assert len(found(picker)) == 5


def test_flows_that_arrive_join_an_open_list(show: Show) -> None:
    places = Places()
    picker = picker_of(places, {})
    show(picker)
    picker.focus_field()
    type_in(picker, "greet")
    assert found(picker) == []
    places.__dict__.update(loaded(FLOWS).__dict__)
    picker.show_places()
    assert len(found(picker)) == 3
    assert picker.field.text() == "greet"


def test_nothing_found_is_said(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    show(picker)
    type_in(picker, "zzz")
    assert found(picker) == []
    assert suggestions(picker).status() == "No flow matches “zzz”."


@pytest.mark.parametrize(
    ("instances", "words"),
    [
        ({}, "This profile sees no instance."),
        ({"sandbox": []}, "The instances of this profile have no flow."),
    ],
)
def test_a_profile_that_sees_nothing_is_said(show: Show, instances: dict[str, list[str]], words: str) -> None:
    picker = picker_of(loaded(instances), {})
    heard = Heard(picker)
    show(picker)
    picker.focus_field()
    assert suggestions(picker).status() == words
    again = next(one for one in suggestions(picker).findChildren(QPushButton) if one.isVisible())
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert heard.retried == 1


def test_an_error_is_told_below_the_field_with_advice_and_retry(show: Show) -> None:
    picker = picker_of(loaded(NO_RIGHT), {})
    heard = Heard(picker)
    show(picker)
    assert NO_RIGHT.sentence in texts(picker)
    assert NO_RIGHT.advice in texts(picker)
    retry = next(one for one in picker.findChildren(QPushButton) if one.isVisible() and "Retry" in one.text())
    assert retry.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.mouseClick(retry, Qt.MouseButton.LeftButton)
    assert heard.retried == 1
    picker.focus_field()
    assert NO_RIGHT.sentence in suggestions(picker).status()
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert heard.retried == 2, "Enter has nothing else to do"


def test_after_an_error_the_flows_that_did_come_can_be_chosen(show: Show) -> None:
    places = loaded(FLOWS)
    places.fail(NO_RIGHT)
    picker = picker_of(places)
    heard = Heard(picker)
    show(picker)
    type_in(picker, "web")
    assert suggestions(picker).status() == "Some flows could not be listed."
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert len(heard.picked) == 1
    places.state, places.error = "loading", None
    picker.show_places()
    assert NO_RIGHT.sentence not in texts(picker)


def test_places_that_were_never_loaded_offer_to_be(show: Show) -> None:
    picker = picker_of(Places(), {})
    heard = Heard(picker)
    show(picker)
    picker.focus_field()
    assert "not loaded yet" in suggestions(picker).status()
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert heard.retried == 1


def test_what_is_missing_is_named_with_what_still_works(show: Show) -> None:
    picker = picker_of(loaded(denied("ListInstances")), {})
    show(picker)
    assert "connect:ListInstances" in texts(picker)
    assert "Ask for an IAM policy" in texts(picker)
    assert "Pasting an ARN" in texts(picker)
    asked: list[None] = []
    picker.doctor_requested.connect(lambda: asked.append(None))
    examine = next(one for one in picker.findChildren(QPushButton) if one.accessibleName() == "Examine")
    QTest.mouseClick(examine, Qt.MouseButton.LeftButton)
    assert asked


def test_a_refusal_of_some_instance_is_no_alarm_as_long_as_the_chosen_flow_is_known(show: Show) -> None:
    places = loaded({**FLOWS, "other": denied("ListContactFlows")})
    picker = picker_of(places)
    show(picker)
    assert places.state == "failed"
    assert "ListContactFlows" not in texts(picker)
    picker.focus_field()
    assert "connect:ListContactFlows is not allowed" in suggestions(picker).status()
    picker.show_request({**GREETING, "ContactFlowId": PASTED_FLOW})
    assert "connect:ListContactFlows is not allowed" in texts(picker)
    assert not [one for one in picker.findChildren(QPushButton) if "Retry" in one.text() and one.isVisible()]


def test_flows_of_an_earlier_run_say_so(show: Show) -> None:
    places = loaded(FLOWS)
    places.state, places.is_remembered = "idle", True
    picker = picker_of(places)
    show(picker)
    picker.focus_field()
    assert suggestions(picker).status() == "These flows are from an earlier run."
    assert len(found(picker)) == 5
    places.fail(NO_RIGHT)
    picker.show_places()
    assert "earlier run; they could not be listed again" in suggestions(picker).status()


def test_an_own_instance_alone_is_said_with_the_reason(show: Show) -> None:
    places = loaded(FLOWS)
    places.limit = denied("ListInstances")
    picker = picker_of(places)
    show(picker)
    picker.focus_field()
    wanted = "Only the profile’s own instance: connect:ListInstances is not allowed."
    assert suggestions(picker).status() == wanted
    type_in(picker, "gre")
    assert suggestions(picker).status() == ""


# -- looking again --------------------------------------------------------------------------------


def test_f5_and_the_arrows_look_again(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    heard = Heard(picker)
    show(picker)
    picker.field.setFocus()
    QTest.keyClick(picker.field, Qt.Key.Key_F5)
    assert heard.retried == 1
    picker.focus_field()
    QTest.keyClick(picker.field, Qt.Key.Key_F5)
    assert heard.retried == 2, "with an open list, too"
    renew = next(one for one in picker.field.actions() if "F5" in one.toolTip())
    renew.trigger()
    assert heard.retried == 3


def test_while_it_looks_it_shows_how_far_it_is_and_asks_for_no_more(show: Show) -> None:
    places = loaded(FLOWS)
    picker = picker_of(places)
    heard = Heard(picker)
    show(picker)
    assert not spinners(picker)
    places.state, places.progress = "loading", (1, 3)
    picker.show_places()
    assert "1 of 3 instances" in texts(picker)
    assert len(spinners(picker)) == 1
    QTest.keyClick(picker.field, Qt.Key.Key_F5)
    assert heard.retried == 0
    picker.focus_field()
    assert suggestions(picker).status() == "Looking for flows… 1 of 3 instances"
    places.state = "ready"
    picker.show_places()
    assert not spinners(picker)
    assert "instances" not in texts(picker)


def spinners(picker: WherePicker) -> list[Spinner]:
    return [one for one in picker.findChildren(Spinner) if one.isVisible()]


# -- what sets flows apart ------------------------------------------------------------------------

KINDS = [
    Place("i", "a", "1", "Active", "CONTACT_FLOW", "ACTIVE", "PUBLISHED"),
    Place("i", "a", "2", "Draft", "CONTACT_FLOW", "ACTIVE", "SAVED"),
    Place("i", "a", "3", "Old", "CUSTOMER_QUEUE", "ARCHIVED", "PUBLISHED"),
]


def test_a_row_says_what_sets_its_flow_apart(qapp: QApplication) -> None:
    rows = PlaceRows(qapp)
    rows.show_places(KINDS, {("i", "3")}, ("i", "1"))
    assert [[mark.text for mark in rows.marks(place)] for place in KINDS] == [
        [],
        ["never published"],
        ["archived", "recent"],
    ]
    assert [rows.is_chosen(place) for place in KINDS] == [True, False, False]
    spoken = [rows.data(rows.index(at, 0), Qt.ItemDataRole.AccessibleTextRole) for at in range(3)]
    assert spoken == [
        "Active · a, 1, chosen",
        "Draft · a, 2, never published",
        "Old · a, 3, archived, recent",
    ]


def test_the_type_of_a_flow_is_said_where_it_is_not_the_usual_one() -> None:
    assert second_line(KINDS[0]) == "a · 1"
    assert second_line(KINDS[2]) == "a · Customer queue flow · 3"
    assert second_line(Place("i", "", "1", "x", "NEWER_TYPE")) == "i · NEWER_TYPE · 1"


def test_marks_are_painted_and_give_way_to_the_name_where_there_is_no_room(show: Show, qtbot: QtBot) -> None:
    places = Places()
    places._places = [Place("i", "a", str(at), f"Flow {at}", "", "ARCHIVED", "SAVED") for at in range(3)]
    picker = picker_of(places, {})
    window = show(picker)
    picker.focus_field()
    assert warned(picker)
    picker.setFixedWidth(200)
    window.resize(230, 620)
    qtbot.waitUntil(lambda: suggestions(picker).list.width() < 200 and not warned(picker))


def warned(picker: WherePicker) -> bool:
    picture = suggestions(picker).list.viewport().grab().toImage()
    warn = theme.colour("warn").name()
    return any(
        picture.pixelColor(x, y).name() == warn
        for x in range(picture.width())
        for y in range(picture.height())
    )


# -- the list in its window -----------------------------------------------------------------------


def test_the_list_shows_eight_rows_and_then_scrolls(show: Show) -> None:
    picker = picker_of(loaded({"sandbox": [f"Flow {number}" for number in range(30)]}), {})
    show(picker, height=900)
    picker.focus_field()
    view = suggestions(picker).list
    assert view.viewport().height() // 48 == 8
    assert view.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("height", [260, 420])
def test_the_list_stays_within_a_small_window(show: Show, height: int) -> None:
    picker = picker_of(loaded({"sandbox": [f"Flow {number}" for number in range(30)]}), {})
    window = show(picker, height=height)
    picker.focus_field()
    assert suggestions(picker).geometry().bottom() <= max(window.height(), 270)


def test_the_list_follows_its_field(show: Show, qtbot: QtBot) -> None:
    picker = picker_of(loaded(FLOWS))
    window = show(picker)
    picker.focus_field()
    window.resize(900, 700)
    qtbot.waitUntil(lambda: suggestions(picker).width() == picker.field.width())
    button_of(window, "before").hide()
    below = picker.field.height()
    qtbot.waitUntil(
        lambda: 0 <= suggestions(picker).y() - picker.field.mapTo(window, QPoint(0, below)).y() < 10
    )


def test_the_list_closes_with_the_page_that_holds_its_field(show: Show) -> None:
    picker = picker_of(loaded(FLOWS))
    window = show(picker)
    picker.focus_field()
    rows = suggestions(picker)
    page = window.centralWidget()
    assert page is not None
    page.hide()
    assert not rows.isVisible()


def test_the_list_goes_when_its_field_is_scrolled_away(show: Show, qtbot: QtBot) -> None:
    picker = picker_of(loaded(FLOWS))
    page, scroll = QWidget(), QScrollArea()
    layout = QVBoxLayout(page)
    layout.addWidget(picker)
    page.setMinimumHeight(2000)
    layout.addStretch(1)
    scroll.setWidget(page)
    scroll.setWidgetResizable(True)
    show(scroll)
    picker.focus_field()
    rows = suggestions(picker)
    scroll.verticalScrollBar().setValue(20)
    assert rows.isVisible()
    below = picker.field.mapTo(picker.window(), QPoint(0, picker.field.height())).y()
    assert 0 <= rows.y() - below < 10
    scroll.verticalScrollBar().setValue(900)
    qtbot.waitUntil(lambda: not rows.isVisible())


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_rows_are_painted_in_both_themes_and_directions(
    show: Show, qapp: QApplication, name: str, direction: Qt.LayoutDirection
) -> None:
    picker = picker_of(loaded(FLOWS))
    window = show(picker)
    theme.dress(qapp, name)
    window.setLayoutDirection(direction)
    type_in(picker, "gre")
    view = suggestions(picker).list
    picture = view.viewport().grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(picture.height())
    }
    assert theme.colour("soft").name() in colours, "the current row stands out"
    theme.dress(qapp, "light")


def test_the_rows_are_a_sound_model(qapp: QApplication) -> None:
    rows = PlaceRows(qapp)
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    places = loaded(FLOWS)
    rows.show_places(places.all, {places.all[0].key})
    rows.show_places([], ())
    rows.show_places(places.all[:2], ())
    assert rows.rowCount() == 2
    assert rows.data(rows.index(-1, 0)) is None
    del tester


def test_many_places_are_shown_in_part_and_typing_on_finds_the_rest(show: Show) -> None:
    picker = picker_of(loaded({"sandbox": [f"Flow {number:03}" for number in range(500)]}), {})
    show(picker)
    picker.focus_field()
    assert len(found(picker)) == 400
    assert suggestions(picker).status() == "100 more. Type on to narrow the search."
    type_in(picker, "flow 499")
    assert found(picker)[0] == "Flow 499 · sandbox"
    assert suggestions(picker).status() == ""


def test_a_key_in_ten_thousand_places_is_quick(show: Show) -> None:
    names = [f"Flow of department {number} in region {number % 7}" for number in range(5000)]
    picker = picker_of(loaded({"sandbox": names, "support-prod": names}), {})
    show(picker)
    picker.focus_field()
    took = []
    for key in "dep 42 reg":
        begun = time.thread_time()
        type_in(picker, key)
        took.append(time.thread_time() - begun)
    assert found(picker)
    assert sorted(took)[len(took) // 2] < 0.05
