"""Saved requests: one JSON file each, readable and at home under version control; never a secret."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from console.files import write_json
from console.redaction import without_secrets

log = logging.getLogger(__name__)

_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Preset:
    """A request under a name. The key is its file's name without the ending, and never changes."""

    key: str
    name: str
    request: Mapping[str, Any]
    order: int = 0


class Presets:
    """The saved requests of one folder, in the order in which they were saved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Preset]:
        """Every preset that can be read; a file that can't is logged and left alone."""
        found = [preset for file in sorted(self._folder.glob("*.json")) if (preset := _read(file))]
        return sorted(found, key=lambda preset: (preset.order, preset.key))

    def save(self, name: str, request: Mapping[str, Any]) -> Preset:
        """A new preset. A name that is taken gets a number behind it.

        Raises:
            ValueError: the name is empty.
            OSError: the disk is full or not writable.
        """
        known = self.all()
        name = self._free_name(name, known)
        order = max((preset.order for preset in known), default=0) + 1
        return self._write(Preset(self._free_key(name), name, to_start_again(request), order))

    def rename(self, preset: Preset, name: str) -> Preset:
        """The preset under another name; its file stays.

        Raises:
            ValueError: the name is empty.
            OSError: the disk is full or not writable.
        """
        others = [other for other in self.all() if other.key != preset.key]
        return self._write(replace(preset, name=self._free_name(name, others)))

    def duplicate(self, preset: Preset) -> Preset:
        """A copy under a name of its own.

        Raises:
            OSError: the disk is full or not writable.
        """
        return self.save(preset.name, preset.request)

    def delete(self, preset: Preset) -> None:
        """Takes the file away; `restore` brings it back.

        Raises:
            OSError: the file can't be deleted.
        """
        self._file(preset.key).unlink(missing_ok=True)

    def restore(self, preset: Preset) -> Preset:
        """Undoes a delete: the same name, place and file, unless another has taken them since.

        Raises:
            OSError: the disk is full or not writable.
        """
        known = self.all()
        if preset in known:
            return preset
        key = self._free_key(preset.name) if self._file(preset.key).exists() else preset.key
        return self._write(replace(preset, key=key, name=self._free_name(preset.name, known)))

    def _write(self, preset: Preset) -> Preset:
        content = {"name": preset.name, "order": preset.order, "request": dict(preset.request)}
        write_json(self._file(preset.key), content)
        return preset

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _free_name(self, name: str, known: list[Preset]) -> str:
        name = " ".join(name.split())
        if not name:
            raise ValueError("A saved request needs a name.")
        taken = {preset.name.casefold() for preset in known}
        return next(free for free in _numbered(name, " ") if free.casefold() not in taken)

    def _free_key(self, name: str) -> str:
        ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        key = _UNSAFE.sub("-", ascii_name).strip("-")[:60] or "request"
        # Names such as "con" and "nul" are devices on Windows, so every key is more than its word.
        return next(free for free in _numbered(f"{key}-request", "-") if not self._file(free).exists())


def to_start_again(request: Mapping[str, Any]) -> dict[str, Any]:
    """A request as it may be kept or handed on: without secrets, and without its client token.

    That token belongs to one click, and would make every later start the same chat.
    """
    return {field: value for field, value in without_secrets(request).items() if field != "ClientToken"}


def _numbered(name: str, gap: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}{gap}{number}"
        number += 1


def _read(file: Path) -> Preset | None:
    try:
        stored = json.loads(file.read_text("utf-8"))
        request, order = stored["request"], stored.get("order", 0)
        if not isinstance(request, dict) or not isinstance(order, int):
            raise TypeError("its request or its order is of the wrong type")
        return Preset(file.stem, str(stored["name"]), request, order)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        log.warning("the saved request %s could not be read: %s", file.name, fault)
    return None
