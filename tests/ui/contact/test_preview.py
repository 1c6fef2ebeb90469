"""The side beside the form: the request as text, in every format that the export has."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QTextLayout
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from console import export
from console.export import Target
from tests.ui.contact.conftest import Show
from ui import theme
from ui.contact.highlighting import PATTERNS
from ui.contact.preview import Preview, _show_text

REQUEST: dict[str, Any] = {
    "InstanceId": "a1b2c3d4-0000-4000-8000-000000000001",
    "ContactFlowId": "0000aaaa-1111-4111-8111-00000000abcd",
    "Attributes": {"note": "it's “quoted” 👩\u200d👩\u200d👧\nand\u00a0more"},
    "ParticipantDetails": {"DisplayName": "Zoë"},
    "ChatDurationInMinutes": 1500,
}
REGION, ENDPOINT = "us-east-1", "http://127.0.0.1:4566"


def preview_of(request: dict[str, Any]) -> Preview:
    made = Preview()
    made.show_request(request, REGION, ENDPOINT)
    return made


def texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


def choose(preview: Preview, format_id: str) -> None:
    QTest.mouseClick(preview.formats.button(format_id), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("format_id", [one.id for one in export.FORMATS])
def test_it_shows_and_copies_what_the_export_writes(show: Show, format_id: str) -> None:
    preview = preview_of(REQUEST)
    told = QSignalSpy(preview.format_changed)
    show(preview)
    choose(preview, format_id)
    wanted = export.as_text(format_id, REQUEST, Target(REGION, ENDPOINT))
    assert preview.text.toPlainText() == wanted
    QTest.mouseClick(preview.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == wanted
    assert [told.at(at)[0] for at in range(told.count())] == [format_id]


def test_the_json_is_the_request(show: Show) -> None:
    preview = preview_of(REQUEST)
    show(preview)
    assert json.loads(preview.text.toPlainText()) == REQUEST


def test_a_format_can_be_shown_without_telling(show: Show) -> None:
    preview = preview_of(REQUEST)
    told = QSignalSpy(preview.format_changed)
    show(preview)
    preview.show_format("python")
    assert preview.formats.taken() == "python"
    assert preview.text.toPlainText().startswith("import boto3")
    preview.show_format("no such format")
    assert preview.formats.taken() == "json"
    assert told.count() == 0


def test_it_follows_edits_a_moment_later(show: Show, qtbot: QtBot) -> None:
    preview = preview_of(REQUEST)
    show(preview)
    preview.show_request({"CustomerId": "c1"}, REGION, ENDPOINT)
    preview.show_request({"CustomerId": "c2"}, REGION, ENDPOINT)
    assert "Zoë" in preview.text.toPlainText(), "not at every key"
    qtbot.waitUntil(lambda: json.loads(preview.text.toPlainText()) == {"CustomerId": "c2"})


def test_an_edit_and_a_copy_right_after_it_copies_the_new_request(show: Show) -> None:
    preview = preview_of(REQUEST)
    show(preview)
    preview.show_request({"CustomerId": "new"})
    preview.copy()
    assert json.loads(QGuiApplication.clipboard().text()) == {"CustomerId": "new"}


def test_nothing_is_written_while_nobody_looks(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def as_text(*arguments: Any) -> str:
        written.append(arguments)
        return "text"

    monkeypatch.setattr(export, "as_text", as_text)
    preview, pages = Preview(), QStackedWidget()
    pages.addWidget(QWidget())
    pages.addWidget(preview)
    show(pages)
    preview.show_request(REQUEST)
    preview.show_format("python")
    later: list[bool] = []
    QTimer.singleShot(150, lambda: later.append(True))
    qtbot.waitUntil(lambda: bool(later))
    assert not written, "not even a moment later"
    pages.setCurrentWidget(preview)
    assert len(written) == 1
    pages.setCurrentIndex(0)
    pages.setCurrentWidget(preview)
    assert len(written) == 1, "and not again while nothing has changed"


def test_the_place_stays_where_it_was_scrolled_to(show: Show, qtbot: QtBot) -> None:
    many = {f"key{number}": "x" * 200 for number in range(200)}
    preview = preview_of({"Attributes": many})
    show(preview)
    bars = preview.text.verticalScrollBar(), preview.text.horizontalScrollBar()
    bars[0].setValue(60)
    bars[1].setValue(40)
    preview.show_request({"Attributes": {**many, "key100": "changed", "new": "1"}})
    qtbot.waitUntil(lambda: "changed" in preview.text.toPlainText())
    assert [bar.value() for bar in bars] == [60, 40]
    preview.show_request({"Attributes": {**many, "key0": "changed too"}})
    qtbot.waitUntil(lambda: "changed too" in preview.text.toPlainText())
    assert bars[0].value() == 60
    choose(preview, "python")
    assert bars[0].value() == 0, "another format begins at its beginning"


def test_what_the_cli_does_not_know_yet_is_said(show: Show) -> None:
    request = {**REQUEST, "ConnectionTypes": ["WEBSOCKET"]}
    assert export.fields_missing_from_cli(request), "the field that this test needs has come to the CLI"
    preview = preview_of(request)
    show(preview)
    assert "does not know" not in texts(preview)
    choose(preview, "cli")
    assert "does not know --connection-types" in texts(preview)
    choose(preview, "json")
    assert "does not know" not in texts(preview)


@pytest.mark.parametrize("format_id", ["json", "cli"])
def test_what_cannot_be_written_is_said_in_its_place(show: Show, format_id: str) -> None:
    preview = preview_of({"Attributes": {"a": b"bytes"}})
    show(preview)
    choose(preview, format_id)
    assert preview.text.toPlainText() == ""
    assert "can't be written as JSON" in texts(preview)
    assert not preview.copy_button.isEnabled()
    QGuiApplication.clipboard().setText("before")
    preview.copy()
    assert QGuiApplication.clipboard().text() == "before"
    preview.show_request(REQUEST)
    preview.copy()
    assert preview.copy_button.isEnabled()
    assert "can't be written" not in texts(preview)


def test_copying_says_so_for_a_moment(show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.contact.preview._COPIED_FOR_MS", 100)
    preview = preview_of(REQUEST)
    show(preview)
    assert preview.copy_button.accessibleName() == "Copy the request"
    preview.copy()
    assert preview.copy_button.accessibleName() == "Copied"
    qtbot.waitUntil(lambda: preview.copy_button.accessibleName() == "Copy the request")


def test_lines_wrap_where_that_is_wanted(show: Show) -> None:
    preview = preview_of(REQUEST)
    show(preview)
    modes = QPlainTextEdit.LineWrapMode
    assert preview.text.lineWrapMode() == modes.NoWrap, "JSON does not at first"
    QTest.mouseClick(preview.wrap, Qt.MouseButton.LeftButton)
    assert preview.text.lineWrapMode() == modes.WidgetWidth
    choose(preview, "python")
    assert preview.text.lineWrapMode() == modes.NoWrap
    assert not preview.wrap.isChecked()
    choose(preview, "json")
    assert preview.text.lineWrapMode() == modes.WidgetWidth, "each format keeps its own"
    assert preview.wrap.isChecked()


def test_the_text_can_be_selected_and_not_changed(show: Show) -> None:
    preview = preview_of(REQUEST)
    show(preview)
    preview.text.setFocus()
    before = preview.text.toPlainText()
    QTest.keyClicks(preview.text, "abc")
    assert preview.text.toPlainText() == before
    assert preview.text.accessibleName() == "The request as JSON"
    QTest.keyClick(preview.text, Qt.Key.Key_Tab)
    assert not preview.text.hasFocus(), "Tab leaves it"


# -- colours --------------------------------------------------------------------------------------


def coloured(preview: Preview) -> dict[str, str]:
    """Each coloured piece of the text, with its colour."""
    pieces = {}
    document = preview.text.document()
    for number in range(document.blockCount()):
        block = document.findBlockByNumber(number)
        layout: QTextLayout = block.layout()
        units = block.text().encode("utf-16-le")
        for piece in layout.formats():
            text = units[piece.start * 2 : (piece.start + piece.length) * 2].decode("utf-16-le")
            pieces[text] = piece.format.foreground().color().name()
    return pieces


@pytest.mark.parametrize(
    ("format_id", "pieces"),
    [
        ("json", {'"InstanceId"': "accent", '"Zoë"': "ok", "1500": "warn"}),
        ("cli", {"--instance-id": "accent", "1500": "warn", "\\": "faint"}),
        ("python", {"import": "soft_text", "ContactFlowId": "accent", '"connect"': "ok", "1500": "warn"}),
    ],
)
@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_text_is_coloured_in_the_colours_of_the_theme(
    show: Show, qapp: QApplication, format_id: str, pieces: dict[str, str], name: str
) -> None:
    preview = preview_of(REQUEST)
    preview.show_format(format_id)
    show(preview)
    theme.dress(qapp, name)
    found = coloured(preview)
    assert {piece: found.get(piece) for piece in pieces} == {
        piece: theme.colour(token).name() for piece, token in pieces.items()
    }
    theme.dress(qapp, "light")


def test_an_emoji_before_a_piece_does_not_move_its_colour(show: Show) -> None:
    preview = preview_of({"Attributes": {"😀😀": "x", "a": "😀"}})
    show(preview)
    found = coloured(preview)
    assert found['"😀😀"'] == theme.colour("accent").name()
    assert found['"x"'] == theme.colour("ok").name()


def test_every_format_has_its_patterns() -> None:
    assert PATTERNS.keys() == {one.id for one in export.FORMATS}


# -- writing only what differs --------------------------------------------------------------------

_LINES = st.lists(st.sampled_from(["a", "b", "", "  c", "😀"]), max_size=7)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=_LINES, after=_LINES)
def test_a_text_becomes_any_other(qapp: QApplication, before: list[str], after: list[str]) -> None:
    box = QPlainTextEdit()
    box.setPlainText("\n".join(before))
    _show_text(box, "\n".join(after))
    assert box.toPlainText() == "\n".join(after)


def test_a_key_in_a_large_request_is_quick(show: Show) -> None:
    attributes = {f"key{number}": f"value {number}" for number in range(500)}
    preview = preview_of({"Attributes": attributes})
    show(preview)
    took = []
    for number in range(9):
        preview.show_request({"Attributes": {**attributes, "key250": str(number)}})
        begun = time.thread_time()
        preview.copy()
        took.append(time.thread_time() - begun)
    assert sorted(took)[4] < 0.05
