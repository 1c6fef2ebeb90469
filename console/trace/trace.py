"""The way of one chat through its flows, read when somebody wants to see it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from console.changes import Changes
from console.chat.clocks import Clock
from console.errors import ConsoleError
from console.trace.missing import Missing
from console.trace.reading import Reading, Source
from console.trace.step import Step

if TYPE_CHECKING:
    from console.chat.chat import Chat

TraceState = Literal["nothing", "reading", "current", "unreadable"]

MOST_STEPS: Final = 5_000
"""Steps of one chat that are kept; of more the newest."""


class Trace:
    """The steps of a chat, as far as its source has told them.

    Nothing is read by itself: `refresh` reads what is new, once; `follow` does that again and again, for
    as long as its task runs. Any number may follow, and one of them reads for all.
    """

    def __init__(self, chat: Chat, source: Source, clock: Clock) -> None:
        # asyncio is imported with the loop, after the first paint.
        from asyncio import Lock

        self.chat = chat
        self.changes: Changes[None] = Changes()
        """Told whenever anything below is other than before."""
        self.state: TraceState = "nothing"
        """`nothing` before the first read, `unreadable` after one that failed, with `error`."""
        self.error: ConsoleError | None = None
        self.missing: Sequence[Missing] = ()
        """Why there are no steps, where there are none and the source can say it."""
        self.phase = ""
        """Who has the word: `inbound`, `queue`, `agent`, `remaining`, `over`; empty where it is not told."""
        self.waiting = ""
        """What the flow waits for; empty where it does not wait, or that is not told."""
        self.left_out = 0
        """How many older steps are not among `steps`, as there were too many."""
        self.read_at: datetime | None = None
        """When it was last read, successfully or not."""
        self._source = source
        self._clock = clock
        self._steps: list[Step] = []
        self._keys: set[str] = set()
        self._reading = Lock()
        self._following = Lock()
        self._reads = 0

    @property
    def steps(self) -> Sequence[Step]:
        """The steps, oldest first, each once. Late ones are put where they belong."""
        return self._steps

    @property
    def is_late(self) -> bool:
        """Whether the source tells what happened only seconds to minutes later."""
        return self._source.is_late

    async def refresh(self, *, whole: bool = False) -> None:
        """Reads what is new, or with `whole` everything from the start; a failure is kept, not raised."""
        if self.chat.contact_id is None:
            return
        async with self._reading:
            before = self.state
            if before != "current":
                self._become("reading")
            try:
                reading = await self._source.read(whole=whole)
            except ConsoleError as error:
                self.error, self.read_at = error, self._clock()
                self._become("unreadable")
            except BaseException:
                self._become(before)
                raise
            else:
                self._take(reading)

    async def follow(self) -> None:
        """Reads again and again, as often as the source is worth it. Never ends but by being cancelled."""
        async with self._following:
            while True:
                await self.refresh()
                await self._rest()

    async def _rest(self) -> None:
        """Waits until another read is worth it."""
        from asyncio import get_running_loop

        loop, seen, rhythm = get_running_loop(), self._news, self._source.rhythm
        wait = rhythm.wait(self._reads, is_alive=not self.chat.is_over)
        due = None if wait is None else loop.time() + wait
        self._reads += 1
        while due is None or loop.time() < due:
            await self._stirs(due)
            if self._news != seen:
                if seen[0] is None:
                    # Now there is a contact, whose first read is not to wait.
                    return
                seen, self._reads = self._news, 0
                soon = loop.time() + rhythm.after_news_s
                due = soon if due is None else min(due, soon)

    async def _stirs(self, due: float | None) -> None:
        """Waits until something is told of the chat or of its session, or a moment has come."""
        from asyncio import Event, timeout_at

        told = Event()
        with ExitStack() as heard:
            heard.enter_context(self.chat.changes.heard_by(told.set))
            if self.chat.session is not None:
                heard.enter_context(self.chat.session.changes.heard_by(told.set))
            with suppress(TimeoutError):
                async with timeout_at(due):
                    await told.wait()

    @property
    def _news(self) -> tuple[object, ...]:
        """What is other when something has happened in the chat."""
        session = self.chat.session
        return self.chat.contact_id, self.chat.is_over, session.cursor() if session else -1

    def _become(self, state: TraceState) -> None:
        if state != self.state or state == "unreadable":
            self.state = state
            self.changes.tell(None)

    def _take(self, reading: Reading) -> None:
        before = self._told()
        for step in reading.steps:
            if step.key not in self._keys:
                self._keys.add(step.key)
                insort(self._steps, step, key=self._source.order)
        if (excess := len(self._steps) - MOST_STEPS) > 0:
            # Their keys stay known, so that they do not come back.
            del self._steps[:excess]
            self.left_out += excess
        self.left_out += reading.left_out
        self.phase, self.waiting = reading.phase, reading.waiting
        self.missing = () if self._steps else tuple(reading.missing)
        self.state, self.error, self.read_at = "current", None, self._clock()
        if self._told() != before:
            self.changes.tell(None)

    def _told(self) -> tuple[object, ...]:
        told = (self.state, self.error, self.missing, self.phase, self.waiting)
        return (*told, len(self._keys), self.left_out)
