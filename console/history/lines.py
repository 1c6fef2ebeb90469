"""A past chat in words, line by line: what an export for people is made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from console import contact
from console.chat.items import Item
from console.chat.transcript import Row
from console.history.entries import PastChat

Kind = Literal["own", "other", "event"]

OUTCOMES: Final[Mapping[str, str]] = {
    "open": "Open when this was exported",
    "ended": "Ended",
    "stopped": "Stopped",
    "failed": "Not started",
    "cancelled": "Cancelled",
    "unseen": "Over; its end was not seen",
}
ROLES: Final[Mapping[str, str]] = {
    "CUSTOMER": "Customer",
    "AGENT": "Agent",
    "SYSTEM": "System",
    "CUSTOM_BOT": "Bot",
    "SUPERVISOR": "Supervisor",
}
_NAMES: Final[Mapping[str, str]] = {"SYSTEM_MESSAGE": "System", "BOT": "Bot"}
_EVENTS: Final[Mapping[str, str]] = {
    "participant.joined": "{name} joined",
    "participant.left": "{name} left",
    "participant.invited": "An agent is being offered the chat",
    "participant.idle": "{name} is idle",
    "participant.returned": "{name} is back",
    "participant.autodisconnection": "{name} was idle for too long and is disconnected",
    "participant.displayname.updated": "The name is now {name}",
    "chat.ended": "The chat has ended",
    "chat.rehydrated": "The earlier conversation was brought back",
    "transfer.succeeded": "The chat was transferred",
    "transfer.failed": "The transfer failed",
}


@dataclass(frozen=True)
class Line:
    """One row of a transcript. Texts that are not there are empty."""

    at: datetime
    kind: Kind
    who: str
    text: str
    choices: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    is_past: bool = False
    state: str = ""
    """Of a message of the customer's: Delivered or Read."""


def lines(chat: PastChat) -> Iterator[Line]:
    """The transcript, oldest first."""
    for row in chat.rows:
        item = row.item
        if item.kind == "event":
            yield Line(item.at, "event", "", _event(item), is_past=item.is_past)
        else:
            yield _line(row)


def facts(chat: PastChat) -> Iterator[tuple[str, str]]:
    """What is known of the contact, each with its name; what is not known is left out."""
    one = chat.contact
    by = f" by {ROLES.get(one.ended_by, one.ended_by)}" if one.ended_by else ""
    told = {
        "Contact ID": one.contact_id,
        "Outcome": OUTCOMES[one.outcome] + (by),
        "Problem": one.problem,
        "Flow": _named(one.flow, one.flow_id),
        "Instance": _named(one.instance, one.instance_id),
        "Profile": _named(one.profile, one.region),
        "Started": _moment(one.started_at or one.created_at),
        "Connected": _moment(one.connected_at),
        "Ended": _moment(one.ended_at),
        "Continued from": one.continued_from or one.source_id,
        "Related contact": one.related_id,
    }
    return ((name, value) for name, value in told.items() if value)


def title(chat: PastChat) -> str:
    """Who chatted."""
    return f"Chat of {chat.contact.customer or 'a customer'}"


def _named(name: str, identifier: str) -> str:
    return f"{name} ({identifier})" if name and identifier and name != identifier else name or identifier


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else ""


def _event(item: Item) -> str:
    template = _EVENTS.get(item.event)
    return template.format(name=_who(item)) if template else item.event or item.content_type


def _who(item: Item) -> str:
    name = _NAMES.get(item.display_name, item.display_name)
    return name or ROLES.get(item.role, item.role) or "Somebody"


def _line(row: Row) -> Line:
    item = row.item
    who, role = _who(item), ROLES.get(item.role, "")
    is_own = item.role == "CUSTOMER"
    text, choices = _said(item)
    return Line(
        item.at,
        "own" if is_own else "other",
        who if not role or role.lower() in who.lower() else f"{who} ({role})",
        text,
        choices,
        tuple(one.name or one.id for one in item.attachments),
        item.is_past,
        _state(row) if is_own else "",
    )


def _state(row: Row) -> str:
    if any(one.read_at for one in row.receipts):
        return "Read"
    return "Delivered" if any(one.delivered_at for one in row.receipts) else ""


def _said(item: Item) -> tuple[str, tuple[str, ...]]:
    if not item.is_interactive and item.content_type != contact.INTERACTIVE_RESPONSE:
        return item.content or ("" if item.attachments else f"({item.content_type or 'nothing'})"), ()
    try:
        message = json.loads(item.content)
    except (ValueError, RecursionError):
        return item.content, ()
    if not isinstance(message, Mapping):
        return item.content, ()
    if item.content_type == contact.INTERACTIVE_RESPONSE:
        return f"Answered: {message.get('action') or 'a form'}", ()
    return _offered(message)


def _offered(message: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The title of an interactive message, and what it offers to choose from."""
    content = _content_of(message)
    kind = str(message.get("templateType") or "an interactive message")
    title = str(content.get("title") or content.get("viewId") or kind)
    subtitle = str(content.get("subtitle") or "")
    return "\n".join(filter(None, (title, subtitle))), tuple(_choices(content))


def _choices(content: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    for name in ("elements", "timeslots"):
        found = content.get(name)
        for one in found if isinstance(found, list) else ():
            inner = _content_of(one) if isinstance(one, Mapping) else {}
            if inner and depth == 0:
                # An element of a carousel holds a picker of its own.
                yield from (f"{inner.get('title')}: {each}" for each in _choices(inner, 1))
            elif isinstance(one, Mapping) and (text := one.get("title") or one.get("date")):
                yield str(text)


def _content_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = message.get("data")
    content = inner.get("content") if isinstance(inner, Mapping) else None
    return content if isinstance(content, Mapping) else {}
