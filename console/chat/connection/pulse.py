"""The pulse of one socket: when to send a heartbeat, and when the other side has to be taken for dead.

It reads the clock on the wall and counts no ticks, so that a computer that slept looks at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from console.chat.connection.timings import Timings

Due = Literal["rest", "beat", "dead"]
_BAD_PINGS = 2


class Pulse:
    """Heartbeats and deep heartbeats of one socket, each sent together and answered by itself."""

    def __init__(self, timings: Timings, now: datetime) -> None:
        self._timings = timings
        self._looked_at = now
        self._sent_at: datetime | None = None
        self._within = timedelta()
        self._awaited: set[str] = set()
        self._bad_pings = 0

    def look(self, now: datetime) -> Due:
        """What is to be done now; `beat` counts as done."""
        passed, self._looked_at = now - self._looked_at, now
        has_jumped = not timedelta() <= passed <= timedelta(seconds=self._timings.jump_s)
        if self._sent_at is None or has_jumped:
            # After a sleep an old heartbeat says nothing: its answer may wait to be read.
            return self._beat(now, self._timings.wake_s if has_jumped else self._timings.beat_s)
        if now - self._sent_at < self._within:
            return "rest"
        if self._awaited or self._bad_pings >= _BAD_PINGS:
            return "dead"
        return self._beat(now, self._timings.beat_s)

    def hear(self, kind: str) -> None:
        """An answer has come: `heartbeat`, `ping` or `bad_ping`."""
        if kind == "heartbeat":
            self._awaited.discard("heartbeat")
        else:
            self._awaited.discard("ping")
            self._bad_pings = 0 if kind == "ping" else self._bad_pings + 1

    def _beat(self, now: datetime, within_s: float) -> Due:
        self._sent_at, self._within = now, timedelta(seconds=within_s)
        self._awaited = {"heartbeat", "ping"}
        return "beat"
