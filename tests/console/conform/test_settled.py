"""The list of our decisions and the script: every key is settled by a step, or said to be out of sight."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from console import conform
from console.conform.comparison import compare
from console.conform.performance import Outcome, Performance
from console.conform.report import as_json
from console.conform.settled import UNSEEN, keys, settled
from console.conform.steps import SCRIPT
from console.sandbox.ours import OURS


def test_every_decision_is_settled_or_said_to_be_out_of_sight() -> None:
    by_steps = keys(SCRIPT)
    assert by_steps | set(UNSEEN) == set(OURS)
    assert by_steps & set(UNSEEN) == set()


def test_the_room_never_looks_into_the_sandbox() -> None:
    room = Path(conform.__file__).parent
    imported = {
        node.module
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert "console.aws" in imported
    assert not [name for name in imported if name.startswith("console.sandbox")]


def played(seen: str | None) -> Performance:
    outcome = Outcome(None, "the keys may not do it") if seen is None else Outcome({"way": seen})
    return Performance("environment", "us-east-1", {step.name: outcome for step in SCRIPT})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("one", "one", "same"), ("one", "other", "differs"), (None, "one", "not reached")],
)
def test_the_report_says_of_every_decision_what_became_of_it(
    first: str | None, second: str, expected: str
) -> None:
    compared = compare(SCRIPT, played(first), played(second))
    report = as_json(played(first), played(second), compared, OURS)
    assert set(report["ours"]) == set(OURS)
    for key in keys(SCRIPT):
        told = report["ours"][key]
        assert (told["outcome"], told["decided"]) == (expected, OURS[key])
        assert told["steps"]
    assert all(report["ours"][key]["why"] == why for key, why in UNSEEN.items())
    if expected == "differs":
        told = report["ours"]["unknown-topic"]["differences"]
        assert told == [{"step": "join.nonsense", "at": "way", "profile": "one", "against": "other"}]


def test_a_decision_that_is_wrong_in_one_step_is_wrong() -> None:
    first, second = played("one"), played("one")
    outcomes = {
        **second.outcomes,
        "join.first-words": Outcome({"way": "other"}),
        "join.before": Outcome(None),
    }
    compared = compare(SCRIPT, first, Performance("sandbox", "us-east-1", outcomes))
    found = {one.key: one.settlement for one in settled(compared)}
    assert found["joined-when"] == "differs"
    assert found["initial-message-first"] == "differs"
    assert found["unknown-topic"] == "same"
