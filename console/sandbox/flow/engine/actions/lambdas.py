"""InvokeLambdaFunction: a stub answers, or a local function does, with the event that Lambda would get."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Generator, Mapping
from functools import partial
from typing import Any, Final

from console.language import tr_wire
from console.sandbox.flow.engine.actions.stubbed import find, new_id, pause
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_ERROR,
    Computed,
    Done,
    Failed,
    Happening,
    Outcome,
    Wait,
    Waiting,
)
from console.sandbox.flow.engine.references import MISSING, text_of
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.stubs import Response
from console.sandbox.flow.stubs.failure import MOST_BYTES, FunctionError
from console.sandbox.flow.stubs.function import Answer, invoke

log = logging.getLogger("console.sandbox")

TIME_LIMIT: Final = "TimeLimitExceeded"
DEFAULT_S: Final = 8
MOST_S: Final = {"SYNCHRONOUS": 8, "ASYNCHRONOUS": 60}
"""Seconds that an invocation may take at most, by its type."""
_CONTACT: Final = (
    "Attributes",
    "Channel",
    "ContactId",
    "InitialContactId",
    "PreviousContactId",
    "CustomerEndpoint",
    "CustomerId",
    "Description",
    "InitiationMethod",
    "InstanceARN",
    "LanguageCode",
    "Name",
    "References",
    "SystemEndpoint",
    "Tags",
)
"""What ContactData has under the same name as the flow."""

Invoking = Generator[Wait, Happening, Any]


def invoke_lambda(step: Step) -> Waiting:
    """Invoke a function; `$.External` is what it gave, and empty after an error.

    That it is empty is ours: external-after-error.
    """
    kind = "ASYNCHRONOUS" if step.text("InvocationType") == "ASYNCHRONOUS" else "SYNCHRONOUS"
    event = event_of(step)
    facts = {"LambdaFunctionARN": step.text("LambdaFunctionARN"), "InvocationType": kind}
    stub = find(step, {**facts, "Parameters": event["Details"]["Parameters"]})
    if kind == "SYNCHRONOUS":
        step.state.external = {}
    if isinstance(stub, Failed):
        return stub
    step.note(event=event)
    response = stub.response or Response("data", {})
    if kind == "ASYNCHRONOUS":
        return _send(step, response, event)
    given = yield from _receive(step, response, event, _limit(step, kind))
    if not isinstance(given, Failed):
        given = _checked(step, given)
    if isinstance(given, Failed):
        return given
    step.state.external = given
    return Done()


def _receive(step: Step, response: Response, event: Any, limit_s: float) -> Invoking:
    """What the function gives, or its failure."""
    if response.delay_s > limit_s:
        yield from pause(limit_s)
        return Failed(TIME_LIMIT, tr_wire("it takes more than {seconds:,g} s", seconds=limit_s))
    yield from pause(response.delay_s)
    if response.kind == "error":
        return Failed(response.value, tr_wire("the stub says so"))
    if response.kind == "data":
        return response.value
    call = partial(invoke, response, event, limit_s - response.delay_s, step.outside.stubs.folder)
    done = yield Wait(compute=call, reason=tr_wire("waiting for the Lambda function"))
    return _told(step, done)


def _told(step: Step, done: Happening) -> Any:
    """What a local function gave, or its failure; its log goes to the trace."""
    error = done.error if isinstance(done, Computed) else None
    if isinstance(error, FunctionError):
        if error.log:
            step.note(stderr=error.log)
        return Failed(TIME_LIMIT if error.is_late else NO_MATCHING_ERROR, str(error))
    if not isinstance(done, Computed) or not isinstance(done.value, Answer):
        return Failed(NO_MATCHING_ERROR, tr_wire("it failed: {error}", error=error))
    if done.value.log:
        step.note(stderr=done.value.log)
    if done.value.attempts > 1:
        step.warn(tr_wire("It succeeded at attempt {attempt}.", attempt=done.value.attempts))
    return done.value.value


def _send(step: Step, response: Response, event: Any) -> Outcome:
    """Invoke without waiting; what it gives is not loaded: ours: lambda-load-result."""
    if response.kind == "error":
        return Failed(response.value, tr_wire("the stub says so"))
    step.state.invocation_id = new_id(step)
    if response.kind in ("command", "url"):
        call = partial(invoke, response, event, _limit(step, "ASYNCHRONOUS"), step.outside.stubs.folder)
        name = step.text("LambdaFunctionARN")
        threading.Thread(target=_invoke_alone, args=(call, name), name="sandbox-lambda", daemon=True).start()
    return Done()


def _invoke_alone(call: partial[Answer], name: str) -> None:
    try:
        call()
    except FunctionError as error:
        log.warning("the function %s failed, which nobody waits for: %s", name, error)


def _limit(step: Step, kind: str) -> float:
    seconds = step.number("InvocationTimeLimitSeconds")
    if seconds is None or not 1 <= seconds <= MOST_S[kind]:
        if step.value("InvocationTimeLimitSeconds") is not None:
            says = tr_wire(
                "InvocationTimeLimitSeconds must be 1 to {most}; {taken} is taken.",
                most=MOST_S[kind],
                taken=DEFAULT_S,
            )
            step.warn(says)
        return DEFAULT_S
    return seconds


def _checked(step: Step, given: Any) -> Any:
    """What was given, if the flow takes it: its size, and the form of ResponseValidation."""
    size = len(json.dumps(given, ensure_ascii=False).encode("utf-8", "replace"))
    if size >= MOST_BYTES:
        why = tr_wire("its response takes {size:,} bytes; {most:,} are too many", size=size, most=MOST_BYTES)
        return Failed(NO_MATCHING_ERROR, why)
    if not isinstance(given, dict):
        # ours: lambda-json-object
        return Failed(NO_MATCHING_ERROR, tr_wire("its response is no JSON object"))
    if step.mapping("ResponseValidation").get("ResponseType") == "JSON":
        return given
    wrong = [name for name, value in given.items() if not isinstance(value, str)]
    if wrong:
        why = tr_wire(
            "its response is no flat map of texts: “{name}” is no text, and ResponseType is STRING_MAP",
            name=wrong[0],
        )
        return Failed(NO_MATCHING_ERROR, why)
    return given


# the event


def event_of(step: Step) -> dict[str, Any]:
    """The event that Lambda would get, as it is now (administrator guide, invoke AWS Lambda functions)."""
    state = step.state
    contact = {name: _or_null(state.find((name,))) for name in _CONTACT}
    segments = _or_null(state.find(("SegmentAttributes",))) or {}
    contact |= {
        "MediaStreams": {"Customer": {"Audio": None}},
        "Queue": None if state.queue is None else {"ARN": state.queue.arn, "Name": state.queue.name},
        "SegmentAttributes": {name: _valued(value) for name, value in segments.items()},
    }
    details = {"ContactData": contact, "Parameters": step.mapping("LambdaInvocationAttributes")}
    event: dict[str, Any] = json.loads(
        json.dumps({"Name": "ContactFlowEvent", "Details": details}, default=str)
    )
    return event


def _or_null(found: Any) -> Any:
    return None if found is MISSING else found


def _valued(value: Any) -> dict[str, Any]:
    """A segment attribute, under the member that says of which kind it is."""
    if isinstance(value, Mapping):
        return {"ValueMap": {name: _valued(member) for name, member in value.items()}}
    return {"ValueString": text_of(value)}
