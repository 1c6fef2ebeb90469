from __future__ import annotations

from typing import Any

import pytest

from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow

ROUND = {"ContinueLooping": "say", "DoneLooping": "end"}


def looping(said: str = "$.Loop.x.Index", again: str = "it", **parameters: Any) -> tuple[str, list[str]]:
    """How a loop ends, and what was said in each of its rounds."""
    stage = Stage(attributes={"n": "2", "list": '["a","b"]'})
    loop = action("it", "Loop", parameters, None, ROUND, NoMatchingError="end")
    stage.play(flow(loop, action("say", "MessageParticipant", {"Text": said}, again), END))
    return stage.entry("it").result, stage.said


@pytest.mark.parametrize(
    ("count", "rounds"), [("3", 3), (3, 3), ("0", 0), ("$.Attributes.n", 2), ("3.0", 3), (100, 100)]
)
def test_a_loop_goes_round_as_often_as_told(count: Any, rounds: int) -> None:
    result, said = looping("x", LoopCount=count)
    assert (result, len(said)) == ("DoneLooping", rounds)


@pytest.mark.parametrize("count", ["", "x", "-1", "101", "1.5", None, "$.Attributes.none", [], "1e300"])
def test_a_count_that_is_none_is_an_error(count: Any) -> None:
    assert looping("x", LoopCount=count)[0].startswith("Error NoMatchingError: LoopCount")


def test_the_index_of_a_named_loop_begins_at_0() -> None:
    assert looping(LoopCount="2", LoopName="x")[1] == ["0", "1"]


@pytest.mark.parametrize("key", ["LoopArray", "Elements"])
@pytest.mark.parametrize("array", [["a", "b"], '["a","b"]', "$.Attributes.list"])
def test_a_loop_goes_through_an_array(key: str, array: Any) -> None:
    text = "$.Loop.x.Index $.Loop.x.Element $.Loop.x.Elements"
    assert looping(text, **{key: array, "LoopName": "x"})[1] == ['0 a ["a","b"]', '1 b ["a","b"]']


def test_what_is_no_array_is_an_error() -> None:
    assert looping(Elements="{", LoopCount="1")[0] == "Error NoMatchingError: Elements is no array."


def test_a_loop_that_is_done_begins_anew() -> None:
    stage = Stage()
    outer = action(
        "outer", "Loop", {"LoopCount": 2}, None, {"ContinueLooping": "inner", "DoneLooping": "end"}
    )
    inner = action(
        "inner", "Loop", {"LoopCount": 3}, None, {"ContinueLooping": "inner", "DoneLooping": "outer"}
    )
    stage.play(flow(outer, inner, END))
    assert [stage.path.count(one) for one in ("outer", "inner")] == [3, 8]


def test_each_run_of_a_flow_counts_for_itself() -> None:
    stage = Stage()
    loop = flow(action("it", "Loop", {"LoopCount": 1}, "end"), END)
    for _ in range(2):
        stage.play(loop)
        assert stage.entry("it").result == "ContinueLooping"


def test_compare_gives_any_value() -> None:
    stage = Stage(attributes={"a": "1"})
    stage.state.external = {"deep": {"b": [1]}}
    told = {"KeyExists:b": "end"}
    stage.play(flow(action("it", "Compare", {"ComparisonValue": "$.External.deep"}, None, told), END))
    assert stage.entry("it").edge == "KeyExists b"


def test_chance_is_seeded_and_between_1_and_100() -> None:
    def drawn(seed: int) -> list[int]:
        stage = Stage()
        stage.desk.random.seed(seed)
        loop = action("it", "DistributeByPercentage", {}, "l")
        again = action(
            "l", "Loop", {"LoopCount": "99"}, None, {"ContinueLooping": "it", "DoneLooping": "end"}
        )
        stage.play(flow(loop, again, END))
        return [int(entry.result) for entry in stage.entered if entry.place.action == "it"]

    assert drawn(1) == drawn(1) != drawn(2)
    assert {1, 100} <= {number for seed in range(12) for number in drawn(seed)} <= {*range(1, 101)}
