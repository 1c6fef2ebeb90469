"""How long a session waits for what: one frozen table, so that a test waits for milliseconds."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Timings:
    """Times in seconds. Where a source has them they are those of Amazon's own clients."""

    look_s: float = 1.0
    """How often the clock on the wall is looked at: what is due is done then, after a sleep at once."""
    jump_s: float = 5.0
    """A clock that moves so much more between two looks has jumped: the computer slept."""
    beat_s: float = 10.0
    """Between two heartbeats; one that is unanswered by the next means that the socket is dead."""
    wake_s: float = 3.0
    """Within which a heartbeat must be answered after the clock has jumped."""
    open_s: float = 10.0
    """Within which a websocket must be open."""
    close_s: float = 1.0
    subscribe_s: float = 1.0
    """After which a subscription without an answer is sent again."""
    subscriptions: int = 4
    """How often that is done on one socket."""
    sockets: int = 3
    """How many sockets are tried before the first connection is given up."""
    first_wait_s: float = 0.5
    """Before the second attempt to come back; it doubles with each. The first is made at once."""
    longest_wait_s: float = 30.0
    life_s: float = 3540.0
    """How old a socket gets before another takes its place (chatjs: 59 minutes)."""
    margin_s: float = 60.0
    """How long before its expiry a URL or a token is renewed."""
    settled_s: float = 30.0
    """Between two renewals at least: an expiry that lies too near must not make us ask without end."""
    echo_s: float = 5.0
    """After which a message that was taken and has not come back is looked for in the transcript."""
    hold_s: float = 60.0
    """How long a message waits for a connection before it has failed."""
    typing_s: float = 10.0
    """Between two events that the customer is typing."""
    receipt_s: float = 1.0
    """How long receipts are gathered, so that one call does for several messages."""
    end_s: float = 5.0
    """How long the service may take to tell the end of a chat that was left."""
    overlap_s: float = 60.0
    """How far before the last known item the transcript is read again after a loss: frames may be late."""

    def wait_s(self, attempt: int) -> float:
        """The wait before an attempt to come back, counted from 1, varied so that clients do not meet."""
        if attempt <= 1:
            return 0.0
        wait = self.first_wait_s * float(2 ** min(attempt - 2, 16))
        return min(wait, self.longest_wait_s) * random.uniform(0.7, 1.3)
