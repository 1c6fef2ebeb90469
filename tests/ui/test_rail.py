"""The head of the rail: which profile chats start with, and what is unmistakable about production."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from console.profiles import ENVIRONMENT, SANDBOX, Profile
from ui import theme
from ui.keys import native
from ui.rail import Rail
from ui.rail.profile import session_left

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SUPPORT = Profile("Support & sales", "access_key", "eu-central-1", id="a", colour="blue")
PRODUCTION = Profile("support-prod", "role", "eu-central-1", id="b", source="a", is_production=True)
PROFILES = [SANDBOX, SUPPORT, PRODUCTION, ENVIRONMENT]


@pytest.fixture
def rail(qtbot: QtBot, qapp: QApplication) -> Iterator[Rail]:
    theme.dress(qapp, "light")
    made = Rail()
    made.show_profiles(PROFILES, SUPPORT)
    made.show_presets([])
    made.resize(232, 700)
    made.show()
    qtbot.waitUntil(made.isVisible)
    yield made
    made.close()


def texts(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisible() and part.text()]


def open_menu(rail: Rail, qtbot: QtBot) -> QMenu:
    QTest.mouseClick(rail.profile, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in rail.findChildren(QMenu)))
    return next(menu for menu in rail.findChildren(QMenu) if menu.isVisible())


def lines(menu: QMenu) -> list[str]:
    return ["—" if action.isSeparator() else action.text() for action in menu.actions()]


def action_of(menu: QMenu, beginning: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(beginning))


def test_its_keys_are_written_as_everywhere_else(rail: Rail) -> None:
    assert [one.right.text() for one in (rail.new_chat, rail.history)] == [native("Ctrl+N"), native("Ctrl+H")]


def test_its_mark_is_the_one_of_the_window(rail: Rail) -> None:
    size = rail.logo.size()
    drawn = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(Qt.GlobalColor.transparent)
    rail.logo.render(drawn, QPoint(), QRegion(), QWidget.RenderFlag(0))
    own = theme.application_icon().pixmap(size).toImage()
    # Inside of the square; at its edge each way of drawing blends in its own manner.
    for x in range(6, size.width() - 6, 3):
        for y in range(6, size.height() - 6, 3):
            one, other = drawn.pixelColor(x, y), own.pixelColor(x, y)
            assert abs(one.lightness() - other.lightness()) < 40, (x, y)


# -- the button -------------------------------------------------------------------------------------


def test_it_says_name_region_and_kind(rail: Rail) -> None:
    assert rail.profile.name.whole() == "Support & sales"
    assert rail.profile.detail.whole() == "eu-central-1 · access key"
    assert rail.profile.accessibleName() == "Profile: Support & sales, eu-central-1, access key"
    assert not [text for text in texts(rail.profile) if "PROD" in text]


def test_production_is_said_in_words_colour_and_form(rail: Rail) -> None:
    rail.show_profiles(PROFILES, PRODUCTION)
    assert "PRODUCTION" in texts(rail.profile)
    assert "production" in rail.profile.accessibleName()
    assert rail.profile.property("production") is True
    picture = rail.profile.grab().toImage()
    middle = picture.height() // 2
    assert picture.pixelColor(0, middle).name() == theme.colour("danger").name(), "the frame"
    rail.show_profiles(PROFILES, SUPPORT)
    assert rail.profile.property("production") is False
    assert "PRODUCTION" not in texts(rail.profile)


@pytest.mark.parametrize("scale", [1, 1.35])
def test_a_folded_rail_has_its_icons_below_each_other(rail: Rail, scale: float) -> None:
    theme.enlarge("test", scale)
    try:
        rail.fold(True)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        parts = (rail.fold_button, rail.new_chat, rail.theme_button, rail.side_button, rail.help_button)
        middles = [one.mapTo(rail, one.rect().center()).x() for one in parts]
        assert max(middles) - min(middles) <= 1
    finally:
        theme.enlarge("test", 1)


def test_production_is_said_in_a_folded_rail_too(rail: Rail) -> None:
    rail.show_profiles(PROFILES, PRODUCTION)
    rail.fold(True)
    assert texts(rail.profile) == ["PROD"]
    rail.fold(False)
    assert "PROD" not in texts(rail.profile)
    assert "PRODUCTION" in texts(rail.profile)
    rail.fold(True)
    rail.show_profiles(PROFILES, SUPPORT)
    assert texts(rail.profile) == []


def test_all_that_is_said_has_room(rail: Rail, qtbot: QtBot) -> None:
    rail.show_profiles(PROFILES, PRODUCTION)
    rail.show_session(NOW + timedelta(minutes=3), NOW)
    qtbot.waitUntil(lambda: rail.profile.height() > 60)
    inside = rail.profile.rect()
    for part in rail.profile.findChildren(QLabel):
        if part.isVisible():
            place = part.rect().translated(part.mapTo(rail.profile, part.rect().topLeft()))
            assert inside.contains(place), part.text()


# -- temporary keys ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "text", "urgency"),
    [
        (timedelta(hours=1, minutes=30), "keys for 1 h 30 min", "calm"),
        (timedelta(minutes=41, seconds=1), "keys for 42 min", "calm"),
        (timedelta(minutes=5, seconds=1), "keys for 6 min", "calm"),
        (timedelta(minutes=5), "keys for 5:00", "soon"),
        (timedelta(seconds=9), "keys for 0:09", "soon"),
        (timedelta(), "keys have expired", "over"),
        (timedelta(seconds=-9), "keys have expired", "over"),
    ],
)
def test_what_is_left_of_keys_is_counted_down_only_at_the_end(
    left: timedelta, text: str, urgency: str
) -> None:
    assert session_left(NOW + left, NOW) == (text, urgency)
    assert session_left(None, NOW) == ("", "calm")


def test_the_remaining_time_follows_the_clock_of_the_window(rail: Rail) -> None:
    session = rail.profile.session
    assert not session.isVisible()
    rail.show_session(NOW + timedelta(minutes=6), NOW)
    assert session.isVisible()
    assert session.whole() == "keys for 6 min"
    rail.look_at_clock(NOW + timedelta(minutes=2))
    assert session.whole() == "keys for 4:00"
    assert session.property("role") == "warning"
    assert rail.profile.accessibleDescription() == "keys for 4:00"
    rail.look_at_clock(NOW + timedelta(minutes=7))
    assert session.whole() == "keys have expired"
    assert session.property("role") == "problem"
    rail.show_session(None)
    assert not session.isVisible()
    assert rail.profile.accessibleDescription() == ""


# -- the menu ---------------------------------------------------------------------------------------


class Heard(QObject):
    """What the rail asked for."""

    def __init__(self, rail: Rail) -> None:
        super().__init__(rail)
        self.told: list[object] = []
        rail.profile_chosen.connect(self.told.append)
        rail.profiles_requested.connect(self._hears("manage"))
        rail.profile_add_requested.connect(self._hears("add"))
        rail.doctor_requested.connect(self._hears("examine"))
        rail.lock_requested.connect(self._hears("lock"))

    def _hears(self, what: str) -> Callable[[], None]:
        return lambda: self.told.append(what)


def test_the_menu_lists_every_profile_and_what_else_can_be_done(rail: Rail, qtbot: QtBot) -> None:
    menu = open_menu(rail, qtbot)
    assert lines(menu) == [
        "Sandbox  ·  us-east-1",
        "Support && sales  ·  eu-central-1",
        "support-prod  ·  eu-central-1  ·  PRODUCTION",
        "Environment…",
        "—",
        "Manage profiles…",
        "Add profile…",
        "Examine what it may do",
        "Lock now",
    ]
    assert action_of(menu, "Support").font().bold() or action_of(menu, "Support").font().weight() >= 600
    assert action_of(menu, "Sandbox").font().weight() < 600
    assert all(not action.icon().isNull() for action in menu.actions() if not action.isSeparator())
    menu.close()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("support-prod", PRODUCTION),
        ("Environment", ENVIRONMENT),
        ("Manage", "manage"),
        ("Add", "add"),
        ("Examine", "examine"),
        ("Lock", "lock"),
    ],
)
def test_a_line_of_the_menu_is_told(rail: Rail, qtbot: QtBot, line: str, told: object) -> None:
    heard = Heard(rail)
    menu = open_menu(rail, qtbot)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action_of(menu, line)).center())
    assert heard.told == [told]


def test_a_name_of_any_length_and_letters_fits_the_menu(rail: Rail, qtbot: QtBot) -> None:
    odd = Profile("A\tname &\nmore " + "x" * 200, "role", "", id="c")
    rail.show_profiles([odd], odd)
    menu = open_menu(rail, qtbot)
    text = menu.actions()[0].text()
    assert text.startswith("A name && more xx")
    assert text.endswith("…  ·  role")
    assert "\t" not in text
    assert menu.width() < 600
    menu.close()
