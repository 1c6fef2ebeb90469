"""One window for one folder of the user's data: a second start hands over what it was given, and ends.

The lock is a file beside the data, which goes with its process. Who holds it listens on a local socket
of the same user; nothing that is handed over is secret, and nothing of it starts a chat.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK: Final = "running.lock"
SOCKET: Final = "running.socket"
LONGEST_PATH: Final = 100
"""A socket's path may have 107 bytes on Linux and 103 on macOS."""
MOST_BYTES: Final = 1_000_000
MOST_ARGUMENTS: Final = 50
WITHIN_MS: Final = 3_000
ACTIVATION: Final = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""What lets another process's window come to the front, by the Wayland and the X11 rules of starting."""


class OnlyInstance(QObject):
    """Whether this process is the one that shows the window of a folder."""

    handed_over = Signal(object)
    """The arguments of a later start, as a list of texts; an empty one wants the window alone."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self._address = _address(folder)
        self._lock = QLockFile(str(folder / LOCK))
        # A process that has gone leaves no lock behind, however old it is.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether the window is ours to open; it is, too, where nothing can be locked."""
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def hand_over(self, arguments: Sequence[str]) -> bool:
        """Whether the process that shows the window has taken the arguments. Waits for it, within a bound."""
        from PySide6.QtNetwork import QLocalSocket

        told = {
            "open": list(arguments),
            **{name: os.environ[name] for name in ACTIVATION if name in os.environ},
        }
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(WITHIN_MS):
            return False
        socket.write(json.dumps(told).encode() + b"\n")
        while not socket.canReadLine():
            if not socket.waitForReadyRead(WITHIN_MS):
                return False
        return bytes(socket.readLine().data()).strip() == b"taken"

    def listen(self) -> None:
        """Take what later starts hand over, from now on."""
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # What a killed process has left; the lock says that it is nobody's now.
        QLocalServer.removeServer(self._address)
        server.newConnection.connect(self._take_calls)
        server.listen(self._address)

    def close(self) -> None:
        """Let the next start open a window of its own."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _take_calls(self) -> None:
        while self._server is not None and (call := self._server.nextPendingConnection()):
            call.readyRead.connect(lambda call=call: self._hear(call))
            call.disconnected.connect(call.deleteLater)
            self._hear(call)

    def _hear(self, call: QLocalSocket) -> None:
        if not call.canReadLine():
            if call.bytesAvailable() > MOST_BYTES:
                call.abort()
            return
        told = _told(bytes(call.readLine(MOST_BYTES).data()))
        if told is None:
            call.abort()
            return
        call.write(b"taken\n")
        call.flush()
        call.disconnectFromServer()
        for name in ACTIVATION:
            if isinstance(token := told.get(name), str):
                os.environ[name] = token
        self.handed_over.emit(told["open"])


def _address(folder: Path) -> str:
    """Beside the data, where only the user can reach it; by a name where that path is too long."""
    path = folder.resolve() / SOCKET
    if sys.platform != "win32" and len(os.fsencode(path)) <= LONGEST_PATH:
        return str(path)
    import hashlib  # wanted by few, and the window waits for this

    return "connect-chat-console-" + hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _told(line: bytes) -> Mapping[str, object] | None:
    try:
        told = json.loads(line)
        arguments = told["open"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_list = isinstance(arguments, list) and len(arguments) <= MOST_ARGUMENTS
    return told if is_list and all(isinstance(one, str) for one in arguments) else None
