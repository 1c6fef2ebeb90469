"""The life of a session: connecting, coming back, reading what was missed, and the end of the chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from console.chat.clocks import Clock, Deadline
from console.chat.connection.access import Access
from console.chat.connection.dialling import Way
from console.chat.connection.frames import Frame
from console.chat.connection.history import History, Take
from console.chat.connection.timings import Timings
from console.chat.connection.upkeep import Upkeep
from console.chat.transcript import Transcript
from console.errors import ChatOver, ConsoleError
from console.wire import WireRecord

if TYPE_CHECKING:
    from console.aws import ConnectParticipant

log = logging.getLogger(__name__)

SessionState = Literal["connecting", "connected", "reconnecting", "ended", "failed"]
Work = Callable[[], Coroutine[None, None, None]]


class Lifeline:
    """How a session is connected, and the tasks that run for as long as it is.

    `hear` is given every frame, `take` every item that the transcript gives back, `told` hears that the
    state has changed.
    """

    def __init__(
        self,
        door: ConnectParticipant,
        access: Access,
        transcript: Transcript,
        hear: Callable[[Frame], None],
        take: Take,
        told: Callable[[], None],
        clock: Clock,
        timings: Timings,
        wire: WireRecord,
    ) -> None:
        self.state: SessionState = "connecting"
        self.error: ConsoleError | None = None
        self.retry: Deadline | None = None
        self.connected_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.history = History(door, access, clock, timings)
        self._transcript = transcript
        self._take = take
        self._told = told
        self._clock = clock
        self._timings = timings
        self._upkeep = Upkeep(access, lambda: Way.of(door), hear, self, clock, timings, wire)
        self._tasks: set[asyncio.Task[None]] = set()
        self._filling: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()
        self._since: datetime | None = None

    @property
    def is_caught_up(self) -> bool:
        """Whether all that the socket may have missed has been read."""
        return self.state == "connected" and self._filling is not None and self._filling.done()

    async def open(self, works: Mapping[str, Work]) -> None:
        """Connect, and then do these works, each under its name, until the end.

        Raises:
            ConsoleError: it could not be connected.
        """
        async with self._opening:
            if self.ended_at is not None or self._tasks:
                return
            await self._open()
            for name, work in {"keep up": self._keep_up, **works}.items():
                self._start(work(), name)
            self.fill()

    async def _open(self) -> None:
        self._become("connecting")
        try:
            await self._upkeep.open()
        except ConsoleError as error:
            self._become("failed", error)
            raise
        except BaseException:
            self._become("failed")
            raise
        self.connected_at = self.connected_at or self._clock()
        self._become("connected")

    async def close(self) -> None:
        """End all tasks and the socket; the participant stays in the chat."""
        closing = self._closing
        if closing is not None and not closing.done() and closing is not asyncio.current_task():
            await asyncio.wait({closing})
            return
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._upkeep.close()

    def end(self) -> None:
        """The chat has ended, once and for all."""
        if self.ended_at is None:
            self.ended_at = self._clock()
            self._become("ended")
            self._close_soon()

    def let_go(self) -> None:
        """The service takes this participant no more: the chat has ended, unless it was never joined."""
        if self.connected_at is not None:
            self.end()

    def reconnect_now(self) -> None:
        """Try to come back at once."""
        self._upkeep.look_now()

    def fill(self) -> None:
        """Read what the socket may not have brought, again and again until it could be read."""
        if self._filling is not None:
            self._filling.cancel()
        self._filling = self._start(self._fill(), "fill")

    def fill_again(self) -> None:
        """Read the latest items, since one of them is missing; where it is not connected that follows."""
        if self.state == "connected":
            self._since = self._since or self._transcript.newest_at
            self.fill()

    # -- what the upkeep tells ------------------------------------------------------------------

    def lost(self, reason: str) -> None:
        """The socket is lost."""
        log.info("coming back, since %s", reason)
        if self._filling is not None:
            self._filling.cancel()
        # What was missed before, and is not read yet, is missing still.
        self._since = self._since or self._transcript.newest_at
        self._become("reconnecting")

    def changing(self) -> None:
        """One socket takes the place of another; while the computer slept the old one may have died."""
        self._since = self._since or self._transcript.newest_at

    def waiting(self, retry: Deadline, error: ConsoleError) -> None:
        """Coming back has failed, and is tried again then."""
        self._become("reconnecting", error, retry)

    def regained(self) -> None:
        """A socket is open again."""
        if self.state != "connected":
            self._become("connected")
        self.fill()

    # -- how it works ---------------------------------------------------------------------------

    async def _keep_up(self) -> None:
        try:
            await self._upkeep.run()
        except ChatOver:
            # Refused while coming back: the chat has ended meanwhile, as Amazon's own client sees it.
            self.end()
        except ConsoleError as error:
            self._become("failed", error)
            self._close_soon()

    def _close_soon(self) -> None:
        # Not among the tasks that it ends, and held, since one that nobody holds is collected.
        self._closing = asyncio.create_task(self.close(), name="close a session")

    async def _fill(self) -> None:
        attempt = 1
        while True:
            try:
                await self.history.fill(self._take, self._since)
            except ConsoleError as error:
                log.info("the transcript could not be read: %s", error)
                attempt += 1
                await asyncio.sleep(self._timings.wait_s(attempt))
            else:
                self._since = None
                self._told()
                return

    def _start(self, work: Coroutine[None, None, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=f"chat session: {name}")
        self._tasks.add(task)
        task.add_done_callback(self._has_ended)
        return task

    def _has_ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s has failed", task.get_name(), exc_info=error)

    def _become(
        self, state: SessionState, error: ConsoleError | None = None, retry: Deadline | None = None
    ) -> None:
        if self.state != "ended":
            self.state, self.error, self.retry = state, error, retry
            self._told()
