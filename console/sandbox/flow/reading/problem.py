"""What can be wrong with a flow: a closed list of codes, and one finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning"]

SEVERITIES: Final[Mapping[str, Severity]] = {
    # the file
    "unreadable": "error",
    "empty": "error",
    "not_json": "error",
    "too_deep": "error",
    "not_a_flow": "error",
    "repaired": "warning",
    "placeholder": "warning",
    "several_flows": "warning",
    "not_text": "warning",
    "too_long": "warning",
    # a legacy export
    "legacy": "warning",
    "legacy_block": "error",
    "legacy_value": "warning",
    # the document
    "version": "error",
    "no_actions": "error",
    "start_missing": "error",
    "action_malformed": "error",
    "identifier_missing": "error",
    "identifier_type": "warning",
    "identifier_name": "warning",
    "identifier_repeated": "warning",
    "too_many_actions": "warning",
    # types and edges
    "unknown_type": "error",
    "dangling_edge": "error",
    "unreachable": "warning",
    "no_next": "warning",
    "missing_error": "warning",
    "unknown_error": "warning",
    "endless_loop": "warning",
    "misplaced": "warning",
    # conditions
    "unknown_operator": "warning",
    "operands": "warning",
    "too_many_conditions": "warning",
    "nested_conditions": "warning",
    "unknown_result": "warning",
    # parameters
    "missing_parameter": "warning",
    "unknown_parameter": "warning",
    "message_source": "warning",
    "out_of_range": "warning",
    "unknown_reference": "warning",
    "ssml": "warning",
    "voice_only": "warning",
}
"""Every code, and how bad it is. An error means that Amazon Connect would refuse the flow and that the
sandbox has nothing to run in that place; whatever the sandbox can run all the same is a warning."""


@dataclass(frozen=True)
class Problem:
    """One finding; the message says in plain English what is the matter and what to do about it."""

    severity: Severity
    code: str
    action: str
    """The Identifier of the action that it is about; empty for the whole file."""
    message: str


def problem(code: str, message: str, action: str = "") -> Problem:
    """A finding of one of the codes, as bad as the table says."""
    return Problem(SEVERITIES[code], code, action, message)
