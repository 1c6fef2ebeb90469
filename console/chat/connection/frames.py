"""Frames of the websocket: what a client sends, and what it hears.

AWS documents the subscription alone; topics, heartbeats and the envelope of an item are what public
clients send and read. Reading never fails: what is not understood is kept as it came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from console.chat.items import UNKNOWN_TIME, Item, item_in

SUBSCRIBE: Final = '{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}'
HEARTBEAT: Final = '{"topic":"aws/heartbeat"}'
PING: Final = '{"topic":"aws/ping"}'
"""The deep heartbeat: it is answered with a status."""
LARGEST: Final = 1024 * 1024
"""Bytes of a frame that is read; a content has 16,384 at most, and JSON escapes each up to sixfold."""

FrameKind = Literal[
    "subscribed", "not_subscribed", "heartbeat", "ping", "bad_ping", "item", "error", "unknown"
]


NOT_WELL: Final[frozenset[FrameKind]] = frozenset({"not_subscribed", "bad_ping", "error", "unknown"})
"""What a client does not hope to hear."""


@dataclass(frozen=True)
class Frame:
    """One frame that was heard. `text` is the frame as it came, for those that bring no item."""

    kind: FrameKind
    item: Item | None = None
    text: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """What it brings, in a word: an event by its own name, and what it is of everything else."""
        if self.item is None:
            return _SPOKEN.get(self.kind, self.kind)
        return self.item.event or self.item.kind


_SPOKEN: Final[Mapping[FrameKind, str]] = {
    "subscribed": "subscribe",
    "not_subscribed": "subscribe",
    "bad_ping": "ping",
}


def frame_in(text: str | bytes, arrived_at: datetime = UNKNOWN_TIME) -> Frame:
    """What a frame says; `arrived_at` is the time of an item that names none."""
    text = text.decode(errors="replace") if isinstance(text, bytes) else text
    value = _object_in(text)
    if value is None:
        return Frame("unknown", text=text)
    topic = value.get("topic")
    if topic == "aws/chat":
        return Frame("item", _item(value.get("content"), arrived_at))
    if topic == "aws/subscribe":
        return Frame("subscribed" if _has_worked(value) else "not_subscribed", text=text)
    if topic == "aws/heartbeat":
        return Frame("heartbeat", text=text)
    if topic == "aws/ping":
        is_well = value.get("statusCode") == 200 and value.get("statusContent") == "OK"
        return Frame("ping" if is_well else "bad_ping", text=text)
    # In the manner of API Gateway: {"message": "Forbidden", "connectionId": …, "requestId": …}
    is_error = topic is None and isinstance(value.get("message"), str)
    return Frame("error" if is_error else "unknown", text=text)


def _has_worked(value: Mapping[str, Any]) -> bool:
    content = value.get("content")
    return isinstance(content, Mapping) and content.get("status") == "success"


def _item(content: object, arrived_at: datetime) -> Item:
    """The item of an envelope, where it stands as a string; one that can't be read is of unknown kind."""
    value = _object_in(content) if isinstance(content, str) else content
    if isinstance(value, Mapping):
        with suppress(RecursionError):
            return item_in(value, arrived_at)
    text = content if isinstance(content, str) else str(content)
    return item_in({"Content": text}, arrived_at)


def _object_in(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
