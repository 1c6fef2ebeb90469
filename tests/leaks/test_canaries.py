"""The search itself: what it must find, in every form and place, and what it must not take for a secret."""

from __future__ import annotations

import html
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QStringListModel
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tests.leaks.canaries import Canary, leaks_below, leaks_in
from tests.leaks.watch import texts_of_screen

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfi \"CY'EX&AMPLE\\KEY"
CANARY = Canary("the secret", SECRET)
FORMS = {
    "as it is": SECRET.encode(),
    "in an address": quote(SECRET, safe="").encode(),
    "in a path": quote(SECRET).encode(),
    "in a form": quote_plus(SECRET).encode(),
    "in JSON": json.dumps({"a": SECRET}).encode(),
    "in JSON of a browser": json.dumps(SECRET).replace("/", "\\/").encode(),
    "in Python": repr({"a": SECRET}).encode(),
    "in HTML": html.escape(SECRET).encode(),
    "in hexadecimal": SECRET.encode().hex().encode(),
    "in base64": b64encode(SECRET.encode()),
    "in base64 of an address": urlsafe_b64encode(SECRET.encode()),
    "in base64 of UTF-16": b64encode(SECRET.encode("utf-16-le")),
    "in UTF-16": SECRET.encode("utf-16"),
    "in UTF-16 of a network": SECRET.encode("utf-16-be"),
    "but for its end": SECRET[:17].encode(),
    "but for its beginning": SECRET[-16:].encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_planted_leak_is_found(form: str, tmp_path: Path) -> None:
    assert leaks_in(b"\0before " + FORMS[form] + b" after", [CANARY])
    (tmp_path / "folder").mkdir()
    file = tmp_path / "folder" / "settings.json"
    file.write_bytes(b"{" + FORMS[form] + b"}")
    assert list(leaks_below([tmp_path], [CANARY]))
    assert list(leaks_below([tmp_path], [CANARY], but=[file])) == []


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=9), st.binary(max_size=9), st.text("abcXYZ012/+=", min_size=16, max_size=60))
def test_base64_is_found_whatever_stands_around_the_secret(before: bytes, after: bytes, secret: str) -> None:
    coded = b64encode(before + secret.encode() + after)
    assert leaks_in(coded, [Canary("any", secret)])


def test_names_of_files_and_targets_of_links_count(tmp_path: Path) -> None:
    name = "an-example-of-a-secret"
    (tmp_path / f"cache-{name}.bin").touch()
    (tmp_path / "link").symlink_to(f"/nowhere/{name}")
    assert len(list(leaks_below([tmp_path], [Canary("the secret", name)]))) == 2


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("code=271828", True),
        ("271828", True),
        ("12718281", False),
        ("a271828f", False),
        ("x271828 271828", True),
    ],
)
def test_a_short_code_counts_where_it_stands_by_itself(text: str, is_found: bool) -> None:
    assert bool(leaks_in(text, [Canary("code", "271828")])) is is_found


def test_what_is_no_secret_is_not_taken_for_one() -> None:
    assert leaks_in("wJal… AKIA…MPLE ••••••••", [CANARY]) == []
    assert SECRET not in repr(CANARY), "nor does a report of it leak it"


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QMainWindow]:
    """A window with nothing in it."""
    made, inner = QMainWindow(), QWidget()
    QVBoxLayout(inner)
    made.setCentralWidget(inner)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def add(window: QMainWindow, part: QWidget) -> None:
    inner = window.centralWidget()
    layout = inner.layout() if inner else None
    assert layout is not None
    layout.addWidget(part)


def heard(*but: QWidget) -> set[str]:
    return {told.where for told in texts_of_screen(but) if leaks_in(told.text, [CANARY])}


def test_a_screen_without_a_leak_tells_none(window: QMainWindow) -> None:
    line = QLineEdit(SECRET)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.selectAll()
    add(window, line)
    assert heard() == set()


@pytest.mark.parametrize(
    "place", ["accessibleName", "accessibleDescription", "toolTip", "objectName", "whatsThis"]
)
def test_a_leak_of_a_widget_is_heard(window: QMainWindow, place: str) -> None:
    part = QLabel("harmless")
    part.setProperty(place, SECRET)
    part.hide()
    add(window, part)
    assert f"QLabel.{place}" in heard()


def test_a_leak_of_a_window_is_heard(window: QMainWindow) -> None:
    window.setWindowTitle(SECRET)
    assert {"QMainWindow.windowTitle", "accessible Name of QMainWindow"} <= heard()


def test_what_a_line_shows_is_heard_unless_it_is_meant(window: QMainWindow) -> None:
    line, box = QLineEdit(SECRET), QPlainTextEdit(SECRET)
    add(window, line)
    add(window, box)
    assert {"accessible text of QLineEdit", "accessible text of QPlainTextEdit", "QLineEdit.text"} <= heard()
    assert heard(line, box) == set()
    line.setToolTip(SECRET)
    assert heard(line, box) == {"QLineEdit.toolTip", "accessible Description of QLineEdit"}


def test_what_waits_behind_a_widget_is_heard(window: QMainWindow) -> None:
    line, table, label = QLineEdit(), QTableWidget(1, 1), QLabel()
    completer = QCompleter(line)
    completer.setModel(QStringListModel([SECRET], completer))
    line.setCompleter(completer)
    table.setItem(0, 0, QTableWidgetItem(SECRET))
    label.setProperty("note", {"of": SECRET})
    action = QAction("harmless", line)
    action.setData(SECRET)
    line.addAction(action)
    for part in (line, table, label):
        add(window, part)
    places = {
        "QStringListModel, DisplayRole",
        "QAbstractTableModel, DisplayRole",
        "QAction.data",
        "QLabel.note",
    }
    assert places <= heard()
