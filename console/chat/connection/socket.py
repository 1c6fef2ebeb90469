"""One websocket of a participant: opened, subscribed, kept alive by heartbeats, and lost or closed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from console.chat.clocks import Clock
from console.chat.connection.dialling import Way, open_websocket, socket_lost
from console.chat.connection.frames import HEARTBEAT, NOT_WELL, PING, SUBSCRIBE, Frame, frame_in
from console.chat.connection.pulse import Pulse
from console.chat.connection.timings import Timings
from console.errors import ConsoleError, SocketRefused
from console.language import tr
from console.wire import WireRecord

log = logging.getLogger(__name__)

Hear = Callable[[Frame], None]
_NAMES = {SUBSCRIBE: "subscribe", HEARTBEAT: "heartbeat", PING: "ping"}
"""What the frames that are sent are called in the record."""


class Socket:
    """An open websocket. `lost` is done, with the reason, once it is good for nothing any more."""

    def __init__(
        self,
        connection: ClientConnection,
        hear: Hear,
        clock: Clock,
        timings: Timings,
        lost: Callable[[str], SocketRefused],
        wire: WireRecord,
    ) -> None:
        """`lost` makes the error for a reason."""
        self.opened_at = clock()
        self.lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._connection = connection
        self._error = lost
        self._wire = wire
        self._hear = hear
        self._clock = clock
        self._timings = timings
        self._pulse = Pulse(timings, self.opened_at)
        self._answers: asyncio.Queue[bool] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read(), name="read the websocket")
        self._beating: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls, url: str, way: Way, hear: Hear, clock: Clock, timings: Timings, wire: WireRecord
    ) -> Socket:
        """A socket at a URL, subscribed to the chat. `hear` is given every frame that it does not answer.

        Raises:
            NotReached: it was not opened, or its subscription was not taken.
        """
        try:
            connection = await open_websocket(url, way, timings.open_s)
        except ConsoleError as error:
            wire.refused(error)
            raise
        wire.opened(url)
        socket = cls(connection, hear, clock, timings, partial(socket_lost, url, way), wire)
        try:
            await socket._subscribe()
        except BaseException as error:
            if isinstance(error, ConsoleError):
                wire.refused(error)
            await socket.close()
            raise
        return socket

    async def close(self) -> None:
        """Close it as a client does that stays in the chat; returns within a second."""
        for task in (self._reading, self._beating):
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        self._lose(tr("this console closed it"), 1000)
        try:
            with suppress(OSError, TimeoutError):
                await self._connection.close(1000)
        except asyncio.CancelledError:
            # Nobody waits for the other side's answer any more.
            self._connection.transport.abort()
            raise

    async def _subscribe(self) -> None:
        self._beating = asyncio.create_task(self._beat(), name="heartbeats of the websocket")
        for _ in range(self._timings.subscriptions):
            await self._send(SUBSCRIBE)
            if await self._is_subscribed():
                return
        raise self._error(tr("the subscription to the chat was not answered"))

    async def _is_subscribed(self) -> bool:
        """Whether the next answer says so; a refusal waits as long as no answer, and is tried again."""
        answer = asyncio.create_task(self._answers.get())
        try:
            either: set[asyncio.Future[Any]] = {answer, self.lost}
            wait_s = self._timings.subscribe_s
            await asyncio.wait(either, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED)
            if self.lost.done():
                raise self._error(self.lost.result())
            if answer.done() and not answer.result():
                await asyncio.wait({self.lost}, timeout=wait_s / 2)
            return answer.done() and answer.result()
        finally:
            answer.cancel()

    async def _read(self) -> None:
        try:
            async for text in self._connection:
                self._take(text)
        except ConnectionClosed:
            pass
        except Exception:
            log.exception("a frame could not be taken in")
        code = self._connection.close_code
        self._lose(tr("it was closed with {code}", code=code) if code else tr("it was closed"), code or 0)

    def _take(self, text: str | bytes) -> None:
        frame = frame_in(text, self._clock())
        item_id, is_error = frame.item.id if frame.item else "", frame.kind in NOT_WELL
        # Before anything is made of it, so that it stands there whatever happens then.
        self._wire.received(frame.name, text, item_id, is_error=is_error)
        if frame.kind in ("heartbeat", "ping", "bad_ping"):
            self._pulse.hear(frame.kind)
        if frame.kind in ("subscribed", "not_subscribed"):
            self._answers.put_nowait(frame.kind == "subscribed")
        else:
            self._hear(frame)

    async def _beat(self) -> None:
        while True:
            due = self._pulse.look(self._clock())
            if due == "dead":
                self._lose(tr("it does not answer"))
                return
            if due == "beat":
                # As a browser's client does it: the deep one first.
                await self._send(PING)
                await self._send(HEARTBEAT)
            await asyncio.sleep(self._timings.look_s)

    async def _send(self, text: str) -> None:
        try:
            await self._connection.send(text)
            self._wire.sent(_NAMES.get(text, "frame"), text)
        except (ConnectionClosed, OSError):
            self._lose(tr("it was closed"))

    def _lose(self, reason: str, code: int | None = None) -> None:
        if not self.lost.done():
            self.lost.set_result(reason)
            self._wire.closed(reason, code or None, is_error=code != 1000)
