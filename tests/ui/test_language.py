"""Which language the window speaks, where it is chosen, and how days are written in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QMenu

from console.language import LANGUAGES, number, speak, tr
from console.settings import Settings, write_settings
from console.workspace import Workspace
from tests.conftest import until
from tests.ui.chat.talking import click
from ui import dates, language
from ui.window import Window


@pytest.fixture
def english_again() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)
    speak(NullTranslations())


@pytest.mark.parametrize(
    ("wanted", "offered", "spoken"),
    [
        ("", ["de-AT", "de", "en"], "de"),
        ("", ["fr-FR", "fr", "ja-JP"], "ja"),
        ("", ["fr-FR", "fr"], "en"),
        ("", [], "en"),
        ("", ["C"], "en"),
        ("ja", ["de"], "ja"),
        ("xx", ["de"], "de"),
    ],
)
def test_the_settings_come_first_then_the_system(wanted: str, offered: list[str], spoken: str) -> None:
    assert language.fitting(wanted, offered) == spoken


@pytest.mark.usefixtures("english_again")
def test_a_file_of_settings_chooses(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    write_settings(file, Settings(language="de"))
    assert language.choose(file) == "de"
    assert tr("Cancel") == "Abbrechen"
    assert number(1234) == "1.234"
    assert QLocale().language() == QLocale.Language.German
    write_settings(file, Settings(language="en"))
    assert language.choose(file) == "en"
    assert tr("Cancel") == "Cancel"


async def test_a_language_is_chosen_in_the_menu_of_the_theme_and_kept(
    window: Window, workspace: Workspace
) -> None:
    click(window.rail.theme_button)
    (menu,) = [one for one in window.rail.findChildren(QMenu) if one.title() == "Language"]
    assert [one.text() for one in menu.actions()] == ["As the system", *LANGUAGES.values()]
    assert [one.isChecked() for one in menu.actions()] == [True, False, False, False]
    menu.actions()[2].trigger()
    assert workspace.settings.language == "de"
    assert window.notice.text.text() == "The language changes at the next start."
    assert window.notice.action.text() == "Restart now"
    text = window.notice.text
    line = text.fontMetrics().horizontalAdvance(text.text())
    await until(lambda: text.width() >= line, "room for the text beside its action")
    click(window.rail.theme_button)
    menu = [one for one in window.rail.findChildren(QMenu) if one.title() == "Language"][-1]
    assert [one.isChecked() for one in menu.actions()] == [False, False, True, False]
    menu.actions()[0].trigger()
    assert workspace.settings.language == ""
    assert window.notice.isHidden(), "English is what it speaks already"


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.usefixtures("english_again")
@pytest.mark.parametrize(
    ("tag", "month", "decimal"),
    [("en_US", "November", "1.5"), ("de", "November", "1,5"), ("ja", "11月", "1.5")],
)
def test_days_are_written_in_the_language(tag: str, month: str, decimal: str) -> None:
    QLocale.setDefault(QLocale(tag))
    assert month in dates.told(date(2026, 11, 3), "long_of_year")
    assert QLocale().toString(1.5) == decimal


def test_a_moment_is_as_long_as_it_must_be() -> None:
    with_day = [dates.moment(NOW - timedelta(days=days), NOW) for days in (0, 2, 400)]
    assert [len(one) for one in with_day] == sorted({len(one) for one in with_day})
    short = [dates.ago(NOW - timedelta(minutes=minutes), NOW) for minutes in (0, 12, 24 * 60)]
    assert short == ["now", "12 min", "yesterday"]
