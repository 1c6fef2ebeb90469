"""CheckMetricData and GetMetricData: what a queue is like now, as its stub says."""

from __future__ import annotations

from typing import Final

from console.language import tr_wire
from console.sandbox.flow.engine.actions.stubbed import ask, loaded
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Done, Failed, Result, Waiting
from console.sandbox.flow.engine.step import Step

METRIC_TYPES: Final = (
    "NumberOfAgentsAvailable",
    "NumberOfAgentsStaffed",
    "NumberOfAgentsOnline",
    "OldestContactInQueueAgeSeconds",
    "NumberOfContactsInQueue",
)
"""What CheckMetricData can ask for."""


def check_metric(step: Step) -> Waiting:
    """Compare one metric of a queue, or of the working one."""
    facts = _asked(step)
    metric = step.text("MetricType")
    if metric not in METRIC_TYPES:
        known = ", ".join(METRIC_TYPES)
        why = tr_wire(
            "{member} is “{value}”; there are: {known}", member="MetricType", value=metric, known=known
        )
        return Failed(NO_MATCHING_ERROR, why)
    if not facts:
        return Failed(NO_MATCHING_ERROR, tr_wire("it names no queue, and there is no working queue"))
    stub = yield from ask(step, {"MetricType": metric, **facts})
    if isinstance(stub, Failed):
        return stub
    return Result("" if stub.response is None else stub.response.value)


def get_metrics(step: Step) -> Waiting:
    """Load the metrics of a queue, or of the working one, into `$.Metrics`."""
    facts = _asked(step)
    if not facts:
        return Failed(NO_MATCHING_ERROR, tr_wire("it names no queue, and there is no working queue"))
    stub = yield from ask(step, {"QueueChannel": step.text("QueueChannel"), **facts})
    if isinstance(stub, Failed):
        return stub
    step.state.metrics = loaded(stub)
    return Done()


def _asked(step: Step) -> dict[str, str]:
    """The queue or the agent in question; nothing where there is none."""
    named = {name: step.text(name) for name in ("QueueId", "AgentId") if step.text(name)}
    if named:
        return named
    if (queue := step.state.queue) is None:
        return {}
    return {"AgentId" if queue.is_agent else "QueueId": queue.id, "QueueName": queue.name}
