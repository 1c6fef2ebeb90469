"""uvicorn's connection, with three things added: a request may cut the line it came on, what is written
at one go is sent at one go, and a line on which no request comes to its end is cut.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
import sys
from typing import Any

import h11
from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

log = logging.getLogger("console.sandbox")

MOST_LINES = 4_096
"""Open connections at most, websockets among them; one more is cut at once."""
REQUEST_WITHIN_S = 60.0
"""Seconds within which a request must have come whole: a file of 20 MB takes a fraction of one."""

_UNFINISHED = (h11.IDLE, h11.SEND_BODY)
_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection(H11Protocol):
    """One connection; its transport stands in the state of every request that comes on it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport; every TCP transport of asyncio is a full one."""
        assert isinstance(transport, asyncio.Transport)
        gathering = Gathering(transport)
        super().connection_made(gathering)
        self.app_state = {**self.app_state, "transport": gathering}
        self._late: asyncio.TimerHandle | None = None
        self._is_socket = False
        if len(self.connections) > MOST_LINES:
            log.warning("%d connections are open; one more was cut", MOST_LINES)
            transport.abort()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        """Read what has come, and see that a request comes to its end in time."""
        super().data_received(data)
        self._watch()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Leave the line to a websocket, which lasts as long as its chat."""
        super().handle_websocket_upgrade(event)
        self._is_socket = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the line."""
        self._watch(is_over=True)
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; in the middle of an answer only the line can end."""
        try:
            super().send_400_response(msg)
        except h11.LocalProtocolError:
            self.transport.close()

    def _watch(self, *, is_over: bool = False) -> None:
        # Between two requests uvicorn's own timer guards the line.
        is_guarded = is_over or self._is_socket or self.timeout_keep_alive_task is not None
        if is_guarded or self.conn.their_state not in _UNFINISHED:
            if self._late is not None:
                self._late.cancel()
                self._late = None
        elif self._late is None:
            self._late = self.loop.call_later(REQUEST_WITHIN_S, self._give_up)

    def _give_up(self) -> None:
        log.info("a request that did not come whole within %g s was cut", REQUEST_WITHIN_S)
        self.transport.abort()


class WebSocket(WebSocketsSansIOProtocol):
    """uvicorn's websocket, for which a text that is no UTF-8 is no failure of ours."""

    def send_receive_event_to_app(self) -> None:
        """Pass a message on; a text that is none costs the socket."""
        if self.close_sent or self.curr_msg_data_type == "bytes" or _is_text(b"".join(self.frames)):
            super().send_receive_event_to_app()
            return
        self.frames = []
        self.conn.send_close(1007)
        self.handle_parser_exception()


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


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
        self._is_mute = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send with all that is written until the loop's next turn; what a mute one is given is lost."""
        if self._is_mute:
            return
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

    def mute(self) -> None:
        """Send nothing that is written from now on; the line stays open."""
        self._is_mute = True

    def unmute(self) -> None:
        """Send again what is written."""
        self._is_mute = False

    def cut(self) -> None:
        """Send what is left, and cut the line."""
        self._send()
        self._transport.abort()

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


def wire(scope: Scope) -> Gathering:
    """The transport that a request or a websocket came on."""
    transport: Gathering = scope["state"]["transport"]
    return transport


async def reset(scope: Scope, receive: Receive) -> None:
    """Reset the connection of a request, as a broken line would: no answer, no orderly end."""
    transport = wire(scope)
    line: socket.socket | None = transport.get_extra_info("socket")
    if line is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
    # Returning before the server has noticed would make it answer with an error of its own.
    while (await receive())["type"] != "http.disconnect":
        pass
