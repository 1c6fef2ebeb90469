"""The places that chats were started in, the last one first, kept from run to run."""

from __future__ import annotations

from pathlib import Path

from console.files import read_json
from console.kept_draft import keep
from console.place import Key

MOST = 8


class RecentPlaces:
    """A few places, no more than are seen at a glance."""

    def __init__(self, file: Path) -> None:
        self._file = file
        stored = read_json(file).get("places", [])
        self._keys: list[Key] = [(pair[0], pair[1]) for pair in stored if _is_key(pair)]

    @property
    def all(self) -> list[Key]:
        """The places, last one first."""
        return list(self._keys)

    def note(self, key: Key) -> None:
        """A chat was started there."""
        if self._keys[:1] != [key]:
            self._keys = [key, *(known for known in self._keys if known != key)][:MOST]
            keep(self._file, {"places": self._keys})


def _is_key(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
