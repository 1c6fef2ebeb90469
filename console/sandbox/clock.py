"""The sandbox's own time, which can be moved and made to run faster, beside the time on the wall.

Deadlines and waits of the sandbox run on its own time, so that a day is rehearsed in seconds. What is
told to a client (AbsoluteTime, Expiry, dates of signatures) stays on the wall's time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

FARTHEST_S = 10 * 365 * 86_400
"""Seconds that the time can be moved by at once."""
FASTEST = 1_000_000.0
"""Seconds of the sandbox's time within one second on the wall, at most."""


class Clock:
    """Calling it gives the sandbox's time in seconds since the epoch; at first the wall's own."""

    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self.speed = 1.0
        self._own_then = self._wall_then = 0.0
        self._followers: list[Callable[[], None]] = []

    def __call__(self) -> float:
        """The sandbox's time."""
        return self._own_then + (self.wall() - self._wall_then) * self.speed

    @property
    def moved_s(self) -> float:
        """How far the sandbox's time is ahead of the wall's, in seconds."""
        return self() - self.wall()

    def wall_until(self, own: float) -> float:
        """Seconds on the wall until a moment of the sandbox's time; negative once it is past."""
        return (own - self()) / self.speed

    def wall_at(self, own: float) -> float:
        """When on the wall a moment of the sandbox's time is or was; not before the last change."""
        return max(self._wall_then + (own - self._own_then) / self.speed, self._wall_then)

    def move(self, seconds: float) -> None:
        """Let time pass at once; it never goes back.

        Raises:
            ValueError: the seconds are negative, or more than `FARTHEST_S`.
        """
        if not (math.isfinite(seconds) and 0 <= seconds <= FARTHEST_S):
            raise ValueError(f"Time can be moved ahead by 0 to {FARTHEST_S:,} seconds.")
        self._set(self() + seconds, self.speed)

    def run(self, speed: float) -> None:
        """Set how many seconds pass within one on the wall.

        Raises:
            ValueError: the speed is not above 0, or more than `FASTEST`.
        """
        if not (math.isfinite(speed) and 0 < speed <= FASTEST):
            raise ValueError(f"The speed must be above 0 and at most {FASTEST:,.0f}.")
        self._set(self(), speed)

    def reset(self) -> None:
        """Back to the wall's time."""
        self.speed = 1.0
        self._own_then = self._wall_then = 0.0
        self._tell()

    def follow(self, follower: Callable[[], None]) -> None:
        """Have a function called after every change."""
        self._followers.append(follower)

    def _set(self, own: float, speed: float) -> None:
        self._wall_then, self._own_then, self.speed = self.wall(), own, speed
        self._tell()

    def _tell(self) -> None:
        for follower in self._followers:
            follower()
