"""References such as `$.Attributes.name`: how they are written, and what a text or any JSON becomes.

After `$` come one or more of `.name`, `.['any text']`, `['any text']`, `.N` and `[N]`; a reference to an
array of a data table stands between backticks (administrator guide on contact attributes). What is put in
is never looked at again: a customer's `$.Attributes.x` stays what they typed.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from console.language import tr_wire

Path = tuple[str, ...]
Find = Callable[[Path], Any]
"""What a path leads to; MISSING where it leads nowhere."""
Warn = Callable[[str], None]

LONGEST_NUMBER = 64
"""Characters of what is read as a number."""

MISSING: Final = object()
"""What a path leads to that leads nowhere. Null counts as nowhere, too."""

_SEGMENT = r"""(?:\.?\[(?:'[^']*'|"[^"]*"|\d+)\]|\.[A-Za-z0-9_-]+|\.`[^`]+`)"""
_PATH = rf"\$(?:{_SEGMENT})+"
_REFERENCE = re.compile(rf"`(?P<ticked>{_PATH})`|(?P<plain>{_PATH})")
_PARTS = re.compile(r"""\.?\[(?:'([^']*)'|"([^"]*)"|(\d+))\]|\.([A-Za-z0-9_-]+)|\.`([^`]+)`""")
"""The same as _SEGMENT, with the name alone as what is found."""
_TICKED_ROOTS = ("DataTables", "DataTableList")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


@lru_cache(maxsize=4096)
def path_of(reference: str) -> Path:
    """The names that a reference goes through, the root first."""
    return tuple("".join(found) for found in _PARTS.findall(reference))


def references_in(value: Any) -> Iterator[str]:
    """Every reference inside of any JSON, as it is written."""
    if isinstance(value, str):
        for found in _REFERENCE.finditer(value):
            yield found["plain"] or found["ticked"]
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from references_in(key)
            yield from references_in(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from references_in(member)


def whole(value: Any) -> Path | None:
    """The path of a value that is one reference and nothing else."""
    if not isinstance(value, str) or "$" not in value:
        return None
    found = _REFERENCE.fullmatch(value.strip())
    if found is None or (found["ticked"] and path_of(found["ticked"])[0] not in _TICKED_ROOTS):
        return None
    return path_of(found["plain"] or found["ticked"])


def resolve(value: Any, find: Find, warn: Warn) -> Any:
    """Any JSON with the references in its texts resolved.

    A text that is one reference becomes what it leads to; inside of other text that is written as text.
    One that leads nowhere becomes empty, and a warning.
    """
    if isinstance(value, str):
        return _resolve_text(value, find, warn) if "$" in value else value
    # A dict by its own type: to ask whether something is any mapping takes four calls.
    if isinstance(value, dict | Mapping):
        return {
            text_of(resolve(key, find, warn)): resolve(member, find, warn) for key, member in value.items()
        }
    if isinstance(value, list | tuple):
        return [resolve(member, find, warn) for member in value]
    return value


def _resolve_text(text: str, find: Find, warn: Warn) -> Any:
    if (path := whole(text)) is not None:
        found = find(path)
        if found is MISSING:
            # ours: reference-without-value
            warn(tr_wire("{reference} has no value here: it is empty.", reference=text.strip()))
            return ""
        return found
    return _REFERENCE.sub(lambda match: _put(match, find, warn), text)


def _put(match: re.Match[str], find: Find, warn: Warn) -> str:
    written: str = match["plain"] or match["ticked"]
    found, rest = find(path_of(written)), ""
    if found is MISSING and written.endswith("-"):
        # A dash may end a name, and may stand between two references.
        shorter = written.rstrip("-")
        found, rest = find(path_of(shorter)), written[len(shorter) :]
    if found is MISSING:
        warn(tr_wire("{reference} has no value here: it is empty.", reference=written))
        found, rest = "", ""
    text = text_of(found) + rest
    return text if match["plain"] or path_of(written)[0] in _TICKED_ROOTS else f"`{text}`"


def descend(value: Any, path: Path) -> Any:
    """What a path leads to inside of any JSON; MISSING where it leads nowhere or to null."""
    for name in path:
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list | tuple) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return MISSING
    return MISSING if value is None else value


def text_of(value: Any) -> str:
    """A value as it stands in a text: JSON where it is no text, without spaces; nothing for null."""
    if isinstance(value, str):
        return value
    if value is None or value is MISSING:
        return ""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def number_of(value: Any) -> float | None:
    """A value as a number, however it is written; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None
