"""A comparison as a text, to be pasted into a ticket or a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from console.language import tr, tr_in
from console.repeat.comparison import Comparison, Kind, Pair
from console.repeat.lines import Line

_SIGNS: Final[dict[Kind, tuple[str, str]]] = {
    "same": (" ", ""),
    "changed": ("-", "+"),
    "gone": ("-", ""),
    "new": ("", "+"),
}


def summary(comparison: Comparison) -> str:
    """How much is different, such as `2 changed, 1 new, 1 gone`; `No differences` for nothing."""
    comma, counts = tr_in("between the items of a list", ", "), comparison.counts
    kinds: tuple[Kind, ...] = ("changed", "new", "gone")
    return comma.join(counted(kind, counts[kind]) for kind in kinds if counts[kind]) or tr("No differences")


def counted(kind: Kind, count: int) -> str:
    """So many lines of one kind."""
    match kind:
        case "changed":
            return tr("{count:,} changed", count=count)
        case "new":
            return tr("{count:,} new", count=count)
        case "gone":
            return tr("{count:,} gone", count=count)
        case "same":
            return tr("{count:,} the same", count=count)


def as_text(comparison: Comparison, heading: str = "") -> str:
    """Every line, with a minus before what was there before alone, and a plus before what is there now."""
    told = [*filter(None, (heading, summary(comparison))), ""]
    for pair in comparison.pairs:
        told += _lines(pair)
    return "\n".join(told) + "\n"


def _lines(pair: Pair) -> Iterator[str]:
    before, now = _SIGNS[pair.kind]
    if before and pair.before is not None:
        yield _signed(before, pair.before)
    if now and pair.now is not None:
        yield _signed(now, pair.now)


def _signed(sign: str, line: Line) -> str:
    first, *rest = (line.text if line.is_event else f"{line.who}: {line.words}").split("\n")
    return "\n".join((f"{sign} {first}", *(f"{sign}   {one}" for one in rest)))
