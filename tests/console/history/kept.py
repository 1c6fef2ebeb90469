"""Contacts for tests of the history: made up, with the times and ids that a test wants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from console.history import Begun, End, History, Outcome
from console.profiles import SANDBOX, Profile

EVENT = "application/vnd.amazonaws.connect.event."
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
INSTANCE = "b7e4b4ed-11bf-4fbf-9d0c-9d8e0e1f6a51"
FLOW = "846ec553-a005-41c0-8341-0123456789ab"
REQUEST = {
    "InstanceId": INSTANCE,
    "ContactFlowId": FLOW,
    "ParticipantDetails": {"DisplayName": "Ann"},
    "Attributes": {"orderId": "48213"},
}


def message(text: str, number: int = 1, contact_id: str = "c1", **members: Any) -> dict[str, Any]:
    """A message of the flow's, as the socket brings it."""
    return {
        "AbsoluteTime": (AT + timedelta(seconds=number)).isoformat(timespec="milliseconds"),
        "Content": text,
        "ContentType": "text/plain",
        "Id": f"{contact_id}-{number}",
        "Type": "MESSAGE",
        "ParticipantId": "p-system",
        "DisplayName": "BOT",
        "ParticipantRole": "SYSTEM",
        "InitialContactId": contact_id,
        "ContactId": contact_id,
        **members,
    }


def event(name: str, number: int, contact_id: str = "c1", **members: Any) -> dict[str, Any]:
    """An event of a participant's."""
    plain = message("", number, contact_id, Type="EVENT", ContentType=EVENT + name, **members)
    return {key: value for key, value in plain.items() if key != "Content"}


def begin(
    history: History,
    contact_id: str = "c1",
    at: datetime = AT,
    *,
    profile: Profile = SANDBOX,
    flow: str = "Web entry",
    continued_from: str = "",
    request: Mapping[str, Any] = REQUEST,
    **members: Any,
) -> str:
    """A contact that was started; the key of its record."""
    key = history.record_start({**request, **members}, profile, "support", flow, at)
    begun = Begun(contact_id, "p-customer", at + timedelta(seconds=1), continued_from)
    history.record_started(key, begun)
    return key


def end(history: History, key: str, outcome: Outcome = "ended", at: datetime = AT) -> None:
    """The end of a contact."""
    history.record_outcome(key, End(outcome, at + timedelta(minutes=5), "CUSTOMER"))
