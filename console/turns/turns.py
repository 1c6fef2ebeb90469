"""The turns of one chat: after each of them its contact is looked at, and compared with before."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from console.changes import Changes
from console.chat.chat import Chat
from console.chat.clocks import Clock
from console.errors import ConsoleError, Throttled
from console.trace import Trace
from console.turns.change import changes_between
from console.turns.facts import Facts
from console.turns.looking import Looking
from console.turns.quiet import Patience, Quiet
from console.turns.surroundings import at_start, began_at, contact_id_of, named
from console.turns.turn import Turn, TurnState
from console.turns.way import handed_out, is_in_vain

if TYPE_CHECKING:
    from console.chat.session import ChatSession
    from console.chat.transcript import Row

log = logging.getLogger(__name__)


class Turns:
    """The turns of a chat, oldest first. `follow` keeps them going; every change is told by `changes`."""

    def __init__(
        self,
        chat: Chat,
        looking: Looking,
        way: Callable[[], Trace],
        clock: Clock,
        patience: Patience | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.chat = chat
        self.changes: Changes[None] = Changes()
        self.facts: Facts | None = None
        """The contact as it was when it was looked at last."""
        self.error: ConsoleError | None = None
        """Why it could not be looked at last time."""
        self.is_reading = False
        self._looking, self._way, self._clock = looking, way, clock
        self._patience, self._seconds = patience or Patience(), seconds
        self._turns: list[Turn] = []
        self._numbers: dict[str, int] = {}
        self._claimed: set[str] = set()
        self._stirred = asyncio.Event()
        self._wants_again = False
        self._told = ""

    @property
    def all(self) -> Sequence[Turn]:
        """Every turn, oldest first."""
        return self._turns

    @property
    def latest(self) -> Turn | None:
        """The turn that was looked at last, or is being so."""
        return self._turns[-1] if self._turns else None

    @property
    def refused(self) -> ConsoleError | None:
        """Why the attributes alone can be read; None where that is not so."""
        return self._looking.refused

    def of(self, row_key: str) -> Turn | None:
        """The turn that ended with a row."""
        number = self._numbers.get(row_key)
        return self._turns[number] if number is not None else None

    @property
    def contact_id(self) -> str:
        """The contact that the chat is with now."""
        return contact_id_of(self.chat)

    def read_again(self) -> None:
        """Have the contact looked at now, whatever was refused before."""
        self._looking.begin_again()
        self._told, self._wants_again = "", True
        self._stirred.set()

    async def follow(self) -> None:
        """Looks at the contact after each turn of the session that the chat has now. Never ends."""
        session = self.chat.session
        if session is None:
            return
        quiet = Quiet(session, self._clock, self._seconds, self._patience)
        quiet.stir()
        if self._turns and quiet.newest and quiet.newest.key == self._turns[-1].row_key:
            # Taken up again where nothing has happened since.
            quiet.take()
        self._stirred.set()
        async with asyncio.TaskGroup() as together:
            together.create_task(self._listen(session, quiet), name="hear what stirs a chat")
            together.create_task(self._go_on(quiet), name="look at a contact")
            if self._way().is_late:
                logs = together.create_task(self._way().follow(), name="follow the logs of a chat")
                together.create_task(self._follow_logs(logs), name="hear of the logs of a chat")

    async def _listen(self, session: ChatSession, quiet: Quiet) -> None:
        async for change in session.changes.follow():
            if change not in ("receipts", "transfers"):
                quiet.stir()
                self._stirred.set()

    async def _go_on(self, quiet: Quiet) -> None:
        while True:
            self._stirred.clear()
            if self._wants_again:
                self._wants_again = False
                await self._read_now(quiet)
                continue
            left = quiet.left_s
            if left is not None and left <= 0:
                await self._take_turn(quiet)
                continue
            # Not wait_for: on Python 3.11 it loses a cancel that comes together with the event.
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._stirred.wait()

    # -- a turn -----------------------------------------------------------------------------------

    async def _take_turn(self, quiet: Quiet) -> None:
        row = quiet.newest
        quiet.take()
        if row is None:
            return
        self._begin(row)
        await self._look_at_all()

    async def _look_at_all(self) -> None:
        # The way first: it tells names for which DescribeContact has ids alone.
        await self._read_way()
        if self._looking.is_barred:
            self._set(len(self._turns) - 1, replace(self._turns[-1], state="skipped"))
        else:
            await self._look()

    async def _read_now(self, quiet: Quiet) -> None:
        """Somebody wants to know, whether or not a turn is over."""
        row = quiet.newest
        if row is not None and row.key not in self._numbers:
            await self._take_turn(quiet)
        elif self._turns:
            await self._look_at_all()

    def _begin(self, row: Row) -> None:
        known = self._numbers.get(row.key)
        if known is not None:
            # A message has grown, or the chat has ended, since the turn was taken for over.
            self._set(known, replace(self._turns[known], state="reading"))
            return
        self._numbers[row.key] = len(self._turns)
        before = self._turns[-1].row_key if self._turns else ""
        began = began_at(self.chat, row, before)
        self._turns.append(Turn(len(self._turns) + 1, row.key, began, row.item.at))
        self.changes.tell(None)

    async def _look(self) -> None:
        self.is_reading = True
        self.changes.tell(None)
        try:
            await self._look_until_told()
        finally:
            self.is_reading = False
            self.changes.tell(None)

    async def _look_until_told(self) -> None:
        number = len(self._turns) - 1
        while True:
            try:
                facts = await self._looking.look(self.contact_id)
            except Throttled as error:
                # The pace sees to it that the next attempt comes later.
                self._fail(number, error, is_over=False)
            except ConsoleError as error:
                self._fail(number, error)
                return
            else:
                self._learn(number, facts)
                return

    def _fail(self, number: int, error: ConsoleError, *, is_over: bool = True) -> None:
        """Says once why it can't be read: below every bubble would be too often."""
        self.error = error
        is_told = self._told == error.code
        state: TurnState = ("skipped" if is_told else "failed") if is_over else "reading"
        self._told = error.code if is_over else self._told
        known = self._turns[number]
        self._set(number, replace(known, state=state, error=None if is_told and is_over else error))

    def _learn(self, number: int, facts: Facts) -> None:
        facts = named(facts, self.facts, self.chat, self._way().steps)
        before = self.facts or at_start(self.chat, facts)
        turn = self._turns[number]
        changed = (*turn.changes, *changes_between(before, facts))
        limited = self._looking.refused
        is_news = limited is not None and self._told != limited.code
        self._told = limited.code if limited else ""
        self.facts, self.error = facts, None
        self._set(number, replace(turn, state="read", changes=changed, error=limited if is_news else None))

    def _set(self, number: int, turn: Turn) -> None:
        if self._turns[number] != turn:
            self._turns[number] = turn
            self.changes.tell(None)

    # -- the way ----------------------------------------------------------------------------------

    async def _follow_logs(self, reading: asyncio.Task[None]) -> None:
        """Logs that come late find their turns; where there are none to be had, nobody asks on."""
        way = self._way()
        async for _ in way.changes.follow():
            self._hand_out()
            if is_in_vain(way):
                reading.cancel()

    async def _read_way(self) -> None:
        way = self._way()
        if not way.is_late:
            await way.refresh()
        self._hand_out()

    def _hand_out(self) -> None:
        for number, turn in handed_out(self._turns, self._way(), self._claimed).items():
            self._set(number, turn)
