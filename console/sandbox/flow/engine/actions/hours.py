"""CheckHoursOfOperation: open or closed, by a stub's word or by its schedule and the sandbox's clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.language import tr_wire
from console.sandbox.flow.engine.actions.stubbed import ask
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Failed, Result, Waiting
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.stubs import Hours

RESULTS: Final[Mapping[str, str]] = {"InHours": "True", "OutOfHours": "False"}
"""AWS's testing language has other words than its flow language. All else names an override."""


def check_hours(step: Step) -> Waiting:
    """Ask for the hours that the action names, or for those of the working queue."""
    named, queue = step.text("HoursOfOperationId"), step.state.queue
    if not named and (queue is None or queue.is_agent):
        return Failed(
            NO_MATCHING_ERROR, tr_wire("it names no hours, and there is no working queue to have any")
        )
    facts = {"HoursOfOperationId": named}
    if queue is not None:
        facts |= {"QueueId": queue.id, "QueueName": queue.name}
    stub = yield from ask(step, facts)
    if isinstance(stub, Failed):
        return stub
    if stub.hours is not None:
        return Result(_at(stub.hours, step))
    value = "" if stub.response is None else str(stub.response.value)
    return Result(RESULTS.get(value, value))


def _at(hours: Hours, step: Step) -> str:
    now = step.chat.timers.clock()
    override = hours.override_at(now)
    # ours: hours-override
    if override is not None and any(override.name in branch.operands for branch in step.action.branches):
        return override.name
    return "True" if hours.is_open_at(now) else "False"
