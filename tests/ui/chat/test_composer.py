"""Where the customer writes: keys, limits, files, and what is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import contact
from ui.chat.composer import Composer
from ui.chat.sent_before import SentBefore
from ui.chat.writing import as_png
from ui.smoke_hands import drop

SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    made = Composer(contact.CONTENT_TYPES)
    made.resize(600, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.focus()
    yield made
    made.close()
    made.deleteLater()


class Windows(QObject):
    """Hears of every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched.accessibleName())
        return False


def test_nothing_of_it_is_a_window_of_its_own_while_it_is_made(qtbot: QtBot, qapp: QApplication) -> None:
    """One that is shown for a moment would take the keyboard from the window that it is made for."""
    windows = Windows()
    qapp.installEventFilter(windows)
    qtbot.addWidget(Composer(contact.CONTENT_TYPES))
    qapp.removeEventFilter(windows)
    assert windows.shown == []


@pytest.fixture
def sent(composer: Composer) -> list[tuple[str, str]]:
    """What was sent: the texts and their types."""
    found: list[tuple[str, str]] = []
    composer.send_requested.connect(lambda text, kind: found.append((text, kind)))
    return found


def test_enter_sends_and_shift_enter_breaks(composer: Composer, sent: list[tuple[str, str]]) -> None:
    QTest.keyClicks(composer.writing, "one")
    height = composer.writing.sizeHint().height()
    QTest.keyClick(composer.writing, ENTER, SHIFT)
    QTest.keyClicks(composer.writing, "two")
    assert composer.writing.sizeHint().height() > height, "it grows with its text"
    QTest.keyClick(composer.writing, ENTER)
    QTest.keyClick(composer.writing, ENTER)
    assert sent == [("one\ntwo", "text/plain")], "nothing is not sent"
    assert composer.writing.toPlainText() == ""


def test_arrows_fetch_back_what_was_sent(composer: Composer, sent: list[tuple[str, str]]) -> None:
    for text in ("first", "second"):
        QTest.keyClicks(composer.writing, text)
        QTest.keyClick(composer.writing, ENTER)
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(composer.writing, key)
        seen.append(composer.writing.toPlainText())
    assert seen == ["second", "first", "first", "second", ""]
    QTest.keyClicks(composer.writing, "typed")
    QTest.keyClick(composer.writing, Qt.Key.Key_Up)
    assert composer.writing.toPlainText() == "typed", "an arrow takes nothing away"


def test_a_text_that_was_fetched_and_changed_stays() -> None:
    before = SentBefore()
    before.note("old")
    assert before.step(-1, "") == "old"
    assert before.step(-1, "old and new") is None


def test_the_limit_is_told_as_it_gets_near(composer: Composer, sent: list[tuple[str, str]]) -> None:
    composer.writing.setPlainText("é" * 8_192)
    assert composer.meter.accessibleDescription() == "16,384 of 16,384"
    assert composer.meter.isVisible()
    assert composer.send.isEnabled()
    composer.writing.setPlainText("é" * 8_193)
    assert "Shorten it by 2" in composer.problem.text()
    assert "Shorten it by 2" in composer.writing.accessibleDescription()
    assert not composer.send.isEnabled()
    QTest.keyClick(composer.writing, ENTER)
    assert sent == []
    composer.writing.setPlainText("short")
    assert not composer.problem.isVisible()
    assert not composer.meter.isVisible()


def test_only_the_types_of_the_chat_can_be_chosen(qtbot: QtBot) -> None:
    made = Composer(["text/plain", contact.INTERACTIVE])
    qtbot.addWidget(made)
    made.show()
    assert not made.types.isVisible(), "there is no choice"
    assert made.content_type == "text/plain"


def test_json_that_is_none_is_not_sent(composer: Composer, sent: list[tuple[str, str]]) -> None:
    composer.types.setCurrentIndex(composer.types.findData(contact.JSON_TYPE))
    QTest.keyClicks(composer.writing, '{"a": 1')
    QTest.keyClick(composer.writing, ENTER)
    assert "The type says JSON" in composer.problem.text()
    QTest.keyClicks(composer.writing, "}")
    QTest.keyClick(composer.writing, ENTER)
    assert sent == [('{"a": 1}', contact.JSON_TYPE)]


def test_what_was_typed_stays_while_it_can_not_be_sent(
    composer: Composer, sent: list[tuple[str, str]], qtbot: QtBot
) -> None:
    composer.show_usable("Reconnecting.")
    told: list[str] = []
    composer.typed.connect(lambda: told.append("typed"))
    composer.written.connect(lambda: told.append("written"))
    QTest.keyClicks(composer.writing, "patience")
    QTest.keyClick(composer.writing, ENTER)
    assert (sent, set(told)) == ([], {"written"}), "whoever writes is at work; the others hear nothing yet"
    assert composer.writing.accessibleDescription() == "Reconnecting."
    composer.show_usable("")
    QTest.keyClick(composer.writing, ENTER)
    assert sent == [("patience", "text/plain")]
    composer.close_for_good("The chat has ended.")
    QTest.keyClicks(composer.writing, "too late")
    assert composer.writing.toPlainText() == ""


def test_typing_is_told(composer: Composer) -> None:
    told: list[bool] = []
    composer.typed.connect(lambda: told.append(True))
    QTest.keyClicks(composer.writing, "ab")
    assert told == [True, True], "the session decides how often the others hear of it"


def test_files_are_dropped_or_pasted_and_text_is_only_its_words(composer: Composer, tmp_path: Path) -> None:
    given: list[Path] = []
    composer.file_given.connect(given.append)
    file = tmp_path / "a b.txt"
    file.write_text("x", "utf-8")
    drop(composer.writing.viewport(), file)
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(file))])
    composer.writing.insertFromMimeData(content)
    assert given == [file, file]
    rich = QMimeData()
    rich.setHtml("<b>bold</b>")
    rich.setText("bold")
    composer.writing.insertFromMimeData(rich)
    assert composer.writing.toPlainText() == "bold"


def test_a_picture_is_pasted_as_png_named_by_its_time(composer: Composer) -> None:
    given: list[tuple[str, bytes]] = []
    composer.picture_given.connect(lambda name, content: given.append((name, content)))
    picture = QImage(3, 2, QImage.Format.Format_RGB32)
    picture.fill(0)
    QGuiApplication.clipboard().setImage(picture)
    QTest.keyClick(composer.writing, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()
    [(name, content)] = given
    assert content.startswith(b"\x89PNG")
    assert name.startswith("picture-20")
    assert as_png(picture, datetime(2026, 11, 22, 9, 5, 7))[0] == "picture-2026-11-22-090507.png"
