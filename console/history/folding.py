"""Texts as a search sees them: capitals and widths aside, and of an item what was said in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final
from unicodedata import normalize

from console.chat.items import Item

AROUND: Final = 40
"""So many letters stand around what was found."""


def folded(text: str) -> str:
    """A text without the differences that a search passes over: capitals, full and half width."""
    # A zero ends a text where SQLite makes its index.
    return normalize("NFKC", text).casefold().replace("\0", " ")


def words_in(text: str) -> list[str]:
    """The words that are searched for, each as a search sees it."""
    return list(dict.fromkeys(folded(text).split()))


def said_in(item: Item) -> str:
    """What was said in an item, for people: its text, the texts within its JSON, names of its files."""
    parts = [*_texts(item.content), *(one.name for one in item.attachments)]
    return "\n".join(part for part in parts if part)


def excerpt(text: str, words: list[str]) -> str:
    """The first word that stands in a text, with what is around it; empty where none does."""
    flat = " ".join(text.split())
    # Folding may change the length of a text, so that places in the folded one are none in the other.
    searched = flat.lower() if len(flat.lower()) == len(flat) else flat
    places = [at for word in words if (at := searched.find(word)) >= 0]
    if not places and not any(word in folded(flat) for word in words):
        return ""
    start = max(0, min(places, default=0) - AROUND)
    end = start + 3 * AROUND
    return ("…" if start else "") + flat[start:end].strip() + ("…" if end < len(flat) else "")


def _texts(content: str) -> Iterator[str]:
    if not content.lstrip().startswith(("{", "[")):
        yield content
        return
    try:
        yield from _within(json.loads(content))
    except (ValueError, RecursionError):
        yield content


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        # An answer to a view, and a view's own content, are JSON within JSON.
        yield from _texts(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, list):
        for one in value:
            yield from _within(one)
