"""Which transition an action takes, by its outcome (Flow language, Transitions, and what exports show).

`NextAction` is no success edge on every action: where a block has none, editors put the target of a
failure there, and it is never taken (`follows_next`). Elsewhere it is the edge of success, or of what is
left over once no condition fits.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.sandbox.flow.engine.conditions import holds
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_CONDITION,
    NO_MATCHING_ERROR,
    Failed,
    Result,
    Settled,
)
from console.sandbox.flow.engine.references import text_of
from console.sandbox.flow.engine.script import Action, Branch
from console.sandbox.flow.engine.step import Step

NEXT = "NextAction"


@dataclass(frozen=True)
class Edge:
    """A transition: what it is called, and where it leads; None where the path runs out."""

    name: str
    next: str | None


NOWHERE = Edge("", None)


def transition(step: Step, outcome: Settled, *, follows_next: bool) -> Edge:
    """The transition that an outcome takes."""
    action = step.action
    if isinstance(outcome, Failed):
        return _error(action, outcome.error)
    if isinstance(outcome, Result) and (action.branches or not follows_next):
        return _condition(step, outcome, follows_next=follows_next)
    return _next(action) if follows_next else NOWHERE


def _condition(step: Step, outcome: Result, *, follows_next: bool) -> Edge:
    """The first branch that fits; else what is for none; else what is left over."""
    for branch in step.action.branches:
        if holds(branch, outcome.value, step.found, step.warn):
            return Edge(_called(branch), branch.next or None)
    if NO_MATCHING_CONDITION in step.action.errors:
        return Edge(NO_MATCHING_CONDITION, step.action.errors[NO_MATCHING_CONDITION])
    return _next(step.action) if follows_next else _error(step.action, NO_MATCHING_ERROR)


def _error(action: Action, error: str) -> Edge:
    # ours: missing-error-edge
    taken = error if error in action.errors else NO_MATCHING_ERROR
    return Edge(taken, action.errors[taken]) if taken in action.errors else NOWHERE


def _next(action: Action) -> Edge:
    return NOWHERE if action.next is None else Edge(NEXT, action.next)


def _called(branch: Branch) -> str:
    return " ".join((branch.operator, *map(text_of, branch.operands)))
