"""The forms in which a past chat is exported: one table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from console.history import lines
from console.history.entries import PastChat
from console.history.page import as_page
from console.language import tr, tr_in
from console.redaction import clean, redact

_LEFT_OUT: Final = frozenset({"number", "id", "excerpt", "profile_id"})
"""What means something in this history alone."""
_SEEN: Final[Mapping[lines.Seen, str]] = {
    "": "",
    "delivered": tr_in("what became of a message, within a line", "delivered"),
    "read": tr_in("what became of a message, within a line", "read"),
}


@dataclass(frozen=True)
class Format:
    """One form: what people call it, the end of its files' names, and what makes the file's content."""

    name: str
    suffix: str
    write: Callable[[PastChat], str]


def as_json(chat: PastChat) -> str:
    """Everything that is kept: the contact, its request, and its items as they came, secrets masked."""
    whole = {
        "contact": {name: value for name, value in asdict(chat.contact).items() if name not in _LEFT_OUT},
        "request": dict(chat.request),
        "items": [
            {"arrived_at": one.arrived_at.isoformat(), "item": one.raw}
            | ({"view": one.view} if one.view else {})
            for one in chat.items
        ],
    }
    return json.dumps(redact(whole), ensure_ascii=False, indent=2, default=_plain) + "\n"


def as_text(chat: PastChat) -> str:
    """The transcript for people, without markup."""
    head = [
        clean(lines.title(chat)),
        "",
        *(f"{name}: {clean(value)}" for name, value in lines.facts(chat)),
        "",
    ]
    said: list[str] = []
    day = None
    for line in lines.lines(chat):
        if line.at.date() != day:
            day = line.at.date()
            said += ["", f"{day:%Y-%m-%d}", ""]
        said.append(clean(_as_text(line)))
    return "\n".join(head + (said or ["", tr("Nothing was said.")])) + "\n"


def _as_text(line: lines.Line) -> str:
    stamp = f"{line.at:%H:%M:%S}"
    if line.kind == "event":
        return f"{stamp}  * {line.text}"
    files = [tr("[file: {name}]", name=name) for name in line.files]
    parts = [*line.text.splitlines(), *(f"- {choice}" for choice in line.choices), *files]
    body = f"\n{' ' * 10}".join(parts)
    state = f"  ({_SEEN[line.state]})" if line.state else ""
    return f"{stamp}  {line.who}: {body}{state}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)


FORMATS: Final[Mapping[str, Format]] = {
    "html": Format(tr("Web page"), ".html", as_page),
    "text": Format(tr("Text"), ".txt", as_text),
    "json": Format("JSON", ".json", as_json),
}
