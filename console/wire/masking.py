"""Secrets out of what is recorded: by the names of fields, by their shapes, and by their known values.

A frame is JSON that holds JSON as a text, which may hold JSON again; masks go as deep. A text in which
nothing can be secret stays as it came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from console.redaction import MASK, clean, is_secret, is_suspect, without_known

LONGEST: Final = 256 * 1024
"""Letters that are kept of one text, at most."""
_DEEPEST: Final = 8

Given = Set[str]
"""What a customer gave in fields for secrets; short values are known here alone."""

# ViewToken lets in whoever has it to DescribeView, together with a connection token.
_NAMES: Final = frozenset({"viewtoken"})
_ADDRESSES: Final = frozenset({"Url", "AuthenticationUrl"})
"""Members of answers; links within messages are spelt otherwise, and lie deeper."""


def masked_text(text: str, given: Given = frozenset()) -> str:
    """A frame without its secrets; one that is JSON stays JSON. Of a very long one its length is kept.

    No service sends any that long, and to look through it would hold up everything else.
    """
    if len(text) > LONGEST:
        return json.dumps({"TooLongToKeep": len(text)})
    if not given and not is_suspect(text):
        return without_known(text)
    try:
        return _deep(text, given, 0)
    except RecursionError:
        return clean(text)


def masked_json(value: Any, given: Given = frozenset()) -> str:
    """The members of a request or an answer as JSON, without their secrets."""
    try:
        text = json.dumps(_walked("", value, given, 0), ensure_ascii=False, default=_plain)
    except (RecursionError, ValueError):
        return ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _deep(text: str, given: Given, depth: int) -> str:
    """A text whose JSON, where it is some, is masked within."""
    if depth < _DEEPEST and text.lstrip()[:1] in ("{", "["):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return clean(text)
        return json.dumps(_walked("", value, given, depth + 1), ensure_ascii=False, separators=(",", ":"))
    return clean(text)


def _walked(name: str, value: Any, given: Given, depth: int) -> Any:
    """A deep copy of a value of this name, masked."""
    if _is_secret(name) and value not in (None, "", b"", True, False):
        return MASK
    if isinstance(value, Mapping):
        return {clean(str(key)): _walked(str(key), one, given, depth) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_walked("", one, given, depth) for one in value]
    if value in (None, "", True, False):
        return value
    return MASK if str(value) in given else _leaf(name, value, given, depth)


def _leaf(name: str, value: Any, given: Given, depth: int) -> Any:
    if isinstance(value, bytes | bytearray):
        value = bytes(value).decode(errors="replace")
    if not isinstance(value, str):
        return value
    is_address = not depth and name in _ADDRESSES and "://" in value
    return _host(value) if is_address else _deep(value, given, depth)


@lru_cache(4096)
def _is_secret(name: str) -> bool:
    return is_secret(name) or name.lower().replace("_", "") in _NAMES


def _host(address: str) -> str:
    """An address without what lets in: its path and its query."""
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{MASK}"
    except ValueError:
        return MASK


def _plain(value: Any) -> str:
    """What JSON has no form for: times, and whatever else an SDK may give."""
    return value.isoformat() if isinstance(value, date | datetime) else clean(str(value))
