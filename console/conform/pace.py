"""How long the play waits for what: one frozen table, so that a test waits for milliseconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Times in seconds."""

    open_s: float = 10.0
    """Within which a websocket must be open."""
    answer_s: float = 10.0
    """Within which what is expected must have come over the socket."""
    quiet_s: float = 2.0
    """After which what has not come is taken to stay away."""
    scan_s: float = 70.0
    """Within which a file must have been scanned (60 s, Amazon Connect's feature specifications)."""
    ready_s: float = 75.0
    """Within which an ended chat can be continued (30 to 60 s, administrator guide)."""
    retry_s: float = 5.0
    """Between two attempts to continue it."""
    clear_s: float = 20.0
    """Within which every chat must be stopped at the end."""
    total_s: float = 420.0
    """Within which the whole script must be over."""
