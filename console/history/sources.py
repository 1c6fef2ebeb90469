"""Contacts that a new chat can continue or be related to, each with the id that has to be sent.

Amazon Connect continues ended chats alone, and makes their transcripts within 30 to 60 seconds after
the end (administrator guide, persistent chat). ENTIRE_PAST_SESSION asks for the initial contact of the
past session, FROM_SEGMENT takes any contact of it (API reference, PersistentChat).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from console.chat.clocks import Deadline
from console.history import reading
from console.history.entries import PAGE, Filter, PastContact
from console.history.segments import own_segments

if TYPE_CHECKING:
    from sqlite3 import Connection

Use = Literal["ENTIRE_PAST_SESSION", "FROM_SEGMENT", "RELATED"]
"""A rehydration type, or a contact that the new one is only linked to."""

READY_AFTER: Final = timedelta(seconds=60)
_OVER: Final = frozenset[Literal["ended", "stopped", "unseen"]]({"ended", "stopped", "unseen"})


@dataclass(frozen=True)
class Source:
    """A contact to choose. `contact_id` is what SourceContactId or RelatedContactId has to be."""

    contact: PastContact
    contact_id: str
    segment: int
    """Which segment of the chat it is, from 1; 0 where the whole session is meant."""
    segments: int
    began_at: datetime
    ready: Deadline | None
    """By when its transcript can be brought back; None where none is."""
    used_by: str = ""
    """The contact that has continued this one already; Amazon Connect lets only one do so."""


def sources(
    connection: Connection, use: Use, where: Filter, now: datetime, before: int | None = None
) -> list[Source]:
    """What can be chosen for a use; a page of chats, the newest first, the last segment of each first."""
    wanted = Filter(text=where.text, instance_id=where.instance_id, outcomes=frozenset(_OVER))
    if use == "RELATED":
        wanted = where
    found = reading.contacts(connection, wanted, now, before, PAGE)
    return [source for one in found if one.contact_id for source in _of(connection, one, use)]


def _of(connection: Connection, contact: PastContact, use: Use) -> list[Source]:
    own = own_segments(connection, contact)
    over = contact.over_at
    ready = Deadline.after(over, READY_AFTER) if over and use != "RELATED" else None
    if use == "FROM_SEGMENT":
        numbered = list(enumerate(own, 1))
        return [
            Source(contact, one, number, len(own), at, ready, _used_by(connection, one))
            for number, (one, at) in reversed(numbered)
        ]
    contact_id = contact.initial_id if use == "ENTIRE_PAST_SESSION" else contact.contact_id
    used_by = _used_by(connection, contact_id) if use == "ENTIRE_PAST_SESSION" else ""
    return [Source(contact, contact_id, 0, len(own), own[0][1], ready, used_by)]


def _used_by(connection: Connection, contact_id: str) -> str:
    row = connection.execute(
        "SELECT contact_id FROM contacts WHERE deleted_at IS NULL AND contact_id <> '' "
        "AND (source_id = :id OR continued_from = :id) AND contact_id <> :id LIMIT 1",
        {"id": contact_id},
    ).fetchone()
    return str(row[0]) if row else ""
