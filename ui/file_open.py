"""Files and links that the desktop hands over as events, not as arguments: macOS does so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class HandedByEvent(QObject):
    """Keeps what comes before anybody can show it."""

    opened = Signal(object)
    """What is to be opened, as a list of texts, once `listen` was called."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[str] = []
        self._is_heard = False

    def take(self, event: QFileOpenEvent) -> None:
        """Takes the file or the link of an event."""
        self._waiting.append(event.file() or event.url().toString())
        self._tell()

    def listen(self) -> None:
        """Tells of what has come, and of what comes from now on."""
        self._is_heard = True
        self._tell()

    def _tell(self) -> None:
        if self._is_heard and self._waiting:
            waiting, self._waiting = self._waiting, []
            self.opened.emit(waiting)


class Application(QApplication):
    """Qt's application, which such events are sent to. A filter would see every event of every widget."""

    def __init__(self, arguments: list[str]) -> None:
        self.handed = HandedByEvent()
        super().__init__(arguments)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.handed.take(event)
            return True
        return super().event(event)
