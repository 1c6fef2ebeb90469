"""What counts as a difference, and what may differ."""

from __future__ import annotations

from typing import Any

import pytest

from console.conform.comparison import Compared, compare
from console.conform.facts import Facts
from console.conform.performance import Outcome, Performance
from console.conform.report import as_json, table
from console.conform.stage import Stage
from console.conform.step import Step


async def nothing(_stage: Stage) -> Facts:
    return Facts()


STEP = Step("one.step", "One step", nothing, may_differ={"reply.*": "flows say other things"})


def compared(first: Any, second: Any) -> Compared:
    [found] = compare([STEP], played(first), played(second))
    return found


def played(seen: Any) -> Performance:
    return Performance("sandbox", "us-east-1", {STEP.name: Outcome(seen, "" if seen else "a reason")})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"a": 1}, {"a": 1}, set()),
        ({"a": 1}, {"a": True}, {("a", 1, True)}),
        ({"a": {"b": "x"}}, {"a": {}}, {("a.b", "x", "absent")}),
        ({"a": ["x", "y"]}, {"a": ["x", "z"]}, {("a.1", "y", "z")}),
        (
            {"a": {"refused": "No", "status": 400}},
            {"a": {"Id": "id 1"}},
            {("a", "refused: No (400)", "answered")},
        ),
        ({"refused": "the websocket"}, {"Id": "id 1"}, {("answer", "refused: the websocket", "answered")}),
        ({"a": "nothing came"}, {"a": {"Id": "id 1"}}, {("a", "nothing came", "answered")}),
        ({"a": None}, {}, {("a", None, "absent")}),
    ],
)
def test_a_difference_is_named_where_it_is(first: Any, second: Any, expected: set[tuple[Any, ...]]) -> None:
    found = compared(first, second)
    assert {(one.at, one.first, one.second) for one in found.differences} == expected
    assert found.verdict == ("differs" if expected else "same")


def test_a_list_of_another_length_is_told_whole() -> None:
    [found] = compared({"a": []}, {"a": [1]}).differences
    assert (found.at, found.first, found.second) == ("a", [], [1])


def test_what_may_differ_is_told_with_its_reason_and_does_not_count() -> None:
    found = compared({"reply": {"Content": "text"}}, {"reply": {"Content": "our hello"}})
    assert (found.verdict, found.differences) == ("same", ())
    assert [one.why for one in found.allowed] == ["flows say other things"]


def test_what_was_not_played_in_one_place_is_not_reached() -> None:
    found = compared(None, {"a": 1})
    assert (found.verdict, found.differences) == ("not reached", ())
    report = as_json(played(None), played({"a": 1}), [found])
    assert report["steps"] == [
        {
            "step": "one.step",
            "title": "One step",
            "outcome": "not reached",
            "profile": {"not_played": "a reason"},
            "against": {"a": 1},
        }
    ]
    assert "not played here: a reason" in table([found])


def test_the_table_tells_each_difference() -> None:
    text = table([compared({"a": "x"}, {"a": 1})])
    assert "DIFFERS" in text
    assert "here: x" in text
    assert "there: 1" in text
