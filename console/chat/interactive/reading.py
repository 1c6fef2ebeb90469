"""Reads what anybody may have sent: wrong types, missing members, JSON within a text. Never raises."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

_HALF = re.compile(r"[\ud800-\udfff]")


def parsed(text: str) -> Any:
    """The value of a JSON text; None where it is none, or nested without end."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def words(value: object) -> str:
    """A text that can be shown and sent; numbers are written, anything else is empty."""
    if isinstance(value, str):
        # Half of a surrogate pair has no bytes of its own.
        return _HALF.sub("\ufffd", value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return str(int(value) if isinstance(value, float) and value.is_integer() else value)
    except ValueError:
        return ""  # more digits than Python writes


def text(mapping_: Mapping[str, Any], name: str) -> str:
    """A member's text; empty where it has none."""
    return words(mapping_.get(name))


def mapping(value: object) -> Mapping[str, Any]:
    """An object, also one that is written in a text; empty where it is none."""
    found = parsed(value) if isinstance(value, str) else value
    return found if isinstance(found, Mapping) else {}


def sequence(value: object) -> Sequence[Any]:
    """A list, also one that is written in a text; empty where it is none."""
    found = parsed(value) if isinstance(value, str) else value
    return found if isinstance(found, list | tuple) else ()


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    return [one for one in sequence(value) if isinstance(one, Mapping)]


def number(value: object) -> float | None:
    """A number, also one that is written in a text, as JavaScript would take it."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def is_true(value: object) -> bool:
    """Whether a flag is set; a flow's inputs are texts, so that `"true"` counts."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")
