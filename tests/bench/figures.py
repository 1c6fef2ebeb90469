"""Samples, the comparison of pairs, and the verdict on an aim."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

Verdict = Literal["met", "missed", "not measured"]
Kind = Literal["ratio", "difference", "value"]

_OF_A_PAIR: dict[Kind, Callable[[float, float], float]] = {
    "ratio": operator.truediv,
    "difference": operator.sub,
    "value": lambda ours, _anchor: ours,
}


@dataclass(frozen=True)
class Spread:
    """The median of some samples, and how far they lie apart."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(samples: Sequence[float]) -> Spread:
        """The spread of at least one sample."""
        return Spread(median(samples), min(samples), max(samples))

    def text(self, unit: str = "") -> str:
        """As the table shows it: `312 (301-340) ms`."""
        digits = 0 if abs(self.median) >= 100 else 1 if abs(self.median) >= 10 else 2
        low, middle, high = (f"{value:.{digits}f}" for value in (self.low, self.median, self.high))
        return f"{middle} ({low} to {high}){unit}"

    def as_json(self) -> dict[str, float]:
        """Rounded to what the measurement carries."""
        return {"median": round(self.median, 3), "min": round(self.low, 3), "max": round(self.high, 3)}


@dataclass(frozen=True)
class Aim:
    """What a figure should be: a ratio to its anchor, a distance from it, or a value of its own."""

    kind: Kind
    limit: float
    unit: str = ""
    at_least: bool = False

    def text(self) -> str:
        """As the table shows it: `<= 1.5x`, `<= +15 ms`, `>= 1x`."""
        sign = ">=" if self.at_least else "<="
        plus = "+" if self.kind == "difference" else ""
        return f"{sign} {plus}{self.limit:g}{self.suffix}"

    @property
    def suffix(self) -> str:
        """The unit of the compared value."""
        return "x" if self.kind == "ratio" else f" {self.unit}"

    def holds(self, compared: float) -> bool:
        """Whether a compared value reaches the aim."""
        return compared >= self.limit if self.at_least else compared <= self.limit


@dataclass(frozen=True)
class Row:
    """One line of the table.

    `ours` and `anchor` are samples taken in turns; either is empty where it could not be taken,
    and `why` then says so. A row whose aim is a value of its own needs no anchor.
    """

    key: str
    what: str
    against: str
    aim: Aim
    unit: str
    ours: Sequence[float]
    anchor: Sequence[float] = ()
    why: str = ""

    @property
    def compared(self) -> Spread | None:
        """The pairs compared; None where a half of them is missing."""
        if self.aim.kind == "value":
            return Spread.of(self.ours) if self.ours else None
        pairs = list(zip(self.ours, self.anchor, strict=False))
        return Spread.of([_OF_A_PAIR[self.aim.kind](*pair) for pair in pairs]) if pairs else None

    @property
    def verdict(self) -> Verdict:
        """Whether the median of the pairs reaches the aim; never "met" without a measurement."""
        if self.compared is None:
            return "not measured"
        return "met" if self.aim.holds(self.compared.median) else "missed"

    def cells(self) -> tuple[str, ...]:
        """The row as the table shows it."""
        nothing = "-"
        return (
            self.what,
            Spread.of(self.ours).text(f" {self.unit}") if self.ours else nothing,
            self.against,
            Spread.of(self.anchor).text(f" {self.unit}") if self.anchor else nothing,
            self.compared.text(self.aim.suffix) if self.compared else nothing,
            self.aim.text(),
            f"{self.verdict}: {self.why}" if self.why else self.verdict,
        )

    def as_json(self) -> dict[str, Any]:
        """The row with all its samples."""
        return {
            "key": self.key,
            "what": self.what,
            "against": self.against,
            "unit": self.unit,
            "ours": _samples(self.ours),
            "anchor": _samples(self.anchor),
            "compared": {"kind": self.aim.kind, **self.compared.as_json()} if self.compared else None,
            "aim": self.aim.text(),
            "verdict": self.verdict,
            "why": self.why,
        }


def _samples(values: Sequence[float]) -> dict[str, Any] | None:
    if not values:
        return None
    return {**Spread.of(values).as_json(), "samples": [round(value, 3) for value in values]}


HEADINGS = ("what", "ours", "against", "anchor", "compared", "aim", "verdict")


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text, a heading above."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def document(rows: Sequence[Row], machine: Mapping[str, Any]) -> dict[str, Any]:
    """The rows as one JSON object, with what they were measured on."""
    return {"machine": dict(machine), "rows": [row.as_json() for row in rows]}
