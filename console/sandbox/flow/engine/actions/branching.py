"""Where a flow parts: Compare, DistributeByPercentage, Loop."""

from __future__ import annotations

import json
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Failed, Outcome, Result
from console.sandbox.flow.engine.step import Step

MOST_LOOPS = 100
"""LoopCount at most (Flow language, Loop)."""
CONTINUE, DONE = "ContinueLooping", "DoneLooping"
ARRAYS = ("LoopArray", "Elements")
"""Keys of an array to go through; AWS publishes none: ours: loop-array."""


def compare(step: Step) -> Outcome:
    """The value to compare; one that leads nowhere matches no condition (ours: compare-nothing)."""
    return Result(step.found(step.action.parameters.get("ComparisonValue")))


def distribute(step: Step) -> Outcome:
    """A number from 1 to 100: by chance, or as the stub file has it for this action."""
    fixed = step.outside.stubs.defaults.distribute.get(step.action.id)
    return Result(step.outside.random.randint(1, 100) if fixed is None else fixed)


def loop(step: Step) -> Outcome:
    """Go round as often as told, or once for each element, then out once; then it begins anew.

    The index of a named loop begins at 0 (administrator guide, Loop).
    """
    array = next((name for name in ARRAYS if name in step.action.parameters), None)
    if array is not None:
        if (elements := _elements(step.value(array))) is None:
            return Failed(NO_MATCHING_ERROR, tr_wire("{parameter} is no array.", parameter=array))
        return _go_round(step, len(elements), elements)
    number = step.number("LoopCount")
    if number is None or number != int(number) or not 0 <= number <= MOST_LOOPS:
        why = tr_wire("LoopCount must be a whole number from 0 to {most}.", most=MOST_LOOPS)
        return Failed(NO_MATCHING_ERROR, why)
    return _go_round(step, int(number), None)


def _go_round(step: Step, most: int, elements: list[Any] | None) -> Outcome:
    scope = step.state.scope
    # ours: loop-of-a-flow
    key = (step.script.id or step.script.name, step.action.id)
    index = scope.counts.get(key, 0)
    if index >= most:
        scope.counts.pop(key, None)
        return Result(DONE)
    scope.counts[key] = index + 1
    if name := step.text("LoopName"):
        array = {} if elements is None else {"Element": elements[index], "Elements": elements}
        scope.loops[name] = {"Index": index, **array}
    return Result(CONTINUE)


def _elements(value: Any) -> list[Any] | None:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, list) else None
