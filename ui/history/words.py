"""What the history says: words, icons and colours of outcomes, relations and times."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.history import Outcome, PastContact, Size
from console.history.segments import Relation
from ui import wording

OUTCOMES: dict[Outcome, tuple[str, str, str, str]] = {
    "open": (wording.OUTCOMES["open"], "message-circle", "ok", "ok"),
    "ended": (wording.OUTCOMES["ended"], "circle-check", "faint", "plain"),
    "stopped": (wording.OUTCOMES["stopped"], "circle-stop", "faint", "plain"),
    "failed": (wording.OUTCOMES["failed"], "circle-alert", "danger", "danger"),
    "cancelled": (wording.OUTCOMES["cancelled"], "ban", "faint", "plain"),
    "unseen": (wording.OUTCOMES["unseen"], "circle-help", "warn", "warn"),
}
"""Of each outcome: its word, its icon, the icon's colour, and the kind of its pill."""

RELATIONS: dict[Relation, str] = {
    "initial": "First contact",
    "transfer": "After a transfer",
    "continued": "Continued in",
    "related": "Related contact",
    "earlier": "Before that chat was kept here",
}
"""Of each way in which a contact follows the one above it: its words."""

SINCE: tuple[tuple[str, timedelta | None], ...] = (
    ("Any time", None),
    ("Last 24 hours", timedelta(days=1)),
    ("Last 7 days", timedelta(days=7)),
    ("Last 30 days", timedelta(days=30)),
    ("Last year", timedelta(days=365)),
)
OLDER: tuple[tuple[str, timedelta], ...] = (
    ("a week", timedelta(days=7)),
    ("a month", timedelta(days=30)),
    ("three months", timedelta(days=91)),
    ("a year", timedelta(days=365)),
)


def counted(count: int, one: str) -> str:
    """A number with its word: 1 message, 2 messages."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def customer(contact: PastContact) -> str:
    """Who chatted."""
    return contact.customer or "A customer without a name"


def place(contact: PastContact) -> str:
    """Flow, instance and profile in a line."""
    flow = contact.flow or wording.short_id(contact.flow_id)
    instance = contact.instance or wording.short_id(contact.instance_id)
    return " · ".join(filter(None, (flow, instance, contact.profile)))


def outcome(contact: PastContact) -> str:
    """The outcome, with who brought it about where that is known."""
    word = OUTCOMES[contact.outcome][0]
    role = wording.ROLES.get(contact.ended_by, ("", "", ""))[0]
    return f"{word} by {role.lower()}" if role and contact.outcome == "ended" else word


def times(contact: PastContact, now: datetime) -> str:
    """When it was, and how long it took to connect and lasted."""
    began = contact.started_at or contact.created_at
    parts = [wording.moment(began, now)]
    if contact.connected_at and contact.started_at:
        parts.append(f"connected after {_lasted(contact.connected_at - contact.started_at)}")
    if contact.ended_at and contact.is_over:
        parts.append(f"lasted {_lasted(contact.ended_at - began)}")
    return " · ".join([*parts, counted(contact.messages, "message")])


def _lasted(span: timedelta) -> str:
    seconds = max(0, round(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    return wording.minutes(seconds // 60) if seconds >= 3600 else f"{seconds // 60}:{seconds % 60:02} min"


def size(size: Size) -> str:
    """How much is kept."""
    if not size.contacts:
        return "Nothing is kept yet"
    megabytes = size.size / 1_000_000
    return f"{counted(size.contacts, 'contact')} · {counted(size.items, 'item')} · {megabytes:,.1f} MB"


def spoken(contact: PastContact, now: datetime) -> str:
    """A row for a screen reader."""
    parts = (customer(contact), outcome(contact), place(contact), times(contact, now), contact.excerpt)
    return ", ".join(filter(None, parts))
