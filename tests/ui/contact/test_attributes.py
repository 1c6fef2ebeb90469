"""The attribute table, with keys and clicks as a user gives them."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console import contact
from console.shape import Problem
from tests.ui.contact.conftest import Show, button_of
from ui import theme
from ui.contact.attribute_rows import KEY, PROBLEM_ROLE, VALUE, AttributeRows
from ui.contact.attributes import AttributesEditor
from ui.contact.reading_dialog import ReadingDialog, written_in

SOME = {"orderId": "48213", "locale": "en-GB"}
MANY_LINES = "first line\nsecond line"


class Told:
    """What an editor told, with its problems shown to it again as the form does."""

    def __init__(self, editor: AttributesEditor) -> None:
        self.values: list[dict[str, Any]] = []
        self._editor = editor
        editor.edited.connect(self._hear)

    def _hear(self, value: dict[str, Any]) -> None:
        self.values.append(value)
        self._editor.show_problems(contact.problems({"Attributes": value}))

    @property
    def last(self) -> dict[str, Any] | None:
        return self.values[-1] if self.values else None


def editor_of(value: dict[str, Any] | None = None) -> AttributesEditor:
    made = AttributesEditor()
    made.show_value(value)
    return made


def shown(editor: AttributesEditor) -> list[tuple[str, str]]:
    """The rows as the table shows them, without the empty last one."""
    rows = editor.rows
    return [
        (rows.data(rows.index(at, KEY)), rows.data(rows.index(at, VALUE)))
        for at in range(rows.rowCount() - 1)
    ]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(keys: str) -> None:
    """Presses keys wherever the focus is."""
    sequence = QKeySequence(keys)
    QTest.keySequence(focused(), sequence)


def back_tab() -> None:
    """Shift+Tab, as the platforms give it."""
    QTest.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)


def type_in(text: str) -> None:
    QTest.keyClicks(focused(), text)


def paste(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press("Ctrl+V")


def click(editor: AttributesEditor, row: int, column: int, at: QPoint | None = None) -> None:
    cell = editor.table.visualRect(editor.rows.index(row, column))
    QTest.mouseClick(editor.table.viewport(), Qt.MouseButton.LeftButton, pos=at or cell.center())


def texts(editor: AttributesEditor) -> str:
    return "\n".join(part.text() for part in editor.findChildren(QLabel) if part.isVisible())


def button_named(widget: QWidget, text: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if text in one.text() and one.isVisible())


def dialog_of(editor: AttributesEditor) -> Any:
    return next(one for one in editor.findChildren(QDialog) if one.isVisible())


# -- showing --------------------------------------------------------------------------------------


def test_it_shows_a_request_and_an_empty_row_to_type_into(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    assert shown(editor) == list(SOME.items())
    assert editor.rows.rowCount() == 3
    editor.show_value(None)
    assert shown(editor) == []
    assert told.values == [], "showing tells nothing"


def test_the_weight_is_told(show: Show) -> None:
    editor = editor_of({"ü": "ab"})
    show(editor)
    assert editor.size_text() == "4 / 32,768 bytes"
    editor.show_value({"a": "x" * 40_000})
    assert editor.size_text() == "40,001 / 32,768 bytes"


def test_the_table_grows_with_its_rows_and_then_scrolls(show: Show, qtbot: QtBot) -> None:
    editor = editor_of()
    show(editor)
    heights = []
    for count in (0, 1, 7, 30):
        editor.show_value({f"key{number}": "x" for number in range(count)})
        heights.append(editor.table.height())
    assert heights[1] - heights[0] == 34
    assert heights[2] - heights[0] == 7 * 34
    assert heights[3] == heights[2]
    qtbot.waitUntil(lambda: editor.table.verticalScrollBar().maximum() > 0)


@pytest.mark.parametrize("value", [["no", "object"], "text", 5])
def test_something_that_is_no_map_is_shown_as_nothing(show: Show, value: Any) -> None:
    editor = AttributesEditor()
    editor.show_value(value)
    show(editor)
    assert shown(editor) == []


def test_a_value_that_is_no_text_is_kept_until_it_is_edited(show: Show) -> None:
    editor = editor_of({"count": 5, "flag": True, "list": ["x"]})
    told = Told(editor)
    show(editor)
    assert shown(editor) == [("count", "5"), ("flag", "true"), ("list", '["x"]')]
    editor.table.setFocus()
    editor.table.select_cell(0, VALUE)
    press("Return")
    type_in("6")
    assert told.last == {"count": "6", "flag": True, "list": ["x"]}


def test_showing_what_is_there_already_keeps_rows_that_a_request_cannot_hold(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    click(editor, 2, KEY)
    type_in("orderId")
    assert told.last == {"orderId": "", "locale": "en-GB"}
    editor.show_value(told.last)
    assert len(shown(editor)) == 3


# -- typing ---------------------------------------------------------------------------------------


def test_typing_into_the_empty_row_adds_an_attribute_key_by_key(show: Show) -> None:
    editor = editor_of()
    told = Told(editor)
    show(editor)
    click(editor, 0, KEY)
    type_in("ab")
    assert told.values == [{"a": ""}, {"ab": ""}], "nothing waits in the cell for it to be closed"
    press("Tab")
    type_in("1")
    assert told.last == {"ab": "1"}
    assert editor.rows.rowCount() == 2, "there is an empty row again"


def test_a_letter_on_a_cell_replaces_what_is_in_it(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0, VALUE)
    type_in("7")
    assert told.last == {**SOME, "orderId": "7"}


@pytest.mark.parametrize("keys", ["Return", "F2"])
def test_enter_edits_a_cell_and_escape_takes_it_back(show: Show, keys: str) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(1, VALUE)
    press(keys)
    cell = focused()
    assert isinstance(cell, QLineEdit)
    cell.end(False)
    type_in("!")
    assert told.last == {**SOME, "locale": "en-GB!"}
    press("Escape")
    assert told.last == SOME
    assert editor.table.hasFocus()


def test_tab_goes_through_the_cells_and_out_at_the_end(show: Show) -> None:
    editor = editor_of(SOME)
    window = show(editor)
    button_of(window, "before").setFocus()
    visited = []
    press("Tab")
    while focused() is editor.table:
        visited.append((editor.table.currentIndex().row(), editor.table.currentIndex().column()))
        assert len(visited) < 9
        press("Tab")
    assert visited == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)]
    assert focused() is editor.paste_button
    back = []
    back_tab()
    while focused() is editor.table:
        back.append((editor.table.currentIndex().row(), editor.table.currentIndex().column()))
        assert len(back) < 9
        back_tab()
    assert back == visited[::-1]
    assert focused() is button_of(window, "before")


def test_tab_goes_on_typing_in_the_next_cell_and_leaves_the_empty_row(show: Show) -> None:
    editor = editor_of()
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0)
    type_in("a")
    press("Tab")
    type_in("1")
    press("Tab")
    type_in("b")
    press("Tab")
    press("Tab")
    assert isinstance(focused(), QLineEdit), "the empty row is offered"
    press("Tab")
    assert focused() is editor.paste_button
    assert told.last == {"a": "1", "b": ""}
    back_tab()
    assert focused() is editor.table


def test_shift_tab_goes_back_while_typing(show: Show) -> None:
    editor = editor_of(SOME)
    show(editor)
    editor.table.setFocus()
    editor.table.open_cell(1, VALUE)
    back_tab()
    assert (editor.table.currentIndex().row(), editor.table.currentIndex().column()) == (1, KEY)
    assert isinstance(focused(), QLineEdit)


def test_ctrl_return_is_left_to_the_window(show: Show) -> None:
    editor = editor_of(SOME)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0)
    press("Ctrl+Return")
    assert focused() is editor.table


def test_delete_takes_the_chosen_rows_away(show: Show) -> None:
    editor = editor_of({**SOME, "third": "3"})
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0)
    press("Shift+Down")
    press("Delete")
    assert told.last == {"third": "3"}
    press("Delete")
    assert told.last == {}
    press("Delete")
    assert len(told.values) == 2, "there is nothing more to take away"


def test_rows_in_which_nothing_stands_go_when_the_table_is_left(show: Show) -> None:
    editor = editor_of(SOME)
    window = show(editor)
    editor.table.setFocus()
    editor.table.open_cell(0, KEY)
    press("Ctrl+A")
    press("Backspace")
    editor.table.open_cell(0, VALUE)
    press("Ctrl+A")
    press("Backspace")
    assert editor.rows.rowCount() == 3
    button_of(window, "after").setFocus()
    assert shown(editor) == [("locale", "en-GB")]


def test_a_value_without_a_key_is_kept_and_told(show: Show) -> None:
    editor = editor_of()
    told = Told(editor)
    show(editor)
    click(editor, 0, VALUE)
    type_in("x")
    assert told.last == {"": "x"}
    assert "A value stands without a key." in texts(editor)


# -- undo -----------------------------------------------------------------------------------------


def test_undo_and_redo_go_a_cell_at_a_time(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.open_cell(0, VALUE)
    type_in("12")
    press("Return")
    editor.table.open_cell(1, VALUE)
    type_in("de")
    press("Return")
    editor.table.setFocus()
    press("Ctrl+Z")
    assert told.last is not None
    assert told.last["locale"] == "en-GB"
    assert told.last["orderId"] != "48213"
    press("Ctrl+Z")
    assert told.last == SOME
    press("Ctrl+Z")
    assert told.last == SOME
    press(QKeySequence(QKeySequence.StandardKey.Redo).toString())
    assert told.last["orderId"] != "48213"


def test_another_request_is_not_undone(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0)
    press("Delete")
    editor.show_value({"other": "1"})
    press("Ctrl+Z")
    assert shown(editor) == [("other", "1")]
    assert len(told.values) == 1


# -- pasting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '{"locale": "de", "new": "1"}',
        '{\n  "locale": "de",\n  "new": 1\n}',
        "locale=de\nnew=1",
        "locale: de\nnew: 1\n",
    ],
)
def test_pasted_attributes_join_the_rows_as_one_step(show: Show, text: str) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0)
    paste(text)
    assert told.values == [{"orderId": "48213", "locale": "de", "new": "1"}]
    assert "1 attribute added. 1 attribute replaced." in texts(editor)
    QTest.mouseClick(button_named(editor, "Undo"), Qt.MouseButton.LeftButton)
    assert told.last == SOME
    assert "added" not in texts(editor)


def test_attributes_pasted_into_an_open_cell_join_the_rows(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    click(editor, 2, KEY)
    paste("a=1\nb=2")
    assert told.last == {**SOME, "a": "1", "b": "2"}
    assert len(shown(editor)) == 4


def test_a_line_of_json_pasted_into_an_open_value_is_the_value(show: Show) -> None:
    editor = editor_of({"cart": ""})
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.open_cell(0, VALUE)
    paste('{"items": 2}')
    assert told.last == {"cart": '{"items": 2}'}


def test_a_word_pasted_on_a_cell_is_its_text(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(1, VALUE)
    paste("fr")
    assert told.last == {**SOME, "locale": "fr"}
    press("Ctrl+Z")
    assert told.last == SOME


def test_lines_that_are_no_attributes_become_the_value_with_its_lines(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0, VALUE)
    paste(MANY_LINES)
    assert told.last == {**SOME, "orderId": MANY_LINES}
    assert shown(editor)[0] == ("orderId", "first line ⏎ second line")


def test_lines_that_are_no_attributes_are_refused_as_a_key(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0, KEY)
    paste(MANY_LINES)
    assert told.values == []
    assert "Line 1 is not key=value" in texts(editor)


def test_copied_rows_are_pasted_again(show: Show) -> None:
    editor = editor_of(SOME)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0)
    press("Shift+Down")
    press("Ctrl+C")
    assert json.loads(QGuiApplication.clipboard().text()) == SOME


def test_the_paste_dialog_reads_while_one_types_and_adds(show: Show, qtbot: QtBot) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    QTest.mouseClick(editor.paste_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(editor)
    assert not dialog.action.isEnabled()
    dialog.box.insertPlainText("locale=de\nnew=1")
    qtbot.waitUntil(lambda: bool(dialog.action.isEnabled()))
    assert dialog.verdict.text() == "2 attributes · 1 of them in place of what is there"
    assert dialog.action.text() == "Add 2 attributes"
    dialog.box.insertPlainText("\nnonsense")
    qtbot.waitUntil(lambda: not dialog.action.isEnabled())
    assert "Line 3 is not key=value" in dialog.verdict.text()
    dialog.box.setPlainText('{"locale": "de"}')
    QTest.keySequence(dialog.box, QKeySequence("Ctrl+Return"))
    assert told.values == [{**SOME, "locale": "de"}]
    QCoreApplication.sendPostedEvents()
    assert not [one for one in editor.findChildren(ReadingDialog) if one.isVisible()]


def test_the_paste_dialog_can_be_left(show: Show, qtbot: QtBot) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    editor.open_paste()
    dialog = dialog_of(editor)
    dialog.box.setPlainText("a=1")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert told.values == []


# -- larger values --------------------------------------------------------------------------------


def test_a_value_of_several_lines_opens_in_a_box_of_its_own(show: Show) -> None:
    editor = editor_of({"note": MANY_LINES})
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0, VALUE)
    press("Return")
    dialog = dialog_of(editor)
    assert written_in(dialog.box) == MANY_LINES
    dialog.box.setPlainText("one\ntwo\u00a0three\n")
    QTest.mouseClick(button_named(dialog, "Done"), Qt.MouseButton.LeftButton)
    assert told.last == {"note": "one\ntwo\u00a0three\n"}


def test_a_long_value_opens_in_a_box_and_one_that_grows_long_stays_where_it_is(show: Show) -> None:
    editor = editor_of({"long": "x" * 241, "short": ""})
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0, VALUE)
    press("F2")
    dialog_of(editor).reject()
    editor.table.setFocus()
    editor.table.open_cell(1, VALUE)
    type_in("y" * 300)
    assert told.last == {"long": "x" * 241, "short": "y" * 300}
    assert isinstance(focused(), QLineEdit)


@pytest.mark.parametrize("how", ["keys", "tool", "double click"])
def test_the_box_opens_by_keys_tool_and_double_click(show: Show, how: str) -> None:
    editor = editor_of({"note": MANY_LINES})
    show(editor)
    editor.table.setFocus()
    editor.table.select_cell(0, VALUE)
    cell = editor.table.visualRect(editor.rows.index(0, VALUE))
    if how == "keys":
        press("Alt+Return")
    elif how == "tool":
        click(editor, 0, VALUE, tool_place(editor, 0, "ellipsis"))
    else:
        at = cell.topLeft() + QPoint(20, 10)
        QTest.mouseDClick(editor.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert dialog_of(editor).windowTitle() == "Value of note"


def test_leaving_the_box_changes_nothing(show: Show) -> None:
    editor = editor_of({"note": "a\rb\r\nc"})
    told = Told(editor)
    show(editor)
    editor.open_larger(0)
    dialog = dialog_of(editor)
    QTest.mouseClick(button_named(dialog, "Done"), Qt.MouseButton.LeftButton)
    assert told.values == [], "opening and closing does not touch a value that the box shows otherwise"
    editor.open_larger(0)
    dialog_of(editor).box.setPlainText("x")
    QTest.mouseClick(button_named(dialog_of(editor), "Cancel"), Qt.MouseButton.LeftButton)
    assert told.values == []


# -- the buttons of a row -------------------------------------------------------------------------


def tool_place(editor: AttributesEditor, row: int, tool: str) -> QPoint:
    """Where a button of a row is, found as the mouse finds it."""
    cell: QRect = editor.table.visualRect(editor.rows.index(row, VALUE))
    for x in range(cell.left(), cell.right()):
        at = QPoint(x, cell.center().y())
        QTest.mouseMove(editor.table.viewport(), at)
        if editor.table.tool_at(at) == (row, tool):
            return at + QPoint(8, 0)
    raise AssertionError(f"row {row} has no {tool}")


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_a_row_is_deleted_by_its_button(show: Show, direction: Qt.LayoutDirection) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor).setLayoutDirection(direction)
    click(editor, 1, VALUE, tool_place(editor, 1, "trash-2"))
    assert told.values == [{"orderId": "48213"}]
    assert not editor.findChildren(QLineEdit), "the click opened no cell"


def test_a_button_that_is_left_before_the_mouse_is_released_does_nothing(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    at = tool_place(editor, 0, "trash-2")
    view = editor.table.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert told.values == []


def test_the_empty_row_has_no_buttons(show: Show) -> None:
    editor = editor_of(SOME)
    show(editor)
    with pytest.raises(AssertionError, match="row 2 has no"):
        tool_place(editor, 2, "trash-2")


# -- as the hosted widget sends them --------------------------------------------------------------


def test_the_prefix_is_added_and_taken_away(show: Show) -> None:
    editor = editor_of({"orderId": "1", "HostedWidget-locale": "en"})
    told = Told(editor)
    show(editor)
    assert not editor.prefix.isChecked()
    QTest.mouseClick(editor.prefix, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    assert told.last == {"HostedWidget-orderId": "1", "HostedWidget-locale": "en"}
    assert editor.prefix.isChecked()
    QTest.mouseClick(editor.prefix, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    assert told.last == {"orderId": "1", "locale": "en"}
    assert not editor.prefix.isChecked()


def test_the_prefix_loses_no_row_where_two_keys_become_one(show: Show) -> None:
    editor = editor_of({"a": "1", "HostedWidget-a": "2"})
    show(editor)
    editor.prefix.click()
    assert shown(editor) == [("HostedWidget-a", "1"), ("HostedWidget-a", "2")]
    assert editor.local_problems()


def test_the_prefix_needs_a_key(show: Show) -> None:
    editor = editor_of()
    show(editor)
    assert not editor.prefix.isEnabled()
    assert not editor.prefix.isChecked()


# -- problems -------------------------------------------------------------------------------------


def test_a_key_twice_is_kept_and_told(show: Show) -> None:
    editor = editor_of(SOME)
    told = Told(editor)
    show(editor)
    click(editor, 2, KEY)
    type_in("locale")
    press("Tab")
    type_in("de")
    assert told.last == {**SOME, "locale": "de"}
    assert shown(editor)[1:] == [("locale", "en-GB"), ("locale", "de")]
    (problem,) = editor.local_problems()
    assert problem.path == ("Attributes", "locale")
    assert problem.blocks
    assert problem.message in texts(editor)
    assert problems_of_rows(editor) == [None, problem, problem]


def problems_of_rows(editor: AttributesEditor) -> list[Problem | None]:
    rows = editor.rows
    return [rows.data(rows.index(at, KEY), PROBLEM_ROLE) for at in range(rows.rowCount() - 1)]


def test_problems_mark_their_rows_and_stand_below(show: Show) -> None:
    value = {"order id": "1", "fine": "2", "big": "x" * 33_000}
    editor = editor_of(value)
    show(editor)
    problems = [*contact.problems({"Attributes": value}), Problem(("CustomerId",), "x", "of another field")]
    editor.show_problems(problems)
    marks = problems_of_rows(editor)
    assert marks[1] is None
    assert marks[0] is not None
    assert marks[0].code == "key_alphabet"
    assert "order id" in texts(editor)
    assert "big: Must be at most 32,767 characters" in texts(editor)
    assert "Attributes take 33,0" in texts(editor)
    assert "another field" not in texts(editor)
    tip = editor.rows.data(editor.rows.index(0, KEY), Qt.ItemDataRole.ToolTipRole)
    assert tip == marks[0].message
    spoken = editor.rows.data(editor.rows.index(0, KEY), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Key: order id. {marks[0].message}"
    editor.show_problems([])
    assert problems_of_rows(editor) == [None, None, None]


def test_many_problems_are_told_in_short(show: Show) -> None:
    value = {f"bad key {number}": "" for number in range(20)}
    editor = editor_of(value)
    show(editor)
    editor.show_problems(contact.problems({"Attributes": value}))
    assert "…and 17 more." in texts(editor)


def test_a_warning_is_no_problem(show: Show) -> None:
    editor = editor_of(SOME)
    show(editor)
    warning = Problem(("Attributes", "locale"), "odd", "This looks odd.", blocks=False)
    editor.show_problems([warning])
    label = next(one for one in editor.findChildren(QLabel) if "looks odd" in one.text())
    assert label.property("role") == "warning"
    assert problems_of_rows(editor) == [None, warning]


def test_the_target_of_a_problem_is_its_row(show: Show) -> None:
    editor = editor_of(SOME)
    show(editor)
    editor.focus_target(("Attributes", "locale")).setFocus()
    assert editor.table.hasFocus()
    assert editor.table.currentIndex().row() == 1
    assert editor.focus_target(("Attributes",)) is editor.table
    assert editor.focus_target(("Attributes", "gone")) is editor.table


# -- painting, size, the model --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_it_is_painted_in_both_themes_and_directions(
    show: Show, qapp: QApplication, name: str, direction: Qt.LayoutDirection
) -> None:
    value = {"bad key": "1", "note": MANY_LINES, "long": "x" * 500}
    editor = editor_of(value)
    editor.show_problems(contact.problems({"Attributes": value}))
    window = show(editor)
    theme.dress(qapp, name)
    window.setLayoutDirection(direction)
    editor.table.setFocus()
    editor.table.select_cell(1, VALUE)
    picture = editor.table.viewport().grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(picture.height())
    }
    for token in ("soft", "danger_soft", "surface", "border", "accent"):
        assert theme.colour(token).name() in colours, token
    theme.dress(qapp, "light")


def test_the_rows_are_a_sound_model(qapp: QApplication) -> None:
    rows = AttributeRows(qapp)
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.show_value(SOME)
    rows.setData(rows.index(2, KEY), "new")
    rows.setData(rows.index(2, VALUE), MANY_LINES)
    rows.setData(rows.index(3, VALUE), "no key")
    rows.show_problems({"new": Problem(("Attributes", "new"), "x", "y")})
    rows.remove([0, 3])
    rows.undo()
    rows.redo()
    rows.merge({"locale": "x", "more": "y"})
    rows.change([("", ""), ("a", "b")])
    rows.tidy()
    assert rows.value() == {"a": "b"}
    assert rows.rowCount(rows.index(0, 0)) == 0
    del tester


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(_TEXTS, _TEXTS, max_size=5),
    st.lists(
        st.one_of(
            st.tuples(st.just("set"), st.integers(0, 6), st.integers(0, 1), _TEXTS),
            st.tuples(st.just("remove"), st.lists(st.integers(0, 6), max_size=3)),
            st.tuples(st.just("merge"), st.dictionaries(_TEXTS, _TEXTS, max_size=3)),
            st.tuples(st.just("undo")),
            st.tuples(st.just("redo")),
            st.tuples(st.just("tidy")),
        ),
        max_size=12,
    ),
)
def test_whatever_is_done_the_model_stays_sound_and_undo_leads_back(
    start: dict[str, str], steps: list[Any]
) -> None:
    rows = AttributeRows()
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.show_value(start)
    first = rows.value()
    assert first == {key: value for key, value in start.items() if key or value}
    for name, *arguments in steps:
        if name == "set":
            row, column, text = arguments
            rows.remember()
            rows.setData(rows.index(min(row, rows.rowCount() - 1), column), text)
        else:
            getattr(rows, name)(*arguments)
        assert rows.rowCount() == len(rows.pairs) + 1
        assert set(rows.value()) == {key for key, value in rows.pairs if key or value}
    for _ in range(40):
        rows.undo()
    assert rows.value() == first
    del tester


def test_a_key_in_five_hundred_attributes_is_quick(show: Show) -> None:
    editor = editor_of({f"key{number}": f"value {number}" for number in range(500)})
    told = Told(editor)
    show(editor)
    editor.table.setFocus()
    editor.table.open_cell(250, VALUE)
    took = []
    for key in "abcdefghij":
        begun = time.thread_time()
        type_in(key)
        took.append(time.thread_time() - begun)
    assert len(told.values) == 10
    assert sorted(took)[5] < 0.05


def test_thousands_of_rows_are_shown_at_once(show: Show) -> None:
    editor = editor_of()
    show(editor)
    begun = time.thread_time()
    editor.show_value({f"key{number}": "x" for number in range(20_000)})
    assert time.thread_time() - begun < 1.0
    assert editor.table.height() < 400
