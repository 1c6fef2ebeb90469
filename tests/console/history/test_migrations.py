"""A file of any older version becomes today's, with everything that it holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from console.history import History
from console.history.folding import folded
from console.history.history import FILE
from console.history.schema import MIGRATIONS, migrate
from tests.console.history.kept import AT, FLOW, INSTANCE, REQUEST, message


def old_file(file: Path, version: int) -> None:
    """A file as a program of that version would have left it, with one chat in it."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.create_function("folded", 1, folded, deterministic=True)
    migrate(connection, version)
    if version:
        raw = message("Order 48213", InitialContactId="c0")
        connection.execute(
            """INSERT INTO contacts (id, contact_id, profile_id, profile, kind, region, instance_id, instance,
            flow_id, flow, customer, request, created_at, ends_at) VALUES ('k', 'c1', 'sandbox', 'Sandbox',
            'sandbox', '', ?, 'Ünïon', ?, 'Web entry', 'Ann', ?, ?, ?)""",
            (INSTANCE, FLOW, json.dumps(REQUEST), AT.isoformat(), AT.isoformat()),
        )
        connection.execute(
            """INSERT INTO items (contact, item_id, at, arrived_at, is_message, digest, said, raw)
            VALUES (1, 'c1-1', ?, ?, 1, x'00', 'order 48213', ?)""",
            (AT.isoformat(), AT.isoformat(), json.dumps(raw)),
        )
    connection.close()


@pytest.mark.parametrize("version", range(len(MIGRATIONS) + 1))
async def test_a_file_of_every_version_is_taken_up(
    opened: Callable[[Path], History], tmp_path: Path, version: int
) -> None:
    old_file(tmp_path / FILE, version)
    history = opened(tmp_path)
    history.record_item("c1", message("And more", 2), AT)
    await history.flush()
    assert history.trouble is None
    if not version:
        assert await history.contacts() == []
        return
    found = await history.search("48213 more")
    assert [one.contact_id for one in found] == ["c1"]
    if version < 3:
        # Names were not there to be searched, and are made from what is.
        assert [one.contact_id for one in await history.search("ÜNÏON web")] == ["c1"]
    chat = await history.chat("c1")
    assert chat.views == {}
    history.record_view("c1", "c1-1", {"Name": "Form"})
    assert (await history.chat("c1")).views == {"c1-1": {"Name": "Form"}}
    assert [row.item.content for row in chat.rows] == ["Order 48213", "And more"]
    assert chat.contact.initial_id == ("c0" if version < 2 else "c1")
    tree = await history.segments("c1")
    assert tree is not None
    assert tree.contact_id == "c1"
