"""Queues: which one the contact is to wait in, and the way into it."""

from __future__ import annotations

import re

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_ERROR,
    Done,
    Ended,
    Failed,
    Outcome,
    Wait,
    Waiting,
)
from console.sandbox.flow.engine.state import Queue
from console.sandbox.flow.engine.step import Step

AT_CAPACITY = "QueueAtCapacity"

_ID = re.compile(r"arn:\S+|(?:[0-9a-f]+-){4}[0-9a-f]+|\$\{.+\}", re.IGNORECASE)
"""An ARN, an id, or a place in a template that such is put into."""
_PARAMETERS = (("QueueId", False), ("AgentId", True))


def set_queue(step: Step) -> Outcome:
    """Set the working queue: a queue of the instance, or an agent's own."""
    queue = _queue(step)
    if isinstance(queue, Failed):
        return queue
    step.state.queue = queue
    step.note(queue=queue.name)
    return Done()


def transfer(step: Step) -> Outcome | Waiting:
    """Put the contact into the working queue; this flow is over then."""
    if step.text("QueueId"):
        step.warn(
            tr_wire("Connect's TransferContactToQueue takes no QueueId: UpdateContactTargetQueue sets it.")
        )
        queue = _queue(step)
        step.state.queue = step.state.queue if isinstance(queue, Failed) else queue
    if step.state.queue is None:
        return Failed(NO_MATCHING_ERROR, tr_wire("no queue was set."))
    reason = tr_wire("the contact is in the queue “{queue}”", queue=step.state.queue.name)
    ended = Ended("queued", reason=reason)
    return _enqueue(step, step.state.queue, ended)


def dequeue(step: Step) -> Outcome | Waiting:
    """Put a contact that is in a queue into another; its customer queue flow goes on."""
    if step.flow_type != "CUSTOMER_QUEUE":
        return Failed(NO_MATCHING_ERROR, tr_wire("only a customer queue flow can change the queue."))
    queue = _queue(step)
    return queue if isinstance(queue, Failed) else _enqueue(step, queue, Done())


def _queue(step: Step) -> Queue | Failed:
    for parameter, is_agent in _PARAMETERS:
        if reference := step.text(parameter):
            name = None if is_agent else step.outside.queue_name(reference)
            if name is None and not _ID.fullmatch(reference):
                why = tr_wire("“{reference}” is neither the id nor the ARN of a queue.", reference=reference)
                return Failed(NO_MATCHING_ERROR, why)
            # ours: any-queue
            label = step.action.labels.get(parameter) or reference.rpartition("/")[2]
            return Queue(reference, name or label, is_agent)
    return Failed(NO_MATCHING_ERROR, tr_wire("no queue is named."))


def _enqueue(step: Step, queue: Queue, then: Outcome) -> Outcome | Waiting:
    stub = step.outside.stubs.take(step.action.type, _facts(step, queue), step.chat)
    if stub is not None and stub.response is not None:
        step.note(stub=stub.path)
        if stub.response.kind == "error":
            return _refuse(stub.response.value, stub.response.delay_s)
    capacity = stub.queue.capacity if stub is not None and stub.queue is not None else None
    if capacity is not None and step.outside.waiting(queue) >= capacity:
        why = tr_wire(
            "the queue “{queue}” is full; it has room for {count:,}.", queue=queue.name, count=capacity
        )
        return Failed(AT_CAPACITY, why)
    step.state.queue = queue
    step.note(queue=queue.name)
    return then


def _refuse(error: str, delay_s: float) -> Outcome | Waiting:
    failed = Failed(error, tr_wire("as its stub says."))
    return _late(failed, delay_s) if delay_s else failed


def _late(outcome: Outcome, delay_s: float) -> Waiting:
    yield Wait(delay_s, reason=tr_wire("waiting as long as the stub says"))
    return outcome


def _facts(step: Step, queue: Queue) -> dict[str, str]:
    key = "AgentId" if queue.is_agent else "QueueId"
    return {"Identifier": step.action.id, key: queue.id, "QueueName": queue.name}
