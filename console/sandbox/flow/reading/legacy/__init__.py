"""Exports of the old console, written in the language of today.

Their shape, and what becomes of what: the reference's table of legacy exports and the exports themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from console.sandbox.flow.reading.legacy.blocks import NewAction, OldBlock, action_of
from console.sandbox.flow.reading.legacy.names import BRANCHES, OPERATORS, Fields, is_namespace
from console.sandbox.flow.reading.problem import Problem, problem

NEW_NAMES: Mapping[str, str] = {
    "Queue": "QueueId",
    "Agent": "AgentId",
    "FunctionArn": "LambdaFunctionARN",
    "Hours": "HoursOfOperationId",
    "AudioPrompt": "PromptId",
}
"""Parameters that name a resource, and their names of today."""


def is_legacy(value: object) -> bool:
    """Whether a JSON value is an export of the old console."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("modules"), list)
        and not isinstance(value.get("Actions"), list)
        and any(isinstance(one, dict) and "type" in one and "id" in one for one in value["modules"])
    )


def converted(value: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """An export of the old console as a document of today, and what could not be carried over."""
    blocks = [one for one in value["modules"] if isinstance(one, dict)]
    olds = [_old(one) for one in blocks]
    about = value.get("metadata")
    metadata = dict(about) if isinstance(about, dict) else {}
    metadata.setdefault("type", value.get("type", "contactFlow"))
    metadata["ActionMetadata"] = {old.id: _shown(old, one) for old, one in zip(olds, blocks, strict=True)}
    document = {
        "Version": "2019-10-30",
        "StartAction": _id(value.get("start")),
        "Metadata": metadata,
        "Actions": [_action(old) for old in olds],
    }
    return document, tuple(_problems(olds))


def _old(value: Fields) -> OldBlock:
    return OldBlock(
        _id(value.get("id")),
        str(value.get("type", "")),
        str(value.get("target") or ""),
        _objects(value.get("parameters")),
        _objects(value.get("branches")),
    )


def _id(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _objects(value: object) -> tuple[Fields, ...]:
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _action(old: OldBlock) -> dict[str, Any]:
    new = action_of(old, _known)
    if new is None:
        return {"Identifier": old.id, "Type": old.type, "Parameters": {}, "Transitions": _edges(old, {})}
    return {
        "Identifier": old.id,
        "Type": new.type,
        "Parameters": new.parameters(old),
        "Transitions": _edges(old, new.branches, is_share=new.type == "DistributeByPercentage"),
    }


def _known(name: str) -> str | None:
    """The action whose name, or whose old block's name, this is."""
    from console.sandbox.flow.engine.actions import ACTIONS

    if name in ACTIONS:
        return name
    return next((one.name for one in ACTIONS.values() if one.block == name), None)


def _edges(old: OldBlock, special: Mapping[str, str], *, is_share: bool = False) -> dict[str, Any]:
    edges: dict[str, Any] = {"Errors": [], "Conditions": []}
    for branch in old.branches:
        to, name = _id(branch.get("transition")), str(branch.get("condition", ""))
        kind, _, what = (special.get(name) or BRANCHES.get(name) or "").partition(" ")
        if not to:
            continue
        if kind == "next":
            edges["NextAction"] = to
        elif kind == "error":
            edges["Errors"].append({"NextAction": to, "ErrorType": what})
        elif kind == "result" or "conditionType" in branch:
            edges["Conditions"].append({"NextAction": to, "Condition": _condition(branch, what)})
        else:
            # A branch that nobody knows stays visible, as an error of its own name.
            edges["Errors"].append({"NextAction": to, "ErrorType": name})
    return _summed(edges) if is_share else edges


def _condition(branch: Fields, result: str) -> dict[str, Any]:
    if result.startswith("> "):
        return {"Operator": "NumberGreaterThan", "Operands": [result[2:]]}
    if result:
        return {"Operator": "Equals", "Operands": [result]}
    written = str(branch.get("conditionType"))
    value = branch.get("conditionValue", "")
    if branch.get("condition") == "CheckQueueTime" and str(value).isdigit():
        value = int(value) // 1000  # the old console kept milliseconds
    return {"Operator": OPERATORS.get(written, written), "Operands": [str(value)]}


def _summed(edges: dict[str, Any]) -> dict[str, Any]:
    """The shares of a distribution as thresholds: each branch had its own percentage."""
    shares = [one["Condition"]["Operands"][0] for one in edges["Conditions"]]
    whole = [int(share) if share.isdigit() else 0 for share in shares]
    for one, upto in zip(edges["Conditions"], accumulate(whole), strict=True):
        one["Condition"] = {"Operator": "NumberLessThan", "Operands": [str(upto + 1)]}
    return edges


def _shown(old: OldBlock, value: Fields) -> dict[str, Any]:
    """What the console shows of an action: its place, and the names of the resources that it uses."""
    about = value.get("metadata")
    named = {
        NEW_NAMES.get(str(one.get("name")), str(one.get("name"))): {"displayName": one["resourceName"]}
        for one in old.parameters
        if isinstance(one.get("resourceName"), str)
    }
    place = about.get("position") if isinstance(about, dict) else None
    return ({"position": place} if isinstance(place, dict) else {}) | ({"parameters": named} if named else {})


def _problems(olds: Sequence[OldBlock]) -> Iterator[Problem]:
    yield problem(
        "legacy",
        "This is an export of the old console; it was translated into today's Flow language. To check a "
        "flow that is live, use the content that describe-contact-flow gives.",
    )
    for old in olds:
        new = action_of(old, _known)
        if new is None:
            yield problem(
                "legacy_block",
                f"The old console's block “{old.type}” is not one that can be translated. Export the flow "
                "with describe-contact-flow, or take the block out.",
                old.id,
            )
        yield from _odd_branches(old, new)
        yield from _odd_namespaces(old)


def _odd_branches(old: OldBlock, new: NewAction | None) -> Iterator[Problem]:
    special = {} if new is None else new.branches
    for branch in old.branches:
        name = str(branch.get("condition", ""))
        if name not in special and name not in BRANCHES and "conditionType" not in branch:
            told = f"The branch “{name}” is unknown; it is kept as an error of that name."
            yield problem("legacy_value", told, old.id)
        elif "conditionType" in branch and str(branch["conditionType"]) not in OPERATORS:
            told = f"The comparison “{branch['conditionType']}” is unknown and never true."
            yield problem("legacy_value", told, old.id)


def _odd_namespaces(old: OldBlock) -> Iterator[Problem]:
    used = {str(one["namespace"]) for one in old.parameters if one.get("namespace")}
    used |= {old.value("Namespace")} - {""} if old.type == "CheckAttribute" else set()
    for namespace in sorted(used):
        if not is_namespace(namespace):
            told = f"The kind of attribute “{namespace}” is unknown; its values are empty."
            yield problem("legacy_value", told, old.id)
