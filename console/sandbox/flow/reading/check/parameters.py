"""What is wrong with the parameters of a flow's actions, and what of them does nothing in a chat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from console.sandbox.flow.engine.actions import type_of
from console.sandbox.flow.engine.references import path_of, references_in
from console.sandbox.flow.engine.state import INVENTED_ROOTS
from console.sandbox.flow.reading.graph import by_identifier, mapping
from console.sandbox.flow.reading.language import HOOKS, LIKELY_PARAMETERS, ROOTS
from console.sandbox.flow.reading.problem import Problem, problem

SOURCES: Final = ("Text", "SSML", "PromptId", "Media")
"""Where the words of a message can stand."""
SPEAKING: Final[Mapping[str, int]] = {
    "MessageParticipant": 1,
    "GetParticipantInput": 1,
    "ConnectParticipantWithLexBot": 0,
}
"""Actions with a message, and how many sources of it they need at least; one at most."""
ONE_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "UpdateContactTargetQueue": ("QueueId", "AgentId"),
    "ConnectParticipantWithLexBot": ("LexV2Bot", "LexBot"),
    "UpdateContactRoutingBehavior": ("QueuePriority", "QueueTimeAdjustmentSeconds"),
    "Wait": ("TimeLimitSeconds", "TimeoutSeconds"),
    "CreateTask": ("ContactFlowId", "TaskTemplateId"),
    "Loop": ("LoopCount", "LoopArray", "Elements"),
}
"""Parameters of which an action needs exactly one."""
RANGES: Final[Mapping[tuple[str, str], tuple[int, int]]] = {
    ("Loop", "LoopCount"): (0, 100),
    ("Wait", "TimeLimitSeconds"): (1, 604_800),
    ("Wait", "TimeoutSeconds"): (1, 604_800),
    ("InvokeLambdaFunction", "InvocationTimeLimitSeconds"): (1, 8),
    ("AuthenticateParticipant", "TimeLimitMinutes"): (3, 15),
    ("CreateTask", "DelaySeconds"): (1, 518_400),
}
"""What a number may be where it is written down."""
LONGEST_ASYNC_S: Final = 60
"""Seconds that a Lambda function may take that is not waited for."""
MOST_TAGS: Final = 6

Fields = Mapping[str, Any]


def parameter_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems of all actions' parameters."""
    for name, action in by_identifier(document).items():
        known = type_of(str(action.get("Type")))
        kind = known.name if known is not None else str(action.get("Type"))
        given = mapping(action.get("Parameters"))
        if known is not None:
            for code, message in _of_type(kind, known.parameters, given):
                yield problem(code, message, name)
            if known.tier == "ERR":
                yield problem(
                    "voice_only", f"{kind} is not for chats: in a chat it takes its error branch.", name
                )
        yield from _references(name, action)


def _of_type(kind: str, required: tuple[str, ...], given: Fields) -> Iterator[tuple[str, str]]:
    for missing in (one for one in required if _is_empty(given.get(one))):
        yield "missing_parameter", f"{kind} needs the parameter {missing}."
    yield from _one_of(kind, given)
    yield from _ranges(kind, given)
    for wrong, meant in LIKELY_PARAMETERS.get(kind, {}).items():
        if wrong in given:
            advice = f"Use {meant}." if meant else "Take it out."
            yield "unknown_parameter", f"{kind} has no parameter {wrong}; it is ignored. {advice}"
    if kind in SPEAKING:
        yield from _message(kind, given)
    if rule := RULES.get(kind):
        yield from rule(given)


def _one_of(kind: str, given: Fields) -> Iterator[tuple[str, str]]:
    choices = ONE_OF.get(kind, ())
    present = [one for one in choices if not _is_empty(given.get(one))]
    if choices and not present:
        yield "missing_parameter", f"{kind} needs one of {', '.join(choices)}."
    elif len(present) > 1:
        yield "unknown_parameter", f"{kind} takes one of {', '.join(present)}, not several."


def _ranges(kind: str, given: Fields) -> Iterator[tuple[str, str]]:
    for (of, parameter), (low, high) in RANGES.items():
        value = given.get(parameter)
        if of != kind or _is_empty(value) or "$" in str(value):
            continue
        if str(given.get("InvocationType", "")).upper() == "ASYNCHRONOUS":
            high = LONGEST_ASYNC_S
        number = _number(value)
        if number is None:
            yield "out_of_range", f"{parameter} is “{str(value)[:40]}”, which is no whole number."
        elif not low <= number <= high:
            yield "out_of_range", f"{parameter} is {number:,}; it can be {low} to {high:,}."


def _message(kind: str, given: Fields) -> Iterator[tuple[str, str]]:
    present = [one for one in SOURCES if not _is_empty(given.get(one))]
    if len(present) > 1:
        yield "message_source", f"{kind} takes one of {', '.join(SOURCES)}; this has {' and '.join(present)}."
    elif len(present) < SPEAKING[kind]:
        yield "message_source", f"{kind} has nothing to say. Give it one of {', '.join(SOURCES)}."
    elif present and present[0] in ("PromptId", "Media"):
        yield "voice_only", f"A chat can't play {present[0]}: the error branch is taken. Give it a Text, too."
    said = str(given.get("SSML") or given.get("Text") or "")
    if "<speak" in said or ("SSML" in present and "<" in said):
        yield (
            "ssml",
            "A chat shows the tags of SSML as they are written. Branch on $.Channel, or use plain text.",
        )


def _hooks(given: Fields) -> Iterator[tuple[str, str]]:
    hooks = mapping(given.get("EventHooks"))
    if not hooks and not given.get("EventHooksConfiguration"):
        yield "missing_parameter", "UpdateContactEventHooks needs EventHooks with one event and its flow."
    for unknown in sorted(set(hooks) - HOOKS):
        yield (
            "unknown_parameter",
            f"There is no event “{unknown[:60]}”. Disconnect flows are CustomerRemaining.",
        )


def _tags(given: Fields) -> Iterator[tuple[str, str]]:
    if (count := len(mapping(given.get("Tags")))) > MOST_TAGS:
        yield "out_of_range", f"TagContact takes {MOST_TAGS} tags at most; this has {count}."


def _view(given: Fields) -> Iterator[tuple[str, str]]:
    resource = given.get("ViewResource")
    if not (_is_empty(resource) or isinstance(resource, str) or mapping(resource).get("Id")):
        yield "missing_parameter", "ShowView needs ViewResource.Id, such as “form” or the ARN of a view."


RULES: Final[Mapping[str, Callable[[Fields], Iterator[tuple[str, str]]]]] = {
    "UpdateContactEventHooks": _hooks,
    "TagContact": _tags,
    "ShowView": _view,
}
"""What no table can say of an action's parameters."""


def _references(name: str, action: Mapping[str, Any]) -> Iterator[Problem]:
    conditions = mapping(action.get("Transitions")).get("Conditions")
    for reference in dict.fromkeys(references_in([action.get("Parameters"), conditions])):
        root, *rest = path_of(reference)
        below = ROOTS.get(root, frozenset())
        if root not in ROOTS:
            meant = INVENTED_ROOTS.get(root)
            advice = f"Did you mean {meant}?" if meant else "Attributes are $.Attributes.name."
        elif rest and below is not None and rest[0] not in below:
            advice = (
                f"After $.{root} can come {', '.join(sorted(below))}." if below else f"It is $.{root} alone."
            )
        else:
            continue
        yield problem("unknown_reference", f"There is no {reference[:80]}: it is empty. {advice}", name)


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == {} or value == []


def _number(value: object) -> int | None:
    try:
        return int(str(value).strip())
    except ValueError:
        return None
