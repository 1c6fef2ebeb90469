"""Where two performances differ, and what that says of our decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from console.conform.lens import Seen
from console.conform.performance import Outcome, Performance
from console.conform.step import Step

ABSENT = "absent"
REFUSED = "refused"
Verdict = Literal["same", "differs", "not reached"]


@dataclass(frozen=True)
class Difference:
    """One fact that is not the same. `why` says why that is no fault, where the script knows so."""

    step: str
    at: str
    first: Seen
    second: Seen
    why: str = ""


@dataclass(frozen=True)
class Compared:
    """One step in both places."""

    step: Step
    verdict: Verdict
    first: Outcome
    second: Outcome
    differences: tuple[Difference, ...] = ()
    allowed: tuple[Difference, ...] = ()


def compare(script: Sequence[Step], first: Performance, second: Performance) -> list[Compared]:
    """Every step of the script, compared."""
    missing = Outcome(None, "the script had ended before")
    return [
        _compared(step, first.outcomes.get(step.name, missing), second.outcomes.get(step.name, missing))
        for step in script
    ]


def _compared(step: Step, first: Outcome, second: Outcome) -> Compared:
    if first.seen is None or second.seen is None:
        return Compared(step, "not reached", first, second)
    found = list(_differences(step, dict(first.seen), dict(second.seen)))
    counted = tuple(one for one in found if not one.why)
    return Compared(
        step, "differs" if counted else "same", first, second, counted, tuple(one for one in found if one.why)
    )


def _differences(step: Step, first: Seen, second: Seen, at: str = "") -> Iterator[Difference]:
    """Every fact that differs, by its path, such as `echo.Attachments.0.Status`."""
    if isinstance(first, dict) and isinstance(second, dict):
        if REFUSED not in first and REFUSED not in second:
            for name in dict.fromkeys([*first, *second]):
                one, other = first.get(name, ABSENT), second.get(name, ABSENT)
                yield from _differences(step, one, other, f"{at}.{name}" if at else name)
            return
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for number, (one, other) in enumerate(zip(first, second, strict=True)):
            yield from _differences(step, one, other, f"{at}.{number}")
        return
    # True and 1 are not the same.
    if (type(first), first) != (type(second), second):
        at = at or "answer"
        yield Difference(step.name, at, _short(first), _short(second), _excuse(step, at))


def _short(value: Seen) -> Seen:
    """A value in few words: a refusal in one, an answer or an item that the other place lacks as such."""
    if not isinstance(value, dict):
        return value
    if REFUSED in value:
        status = value.get("status")
        return f"refused: {value[REFUSED]}" + (f" ({status})" if status else "")
    return "answered"


def _excuse(step: Step, at: str) -> str:
    return next((why for form, why in step.may_differ.items() if fnmatchcase(at, form)), "")
