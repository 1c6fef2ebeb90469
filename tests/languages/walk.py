"""The whole window in one language, screen by screen; what stands there is written for those who asked.

python -m tests.languages.walk TAG FILE [FOLDER]    TAG is pseudo or a language; FOLDER takes pictures
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from PySide6.QtCore import QLocale, Qt

from console import language
from tests.languages.pseudo import Pseudo


def speak(tag: str) -> None:
    """Speaks before a module of the window is imported, as main.py has it."""
    if tag == "pseudo":
        QLocale.setDefault(QLocale.c())
        language.speak(Pseudo())
        return
    locale = QLocale(tag)
    QLocale.setDefault(locale)
    language.choose(tag, group=locale.groupSeparator(), point=locale.decimalPoint())


def main(given: argparse.Namespace) -> None:
    """Walks, and writes what every screen said."""
    speak(given.tag)
    locale = QLocale()
    from console.paths import data_folder
    from console.settings import Settings, write_settings
    from tests.languages.screens import Tour
    from ui import app, theme

    # What is imported of the tests speaks English by itself (tests/conftest.py).
    QLocale.setDefault(locale)
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_settings(folder / "settings.json", Settings(theme=given.theme))
    theme.enlarge("the walk", given.scale)
    if given.from_right:
        app.make_application().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    tour = Tour(given.pictures, tuple(given.size))
    try:
        app.open_window(folder, tour.play)
    finally:
        told = {
            "screens": tour.screens,
            "texts": sorted(tour.texts.items()),
            "clipped": tour.clipped,
            "is_from_right": tour.is_from_right,
        }
        given.file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def read_arguments() -> argparse.Namespace:
    """What is asked for, and how the window is to look on the way."""
    parser = argparse.ArgumentParser(prog="tests.languages.walk")
    parser.add_argument("tag", help="pseudo or a language")
    parser.add_argument("file", type=Path, help="where to write what was said")
    parser.add_argument("pictures", type=Path, nargs="?", help="a folder for a picture of each screen")
    parser.add_argument("--theme", choices=("system", "light", "dark"), default="system")
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 800), metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--scale", type=float, default=1.0, help="how much larger all type is")
    parser.add_argument("--from-right", action="store_true", help="as languages from right to left have it")
    return parser.parse_args()


if __name__ == "__main__":
    main(read_arguments())
