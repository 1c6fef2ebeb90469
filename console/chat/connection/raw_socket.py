"""One websocket of a participant with nothing done by itself: every frame is kept as it came.

For whoever compares what services say; a chat lives on `console.chat.connection.socket`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from console.chat.connection.dialling import Way, open_websocket


class RawSocket:
    """An open websocket. `texts` are the frames that came, oldest first."""

    def __init__(self, connection: ClientConnection) -> None:
        self.texts: list[str] = []
        self.is_closed = False
        self._connection = connection
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read(), name="read a raw websocket")

    @classmethod
    async def open(cls, url: str, way: Way, within_s: float) -> RawSocket:
        """A socket at a URL of the participant service, subscribed to nothing yet.

        Raises:
            NotReached: it was not opened.
        """
        return cls(await open_websocket(url, way, within_s))

    @property
    def close_code(self) -> int | None:
        """With which code it was closed; None while it is open."""
        return self._connection.close_code

    async def send(self, text: str) -> None:
        """Send a frame; one that is closed takes nothing, which `is_closed` tells."""
        with contextlib.suppress(ConnectionClosed, OSError):
            await self._connection.send(text)

    async def until(self, holds: Callable[[], bool], within_s: float) -> bool:
        """Whether something holds within a time; it is looked at anew whenever a frame came."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not holds():
                    self._news.clear()
                    await self._news.wait()
        return holds()

    async def close(self) -> None:
        """Close it as a client does that stays in the chat."""
        self._reading.cancel()
        with contextlib.suppress(OSError, TimeoutError):
            await self._connection.close(1000)

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for text in self._connection:
                self.texts.append(text.decode(errors="replace") if isinstance(text, bytes) else text)
                self._news.set()
        self.is_closed = True
        self._news.set()
