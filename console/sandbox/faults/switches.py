"""All faults that are switched on, and what they do on each occasion."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from console.sandbox.clock import Clock
from console.sandbox.faults.fault import Fault
from console.sandbox.faults.kinds import Effect
from console.sandbox.faults.switch import Switch
from console.sandbox.faults.trouble import NO_TROUBLE, Trouble
from console.sandbox.timers import Timers

SHORTEST_WALL_S = 0.05
"""Seconds on the wall between two things that happen by themselves, however fast the time runs."""


class Faults:
    """The faults that are switched on. Any thread may add, list, remove and take.

    Their time is that of the timers, which also make happen what happens by itself.
    """

    def __init__(self, timers: Timers | None = None) -> None:
        self._timers = Timers(Clock()) if timers is None else timers
        self._lock = threading.Lock()
        self._on: list[Switch] = []
        self._places: frozenset[str] = frozenset()
        self._acts: dict[str, Callable[[], None]] = {}

    def add(self, *faults: Fault) -> None:
        """Switch faults on, after those that are on already."""
        now = self._timers.clock()
        added = [Switch(fault, now) for fault in faults]
        with self._lock:
            self._on += added
            self._sweep(now)
        for one in added:
            if one.asked.happens_by_itself:
                self._wait(one)

    def remove(self, *faults: Fault) -> None:
        """Switch faults off, each named as it was asked for or as it is left. All or none.

        Raises:
            LookupError: one of them is not on.
        """
        now = self._timers.clock()
        with self._lock:
            self._sweep(now)
            left = list(self._on)
            for fault in faults:
                found = next((one for one in left if one.is_written(str(fault))), None)
                if found is None:
                    raise LookupError(f"The fault “{fault}” is not on.")
                left.remove(found)
            self._on = left
            self._sweep(now)

    def clear(self) -> None:
        """Switch all faults off."""
        with self._lock:
            self._on = []
            self._places = frozenset()

    def all(self) -> tuple[Fault, ...]:
        """What is switched on, each with the count that is left."""
        now = self._timers.clock()
        return tuple(one.left for one in tuple(self._on) if not one.is_over(now))

    def touches(self, place: str) -> bool:
        """Whether a fault may act at a place; costs next to nothing."""
        return place in self._places

    def let(self, effect: str, act: Callable[[], None]) -> None:
        """Say what an effect does where it happens by itself; called under the timers' lock."""
        self._acts[effect] = act

    def act(self, effect: str) -> Fault | None:
        """Use up one occasion outside of requests: the first fault with this effect that acts on it."""
        if not self._on:
            return None
        now = self._timers.clock()
        with self._lock:
            waiting = (
                one for one in self._on if one.asked.kind.effect == effect and not one.asked.happens_by_itself
            )
            acting = next((acting for one in waiting if (acting := one.act(now)) is not None), None)
            self._sweep(now)
        return acting

    def take(self, operation: str) -> Trouble:
        """Use up what applies to one request of an operation.

        Delays add up, and so do skews; of the faults that answer instead of the service only the
        first in line does so, and only that one's count goes down.
        """
        if not self._on:
            return NO_TROUBLE
        now = self._timers.clock()
        added: dict[Effect, float] = {"latency": 0.0, "skew": 0.0}
        answer: Fault | None = None
        with self._lock:
            for one in self._on:
                effect = one.asked.kind.effect
                is_asked = one.asked.place in ("*", operation) and (effect in added or answer is None)
                acting = one.act(now) if is_asked else None
                if acting is None:
                    continue
                if effect in added:
                    added[effect] += acting.value
                else:
                    answer = acting
            self._sweep(now)
        return Trouble(added["latency"], added["skew"], answer)

    def _sweep(self, now: float) -> None:
        self._on = [one for one in self._on if not one.is_over(now)]
        self._places = frozenset(one.asked.kind.place for one in self._on)

    def _wait(self, one: Switch) -> None:
        shortest = SHORTEST_WALL_S * self._timers.clock.speed
        self._timers.after(max(one.asked.when.every_s or 0.0, shortest), partial(self._happen, one))

    def _happen(self, one: Switch) -> None:
        now = self._timers.clock()
        with self._lock:
            acting = one.act(now) if one in self._on else None
            self._sweep(now)
            is_on = one in self._on
        act = self._acts.get(one.asked.kind.effect)
        if acting is not None and act is not None:
            act()
        if is_on:
            self._wait(one)
