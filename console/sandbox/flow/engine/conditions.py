"""Conditions: which of an action's branches its result takes.

Comparisons are case-sensitive (administrator guide). A number is compared as the text that JSON writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.engine.references import number_of, text_of
from console.sandbox.flow.engine.script import Branch

DEEPEST = 5
"""Nested conditions at most (Flow language, Transitions)."""

Resolve = Callable[[Any], Any]
"""Resolves the references of an operand; None where one leads nowhere."""
Warn = Callable[[str], None]
Compare = Callable[[Any, Any], bool]


def _equals(value: Any, operand: Any) -> bool:
    if isinstance(operand, bool):
        # Exports write True as a text; a JSON true means the same.
        return text_of(value).lower() == text_of(operand)
    return text_of(value) == text_of(operand)


def _numbers(compare: Callable[[float, float], bool]) -> Compare:
    def holds(value: Any, operand: Any) -> bool:
        left, right = number_of(value), number_of(operand)
        return left is not None and right is not None and compare(left, right)

    return holds


def _has_key(value: Any, operand: Any) -> bool:
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return False
    return isinstance(value, Mapping) and text_of(operand) in value


OPERATORS: Mapping[str, Compare] = {
    "Equals": _equals,
    "TextStartsWith": lambda value, operand: text_of(value).startswith(text_of(operand)),
    "TextEndsWith": lambda value, operand: text_of(value).endswith(text_of(operand)),
    "TextContains": lambda value, operand: text_of(operand) in text_of(value),
    "NumberGreaterThan": _numbers(lambda left, right: left > right),
    "NumberGreaterOrEqualTo": _numbers(lambda left, right: left >= right),
    "NumberLessThan": _numbers(lambda left, right: left < right),
    "NumberLessOrEqualTo": _numbers(lambda left, right: left <= right),
    "KeyExists": _has_key,
}
"""Every operator, with what it compares: the result, and its one operand."""

OPERATOR_ALIASES: Mapping[str, str] = {
    "NumericLessThan": "NumberLessThan",
    "NumericLessOrEqualTo": "NumberLessOrEqualTo",
    "NumericGreaterThan": "NumberGreaterThan",
    "NumericGreaterOrEqualTo": "NumberGreaterOrEqualTo",
}
"""Other spellings, such as that of the page on DistributeByPercentage."""

INVENTED_OPERATORS: Mapping[str, str] = {
    "Contains": "TextContains",
    "StartsWith": "TextStartsWith",
    "EndsWith": "TextEndsWith",
    "GreaterThan": "NumberGreaterThan",
    "LessThan": "NumberLessThan",
}
"""What flows use that Amazon Connect does not have, and what is likely meant."""

_NESTING: Mapping[str, Callable[[list[bool]], bool]] = {
    "And": all,
    "Or": any,
    "Not": lambda found: not any(found),
}


def holds(branch: Branch, value: Any, resolve: Resolve, warn: Warn) -> bool:
    """Whether a result takes a branch; null takes none."""
    if value is None:
        return False
    return _holds(branch.operator, branch.operands, value, resolve, warn, 1)


def _holds(
    operator: str, operands: tuple[Any, ...], value: Any, resolve: Resolve, warn: Warn, depth: int
) -> bool:
    if depth > DEEPEST:
        warn(
            tr_wire("Conditions nest more than {most} deep; what lies deeper counts as false.", most=DEEPEST)
        )
        return False
    nested = [one for one in operands if isinstance(one, Mapping)]
    if operator in _NESTING and nested:
        # ours: nested-conditions
        warn(
            tr_wire(
                "No page of the Flow language names the operator {operator}; here it means what it says.",
                operator=operator,
            )
        )
        return _NESTING[operator]([_nested(one, value, resolve, warn, depth + 1) for one in nested])
    compare = OPERATORS.get(OPERATOR_ALIASES.get(operator, operator))
    if compare is None:
        if meant := INVENTED_OPERATORS.get(operator):
            warn(
                tr_wire(
                    "Amazon Connect has no operator {operator}; {meant} is meant?",
                    operator=operator,
                    meant=meant,
                )
            )
        else:
            warn(tr_wire("Amazon Connect has no operator {operator}.", operator=operator))
        return False
    found = [resolve(one) for one in operands if not isinstance(one, Mapping)]
    return any(compare(value, one) for one in found if one is not None)


def _nested(condition: Mapping[str, Any], value: Any, resolve: Resolve, warn: Warn, depth: int) -> bool:
    operands = condition.get("Operands")
    given = tuple(operands) if isinstance(operands, list) else ()
    return _holds(text_of(condition.get("Operator")), given, value, resolve, warn, depth)
