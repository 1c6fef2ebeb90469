"""Flows for the tests: short to write, in the form in which DescribeContactFlow gives them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Action = dict[str, Any]


def block(
    identifier: str,
    kind: str = "MessageParticipant",
    to: str | None = None,
    *,
    errors: Sequence[str] = (),
    conditions: Sequence[str] = (),
    **parameters: Any,
) -> Action:
    transitions: dict[str, Any] = {
        "Errors": [{"NextAction": one, "ErrorType": "NoMatchingError"} for one in errors]
    }
    transitions["Conditions"] = [
        {"NextAction": one, "Condition": {"Operator": "Equals", "Operands": [one]}} for one in conditions
    ]
    if to is not None:
        transitions["NextAction"] = to
    return {"Identifier": identifier, "Type": kind, "Parameters": parameters, "Transitions": transitions}


def content(*actions: Action, shown: Mapping[str, Any] | None = None) -> str:
    """A flow that begins with the first of these blocks; `shown` is its ActionMetadata."""
    return json.dumps(
        {
            "Version": "2019-10-30",
            "StartAction": actions[0]["Identifier"],
            "Metadata": {"ActionMetadata": shown or {}},
            "Actions": actions,
        }
    )


BYE = block("bye", "DisconnectParticipant")
QUEUE = "arn:aws:connect:us-east-1:123456789012:instance/i-1/queue/q-1"
SALES = block("set", "UpdateContactTargetQueue", "ring", errors=["bye"], QueueId=QUEUE)
RING = block("ring", "TransferContactToQueue", "bye", errors=["bye"])
