"""The contacts that belong together, as a tree: transfers, chats that were continued, related ones.

A chat has one contact at first; each transfer gives it another, which its items name (ContactId). A
persistent chat follows the contact that it was continued from, a related one the contact it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from console.history import reading
from console.history.entries import PastContact

if TYPE_CHECKING:
    from sqlite3 import Connection

Relation = Literal["initial", "transfer", "continued", "related", "earlier"]
"""How a contact follows the one above it; `earlier`: within a past session that its items alone tell."""

MOST: Final = 500
"""So many contacts a tree has at most."""


@dataclass(frozen=True)
class Segment:
    """One contact of the tree, with those that follow it."""

    contact_id: str
    relation: Relation
    began_at: datetime | None
    record: PastContact | None
    """The kept chat that it is a segment of; None for one that is not kept."""
    following: tuple[Segment, ...] = ()


@dataclass
class _Known:
    """What was found by now: per contact its parent, its beginning and its record."""

    parents: dict[str, tuple[str, Relation]] = field(default_factory=dict)
    began: dict[str, datetime] = field(default_factory=dict)
    records: dict[str, PastContact] = field(default_factory=dict)


def tree(connection: Connection, key: str, now: datetime) -> Segment | None:
    """The tree that a contact belongs to, from its root; None where no contact is kept under the key."""
    asked = reading.find(connection, key, now)
    if asked is None or not asked.contact_id:
        return None
    known = _gathered(connection, asked, now)
    root, seen = asked.contact_id, {asked.contact_id}
    while (above := known.parents.get(root)) is not None and above[0] not in seen:
        root = above[0]
        seen.add(root)
    children: dict[str, list[str]] = {}
    for child, (parent, _) in known.parents.items():
        children.setdefault(parent, []).append(child)
    return _segment(root, "initial", known, children, set())


def own_segments(connection: Connection, contact: PastContact) -> list[tuple[str, datetime]]:
    """The contacts of one chat in their order, each with its beginning."""
    rows = _segments(connection, contact.number, is_past=False)
    first = contact.contact_id, contact.started_at or contact.created_at
    return [first, *((one, at) for one, at in rows if one != contact.contact_id)]


def _segments(connection: Connection, number: int, *, is_past: bool) -> list[tuple[str, datetime]]:
    rows = connection.execute(
        "SELECT segment, min(at) FROM items WHERE contact = ? AND is_past = ? AND segment <> '' "
        "GROUP BY segment ORDER BY min(at)",
        (number, is_past),
    )
    return [(one, datetime.fromisoformat(at)) for one, at in rows]


def _gathered(connection: Connection, asked: PastContact, now: datetime) -> _Known:
    known, waiting, seen = _Known(), [asked.contact_id], set[str]()
    while waiting and len(seen) < MOST:
        contact_id = waiting.pop()
        if contact_id in seen:
            continue
        seen.add(contact_id)
        for record in _records(connection, contact_id, now):
            waiting += _note(connection, record, known)
    return known


def _records(connection: Connection, contact_id: str, now: datetime) -> Iterable[PastContact]:
    """The kept chats that this contact is a segment of, or that follow it."""
    rows = connection.execute(
        "SELECT id FROM contacts WHERE deleted_at IS NULL AND (contact_id = :id OR continued_from = :id "
        "OR source_id = :id OR related_id = :id "
        "OR number IN (SELECT contact FROM items WHERE segment = :id)) LIMIT :most",
        {"id": contact_id, "most": MOST},
    ).fetchall()
    found = (reading.find(connection, one, now) for (one,) in rows)
    return [one for one in found if one is not None and one.contact_id]


def _note(connection: Connection, record: PastContact, known: _Known) -> list[str]:
    """Takes in a kept chat; the contacts that it names."""
    own = own_segments(connection, record)
    past = _segments(connection, record.number, is_past=True)
    for before, (after, _) in pairwise(own):
        known.parents.setdefault(after, (before[0], "transfer"))
    for before, (after, _) in pairwise(past):
        known.parents.setdefault(after, (before[0], "earlier"))
    # The service says which contact it continued from; the source is what was asked for.
    if source := record.continued_from or record.source_id:
        known.parents[record.contact_id] = source, "continued"
    elif record.related_id:
        known.parents[record.contact_id] = record.related_id, "related"
    for contact_id, at in (*own, *past):
        known.began.setdefault(contact_id, at)
    for contact_id, _ in own:
        known.records.setdefault(contact_id, record)
    above = [record.continued_from, record.source_id, record.related_id]
    return [one for one in (*(one for one, _ in (*own, *past)), *above) if one]


def _segment(
    contact_id: str, relation: Relation, known: _Known, children: dict[str, list[str]], seen: set[str]
) -> Segment:
    seen.add(contact_id)
    below = sorted(
        children.get(contact_id, ()), key=lambda one: str(known.began[one]) if one in known.began else ""
    )
    following = tuple(
        _segment(one, known.parents[one][1], known, children, seen) for one in below if one not in seen
    )
    began, record = known.began.get(contact_id), known.records.get(contact_id)
    return Segment(contact_id, relation, began, record, following)
