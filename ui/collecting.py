"""Garbage, collected on the window's thread alone.

Python collects on whatever thread allocates next. A QObject that dies on another thread than its own
leaves its timers behind, and Qt runs into them when they are due: a crash. So the collector is
switched off, and a timer of the window's does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 400


class Collecting(QObject):
    """Collects for as long as it lives; afterwards Python does so by itself again."""

    def __init__(self) -> None:
        super().__init__()
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start()

    def collect_if_due(self) -> None:
        """Collects the oldest generation whose threshold is passed, as Python would have."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Leaves the collecting to Python again."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
