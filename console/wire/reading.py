"""Entries as people read them: JSON laid out, with the JSON that stands in its texts, and a line of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from console.language import tr, tr_count
from console.wire.entry import Entry, Exchange

_DEEPEST: Final = 8
_LONGEST_EXCERPT: Final = 160


def readable(text: str) -> str:
    """JSON on lines, that which stands in texts laid out, too; what is no JSON stays as it is."""
    try:
        return json.dumps(_opened(json.loads(text), 0), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def as_sent(text: str) -> str:
    """JSON on lines, texts as they are."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def excerpt(entry: Entry) -> str:
    """The line that tells the most of an entry: what was said, or what went wrong."""
    told = _of_exchange(entry) if isinstance(entry, Exchange) else _of_frame(entry.text)
    words = " ".join(told.split())
    return words if len(words) <= _LONGEST_EXCERPT else words[:_LONGEST_EXCERPT] + "…"


def _of_exchange(entry: Exchange) -> str:
    if entry.error:
        return f"{entry.error}: {entry.message}" if entry.message else entry.error
    again = tr("Attempt {attempt}", attempt=entry.attempt) if entry.attempt > 1 else ""
    asked, told = _object(entry.request), _object(entry.answer)
    names = ("Content", "ContentType", "AttachmentName", "ContactFlowId", "ContactId", "AttachmentId")
    said = next((str(asked[name]) for name in names if asked.get(name)), "")
    if isinstance(items := told.get("Transcript"), list):
        said = tr_count("{count:,} item", "{count:,} items", len(items))
    return " · ".join(filter(None, (again, said)))


def _of_frame(text: str) -> str:
    frame = _object(text)
    item = _object(frame.get("content"))
    said = item.get("Content") or item.get("DisplayName") or frame.get("message") or frame.get("Reason")
    found = said or frame.get("Url") or frame.get("statusContent")
    return str(found) if found else ("" if frame else text)


def _opened(value: Any, depth: int) -> Any:
    if isinstance(value, Mapping):
        return {name: _opened(one, depth) for name, one in value.items()}
    if isinstance(value, list):
        return [_opened(one, depth) for one in value]
    if isinstance(value, str) and depth < _DEEPEST and value.lstrip()[:1] in ("{", "["):
        try:
            return _opened(json.loads(value), depth + 1)
        except ValueError:
            return value
    return value


def _object(value: object) -> Mapping[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, Mapping) else {}
