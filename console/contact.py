"""The request: StartChatContact's wire mapping, what the model can't say of it, and what breaks it.

A request is the JSON that would be sent: a mapping with AWS's own names. The service model gives its
fields and their limits; the tables below add sections, editors and the rules that only AWS's
documentation states (API reference of StartChatContact, unless a rule names another source).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from console import shape
from console.language import tr, tr_list
from console.shape import Field, Problem, Steps

Request = Mapping[str, Any]

TEXT_PLAIN = "text/plain"
TEXT_MARKDOWN = "text/markdown"
JSON_TYPE = "application/json"
INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
INTERACTIVE_RESPONSE = "application/vnd.amazonaws.connect.message.interactive.response"
CONTENT_TYPES = (TEXT_PLAIN, TEXT_MARKDOWN, JSON_TYPE, INTERACTIVE, INTERACTIVE_RESPONSE)
INITIAL_MESSAGE_TYPES = (TEXT_PLAIN, TEXT_MARKDOWN, JSON_TYPE, INTERACTIVE_RESPONSE)
CONTENT_TYPE_SETS: Mapping[str, tuple[str, ...]] = {
    "plain": (TEXT_PLAIN,),
    "rich": (TEXT_PLAIN, TEXT_MARKDOWN),
    # What Amazon's hosted communications widget sends.
    "widget": (TEXT_PLAIN, TEXT_MARKDOWN, JSON_TYPE, INTERACTIVE, INTERACTIVE_RESPONSE),
}

ATTRIBUTE_BYTES = 32_768
MESSAGE_BYTES = 16_384
DEFAULT_DURATION = timedelta(hours=25)
DURATION_PRESETS = (60, 240, 480, 1500, 4320, 10080)
"""Minutes: 1 h, 4 h, 8 h, 25 h, 3 d, 7 d."""
WIDGET_PREFIX = "HostedWidget-"

SECTIONS = (
    "destination", "customer", "message", "content_types", "duration", "earlier", "attributes", "advanced",
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """What the model can't say of a field: its section, its editor, the enum values that act here."""

    section: str
    editor: str = ""
    choices: tuple[str, ...] = ()


HINTS: Mapping[str, Hint] = {
    "InstanceId": Hint("destination", "instance"),
    "ContactFlowId": Hint("destination", "flow"),
    "ParticipantDetails": Hint("customer"),
    "CustomerId": Hint("customer"),
    "InitialMessage": Hint("message", "message"),
    "SupportedMessagingContentTypes": Hint("content_types", "content_types"),
    "ChatDurationInMinutes": Hint("duration", "duration"),
    "PersistentChat": Hint("earlier", "earlier"),
    "RelatedContactId": Hint("earlier", "earlier"),
    "Attributes": Hint("attributes", "attributes"),
    "SegmentAttributes": Hint("advanced", "segment_attributes"),
    "ClientToken": Hint("advanced", "client_token"),
    "ParticipantConfiguration": Hint("advanced"),
    "DisconnectOnCustomerExit": Hint("advanced"),
    # The other two values of the shared enum return no connection information from this operation.
    "ConnectionTypes": Hint("advanced", choices=("WEBSOCKET", "CONNECTION_CREDENTIALS")),
    "ChatStreamingConfiguration": Hint("advanced"),
}
"""By the name of the top-level field. A field that is not here is edited by its kind, under Advanced."""


@cache
def operation() -> shape.Operation:
    """StartChatContact as the installed botocore knows it."""
    return shape.model("connect").operation("StartChatContact")


def fields() -> tuple[Field, ...]:
    """The top-level fields of the request, in the model's order."""
    return operation().input.members


def hint(name: str) -> Hint:
    """The hint for a top-level field, or the one that every new field gets."""
    return HINTS.get(name, Hint("advanced"))


def value_at(request: Request, path: Steps) -> Any:
    """The value at a path, None where there is none."""
    value: Any = request
    for step in path:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def with_value(request: Request, path: Steps, value: Any) -> dict[str, Any]:
    """A copy of the request with the value at a path of member names.

    None, an empty text, list or object takes the field out, and every object above it that this
    leaves empty: omitted optional fields stay out of the request.
    """
    copy = dict(request)
    name, rest = str(path[0]), path[1:]
    if rest:
        below = copy.get(name)
        value = with_value(below if isinstance(below, Mapping) else {}, rest, value)
    if value is None or value in ("", [], {}):
        copy.pop(name, None)
    else:
        copy[name] = value
    return copy


def in_model_order(request: Request) -> dict[str, Any]:
    """The request with its fields in the order of the model, unknown ones last."""
    known = [field.name for field in fields() if field.name in request]
    return {name: request[name] for name in [*known, *(name for name in request if name not in known)]}


def problems(request: Request) -> list[Problem]:
    """All that is wrong (`blocks`) or suspicious about a request, in the order of the form's sections."""
    found = shape.problems(request, operation().input)
    # The rules speak of well-formed values: a field of the wrong type has been told already.
    malformed = {
        problem.path[0] for problem in found if problem.path and problem.code in ("type", "encoding")
    }
    well_formed = {name: value for name, value in request.items() if name not in malformed}
    broken = {problem.path for problem in found}
    for rule in RULES:
        found += [problem for problem in rule(well_formed) if problem.path not in broken]
    order = {field.name: _place(field.name, index) for index, field in enumerate(fields())}
    return sorted(
        found, key=lambda problem: order.get(str(problem.path[0]) if problem.path else "", (99, 99))
    )


def _place(name: str, index: int) -> tuple[int, int]:
    return SECTIONS.index(hint(name).section), index


# -- documented rules ---------------------------------------------------------------------------

_KEY = re.compile(r"[A-Za-z0-9_-]+\Z")
_SEGMENT_KEY = re.compile(r"(connect:)?[A-Za-z0-9_-]+\Z")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")


def attribute_bytes(attributes: Mapping[str, str]) -> int:
    """UTF-8 bytes over all keys and values together, as the limit of 32,768 counts them."""
    text = "".join(f"{key}{value}" for key, value in attributes.items())
    return len(text.encode("utf-8", "surrogatepass"))


def _attributes_fit(request: Request) -> Iterator[Problem]:
    attributes = request.get("Attributes", {})
    size = attribute_bytes(attributes)
    if size > ATTRIBUTE_BYTES:
        message = tr(
            "Attributes take {size:,} bytes; keys and values together may take {most:,}.",
            size=size,
            most=ATTRIBUTE_BYTES,
        )
        yield Problem(("Attributes",), "too_many_bytes", message)
    for key in attributes:
        if key and not _KEY.match(key):
            message = tr("The key “{key}” may hold only letters, digits, - and _.", key=key)
            yield Problem(("Attributes", key), "key_alphabet", message)


def _segment_keys_fit(request: Request) -> Iterator[Problem]:
    for key, value in request.get("SegmentAttributes", {}).items():
        path = ("SegmentAttributes", key)
        if not _SEGMENT_KEY.match(key):
            message = tr(
                "The key “{key}” may hold only letters, digits, - and _, after an optional connect: prefix.",
                key=key,
            )
            yield Problem(path, "key_alphabet", message)
        if len(value) != 1:
            message = (
                tr("“{key}” has several values; AWS's examples have exactly one.", key=key)
                if value
                else tr("“{key}” has no value; AWS's examples have exactly one.", key=key)
            )
            yield Problem(path, "one_value", message, blocks=False)


def _content_types_known(request: Request) -> Iterator[Problem]:
    types = request.get("SupportedMessagingContentTypes")
    if types is None:
        return
    path: Steps = ("SupportedMessagingContentTypes",)
    if TEXT_PLAIN not in types:
        yield Problem(path, "text_plain_missing", tr("Content types must contain text/plain."))
    for index, content_type in enumerate(types):
        if content_type not in CONTENT_TYPES:
            yield Problem(
                (*path, index),
                "content_type",
                tr("“{content_type}” is not a content type of Connect chat.", content_type=content_type),
            )
        elif content_type in types[:index]:
            yield Problem(
                (*path, index),
                "twice",
                tr("{content_type} is listed twice.", content_type=content_type),
                blocks=False,
            )


def _guide_has_both_types(request: Request) -> Iterator[Problem]:
    subtype = value_at(request, ("SegmentAttributes", "connect:Subtype", "ValueString"))
    types = request.get("SupportedMessagingContentTypes", [])
    missing = [name for name in (INTERACTIVE, INTERACTIVE_RESPONSE) if name not in types]
    if subtype == "connect:Guide" and missing:
        message = tr(
            "A connect:Guide needs both interactive content types; missing: {missing}.",
            missing=", ".join(missing),
        )
        yield Problem(("SegmentAttributes", "connect:Subtype"), "guide_types", message)


def _message_fits(request: Request) -> Iterator[Problem]:
    message = request.get("InitialMessage")
    if not message:
        return
    content, content_type = message.get("Content", ""), message.get("ContentType", "")
    size = len(content.encode())
    if size > MESSAGE_BYTES:
        text = tr(
            "The first message takes {size:,} bytes; {most:,} are the limit.",
            size=size,
            most=MESSAGE_BYTES,
        )
        yield Problem(("InitialMessage", "Content"), "too_many_bytes", text)
    if content_type and content_type not in INITIAL_MESSAGE_TYPES:
        text = tr(
            "A first message may be {allowed}; this is {content_type}.",
            allowed=", ".join(INITIAL_MESSAGE_TYPES),
            content_type=content_type,
        )
        yield Problem(("InitialMessage", "ContentType"), "content_type", text)
    elif content_type in (JSON_TYPE, INTERACTIVE_RESPONSE) and content and (fault := json_fault(content)):
        yield Problem(
            ("InitialMessage", "Content"), "not_json", tr("The type says JSON, but {fault}.", fault=fault)
        )
    supported = request.get("SupportedMessagingContentTypes", (TEXT_PLAIN,))
    if content_type in INITIAL_MESSAGE_TYPES and content_type not in supported:
        text = tr("The chat does not list {content_type} among its content types.", content_type=content_type)
        yield Problem(("InitialMessage", "ContentType"), "not_supported", text, blocks=False)


def _persistent_whole(request: Request) -> Iterator[Problem]:
    persistent = request.get("PersistentChat")
    if persistent is None:
        return
    for name in ("RehydrationType", "SourceContactId"):
        if not persistent.get(name):
            yield Problem(
                ("PersistentChat", name), "required", tr("A continued chat needs its {name}.", name=name)
            )
    if request.get("RelatedContactId"):
        text = tr("A chat can continue an earlier one or be related to a contact, not both.")
        yield Problem(("RelatedContactId",), "excludes", text)


def _connection_types_act(request: Request) -> Iterator[Problem]:
    acting = HINTS["ConnectionTypes"].choices
    for index, name in enumerate(request.get("ConnectionTypes", ())):
        if name not in acting:
            text = tr(
                "StartChatContact does not act on {name}; only {acting} return something.",
                name=name,
                acting=tr_list(acting),
            )
            yield Problem(("ConnectionTypes", index), "no_effect", text, blocks=False)


_ID_PATHS: tuple[Steps, ...] = (
    ("InstanceId",), ("ContactFlowId",), ("RelatedContactId",), ("PersistentChat", "SourceContactId"),
)  # fmt: skip


def _ids_look_like_ids(request: Request) -> Iterator[Problem]:
    for path in _ID_PATHS:
        value = value_at(request, path)
        if value and not UUID.match(value):
            text = tr("This does not look like an id (8-4-4-4-12 hexadecimal digits).")
            yield Problem(path, "not_an_id", text, blocks=False)


RULES: tuple[Callable[[Request], Iterator[Problem]], ...] = (
    _attributes_fit, _segment_keys_fit, _content_types_known, _guide_has_both_types,
    _message_fits, _persistent_whole, _connection_types_act, _ids_look_like_ids,
)  # fmt: skip


def json_fault(text: str) -> str | None:
    """What keeps a text from being JSON, in a few words; None if it is JSON."""
    try:
        json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        return tr(
            "line {line}, column {column} is not valid JSON ({complaint})",
            line=fault.lineno,
            column=fault.colno,
            complaint=json_complaint(fault),
        )
    except RecursionError:
        return tr("it is nested too deeply")
    except ValueError as fault:
        return str(fault)
    return None


def _no_constant(name: str) -> None:
    raise ValueError(tr("{name} is not JSON", name=name))


_JSON_COMPLAINTS = {
    "Expecting value": tr("expecting value"),
    "Expecting property name enclosed in double quotes": tr(
        "expecting property name enclosed in double quotes"
    ),
    "Expecting ':' delimiter": tr("expecting ':' delimiter"),
    "Expecting ',' delimiter": tr("expecting ',' delimiter"),
    "Extra data": tr("extra data"),
    "Unterminated string starting at": tr("unterminated string starting at"),
    "Invalid control character at": tr("invalid control character at"),
    "Illegal trailing comma before end of object": tr("illegal trailing comma before end of object"),
    "Illegal trailing comma before end of array": tr("illegal trailing comma before end of array"),
}
"""What Python's reader of JSON complains of."""


def json_complaint(fault: json.JSONDecodeError) -> str:
    """What is wrong where a text stops being JSON, in a few words."""
    return _JSON_COMPLAINTS.get(fault.msg, fault.msg.lower())


# -- what the form needs beside the wire --------------------------------------------------------


def ends_at(request: Request, starts_at: datetime) -> datetime:
    """When a chat that starts now would end by itself: after its duration, 25 hours by default."""
    minutes = request.get("ChatDurationInMinutes")
    if isinstance(minutes, int) and not isinstance(minutes, bool) and 0 < minutes <= 10**6:
        return starts_at + timedelta(minutes=minutes)
    return starts_at + DEFAULT_DURATION


def as_widget_attributes(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes as Amazon's hosted widget sends them: each key with its `HostedWidget-` prefix."""
    return {
        key if key.startswith(WIDGET_PREFIX) else WIDGET_PREFIX + key: value
        for key, value in attributes.items()
    }
