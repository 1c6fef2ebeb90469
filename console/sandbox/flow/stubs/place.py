"""Reading JSON that people write: each value with its place, and every mistake told with what is allowed.

A place never raises and never runs anything: what is wrong is noted, and reading goes on with a default.
"""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

LONGEST_SHOWN = 60
COMMENTS = frozenset({"comment", "Comment", "$comment"})
"""Keys that any object may have and nobody reads: JSON knows no comments."""

T = TypeVar("T")


class Place:
    """A value of a file, and the path that leads to it, such as `$.stubs[2].match`."""

    def __init__(self, value: Any, path: str = "$", mistakes: list[str] | None = None) -> None:
        self.value = value
        self.path = path
        self.mistakes: list[str] = [] if mistakes is None else mistakes
        """What is wrong in the whole file, in the order in which it was found; all places share it."""

    def wrong(self, message: str) -> None:
        """Note a mistake of this place."""
        self.mistakes.append(f"{self.path}: {message}")

    def at(self, key: str) -> Place:
        """The place of a key, as a way to tell about it; its value is None where there is none."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(value, f"{self.path}.{key}", self.mistakes)

    # objects and lists

    def fields(self, *known: str) -> Mapping[str, Place]:
        """The object's members by their keys; a key that is not known is a mistake."""
        members = self.members()
        for key in members.keys() - set(known) - COMMENTS:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean “{near[0]}”? " if near else ""
            self.wrong(f"“{shown(key)}” is no key here; {hint}allowed: {', '.join(known)}.")
        return {key: place for key, place in members.items() if key in known}

    def members(self) -> Mapping[str, Place]:
        """The object's members, whatever their keys."""
        if not isinstance(self.value, dict):
            self.wrong(f"must be an object, not {shown(self.value)}.")
            return {}
        return {key: self.at(key) for key in self.value}

    def items(self) -> Sequence[Place]:
        """The entries of a list."""
        if not isinstance(self.value, list):
            self.wrong(f"must be a list, not {shown(self.value)}.")
            return ()
        return [Place(one, f"{self.path}[{index}]", self.mistakes) for index, one in enumerate(self.value)]

    def each(self, read: Callable[[Place], T]) -> tuple[T, ...]:
        """Every entry of a list, read."""
        return tuple(read(item) for item in self.items())

    # plain values

    def text(self, default: str = "") -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            self.wrong(f"must be a text that is not empty, not {shown(self.value)}.")
            return default
        return self.value

    def word(self, allowed: Collection[str]) -> str:
        """One of some texts; the empty text where it is none of them."""
        if not isinstance(self.value, str) or self.value not in allowed:
            self.wrong(f"is {shown(self.value)}; allowed: {', '.join(allowed)}.")
            return ""
        return self.value

    def number(self, least: float, most: float, default: float = 0.0) -> float:
        """A finite number between two others; a text that is one counts, as in exported flows."""
        found = number_of(self.value)
        if found is None or not least <= found <= most:
            self.wrong(f"must be a number from {least:g} to {most:g}, not {shown(self.value)}.")
            return default
        return found

    def count(self, least: int, most: int, default: int = 0) -> int:
        """A whole number between two others."""
        found = self.number(least, most, default)
        if found != int(found):
            self.wrong(f"must be a whole number, not {shown(self.value)}.")
        return int(found)

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.wrong(f"must be true or false, not {shown(self.value)}.")
        return self.value is True

    def pattern(self) -> re.Pattern[str] | None:
        """A regular expression; None where it is none."""
        return compiled(self, self.text())


def compiled(place: Place, text: str) -> re.Pattern[str] | None:
    """A regular expression, told at a place where it is none."""
    try:
        return re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        place.wrong(f"“{shown(text)}” is no regular expression: {error}.")
        return None


def parsed(text: str | bytes) -> Any:
    """A text of JSON, read as RFC 8259 has it: without NaN and Infinity.

    Raises:
        ValueError: it is no JSON, or nested too deep.
    """
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def number_of(value: Any) -> float | None:
    """A finite number, or a text that is one; None for all else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def shown(value: Any) -> str:
    """A value as a message shows it: short, and containers by their kind alone."""
    if value is None:
        return "nothing"
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    text = value if isinstance(value, str) else str(value).lower()
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
