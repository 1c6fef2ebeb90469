from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.conditions import INVENTED_OPERATORS, OPERATOR_ALIASES, OPERATORS, holds
from console.sandbox.flow.engine.script import Branch


def ignore(warning: str) -> None:
    pass


def met(operator: str, value: Any, *operands: Any) -> bool:
    return holds(Branch(operator, operands, "x"), value, lambda one: one, ignore)


@pytest.mark.parametrize(
    ("operator", "value", "operand", "expected"),
    [
        ("Equals", "green", "green", True),
        ("Equals", "green", "Green", False),
        ("Equals", 5, "5", True),
        ("Equals", True, "true", True),
        ("Equals", "True", True, True),
        ("Equals", "", "", True),
        ("TextStartsWith", "Hello", "He", True),
        ("TextStartsWith", "Hello", "he", False),
        ("TextEndsWith", "Hello", "lo", True),
        ("TextEndsWith", "Hello", "LO", False),
        ("TextContains", "Hello", "ell", True),
        ("TextContains", "Hello", "ELL", False),
        ("NumberGreaterThan", "10", "9", True),
        ("NumberGreaterThan", "9", "9", False),
        ("NumberGreaterOrEqualTo", "9", 9, True),
        ("NumberLessThan", 5, "10", True),
        ("NumberLessThan", "x", "10", False),
        ("NumberLessThan", "5", "x", False),
        ("NumberLessOrEqualTo", "10.0", "10", True),
        ("NumericLessThan", 50, "51", True),
        ("KeyExists", {"a": None}, "a", True),
        ("KeyExists", {"a": 1}, "b", False),
        ("KeyExists", '{"a":1}', "a", True),
        ("KeyExists", "{broken", "a", False),
        ("KeyExists", "a", "a", False),
    ],
)
def test_an_operator(operator: str, value: Any, operand: Any, expected: bool) -> None:
    assert met(operator, value, operand) is expected


@pytest.mark.parametrize("operator", OPERATORS)
def test_nothing_meets_no_condition(operator: str) -> None:
    assert not met(operator, None, "")
    assert not met(operator, "5")


def test_an_operand_that_leads_nowhere_is_met_by_nothing() -> None:
    branch = Branch("Equals", ("$.Attributes.none",), "x")
    assert not holds(branch, "", lambda one: None, ignore)
    assert holds(Branch("Equals", ("$.Attributes.a",), "x"), "b", lambda one: "b", ignore)


def test_of_several_operands_one_is_enough() -> None:
    assert met("Equals", "b", "a", "b")


def test_aliases_are_operators_and_invented_ones_are_not() -> None:
    assert set(OPERATOR_ALIASES.values()) | set(INVENTED_OPERATORS.values()) <= set(OPERATORS)
    warnings: list[str] = []
    assert not holds(Branch("Contains", ("a",), "x"), "a", lambda one: one, warnings.append)
    assert not holds(Branch("None", ("a",), "x"), "a", lambda one: one, warnings.append)
    assert warnings == [
        "Amazon Connect has no operator Contains; TextContains is meant?",
        "Amazon Connect has no operator None.",
    ]


def nested(depth: int) -> dict[str, Any]:
    condition: dict[str, Any] = {"Operator": "Equals", "Operands": ["a"]}
    for _ in range(depth):
        condition = {"Operator": "And", "Operands": [condition]}
    return condition


def test_nested_conditions_mean_what_they_say() -> None:
    equal, other = {"Operator": "Equals", "Operands": ["a"]}, {"Operator": "Equals", "Operands": ["b"]}
    assert met("And", "a", equal, equal)
    assert not met("And", "a", equal, other)
    assert met("Or", "a", other, equal)
    assert met("Not", "a", other)
    assert not met("Not", "a", equal)
    assert not met("And", "a", {"Operator": 5, "Operands": "x"})


def test_conditions_that_nest_too_deep_are_false() -> None:
    assert met("And", "a", nested(3))
    assert not met("And", "a", nested(5))
    assert not met("And", "a", nested(900))
