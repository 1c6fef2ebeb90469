"""Asking for a code and for a sign-in: one window at a time, and whoever gives up is taken at their word."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.errors import SignInRefused
from console.profiles import Profile
from tests.conftest import until
from tests.ui.profiles.screens import Screens, click, said
from ui.profiles.code import CodeDialog, digits_of

ROLE = Profile("Role", "role", "eu-central-1", id="a")
OTHER = Profile("Other", "role", "eu-central-1", id="b")
SERIAL = "arn:aws:iam::123456789012:mfa/ada"


@pytest.fixture
def dialog(qtbot: QtBot) -> CodeDialog:
    made = CodeDialog(None, ROLE, SERIAL, "")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_six_digits_are_wanted_and_nothing_else(dialog: CodeDialog) -> None:
    assert not dialog.go_on.isEnabled()
    QTest.keyClicks(dialog.line, "12a 45")
    assert dialog.line.text() == "124 5"
    assert not dialog.go_on.isEnabled()
    QTest.keyClicks(dialog.line, "6789")
    assert dialog.code == "124567"
    assert dialog.go_on.isEnabled()


@pytest.mark.parametrize("pasted", ["123 456", "123-456", " 123456\n", "Your code: 123456"])
def test_a_code_is_pasted_as_people_have_it(dialog: CodeDialog, pasted: str) -> None:
    QApplication.clipboard().setText(pasted)
    QTest.keyClick(dialog.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.code == "123456"
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.result() == CodeDialog.DialogCode.Accepted


def test_a_digit_in_the_middle_stays_where_it_was_typed(dialog: CodeDialog) -> None:
    QTest.keyClicks(dialog.line, "12456")
    dialog.line.setCursorPosition(2)
    QTest.keyClicks(dialog.line, "3")
    assert dialog.code == "123456"
    QTest.keyClick(dialog.line, Qt.Key.Key_Backspace)
    assert dialog.code == "12456"


def test_half_a_code_is_not_taken(dialog: CodeDialog) -> None:
    QTest.keyClicks(dialog.line, "12345")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_it_says_for_what_and_why_again(qtbot: QtBot) -> None:
    dialog = CodeDialog(None, ROLE, SERIAL, "AWS did not take the code.")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "Role" in dialog.windowTitle()
    assert dialog.device.whole() == SERIAL
    assert "AWS did not take the code." in said(dialog)


@given(st.text())
@settings(max_examples=60)
def test_only_digits_of_ascii_are_digits(text: str) -> None:
    assert digits_of(text) == "".join(letter for letter in text if letter in "0123456789")


async def test_two_questions_come_one_after_the_other(screens: Screens) -> None:
    codes: list[str] = []

    async def ask(profile: Profile) -> None:
        codes.append(await screens.asking.code(profile, SERIAL, ""))

    for profile in (ROLE, OTHER):
        screens.tasks.start(ask(profile), f"ask for {profile.name}")
    for name, code in (("Role", "111111"), ("Other", "222222")):
        await until(partial(is_asked, screens, name), f"the question for {name}")
        assert len([one for one in QApplication.topLevelWidgets() if isinstance(one, CodeDialog)]) == 1
        dialog = await screens.code_dialog()
        QTest.keyClicks(dialog.line, code)
        click(dialog.go_on)
    await until(lambda: codes == ["111111", "222222"], "both codes")


def is_asked(screens: Screens, name: str) -> bool:
    dialog = screens.asking.dialog
    return dialog is not None and name in dialog.windowTitle()


async def test_closing_the_window_gives_up(screens: Screens) -> None:
    task = screens.tasks.start(_refused(screens), "ask")
    dialog = await screens.code_dialog()
    dialog.close()
    assert task is not None
    await task
    assert screens.asking.dialog is None


async def _refused(screens: Screens) -> None:
    with pytest.raises(SignInRefused, match="No code was given for Role"):
        await screens.asking.code(ROLE, SERIAL, "")


async def test_whoever_stops_waiting_closes_the_window(screens: Screens) -> None:
    task = screens.tasks.start(screens.asking.code(ROLE, SERIAL, ""), "ask")
    dialog = await screens.code_dialog()
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    assert task is not None
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert closed == [CodeDialog.DialogCode.Rejected.value]
    # and the next question is not kept waiting
    screens.tasks.start(_refused(screens), "ask again")
    click((await screens.code_dialog()).cancel)


async def test_a_sign_in_that_nobody_makes_is_refused(screens: Screens) -> None:
    sandbox = screens.sandbox
    center = Profile("Center", "identity_center", sandbox.region, sandbox.endpoint, id="c")
    portal = screens.wallet.portal_of(
        center, {"start_url": sandbox.sign_in.start_url, "sso_region": sandbox.region}
    )

    async def ask() -> None:
        with pytest.raises(SignInRefused, match="Nobody signed in for Center"):
            await screens.asking.sign_in(center, portal)

    task = screens.tasks.start(ask(), "ask")
    dialog = await screens.sign_in_dialog()
    device = dialog.device
    assert "left" in device.left.text()
    click(device.copy_code)
    assert QApplication.clipboard().text() == device.code.text()
    click(dialog.cancel)
    assert task is not None
    await task
