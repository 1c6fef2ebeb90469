"""What `aws connect start-chat-contact --generate-cli-skeleton` prints: placeholders are not values.

The CLI writes an empty text, 0, true or one of the allowed words for every field there is, and KeyName
for the key of every map (botocore's ArgumentGenerator; version 1 picks the word at random). People fill
in a few fields and leave the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from console.contact import operation
from console.language import tr
from console.shape import Field

_KEY = "KeyName"
_NOTHING = object()
# One alone could be a slip of the hand.
_ENOUGH = 2


def is_skeleton(request: dict[str, Any]) -> bool:
    """Whether a request still holds placeholders of a skeleton, one of them such as no valid one could."""
    blanks = list(_blanks(request, operation().input))
    return len(blanks) >= _ENOUGH and any(blanks)


def without_placeholders(request: dict[str, Any], notes: list[str]) -> dict[str, Any]:
    """What was filled in of a skeleton; the notes name the top-level fields that were not set."""
    kept = _kept(request, operation().input)
    found: dict[str, Any] = {} if kept is _NOTHING else kept
    if missing := [name for name in request if name not in found]:
        notes.append(
            tr(
                "This is a skeleton of the AWS CLI. These fields held only its placeholders "
                "and count as not set: {fields}.",
                fields=", ".join(missing),
            )
        )
    return found


def _blanks(value: Any, field: Field) -> Iterator[bool]:
    """For each empty text and 0: whether the model refuses it."""
    if field.kind == "structure" and isinstance(value, dict):
        for member in field.members:
            if member.name in value:
                yield from _blanks(value[member.name], member)
    elif field.kind == "map" and isinstance(value, dict):
        for key, inner in value.items():
            # Under a key of one's own an empty text is meant.
            if key == _KEY or field.value.kind != "string":
                yield from _blanks(inner, field.value)
    elif field.kind == "list" and isinstance(value, list):
        for inner in value:
            yield from _blanks(inner, field.item)
    elif value == "" or (value == 0 and type(value) is int):
        yield (field.minimum or 0) > 0


def _kept(value: Any, field: Field) -> Any:
    """The value without its placeholders, or _NOTHING where it holds nothing else."""
    if field.kind == "structure" and isinstance(value, dict):
        return _kept_members(value, field)
    if field.kind == "map" and isinstance(value, dict):
        entries = {key: _kept(inner, field.value) for key, inner in value.items()}
        entries = {
            # A key that somebody typed is meant, even where its value is empty.
            key: value[key] if inner is _NOTHING else inner
            for key, inner in entries.items()
            if inner is not _NOTHING or (key != _KEY and field.value.kind == "string")
        }
        return entries or _NOTHING
    if field.kind == "list" and isinstance(value, list):
        items = [kept for inner in value if (kept := _kept(inner, field.item)) is not _NOTHING]
        return items or _NOTHING
    return _NOTHING if _is_placeholder(value, field) else value


def _kept_members(value: dict[str, Any], field: Field) -> Any:
    members = {member.name: member for member in field.members}
    kept = {name: _kept(inner, members[name]) if name in members else inner for name, inner in value.items()}
    if all(inner is _NOTHING for inner in kept.values()):
        return _NOTHING
    found: dict[str, Any] = {}
    for name, inner in kept.items():
        if inner is not _NOTHING:
            found[name] = inner
        elif field.path and members[name].choices:
            # Its neighbours were filled in, so the allowed word beside them was chosen, too.
            found[name] = value[name]
    return found


def _is_placeholder(value: Any, field: Field) -> bool:
    if field.kind == "string":
        return value == "" or value in field.choices
    if field.kind == "boolean":
        return value is True
    return isinstance(value, int | float) and not isinstance(value, bool) and value == 0
