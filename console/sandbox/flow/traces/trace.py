"""What a flow did: one entry for each action that it has left, and one whenever it waits.

Entries are small whatever the flow carries (`Excerpt`). They are made with every action and read by few,
so JSON and words are made of them only where somebody reads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from console.sandbox.participant.items import time_text

MOST_ENTRIES = 1_000
MOST_BYTES = 1024 * 1024
"""What is remembered of one chat; of more the newest."""
BYTES = 800
"""About what an entry takes beside its texts."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: in which contact, flow and action, and when."""

    at: float
    """Seconds since the epoch, on the wall."""
    contact_id: str
    flow_id: str
    flow_name: str
    action: str
    type: str
    block: str
    """What flow logs call this kind of action (ContactFlowModuleType)."""

    def told(self) -> dict[str, Any]:
        """The members of the JSON that all entries have."""
        return {
            "action": self.action,
            "type": self.type,
            "at": time_text(round(self.at * 1000)),
            "contact": self.contact_id,
            "flow": self.flow_id,
            "flow_name": self.flow_name,
        }


@dataclass(frozen=True, slots=True)
class Entered:
    """An action that was entered and left again."""

    place: Place
    result: str
    """`Done`, the value, `Error NoMatchingError: why`, `Ended: why`, `Transferred to …`, `Interrupted`."""
    edge: str
    """The transition taken: `NextAction`, `Equals Yes`, `NoMatchingError`; empty where there is none."""
    next: str | None
    error: str = ""
    """The ErrorType, where it failed."""
    warnings: tuple[str, ...] = ()
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    """Contact attributes that it changed; None for one that is gone."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """As they were when it ran, references resolved."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What else there is to know, such as what a stub was asked."""
    is_logged: bool = False
    """Whether the flow has switched flow logs on."""
    is_defect: bool = False
    """Whether the sandbox itself failed here."""
    size: int = BYTES
    """About how many bytes of memory it takes."""

    def told(self) -> dict[str, Any]:
        """The entry as JSON."""
        told = {"kind": "action", **self.place.told(), "result": self.result, "edge": self.edge}
        told |= {"next": self.next, "error": self.error, "warnings": list(self.warnings)}
        told |= {"attributes": dict(self.attributes), "parameters": dict(self.parameters)}
        return told | {"facts": dict(self.facts)}

    def line(self) -> str:
        """The entry as people read it."""
        leads = f" → {self.next}" if self.next else ""
        odd = "".join(f"  ! {warning}" for warning in self.warnings)
        return f"{self.place.action} ({self.place.type}): {self.result}{leads}{odd}"


@dataclass(frozen=True, slots=True)
class Paused:
    """An action waits; an `Entered` of the same action follows once it is left."""

    place: Place
    reason: str
    seconds: float | None
    warnings: tuple[str, ...] = ()
    size: int = BYTES
    """About how many bytes of memory it takes."""

    def told(self) -> dict[str, Any]:
        """The entry as JSON."""
        waits = {"reason": self.reason, "seconds": self.seconds, "warnings": list(self.warnings)}
        return {"kind": "wait", **self.place.told(), **waits}

    def line(self) -> str:
        """The entry as people read it."""
        limit = "" if self.seconds is None else f", {self.seconds:g} s at most"
        return f"{self.place.action} ({self.place.type}): {self.reason}{limit}"


Entry = Entered | Paused


class Trace(Protocol):
    """Who is told what a flow does, under the lock of the timers; returns at once, never raises."""

    def add(self, entry: Entry) -> None:
        """Take an entry."""


class Ring:
    """The newest entries, in memory."""

    def __init__(self, most: int = MOST_ENTRIES, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._entries: deque[Entry] = deque()
        self.bytes = 0
        """About what the entries take."""

    def add(self, entry: Entry) -> None:
        """Remember an entry; beyond the most the oldest are forgotten."""
        self._entries.append(entry)
        self.bytes += entry.size
        while len(self._entries) > self._most or self.bytes > self._most_bytes:
            self.bytes -= self._entries.popleft().size

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, oldest first."""
        return tuple(self._entries)

    @property
    def entered(self) -> tuple[Entered, ...]:
        """The actions that were left, oldest first."""
        return tuple(entry for entry in self._entries if isinstance(entry, Entered))
