"""Filter patterns of CloudWatch Logs, as far as flow logs are asked for: terms, and members of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

Matches = Callable[[str], bool]

_TERM = re.compile(r'\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))')
_MEMBER = re.compile(r'\s*\$\.([A-Za-z0-9_.]+)\s*(=|!=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"&|{}()]+))\s*\Z')


def parse(pattern: str) -> Matches:
    """What tells whether a message fits a pattern.

    Raises:
        ValueError: it is no pattern that the sandbox knows (ours: log-filter).
    """
    text = pattern.strip()
    if text.startswith("{"):
        return _json(text)
    return _terms(text)


def _terms(text: str) -> Matches:
    wanted: dict[str, list[str]] = {"": [], "?": [], "-": []}
    place = 0
    while place < len(text):
        if (found := _TERM.match(text, place)) is None:
            raise ValueError(f"Invalid filter pattern: {text[:200]}")
        sign, quoted, bare = found.groups()
        wanted[sign].append(_unquoted(quoted) if bare is None else bare)
        place = found.end()

    def matches(message: str) -> bool:
        if any(term in message for term in wanted["-"]):
            return False
        # With a term that must be there, those that may be there change nothing (CloudWatch's guide).
        if wanted[""] or not wanted["?"]:
            return all(term in message for term in wanted[""])
        return any(term in message for term in wanted["?"])

    return matches


def _json(text: str) -> Matches:
    if not text.endswith("}"):
        raise ValueError("Invalid filter pattern: the closing brace is missing.")
    either = [[_member(one) for one in every.split("&&")] for every in text[1:-1].split("||")]

    def matches(message: str) -> bool:
        try:
            value = json.loads(message)
        except ValueError:
            return False
        return any(all(one(value) for one in every) for every in either)

    return matches


def _member(text: str) -> Callable[[Any], bool]:
    if (found := _MEMBER.match(text)) is None:
        raise ValueError(f"Invalid filter pattern: {text.strip()[:200]}")
    path, operator, quoted, bare = found.groups()
    wanted = _unquoted(quoted) if bare is None else bare
    steps = path.split(".")

    def holds(value: Any) -> bool:
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        is_equal = value is not None and fnmatchcase(_told(value), wanted.replace("[", "[[]"))
        return is_equal == (operator == "=")

    return holds


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
