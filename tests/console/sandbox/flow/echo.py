"""A flow that answers whatever the customer writes, and says goodbye after a quiet quarter of an hour."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.console.sandbox.flow.rehearsal import action

WAIT = action(
    "Wait for the customer",
    "Wait",
    {"TimeLimitSeconds": "900", "Events": ["CustomerReturned"]},
    "Say goodbye",
    {"CustomerReturned": "Answer", "WaitCompleted": "Say goodbye"},
    NoMatchingError="Say goodbye",
)


def _say(id: str, text: str, then: str) -> dict[str, Any]:
    return action(id, "MessageParticipant", {"Text": text}, then, NoMatchingError=then)


ECHO: dict[str, Any] = {
    "Version": "2019-10-30",
    "StartAction": "Welcome",
    "Metadata": {"name": "Echo", "type": "contactFlow"},
    "Actions": [
        _say("Welcome", "Hello!", "Wait for the customer"),
        WAIT,
        _say("Answer", "Thank you. Is there anything else?", "Wait for the customer"),
        _say("Say goodbye", "Goodbye!", "End"),
        action("End", "DisconnectParticipant"),
    ],
}


def write_echo(folder: Path) -> str:
    """The flow as a file."""
    path = folder / "echo.json"
    path.write_text(json.dumps(ECHO), "utf-8")
    return str(path)
