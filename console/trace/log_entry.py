"""An entry of Amazon Connect's flow log, read as a step."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from console import redaction
from console.aws import LogEvent
from console.chat.items import time_in
from console.language import tr
from console.trace.blocks import type_of
from console.trace.step import Step

LONGEST: Final = 16_000
"""Characters of an entry that can't be read which are kept."""
_KNOWN: Final = frozenset(
    {"ContactId", "ContactFlowId", "ContactFlowName", "ContactFlowModuleType", "Identifier", "Timestamp",
     "Parameters", "Results"}
)  # fmt: skip
_ERROR: Final = re.compile(r"Error\b|\w+Error$")


def step_in(event: LogEvent, contact_id: str) -> Step:
    """The step that an entry tells; one of another shape than documented has its text among its facts.

    The documented members are ContactId, ContactFlowId, ContactFlowModuleType, Timestamp and Parameters
    (administrator guide, flow logs). That ContactFlowName, Identifier, Results and Error come along is
    known from logs that others have published. `contact_id` is the chat's, for an entry that has none.
    """
    told = _json(event.message)
    if told is None or not isinstance(told.get("ContactFlowModuleType"), str):
        return _unknown(event, contact_id, told)
    told = redaction.redact(told)
    parameters, results = _mapping(told.get("Parameters")), _one_line(told.get("Results"))
    error = _one_line(told.get("Error") or told.get("ErrorDetails"))
    return Step(
        key=event.id,
        kind="action",
        at=time_in(told.get("Timestamp")) or _moment(event.ms),
        contact_id=_text(told, "ContactId") or contact_id,
        flow_id=_text(told, "ContactFlowId").rpartition("/")[2],
        flow=_text(told, "ContactFlowName"),
        action=_text(told, "Identifier"),
        type=type_of(told["ContactFlowModuleType"], parameters),
        result=results or error,
        is_error=bool(error) or _ERROR.match(results) is not None,
        attributes=_attributes(told["ContactFlowModuleType"], parameters),
        parameters=parameters,
        facts={"block": told["ContactFlowModuleType"], **_others(told)},
    )


def _unknown(event: LogEvent, contact_id: str, told: Mapping[str, Any] | None) -> Step:
    entry = redaction.redact(told) if told else redaction.clean(event.message[:LONGEST])
    return Step(
        key=event.id,
        kind="action",
        at=_moment(event.ms),
        contact_id=_text(told or {}, "ContactId") or contact_id,
        flow_id="",
        flow="",
        action="",
        type="",
        warnings=(tr("This entry of the log is of no form that is known here; it is shown as it came."),),
        facts={"entry": entry},
    )


def _attributes(block: str, parameters: Mapping[str, Any]) -> dict[str, str | None]:
    """What a block sets: one attribute by Key and Value, or several under Attributes."""
    if block != "SetAttributes":
        return {}
    several = _mapping(parameters.get("Attributes"))
    if isinstance(key := parameters.get("Key"), str) and "Value" in parameters:
        several = {**several, key: parameters["Value"]}
    # The log tells only what was to be set; an empty value takes the attribute away.
    return {name: _one_line(value) for name, value in redaction.redact(several).items()}


def _others(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in _KNOWN}


def _json(text: str) -> dict[str, Any] | None:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=ms)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _one_line(value: object) -> str:
    if value in (None, "", {}, []):
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
