"""uvicorn's connection, with one thing added: a request may cut the line it came on."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection(H11Protocol):
    """One connection; its transport stands in the state of every request that comes on it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport; every TCP transport of asyncio is a full one."""
        assert isinstance(transport, asyncio.Transport)
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


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
