"""The list of our own decisions and the code that acts on them name each other."""

from __future__ import annotations

import re

from console.paths import ROOT
from console.sandbox.ours import OURS


def test_every_decision_stands_beside_its_code_and_the_other_way_round() -> None:
    named: set[str] = set()
    for path in (ROOT / "console" / "sandbox").rglob("*.py"):
        for told in re.findall(r"\bours: ((?:[a-z]+-[a-z-]+(?:, )?)+)", path.read_text(encoding="utf-8")):
            named |= set(told.strip(", ").split(", "))
    assert named == set(OURS)


def test_every_decision_is_a_sentence() -> None:
    assert all(text[0].isupper() and text.rstrip(")").endswith(".") for text in OURS.values())
