"""GetTranscript's pages: where they start, which way they go, how a page is sorted.

ScanDirection picks the items from the start on; SortOrder only orders the page. The rules are those of
the service's model and of what clients rely on.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from console.sandbox.participant.items import Item
from console.sandbox.refusal import RefusalError

DEFAULT_SIZE = 10
"""MaxResults by default (GetTranscript)."""


@dataclass(frozen=True)
class Page:
    """One page in the order asked for, and the token of the next."""

    items: Sequence[Item]
    next_token: str | None = None


def page(items: Sequence[Item], given: Mapping[str, Any]) -> Page:
    """One page of items, which stand oldest first, for the input of GetTranscript.

    Raises:
        RefusalError: InvalidParameterException for a StartPosition or NextToken that leads nowhere.
    """
    # ours: max-results-zero
    size = given.get("MaxResults") or DEFAULT_SIZE
    backward, start = _start(items, given)
    if backward:
        picked = items[max(start - size, 0) : start]
        rest = items[start - size - 1] if start > size else None
    else:
        picked = items[start : start + size]
        rest = items[start + size] if start + size < len(items) else None
    if given.get("SortOrder") != "ASCENDING":
        picked = list(reversed(picked))
    return Page(picked, None if rest is None else _token(rest, backward=backward))


def _start(items: Sequence[Item], given: Mapping[str, Any]) -> tuple[bool, int]:
    """Whether the page goes backward, and the index that it starts at (backward: ends before)."""
    if (token := given.get("NextToken")) is not None:
        return _continued(items, token)
    position = {
        name: value for name, value in (given.get("StartPosition") or {}).items() if value is not None
    }
    # An empty StartPosition is none: chatjs always sends one.
    backward = given.get("ScanDirection", "FORWARD" if position else "BACKWARD") == "BACKWARD"
    if not position:
        # Forward of now lies nothing yet.
        return backward, len(items)
    if len(position) > 1:
        raise _wrong("StartPosition", "takes one of Id, AbsoluteTime and MostRecent.")
    [(name, value)] = position.items()
    if name == "MostRecent":
        # The n-th newest item is the start; of 0, the place after the newest.
        return backward, _from(items, max(len(items) - value, 0), backward and value > 0)
    if name == "AbsoluteTime":
        when = _ms(value)
        if backward:
            return True, sum(item.ms <= when for item in items)
        return False, sum(item.ms < when for item in items)
    # ours: start-position-included, start-position-unknown
    return backward, _from(items, _index(items, value, "StartPosition.Id"), backward)


def _from(items: Sequence[Item], index: int, backward: bool) -> int:
    return min(index + 1, len(items)) if backward else index


def _continued(items: Sequence[Item], token: str) -> tuple[bool, int]:
    try:
        value = json.loads(base64.b64decode(token, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        value = None
    match value:
        case [bool() as backward, str() as item_id]:
            index = _index(items, item_id, "NextToken")
            return backward, _from(items, index, backward)
    # ours: next-token
    raise _wrong("NextToken", "this transcript has no page with that token.")


def _token(item: Item, *, backward: bool) -> str:
    return base64.urlsafe_b64encode(json.dumps([backward, item.id]).encode()).decode()


def _index(items: Sequence[Item], item_id: str, field: str) -> int:
    for index in range(len(items) - 1, -1, -1):
        if items[index].id == item_id:
            return index
    raise _wrong(field, "leads to no item of this transcript.")


def _ms(text: str) -> int:
    try:
        when = datetime.fromisoformat(text)
        return round((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        raise _wrong("StartPosition.AbsoluteTime", "is no time such as 2019-11-08T02:41:28.172Z.") from None


def _wrong(field: str, message: str) -> RefusalError:
    return RefusalError("InvalidParameterException", f"{field}: {message}")
