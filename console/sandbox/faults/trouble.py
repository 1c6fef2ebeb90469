"""What faults do to one request."""

from __future__ import annotations

from dataclasses import dataclass

from console.sandbox.faults.fault import Fault
from console.sandbox.faults.kinds import Effect


@dataclass(frozen=True)
class Trouble:
    """What the faults do to one request: seconds of delay, seconds of skew, and at most one answer."""

    latency: float = 0.0
    skew: float = 0.0
    answer: Fault | None = None

    def does(self, effect: Effect) -> bool:
        """Whether the answer of this trouble has that effect."""
        return self.answer is not None and self.answer.kind.effect == effect


NO_TROUBLE = Trouble()
