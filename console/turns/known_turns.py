"""The turns of every chat of this run, at one pace for each instance."""

from __future__ import annotations

from collections.abc import Callable

from console.chat.chat import Chat
from console.chat.clocks import Clock
from console.trace import Trace
from console.turns.looking import Looking, OpenDoor
from console.turns.pace import Pace
from console.turns.quiet import Patience
from console.turns.turns import Turns


class KnownTurns:
    """`of` gives a chat's turns, always the same ones; `way_of` gives its trace."""

    def __init__(self, open_door: OpenDoor, way_of: Callable[[Chat], Trace], clock: Clock) -> None:
        self._open, self._way_of, self._clock = open_door, way_of, clock
        self.patience = Patience()
        """How long turns wait for what, of chats that are looked at from now on."""
        self._paces: dict[tuple[str, str], Pace] = {}
        self._turns: dict[Chat, Turns] = {}

    def of(self, chat: Chat) -> Turns:
        """The turns of a chat; they come while somebody follows them."""
        if chat not in self._turns:
            where = (chat.profile.id, str(chat.request.get("InstanceId") or ""))
            pace = self._paces.setdefault(where, Pace(self._clock))
            looking = Looking(chat, self._open, pace, self._clock)
            self._turns[chat] = Turns(chat, looking, lambda: self._way_of(chat), self._clock, self.patience)
        return self._turns[chat]

    def forget(self, chat: Chat) -> None:
        """The chat is off the list."""
        self._turns.pop(chat, None)
