"""Secrets that are planted to be looked for, and the search for them in whatever form they may stand."""

from __future__ import annotations

import html
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, quote_plus

PIECE = 16
"""A secret of which that many characters stand somewhere has leaked: a mask may have stopped too soon."""
SHORT = 8
"""What is shorter may be a part of something else, and counts only where it stands by itself."""

_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Canary:
    """A secret by the name under which a leak of it is told."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def forms(self) -> Mapping[str, tuple[bytes, ...]]:
        """What betrays it, by form. UTF-16 is found as what is left of it without its zero bytes."""
        text = self.text
        written = {
            "as it is": text,
            "in an address": quote(text, safe=""),
            "in a path": quote(text),
            "in a form": quote_plus(text),
            "in JSON": json.dumps(text)[1:-1],
            "in JSON of a browser": json.dumps(text)[1:-1].replace("/", "\\/"),
            "in Python": repr(text)[1:-1],
            "in HTML": html.escape(text),
            "in hexadecimal": text.encode().hex(),
        }
        coded = {f"in base64, {number} bytes on": _base64(text, number) for number in range(3)}
        found = {form: _pieces(one) for form, one in {**written, **coded}.items()}
        found["in base64 of UTF-16"] = _pieces(_base64(text, 0, "utf-16-le"))
        return {form: tuple(piece.encode() for piece in pieces) for form, pieces in found.items()}

    def is_in(self, haystack: Haystack) -> str:
        """In which form it stands there; empty where it does not."""
        if len(self.text) < SHORT:
            return "as it is" if haystack.has_word(self.text.encode()) else ""
        return next((form for form, pieces in self.forms.items() if any(map(haystack.has, pieces))), "")


class Haystack:
    """Bytes, and the same without zeros, which makes plain text of UTF-16."""

    def __init__(self, content: bytes) -> None:
        self._contents = [content]
        if b"\0" in content:
            self._contents.append(content.replace(b"\0", b""))

    def has(self, piece: bytes) -> bool:
        """Whether these bytes stand there."""
        return any(piece in content for content in self._contents)

    def has_word(self, word: bytes) -> bool:
        """Whether these bytes stand there, and neither a letter nor a digit beside them."""
        return any(_has_word(content, word) for content in self._contents)


def leaks_in(content: bytes | str, canaries: Iterable[Canary]) -> list[str]:
    """The canaries that a text holds, each with its form; the secrets themselves are not told."""
    haystack = Haystack(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return [f"{canary.name} {form}" for canary in canaries if (form := canary.is_in(haystack))]


def leaks_below(
    folders: Iterable[Path], canaries: Iterable[Canary], but: Iterable[Path] = ()
) -> Iterator[str]:
    """The canaries in the names, the link targets and the content of all files below some folders.

    `but` are files that hold them by right.
    """
    known, passed = list(canaries), set(but)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            yield from (f"{path}: its name holds {leak}" for leak in leaks_in(str(path), known))
            if path.is_symlink():
                yield from (
                    f"{path}: its target holds {leak}" for leak in leaks_in(str(path.readlink()), known)
                )
            elif path.is_file() and path not in passed:
                yield from (f"{path}: {leak}" for leak in leaks_in(path.read_bytes(), known))


def _pieces(text: str) -> set[str]:
    """Its beginning, its middle and its end."""
    if len(text) <= PIECE:
        return {text}
    middle = (len(text) - PIECE) // 2
    return {text[:PIECE], text[middle : middle + PIECE], text[-PIECE:]}


def _base64(text: str, before: int, encoding: str = "utf-8") -> str:
    """What base64 makes of it behind so many bytes, without the signs that depend on what is around it."""
    coded = b64encode(b"\0" * before + text.encode(encoding)).decode().rstrip("=")
    first = -(-before * 8 // 6)
    return coded[first : -1 if (before + len(text.encode(encoding))) % 3 else None]


def _has_word(content: bytes, word: bytes) -> bool:
    start = content.find(word)
    while start >= 0:
        around = content[max(start - 1, 0) : start] + content[start + len(word) : start + len(word) + 1]
        if not any(letter in _ALPHABET for letter in around):
            return True
        start = content.find(word, start + 1)
    return False
