"""The clocks of a chat, each under its own name, read from the wall clock and never by counting ticks.

The five minutes are the deadline to connect: "clients must subscribe to the participant's connection
for the created chat within 5 minutes" (API reference, StartChatContact). The participant token itself
lives as long as its participant. A laptop that slept wakes up to the truth, since remaining time is
always the deadline minus now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

Clock = Callable[[], datetime]
Urgency = Literal["calm", "soon", "urgent", "over"]

CONNECT_WITHIN = timedelta(minutes=5)
SOON = timedelta(minutes=1)
URGENT = timedelta(seconds=15)


def utc_now() -> datetime:
    """The wall clock, with its time zone."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Deadline:
    """A moment by which something ends, and how long it had in all."""

    at: datetime
    span: timedelta

    @classmethod
    def after(cls, start: datetime, span: timedelta) -> Deadline:
        """The deadline that lies a span after a moment."""
        return cls(start + span, span)

    def remaining(self, now: datetime) -> timedelta:
        """What is left, never below zero, nor above the whole span if the clock was set back."""
        return min(max(self.at - now, timedelta()), self.span)

    def fraction(self, now: datetime) -> float:
        """What is left as a share of the whole, 1.0 to 0.0."""
        return self.remaining(now) / self.span

    def is_over(self, now: datetime) -> bool:
        """Whether the moment has come."""
        return now >= self.at

    def urgency(self, now: datetime) -> Urgency:
        """How pressing it is: soon from 1:00 on, urgent from 0:15 on."""
        left = self.remaining(now)
        if not left:
            return "over"
        return "urgent" if left <= URGENT else "soon" if left <= SOON else "calm"


def as_minutes(left: timedelta) -> str:
    """Remaining time as m:ss, or h:mm:ss from an hour on; a started second counts as whole."""
    seconds = -(-left // timedelta(seconds=1))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
