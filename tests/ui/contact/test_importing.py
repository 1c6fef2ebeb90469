"""The import dialog: what is recognised while one pastes, and what is taken over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from console import handover
from console.export import Imported
from tests.ui.contact.conftest import Show
from ui.contact.importing import ImportDialog

REQUEST = {
    "InstanceId": "a1b2c3d4-0000-4000-8000-000000000001",
    "ContactFlowId": "0000aaaa-1111-4111-8111-00000000abcd",
    "ParticipantDetails": {"DisplayName": "Zoë"},
}
CLI = (
    "aws connect start-chat-contact --instance-id a1b2c3d4-0000-4000-8000-000000000001 "
    "--contact-flow-id 0000aaaa-1111-4111-8111-00000000abcd --participant-details DisplayName=Zoë "
    "--region eu-west-1 --profile prod"
)


class Opened:
    """An open dialog, and what it told."""

    def __init__(self, show: Show) -> None:
        self.told: list[Imported] = []
        self._parent = QWidget()
        self.window = show(self._parent)
        self.dialog = ImportDialog(self.window)
        self.dialog.imported.connect(self.told.append)
        self.dialog.open()


@pytest.fixture
def opened(show: Show) -> Opened:
    return Opened(show)


def paste(opened: Opened, text: str, qtbot: QtBot) -> None:
    before = opened.dialog.verdict.text()
    opened.dialog.box.setPlainText(text)
    qtbot.waitUntil(lambda: opened.dialog.verdict.text() != before)


def test_it_opens_with_the_box_focused_and_nothing_to_import(opened: Opened) -> None:
    assert opened.dialog.box.hasFocus()
    assert not opened.dialog.action.isEnabled()
    assert opened.dialog.verdict.text() == "Nothing to read yet."
    assert opened.dialog.box.placeholderText().startswith("Paste JSON")


def test_json_is_recognised_while_one_pastes_and_imported_by_a_click(opened: Opened, qtbot: QtBot) -> None:
    paste(opened, json.dumps(REQUEST), qtbot)
    assert opened.dialog.verdict.text() == "JSON · 3 fields"
    QTest.mouseClick(opened.dialog.action, Qt.MouseButton.LeftButton)
    assert [one.request for one in opened.told] == [REQUEST]
    assert not opened.dialog.isVisible()


def test_a_cli_line_tells_its_region_and_what_was_left_out(opened: Opened, qtbot: QtBot) -> None:
    paste(opened, CLI, qtbot)
    assert opened.dialog.verdict.text() == "AWS CLI line · 3 fields · eu-west-1"
    assert "--profile was left out" in opened.dialog.notes.text()
    assert opened.dialog.notes.text().startswith("•")
    QTest.keySequence(opened.dialog.box, QKeySequence("Ctrl+Return"))
    assert [(one.request, one.region) for one in opened.told] == [(REQUEST, "eu-west-1")]


def test_what_is_no_request_is_said_and_cannot_be_imported(opened: Opened, qtbot: QtBot) -> None:
    paste(opened, json.dumps(REQUEST), qtbot)
    paste(opened, "hello world", qtbot)
    assert not opened.dialog.action.isEnabled()
    assert opened.dialog.verdict.property("role") == "problem"
    QTest.keySequence(opened.dialog.box, QKeySequence("Ctrl+Return"))
    assert opened.told == []
    assert opened.dialog.isVisible()


def test_the_keys_do_not_wait_for_the_reading(opened: Opened) -> None:
    opened.dialog.box.setPlainText(json.dumps(REQUEST))
    QTest.keySequence(opened.dialog.box, QKeySequence("Ctrl+Return"))
    assert [one.request for one in opened.told] == [REQUEST]


def test_a_request_without_fields_is_nothing_to_import(opened: Opened, qtbot: QtBot) -> None:
    opened.dialog.box.setPlainText("{}")
    qtbot.waitUntil(lambda: opened.dialog.verdict.text() != "Nothing to read yet.")
    assert not opened.dialog.action.isEnabled()


@pytest.mark.parametrize("how", ["cancel", "escape"])
def test_it_can_be_left(opened: Opened, qtbot: QtBot, how: str) -> None:
    paste(opened, json.dumps(REQUEST), qtbot)
    if how == "cancel":
        QTest.mouseClick(opened.dialog.cancel, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(opened.dialog, Qt.Key.Key_Escape)
    assert opened.told == []
    assert not opened.window.findChildren(QFileDialog)


def test_a_file_is_read_into_the_box(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text("\ufeff" + json.dumps(REQUEST), "utf-8")
    QTest.mouseClick(opened.dialog.file_button, Qt.MouseButton.LeftButton)
    (chooser,) = opened.dialog.findChildren(QFileDialog)
    chooser.selectFile(str(file))
    chooser.accept()
    qtbot.waitUntil(lambda: opened.dialog.verdict.text() == "JSON · 3 fields")
    assert opened.dialog.action.isEnabled()


def test_a_saved_request_and_its_link_are_read(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / f"Order{handover.ENDING}"
    file.write_text(handover.file_text("Order", REQUEST), "utf-8")
    QTest.mouseClick(opened.dialog.file_button, Qt.MouseButton.LeftButton)
    (chooser,) = opened.dialog.findChildren(QFileDialog)
    assert f"*{handover.ENDING}" in chooser.nameFilters()[0]
    chooser.selectFile(str(file))
    chooser.accept()
    qtbot.waitUntil(lambda: opened.dialog.verdict.text() == "JSON · 3 fields")
    paste(opened, "nothing", qtbot)
    paste(opened, handover.link(REQUEST), qtbot)
    assert opened.dialog.verdict.text() == "JSON · 3 fields"


def _binary(folder: Path) -> Path:
    file = folder / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\xff\xfe")
    return file


def _huge(folder: Path) -> Path:
    file = folder / "huge.json"
    file.write_bytes(b"x" * 4_000_001)
    return file


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_binary, "picture.png is not a text in UTF-8."),
        (_huge, "huge.json is too large for a request."),
        (lambda folder: folder / "gone.json", "gone.json can't be read"),
        (lambda folder: folder, "can't be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(opened: Opened, tmp_path: Path, make: Any, words: str) -> None:
    opened.dialog.open_file(str(make(tmp_path)))
    assert words in opened.dialog.verdict.text()
    assert opened.dialog.box.toPlainText() == ""
    assert not opened.dialog.action.isEnabled()


def test_a_closed_dialog_is_gone_with_what_was_pasted(opened: Opened, qtbot: QtBot) -> None:
    gone = []
    opened.dialog.destroyed.connect(lambda: gone.append(True))
    opened.dialog.reject()
    QCoreApplication.sendPostedEvents()
    qtbot.waitUntil(lambda: bool(gone))
