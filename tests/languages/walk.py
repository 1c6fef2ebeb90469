"""The whole window in one language, screen by screen; what stands there is written for those who asked.

python -m tests.languages.walk TAG FILE [FOLDER]    TAG is pseudo or a language; FOLDER takes pictures
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QLocale

from console import language
from tests.languages.pseudo import Pseudo

WIDTH, HEIGHT = 1280, 800


def speak(tag: str) -> None:
    """Speaks before a module of the window is imported, as main.py has it."""
    if tag == "pseudo":
        QLocale.setDefault(QLocale.c())
        language.speak(Pseudo())
        return
    locale = QLocale(tag)
    QLocale.setDefault(locale)
    language.choose(tag, group=locale.groupSeparator(), point=locale.decimalPoint())


def main(tag: str, file: Path, pictures: Path | None) -> None:
    """Walks, and writes what every screen said."""
    speak(tag)
    locale = QLocale()
    from console.paths import data_folder
    from tests.languages.screens import Tour
    from ui import app

    # What is imported of the tests speaks English by itself (tests/conftest.py).
    QLocale.setDefault(locale)
    tour = Tour(pictures)
    try:
        app.open_window(data_folder(), tour.play)
    finally:
        told = {"screens": tour.screens, "texts": sorted(tour.texts.items()), "clipped": tour.clipped}
        file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
