"""How an answer or a refusal looks on the wire, in the protocol of its service."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console import shape
from console.sandbox import json_protocol, query_protocol
from console.sandbox.refusal import RefusalError


@dataclass(frozen=True)
class Reply:
    """One HTTP answer without the headers that every answer has."""

    status: int
    content_type: str
    body: bytes
    error: str | None = None
    """The error's name in the service's own words; None for an answer."""


def answer(service: str, operation: shape.Operation, output: Mapping[str, Any], request_id: str) -> Reply:
    """The output of an operation. An output that can hold nothing has an empty body."""
    if service == "sts":
        return Reply(200, "text/xml", query_protocol.result(operation, output, request_id))
    if service in json_protocol.SERVICES:
        return Reply(200, json_protocol.CONTENT_TYPE, json_protocol.result(output))
    # The participant service writes {} where Connect writes nothing.
    is_written = output or service == "connectparticipant"
    return Reply(200, "application/json", json.dumps(output).encode() if is_written else b"")


def refuse(service: str, refusal: RefusalError, status: int, request_id: str) -> Reply:
    """A refusal; rest-json names it in the header `x-amzn-errortype`, the other protocols in their body."""
    code = refusal.named(service)
    if service == "sts":
        body = query_protocol.error(code, refusal.message, status, request_id)
        return Reply(status, "text/xml", body, code)
    if service in json_protocol.SERVICES:
        return Reply(status, json_protocol.CONTENT_TYPE, json_protocol.error(code, refusal.message), code)
    told = _BODIES[service](code, refusal.message)
    return Reply(status, "application/json", json.dumps(told).encode(), code)


def _oauth(code: str, message: str) -> dict[str, str]:
    """An error as OAuth has it: AuthorizationPendingException is `authorization_pending`."""
    words = re.findall(r"[A-Z][a-z]*", code.removesuffix("Exception"))
    told = "server_error" if words[:2] == ["Internal", "Server"] else "_".join(words).lower()
    return {"error": told, "error_description": message}


# As the members of each model's errors are called.
_BODIES: Mapping[str, Callable[[str, str], dict[str, str]]] = {
    "connect": lambda _code, message: {"Message": message},
    "connectparticipant": lambda _code, message: {"Message": message},
    "sso": lambda _code, message: {"message": message},
    "sso-oidc": _oauth,
}
