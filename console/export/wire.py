"""From pasted JSON to a request in the API's own names."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from console.contact import fields, in_model_order, json_complaint, operation
from console.export.imported import ImportProblem
from console.language import tr
from console.redaction import is_secret, is_signed_address
from console.shape import Field

DEEPEST = 100
"""How many objects and lists may stand in one another; a request of use needs about ten."""

# amazon-connect-chat-interface and its examples post these to a back end of the customer's own, which
# calls StartChatContact.
_OTHER_NAMES = {"connectinstanceid": "InstanceId"}
_SECRET_LEFT_OUT = tr("A field that holds a secret was left out.")
# Of a name that the model does not know, more is taken for a secret than where names are known.
_SECRET_ENDING = re.compile(
    r"(token|secret|password|credentials?|signature|jwt|key|keyid|cookies?)\Z", re.IGNORECASE
)
_NOT_SENT = {"username": tr("Username is the chat interface's own name for the customer and was left out.")}


def parse(text: str, notes: list[str], where: str = "") -> Any:
    """The value of a JSON text, exactly; a name that stands twice in an object is told in the notes.

    `where` is put before what is said, to tell of which text it is said.

    Raises:
        ImportProblem: it is not JSON, or nested too deeply; the sentence says where.
    """

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = tr("The text has the same name twice in one object; the last one was kept.")
            notes.append(_said(twice, where))
        return found

    try:
        value = json.loads(
            text, object_pairs_hook=collect, parse_constant=_no_constant, parse_float=_finite_number
        )
    except json.JSONDecodeError as fault:
        told = tr(
            "The text is not JSON: line {line}, column {column} ({complaint}).",
            line=fault.lineno,
            column=fault.colno,
            complaint=json_complaint(fault),
        )
        raise ImportProblem(_said(told, where)) from None
    except ImportProblem:
        raise
    except (ValueError, RecursionError):
        told = tr("The text holds a number that is too long, or is nested too deeply.")
        raise ImportProblem(_said(told, where)) from None
    if _is_deeper_than(value, DEEPEST):
        raise ImportProblem(_said(tr("The text is nested too deeply."), where))
    return value


def _said(sentence: str, where: str) -> str:
    return f"{where}: {sentence}" if where else sentence


def _no_constant(name: str) -> None:
    raise ImportProblem(tr("The text holds {name}, which is not JSON.", name=name))


def _finite_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ImportProblem(tr("The text holds a number that is too large."))
    return number


def _is_deeper_than(value: Any, most: int) -> bool:
    level = [value]
    for _ in range(most):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def as_request(value: Any, notes: list[str], where: str = "") -> dict[str, Any]:
    """The value as a request: AWS's spelling of the names, in the order of the model, without secrets.

    Names of fields are known whatever their capitals (a browser's code often says `displayName`). A
    field that the model does not know stays, for the form to show, unless its name is a secret's.

    Raises:
        ImportProblem: it is no object, or one with none of the request's fields.
    """
    if not isinstance(value, Mapping):
        raise ImportProblem(_said(tr("The text is not an object with the fields of a request."), where))
    named = _named({**value}, operation().input, notes)
    known = {field.name for field in fields()}
    if value and known.isdisjoint(named):
        raise ImportProblem(_said(tr("The text has none of the fields of StartChatContact."), where))
    return in_model_order(named)


def is_of_a_page(value: Any, request: Mapping[str, Any]) -> bool:
    """Whether an object was spelled the way pages and their back ends do, and not as the API does."""
    names = set(value) if isinstance(value, Mapping) else set()
    return not request.keys() <= names or any(name.lower() in _NOT_SENT for name in names)


def _named(value: Any, field: Field, notes: list[str]) -> Any:
    if field.kind == "structure" and isinstance(value, dict):
        members = {member.name: member for member in field.members}
        spelled = {name.lower(): name for name in members} | _OTHER_NAMES
        found: dict[str, Any] = {}
        for given, inner in value.items():
            name = given if given in members else spelled.get(given.lower(), given)
            if name in members and (name == given or name not in value):
                found[name] = _named(inner, members[name], notes)
                if name != given:
                    notes.append(tr("{given} was read as {name}.", given=given, name=name))
            elif reason := _reason_to_leave_out(given):
                notes.append(reason)
            else:
                found[given] = _without_secrets(inner, notes)
        return found
    if field.kind == "list" and isinstance(value, list):
        return [_named(inner, field.item, notes) for inner in value]
    if field.kind == "map" and isinstance(value, dict):
        return {key: _named(inner, field.value, notes) for key, inner in value.items()}
    return value


def _reason_to_leave_out(name: str) -> str | None:
    return _SECRET_LEFT_OUT if _could_be_secret(name) else _NOT_SENT.get(name.lower())


def _without_secrets(value: Any, notes: list[str]) -> Any:
    """The value of a field that the model does not know, without what is secret by its name or its look."""
    if isinstance(value, list):
        return [_without_secrets(inner, notes) for inner in value]
    if not isinstance(value, dict):
        return value
    kept = {
        name: inner
        for name, inner in value.items()
        if not (_could_be_secret(name) or is_signed_address(inner))
    }
    if len(kept) < len(value):
        notes.append(_SECRET_LEFT_OUT)
    return {name: _without_secrets(inner, notes) for name, inner in kept.items()}


def _could_be_secret(name: str) -> bool:
    return is_secret(name) or bool(_SECRET_ENDING.search(name))
