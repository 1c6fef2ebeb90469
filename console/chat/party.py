"""Who is in a chat, under which name, idle since when, and who is typing: state that is no row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from console.chat.items import Item

TYPING_LASTS: Final = timedelta(seconds=12)
"""How long somebody is shown as typing after they told so, as Amazon's own widget does it."""

_PRESENT: Final[Mapping[str, bool]] = {
    "participant.joined": True,
    "participant.left": False,
}
_IDLE: Final[Mapping[str, bool]] = {
    "participant.idle": True,
    "participant.returned": False,
    "participant.left": False,
    "typing": False,
}


@dataclass(frozen=True)
class Participant:
    """Somebody in a chat, as the latest items tell."""

    id: str
    name: str
    role: str
    is_present: bool = False
    idle_since: datetime | None = None


class Party:
    """The participants of a chat, from its items in any order. `me` is this console's own id."""

    def __init__(self, me: str = "") -> None:
        self.me = me
        self._latest: dict[tuple[str, str], tuple[datetime, str, Any]] = {}
        self._typing: dict[str, tuple[datetime, datetime]] = {}

    def note(self, item: Item, arrived_at: datetime | None = None) -> None:
        """Takes in what an item tells of who is there; those of past sessions tell nothing."""
        who = item.participant_id
        if item.is_past or not who:
            return
        if item.display_name:
            self._set(who, "name", item, item.display_name)
        if item.role:
            self._set(who, "role", item, item.role)
        if item.event in _PRESENT:
            self._set(who, "is_present", item, _PRESENT[item.event])
        if item.kind == "message" or item.event in _IDLE:
            self._set(who, "is_idle", item, _IDLE.get(item.event, False))
        self._note_typing(item, arrived_at or item.at)

    def typing(self, now: datetime) -> list[str]:
        """The names of those who are typing, but for this console's own."""
        found = [who for who, (until, _at) in self._typing.items() if now < until and who != self.me]
        return sorted(self._value(who, "name") or "" for who in found)

    @property
    def participants(self) -> Sequence[Participant]:
        """Everybody who was heard of, whether or not they are there still."""
        return [self._participant(who) for who, what in sorted(self._latest) if what == "role"]

    def _participant(self, who: str) -> Participant:
        idle = self._latest.get((who, "is_idle"))
        return Participant(
            who,
            self._value(who, "name") or "",
            self._value(who, "role") or "",
            bool(self._value(who, "is_present")),
            idle[0] if idle and idle[2] else None,
        )

    def _value(self, who: str, what: str) -> Any:
        found = self._latest.get((who, what))
        return found[2] if found else None

    def _set(self, who: str, what: str, item: Item, value: str | bool) -> None:
        told = item.at, item.id, value
        if told > self._latest.get((who, what), (item.at, "", value)):
            self._latest[who, what] = told

    def _note_typing(self, item: Item, arrived_at: datetime) -> None:
        who = item.participant_id
        until, told_at = self._typing.get(who, (arrived_at, item.at))
        if item.event == "typing" and item.at >= told_at:
            # From its arrival: the service's clock may differ from this computer's.
            self._typing[who] = max(until, arrived_at + TYPING_LASTS), item.at
        elif item.kind == "message" or item.event == "participant.left":
            is_later = item.at >= told_at
            self._typing[who] = (arrived_at, item.at) if is_later else (until, told_at)
