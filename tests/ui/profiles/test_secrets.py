"""A secret is seen by nobody who was not shown it, and heard by nobody at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from console.sandbox import Sandbox
from tests.conftest import until
from tests.ui.profiles.screens import SECRET, Screens, key_entry, named, spoken
from tests.ui.profiles.test_editor import keep_key
from ui.profiles.fields import SecretBox


@pytest.fixture
def box(qtbot: QtBot) -> SecretBox:
    made = SecretBox("secret_access_key")
    qtbot.addWidget(made)
    made.resize(500, 90)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.line.setFocus()
    QTest.keyClicks(made.line, SECRET)
    return made


def reveal(box: SecretBox) -> None:
    QTest.mouseClick(named(box, QToolButton, "Show: Secret access key"), Qt.MouseButton.LeftButton)


def test_a_button_shows_it_and_hides_it(box: SecretBox) -> None:
    hidden = box.line.grab().toImage()
    reveal(box)
    assert box.line.accessibleName() == "Secret access key, shown"
    assert box.line.grab().toImage() != hidden
    QTest.mouseClick(named(box, QToolButton, "Hide: Secret access key"), Qt.MouseButton.LeftButton)
    assert box.line.accessibleName() == "Secret access key, hidden"
    box.line.setFocus()
    assert box.line.grab().toImage() == hidden


@pytest.mark.parametrize("shown", [False, True])
def test_a_screen_reader_is_told_what_the_field_is_and_not_what_is_in_it(box: SecretBox, shown: bool) -> None:
    if shown:
        reveal(box)
    heard = spoken(box)
    assert "Secret access key" in heard
    assert SECRET not in heard
    text = QAccessible.queryAccessibleInterface(box.line).textInterface()
    assert SECRET not in (text.text(0, 100) if text is not None else "")


def press(key: Qt.Key) -> Callable[[QLineEdit], None]:
    return lambda line: QTest.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("way", [press(Qt.Key.Key_C), press(Qt.Key.Key_X)], ids=["copy", "cut"])
def test_it_can_not_be_copied_away(box: SecretBox, way: Callable[[QLineEdit], None]) -> None:
    QApplication.clipboard().setText("what was there")
    reveal(box)
    box.line.selectAll()
    way(box.line)
    assert QApplication.clipboard().text() == "what was there"


def test_what_was_dropped_does_not_come_back(box: SecretBox) -> None:
    reveal(box)
    box.forget()
    box.line.undo()
    assert box.line.text() == ""
    assert not box.line.is_shown


def test_the_caret_and_the_letters_stand_at_the_same_place(box: SecretBox) -> None:
    reveal(box)
    box.line.home(False)
    start = box.line.cursorRect().center()
    first = box.line.first_letter_at().toPoint()
    assert abs(start.x() - first.x()) <= 1
    box.line.setText(SECRET * 8)
    box.line.end(False)
    box.line.grab()  # a line scrolls when it is painted
    assert box.line.first_letter_at().x() < 0, "a long one is scrolled, and its letters with it"
    assert box.line.rect().contains(QPoint(box.line.cursorRect().center()))


async def test_no_screen_tells_a_secret(screens: Screens, sandbox: Sandbox) -> None:
    profile = await keep_key(screens)
    await screens.show()
    screens.page.edit(profile)
    await until(lambda: screens.editor.box("secret_access_key").value(), "the secret")
    screens.click("Show: Secret access key")
    heard = spoken(screens.window)
    assert "Secret access key, shown" in heard
    secret = key_entry(sandbox)["secret_access_key"]
    assert secret not in heard
    for part in screens.window.findChildren(QWidget):
        assert secret not in f"{part.toolTip()}{part.windowTitle()}{part.statusTip()}{part.whatsThis()}"
