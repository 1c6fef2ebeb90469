"""Puts two sequences beside each other: what is the same, what has another in its place, what has none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

T = TypeVar("T", bound=Hashable)

Cost = Callable[[T, T], float]
"""What it costs to say that one has become the other: 0 for the same; from 2 on it is not said."""

NONE: Final = 1.0
"""What it costs to leave one without another."""
MOST_CELLS: Final = 10_000
"""Above it the best way would take too long: equal parts are found first, and far apart ones not at all."""


def aligned(before: Sequence[T], now: Sequence[T], cost: Cost[T]) -> list[tuple[T | None, T | None]]:
    """Pairs in the order of both, at the least cost."""
    start = 0
    while start < min(len(before), len(now)) and before[start] == now[start]:
        start += 1
    end = 0
    while end < min(len(before), len(now)) - start and before[-1 - end] == now[-1 - end]:
        end += 1
    middle = before[start : len(before) - end], now[start : len(now) - end]
    fits = len(middle[0]) * len(middle[1]) <= MOST_CELLS
    pairs = _best(*middle, cost) if fits else _quick(*middle, cost)
    head: list[tuple[T | None, T | None]] = [(one, one) for one in before[:start]]
    tail: list[tuple[T | None, T | None]] = [(one, one) for one in before[len(before) - end :]]
    return head + pairs + tail


def _best(before: Sequence[T], now: Sequence[T], cost: Cost[T]) -> list[tuple[T | None, T | None]]:
    """The cheapest of all ways, found from the end."""
    rows, columns = len(before), len(now)
    pair = [[cost(one, other) for other in now] for one in before]
    least = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            ways = []
            if i < rows:
                ways.append(NONE + least[i + 1][j])
            if j < columns:
                ways.append(NONE + least[i][j + 1])
            if i < rows and j < columns:
                ways.append(pair[i][j] + least[i + 1][j + 1])
            least[i][j] = min(ways, default=0.0)
    return _walked(before, now, pair, least)


def _walked(
    before: Sequence[T], now: Sequence[T], pair: list[list[float]], least: list[list[float]]
) -> list[tuple[T | None, T | None]]:
    found: list[tuple[T | None, T | None]] = []
    i = j = 0
    while i < len(before) or j < len(now):
        both = i < len(before) and j < len(now)
        if both and pair[i][j] < 2 * NONE and _equal(least[i][j], pair[i][j] + least[i + 1][j + 1]):
            found.append((before[i], now[j]))
            i, j = i + 1, j + 1
        elif i < len(before) and _equal(least[i][j], NONE + least[i + 1][j]):
            found.append((before[i], None))
            i += 1
        else:
            found.append((None, now[j]))
            j += 1
    return found


def _equal(one: float, other: float) -> bool:
    return abs(one - other) < 1e-9


def _quick(before: Sequence[T], now: Sequence[T], cost: Cost[T]) -> list[tuple[T | None, T | None]]:
    """What is equal first, as difflib finds it; then the best way between that, where it is short enough."""
    numbers: dict[T, int] = {}
    old, new = ([numbers.setdefault(one, len(numbers)) for one in side] for side in (before, now))
    found: list[tuple[T | None, T | None]] = []
    for kind, b_from, b_to, n_from, n_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, became = before[b_from:b_to], now[n_from:n_to]
        if kind == "equal":
            found += list(zip(was, became, strict=True))
        else:
            is_short = len(was) * len(became) <= MOST_CELLS
            between = _best(was, became, cost) if is_short else _in_order(was, became, cost)
            found += between
    return found


def _in_order(before: Sequence[T], now: Sequence[T], cost: Cost[T]) -> list[tuple[T | None, T | None]]:
    found: list[tuple[T | None, T | None]] = []
    for one, other in zip(before, now, strict=False):
        found += [(one, other)] if cost(one, other) < 2 * NONE else [(one, None), (None, other)]
    paired = min(len(before), len(now))
    found += [(one, None) for one in before[paired:]]
    return found + [(None, other) for other in now[paired:]]
