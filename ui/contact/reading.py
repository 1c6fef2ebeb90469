"""What a typed text means as a wire value, and how a wire value stands in a text field.

Text that cannot be read as its kind stays a text: the model then says what is wrong with it, and
nothing that was typed is lost. `value_of(text_of(value, kind), kind)` gives every well-formed value
back.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from console import contact
from console.shape import Kind

_WHOLE = re.compile(r"[+-]?\d{1,30}")
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def value_of(text: str, kind: Kind) -> Any:
    """The value that a text means as a kind, None for no value, the text itself where it means none."""
    if kind in ("string", "timestamp", "blob"):
        return text or None
    bare = text.strip()
    if not bare:
        return None
    if kind in ("integer", "long"):
        return int(bare) if _WHOLE.fullmatch(bare) else text
    if kind in ("double", "float"):
        return _number(bare, text)
    if kind == "boolean":
        return _WORDS.get(bare.lower(), text)
    return _structured(text)


def _number(bare: str, text: str) -> Any:
    if _WHOLE.fullmatch(bare):
        return int(bare)
    if _DECIMAL.fullmatch(bare) and math.isfinite(number := float(bare)):
        return number
    return text


def _structured(text: str) -> Any:
    if contact.json_fault(text):
        return text
    value = json.loads(text)
    # A JSON string is no structure; as it was typed, it shows again as it was typed.
    return text if isinstance(value, str) else value


def text_of(value: object, kind: Kind = "string") -> str:
    """The text that stands for a value: a text as it is, anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    indent = 2 if kind in ("structure", "list", "map") and value else None
    return json.dumps(value, ensure_ascii=False, indent=indent)
