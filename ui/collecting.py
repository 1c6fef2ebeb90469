"""Garbage, collected on the window's thread alone.

Python collects on whatever thread allocates next. A QObject that dies on another thread than its own
leaves its timers behind, and Qt runs into them when they are due: a crash. So the collector is
switched off, and a timer of the window's does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 400
STARTED_MS = 10_000
"""By then the window has started, however long its loading takes."""


class Collecting(QObject):
    """Collects once the window has started; afterwards Python does so by itself again.

    Until it is told to begin nothing is collected: what is made at the start stays, nearly all of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect_if_due)
        QTimer.singleShot(STARTED_MS, self, self.begin)

    def collect_if_due(self) -> None:
        """Collects the oldest generation whose threshold is passed, as Python would have."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def begin(self) -> None:
        """Collects from now on, but not what exists by now: walking all of that would be felt."""
        if not self._timer.isActive():
            gc.freeze()
            self._timer.start()

    def stop(self) -> None:
        """Leaves the collecting to Python again."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
