"""The tables of the history, and the numbered steps that lead from each older version to today's.

A step that was released is never changed; a new one is added at the end. The version of a file is
SQLite's user_version: how many steps it has seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.history.failures import NewerSchema

if TYPE_CHECKING:
    from sqlite3 import Connection

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE contacts (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            contact_id TEXT, participant_id TEXT,
            profile_id TEXT NOT NULL, profile TEXT NOT NULL, kind TEXT NOT NULL, region TEXT NOT NULL,
            instance_id TEXT NOT NULL, instance TEXT NOT NULL, flow_id TEXT NOT NULL, flow TEXT NOT NULL,
            customer TEXT NOT NULL, request TEXT NOT NULL, flow_sha256 TEXT,
            created_at TEXT NOT NULL, started_at TEXT, connected_at TEXT, ended_at TEXT,
            ends_at TEXT NOT NULL,
            outcome TEXT, ended_by TEXT, code TEXT, problem TEXT,
            continued_from TEXT, source_id TEXT, rehydration TEXT, related_id TEXT
        )""",
        "CREATE INDEX contacts_by_contact ON contacts (contact_id)",
        # What is searched stands before what is large, which then need not be read.
        """CREATE TABLE items (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            contact INTEGER NOT NULL REFERENCES contacts (number) ON DELETE CASCADE,
            item_id TEXT NOT NULL, at TEXT NOT NULL, arrived_at TEXT NOT NULL,
            is_message INTEGER NOT NULL, digest BLOB NOT NULL,
            said TEXT NOT NULL, raw TEXT NOT NULL,
            UNIQUE (contact, digest)
        )""",
        "CREATE INDEX messages ON items (contact, item_id) WHERE is_message",
    ),
    (
        # Segments: which contact each item is of, and which is the initial one.
        "ALTER TABLE contacts ADD COLUMN initial_id TEXT",
        "ALTER TABLE items ADD COLUMN segment TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE items ADD COLUMN is_past INTEGER NOT NULL DEFAULT 0",
        """UPDATE items SET
            segment = coalesce(json_extract(raw, '$.ContactId'), json_extract(raw, '$.RelatedContactId'), ''),
            is_past = json_extract(raw, '$.ContactId') IS NULL
                AND json_extract(raw, '$.RelatedContactId') IS NOT NULL""",
        """UPDATE contacts SET initial_id = (
            SELECT json_extract(raw, '$.InitialContactId') FROM items
            WHERE contact = number AND NOT is_past AND json_extract(raw, '$.InitialContactId') IS NOT NULL
            LIMIT 1)""",
        "CREATE INDEX segments ON items (segment, contact)",
        "CREATE INDEX contacts_by_continued ON contacts (continued_from)",
        "CREATE INDEX contacts_by_source ON contacts (source_id)",
        "CREATE INDEX contacts_by_related ON contacts (related_id)",
    ),
    (
        # Deleting that can be undone, and searching the names with capitals aside.
        "ALTER TABLE contacts ADD COLUMN deleted_at TEXT",
        "ALTER TABLE contacts ADD COLUMN names TEXT NOT NULL DEFAULT ''",
        """UPDATE contacts SET names = folded(customer || ' ' || flow || ' ' || instance || ' ' || profile
            || ' ' || coalesce(contact_id, '') || ' ' || instance_id || ' ' || flow_id)""",
        "CREATE TABLE marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
    ),
    (
        # What a view was drawn from, by the item that showed it: its chat alone could be asked for it.
        """CREATE TABLE views (
            contact INTEGER NOT NULL REFERENCES contacts (number) ON DELETE CASCADE,
            item_id TEXT NOT NULL, view TEXT NOT NULL,
            PRIMARY KEY (contact, item_id)
        )""",
    ),
    (
        # What a problem's sentences are made of: they are told in the language of the day that reads them.
        "ALTER TABLE contacts ADD COLUMN facts TEXT",
    ),
)
"""Of each version the statements that lead to it from the one before."""

INDEX: Final = (
    # Three letters in a row, in any language, whether or not it puts spaces between its words.
    """CREATE VIRTUAL TABLE IF NOT EXISTS said_index USING fts5 (
        said, content = 'items', content_rowid = 'id', tokenize = 'trigram case_sensitive 1')""",
    "INSERT OR IGNORE INTO marks (name, value) VALUES ('indexed', 0)",
)
"""The index of what was said, where this SQLite can make one. Without it a search reads everything."""


def migrate(connection: Connection, upto: int = len(MIGRATIONS)) -> None:
    """Brings a file to a version, by default today's; one step is made whole or not at all.

    Raises:
        NewerSchema: the file is of a version that this program does not know.
    """
    while (version := _version(connection)) < upto:
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have made the step while this one waited for its turn.
            if _version(connection) == version:
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    if version > len(MIGRATIONS):
        raise NewerSchema(f"version {version}")


def _version(connection: Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
