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
from console.history.entries import PastChat, PastContact
from console.language import tr, tr_in

Kind = Literal["own", "other", "event"]
Seen = Literal["", "delivered", "read"]

OUTCOMES: Final[Mapping[str, str]] = {
    "open": tr("Open when this was exported"),
    "ended": tr("Ended"),
    "stopped": tr("Stopped"),
    "failed": tr("Not started"),
    "cancelled": tr("Cancelled"),
    "unseen": tr("Over; its end was not seen"),
}
ROLES: Final[Mapping[str, str]] = {
    "CUSTOMER": tr("Customer"),
    "AGENT": tr("Agent"),
    "SYSTEM": tr("System"),
    "CUSTOM_BOT": tr("Bot"),
    "SUPERVISOR": tr("Supervisor"),
}
_ENDED_BY: Final[Mapping[str, str]] = {
    "CUSTOMER": tr("Ended by Customer"),
    "AGENT": tr("Ended by Agent"),
    "SYSTEM": tr("Ended by System"),
    "CUSTOM_BOT": tr("Ended by Bot"),
    "SUPERVISOR": tr("Ended by Supervisor"),
}
SEEN: Final[Mapping[Seen, str]] = {
    "": "",
    "delivered": tr_in("state of a message", "Delivered"),
    "read": tr_in("state of a message", "Read"),
}
_NAMES: Final[Mapping[str, str]] = {"SYSTEM_MESSAGE": tr("System"), "BOT": tr("Bot")}
_EVENTS: Final[Mapping[str, str]] = {
    "participant.joined": tr("{name} joined"),
    "participant.left": tr("{name} left"),
    "participant.invited": tr("An agent is being offered the chat"),
    "participant.idle": tr("{name} is idle"),
    "participant.returned": tr("{name} is back"),
    "participant.autodisconnection": tr("{name} was idle for too long and is disconnected"),
    "participant.displayname.updated": tr("The name is now {name}"),
    "chat.ended": tr("The chat has ended"),
    "chat.rehydrated": tr("The earlier conversation was brought back"),
    "transfer.succeeded": tr("The chat was transferred"),
    "transfer.failed": tr("The transfer failed"),
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
    state: Seen = ""
    """What became of a message of the customer's, as far as that is told."""


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
    told = (
        (tr("Contact ID"), one.contact_id),
        (tr("Outcome"), _outcome(one)),
        (tr("Problem"), one.problem),
        (tr("Flow"), _named(one.flow, one.flow_id)),
        (tr("Instance"), _named(one.instance, one.instance_id)),
        (tr("Profile"), _named(one.profile, one.region)),
        (tr_in("label of a time", "Started"), _moment(one.started_at or one.created_at)),
        (tr_in("label of a time", "Connected"), _moment(one.connected_at)),
        (tr_in("label of a time", "Ended"), _moment(one.ended_at)),
        (tr("Continued from"), one.continued_from or one.source_id),
        (tr("Related contact"), one.related_id),
    )
    return ((name, value) for name, value in told if value)


def title(chat: PastChat) -> str:
    """Who chatted."""
    name = chat.contact.customer
    return tr("Chat of {customer}", customer=name) if name else tr("Chat of a customer")


def _outcome(one: PastContact) -> str:
    if not one.ended_by:
        return OUTCOMES[one.outcome]
    if one.outcome == "ended" and one.ended_by in _ENDED_BY:
        return _ENDED_BY[one.ended_by]
    return f"{OUTCOMES[one.outcome]} ({ROLES.get(one.ended_by, one.ended_by)})"


def _named(name: str, identifier: str) -> str:
    return f"{name} ({identifier})" if name and identifier and name != identifier else name or identifier


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else ""


def _event(item: Item) -> str:
    template = _EVENTS.get(item.event)
    return template.format(name=_who(item)) if template else item.event or item.content_type


def _who(item: Item) -> str:
    name = _NAMES.get(item.display_name, item.display_name)
    return name or ROLES.get(item.role, item.role) or tr("Somebody")


def _line(row: Row) -> Line:
    item = row.item
    who, role = _who(item), ROLES.get(item.role, "")
    is_own = item.role == "CUSTOMER"
    text, choices = _said(item)
    return Line(
        item.at,
        "own" if is_own else "other",
        who if not role or role.casefold() in who.casefold() else f"{who} ({role})",
        text,
        choices,
        tuple(one.name or one.id for one in item.attachments),
        item.is_past,
        _state(row) if is_own else "",
    )


def _state(row: Row) -> Seen:
    if any(one.read_at for one in row.receipts):
        return "read"
    return "delivered" if any(one.delivered_at for one in row.receipts) else ""


def _said(item: Item) -> tuple[str, tuple[str, ...]]:
    if not item.is_interactive and item.content_type != contact.INTERACTIVE_RESPONSE:
        kind = item.content_type or tr_in("content of a message", "nothing")
        return item.content or ("" if item.attachments else f"({kind})"), ()
    try:
        message = json.loads(item.content)
    except (ValueError, RecursionError):
        return item.content, ()
    if not isinstance(message, Mapping):
        return item.content, ()
    if item.content_type == contact.INTERACTIVE_RESPONSE:
        action = message.get("action")
        return tr("Answered: {action}", action=action) if action else tr("Answered: a form"), ()
    return _offered(message)


def _offered(message: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The title of an interactive message, and what it offers to choose from."""
    content = _content_of(message)
    kind = str(message.get("templateType") or tr("an interactive message"))
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
