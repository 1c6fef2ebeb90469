"""How an answer or a refusal looks on the wire, in the protocol of its service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from console.sandbox.refusal import STS_NAMES, RefusalError

STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"


@dataclass(frozen=True)
class Reply:
    """One HTTP answer without the headers that every answer has."""

    status: int
    content_type: str
    body: bytes
    error: str | None = None
    """The error's name in the service's own words; None for an answer."""


def answer(service: str, operation: str, output: Mapping[str, Any], request_id: str) -> Reply:
    """The output of an operation. An output that can hold nothing has an empty body."""
    if service == "sts":
        return Reply(200, "text/xml", _result(operation, output, request_id))
    return Reply(200, "application/json", json.dumps(output).encode() if output else b"")


def refuse(service: str, refusal: RefusalError, status: int, request_id: str) -> Reply:
    """A refusal; rest-json names it in the header `x-amzn-errortype`, the query protocol in its XML."""
    if service == "sts":
        code = STS_NAMES.get(refusal.code, refusal.code)
        return Reply(status, "text/xml", _error(code, refusal.message, status, request_id), code)
    body = json.dumps({"Message": refusal.message}).encode()
    return Reply(status, "application/json", body, refusal.code)


def _result(operation: str, output: Mapping[str, Any], request_id: str) -> bytes:
    members = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in output.items())
    return (
        f'<{operation}Response xmlns="{STS_NAMESPACE}"><{operation}Result>{members}</{operation}Result>'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{operation}Response>"
    ).encode()


def _error(code: str, message: str, status: int, request_id: str) -> bytes:
    fault = "Receiver" if status >= 500 else "Sender"
    return (
        f'<ErrorResponse xmlns="{STS_NAMESPACE}"><Error><Type>{fault}</Type><Code>{code}</Code>'
        f"<Message>{escape(message)}</Message></Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>"
    ).encode()
