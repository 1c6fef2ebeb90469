"""By when a chat has to be connected to, and when it is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from console import contact
from console.chat.clocks import CONNECT_WITHIN, Clock, Deadline

if TYPE_CHECKING:
    from console.aws import Started
    from console.chat.session import ChatSession


class Deadlines:
    """The deadlines of a chat; whoever has them sets what they are read from."""

    request: Mapping[str, Any]
    started: Started | None
    session: ChatSession | None
    is_rejoined: bool
    _clock: Clock

    @property
    def connect_deadline(self) -> Deadline | None:
        """By when a client must have connected: five minutes from the arrival of the response."""
        return Deadline.after(self.started.arrived_at, CONNECT_WITHIN) if self.started else None

    @property
    def end_deadline(self) -> Deadline | None:
        """When the chat's duration is over."""
        if not self.started:
            return None
        start = self.started.arrived_at
        return Deadline.after(start, contact.ends_at(self.request, start) - start)

    @property
    def connect_missed(self) -> bool:
        """Whether the five minutes are over and the chat can no longer be joined."""
        deadline = self.connect_deadline
        has_joined = self.is_rejoined or self.connected_after is not None
        return deadline is not None and not has_joined and deadline.is_over(self._clock())

    @property
    def connected_after(self) -> timedelta | None:
        """How long after the token came the chat was connected to for the first time in this run."""
        joined_at = self.session.connected_at if self.session else None
        if joined_at is None or self.started is None:
            return None
        return max(joined_at - self.started.arrived_at, timedelta())
