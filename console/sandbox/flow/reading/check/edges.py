"""What is wrong with the edges of a flow: where they lead, and on what condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from console.sandbox.flow.engine.actions import ActionType, type_of
from console.sandbox.flow.reading.graph import by_identifier, circles, edges_of, mapping, objects, reached
from console.sandbox.flow.reading.language import (
    DEEPEST_CONDITION,
    ENDING,
    ERRORS,
    MOST_CONDITIONS,
    OPERATORS,
    WAITING,
)
from console.sandbox.flow.reading.problem import Problem, problem

MOST_SHOWN: Final = 6
"""Actions of a circle that a message names."""
_ON_CHAT: Final = frozenset({"NoMatchingError", "InvalidCallbackNumber"})


def edge_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems of all edges of a document."""
    actions = by_identifier(document)
    for name, action in actions.items():
        for edge in edges_of(action):
            if edge.to not in actions:
                yield problem(
                    "dangling_edge",
                    f"{edge.label[:80]} leads to “{edge.to[:60]}”, and no action is called so. "
                    "Lead it to an action that exists.",
                    name,
                )
        told = mapping(action.get("Transitions"))
        yield from _errors(name, action, told)
        yield from _conditions(name, action, objects(told.get("Conditions")))
    yield from _circles(document, actions)


def _errors(name: str, action: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Problem]:
    has = {str(one.get("ErrorType")) for one in objects(told.get("Errors"))}
    for unknown in sorted(has - ERRORS):
        yield problem(
            "unknown_error",
            f"There is no error “{unknown[:60]}”, so this branch is never taken. Delete it.",
            name,
        )
    known = type_of(str(action.get("Type")))
    if known is None:
        return
    for missing in (one for one in known.errors if one not in has):
        yield problem(
            "missing_error",
            f"{known.name} has no branch for {missing}; Amazon Connect asks for one. Without it the flow "
            "stops there.",
            name,
        )
    ends = known.name in ENDING or not known.follows_next or known.tier == "ERR"
    if not (ends or told.get("NextAction") or told.get("Conditions")):
        yield problem(
            "no_next", "Nothing follows this action, so the flow stops after it. Give it a NextAction.", name
        )


def _conditions(
    name: str, action: Mapping[str, Any], conditions: list[Mapping[str, Any]]
) -> Iterator[Problem]:
    every = [one for branch in conditions for one in _nested(mapping(branch.get("Condition")), 1)]
    if len(every) > MOST_CONDITIONS:
        yield problem(
            "too_many_conditions",
            f"This action has {len(every)} conditions and Amazon Connect takes {MOST_CONDITIONS}. Split it.",
            name,
        )
    if any(depth > DEEPEST_CONDITION for _, depth in every):
        yield problem(
            "nested_conditions", f"Conditions can be nested {DEEPEST_CONDITION} deep, and no deeper.", name
        )
    known = type_of(str(action.get("Type")))
    for condition, _ in every:
        yield from _condition(name, condition)
        yield from _result(name, known, condition)


def _nested(condition: Mapping[str, Any], depth: int) -> Iterator[tuple[Mapping[str, Any], int]]:
    yield condition, depth
    for inner in objects(condition.get("Operands")):
        yield from _nested(inner, depth + 1)


def _condition(name: str, condition: Mapping[str, Any]) -> Iterator[Problem]:
    operator, operands = condition.get("Operator"), condition.get("Operands")
    if not isinstance(operator, str) or operator not in OPERATORS:
        yield problem(
            "unknown_operator",
            f"There is no operator “{str(operator)[:60]}”, so this condition is never true. The operators "
            "are Equals, TextStartsWith, TextEndsWith, TextContains and four for numbers.",
            name,
        )
    elif not isinstance(operands, list) or len(operands) != 1:
        yield problem("operands", f"{operator} compares with one operand; {_counted(operands)}", name)


def _counted(operands: object) -> str:
    if isinstance(operands, list):
        return f"this has {len(operands)}. Write a condition for each."
    return "this has none. Give it one." if operands is None else "write it in brackets, as a list of one."


def _result(name: str, known: ActionType | None, condition: Mapping[str, Any]) -> Iterator[Problem]:
    if known is None or known.results is None:
        return
    operands = condition.get("Operands")
    for operand in operands if isinstance(operands, list) else []:
        if isinstance(operand, str) and "$" not in operand and operand not in known.results:
            yield problem(
                "unknown_result",
                f"{known.name} never gives “{operand[:60]}”, so this condition is never true. It gives "
                f"{', '.join(known.results) or 'no result'}.",
                name,
            )


def _circles(document: Mapping[str, Any], actions: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """The circles in which nothing waits and nothing counts; a contact could go round without end."""
    stops = {name for name, one in actions.items() if str(one.get("Type")) in (*WAITING, "Loop")}

    def following(name: str) -> Iterator[str]:
        known = type_of(str(actions[name].get("Type")))
        is_refused = known is not None and known.tier == "ERR"
        for edge in edges_of(actions[name]):
            taken = edge.error in _ON_CHAT if is_refused else True
            if taken and edge.to in actions and edge.to not in stops:
                yield edge.to

    for circle in circles([one for one in reached(document) if one not in stops], following):
        shown = " → ".join([*circle[:MOST_SHOWN], *(["…"] if len(circle) > MOST_SHOWN else [circle[0]])])
        yield problem(
            "endless_loop",
            f"These actions can lead round without waiting for the customer: {shown}. If nothing on the way "
            "changes, it never ends. Put a Loop or a Wait into it.",
            circle[0],
        )
