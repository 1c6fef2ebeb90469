"""The text of a file as JSON, read as tolerantly as can be: encodings, placeholders, small slips."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

DEEPEST: Final = 100
"""Levels of nesting that are read; the deepest real flow has about twenty."""
MOST_STARTS: Final = 50
"""Places in a text that is not JSON at which a JSON object is looked for."""

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PLACEHOLDER: Final = r"(?:\$\{[^{}]*\}|\{\{[^{}]*\}\})"
_TOKENS: Final = re.compile(
    rf'(?P<string>"(?>{_PLACEHOLDER}|[^"\\]|\\.)*+(?:"|\Z))|(?P<placeholder>{_PLACEHOLDER})'
    r"|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|^[ \t]*%\{[^{}]*\})|(?P<comma>,(?=\s*[}\]]))",
    re.DOTALL | re.MULTILINE,
)
_START: Final = re.compile(r'\{\s*"|"\s*\{\s*\\')
"""The beginning of an object, or of a text that holds one."""
PLACEHOLDER: Final = re.compile(r"\$\{[^{}]{0,200}\}|\{\{[^{}]{0,200}\}\}")
"""A value that CloudFormation, Terraform or a template would fill in."""


class TooDeepError(ValueError):
    """The JSON is nested deeper than any flow is."""


def decode(content: bytes) -> tuple[str, bool]:
    """The text of a file, and whether every byte of it was text."""
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), json.detect_encoding(content))
    try:
        return content.decode(encoding), True
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace"), False


def parse(text: str) -> Any:
    """A JSON value of which nothing can surprise: no NaN, no half of a character, no endless depth.

    Raises:
        TooDeepError: it is nested too deep.
        ValueError: it is not JSON; the text says where.
    """
    try:
        value = json.loads(text, strict=False, **_HOOKS)
    except RecursionError:
        raise TooDeepError(f"nested more than {DEEPEST} levels deep") from None
    if depth_of(value) > DEEPEST:
        raise TooDeepError(f"nested more than {DEEPEST} levels deep")
    return value


def repaired(text: str) -> str:
    """A template as JSON: bare placeholders become texts, comments and last commas go."""
    return _TOKENS.sub(_repair, text.lstrip("\ufeff"))


def embedded(text: str) -> Iterator[Any]:
    """The JSON objects that stand in a text of another kind, such as YAML or Terraform, as far as found."""
    decoder = json.JSONDecoder(strict=False, **_HOOKS)
    end = 0
    for start in list(_START.finditer(text))[:MOST_STARTS]:
        if start.start() < end:
            continue
        try:
            value, end = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if depth_of(value) <= DEEPEST:
            yield value


def depth_of(value: Any) -> int:
    """How deep a JSON value is nested; never recurses."""
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [inner for outer in level for inner in _inside(outer)]
    return depth


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _repair(token: re.Match[str]) -> str:
    if token["string"] is not None:
        # Terraform allows quotes inside a placeholder that stands in quotes.
        return '"' + re.sub(_PLACEHOLDER, _quoted, token["string"][1:-1]) + '"'
    if token["placeholder"] is not None:
        return json.dumps(token["placeholder"])
    return ""


def _quoted(token: re.Match[str]) -> str:
    return re.sub(r'(?<!\\)"', r"\"", token[0])


def _number(text: str) -> Any:
    value = float(text)
    return value if math.isfinite(value) else text


def _whole(text: str) -> Any:
    # Python refuses to read a number of thousands of digits.
    return int(text) if len(text) <= 18 else text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {_whole_text(key): _whole_text(value) if isinstance(value, str) else value for key, value in pairs}


def _whole_text(text: str) -> str:
    # One half of a surrogate pair can be written in JSON and sent nowhere.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


_HOOKS: Final[dict[str, Any]] = {
    "parse_constant": str,
    "parse_float": _number,
    "parse_int": _whole,
    "object_pairs_hook": _object,
}
