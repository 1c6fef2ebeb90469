"""What entries of the wire are called and how they look in the list: words, icons, spoken lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.wire import Entry, Exchange, SocketFrame
from ui import wording

KINDS = (("all", "All"), ("requests", "Requests"), ("frames", "Frames"), ("errors", "Errors"))
"""What the list can be narrowed to."""

SOCKET = {"opened": "Socket opened", "closed": "Socket closed", "refused": "Socket refused"}
STATES = {
    "pending": ("loader-circle", "muted", "under way"),
    "answered": ("chevrons-up-down", "accent", "answered"),
    "failed": ("circle-x", "danger", "failed"),
    "left": ("circle-dashed", "faint", "given up"),
}
"""Of a request: icon, token and word."""
WAYS = {
    "out": ("arrow-up", "accent", "Sent"),
    "in": ("arrow-down", "ok", "Received"),
    "none": ("plug", "ok", ""),
}
"""Of a frame: icon, token and word."""

NOTHING = "Nothing has gone over the wire yet."
NOTHING_FITS = "Nothing fits the filter."
TRANSFERS = {"upload": "PUT attachment", "download": "GET attachment"}


@dataclass(frozen=True)
class Mark:
    """The picture before a row: its form says what its colour says."""

    icon: str
    token: str
    word: str


def mark(entry: Entry) -> Mark:
    """The picture of an entry."""
    if isinstance(entry, Exchange):
        return Mark(*STATES[entry.state])
    if entry.is_error:
        return Mark("circle-x", "danger", WAYS[entry.direction][2] or "Failed")
    if entry.name == "closed":
        return Mark("unplug", "muted", "")
    return Mark(*WAYS[entry.direction])


def title(entry: Entry) -> str:
    """What an entry is called."""
    if isinstance(entry, Exchange):
        return TRANSFERS.get(entry.operation, entry.operation)
    return SOCKET.get(entry.name, entry.name)


def measure(entry: Entry) -> str:
    """What stands at the end of a row: the status of what failed, else how long it took, or its size."""
    if isinstance(entry, SocketFrame):
        return wording.size(entry.bytes) if entry.direction != "none" else ""
    if entry.state == "failed" and entry.status:
        return str(entry.status)
    return took(entry.took_s) if entry.state != "pending" else "…"


def took(seconds: float) -> str:
    """A short span of time."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def clock(at: datetime, *, exact: bool = False) -> str:
    """The time of day here, to the second or to its thousandth part."""
    local = at.astimezone()
    return f"{local:%H:%M:%S}.{local.microsecond // 1000:03}" if exact else f"{local:%H:%M:%S}"


def facts(entry: Entry) -> str:
    """What is known of an entry beside its texts."""
    parts = [clock(entry.at, exact=True)]
    if isinstance(entry, SocketFrame):
        parts += [mark(entry).word.lower(), wording.size(entry.bytes) if entry.direction != "none" else ""]
        return " · ".join(filter(None, parts))
    attempt = f"attempt {entry.attempt}" if entry.attempt > 1 else ""
    status = f"status {entry.status}" if entry.status else ""
    spent = took(entry.took_s) if entry.state != "pending" else ""
    request_id = f"request ID {entry.request_id}" if entry.request_id else ""
    parts += [STATES[entry.state][2], status, spent, attempt, entry.endpoint, request_id]
    return " · ".join(filter(None, parts))


def spoken(entry: Entry, excerpt: str) -> str:
    """What a screen reader says of a row."""
    parts = (mark(entry).word, title(entry), excerpt, measure(entry).strip("…"), clock(entry.at))
    return ", ".join(filter(None, parts))
