"""Amazon Connect's flow log of a chat, over CloudWatch Logs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from console.errors import AccessDenied, LogGroupMissing
from console.trace.log_entry import step_in
from console.trace.missing import Missing, missing
from console.trace.reading import Reading, Rhythm, in_turns
from console.trace.step import Step
from console.trace.switches import Switches

if TYPE_CHECKING:
    from console.aws import Connect, LogEvent
    from console.chat.chat import Chat
    from console.chat.clocks import Clock
    from console.profiles import Profile
    from console.trace.pace import Pace

BEFORE: Final = timedelta(minutes=5)
"""How far before the chat's start is looked: this computer's clock may be off."""
OVERLAP_MS: Final = 10 * 60 * 1000
"""How far back is looked again for entries that came late."""
MOST_PAGES: Final = 10
"""Pages of one read at most; the next read goes on where it stopped."""
MOST_SEGMENTS: Final = 20
"""Contacts of one chat that are asked for, the newest: a pattern has 1,024 characters at most."""


class FlowLog:
    """Reads the log group of the chat's instance, filtered by the contact ids of the chat's segments.

    Entries come late and may come twice (administrator guide, flow logs), so each read looks back, and
    an entry that says the same as one before it is that one.
    """

    rhythm = Rhythm(after_news_s=3.0, waits_s=(5.0, 10.0, 20.0, 40.0, *[60.0] * 8), goes_on=False)
    is_late = True

    def __init__(
        self, chat: Chat, open_door: Callable[[Profile], Awaitable[Connect]], clock: Clock, pace: Pace
    ) -> None:
        """`pace` is shared by all who read logs."""
        self._chat, self._open_door, self._pace = chat, open_door, pace
        self._switches = Switches(chat, clock)
        self._known: set[bytes] = set()
        """What the entries say that were read, as hashes: an entry may be long."""
        self._newest_ms = 0
        self._left: tuple[str, int, str] | None = None
        """Pattern, start and token of a read that had more pages than one read takes."""

    def order(self, step: Step) -> tuple[Any, ...]:
        """By the time that entries tell; within a millisecond by the event's id."""
        return step.at, step.key

    async def read(self, *, whole: bool) -> Reading:
        """What is new; where there never was anything, which of the switches is missing."""
        door = await self._open_door(self._chat.profile)
        group = await self._switches.log_group(door)
        if isinstance(group, Missing):
            return Reading(missing=(group, *await self._switches.off(door)))
        try:
            steps = await self._steps(await self._events(door, group, whole))
        except LogGroupMissing:
            steps = []
        except AccessDenied as error:
            denied = missing("denied", action=error.action, resource=error.resource)
            return Reading(missing=(denied, *await self._switches.off(door)))
        if self._known:
            return Reading(steps)
        off = await self._switches.off(door)
        is_certain = any(one.reason != "unsure" for one in off)
        return Reading(missing=off if is_certain else (missing("none_yet"), *off))

    async def _events(self, door: Connect, group: str, whole: bool) -> Sequence[LogEvent]:
        pattern, start, token = pattern_of(contact_ids(self._chat)), self._start_ms(whole), ""
        if self._left is not None and self._left[0] == pattern and not whole:
            pattern, start, token = self._left
        self._left = None
        events: list[LogEvent] = []
        for _ in range(MOST_PAGES):
            await self._pace.turn()
            page = await door.logs.filter_log_events(group, pattern, start, token)
            events += page.events
            if not page.next_token or page.next_token == token:
                return events
            token = page.next_token
        self._left = (pattern, start, token)
        return events

    def _start_ms(self, whole: bool) -> int:
        chat = self._chat
        began = min(chat.created_at, chat.started.arrived_at if chat.started else chat.created_at)
        start = int((began - BEFORE).timestamp() * 1000)
        return start if whole else max(start, self._newest_ms - OVERLAP_MS)

    async def _steps(self, events: Sequence[LogEvent]) -> list[Step]:
        """The steps of those that say what none before has said."""
        new = {
            said: event
            # Of entries that say the same the first one counts.
            for event in reversed(events)
            if (said := sha256(event.message.encode(errors="replace")).digest()) not in self._known
        }
        steps = await in_turns([*new.values()], lambda _, one: step_in(one, self._chat.contact_id or ""))
        # Known only now: a read that is cancelled is made again.
        self._known.update(new)
        self._newest_ms = max([self._newest_ms, *(event.ms for event in events)])
        return steps


def contact_ids(chat: Chat) -> list[str]:
    """The contacts of a chat's segments as far as its items tell, the first one first."""
    rows = chat.session.transcript.rows if chat.session else ()
    told = (row.item.contact_id for row in rows if not row.item.is_past)
    # As keys each is there once, in the order in which it came.
    return list(dict.fromkeys(filter(None, (chat.contact_id, *told))))


def pattern_of(ids: Sequence[str]) -> str:
    """A filter pattern for entries in which one of these ids stands, whatever their form.

    Quotation marks belong around terms with other than letters, digits and underscores, a question mark
    before those of which one is enough (CloudWatch Logs, filter pattern syntax).
    """
    newest = ids[-MOST_SEGMENTS:]
    return f'"{newest[0]}"' if len(newest) == 1 else " ".join(f'?"{one}"' for one in newest)
