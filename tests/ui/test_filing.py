"""Dialogs for files begin where a person expects them to, and never in the program's own folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

import ui
from tests.conftest import until
from ui import filing

SOURCES = Path(ui.__file__).parent


async def test_it_is_the_documents_and_then_where_one_was(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, elsewhere = tmp_path / "documents", tmp_path / "elsewhere"
    documents.mkdir()
    elsewhere.mkdir()
    (elsewhere / "one.txt").write_text("one")
    monkeypatch.setattr(filing, "_last", [])
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _of: str(documents))
    parent = QWidget()
    first = QFileDialog(parent)
    first.setFileMode(QFileDialog.FileMode.ExistingFile)
    filing.begin(first)
    assert Path(first.directory().absolutePath()) == documents
    first.open()
    first.selectFile(str(elsewhere / "one.txt"))
    first.accept()
    await until(lambda: not first.isVisible(), "the choice")
    second = QFileDialog(parent)
    filing.begin(second)
    assert Path(second.directory().absolutePath()) == elsewhere


def test_a_folder_that_is_gone_is_not_begun_with(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "_last", [str(tmp_path / "gone")])
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _of: "")
    parent = QWidget()
    dialog = QFileDialog(parent)
    filing.begin(dialog)
    assert Path(dialog.directory().absolutePath()) == Path.home()


def test_every_dialog_for_files_begins_there() -> None:
    made = 0
    for file in SOURCES.rglob("*.py"):
        text = file.read_text("utf-8")
        dialogs = len(re.findall(r"= QFileDialog\(", text))
        assert len(re.findall(r"filing\.begin\(", text)) == dialogs, file.name
        made += dialogs
    assert made > 4
