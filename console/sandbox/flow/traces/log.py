"""The flow log of the instance: one entry for each action of a flow that switched logging on.

What CloudWatch Logs would hold in the group `/aws/connect/<instance alias>` (administrator guide, flow
logs); time in a queue and with an agent is not logged.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from console.sandbox.identity import ACCOUNT, INSTANCE_ALIAS, REGION, id_of
from console.sandbox.participant.items import time_text

GROUP: Final = f"/aws/connect/{INSTANCE_ALIAS}"
GROUP_ARN: Final = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}"
MOST_KEPT: Final = 10_000
"""Entries that are kept; of more the newest."""
LARGEST: Final = 16_000
"""Characters of an entry; of a longer one the parameters are left out."""


@dataclass(frozen=True)
class LogEvent:
    """One entry as CloudWatch keeps it."""

    ms: int
    """When it happened, in milliseconds since the epoch."""
    message: str
    """The entry itself, as JSON."""
    number: int

    @property
    def id(self) -> str:
        """The event's id, which tells the order."""
        return f"{self.number:056}"

    @property
    def stream(self) -> str:
        """The log stream: one an hour (ours: log-stream)."""
        hour = datetime.fromtimestamp(self.ms // 1000, UTC)
        return f"{hour:%Y/%m/%d/%H}/stream-{id_of('log-stream', f'{hour:%Y%m%d%H}')[:13]}"


class FlowLog:
    """The newest entries, oldest first. Any thread may write and read."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._lock = threading.Lock()
        self._events: deque[LogEvent] = deque(maxlen=most)
        self._written = 0

    def write(self, ms: int, entry: Mapping[str, Any]) -> None:
        """Add an entry; Timestamp is added from its time."""
        told = {**entry, "Timestamp": time_text(ms)}
        message = json.dumps(told, ensure_ascii=False, default=str)
        if len(message) > LARGEST:
            message = json.dumps({**told, "Parameters": {}}, ensure_ascii=False, default=str)[:LARGEST]
        with self._lock:
            self._written += 1
            self._events.append(LogEvent(ms, message, self._written))

    @property
    def events(self) -> tuple[LogEvent, ...]:
        """Every entry that is kept."""
        with self._lock:
            return tuple(self._events)

    def clear(self) -> None:
        """Forget all entries."""
        with self._lock:
            self._events.clear()
