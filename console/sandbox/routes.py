"""Which operation a request asks for, and its input: both read from the service model.

Connect speaks rest-json, where method and path name the operation; STS speaks the query protocol,
where a form member does. The input's members travel in path, query or body as the model says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from console import shape
from console.sandbox.received import Received
from console.sandbox.refusal import RefusalError

Input = dict[str, Any]

MOST_NESTED = 64
"""Levels of a body at most, so that no walk over a request runs out of stack."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,19}\Z")


@dataclass(frozen=True)
class Match:
    """The operation that a request asks for, and what its path or form already says of the input."""

    service: str
    operation: str
    found: Mapping[str, str]


class Routes:
    """The paths of one rest-json service, generated from its model."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._exact: dict[tuple[str, str], str] = {}
        self._patterns: dict[tuple[str, int], list[tuple[tuple[str, ...], str]]] = {}
        for name, raw in shape.model(service).raw["operations"].items():
            method, path = raw["http"]["method"], raw["http"]["requestUri"].partition("?")[0]
            if "{" not in path:
                self._exact[method, path] = name
                continue
            parts = tuple(path.strip("/").split("/"))
            self._patterns.setdefault((method, len(parts)), []).append((parts, name))
        for patterns in self._patterns.values():
            # Of two patterns that fit, the one with more plain words is meant.
            patterns.sort(key=lambda pattern: sum(part.startswith("{") for part in pattern[0]))

    def match(self, method: str, path: str) -> Match | None:
        """The operation of a method and raw path; a trailing slash does not matter."""
        path = path.rstrip("/") or "/"
        if (name := self._exact.get((method, path))) is not None:
            return Match(self._service, name, {})
        given = path.lstrip("/").split("/")
        for parts, name in self._patterns.get((method, len(given)), ()):
            if (found := _fit(parts, given)) is not None:
                return Match(self._service, name, found)
        return None


def _fit(parts: tuple[str, ...], given: list[str]) -> dict[str, str] | None:
    found = {}
    for part, value in zip(parts, given, strict=True):
        if part.startswith("{"):
            if not value:
                return None
            found[part.strip("{}+")] = unquote(value)
        elif part != value:
            return None
    return found


@cache
def connect_routes() -> Routes:
    """The routes of Amazon Connect; they do not change while the program runs."""
    return Routes("connect")


def load() -> None:
    """Read the service models now, so that the first request need not wait for it."""
    connect_routes()
    shape.model("sts")


def match(received: Received) -> Match:
    """Which operation a request asks for.

    Raises:
        RefusalError: UnknownOperationException.
    """
    if received.path in ("/", "") and received.method in ("GET", "POST"):
        return _query_protocol(received)
    found = connect_routes().match(received.method, received.path)
    if found is None:
        raise RefusalError("UnknownOperationException", "No operation has this method and path.")
    return found


def _query_protocol(received: Received) -> Match:
    text = received.query if received.method == "GET" else received.body.decode("utf-8", "replace")
    try:
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=1000))
    except ValueError:
        raise RefusalError("SerializationException", "The form has too many fields.") from None
    action = form.get("Action", "")
    if action not in shape.model("sts").raw["operations"]:
        raise RefusalError("UnknownOperationException", "No operation of STS has the name in Action.")
    return Match("sts", action, form)


def read_input(match: Match, received: Received, operation: shape.Operation) -> Input:
    """The operation's input as one wire-shaped mapping; nothing in it is checked yet.

    Raises:
        RefusalError: SerializationException if the body is no JSON object.
    """
    fields = operation.input.members
    if match.service == "sts":
        return {field.name: match.found[field.name] for field in fields if field.name in match.found}
    if all(field.location == "body" for field in fields):
        return _body(received)
    places = {field.location for field in fields}
    value: Input = _body(received) if "body" in places else {}
    for field in fields:
        if field.location == "uri":
            value[field.name] = match.found[field.wire_name]
        elif field.location == "querystring":
            given = [unquote(one.replace("+", " ")) for one in _queried(received, field.wire_name)]
            if given:
                value[field.name] = given if field.kind == "list" else _typed(given[-1], field)
    return value


def _body(received: Received) -> Input:
    if not received.body.strip():
        return {}
    try:
        value = json.loads(received.body)
    except (ValueError, RecursionError):
        raise RefusalError("SerializationException", "The body is not JSON.") from None
    if not isinstance(value, dict):
        raise RefusalError("SerializationException", "The body is not a JSON object.")
    if received.body.count(b"{") + received.body.count(b"[") > MOST_NESTED and _depth(value) > MOST_NESTED:
        raise RefusalError("SerializationException", "The body is nested too deeply.")
    return value


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level:
        level = [inner for outer in level for inner in _inside(outer)]
        depth += 1
    return depth


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _queried(received: Received, name: str) -> Iterator[str]:
    return (value for key, value in received.pairs if unquote(key) == name)


def _typed(text: str, field: shape.Field) -> object:
    if field.kind in ("integer", "long"):
        # What is no number stays text, and the check of the model says so.
        return int(text) if _WHOLE.match(text) else text
    return text
