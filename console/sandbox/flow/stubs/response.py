"""What a stub answers: in the vocabulary of AWS's testing language, or by a local function.

AWS's shapes: `{"Type": "ExecutionResult", "ExecutionResult": {"DelaySeconds", "Value" | "LoadedData"}}`,
`{"Type": "Error", "Error": {"DelaySeconds", "Value"}}` and
`{"Type": "SubstituteResource", "SubstituteArn"}`. Ours: `Command` and `URL`, for a Lambda function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from console.sandbox.flow.stubs.place import Place, number_of, parsed, shown
from console.sandbox.flow.stubs.schema import ANY, NUMBER, Loads, Stubbable

MOST_DELAY_S = 604_800
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
"""Hosts that a URL may name; another one needs `AllowRemote` beside it."""

Kind = Literal["value", "data", "error", "substitute", "command", "url"]


@dataclass(frozen=True)
class Response:
    """One answer of a stub."""

    kind: Kind
    value: Any = None
    """By the kind: the result as text, what is loaded, an error's name, an ARN, arguments, a URL."""
    delay_s: float = 0.0
    """Seconds of the sandbox's clock that pass before it."""


def read_response(place: Place, allowed: Stubbable) -> Response | None:
    """Read one entry of `Responses`, or a Strategy of AWS's; None where it is wrong."""
    if not isinstance(place.value, dict):
        place.members()
        return None
    kinds = [kind for kind in _KINDS if kind not in _EXTRAS or kind in allowed.holds]
    kind = place.value.get("Type") or next((key for key in _EXTRAS if key in place.value), None)
    if not isinstance(kind, str) or kind not in kinds:
        place.at("Type").wrong(f"is {shown(kind)}; allowed: {', '.join(kinds)}.")
        return None
    return _KINDS[kind](place, allowed)


def _mock(place: Place, allowed: Stubbable) -> Response | None:
    fields = place.fields("Type", "Response")
    if "Response" not in fields:
        place.wrong("“Response” is missing.")
        return None
    return read_response(fields["Response"], allowed)


def _result(place: Place, allowed: Stubbable) -> Response | None:
    fields = place.fields("Type", "ExecutionResult")
    if "ExecutionResult" not in fields:
        return Response("data", {})
    found = fields["ExecutionResult"].fields("DelaySeconds", "Value", "LoadedData")
    if "Value" in found:
        if "LoadedData" in found:
            place.wrong("has a Value and LoadedData; one of them is allowed.")
        return Response("value", _value(found["Value"], allowed), _delay(found))
    return Response(
        "data", _loaded(found["LoadedData"], allowed) if "LoadedData" in found else {}, _delay(found)
    )


def _value(place: Place, allowed: Stubbable) -> str:
    if allowed.value is None:
        place.wrong("this action has no Value; it takes LoadedData.")
        return ""
    if allowed.value == NUMBER:
        if number_of(place.value) is None:
            place.wrong(f"must be a number, not {shown(place.value)}.")
        return str(place.value)
    if allowed.value == ANY:
        return place.text()
    return place.word(allowed.value)


def _loaded(place: Place, allowed: Stubbable) -> Any:
    if not allowed.loads:
        place.wrong("this action loads nothing.")
        return {}
    value = place.value
    if isinstance(value, str):
        try:
            value = parsed(value)
        except ValueError as error:
            place.wrong(f"is a text that is no JSON: {error}.")
            return {}
    if wrong := _wrong_load(value, allowed.loads):
        place.wrong(wrong)
        return {}
    return value


def _wrong_load(value: Any, loads: Loads) -> str:
    if loads == "json" or isinstance(value, dict):
        return ""
    if loads == "object":
        return f"must be an object, not {shown(value)}."
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return ""
    return f"must be an object, or a list of those that are found; it is {shown(value)}."


def _error(place: Place, allowed: Stubbable) -> Response | None:
    fields = place.fields("Type", "Error")
    if "Error" not in fields:
        place.wrong("“Error” is missing.")
        return None
    found = fields["Error"].fields("DelaySeconds", "Value")
    value = found["Value"].word(allowed.errors) if "Value" in found else ""
    if "Value" not in found:
        fields["Error"].wrong(f"“Value” is missing; allowed: {', '.join(allowed.errors)}.")
    return Response("error", value, _delay(found))


def _substitute(place: Place, allowed: Stubbable) -> Response | None:
    fields = place.fields("Type", "SubstituteArn")
    if not allowed.resource:
        place.wrong("this action names no resource that another could stand in for.")
    return Response("substitute", (fields.get("SubstituteArn") or place.at("SubstituteArn")).text())


def _command(place: Place, allowed: Stubbable) -> Response | None:
    found = place.fields("Type", "Command", "DelaySeconds")
    command = found["Command"].each(Place.text) if "Command" in found else ()
    if not command or any("\0" in word for word in command):
        place.at("Command").wrong('must be a list of a program and its arguments: ["python3", "x.py"].')
        return None
    return Response("command", command, _delay(found))


def _url(place: Place, allowed: Stubbable) -> Response | None:
    found = place.fields("Type", "URL", "AllowRemote", "DelaySeconds")
    url = found.get("URL") or place.at("URL")
    may_leave = "AllowRemote" in found and found["AllowRemote"].flag()
    if wrong := _wrong_url(url.text(), may_leave=may_leave):
        url.wrong(wrong)
        return None
    return Response("url", url.value, _delay(found))


def _wrong_url(text: str, *, may_leave: bool) -> str:
    try:
        url = urlsplit(text)
        host, _ = url.hostname, url.port
    except ValueError as error:
        return f"is no URL: {error}."
    if url.scheme not in ("http", "https") or not host or any(one <= " " for one in text):
        return "must begin with http:// or https:// and name a host."
    if url.username is not None or url.password is not None:
        return "holds a user or a password; a stub file is no place for them."
    if host not in LOCAL and not may_leave:
        # The event holds what the customer said; a file that came from elsewhere must not send it away.
        return f"leads away from this machine, to {host}; “AllowRemote”: true beside it lets it."
    return ""


def _delay(found: Mapping[str, Place]) -> float:
    return found["DelaySeconds"].number(0, MOST_DELAY_S) if "DelaySeconds" in found else 0.0


_KINDS: Mapping[str, Callable[[Place, Stubbable], Response | None]] = {
    "ExecutionResult": _result,
    "Error": _error,
    "SubstituteResource": _substitute,
    "MockResponse": _mock,
    "Command": _command,
    "URL": _url,
}
_EXTRAS = ("Command", "URL")
