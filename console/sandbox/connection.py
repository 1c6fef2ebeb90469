"""uvicorn's connection, with two things added: a request may cut the line it came on, and what is
written at one go is sent at one go.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from typing import Any

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection(H11Protocol):
    """One connection; its transport stands in the state of every request that comes on it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport; every TCP transport of asyncio is a full one."""
        assert isinstance(transport, asyncio.Transport)
        gathering = Gathering(transport)
        super().connection_made(gathering)
        self.app_state = {**self.app_state, "transport": gathering}


class Gathering(asyncio.Transport):
    """A transport that sends what one turn of the loop writes with one call of the system.

    Head and body of an answer, and the frames of several items, are written apart; sending them so
    takes most of the time that a message costs.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._gathered: list[bytes | bytearray | memoryview] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send with all that is written until the loop's next turn."""
        if not self._gathered:
            self._loop.call_soon(self._send)
        self._gathered.append(data)

    def _send(self) -> None:
        gathered, self._gathered = self._gathered, []
        if gathered and not self._transport.is_closing():
            self._transport.write(gathered[0] if len(gathered) == 1 else b"".join(gathered))

    def close(self) -> None:
        """Send what is left, and close."""
        self._send()
        self._transport.close()

    def abort(self) -> None:
        """Cut the line; what is left is not sent."""
        self._gathered.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What is known of the line, by name."""
        return self._transport.get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Have another protocol read, as after an upgrade to a websocket."""
        self._transport.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Who reads."""
        return self._transport.get_protocol()

    def pause_reading(self) -> None:
        """Read no more for a while."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        self._transport.resume_reading()

    def get_write_buffer_size(self) -> int:
        """Bytes that wait for the other side."""
        return self._transport.get_write_buffer_size() + sum(map(len, self._gathered))


async def reset(scope: Scope, receive: Receive) -> None:
    """Reset the connection of a request, as a broken line would: no answer, no orderly end."""
    transport: asyncio.Transport = scope["state"]["transport"]
    line: socket.socket | None = transport.get_extra_info("socket")
    if line is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
    # Returning before the server has noticed would make it answer with an error of its own.
    while (await receive())["type"] != "http.disconnect":
        pass
