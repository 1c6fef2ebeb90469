"""How long nobody has touched the keyboard or the mouse, for what locks itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow

from console.chat.clocks import Clock

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class Idleness(QObject):
    """Watches one window of the system. By the wall clock, so that a laptop that slept has been idle."""

    def __init__(self, window: QWindow, clock: Clock) -> None:
        super().__init__(window)
        self._clock = clock
        self._touched_at: datetime = clock()
        # On the window's handle: there only input arrives, while an application's filter sees it all.
        window.installEventFilter(self)

    @property
    def lasts(self) -> timedelta:
        """The time since the last key or movement."""
        return self._clock() - self._touched_at

    def has_lasted(self, minutes: int) -> bool:
        """Whether it has lasted so long; never for 0 minutes."""
        return minutes > 0 and self.lasts >= timedelta(minutes=minutes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._touched_at = self._clock()
        return False
