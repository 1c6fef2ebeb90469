"""One fault that is switched on: what is left of it, and on which occasions it acts."""

from __future__ import annotations

import random
from dataclasses import replace

from console.sandbox.faults.fault import ALWAYS, Fault


class Switch:
    """A fault from the moment at which it is switched on. To be used under one lock."""

    def __init__(self, asked: Fault, now: float) -> None:
        self.asked = asked
        """The fault as it was asked for."""
        self.left = asked
        """The fault with the count that is left."""
        self._since = now
        self._passed = 0
        self._next = now + (asked.when.every_s or 0.0)
        seed = asked.when.seed
        # A lesson is to go the same way each time: the draws depend on what is written alone.
        self._random = random.Random(str(asked) if seed is None else seed)

    def act(self, now: float) -> Fault | None:
        """Use up one occasion: the fault as it was before, if it acts on this one.

        Whether it acts is decided in this order: its time, the occasions that pass first, its period,
        and chance, which is drawn only where the rest would let it act.
        """
        when = self.asked.when
        if now - self._since < when.from_s or self.is_over(now):
            return None
        self._passed += 1
        if self._passed <= when.after or now < self._next:
            return None
        if when.chance < ALWAYS and self._random.random() * ALWAYS >= when.chance:
            return None
        acting = self.left
        if acting.count is not None:
            self.left = replace(acting, count=acting.count - 1)
        self._next = now + (when.every_s or 0.0)
        return acting

    def is_over(self, now: float) -> bool:
        """Whether it never acts again."""
        until_s = self.asked.when.until_s
        return self.left.count == 0 or (until_s is not None and now - self._since >= until_s)

    def is_written(self, text: str) -> bool:
        """Whether a text means this fault: as it was asked for, or as it is left."""
        return text in (str(self.asked), str(self.left))
