"""Editors one by one: texts and values, kinds of fields that AWS may add, chips, rows, growing texts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console import contact
from console.shape import Kind, model
from tests.ui.contact.conftest import Show
from tests.ui.contact.opened import LEAST, Opened, click, named, newer_model, paste, write
from ui.contact.columns import Columns
from ui.contact.editors import ProblemLines, short_help, tooltip
from ui.contact.reading import text_of, value_of
from ui.contact.texts import GrowingText

__all__ = ["newer_model"]
CONTROL = Qt.KeyboardModifier.ControlModifier


# -- texts and values ------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
WELL_FORMED: dict[Kind, st.SearchStrategy[Any]] = {
    "string": st.text(min_size=1),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "long": st.integers(-(2**63), 2**63 - 1),
    "double": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**6), 10**6),
    "boolean": st.booleans(),
    "list": st.lists(JSON),
    "map": st.dictionaries(st.text(), JSON),
    "structure": st.dictionaries(st.text(), JSON),
}


@pytest.mark.parametrize("kind", WELL_FORMED)
@settings(max_examples=30)
@given(data=st.data())
def test_a_value_comes_back_from_its_text(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(WELL_FORMED[kind])
    assert repr(value_of(text_of(value, kind), kind)) == repr(value)


@pytest.mark.parametrize("kind", WELL_FORMED)
@given(text=st.text(min_size=1))
def test_no_text_is_lost(kind: Kind, text: str) -> None:
    """What is no value of its kind stays the text that it is, so that the model can complain of it."""
    value = value_of(text, kind)
    if isinstance(value, str):
        assert value == text
    elif value is None:
        assert not text.strip() or (text.strip() == "null" and kind not in ("string", "boolean"))
    else:
        assert kind != "string"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (" 60 ", "integer", 60),
        ("٦٠", "integer", 60),
        ("6" * 5000, "integer", "6" * 5000),
        ("60.5", "integer", "60.5"),
        ("1_000", "integer", "1_000"),
        (".5", "double", 0.5),
        ("1e999", "double", "1e999"),
        ("nan", "double", "nan"),
        ("Yes", "boolean", True),
        ("maybe", "boolean", "maybe"),
        ("[1", "list", "[1"),
        ("NaN", "list", "NaN"),
        ('"a"', "structure", '"a"'),
        (" ", "integer", None),
    ],
)
def test_texts_are_read_by_their_kind(text: str, kind: Kind, value: object) -> None:
    assert repr(value_of(text, kind)) == repr(value)


# -- fields that AWS may add -------------------------------------------------------------------------


@pytest.fixture
def newer(newer_model: None, show: Show) -> Opened:
    page = Opened(show, LEAST)
    page.form.advanced.unfold()
    return page


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("NewWord", "abc", "abc"),
        ("NewStory", "once upon", "once upon"),
        ("NewCount", "7", 7),
        ("NewShare", "0.25", 0.25),
        ("NewMoment", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("NewWords", "a", ["a"]),
        ("NewCounts", "[2, 3]", [2, 3]),
        ("NewCountMap", '{"a": 2}', {"a": 2}),
        ("NewTree", '{"Name": "a"}', None),
    ],
)
def test_a_new_field_that_is_typed_reaches_the_request(
    newer: Opened, name: str, text: str, value: object
) -> None:
    if name == "NewTree":
        newer.type('{"Name": "leaf"}', name, "Left")
        value = {"Left": {"Name": "leaf"}}
    else:
        newer.type(text, name)
    assert newer.set_beside_least == {name: value}
    assert newer.told() == []
    newer.click("Start chat")
    assert newer.starts == 1


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("New colour: Green", {"NewColour": "GREEN"}),
        ("New switch: No", {"NewSwitch": False}),
        ("New switch: Yes", {"NewSwitch": True}),
        ("New colours: Red", {"NewColours": ["RED"]}),
        ("Lit: Yes", {"NewPlace": {"Inside": {"Lit": True}}}),
    ],
)
def test_a_new_field_that_is_clicked_reaches_the_request(
    newer: Opened, button: str, expected: dict[str, Any]
) -> None:
    newer.click(button)
    assert newer.set_beside_least == expected


def test_a_new_enum_of_many_values_is_a_list_that_opens(newer: Opened) -> None:
    combo = named(newer.form, QComboBox, "New month")
    combo.setFocus()
    QTest.keyClicks(combo, "mar")
    assert newer.set_beside_least == {"NewMonth": "MAR"}
    newer.show(LEAST | {"NewMonth": "SMARCH"})
    assert combo.currentText() == "SMARCH"
    assert newer.request["NewMonth"] == "SMARCH"
    QTest.keyClick(combo, Qt.Key.Key_Home)
    assert newer.request == LEAST


def test_a_new_map_of_texts_is_a_table(newer: Opened) -> None:
    newer.form.field("NewMap").setFocus()
    for text in ("k", "v"):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert newer.set_beside_least == {"NewMap": {"k": "v"}}


def test_a_new_structure_is_told_its_problems_at_its_members(newer: Opened) -> None:
    newer.type("12", "NewPlace", "Number")
    newer.type("far too long", "NewWord")
    assert newer.told() == [
        "Must be at most 5 characters; this has 12.",
        "Must be at most 9; this is 12.",
    ]
    newer.click("Start chat")
    assert "Street is required." in newer.told()
    assert newer.form.field("NewWord").hasFocus()
    newer.type("Mill", "NewPlace", "Street")
    newer.type("5", "NewPlace", "Number")
    newer.type("2", "NewPlace", "Inside", "Floor")
    newer.type("", "NewWord")
    assert newer.set_beside_least == {"NewPlace": {"Street": "Mill", "Number": 5, "Inside": {"Floor": 2}}}
    assert newer.form.is_ready


def test_a_new_member_of_the_first_message_is_set_without_one(newer: Opened) -> None:
    newer.click("Tone: Red")
    assert newer.set_beside_least == {"InitialMessage": {"Tone": "RED"}}
    newer.type("Hi", "InitialMessage", "Content")
    newer.type("", "InitialMessage", "Content")
    assert newer.set_beside_least == {"InitialMessage": {"Tone": "RED"}}


def test_json_that_is_not_whole_stays_and_is_told(newer: Opened) -> None:
    newer.type('{"a": ', "NewCountMap")
    assert newer.request["NewCountMap"] == '{"a": '
    [told] = newer.told()
    assert told.startswith("This is not JSON yet: line 1")
    newer.show(newer.request)
    assert named(newer.form, QPlainTextEdit, "New count map").toPlainText() == '{"a": '
    newer.type('{"a": 99}', "NewCountMap")
    assert newer.told() == ["a: Must be at most 9; this is 99."]


def test_a_list_of_texts_is_one_a_line_and_json_where_lines_cannot_hold_it(newer: Opened) -> None:
    field = newer.form.field("NewWords")
    paste(field, "a\n\nb")
    assert newer.request["NewWords"] == ["a", "b"]
    newer.show(LEAST | {"NewWords": ["a\nb", ""]})
    text = named(newer.form, QPlainTextEdit, "New words").toPlainText()
    assert json.loads(text) == ["a\nb", ""]
    field = newer.form.field("NewWords")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_End, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert newer.request["NewWords"] == ["a\nb", ""]


def test_numbers_that_are_no_numbers_stay_and_are_told(newer: Opened) -> None:
    newer.type("many", "NewCount")
    assert newer.request["NewCount"] == "many"
    assert newer.told() == ["Must be a whole number. This is text."]


# -- content types -----------------------------------------------------------------------------------


def test_text_plain_is_locked_on(show: Show) -> None:
    page = Opened(show, LEAST)
    chip = named(page.form, QAbstractButton, "Content types: text/plain")
    assert chip.isChecked()
    assert not chip.isEnabled()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.request == LEAST


def test_a_list_without_text_plain_is_put_right_by_a_click(show: Show) -> None:
    page = Opened(show, LEAST | {"SupportedMessagingContentTypes": ["text/markdown"]})
    assert page.told() == ["Content types must contain text/plain."]
    page.click("Content types: text/plain")
    assert page.request["SupportedMessagingContentTypes"] == ["text/markdown", "text/plain"]
    assert page.told() == []
    assert not named(page.form, QAbstractButton, "Content types: text/plain").isEnabled()
    assert named(page.form, QAbstractButton, "Set of content types: Rich text").isChecked()


@pytest.mark.parametrize("extra", ["text/html", "text/plain", 5, {"a": 1}])
def test_an_entry_that_is_no_content_type_can_be_removed(show: Show, extra: object) -> None:
    page = Opened(show, LEAST | {"SupportedMessagingContentTypes": ["text/plain", extra]})
    assert len(page.told()) == 1
    text = extra if isinstance(extra, str) else json.dumps(extra)
    page.click(f"Content types: remove {text}")
    assert page.request["SupportedMessagingContentTypes"] == ["text/plain"]
    assert page.told() == []


@pytest.mark.parametrize(("name", "types"), contact.CONTENT_TYPE_SETS.items())
def test_sets_of_content_types(show: Show, name: str, types: tuple[str, ...]) -> None:
    words = {"plain": "Plain", "rich": "Rich text", "widget": "As the hosted widget"}
    page = Opened(show, LEAST)
    page.click(f"Set of content types: {words[name]}")
    assert page.request["SupportedMessagingContentTypes"] == list(types)
    page.click("Set of content types: Not set")
    assert page.request == LEAST


# -- the first message -------------------------------------------------------------------------------


def test_the_type_of_a_message_waits_for_its_text(show: Show) -> None:
    page = Opened(show, LEAST)
    page.click("Type of the first message: JSON")
    assert page.request == LEAST
    page.type("{", "InitialMessage", "Content")
    assert page.request["InitialMessage"] == {"ContentType": "application/json", "Content": "{"}
    assert any(told.startswith("The type says JSON, but") for told in page.told())
    page.click("Type of the first message: Plain text")
    assert page.told() == []
    page.type("", "InitialMessage", "Content")
    assert page.request == LEAST


def test_a_message_without_a_type_is_told_at_the_types(show: Show) -> None:
    page = Opened(show, LEAST | {"InitialMessage": {"Content": "Hi"}})
    page.click("Start chat")
    assert page.told() == ["Type is required."]
    assert page.form.field("InitialMessage", "ContentType").hasFocus()
    page.click("Type of the first message: Plain text")
    assert page.form.is_ready


def test_the_size_of_a_message_is_shown_from_half_of_its_limit_on(show: Show) -> None:
    page = Opened(show, LEAST)
    field = page.form.field("InitialMessage", "Content")
    paste(field, "é" * 4095)
    assert not [one for one in _texts(page.form) if one.endswith("16,384 bytes")]
    paste(field, "é" * 4096)
    assert "8,192 / 16,384 bytes" in _texts(page.form)
    paste(field, "é" * 8193)
    assert page.told() == ["The first message takes 16,386 bytes; 16,384 are the limit."]


def _texts(within: QWidget) -> list[str]:
    return [str(one.property("text")) for one in within.findChildren(QWidget) if one.isVisible()]


def test_a_growing_text_takes_the_lines_that_it_needs(show: Show) -> None:
    text = GrowingText(most=4)
    show(text, 400, 500)
    heights = []
    for lines in (1, 2, 3, 4, 5, 50):
        text.setPlainText("\n".join("x" * lines))
        heights.append(text.height())
    assert heights[:4] == sorted(set(heights[:4]))
    assert heights[3] == heights[4] == heights[5]
    text.setPlainText("word " * 40)
    assert text.height() > heights[0], "wrapped lines count"
    assert text.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def test_a_pasted_hard_space_stays_one(show: Show) -> None:
    page = Opened(show, LEAST)
    paste(page.form.field("InitialMessage", "Content"), "10\u00a0km\nnext")
    assert page.request["InitialMessage"]["Content"] == "10\u00a0km\nnext"


def test_tab_leaves_a_text_of_several_lines(show: Show) -> None:
    page = Opened(show, LEAST)
    field = page.form.field("InitialMessage", "Content")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()
    assert page.request == LEAST


# -- segment attributes ------------------------------------------------------------------------------

SEGMENTS: dict[str, Any] = {
    "text": {"ValueString": ""},
    "count": {"ValueInteger": 0},
    "place": {"ValueArn": "arn:aws:s3:::b"},
    "list": {"ValueList": [{"ValueString": "a"}]},
    "map": {"ValueMap": {"k": {"ValueInteger": 1}}},
    "none": {},
    "two": {"ValueString": "a", "ValueInteger": 1},
}


def _row(page: Opened, key: str) -> tuple[QLineEdit, QComboBox, QPlainTextEdit]:
    form = page.form
    return (
        named(form, QLineEdit, f"Key of segment attribute {key}"),
        named(form, QComboBox, f"Kind of segment attribute {key}"),
        named(form, QPlainTextEdit, f"Value of segment attribute {key}"),
    )


def test_segment_attributes_of_every_kind_stay_when_another_is_edited(show: Show) -> None:
    page = Opened(show, LEAST | {"SegmentAttributes": SEGMENTS})
    kinds = [_row(page, key)[1].currentText() for key in SEGMENTS]
    assert kinds == ["Text", "Number", "ARN", "List", "Map", "JSON", "JSON"]
    write(_row(page, "text")[2], "now")
    expected = SEGMENTS | {"text": {"ValueString": "now"}}
    assert repr(page.request["SegmentAttributes"]) == repr(expected)


@pytest.mark.parametrize(
    ("kind", "text", "value", "told"),
    [
        ("Text", "gold", {"ValueString": "gold"}, ""),
        ("Number", "7", {"ValueInteger": 7}, ""),
        ("Number", "7x", {"ValueInteger": "7x"}, "Must be a whole number. This is text."),
        ("Number", "", {"ValueInteger": ""}, "Must be a whole number. This is text."),
        ("ARN", "arn:aws:s3:::b", {"ValueArn": "arn:aws:s3:::b"}, ""),
        ("List", '[{"ValueString": "a"}]', {"ValueList": [{"ValueString": "a"}]}, ""),
        ("Map", '{"k": ', {"ValueMap": '{"k": '}, "Must be an object. This is text."),
    ],
)
def test_a_segment_attribute_is_typed(
    show: Show, kind: str, text: str, value: dict[str, Any], told: str
) -> None:
    page = Opened(show, LEAST)
    page.form.advanced.unfold()
    page.click("Add segment attribute")
    write(_row(page, "new")[0], "tier")
    combo = _row(page, "tier")[1]
    combo.setFocus()
    QTest.keyClicks(combo, kind)
    write(_row(page, "tier")[2], text)
    assert page.request["SegmentAttributes"] == {"tier": value}
    assert page.told() == ([told] if told else [])


def test_a_guide_is_added_by_a_click_and_needs_its_content_types(show: Show) -> None:
    page = Opened(show, LEAST)
    page.form.advanced.unfold()
    page.click("Add connect:Subtype = connect:Guide")
    assert page.request["SegmentAttributes"] == {"connect:Subtype": {"ValueString": "connect:Guide"}}
    [told] = page.told()
    assert "both interactive content types" in told
    page.click("Set of content types: As the hosted widget")
    assert page.told() == []
    page.click("Add connect:Subtype = connect:Guide")
    assert len(page.request["SegmentAttributes"]) == 1


def test_two_rows_with_one_key_keep_the_chat_from_starting(show: Show) -> None:
    page = Opened(show, LEAST | {"SegmentAttributes": {"a": {"ValueString": "1"}}})
    page.click("Add segment attribute")
    write(_row(page, "new")[0], "a")
    assert page.told() == ["The key “a” stands in several rows."]
    assert page.draft.is_ready, "the request itself cannot hold it"
    page.click("Start chat")
    assert page.starts == 0
    page.click("Remove segment attribute a")
    page.click("Start chat")
    assert page.starts == 1
    page.click("Remove segment attribute a")
    assert page.request == LEAST


def test_a_new_client_token_is_made_by_a_click(show: Show) -> None:
    page = Opened(show, LEAST)
    page.form.advanced.unfold()
    page.click("New client token")
    first = page.request["ClientToken"]
    page.click("New client token")
    assert contact.UUID.match(first)
    assert page.request["ClientToken"] != first


# -- parts ---------------------------------------------------------------------------------------------


def test_the_wheel_over_a_closed_list_scrolls_the_form(show: Show) -> None:
    page = Opened(show, LEAST | {"SegmentAttributes": {"a": {"ValueString": "1"}}})
    combo = _row(page, "a")[1]
    page.form.focus_start()
    at = QPointF(combo.rect().center())
    turn = QWheelEvent(
        at,
        combo.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, turn)
    assert combo.currentText() == "Text"


def test_fields_stand_beside_each_other_where_there_is_room(show: Show, qtbot: QtBot) -> None:
    parts = [QLineEdit() for _ in range(3)]
    columns = Columns([(parts[0], False), (parts[1], False), (parts[2], True)])
    window = show(columns, 640)
    qtbot.waitUntil(lambda: parts[0].y() == parts[1].y() < parts[2].y())
    assert parts[2].width() == columns.width()
    window.resize(320, 620)
    qtbot.waitUntil(lambda: parts[0].y() < parts[1].y() < parts[2].y())
    assert columns.width() < 330


def test_many_problems_are_cut_short(show: Show) -> None:
    lines = ProblemLines()
    show(lines)
    lines.tell([(f"Problem {number}.", True) for number in range(9)])
    texts = [text for text in _texts(lines) if text not in ("None", "")]
    assert texts == ["Problem 0.", "Problem 1.", "Problem 2.", "…and 6 more."]
    lines.tell([("One.", False)])
    assert [text for text in _texts(lines) if text not in ("None", "")] == ["One."]


def test_the_tooltip_of_a_field_is_aws_own_text() -> None:
    field = model("connect").operation("StartChatContact").input.at("ConnectionTypes")
    assert short_help(field).startswith("The types of connection information to return")
    assert len(short_help(field)) < len(field.help)
    assert short_help(field).endswith(".")
    assert "<b>ConnectionTypes</b>" in tooltip(field)


def test_a_click_on_the_title_of_the_folded_section_opens_it(show: Show) -> None:
    page = Opened(show, LEAST)
    QTest.mouseClick(page.form.advanced, Qt.MouseButton.LeftButton, pos=QPoint(60, 24))
    assert page.form.advanced.is_open
    click(page.form.advanced.fold)
    assert not page.form.advanced.is_open
