"""Every screen: all controls have names, Tab reaches them in order, everything fits where room is short."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from console.aws.regions import regions_offering
from console.kinds import KINDS, PROXY_FIELDS
from console.profiles import OWN_KINDS, Kind
from tests.conftest import until
from tests.ui.profiles.screens import Screens
from tests.ui.profiles.test_adding import CONFIG, CREDENTIALS
from tests.ui.profiles.test_editor import keep_key
from ui import wording
from ui.profiles.marks import Swatch

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
SCREENS = ["list", "adding", *OWN_KINDS]


async def show(screens: Screens, name: str) -> QWidget:
    """One of the screens, filled."""
    await keep_key(screens, "A profile whose name is nearly as long as a name may ever be")
    (screens.home / ".aws" / "config").write_text(CONFIG)
    (screens.home / ".aws" / "credentials").write_text(CREDENTIALS)
    if name == "list":
        await screens.show()
        return screens.page.list
    if name == "adding":
        await screens.show()
        screens.page.add()
        await until(lambda: screens.adding.found.lines, "what ~/.aws holds")
        return screens.adding
    editor = await screens.begin(wording.KINDS_OF_CREDENTIALS[name][0])
    editor.more.unfold()
    return editor


def controls(parent: QWidget) -> list[QWidget]:
    return [one for one in parent.findChildren(QWidget) if isinstance(one, CONTROLS) and one.isVisible()]


@pytest.mark.parametrize("name", SCREENS)
async def test_every_control_has_a_name_and_tab_goes_from_top_to_bottom(screens: Screens, name: str) -> None:
    shown = await show(screens, name)
    # What Qt puts into a line for its own actions is no stop of the keyboard.
    stops = [one for one in controls(shown) if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    names = [one.accessibleName() for one in stops]
    assert all(names)
    assert len(names) == len(set(names)), "no two of them have the same name"
    # Of choices Tab stops at the one that is taken; arrows go on to the others.
    wanted = [one for one in stops if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    wanted = [one for one in wanted if not isinstance(one, Swatch) or one.isChecked()]
    reached = walked(wanted[0], len(wanted) + 8)
    assert [one.accessibleName() for one in wanted if one not in reached] == []
    scroll = shown.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    tops = [one.mapTo(shown, one.rect().topLeft()).y() for one in reached if scroll.isAncestorOf(one)]
    assert all(after > before - 24 for before, after in pairwise(tops)), tops


def walked(first: QWidget, most: int) -> list[QWidget]:
    """The widgets that Tab stops at, from one of them on."""
    first.setFocus()
    reached: list[QWidget] = []
    for _ in range(most):
        focused = QApplication.focusWidget()
        if focused is None or focused in reached:
            break
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return reached


@pytest.mark.parametrize("name", SCREENS)
async def test_it_fits_into_a_narrow_centre(screens: Screens, name: str) -> None:
    screens.window.resize(560, 640)
    shown = await show(screens, name)
    for direction in (Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight):
        screens.window.setLayoutDirection(direction)
        QApplication.sendPostedEvents()
        assert screens.window.width() == 560, "nothing asks for more room"
        for one in controls(shown):
            left = one.mapTo(shown, one.rect().topLeft()).x()
            assert left >= 0, one.accessibleName()
            assert left + one.width() <= shown.width(), one.accessibleName()


@pytest.mark.parametrize("kind", OWN_KINDS)
async def test_the_editor_has_a_box_for_each_field_of_its_kind(screens: Screens, kind: Kind) -> None:
    editor = await screens.begin(wording.KINDS_OF_CREDENTIALS[kind][0])
    fields = [*KINDS[kind].fields, *PROXY_FIELDS]
    assert [field.name for field in fields if field.name not in editor.form.boxes] == []
    assert editor.box("name").control.hasFocus(), "typing begins with the name"
    hidden = {box.name for box in editor.form.boxes.values() if box.control.property("secret")}
    assert hidden == {field.name for field in fields if field.is_secret}


def test_every_field_and_kind_has_its_words() -> None:
    fields = {field.name for kind in KINDS.values() for field in (*kind.fields, *PROXY_FIELDS)}
    assert fields - set(wording.CREDENTIAL_FIELDS) == set()
    assert set(wording.KINDS_OF_CREDENTIALS) == set(OWN_KINDS) == set(KINDS)


def test_the_regions_are_those_that_offer_amazon_connect() -> None:
    offering = {*regions_offering("connect", "us-east-1"), *regions_offering("connect", "us-gov-west-1")}
    assert set(wording.REGIONS) == offering
