"""How a fault is read. What can't be read is told with what a fault looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from console.sandbox.faults.fault import ALWAYS, Fault, When
from console.sandbox.faults.kinds import KINDS, Kind
from console.sandbox.operations import NAMES

FORM = "OPERATION:ERROR[:COUNT][@WHEN]"
LONGEST_S = 1_000_000
"""Seconds of a duration at most."""
SHORTEST_PERIOD_S = 0.1

_FACTORS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
_DURATION = re.compile(r"(?P<number>[0-9]{1,9}(\.[0-9]{1,6})?)(?P<unit>ms|s|m|h)", re.IGNORECASE)
_SECONDS = re.compile(r"([+-]?[0-9]{1,9})s?")
_COUNT = re.compile(r"[1-9][0-9]{0,8}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)%")


def parse(text: str) -> Fault:
    """Read a fault as the package describes it; upper and lower case do not matter.

    Raises:
        ValueError: the text is no fault; the message says what one looks like.
    """
    head, at, condition = text.partition("@")
    parts = [part.strip() for part in head.split(":")]
    if len(parts) not in (2, 3) or not parts[0]:
        raise ValueError(f"“{text}” is no fault. One reads {FORM}, such as {_known()}")
    asked, sign, value = parts[1].partition("=")
    name = _name(asked.strip())
    place = _place(parts[0], name)
    count = _count(text, parts[2]) if len(parts) == 3 else None
    when = _when(condition) if at else When()
    return Fault(place, name, _value(name, sign + value.strip(), parts[1]), count, when)


def _name(asked: str) -> str:
    for name in KINDS:
        if name.lower() == asked.lower():
            return name
    raise ValueError(f"“{asked}” is no known fault. Known faults: {_known()}")


def _known() -> str:
    return ", ".join(f"{name}{_example(kind)}" for name, kind in KINDS.items()) + "."


def _example(kind: Kind) -> str:
    return {"": "", "duration": "=500ms", "seconds": "=SECONDS"}[kind.unit]


def _place(asked: str, name: str) -> str:
    place = KINDS[name].place
    known = ("*", *sorted(NAMES)) if place == "operation" else (place,)
    for one in known:
        if one.lower() == asked.lower():
            return one
    if place != "operation":
        raise ValueError(f"{name} happens to no operation: write {place}:{name}{_example(KINDS[name])}.")
    raise ValueError(f"“{asked}” is no operation of the sandbox. Known: {', '.join(known)}.")


def _count(text: str, asked: str) -> int:
    if not _COUNT.fullmatch(asked):
        raise ValueError(f"The count of “{text}” must be a whole number from 1.")
    return int(asked)


def _value(name: str, given: str, error: str) -> float:
    kind = KINDS[name]
    if not given and kind.is_value_optional:
        return 0.0
    if not kind.unit and not given:
        return 0.0
    value = _VALUES[kind.unit](given.removeprefix("=").replace(" ", "")) if given else None
    if value is None or (kind.is_value_optional and not value):
        takes = {"": "no value", "duration": "a time such as 500ms or 2s", "seconds": "seconds, such as -600"}
        raise ValueError(f"The fault {name} takes {takes[kind.unit]}; “{error}” does not say so.")
    return value


def _signed(text: str) -> float | None:
    found = _SECONDS.fullmatch(text)
    return float(found[1]) if found else None


def _duration(text: str) -> float | None:
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    seconds = round(float(found["number"]) * _FACTORS[found["unit"].lower()], 3)
    return seconds if seconds <= LONGEST_S else None


_VALUES: Mapping[str, Callable[[str], float | None]] = {
    "": lambda _: None,
    "duration": _duration,
    "seconds": _signed,
}


def _when(text: str) -> When:
    told: dict[str, Any] = {}
    for part in text.split(","):
        read = _condition(part.replace(" ", ""))
        if read is None or told.keys() & read.keys():
            raise ValueError(
                f"“@{text}” does not say when. It can say 10s-40s, 10s-, -40s, 30%, after=5, every=20s "
                "and seed=7, each once, with commas between them."
            )
        told |= read
    return When(**told)


def _condition(text: str) -> dict[str, Any] | None:
    """What one part of a condition says; None if it says nothing."""
    if text.endswith("%"):
        return _chance(text)
    if "=" not in text:
        return _window(text)
    name, _, value = text.partition("=")
    if name.lower() == "every":
        period = _duration(value)
        return None if period is None or period < SHORTEST_PERIOD_S else {"every_s": period}
    is_number = name.lower() in ("after", "seed") and _COUNT.fullmatch(value)
    return {name.lower(): int(value)} if is_number else None


def _chance(text: str) -> dict[str, Any] | None:
    found = _PERCENT.fullmatch(text)
    return {"chance": float(found[1])} if found and 0 < float(found[1]) <= ALWAYS else None


def _window(text: str) -> dict[str, Any] | None:
    begin, dash, end = text.partition("-")
    from_s, until_s = (_duration(one) if one else None for one in (begin, end))
    is_read = bool(dash) and (begin or end) and (from_s is not None) == bool(begin)
    if (
        not is_read
        or (until_s is not None) != bool(end)
        or (until_s is not None and until_s <= (from_s or 0))
    ):
        return None
    return {"from_s": from_s or 0.0, "until_s": until_s}
