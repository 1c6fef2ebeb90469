"""Entries of the record: a request with what came of it, and a frame of a socket. No secret is in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

State = Literal["pending", "answered", "failed", "left"]
"""Of a request: under way, answered, refused or lost, or given up while it was under way."""
Direction = Literal["out", "in", "none"]
"""Of a frame: sent, received, or what became of the socket itself."""

BEATS: Final = frozenset({"heartbeat", "ping"})
"""What a socket is kept alive with."""


@dataclass(frozen=True)
class Exchange:
    """One attempt of an operation. `request` and `answer` are JSON, empty where there is none.

    `took_s` is the time of this one attempt; `status` is 0 where nobody answered.
    """

    number: int
    at: datetime
    """When it began."""
    service: str
    operation: str
    endpoint: str
    request: str = field(repr=False)
    attempt: int = 1
    state: State = "pending"
    answer: str = field(default="", repr=False)
    error: str = ""
    """The service's code, or ours."""
    message: str = ""
    status: int = 0
    request_id: str = ""
    took_s: float = 0.0

    @property
    def name(self) -> str:
        """What it is called in a list."""
        return self.operation

    @property
    def is_error(self) -> bool:
        """Whether it went wrong."""
        return self.state == "failed"

    @property
    def weight(self) -> int:
        """How much of the record it takes, in letters."""
        return len(self.request) + len(self.answer) + len(self.message) + OVERHEAD

    def holds(self, text: str) -> bool:
        """Whether a text in lower case stands anywhere in it."""
        parts = (self.operation, self.error, self.message, self.request_id, self.request, self.answer)
        return any(text in part.casefold() for part in parts)

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The ids of the items that the answer names."""
        return tuple(_ids(_mapping(self.answer)))

    def speaks_of(self, id_: str) -> bool:
        """Whether it carries the item of an id, or the message that has this client token."""
        return id_ in self.answer or id_ in self.request


@dataclass(frozen=True)
class SocketFrame:
    """A frame of a websocket, or that it was opened, refused or closed. `text` is the frame as it was."""

    number: int
    at: datetime
    direction: Direction
    name: str
    """What it brings: message, an event by its name, heartbeat, subscribe, opened, …"""
    text: str = field(repr=False)
    bytes: int = 0
    item_id: str = ""
    is_error: bool = False

    @property
    def weight(self) -> int:
        """How much of the record it takes, in letters."""
        return len(self.text) + OVERHEAD

    @property
    def is_beat(self) -> bool:
        """Whether it only keeps the socket alive."""
        return self.name in BEATS and not self.is_error

    def holds(self, text: str) -> bool:
        """Whether a text in lower case stands anywhere in it."""
        return text in self.text.casefold() or text in self.name

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The id of its item, where it brings one."""
        return (self.item_id,) if self.item_id else ()

    def speaks_of(self, id_: str) -> bool:
        """Whether it carries the item of an id."""
        return bool(id_) and self.item_id == id_


Entry = Exchange | SocketFrame

OVERHEAD: Final = 400
"""What an entry takes beside its texts, in bytes."""


def _ids(answer: Mapping[str, Any]) -> Iterator[str]:
    for one in (answer, *_mappings(answer.get("Transcript"))):
        if isinstance(id_ := one.get("Id"), str):
            yield id_


def _mapping(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, Mapping) else {}


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
