"""The anchor of the first paint: a plain window with 20 widgets.

Run as a script with the wall clock of its start in nanoseconds; prints the milliseconds from then
to the end of the first paint.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

STARTED_NS = int(sys.argv[1])


class Window(QWidget):
    """Five rows of four kinds of widget; the first paint is told once, and ends the program."""

    def __init__(self) -> None:
        super().__init__()
        form = QFormLayout(self)
        for number in range(5):
            form.addRow(QLabel(f"Field {number}"), QLineEdit())
            form.addRow(QCheckBox("Choice"), QPushButton("Button"))
        self._told = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self._tell)  # once the widgets inside are painted, too

    def _tell(self) -> None:
        print((time.time_ns() - STARTED_NS) / 1e6, flush=True)
        QApplication.quit()


application = QApplication(sys.argv[:1])
window = Window()
window.resize(640, 480)
window.show()
sys.exit(application.exec())
