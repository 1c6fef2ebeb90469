"""A connection that holds on to a name: should another file have it, that one is opened."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from console.history import store

if TYPE_CHECKING:
    from sqlite3 import Connection


class Grip:
    """One connection of one thread."""

    def __init__(self, file: Path, *, read_only: bool = False) -> None:
        self.file = file
        self.is_other = False
        """Whether its file may be another than the one that was held before; `settle` ends that."""
        self._read_only = read_only
        self._was_held = False
        self._connection: Connection | None = None
        self._identity: store.Identity | None = None

    def take(self) -> Connection:
        """The connection. Raises as `store.opened` does."""
        if self._connection is not None and self._identity != store.identity(self.file):
            # Another process has set it aside, or somebody has deleted it.
            self.let_go()
        if self._connection is None:
            # Known even where it can't be opened, so that it is this one that is set aside.
            self._identity = store.identity(self.file)
            self._connection = store.opened(self.file, read_only=self._read_only)
            self._identity = store.identity(self.file)
            self.is_other = self._was_held
        return self._connection

    def settle(self) -> None:
        """What the file must know at first has been written to it."""
        self.is_other, self._was_held = False, True

    def let_go(self) -> None:
        """Closes the connection, if there is one."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None

    def is_mine(self) -> bool:
        """Whether the name still belongs to the file that was taken last."""
        return self._identity == store.identity(self.file)

    def note_other(self) -> None:
        """The file was set aside: the next one is another."""
        self.let_go()
        self._was_held = True

    def sync(self) -> None:
        """Has the system put what was committed on the disk itself, where no failure of power takes it."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def tidy(self) -> None:
        """Gives the room of what was deleted back to the disk."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.executescript("PRAGMA incremental_vacuum;")
