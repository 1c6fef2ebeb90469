"""Copying: what is secret leaves the clipboard after a minute, and when the window closes."""

from __future__ import annotations

from hashlib import sha256

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from ui import masking

SECRET_LIFETIME_MS = 60_000


class Clipboard(QObject):
    """The system's clipboard, with a memory only of the hash of the secret that it was given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._secret = b""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SECRET_LIFETIME_MS)
        self._timer.timeout.connect(self.clear_secret)

    def copy(self, text: str) -> None:
        """Puts a text there."""
        QGuiApplication.clipboard().setText(text)

    def copy_secret(self, text: str) -> None:
        """Puts a secret there for a minute, and asks clipboard histories to leave it out.

        Not while somebody presents: what is pasted next is seen by a class.
        """
        if masking.is_on():
            return
        content = QMimeData()
        content.setText(text)
        content.setData("x-kde-passwordManagerHint", b"secret")
        content.setData("ExcludeClipboardContentFromMonitorProcessing", b"1")
        QGuiApplication.clipboard().setMimeData(content)
        self._secret = _hash(text)
        self._timer.start()

    def clear_secret(self) -> None:
        """Clears the clipboard if the secret is still there; what the user copied since then stays."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._secret and _hash(clipboard.text()) == self._secret:
            clipboard.clear()
        self._secret = b""


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
