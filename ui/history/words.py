"""What the history says: words, icons and colours of outcomes, relations and times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from console.history import Outcome, PastContact, Size
from console.history.segments import Relation
from console.language import tr, tr_count
from ui import dates, wording

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
    "initial": tr("First contact"),
    "transfer": tr("After a transfer"),
    "continued": tr("Continued in"),
    "related": tr("Related contact"),
    "earlier": tr("Before that chat was kept here"),
}
"""Of each way in which a contact follows the one above it: its words."""

SINCE: tuple[tuple[str, timedelta | None], ...] = (
    (tr("Any time"), None),
    (tr("Last 24 hours"), timedelta(days=1)),
    (tr("Last 7 days"), timedelta(days=7)),
    (tr("Last 30 days"), timedelta(days=30)),
    (tr("Last year"), timedelta(days=365)),
)


class Older(NamedTuple):
    """An age from which on contacts can be deleted, and what is said of it."""

    span: timedelta
    entry: str
    """In the menu."""
    question: str
    nothing: str


OLDER: tuple[Older, ...] = (
    Older(
        timedelta(days=7),
        tr("Delete what is older than a week…"),
        tr("Delete what is older than a week?"),
        tr("Nothing is older than a week."),
    ),
    Older(
        timedelta(days=30),
        tr("Delete what is older than a month…"),
        tr("Delete what is older than a month?"),
        tr("Nothing is older than a month."),
    ),
    Older(
        timedelta(days=91),
        tr("Delete what is older than three months…"),
        tr("Delete what is older than three months?"),
        tr("Nothing is older than three months."),
    ),
    Older(
        timedelta(days=365),
        tr("Delete what is older than a year…"),
        tr("Delete what is older than a year?"),
        tr("Nothing is older than a year."),
    ),
)
_ENDED_BY = {
    "CUSTOMER": tr("Ended by customer"),
    "AGENT": tr("Ended by agent"),
    "SYSTEM": tr("Ended by system"),
    "CUSTOM_BOT": tr("Ended by bot"),
    "SUPERVISOR": tr("Ended by supervisor"),
}


def messages(count: int) -> str:
    """So many messages."""
    return tr_count("{count:,} message", "{count:,} messages", count)


def customer(contact: PastContact) -> str:
    """Who chatted."""
    return contact.customer or tr("A customer without a name")


def place(contact: PastContact) -> str:
    """Flow, instance and profile in a line."""
    flow = contact.flow or wording.short_id(contact.flow_id)
    instance = contact.instance or wording.short_id(contact.instance_id)
    return " · ".join(filter(None, (flow, instance, contact.profile)))


def outcome(contact: PastContact) -> str:
    """The outcome, with who brought it about where that is known."""
    word = OUTCOMES[contact.outcome][0]
    return _ENDED_BY.get(contact.ended_by, word) if contact.outcome == "ended" else word


def times(contact: PastContact, now: datetime) -> str:
    """When it was, and how long it took to connect and lasted."""
    began = contact.started_at or contact.created_at
    parts = [dates.moment(began, now)]
    if contact.connected_at and contact.started_at:
        parts.append(tr("connected after {span}", span=_lasted(contact.connected_at - contact.started_at)))
    if contact.ended_at and contact.is_over:
        parts.append(tr("lasted {span}", span=_lasted(contact.ended_at - began)))
    return " · ".join([*parts, messages(contact.messages)])


def _lasted(span: timedelta) -> str:
    seconds = max(0, round(span.total_seconds()))
    if seconds < 60:
        return tr("{seconds} s", seconds=seconds)
    if seconds >= 3600:
        return wording.minutes(seconds // 60)
    return tr("{minutes}:{seconds:02} min", minutes=seconds // 60, seconds=seconds % 60)


def size(size: Size) -> str:
    """How much is kept."""
    if not size.contacts:
        return tr("Nothing is kept yet")
    parts = (
        tr_count("{count:,} contact", "{count:,} contacts", size.contacts),
        tr_count("{count:,} item", "{count:,} items", size.items),
        tr("{megabytes:,.1f} MB", megabytes=size.size / 1_000_000),
    )
    return " · ".join(parts)


def spoken(contact: PastContact, now: datetime) -> str:
    """A row for a screen reader."""
    parts = (customer(contact), outcome(contact), place(contact), times(contact, now), contact.excerpt)
    return ", ".join(filter(None, parts))
