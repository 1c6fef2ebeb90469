"""How long a repetition waits for what: long enough for a slow flow, and never for ever."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """All in seconds."""

    settle_s: float = 0.7
    """So quiet it has to be before the next turn is said: one message more may come than before."""
    more_s: float = 5.0
    """So long, at least, it waits for a message that came before, once others have come."""
    reply_s: float = 20.0
    """So long, at least, it waits for any reply."""
    slower: float = 2.0
    """So many times as long as before a reply may take."""
    longest_s: float = 600.0
    """No reply is waited for longer, however long it took before: a queue may last."""
    look_s: float = 0.2
    """So often it looks at what no item tells: a lost connection, somebody who takes over."""

    def patience_s(self, pause_s: float, *, has_some: bool) -> float:
        """How long it may be quiet where `pause_s` passed before; `has_some`: a reply has come."""
        least = self.more_s if has_some else self.reply_s
        return min(max(least, self.slower * pause_s), self.longest_s)
