"""Which operation a request asks for, and its input: both read from the service model.

Connect and Identity Center speak rest-json, where method and path name the operation; STS speaks the
query protocol, where a form member does, and CloudWatch Logs JSON, where a header does. The input's
members travel in path, query, header or body as the model says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from console import shape
from console.sandbox import json_protocol, query_protocol
from console.sandbox.received import Received
from console.sandbox.refusal import RefusalError

Input = dict[str, Any]

REST = ("connect", "connectparticipant", "sso", "sso-oidc")
"""The services that speak rest-json; no two of them have an operation on the same path."""
MOST_NESTED = 64
"""Levels of a body at most, so that no walk over a request runs out of stack."""


@dataclass(frozen=True)
class Match:
    """The operation that a request asks for, and what its path or form already says of the input."""

    service: str
    operation: str
    found: Mapping[str, str]


class Routes:
    """The paths of rest-json services, generated from their models."""

    def __init__(self, *services: str) -> None:
        self._exact: dict[tuple[str, str], tuple[str, str]] = {}
        self._patterns: dict[tuple[str, int], list[tuple[tuple[str, ...], str, str]]] = {}
        for service in services:
            for name, raw in shape.model(service).raw["operations"].items():
                method, path = raw["http"]["method"], raw["http"]["requestUri"]
                if "{" not in path:
                    self._exact[method, path] = (service, name)
                    continue
                parts = tuple(path.strip("/").split("/"))
                self._patterns.setdefault((method, len(parts)), []).append((parts, service, name))
        for patterns in self._patterns.values():
            # Of two patterns that fit, the one with more plain words is meant.
            patterns.sort(key=lambda pattern: sum(part.startswith("{") for part in pattern[0]))

    def match(self, method: str, path: str, query: str = "") -> Match | None:
        """The operation of a method, raw path and raw query; a trailing slash does not matter."""
        path = path.rstrip("/") or "/"
        # A few operations differ from another by a query that never changes.
        asked = self._exact.get((method, f"{path}?{query}")) if query else None
        if (asked := asked or self._exact.get((method, path))) is not None:
            return Match(*asked, {})
        given = path.lstrip("/").split("/")
        for parts, service, name in self._patterns.get((method, len(given)), ()):
            if (found := _fit(parts, given)) is not None:
                return Match(service, name, found)
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
def rest_routes() -> Routes:
    """The routes of all rest-json services; they do not change while the program runs."""
    return Routes(*REST)


def load() -> None:
    """Read the service models now, so that the first request need not wait for it."""
    rest_routes()
    shape.model("sts")


def match(received: Received) -> Match:
    """Which operation a request asks for.

    Raises:
        RefusalError: UnknownOperationException.
    """
    if received.path in ("/", "") and received.method in ("GET", "POST"):
        asked = json_protocol.asked(received)
        return _query_protocol(received) if asked is None else Match(*asked, {})
    found = rest_routes().match(received.method, received.path, received.query)
    if found is None:
        raise RefusalError("UnknownOperationException", "No operation has this method and path.")
    return found


def _query_protocol(received: Received) -> Match:
    form = query_protocol.form(received)
    action = form.get("Action", "")
    if action not in shape.model("sts").raw["operations"]:
        raise RefusalError("UnknownOperationException", "No operation of STS has the name in Action.")
    return Match("sts", action, form)


@cache
def is_signed(service: str, operation: str) -> bool:
    """Whether an operation asks for a signature; others carry a token instead.

    The model of the participant service does not say so, its documentation does. A signature that comes
    all the same is not looked at: the browser's SDK in chatjs signs with an empty key.
    """
    if service == "connectparticipant":
        return False
    return bool(shape.model(service).raw["operations"][operation].get("authtype") != "none")


@cache
def signing_name(service: str) -> str:
    """The name of a service in the scope of a signature."""
    metadata = shape.model(service).raw["metadata"]
    return str(metadata.get("signingName", metadata["endpointPrefix"]))


def read_input(match: Match, received: Received, operation: shape.Operation) -> Input:
    """The operation's input as one wire-shaped mapping; nothing in it is checked yet.

    Raises:
        RefusalError: SerializationException if the body is no JSON object.
    """
    fields = operation.input.members
    if match.service == "sts":
        return dict(query_protocol.read(match.found, operation.input))
    value: Input = {}
    has_body = not fields
    for field in fields:
        location = field.location
        if location == "body":
            has_body = True
        elif location == "uri":
            value[field.name] = match.found[field.wire_name]
        elif location == "querystring":
            given = [unquote(one.replace("+", " ")) for one in _queried(received, field.wire_name)]
            if given:
                one = query_protocol.typed(given[-1], field)
                value[field.name] = given if field.kind == "list" else one
        elif location == "header" and (header := received.header(field.wire_name.lower())) is not None:
            value[field.name] = header
    return {**_body(received), **value} if has_body else value


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
