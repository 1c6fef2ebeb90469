"""Which steps through the flows belong to which turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from console.trace import Step, Trace
from console.turns.turn import Turn

SLACK: Final = timedelta(seconds=0.5)
"""A flow goes on for a moment after the last thing that it said in a turn."""


def handed_out(turns: Sequence[Turn], way: Trace, claimed: set[str]) -> Mapping[int, Turn]:
    """The turns, by their places, that get steps which nobody has `claimed` yet; those are claimed then.

    What is told at once belongs to the turn that is over now. Logs come late: their steps find their
    turns by their times, and what lies behind the end of all turns waits for the next one.
    """
    given: dict[int, list[Step]] = {}
    for step in way.steps:
        if step.key not in claimed:
            number = _turn_at(turns, step.at) if way.is_late else len(turns) - 1
            if number is not None and number >= 0:
                claimed.add(step.key)
                given.setdefault(number, []).append(step)
    return {number: _with(turns[number], steps) for number, steps in given.items()}


def is_in_vain(way: Trace) -> bool:
    """Whether a log that has told nothing yet will not tell anything: it may not be read, or is not kept."""
    reasons = {one.reason for one in way.missing} - {"none_yet"}
    return not way.steps and (way.state == "unreadable" or bool(reasons))


def _with(turn: Turn, steps: Sequence[Step]) -> Turn:
    return replace(turn, steps=tuple(sorted((*turn.steps, *steps), key=lambda step: step.at)))


def _turn_at(turns: Sequence[Turn], at: datetime) -> int | None:
    following = [turn.began_at for turn in turns[1:]]
    for number, turn in enumerate(turns):
        is_next_ones = number < len(following) and at >= following[number]
        if at <= turn.ended_at + SLACK and not is_next_ones:
            return number
    return None
