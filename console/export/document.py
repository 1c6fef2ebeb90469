"""The request as a JSON document, and the JSON text that the AWS CLI is given.

The text is exact whatever it holds: what a screen, an editor or a shell could swallow, change or show
in another order (control characters, half a surrogate pair, marks that turn the writing direction)
stands as an escape of JSON's own, so the text is always valid UTF-8.
"""

from __future__ import annotations

import json
import re
from typing import Any

from console.contact import Request, in_model_order
from console.language import tr

_BEYOND_ASCII = re.compile(r"[^ -~\n]")
# Emoji are joined and scripts are shaped by these two; escaped, a family of four is unreadable.
_JOINERS = "\u200c\u200d"


def write(request: Request) -> str:
    """The request as pretty JSON, its fields in the order of the model.

    Raises:
        ValueError: the request holds something that JSON has no word for.
    """
    return json_text(in_model_order(request), indent=2)


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON: one line, or broken over lines with an indent.

    Raises:
        ValueError: the value holds something that JSON has no word for (NaN, bytes).
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    except TypeError as fault:
        raise ValueError(tr("This can't be written as JSON: {fault}.", fault=fault)) from fault
    return _BEYOND_ASCII.sub(_seen_or_escaped, text)


def _seen_or_escaped(match: re.Match[str]) -> str:
    character = match[0]
    if character.isprintable() or character in _JOINERS:
        return character
    return json.dumps(character)[1:-1]
