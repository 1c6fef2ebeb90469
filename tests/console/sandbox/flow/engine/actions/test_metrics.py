"""CheckMetricData and GetMetricData: a queue as its stub has it."""

from __future__ import annotations

import pytest

from console.sandbox.flow.engine.actions.metrics import METRIC_TYPES, check_metric, get_metrics
from console.sandbox.flow.engine.outcome import Done, Failed, Result
from console.sandbox.flow.engine.state import Queue
from tests.console.sandbox.flow.engine.actions.rehearsal import QUEUE, Rehearsal, answers

CHECK, GET = "CheckMetricData", "GetMetricData"


@pytest.mark.parametrize("metric", METRIC_TYPES)
def test_a_metric_is_the_result(metric: str) -> None:
    rehearsal = Rehearsal(answers(CHECK, ("3",), MetricType=metric), answers(CHECK, ("9",)))
    assert rehearsal.play(check_metric, CHECK, {"MetricType": metric, "QueueId": QUEUE}) == Result("3")


def test_only_documented_metrics_are_known() -> None:
    rehearsal = Rehearsal(answers(CHECK, ("3",)))
    outcome = rehearsal.play(check_metric, CHECK, {"MetricType": "Mood", "QueueId": QUEUE})
    assert isinstance(outcome, Failed)
    assert "NumberOfAgentsOnline" in outcome.why


@pytest.mark.parametrize("is_agent", [False, True])
def test_the_working_queue_is_asked_where_none_is_named(is_agent: bool) -> None:
    match = {"AgentId" if is_agent else "QueueId": "*support"}
    rehearsal = Rehearsal(answers(CHECK, ("1",), **match), answers(GET, {"Queue": {"Size": 2}}, **match))
    asked = {"MetricType": METRIC_TYPES[0]}
    for act, kind in ((check_metric, CHECK), (get_metrics, GET)):
        outcome = rehearsal.play(act, kind, asked)
        assert isinstance(outcome, Failed)
        assert "no working queue" in outcome.why
    rehearsal.state.queue = Queue(QUEUE, "Support", is_agent)
    assert rehearsal.play(check_metric, CHECK, asked) == Result("1")
    assert rehearsal.play(get_metrics, GET, {}) == Done()
    assert rehearsal.state.metrics == {"Queue": {"Size": 2}}


@pytest.mark.parametrize(("act", "kind"), [(check_metric, CHECK), (get_metrics, GET)])
def test_an_error_and_no_stub_take_the_error_branch(act: object, kind: str) -> None:
    parameters = {"MetricType": METRIC_TYPES[0], "QueueId": QUEUE}
    rehearsal = Rehearsal(answers(kind, "NoMatchingError"))
    assert rehearsal.play(act, kind, parameters) == Failed("NoMatchingError", "the stub says so")
    rehearsal = Rehearsal()
    assert rehearsal.play(act, kind, parameters) == Failed("NoMatchingError", "no stub")
    assert rehearsal.state.metrics == {}
