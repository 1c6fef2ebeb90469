"""Keeping one socket of a session open: coming back with back-off, and changing sockets before expiry.

Whatever is due is due by the clock on the wall. A connection that is lost comes back with a fresh URL,
at once the first time and then ever more slowly; a planned change opens the second socket beside the
first, so that nothing is lost in between.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from console.chat.clocks import Clock, Deadline
from console.chat.connection.access import Access
from console.chat.connection.dialling import Way
from console.chat.connection.frames import Frame
from console.chat.connection.socket import Socket
from console.chat.connection.timings import Timings
from console.errors import ChatOver, ConsoleError, NotReached, ProfileProblem, ServiceError
from console.wire import WireRecord

log = logging.getLogger(__name__)


class Follower(Protocol):
    """Who hears how the connection fares."""

    def lost(self, reason: str) -> None:
        """The socket is lost; what comes next is tried at once."""

    def waiting(self, retry: Deadline, error: ConsoleError) -> None:
        """Coming back has failed, and is tried again then."""

    def changing(self) -> None:
        """Another socket is about to take the place of one that looks well, and may be dead all the same."""

    def regained(self) -> None:
        """Another socket is open and subscribed; what was said meanwhile may be missing."""


class Upkeep:
    """The open socket of a session, and the next one where it is lost or old."""

    def __init__(
        self,
        access: Access,
        way: Callable[[], Way],
        hear: Callable[[Frame], None],
        follower: Follower,
        clock: Clock,
        timings: Timings,
        wire: WireRecord,
    ) -> None:
        self.socket: Socket | None = None
        self._access = access
        self._way = way
        self._hear = hear
        self._follower = follower
        self._clock = clock
        self._timings = timings
        self._wire = wire
        self._hurry = asyncio.Event()
        self._not_before: datetime | None = None
        self._setbacks = 0

    async def open(self) -> None:
        """Open the first socket; some are tried.

        Raises:
            ChatOver: the participant is part of the chat no longer.
            ConsoleError: it could not be opened.
        """
        for attempt in range(2, self._timings.sockets + 1):
            try:
                self.socket = await self._dialled()
            except NotReached as error:
                log.info("the websocket was not opened: %s", error)
                await asyncio.sleep(self._timings.wait_s(attempt))
            else:
                return
        self.socket = await self._dialled()

    async def run(self) -> None:
        """Keep a socket open for ever.

        Raises:
            ChatOver: the participant is part of the chat no longer.
            ProfileProblem: the door was closed.
        """
        while self.socket is not None:
            await self._hold(self.socket)
            reason = self.socket.lost.result()
            log.info("the websocket is lost: %s", reason)
            self._follower.lost(reason)
            # What is cut off as soon as it is open, again and again, must not be asked for without end.
            self._setbacks = self._setbacks + 1 if self._is_young(self.socket) else 0
            await self.socket.close()
            await self._come_back(max(self._setbacks, 1))
            self._follower.regained()

    def look_now(self) -> None:
        """Try to come back at once instead of waiting."""
        self._hurry.set()

    async def close(self) -> None:
        """Close the socket; the participant stays in the chat."""
        socket, self.socket = self.socket, None
        if socket is not None:
            await socket.close()

    async def _hold(self, socket: Socket) -> None:
        """Until this socket, or one that took its place, is lost."""
        while not socket.lost.done():
            await asyncio.wait({socket.lost}, timeout=self._timings.look_s)
            if not socket.lost.done() and self._is_old(socket):
                socket = await self._changed(socket)
            elif self._access.is_due:
                await self._renew()

    def _is_young(self, socket: Socket) -> bool:
        return abs(self._clock() - socket.opened_at) < timedelta(seconds=self._timings.beat_s)

    def _is_old(self, socket: Socket) -> bool:
        now, ends = self._clock(), socket.opened_at + timedelta(seconds=self._timings.life_s)
        if (expires := self._access.socket_expires_at) is not None:
            ends = min(ends, expires - timedelta(seconds=self._timings.margin_s))
        settled = socket.opened_at + timedelta(seconds=self._timings.settled_s)
        return now >= max(ends, settled, self._not_before or ends)

    async def _changed(self, socket: Socket) -> Socket:
        """The socket that takes the place of an old one; the old one itself where there is none yet."""
        self._follower.changing()
        try:
            fresh = await self._dialled()
        except ChatOver:
            raise
        except ConsoleError as error:
            log.warning("the websocket could not be changed: %s", error)
            self._not_before = self._clock() + timedelta(seconds=self._timings.settled_s)
            return socket
        self.socket = fresh
        await socket.close()
        self._follower.regained()
        return fresh

    async def _renew(self) -> None:
        try:
            await self._access.renew()
        except ChatOver:
            raise
        except ConsoleError as error:
            # The next call that needs it gets one, and says what is wrong.
            log.warning("the connection token could not be renewed: %s", error)

    async def _come_back(self, attempt: int) -> None:
        error: ConsoleError | None = None
        while True:
            await self._wait(self._timings.wait_s(attempt), error)
            try:
                self.socket = await self._dialled()
            except (ChatOver, ProfileProblem):
                raise
            except (NotReached, ServiceError) as fault:
                log.info("coming back has failed: %s", fault)
                error, attempt = fault, attempt + 1
            else:
                return

    async def _wait(self, seconds: float, error: ConsoleError | None) -> None:
        retry = Deadline.after(self._clock(), timedelta(seconds=seconds))
        if error is not None:
            self._follower.waiting(retry, error)
        self._hurry.clear()
        while not retry.is_over(self._clock()) and not self._hurry.is_set():
            # Looking often lets a computer that slept go on as soon as it wakes.
            left = min(retry.remaining(self._clock()).total_seconds(), self._timings.look_s)
            with suppress(TimeoutError):
                # Not wait_for: on Python 3.11 it loses a cancel that comes together with the event.
                async with asyncio.timeout(left):
                    await self._hurry.wait()

    async def _dialled(self) -> Socket:
        url = await self._access.url()
        return await Socket.open(url, self._way(), self._hear, self._clock, self._timings, self._wire)
