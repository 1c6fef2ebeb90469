"""The program with a clock that a signal moves on: SIGUSR1 by four minutes, SIGUSR2 by three quarters of one.

Run as a script with the program's own arguments, in the place of main.py.
"""

from __future__ import annotations

import signal
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MOVES = {signal.SIGUSR1: timedelta(minutes=4, seconds=5), signal.SIGUSR2: timedelta(seconds=45)}


class Clock:
    """The wall clock, and how far it was moved."""

    def __init__(self) -> None:
        self._moved = timedelta()
        for number in MOVES:
            signal.signal(number, lambda number, _: self._move(signal.Signals(number)))

    def _move(self, number: signal.Signals) -> None:
        self._moved += MOVES[number]

    def __call__(self) -> datetime:
        from console.chat.clocks import utc_now

        return utc_now() + self._moved


def run(arguments: list[str]) -> int:
    """Runs the program; gives its exit status."""
    import console.workspace

    vars(console.workspace)["Workspace"] = partial(console.workspace.Workspace, clock=Clock())
    from main import main

    return main(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
