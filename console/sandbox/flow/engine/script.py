"""A flow document as the engine walks it: actions by their identifiers, transitions in their order.

Tolerant on purpose: what is wrong with a document is for the check to say. Here a member of the wrong
form counts as missing, so that any document can be walked as far as it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_OLDER_LABELS = {"queue": "QueueId", "ContactFlow": "ContactFlowId", "contactFlow": "ContactFlowId"}


@dataclass(frozen=True)
class Branch:
    """One entry of Transitions.Conditions: where to go if it holds. Operands are text or conditions."""

    operator: str
    operands: tuple[Any, ...]
    next: str


@dataclass(frozen=True)
class Action:
    """One action. `errors` leads from an ErrorType to an identifier, the first of each type."""

    id: str
    type: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    next: str | None = None
    branches: tuple[Branch, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    """What people call what a parameter names, such as a queue, by the parameter (ActionMetadata)."""


@dataclass(frozen=True)
class Script:
    """A flow or a module; `type` as the API names it, or MODULE."""

    id: str
    name: str
    type: str
    start: str
    actions: Mapping[str, Action]


def script_of(
    document: Mapping[str, Any], *, id: str = "", name: str = "", type: str = "CONTACT_FLOW"
) -> Script:
    """A document of the current language as a script; of two actions of one identifier the first."""
    labels = _mapping(_mapping(document.get("Metadata")).get("ActionMetadata"))
    actions: dict[str, Action] = {}
    for one in _mappings(document.get("Actions")):
        action = _action(one, labels)
        actions.setdefault(action.id, action)
    return Script(id, name, type, _text(document.get("StartAction")), actions)


def _action(told: Mapping[str, Any], labels: Mapping[str, Any]) -> Action:
    transitions = _mapping(told.get("Transitions"))
    identifier = _text(told.get("Identifier"))
    errors: dict[str, str] = {}
    for error in _mappings(transitions.get("Errors")):
        if following := _text(error.get("NextAction")):
            errors.setdefault(_text(error.get("ErrorType")), following)
    return Action(
        identifier,
        _text(told.get("Type")),
        _mapping(told.get("Parameters")),
        _text(transitions.get("NextAction")) or None,
        tuple(_branches(transitions.get("Conditions"))),
        errors,
        dict(_labels(_mapping(labels.get(identifier)))),
    )


def _branches(told: object) -> Iterator[Branch]:
    for entry in _mappings(told):
        condition = _mapping(entry.get("Condition"))
        operands = condition.get("Operands")
        if operands is not None and not isinstance(operands, list):
            operands = [operands]
        yield Branch(_text(condition.get("Operator")), tuple(operands or ()), _text(entry.get("NextAction")))


def _labels(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Exports write `parameters.QueueId.displayName`, for a hook one deeper; older ones `queue.text`."""
    for member, parameter in _OLDER_LABELS.items():
        if label := _text(_mapping(about.get(member)).get("text")):
            yield parameter, label
    given = _mapping(about.get("parameters"))
    for parameter, told in (*_mapping(given.get("EventHooks")).items(), *given.items()):
        if label := _text(_mapping(told).get("displayName")):
            yield parameter, label


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Identifiers are text; a number written bare is taken for what it looks like."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)
