"""ShowView: a form, a list, cards … in the chat, and what the customer answers.

Shapes of the message and of the answer are those of AWS's own chat client: the answer's `action` is the
result, its `data` is `$.Views.ViewResultData`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_ERROR,
    Failed,
    Heard,
    Outcome,
    Result,
    Wait,
    Waiting,
)
from console.sandbox.flow.engine.references import text_of
from console.sandbox.flow.engine.step import Step
from console.sandbox.participant.items import Item
from console.sandbox.participant.views import View, custom, managed
from console.sandbox.rules import INTERACTIVE, INTERACTIVE_RESPONSE

TYPED = " "
"""The action of an answer that was typed, as AWS's client has it; no branch fits it."""
LATE = "TimeLimitExceeded"
NOT_IN = ("AGENT_HOLD", "AGENT_WHISPER", "CUSTOMER_HOLD", "CUSTOMER_WHISPER", "OUTBOUND_WHISPER")
"""Types of flows that have no such block (administrator guide, Show view)."""


def show_view(step: Step) -> Outcome | Waiting:
    """Show a view and wait for the answer; a client that can't show it is an error."""
    resource = step.mapping("ViewResource")
    view_id = text_of(resource.get("Id"))
    data = step.value("ViewData") or {}
    if not view_id or not isinstance(data, Mapping):
        return Failed(
            NO_MATCHING_ERROR, tr_wire("ViewResource.Id or ViewData is missing or of the wrong form.")
        )
    if step.flow_type in NOT_IN:
        return Failed(NO_MATCHING_ERROR, tr_wire("whispers and hold flows show no views."))
    if not {INTERACTIVE, INTERACTIVE_RESPONSE} <= {*step.chat.types}:
        # ours: view-not-supported
        return Failed(
            NO_MATCHING_ERROR, tr_wire("the client did not say that it shows interactive messages.")
        )
    view = managed(view_id) or custom(view_id, list(data), _actions(step))
    for name in view.required:
        if name not in data:
            step.warn(tr_wire("The view {view} needs the input {name}.", view=view.name, name=name))
    return _show(step, view, view_id, data)


def _show(step: Step, view: View, view_id: str, data: Mapping[str, Any]) -> Waiting:
    try:
        step.chat.show_view(view, view_id, data)
    except ValueError as error:
        return Failed(NO_MATCHING_ERROR, str(error))
    limit = step.number("InvocationTimeLimitSeconds")
    clock = step.chat.timers.clock
    deadline = None if limit is None else clock() + limit
    while True:
        left = None if deadline is None else max(0.0, deadline - clock())
        happening = yield Wait(
            left, hears=True, reason=tr_wire("waiting for the customer to answer the view")
        )
        if not isinstance(happening, Heard):
            return Failed(LATE, tr_wire("the customer did not answer in time."))
        if happening.item.content is not None:
            return _answered(step, happening.item, happening.item.content)


def _answered(step: Step, item: Item, content: str) -> Outcome:
    answer = _answer(item, content)
    action, data = text_of(answer.get("action")), answer.get("data")
    if "TRANSCRIPT" in _hiding(step):
        _hide(step, item, action, data)
    else:
        step.note(data=data)
    step.state.views = {"Action": action, "ViewResultData": data}
    return Result(action)


def _answer(item: Item, content: str) -> Mapping[str, Any]:
    """An interactive answer as it is; a text that was typed as AWS's client wraps it."""
    if item.content_type == INTERACTIVE_RESPONSE:
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict) and answer.get("templateType", "ViewResource") == "ViewResource":
            return answer
    return {"action": TYPED, "data": {"content": content}}


def _hiding(step: Step) -> tuple[str, ...]:
    places = step.mapping("SensitiveDataConfiguration").get("HideResponseOn")
    return tuple(map(text_of, places)) if isinstance(places, list) else ()


def _hide(step: Step, item: Item, action: str, data: Any) -> None:
    """Keep what was typed out of the transcript and the trace: ours: hidden-answer."""
    step.state.hidden |= set(filter(None, _texts(data)))
    answer = {"action": action, "data": {}, "templateType": "ViewResource", "version": "1.0"}
    step.chat.transcript.replace(replace(item, content=json.dumps(answer)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)
    elif not isinstance(value, bool):
        yield text_of(value).strip()


def _actions(step: Step) -> list[str]:
    """What the flow waits for: the buttons of a view whose template is not known."""
    operands = (operand for branch in step.action.branches for operand in branch.operands)
    return list(dict.fromkeys(operand for operand in operands if isinstance(operand, str)))
