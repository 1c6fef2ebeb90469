"""What is asked of the history: functions of a connection, made on the reading thread."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.chat.items import item_in
from console.chat.transcript import Transcript
from console.errors import retold
from console.history.entries import PAGE, Choices, Filter, PastChat, PastContact, PastItem, Size
from console.history.failures import failure
from console.history.folding import excerpt, said_in, words_in
from console.history.searching import conditions, found_in
from console.history.store import has_index
from console.history.writing import stamp
from console.profiles import called

if TYPE_CHECKING:
    from sqlite3 import Connection

_MOMENTS = frozenset({"created_at", "started_at", "connected_at", "ended_at", "ends_at"})
_MADE = {
    "outcome": "coalesce(outcome, CASE WHEN ends_at <= :now THEN 'unseen' ELSE 'open' END)",
    "messages": "(SELECT count(DISTINCT item_id) FROM items WHERE contact = number AND is_message)",
    "initial_id": "coalesce(initial_id, contact_id, '')",
    "excerpt": "''",
}
"""Members of a PastContact that are no columns: what they are made from."""
_NAMES = tuple(field.name for field in fields(PastContact))
_COLUMNS = ", ".join((*(f"{_MADE.get(name, name)} AS {name}" for name in _NAMES), "facts"))


def contacts(
    connection: Connection, where: Filter, now: datetime, before: int | None = None, limit: int = PAGE
) -> list[PastContact]:
    """The contacts that a filter asks for, the newest first, from below a number on."""
    sql, values = conditions(where, now, indexed=has_index(connection))
    page = "AND number < :before" if before is not None else ""
    # The names are looked up twice, since a condition means the column and not what is made of it.
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM contacts WHERE number IN "
        f"(SELECT number FROM contacts WHERE {sql} {page} ORDER BY number DESC LIMIT :limit) "
        "ORDER BY number DESC",
        {**values, "before": before, "limit": limit},
    )
    found = [contact_in(row) for row in rows]
    return [_with_excerpt(connection, one, where.text) for one in found] if words_in(where.text) else found


def find(connection: Connection, key: str, now: datetime) -> PastContact | None:
    """The contact of a record's id or of a contact id; None where it is not kept."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM contacts WHERE (id = :key OR contact_id = :key) AND deleted_at IS NULL "
        "ORDER BY number DESC LIMIT 1",
        {"key": key, "now": stamp(now)},
    ).fetchone()
    return contact_in(row) if row else None


def contact_in(row: Iterable[Any]) -> PastContact:
    """A contact as a row of the columns above has it; what we said ourselves is said in today's language."""
    *values, facts = row
    known = {name: _value(name, value) for name, value in zip(_NAMES, values, strict=True)}
    known["profile"] = called(known["profile_id"], known["profile"])
    if facts:
        known["problem"] = retold(known["code"], json.loads(facts)) or known["problem"]
    return PastContact(**known)


def _value(name: str, value: Any) -> Any:
    if name in _MOMENTS:
        return datetime.fromisoformat(value) if value else None
    return "" if value is None else value


def _with_excerpt(connection: Connection, one: PastContact, text: str) -> PastContact:
    sql, values = found_in(text)
    row = connection.execute(
        f"SELECT raw FROM items WHERE contact = :number AND ({sql}) > 0 ORDER BY ({sql}) DESC, at LIMIT 1",
        {**values, "number": one.number},
    ).fetchone()
    said = said_in(item_in(json.loads(row[0]))) if row else ""
    return replace(one, excerpt=excerpt(said, words_in(text)))


def items(connection: Connection, key: str) -> list[PastItem]:
    """Every item of a contact's chat, in the order in which they came."""
    rows = connection.execute(
        "SELECT raw, arrived_at, view FROM items LEFT JOIN views USING (contact, item_id) "
        "WHERE contact = (SELECT number FROM contacts "
        "WHERE (id = :key OR contact_id = :key) AND deleted_at IS NULL ORDER BY number DESC LIMIT 1) "
        "ORDER BY id",
        {"key": key},
    )
    return [
        PastItem(json.loads(raw), datetime.fromisoformat(at), json.loads(view) if view else None)
        for raw, at, view in rows
    ]


def chat(connection: Connection, key: str, now: datetime) -> PastChat:
    """All that is kept of a contact, its transcript folded as that of a live chat is.

    Raises:
        HistoryError: it is not kept.
    """
    found = find(connection, key, now)
    if found is None:
        raise failure("gone")
    (request,) = connection.execute(
        "SELECT request FROM contacts WHERE number = ?", (found.number,)
    ).fetchone()
    kept = items(connection, found.id)
    transcript = Transcript(found.participant_id)
    for one in kept:
        transcript.apply(item_in(one.raw, one.arrived_at), one.arrived_at)
    return PastChat(found, json.loads(request), kept, tuple(transcript.rows))


def count(connection: Connection, where: Filter, now: datetime) -> int:
    """How many contacts a filter asks for."""
    sql, values = conditions(where, now, indexed=has_index(connection))
    return int(connection.execute(f"SELECT count(*) FROM contacts WHERE {sql}", values).fetchone()[0])


def ids(connection: Connection, where: Filter, now: datetime) -> list[str]:
    """The ids of all records that a filter asks for."""
    sql, values = conditions(where, now, indexed=has_index(connection))
    return [one for (one,) in connection.execute(f"SELECT id FROM contacts WHERE {sql}", values)]


def choices(connection: Connection) -> Choices:
    """The profiles and flows that contacts were started with, by the names that they had last."""

    def last(identifier: str, name: str) -> list[tuple[str, str]]:
        # Where max() is asked for, SQLite takes the other columns from the row that has it.
        sql = (
            f"SELECT {identifier}, {name}, max(number) FROM contacts "
            f"WHERE deleted_at IS NULL AND {identifier} <> '' GROUP BY {identifier} ORDER BY max(number) DESC"
        )
        return [(one, called or one) for one, called, _ in connection.execute(sql)]

    profiles = [(one, called(one, name)) for one, name in last("profile_id", "profile")]
    return Choices(profiles, last("flow_id", "flow"))


def counts(connection: Connection, size: int) -> Size:
    """How many contacts and items there are, beside the size on the disk."""
    sql = "SELECT (SELECT count(*) FROM contacts WHERE deleted_at IS NULL), (SELECT count(*) FROM items)"
    contact_count, item_count = connection.execute(sql).fetchone()
    return Size(contact_count, item_count, size)
