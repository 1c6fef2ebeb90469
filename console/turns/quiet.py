"""When a turn is over: somebody has said or done something, was answered, and all fell quiet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.chat.transcript import Row

if TYPE_CHECKING:
    from console.chat.session import ChatSession

Seconds = Callable[[], float]


@dataclass(frozen=True)
class Patience:
    """How long is waited for what, in seconds, so that a test waits for milliseconds."""

    quiet_s: float = 0.7
    """After an answer. A flow that says several things does it within less."""
    answer_s: float = 5.0
    """For an answer to the customer; a flow may have gone on without saying anything."""
    longest_s: float = 20.0
    """From the first thing that happened: who never falls quiet is looked at all the same."""
    look_s: float = 0.2
    """Between two looks at whether somebody still types."""


class Quiet:
    """Watches one session. Whoever hears of its changes calls `stir`."""

    def __init__(
        self, session: ChatSession, clock: Callable[[], datetime], seconds: Seconds, patience: Patience
    ) -> None:
        self._session, self._clock, self._seconds, self._patience = session, clock, seconds, patience
        self._looked_at: tuple[object, ...] = ()
        self._seen: tuple[object, ...] = ()
        self._began = self._last = 0.0

    @property
    def newest(self) -> Row | None:
        """The newest row of this conversation that has arrived."""
        rows = reversed(self._session.transcript.rows)
        found = next((row for row in rows if row.state == "sent"), None)
        return found if found is not None and not found.item.is_past else None

    def stir(self) -> None:
        """Something has happened; whether it belongs to a turn is found out here."""
        now = self._now()
        if now in (self._looked_at, self._seen):
            return
        if self._seen == self._looked_at:
            self._began = self._seconds()
        self._seen, self._last = now, self._seconds()

    def take(self) -> None:
        """The turn is over; what comes now begins the next one."""
        self._looked_at = self._seen

    @property
    def left_s(self) -> float | None:
        """Seconds until the turn is over, as far as can be told now; None while none has begun."""
        if self._seen == self._looked_at or self.newest is None:
            return None
        if self._session.state == "ended":
            return 0.0
        until_longest = self._began + self._patience.longest_s - self._seconds()
        return min(self._until_quiet(), until_longest)

    def _until_quiet(self) -> float:
        newest = self.newest
        if (newest and newest.is_streaming) or self._session.transcript.typing(self._clock()):
            return self._patience.look_s
        is_own = newest is not None and newest.item.participant_id == self._session.transcript.me
        wait = self._patience.answer_s if is_own else self._patience.quiet_s
        return self._last + wait - self._seconds()

    def _now(self) -> tuple[object, ...]:
        """What tells one moment of the conversation from another; receipts do not."""
        row, state = self.newest, self._session.state
        at = (row.key, len(row.item.content), row.is_streaming) if row else ()
        return (*at, state == "ended")
