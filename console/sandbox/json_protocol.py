"""The JSON protocol, which CloudWatch Logs speaks: a header names the operation, JSON goes in and out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from console import shape
from console.sandbox.received import Received
from console.sandbox.refusal import RefusalError

CONTENT_TYPE = "application/x-amz-json-1.1"
TARGET = "x-amz-target"
SERVICES = ("logs",)
"""The services that speak it."""


def asked(received: Received) -> tuple[str, str] | None:
    """The service and operation that the header `X-Amz-Target` names; None where it is not there.

    Raises:
        RefusalError: UnknownOperationException for a target that no service has.
    """
    if (target := received.header(TARGET)) is None:
        return None
    prefix, _, name = target.partition(".")
    for service in SERVICES:
        raw = shape.model(service).raw
        if prefix == raw["metadata"]["targetPrefix"] and name in raw["operations"]:
            return service, name
    raise RefusalError("UnknownOperationException", "No operation has the name in X-Amz-Target.")


def result(output: Mapping[str, Any]) -> bytes:
    """The answer of an operation."""
    return json.dumps(output).encode()


def error(code: str, message: str) -> bytes:
    """A refusal, which is named inside."""
    return json.dumps({"__type": code, "message": message}).encode()
