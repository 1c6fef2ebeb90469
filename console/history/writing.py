"""The steps that write: each a function of a connection, within a transaction of the writer's.

Everything is freed of secrets here, at the last moment: by then most of them are known.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from console import contact
from console.chat.items import Item, item_in
from console.history.entries import Begun, End, Start
from console.history.folding import folded, said_in
from console.history.store import has_index
from console.redaction import clean, redact, without_secrets

if TYPE_CHECKING:
    from sqlite3 import Connection

LARGEST_VIEW: Final = 256 * 1024
MOST_OF_VIEWS: Final = 2 * 1024 * 1024
"""Characters of one view, and of all views of a contact; what is beyond them is not kept."""
_BY_KEY = "(id = :key OR contact_id = :key)"


def stamp(at: datetime | None) -> str | None:
    """A moment as the file has it: UTC, so that texts are in the order of time."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds") if at else None


def put_start(connection: Connection, start: Start) -> None:
    """A chat is about to be started. Told twice, it is recorded once."""
    request = without_secrets(start.request)
    _insert(
        connection,
        "contacts",
        {
            "id": start.id,
            "profile_id": start.profile_id,
            "profile": start.profile,
            "kind": start.kind,
            "region": start.region,
            "instance_id": _text(request.get("InstanceId")),
            "instance": start.instance,
            "flow_id": _text(request.get("ContactFlowId")),
            "flow": start.flow,
            "customer": _text(contact.value_at(request, ("ParticipantDetails", "DisplayName"))),
            "request": _json(request),
            "created_at": stamp(start.at),
            "ends_at": stamp(contact.ends_at(start.request, start.at)),
            "source_id": _text(contact.value_at(request, ("PersistentChat", "SourceContactId"))),
            "rehydration": _text(contact.value_at(request, ("PersistentChat", "RehydrationType"))),
            "related_id": _text(request.get("RelatedContactId")),
        },
    )
    _name(connection, start.id)


def put_begun(connection: Connection, key: str, begun: Begun) -> None:
    """The service has made the contact of a start."""
    row = connection.execute(f"SELECT request FROM contacts WHERE {_BY_KEY}", {"key": key}).fetchone()
    if row is None:
        return
    values = {
        "contact_id": _text(begun.contact_id),
        "participant_id": _text(begun.participant_id),
        "started_at": stamp(begun.at),
        "ends_at": stamp(contact.ends_at(json.loads(row[0]), begun.at)),
        "continued_from": _text(begun.continued_from),
        "flow_sha256": _text(begun.flow_sha256),
    }
    _update(connection, key, values)
    _name(connection, key)


def put_connected(connection: Connection, key: str, at: datetime) -> None:
    """The chat was connected to; the first time counts."""
    connection.execute(
        f"UPDATE contacts SET connected_at = coalesce(connected_at, :at) WHERE {_BY_KEY}",
        {"key": key, "at": stamp(at)},
    )


def put_end(connection: Connection, key: str, end: End) -> None:
    """What became of a start or of its contact; a later word takes the place of an earlier one."""
    values = {
        # What is open or was not seen follows from the time.
        "outcome": None if end.outcome in ("open", "unseen") else end.outcome,
        "ended_at": stamp(end.at),
        "ended_by": _text(end.ended_by),
        "code": _text(end.code),
        "problem": _text(end.problem),
        "facts": _json(redact(end.facts)) if end.facts else None,
    }
    _update(connection, key, values)


def put_sandbox_gone(connection: Connection, at: datetime, but: Collection[str]) -> None:
    """What was open of the sandbox inside is over, nobody saw how; `but` are the keys of what goes on."""
    found = connection.execute(
        "SELECT id, contact_id FROM contacts WHERE kind = 'sandbox' AND outcome IS NULL AND ends_at > ?",
        (stamp(at),),
    ).fetchall()
    for key in [key for key, contact_id in found if key not in but and contact_id not in but]:
        connection.execute("UPDATE contacts SET ends_at = ? WHERE id = ?", (stamp(at), key))


def put_item(connection: Connection, contact_id: str, raw: Mapping[str, Any], arrived_at: datetime) -> None:
    """An item of a contact's chat, as it came. The same one again, or one of no contact, is nothing."""
    number = _number(connection, contact_id)
    if number is None:
        return
    kept = redact(raw)
    item = item_in(kept, arrived_at)
    added = _insert(connection, "items", _as_row(number, item, kept, arrived_at))
    initial_id = _whole(str(kept.get("InitialContactId") or ""))
    if added and initial_id and not item.is_past:
        connection.execute(
            "UPDATE contacts SET initial_id = coalesce(initial_id, ?) WHERE number = ?",
            (initial_id, number),
        )


def put_view(connection: Connection, contact_id: str, item_id: str, view: Mapping[str, Any]) -> None:
    """What the view of an item is drawn from; the first time counts. One beyond the bounds is not kept."""
    number = _number(connection, contact_id)
    if number is None:
        return
    try:
        text = _json(redact(view))
    except RecursionError:
        # It can't be drawn either.
        return
    sql = "SELECT coalesce(sum(length(view)), 0) FROM views WHERE contact = ?"
    (kept,) = connection.execute(sql, (number,)).fetchone()
    if len(text) <= LARGEST_VIEW and kept + len(text) <= MOST_OF_VIEWS:
        _insert(connection, "views", {"contact": number, "item_id": _whole(item_id), "view": text})


def _number(connection: Connection, contact_id: str) -> int | None:
    """The record of a contact; None where it is not kept."""
    found = connection.execute(
        "SELECT number FROM contacts WHERE contact_id = ? AND deleted_at IS NULL "
        "ORDER BY number DESC LIMIT 1",
        (contact_id,),
    ).fetchone()
    return int(found[0]) if found else None


def _as_row(number: int, item: Item, kept: Mapping[str, Any], arrived_at: datetime) -> dict[str, Any]:
    ordered = json.dumps(kept, sort_keys=True, default=str)
    return {
        "contact": number,
        "item_id": _whole(item.id),
        "at": stamp(item.at),
        "arrived_at": stamp(arrived_at),
        "is_message": item.kind == "message" and not item.is_past,
        "digest": sha256(ordered.encode()).digest()[:16],
        "said": folded(_whole(said_in(item))),
        "raw": _json(kept),
        "segment": _whole(item.contact_id),
        "is_past": item.is_past,
    }


# -- deleting -----------------------------------------------------------------------------------


def hide(connection: Connection, ids: Iterable[str], at: datetime) -> int:
    """Takes records off every list; they are deleted for good by `purge`. How many there were."""
    return sum(
        connection.execute(
            "UPDATE contacts SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL", (stamp(at), one)
        ).rowcount
        for one in ids
    )


def bring_back(connection: Connection, ids: Iterable[str]) -> None:
    """Puts records back that were hidden and are not purged."""
    for one in ids:
        connection.execute("UPDATE contacts SET deleted_at = NULL WHERE id = ?", (one,))


def purge(connection: Connection, before: datetime) -> int:
    """Deletes for good what was hidden before a moment, the index with it. How many records went."""
    gone = [
        number
        for (number,) in connection.execute(
            "SELECT number FROM contacts WHERE deleted_at <= ?", (stamp(before),)
        )
    ]
    for number in gone:
        if has_index(connection):
            connection.execute(
                """INSERT INTO said_index (said_index, rowid, said) SELECT 'delete', id, said FROM items
                WHERE contact = ? AND said <> ''
                AND id <= (SELECT value FROM marks WHERE name = 'indexed')""",
                (number,),
            )
        connection.execute("DELETE FROM contacts WHERE number = ?", (number,))
    return len(gone)


def index_new(connection: Connection) -> None:
    """Adds to the index what was said since it was last brought up to date."""
    mark = connection.execute("SELECT value FROM marks WHERE name = 'indexed'").fetchone()
    newest = connection.execute("SELECT max(id) FROM items").fetchone()[0]
    if mark is None or newest is None or newest <= mark[0]:
        return
    connection.execute(
        "INSERT INTO said_index (rowid, said) SELECT id, said FROM items WHERE id > ? AND said <> ''", mark
    )
    connection.execute("UPDATE marks SET value = ? WHERE name = 'indexed'", (newest,))


# -- how values are written ---------------------------------------------------------------------


def _insert(connection: Connection, table: str, values: Mapping[str, Any]) -> bool:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    done = connection.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", dict(values))
    return done.rowcount > 0


def _update(connection: Connection, key: str, values: Mapping[str, Any]) -> None:
    marks = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(f"UPDATE contacts SET {marks} WHERE {_BY_KEY}", {**values, "key": key})


def _name(connection: Connection, key: str) -> None:
    """What a search finds a record by, besides what was said."""
    connection.execute(
        f"""UPDATE contacts SET names = folded(customer || ' ' || flow || ' ' || instance || ' ' || profile
            || ' ' || coalesce(contact_id, '') || ' ' || instance_id || ' ' || flow_id) WHERE {_BY_KEY}""",
        {"key": key},
    )


def _text(value: object) -> str:
    """A text without secrets; empty for what is none."""
    return _whole(clean(value)) if isinstance(value, str) else ""


def _whole(text: str) -> str:
    """Half a surrogate pair is no UTF-8, which is all that the file takes."""
    return text.encode(errors="replace").decode()


def _json(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), default=str)
    return text
