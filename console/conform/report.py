"""What is told of two performances: JSON for programs, a table for people. Nothing in it came from a person.

All of it is made of what a `Lens` has let through, of words of the script, and of kinds and regions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.conform.comparison import Compared, Difference
from console.conform.lens import Seen
from console.conform.performance import Performance
from console.conform.settled import Settled, settled
from console.paths import version

_MARKS = {"same": "same   ", "differs": "DIFFERS", "not reached": "  --   "}


def as_json(
    first: Performance,
    second: Performance,
    compared: Sequence[Compared],
    decisions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The report. `decisions` are the sentences of the sandbox's decisions, where it runs to tell them."""
    return {
        "version": version(),
        "profile": {"kind": first.kind, "region": first.region},
        "against": {"kind": second.kind, "region": second.region},
        "differences": [_difference(one) for step in compared for one in step.differences],
        "may_differ": [_difference(one) for step in compared for one in step.allowed],
        "steps": [_step(one) for one in compared],
        "ours": {one.key: _decision(one, decisions or {}) for one in settled(compared)},
    }


def _difference(one: Difference) -> dict[str, Seen]:
    why: dict[str, Seen] = {"why": one.why} if one.why else {}
    return {"step": one.step, "at": one.at, "profile": one.first, "against": one.second, **why}


def _step(one: Compared) -> dict[str, Any]:
    told: dict[str, Any] = {"step": one.step.name, "title": one.step.title, "outcome": one.verdict}
    for name, outcome in (("profile", one.first), ("against", one.second)):
        if outcome.seen is None:
            told[name] = {"not_played": outcome.why}
        elif one.verdict != "same" or one.allowed:
            told[name] = outcome.seen
    return told if one.verdict != "same" or one.allowed else {**told, "seen": one.first.seen}


def _decision(one: Settled, sentences: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": one.settlement}
    if sentence := sentences.get(one.key):
        told["decided"] = sentence
    if one.why:
        return {**told, "why": one.why}
    told["steps"] = [step.step.name for step in one.steps]
    if differences := [_difference(found) for step in one.steps for found in step.differences]:
        told["differences"] = differences
    return told


def table(compared: Sequence[Compared]) -> str:
    """The report for people."""
    return "\n".join([*_lines(compared), "", *_summary(compared)])


def _lines(compared: Sequence[Compared]) -> Iterator[str]:
    for one in compared:
        yield f"{_MARKS[one.verdict]}  {one.step.name:<28} {one.step.title}"
        for difference in one.differences:
            yield f"           {difference.at}"
            yield f"             here: {_shown(difference.first)}"
            yield f"             there: {_shown(difference.second)}"
        if one.verdict == "not reached":
            yield f"           {_why(one)}"


def _why(one: Compared) -> str:
    whys = {"here": one.first, "there": one.second}
    told = [f"{where}: {outcome.why}" for where, outcome in whys.items() if outcome.seen is None]
    return "not played " + "; ".join(told)


def _shown(value: Seen) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _summary(compared: Sequence[Compared]) -> Iterator[str]:
    verdicts = [one.verdict for one in compared]
    allowed = sum(len(one.allowed) for one in compared)
    yield (
        f"{len(compared)} steps: {verdicts.count('same')} the same, {verdicts.count('differs')} differ, "
        f"{verdicts.count('not reached')} not reached; {allowed} facts that may differ do."
    )
    decisions = settled(compared)
    open_ones = [one for one in decisions if one.settlement != "can't be seen"]
    told = [one.settlement for one in open_ones]
    yield (
        f"Decisions of the sandbox's own: {told.count('same')} confirmed, {told.count('differs')} wrong, "
        f"{told.count('not reached')} not reached, {len(decisions) - len(open_ones)} not seen by a customer."
    )
    for one in open_ones:
        if one.settlement == "differs":
            yield f"  wrong: {one.key} ({', '.join(step.step.name for step in one.steps)})"
