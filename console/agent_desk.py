"""Where a person is the agent of the sandbox's chats: who answers, and the seat in each chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from console.agent_seat import AgentSeat, Answers, Standing, standing_in
from console.changes import Changes
from console.chat.chat import Chat
from console.chat.clocks import Clock
from console.control_route import ControlRefused
from console.errors import ConsoleError
from console.language import tr

if TYPE_CHECKING:
    from console.aws import ConnectParticipant
    from console.control_route import ControlRoute

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 1.0


class AgentDesk:
    """The switch for all chats of the sandbox, and a seat in each."""

    def __init__(
        self,
        control: Callable[[], ControlRoute | None],
        door: Callable[[], Awaitable[ConnectParticipant]],
        clock: Clock,
        chats: Callable[[], Sequence[Chat]],
    ) -> None:
        """`control` gives the sandbox's control route once it runs, `door` its participant service.

        `chats` are those of this run; only the sandbox's have a seat.
        """
        self.answers: Answers = "script"
        self.error: ConsoleError | None = None
        """Why it is not known how the chats stand; None where it is."""
        self.changes: Changes[AgentSeat | None] = Changes()
        """A seat that stands differently; None where the desk itself does."""
        self._find_control = control
        self._door = door
        self._clock = clock
        self._chats = chats
        self._seats: dict[Chat, AgentSeat] = {}

    def seat(self, chat: Chat) -> AgentSeat:
        """The seat in a chat of the sandbox; the same one each time."""
        if chat not in self._seats:
            self._seats[chat] = AgentSeat(chat, self._control, self._door, self._clock, self.refresh)
        return self._seats[chat]

    async def follow(self, every_s: float = LOOKS_EVERY_S) -> None:
        """Look how the chats stand, again and again. Never ends."""
        while True:
            if any(not chat.is_over or self.seat(chat).standing.state != "over" for chat in self._known):
                try:
                    await self.refresh()
                except ConsoleError as error:
                    log.info("the agent's desk was not read: %s", error)
                    self._fail(error)
            await asyncio.sleep(every_s)

    async def refresh(self) -> None:
        """Look how the chats stand now.

        Raises:
            ControlRefused: the sandbox does not answer.
        """
        told = await self._control().ask("GET", "/agent")
        self._fail(None)
        if told["answers"] != self.answers:
            self.answers = told["answers"]
            self.changes.tell(None)
        known = {one["initial_contact_id"]: standing_in(one) for one in told["contacts"]}
        for chat in self._known:
            seat = self.seat(chat)
            before = seat.standing
            seat.show(known.get(chat.contact_id or "", Standing("over", self.answers)))
            if seat.standing != before:
                self.changes.tell(seat)
        for gone in self._seats.keys() - set(self._chats()):
            await self._seats.pop(gone).close()

    @property
    def _known(self) -> list[Chat]:
        """The chats that the sandbox has, or had."""
        return [chat for chat in self._chats() if chat.profile.kind == "sandbox" and chat.contact_id]

    async def choose(self, answers: Answers) -> None:
        """Say who answers in every chat without a switch of its own.

        Raises:
            ControlRefused: the sandbox does not answer.
        """
        await self._control().ask("PUT", "/agent", {"answers": answers})
        await self.refresh()

    async def close(self) -> None:
        """Leave every seat; the chats go on."""
        await asyncio.gather(*(seat.close() for seat in self._seats.values()))

    def _control(self) -> ControlRoute:
        control = self._find_control()
        if control is None:
            raise ControlRefused(tr("The sandbox does not run yet"), tr("Start a chat in it first."))
        return control

    def _fail(self, error: ConsoleError | None) -> None:
        if (error is None) != (self.error is None):
            self.error = error
            self.changes.tell(None)
        self.error = error
