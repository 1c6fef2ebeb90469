"""JSON files of the user's own: read with patience, written whole or not at all."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Damaged:
    """A file that held no JSON object, and under which name it is kept; None where it could not be moved."""

    file: Path
    aside: Path | None


_damaged: list[Damaged] = []


def read_json(file: Path) -> dict[str, Any]:
    """The object in a JSON file; empty where there is none or it can't be read, which is logged.

    A damaged one is set aside: what is written next would take its place, and it may be all that is left.
    """
    try:
        stored = json.loads(file.read_text("utf-8"))
        if not isinstance(stored, dict):
            raise TypeError("it holds no object")
    except FileNotFoundError:
        return {}
    except OSError as fault:
        log.warning("%s could not be read: %s", file.name, fault)
        return {}
    except (ValueError, TypeError, RecursionError) as fault:
        log.warning("%s could not be read: %s", file.name, fault)
        _set_aside(file)
        return {}
    return stored


def _set_aside(file: Path) -> None:
    # No name is taken twice: another program may have written the file anew in the meantime.
    names = (file.with_name(f"{file.name}.damaged{number or ''}") for number in count())
    aside = next(name for name in names if not name.exists())
    try:
        file.replace(aside)
    except OSError as fault:
        log.warning("%s could not be moved out of the way: %s", file.name, fault)
        _damaged.append(Damaged(file, None))
    else:
        log.warning("%s is kept as %s", file.name, aside.name)
        _damaged.append(Damaged(file, aside))


def damaged_in(folder: Path) -> Sequence[Damaged]:
    """The damaged files that were found in a folder since this was last asked, each once."""
    found = {one.file: one for one in _damaged if one.file.parent == folder}
    _damaged[:] = [one for one in _damaged if one.file.parent != folder]
    for one in found.values():
        # Once more: the settings are read before there is a log.
        where = f"is kept as {one.aside.name}" if one.aside else "could not be moved out of the way"
        log.warning("%s was damaged and %s", one.file.name, where)
    return tuple(found.values())


def write_json(file: Path, content: Mapping[str, Any], *, durable: bool = True) -> None:
    """Writes a JSON file whole or not at all: a crash in between keeps the old one.

    A durable one is on the disk when this returns, which may take as long as the disk takes.

    Raises:
        OSError: the disk is full or not writable.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(_as_text(content))
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _as_text(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    # Half a surrogate pair is no UTF-8; escaped, what the user typed still comes back as it was.
    return text if _is_utf8(text) else json.dumps(content, indent=2) + "\n"


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
