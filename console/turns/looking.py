"""Looking at the contact of a chat: one call, with what the profile's keys allow, asking nobody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from console.chat.chat import Chat
from console.chat.clocks import Clock
from console.errors import AccessDenied, ConsoleError
from console.profiles import Profile
from console.turns.facts import Facts, attributes_alone, facts_in
from console.turns.pace import Pace

if TYPE_CHECKING:
    from console.aws import Connect

OpenDoor = Callable[[Profile], "Awaitable[Connect]"]
"""The door of a profile, if its keys are there without anybody being asked."""


class Looking:
    """Looks at one chat's contact, by DescribeContact; where that is refused, at its attributes alone."""

    def __init__(self, chat: Chat, open_door: OpenDoor, pace: Pace, clock: Clock) -> None:
        self._chat, self._open, self._pace, self._clock = chat, open_door, pace, clock
        self.refused: ConsoleError | None = None
        """Why DescribeContact is not called any more."""
        self.is_barred = False
        """Whether nothing can be read with these keys, so that nothing is tried."""

    def begin_again(self) -> None:
        """Rights may be others now: everything is tried once more."""
        self.refused, self.is_barred = None, False

    async def look(self, contact_id: str) -> Facts:
        """What is known of a contact of the chat now.

        Raises:
            AccessDenied: the keys may do neither of the two calls; there is no use in trying again.
            SignInNeeded: the keys have run out, or were locked away.
            ConsoleError: the service was not reached, or refuses.
        """
        door = (await self._open(self._chat.profile)).heard_by(self._chat.wire.began)
        instance_id = str(self._chat.request.get("InstanceId") or "")
        if self.refused is None:
            try:
                told = await self._pace.call(lambda: door.describe_contact(instance_id, contact_id))
                return facts_in(told, contact_id, self._clock(), self._chat.wire.given)
            except AccessDenied as error:
                self.refused = error
        return await self._attributes(door, instance_id)

    async def _attributes(self, door: Connect, instance_id: str) -> Facts:
        first = self._chat.contact_id or ""
        try:
            found = await self._pace.call(lambda: door.get_contact_attributes(instance_id, first))
        except AccessDenied as error:
            self.is_barred = True
            # The first of the two is the one to ask for: it tells more.
            raise self.refused or error from error
        return attributes_alone(found, first, self._clock(), self._chat.wire.given)
