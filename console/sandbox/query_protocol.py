"""The query protocol, which STS speaks: a form goes in, XML comes out, both laid out by the model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from console import shape
from console.sandbox.received import Received
from console.sandbox.refusal import RefusalError

NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
MOST_FIELDS = 1_000

_WHOLE = re.compile(r"[+-]?[0-9]{1,19}\Z")
_INDEX = re.compile(r"[1-9][0-9]{0,3}\Z")
_BOOLEANS = {"true": True, "false": False}
# XML has no character for most control codes, not even escaped.
# Named one by one, since all but those that there are takes ten times as long to compile.
_UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")

Node = dict[str | None, Any]
"""One step of a form's names: what lies below by name, and the value that stands here under None."""


def form(received: Received) -> dict[str, str]:
    """The fields of a request: those of the body, or of the query of a GET.

    Raises:
        RefusalError: SerializationException for more fields than any operation has.
    """
    text = received.query if received.method == "GET" else received.body.decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise RefusalError("SerializationException", "The form has too many fields.") from None


def read(fields: Mapping[str, str], field: shape.Field) -> Any:
    """The value that a form's fields give a shape; nothing in it is checked yet.

    A list's items stand under `Name.member.1`, `Name.member.2` and so on (the query protocol of Smithy).
    """
    root: Node = {}
    for name, value in fields.items():
        node = root
        for step in name.split("."):
            node = node.setdefault(step, {})
        node[None] = value
    return _value(root, field)


def _value(node: Node, field: shape.Field) -> Any:
    if field.kind == "structure":
        return {one.name: _value(node[one.name], one) for one in field.members if one.name in node}
    if field.kind == "list":
        items: Node = node.get("member", {})
        order = sorted(int(step) for step in items if step is not None and _INDEX.match(step))
        return [_value(items[str(index)], field.item) for index in order]
    return typed(node.get(None, ""), field)


def typed(text: str, field: shape.Field) -> object:
    """A value that came as text, by the kind of its field; what does not fit stays text for the check."""
    if field.kind in ("integer", "long"):
        return int(text) if _WHOLE.match(text) else text
    if field.kind == "boolean":
        return _BOOLEANS.get(text, text)
    return text


def result(operation: shape.Operation, output: Mapping[str, Any], request_id: str) -> bytes:
    """The answer of an operation as XML."""
    name, members = operation.name, "".join(_members(output, operation.output))
    return (
        f'<{name}Response xmlns="{NAMESPACE}"><{name}Result>{members}</{name}Result>'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{name}Response>"
    ).encode()


def _members(value: Mapping[str, Any], field: shape.Field) -> Iterator[str]:
    for member in field.members:
        if member.name in value:
            yield f"<{member.name}>{_text(value[member.name], member)}</{member.name}>"


def _text(value: Any, field: shape.Field) -> str:
    if field.kind == "structure":
        return "".join(_members(value, field))
    if field.kind == "timestamp":
        return datetime.fromtimestamp(int(value), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _escaped(str(value))


def error(code: str, message: str, status: int, request_id: str) -> bytes:
    """A refusal as XML."""
    fault = "Receiver" if status >= 500 else "Sender"
    return (
        f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>{fault}</Type><Code>{code}</Code>'
        f"<Message>{_escaped(message)}</Message></Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>"
    ).encode()


def _escaped(text: str) -> str:
    return escape(_UNPRINTABLE.sub("\ufffd", text))
