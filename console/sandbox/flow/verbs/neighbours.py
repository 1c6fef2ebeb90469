"""The flows and modules that lie beside a file: an export of an instance is seldom one flow alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from console.sandbox.flow.library.library import readings
from console.sandbox.flow.reading.forms import names_of, read_file, stem_of
from console.sandbox.identity import id_of

MOST_FILES = 1_000
"""Files of a folder that are looked at."""
MOST_BYTES = 2_000_000
"""Bytes of a file that is looked at; a flow has 256,000 characters at most."""


class Neighbours:
    """The files of some folders, by what references call their flows. They are read when first needed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Remember the folders; what is in an earlier one comes first."""
        self._folders = folders
        self._sound: dict[Path, bool] = {}

    def find(self, reference: str) -> Path | None:
        """The file of the flow or module that an ARN, an id or a name means; None without a sound one."""
        for name, _ in readings(reference):
            if (path := self._files.get(name)) is not None and self._is_sound(path):
                return path
        return None

    @cached_property
    def _files(self) -> Mapping[str, Path]:
        """Every file by its origin, by the id and by the name that its flow has here, and by its own name."""
        named = [(path, *names_of(path)) for path in self._paths()]
        found: dict[str, Path] = {}
        for path, name, origin in named:
            for known in (origin, name and id_of("contact-flow", name), name):
                if known:
                    found.setdefault(known, path)
        for path, name, _ in named:
            if name:
                found.setdefault(stem_of(path), path)
        return found

    def _paths(self) -> Iterator[Path]:
        for folder in self._folders:
            for path in sorted(folder.glob("*.json"))[:MOST_FILES]:
                try:
                    if path.stat().st_size <= MOST_BYTES:
                        yield path
                except OSError:
                    continue

    def _is_sound(self, path: Path) -> bool:
        if path not in self._sound:
            self._sound[path] = read_file(path).loads
        return self._sound[path]
