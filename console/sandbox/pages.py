"""Lists a page at a time: NextToken is opaque, and only for the list that gave it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import TypeVar

from console.sandbox.refusal import RefusalError

T = TypeVar("T")


def page(items: Sequence[T], of: str, size: int, next_token: str | None) -> tuple[Sequence[T], str | None]:
    """One page of a list, and the token of the next; `of` names the list with all its filters.

    Raises:
        RefusalError: InvalidParameterException for a token that this list never gave (ours: next-token).
    """
    start = 0 if next_token is None else _start(next_token, of, len(items))
    end = start + size
    return items[start:end], _token(of, end) if end < len(items) else None


def _token(of: str, start: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([of, start]).encode()).decode()


def _start(token: str, of: str, length: int) -> int:
    try:
        value = json.loads(base64.b64decode(token, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        value = None
    match value:
        case [str() as list_, int() as start] if list_ == of and 0 < start < length:
            return start
    raise RefusalError("InvalidParameterException", "NextToken: this list has no page with that token.")
