"""A folder of flows and modules: read at the start, and again where a file has changed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from console.sandbox.flow.library.document import Flow, content_of
from console.sandbox.flow.reading.forms import MODULE, Loaded, read_file, stem_of
from console.sandbox.flow.reading.found import flows_in

log = logging.getLogger("console.sandbox")

MOST_TOLD = 5
"""Problems of one file that the log names."""

Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size in bytes: what tells that it was edited."""


@dataclass(frozen=True)
class Served:
    """A flow or module as a file has it now."""

    path: Path
    flow: Flow
    is_module: bool
    is_sound: bool
    """Whether nothing in it is an error; one that is not sound runs as far as it goes."""
    origin: str = ""
    """Its id in the instance it was exported from, where the file says so."""


@dataclass(frozen=True)
class Change:
    """What has happened to one file: what it holds now, or what is gone with it."""

    was: Served | None
    now: Served | None


class Folder:
    """The files of a folder. A file that breaks keeps what it held before, and the log says what is wrong."""

    def __init__(self, path: Path, taken: Iterable[str] = ()) -> None:
        """Remember the folder; `taken` are names that its flows can't have.

        Raises:
            ValueError: it is no folder.
        """
        if not path.is_dir():
            raise ValueError(f"{path} is no folder of flows.")
        self.path = path
        self._taken = frozenset(taken)
        self._stamps: dict[Path, Stamp] = {}
        self._served: dict[Path, Served] = {}

    def look(self) -> list[Change]:
        """What has changed since the last look; at the first, all there is. Never raises."""
        stamps = dict(_stamps(self.path))
        changes = [self._drop(path) for path in [*self._stamps] if path not in stamps]
        for path, stamp in stamps.items():
            if self._stamps.get(path) != stamp:
                changes.append(self._read(path))
        self._stamps = stamps
        return [change for change in changes if change.was != change.now]

    def _drop(self, path: Path) -> Change:
        return Change(self._served.pop(path, None), None)

    def _read(self, path: Path) -> Change:
        was = self._served.get(path)
        loaded = read_file(path)
        served = _served(path, loaded)
        if served is None or (was is not None and was.is_sound and not served.is_sound):
            _tell(path, loaded, "left out" if was is None else "not taken, what was read before still runs")
            return Change(was, was)
        if not served.is_sound:
            _tell(path, loaded, "runs as far as it goes")
        self._served[path] = served = self._named(served, was)
        return Change(was, served)

    def _named(self, served: Served, was: Served | None) -> Served:
        name = served.flow.name
        others = {one.flow.name for path, one in self._served.items() if path != served.path}
        if name in others or name in self._taken:
            name = f"{name} ({stem_of(served.path)})"
        return replace(served, flow=replace(served.flow, name=name))


def _stamps(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    for path in sorted(folder.glob("*.json")):
        try:
            stat = path.stat()
        except OSError:
            continue
        yield path, (stat.st_mtime_ns, stat.st_size)


def _served(path: Path, loaded: Loaded) -> Served | None:
    if loaded.document is None:
        return None
    try:
        content = content_of(loaded.document)
        modified = int(path.stat().st_mtime)
    except (ValueError, OSError):
        return None
    flow = Flow(loaded.name, loaded.type, content, modified, loaded.description)
    return Served(path, flow, is_module=loaded.type == MODULE, is_sound=loaded.loads, origin=_origin(path))


def _origin(path: Path) -> str:
    """The id beside the content in what DescribeContactFlow answers; empty where there is none."""
    try:
        content = path.read_bytes()
        value = json.loads(content) if b'"Content"' in content else None
        about = next((found.about for found in flows_in(value)), {})
    except (OSError, ValueError, RecursionError):
        return ""
    return str(about.get("Id") or str(about.get("Arn", "")).rpartition("/")[2]).partition(":")[0]


def _tell(path: Path, loaded: Loaded, what: str) -> None:
    told = [one.message for one in (loaded.errors or loaded.problems)[:MOST_TOLD]]
    log.warning("%s: %s: %s", what, path.name, " ".join(told))
