"""The real program, in whose window German is chosen and *Restart now* pressed; each start tells what it is.

python -m tests.ui.restarting [LINK]    TOLD names the file that gets one line of JSON for each start

Where GONE is set, the program is taken away before it starts again.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import main
from ui.file_open import Application

LOOKS_MS = 50


class Hands:
    """Waits for the window and does in it what a person would."""

    def __init__(self, told: Path) -> None:
        self._told = told
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOKS_MS)

    def _look(self) -> None:
        # Imported by the program itself, after its language.
        from ui.window import Window

        for window in QApplication.topLevelWidgets():
            if isinstance(window, Window) and "form" in vars(window) and window.form.is_ready:
                self._timer.stop()
                self._tell(window.form.footer.start.text().strip())
                if window.rail.language_tag == "de":
                    window.close()
                else:
                    if "GONE" in os.environ:
                        sys.executable = os.environ["GONE"]
                    window.rail.language_chosen.emit("de")
                    window.notice.action.click()

    def _tell(self, start: str) -> None:
        told = {"pid": os.getpid(), "arguments": sys.argv[1:], "start": start}
        with self._told.open("a", encoding="utf-8") as file:
            print(json.dumps(told), file=file)


if __name__ == "__main__":
    application = Application(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)  # as the program has it, which takes the one that there is
    hands = Hands(Path(os.environ["TOLD"]))
    sys.exit(main.main(sys.argv[1:]))
