"""The field that a service's message names, where one can be told.

The service has no one form for it: some messages say `at 'participantDetails.displayName'`, some
give a path or a name, some only words (`contact flow ID`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from console import shape
from console.shape import Field, Steps

_QUOTED_PATH = re.compile(r"\bat '([^']+)'")
_PATH = re.compile(r"[A-Za-z]\w*(?:\.\w+|\[\d+\])*", re.ASCII)
_STEP = re.compile(r"[^.\[\]]+")
_HUMP = re.compile(r"[A-Z][a-z0-9]*")


def named_field(
    message: str, operation: str, request: Mapping[str, Any], service: str = "connect"
) -> Steps | None:
    """The path of the first field of an operation that the message names, else None.

    The path goes down into maps and lists only where the request has that entry.
    """
    fields = _fields(service, operation)
    for text in _QUOTED_PATH.findall(message):
        steps = [step[:1].upper() + step[1:] for step in _STEP.findall(text)]
        if path := _resolved(steps, fields, request):
            return path
    for text in _PATH.findall(message):
        if path := _resolved(_STEP.findall(text), fields, request):
            return path
    return next((field.path for field in fields if _is_spelled_out(field, message)), None)


@cache
def _fields(service: str, operation: str) -> tuple[Field, ...]:
    return tuple(_walk(shape.model(service).operation(operation).input))


def _walk(field: Field) -> Iterator[Field]:
    """The fields below this one, outer ones first, not into maps and lists."""
    yield from field.members
    for member in field.members:
        if member.kind == "structure":
            yield from _walk(member)


def _resolved(steps: Sequence[str], fields: Sequence[Field], request: Mapping[str, Any]) -> Steps | None:
    named = [field for field in fields if _is_named(field, steps[0])]
    # A name below the top, such as DisplayName, counts if it can mean one field only.
    if not named or (len(named) > 1 and len(named[0].path) > 1):
        return None
    value: Any = request
    for step in named[0].path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return (*named[0].path, *_below(named[0], steps[1:], value))


def _below(field: Field, steps: Sequence[str], value: Any) -> Steps:
    """As many of the steps as lead somewhere: to a member, or to an entry that the value has."""
    if not steps:
        return ()
    step, rest = steps[0], steps[1:]
    if field.kind == "structure":
        member = next((member for member in field.members if member.name.lower() == step.lower()), None)
        if member is not None:
            inner = value.get(member.name) if isinstance(value, Mapping) else None
            return (member.name, *_below(member, rest, inner))
    if field.kind == "map" and isinstance(value, Mapping):
        key = next((key for key in value if key.lower() == step.lower()), None)
        if key is not None:
            return (key, *_below(field.value, rest, value[key]))
    if field.kind == "list" and isinstance(value, list) and step.isdigit() and int(step) < len(value):
        return (int(step), *_below(field.item, rest, value[int(step)]))
    return ()


def _is_named(field: Field, name: str) -> bool:
    # `Content` and `Attributes` are everyday words but for their capital; ContactFlowId is none.
    if len(_HUMP.findall(field.name)) > 1:
        return field.name.lower() == name.lower()
    return field.name == name


def _is_spelled_out(field: Field, message: str) -> bool:
    humps = _HUMP.findall(field.name)
    return len(humps) > 1 and re.search(rf"\b{'[ _-]'.join(humps)}\b", message, re.IGNORECASE) is not None
