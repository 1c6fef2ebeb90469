"""What the desktop, a later start or a drop hands over: shown in the form, never started."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from console import handover
from console.language import tr, tr_text
from ui.notice import Notice


class Opening(QObject):
    """Reads files and links, and says what became of them."""

    taken = Signal(object, str)
    """A request for the form, and what is to be said of it."""

    def __init__(self, window: QWidget, notice: Notice) -> None:
        super().__init__(window)
        self._window, self._notice = window, notice

    def take_from_outside(self, arguments: Sequence[str]) -> None:
        """Brings the window to the front, with what a later start was given."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self.take(arguments)

    def take(self, arguments: Sequence[str]) -> None:
        """Puts the request of a file or link into the form; of several the last one."""
        for argument in arguments[-1:]:
            try:
                handed = handover.take(argument)
            except handover.HandoverRefused as error:
                self._notice.say(error.told)
            else:
                said = [tr("“{name}” is in the form.", name=handed.name), *handed.notes]
                self.taken.emit(handed.request, tr_text(*said))

    def greet(self, event: QDragEnterEvent) -> None:
        """Takes up a drag that holds something to open."""
        if _dragged(event.mimeData()):
            # Whoever offers the file to be moved would delete it.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def take_dropped(self, event: QDropEvent) -> None:
        """Puts what was dropped on the window into the form."""
        if found := _dragged(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.take(found)


def _dragged(content: QMimeData) -> list[str]:
    """The files and links among what is dragged that hold a request."""
    addresses = [one.toString() for one in content.urls()] or [content.text().strip()]
    files = [one for one in addresses if one.startswith("file:") and one.endswith(handover.ENDING)]
    return files or [one for one in addresses if one.startswith(f"{handover.SCHEME}:")]
