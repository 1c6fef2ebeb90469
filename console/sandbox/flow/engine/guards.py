"""Guards of a walk: flows that never wait, never end, or take too long are stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final, Literal

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import Computed, Happening, TimedOut, Wait
from console.sandbox.flow.engine.script import Action

MOST_STEPS = 2_000
"""Actions in a row without a wait."""
MOST_IN_ALL = 50_000
"""Actions of one flow from its start to its end."""
LONGEST_S = 5.0
"""Seconds on the wall between two waits, all chats standing still meanwhile."""
LONGEST_ROUND = 8
"""Actions of a loop that are named."""
MOST_FAILURES = 20
"""Times in a row that one action fails as it always will: what the flow does then, it does for ever."""
SHORTEST_WAIT_S = 1.0
"""Seconds of a wait that counts as one: what a stub takes less than that, a loop of stubs takes, too."""


LOOP = "endless loop"
MISSING_STUB: Final = "missing stub"
NOT_FOR_CHAT: Final = "not for chat"
Lasting = Literal["missing stub", "not for chat"]
"""Why an action fails, and will fail the next time."""
_FAILS: Final[Mapping[Lasting, str]] = {
    MISSING_STUB: tr_wire("missing stub: {action} fails each time, round and round {actions}"),
    NOT_FOR_CHAT: tr_wire("not for chat: {action} fails each time, round and round {actions}"),
}
"""What is said of it, once it has failed often enough."""


class Guard:
    """Counts what a walk does, and says when it is enough."""

    __slots__ = ("_began", "_clock", "_failed", "_in_all", "_last", "_steps")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._steps = self._in_all = 0
        self._began = clock()
        self._failed: dict[tuple[Lasting, str], int] = {}
        self._last: list[Action] = []

    def problem(self, action: Action) -> tuple[str, str] | None:
        """Called before each action: why it may not be entered, in short and in words."""
        self._steps += 1
        self._in_all += 1
        self._last.append(action)
        del self._last[: -LONGEST_ROUND - 1]
        if self._steps > MOST_STEPS:
            says = tr_wire(
                "endless loop: {count:,} actions without a wait, round and round {actions}",
                count=MOST_STEPS,
                actions=self._round(),
            )
            return LOOP, says
        if self._in_all > MOST_IN_ALL:
            says = tr_wire(
                "endless loop: {count:,} actions, round and round {actions}",
                count=MOST_IN_ALL,
                actions=self._round(),
            )
            return LOOP, says
        # ours: loop-of-failures
        for (why, name), count in self._failed.items():
            if count >= MOST_FAILURES:
                return why, _FAILS[why].format(action=name, actions=self._round())
        if self._clock() - self._began > LONGEST_S:
            says = tr_wire(
                "too slow: {seconds:,g} seconds without a wait, all chats standing still", seconds=LONGEST_S
            )
            return "too slow", says
        return None

    def _round(self) -> str:
        """The last actions up to the one that would be next, for the second time."""
        names = [f"{action.id} ({action.type})" for action in self._last]
        again = next((at for at in range(len(names) - 2, -1, -1) if names[at] == names[-1]), 0)
        return ", ".join(names[again:-1])

    def fail(self, action: Action, why: Lasting) -> None:
        """An action has failed as it always will."""
        failed = why, f"{action.id} ({action.type})"
        self._failed[failed] = self._failed.get(failed, 0) + 1

    def resume(self, wait: Wait, happening: Happening) -> None:
        """Called after each wait."""
        self._began = self._clock()
        is_short = isinstance(happening, TimedOut) and (wait.seconds or 0) < SHORTEST_WAIT_S
        if not (is_short or isinstance(happening, Computed)):
            self._steps = 0
            self._failed.clear()
