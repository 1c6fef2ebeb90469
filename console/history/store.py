"""The file of the history: how it is opened, told from another, and set aside when it is damaged."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from console.history.folding import folded
from console.history.schema import INDEX, migrate

if TYPE_CHECKING:
    from sqlite3 import Connection

log = logging.getLogger(__name__)

Identity = tuple[int, int]
"""What tells a file from every other of this computer, whatever its name."""

BUSY_S: Final = 5.0
"""So long one process waits for another that is writing."""

PRAGMAS: Final = (
    # Before the first table: what is deleted gives its room back.
    "auto_vacuum = INCREMENTAL",
    "journal_mode = WAL",
    # What is committed outlives this process at once; the power may fail once `Grip.sync` was called.
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "secure_delete = ON",
)
BESIDE: Final = ("", "-wal", "-shm")
"""What SQLite adds to a file's name for the files beside it."""


def opened(file: Path, *, read_only: bool = False) -> Connection:
    """A connection to the file, which is made where there is none, at today's version.

    Raises:
        NewerSchema: a newer version of this program wrote it.
        sqlite3.Error, OSError: it can't be opened, or is damaged.
    """
    # Imported here, since nothing of this is needed before the first paint.
    import sqlite3

    file.parent.mkdir(parents=True, exist_ok=True)
    # What customers say is for the user's eyes alone.
    file.touch(mode=0o600, exist_ok=True)
    connection = sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("folded", 1, lambda text: folded(str(text or "")), deterministic=True)
        migrate(connection)
        _make_index(connection)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _make_index(connection: Connection) -> None:
    import sqlite3

    if not has_index(connection) and can_index(connection):
        try:
            for statement in INDEX:
                connection.execute(statement)
        except sqlite3.OperationalError as fault:
            log.info("the history is searched without an index: %s", fault)


def can_index(connection: Connection) -> bool:
    """Whether this SQLite indexes texts by three letters in a row."""
    import sqlite3

    modules = {name for (name,) in connection.execute("SELECT name FROM pragma_module_list")}
    return "fts5" in modules and sqlite3.sqlite_version_info >= (3, 34)


def has_index(connection: Connection) -> bool:
    """Whether the file has an index that this SQLite can use."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'said_index'").fetchone()
    return found is not None and can_index(connection)


def identity(file: Path) -> Identity | None:
    """Which file has this name now; None for none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def set_aside(file: Path, at: datetime) -> Path:
    """Gives a damaged file, and what is beside it, another name with the date; the new name.

    Raises:
        OSError: it can't be renamed, for one because another program has it open.
    """
    stem = f"{file.stem}-damaged-{at.astimezone():%Y-%m-%d-%H%M%S}"
    names = (file.with_name(f"{stem}{number or ''}{file.suffix}") for number in range(1000))
    aside = next(name for name in names if not name.exists())
    file.replace(aside)
    for beside in BESIDE[1:]:
        with suppress(OSError):
            file.with_name(file.name + beside).replace(aside.with_name(aside.name + beside))
    return aside


def size_of(file: Path) -> int:
    """How many bytes the history takes on the disk."""
    size = 0
    for beside in BESIDE:
        with suppress(OSError):
            size += file.with_name(file.name + beside).stat().st_size
    return size
