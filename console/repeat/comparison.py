"""What has become different between two chats: their transcripts side by side, turn by turn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final, Literal

from console.chat.transcript import Row
from console.repeat.alignment import NONE, aligned
from console.repeat.lines import Line, lines_of

Kind = Literal["same", "changed", "gone", "new"]

_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS: Final = 1_500


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether the other side lacks it."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Pair:
    """A line of before and what stands in its place now; None where nothing does."""

    before: Line | None
    now: Line | None

    @property
    def kind(self) -> Kind:
        """What became of it."""
        if self.before is None:
            return "new"
        if self.now is None:
            return "gone"
        return "same" if self.before == self.now else "changed"

    @cached_property
    def pieces(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """The words of both, with what differs between them."""
        return _pieces(self.before.words if self.before else "", self.now.words if self.now else "")


@dataclass(frozen=True)
class Comparison:
    """Two transcripts beside each other; each turn begins with what the customer said, but for the first."""

    turns: tuple[tuple[Pair, ...], ...] = ()

    @property
    def pairs(self) -> Iterator[Pair]:
        """All of them, in their order."""
        return (pair for turn in self.turns for pair in turn)

    @cached_property
    def counts(self) -> dict[Kind, int]:
        """How many pairs there are of each kind."""
        found = Counter(pair.kind for pair in self.pairs)
        kinds: tuple[Kind, ...] = ("same", "changed", "gone", "new")
        return {kind: found[kind] for kind in kinds}

    @property
    def differences(self) -> int:
        """How many pairs are not the same."""
        return sum(self.counts.values()) - self.counts["same"]


def compare(before: Sequence[Row], now: Sequence[Row], secrets: Set[str] = frozenset()) -> Comparison:
    """Puts two transcripts beside each other; `secrets` were given in answers, and are masked."""
    return compare_lines(lines_of(before, secrets), lines_of(now, secrets))


def compare_lines(before: Sequence[Line], now: Sequence[Line]) -> Comparison:
    """Puts lines beside each other. Which of the two is called before changes only the names."""
    if list(before) > list(now):
        turned = compare_lines(now, before)
        return Comparison(tuple(tuple(Pair(one.now, one.before) for one in turn) for turn in turned.turns))
    (first, *old), (start, *new) = _turns(before), _turns(now)
    turns = [_paired(first, start)]
    for one, other in aligned(old, new, _turn_cost):
        if one and other:
            # Whatever the customer said in both is the same turn.
            turns.append((Pair(one[0], other[0]), *_paired(one[1:], other[1:])))
        else:
            turns.append(tuple(Pair(line, None) for line in one or ()))
            turns[-1] += tuple(Pair(None, line) for line in other or ())
    return Comparison(tuple(turn for turn in turns if turn))


def _turns(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """What was said before the customer's first word, and then each turn of theirs with its replies."""
    turns: list[list[Line]] = [[]]
    for line in lines:
        if line.is_customers:
            turns.append([])
        turns[-1].append(line)
    return [tuple(turn) for turn in turns]


def _paired(before: Sequence[Line], now: Sequence[Line]) -> tuple[Pair, ...]:
    return tuple(Pair(one, other) for one, other in aligned(before, now, _cost))


def _cost(one: Line, other: Line) -> float:
    """From 1 on for lines that differ, the less they have in common the more."""
    if one == other:
        return 0.0
    if one.who != other.who or one.is_event != other.is_event or one.is_event:
        return 2 * NONE
    return NONE + 0.9 * (1 - _likeness(one.words, other.words))


def _turn_cost(one: Sequence[Line], other: Sequence[Line]) -> float:
    """That of what the customer said; among turns that say the same, the replies decide."""
    if (cost := _cost(one[0], other[0])) or one == other:
        return cost
    return 0.1 * (1 - _likeness(*(" ".join(line.words for line in turn) for turn in (one, other))))


def _likeness(one: str, other: str) -> float:
    """How many of their words two texts share, from 0 to 1."""
    first, second = Counter(one.casefold().split()), Counter(other.casefold().split())
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _pieces(before: str, now: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = _WORD.findall(before), _WORD.findall(now)
    if max(len(old), len(new)) > _MOST_WORDS:
        return (Piece(before, True),), (Piece(now, True),)
    left, right = list[Piece](), list[Piece]()
    for kind, b_from, b_to, n_from, n_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.append(Piece("".join(old[b_from:b_to]), kind != "equal"))
        right.append(Piece("".join(new[n_from:n_to]), kind != "equal"))
    return _joined(left), _joined(right)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with a text; a mere space between two that differ is no common ground."""
    given = [one for one in pieces if one.text]
    joined = list[Piece]()
    for at, one in enumerate(given):
        around = given[at - 1 : at] + given[at + 1 : at + 2]
        is_within = len(around) > 1 and all(other.differs for other in around)
        differs = one.differs or (is_within and not one.text.strip())
        if joined and joined[-1].differs == differs:
            joined[-1] = Piece(joined[-1].text + one.text, differs)
        else:
            joined.append(Piece(one.text, differs))
    return tuple(joined)
