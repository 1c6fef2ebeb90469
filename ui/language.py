"""Which language the window speaks: the one of the settings, else the first of the system's that it knows.

It is imported and asked before every other module of the window, since those hold texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from console import language
from console.settings import read_settings


def choose(settings: Path) -> str:
    """Speaks the language that a file of settings asks for; gives its tag."""
    system = QLocale.system()
    spoken = fitting(read_settings(settings).language, system.uiLanguages())
    locale = _locale(spoken, system)
    QLocale.setDefault(locale)
    language.choose(spoken, group=locale.groupSeparator(), point=locale.decimalPoint())
    return spoken


def fitting(wanted: str, offered: Sequence[str]) -> str:
    """The language that is wanted, else the first of those offered (de-AT) that there is, else English."""
    asked = [wanted, *(one.replace("_", "-").split("-")[0] for one in offered)]
    return next((one for one in asked if one in language.LANGUAGES), language.SOURCE)


def is_spoken(wanted: str) -> bool:
    """Whether what the settings want is what the window speaks already."""
    return fitting(wanted, QLocale.system().uiLanguages()) == language.spoken()


def translate_toolkit(app: QCoreApplication) -> None:
    """Lets Qt say in the same language what it says by itself: in its menus of a text, in its dialogs."""
    translator = QTranslator(app)
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(), "qtbase", "_", place):
        app.installTranslator(translator)


def _locale(spoken: str, system: QLocale) -> QLocale:
    """How dates and numbers are written: as in the user's country where it speaks that language."""
    is_of_system = QLocale(spoken).language() == system.language() or (
        spoken == language.SOURCE and system.language() == QLocale.Language.C
    )
    return system if is_of_system else QLocale(spoken)
