"""What entries of the wire are called and how they look in the list: words, icons, spoken lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.language import tr, tr_in
from console.wire import Entry, Exchange, SocketFrame
from ui import dates, wording

KINDS = (("all", tr("All")), ("requests", tr("Requests")), ("frames", tr("Frames")), ("errors", tr("Errors")))
"""What the list can be narrowed to."""

SOCKET = {"opened": tr("Socket opened"), "closed": tr("Socket closed"), "refused": tr("Socket refused")}
_REQUEST = "state of a request"
STATES = {
    "pending": ("loader-circle", "muted", tr_in(_REQUEST, "under way")),
    "answered": ("chevrons-up-down", "accent", tr_in(_REQUEST, "answered")),
    "failed": ("circle-x", "danger", tr_in(_REQUEST, "failed")),
    "left": ("circle-dashed", "faint", tr_in(_REQUEST, "given up")),
}
"""Of a request: icon, token and word."""
_FRAME = "what became of a frame"
WAYS = {
    "out": ("arrow-up", "accent", tr_in(_FRAME, "sent")),
    "in": ("arrow-down", "ok", tr_in(_FRAME, "received")),
    "none": ("plug", "ok", ""),
}
"""Of a frame: icon, token and word."""

NOTHING = tr("Nothing has gone over the wire yet.")
NOTHING_FITS = tr("Nothing fits the filter.")
TRANSFERS = {"upload": tr("PUT attachment"), "download": tr("GET attachment")}


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
        return Mark("circle-x", "danger", WAYS[entry.direction][2] or tr_in(_FRAME, "failed"))
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
    if seconds < 1:
        return tr("{milliseconds:,.0f} ms", milliseconds=seconds * 1000)
    return tr("{seconds:,.1f} s", seconds=seconds)


def clock(at: datetime, *, exact: bool = False) -> str:
    """The time of day here, to the second or to its thousandth part."""
    told = dates.told(at, "exact")
    return f"{told}.{at.microsecond // 1000:03}" if exact else told


def facts(entry: Entry) -> str:
    """What is known of an entry beside its texts."""
    parts = [clock(entry.at, exact=True)]
    if isinstance(entry, SocketFrame):
        parts += [mark(entry).word, wording.size(entry.bytes) if entry.direction != "none" else ""]
        return " · ".join(filter(None, parts))
    attempt = tr("attempt {number}", number=entry.attempt) if entry.attempt > 1 else ""
    status = tr("status {status}", status=entry.status) if entry.status else ""
    spent = took(entry.took_s) if entry.state != "pending" else ""
    request_id = tr("request ID {request_id}", request_id=entry.request_id) if entry.request_id else ""
    parts += [STATES[entry.state][2], status, spent, attempt, entry.endpoint, request_id]
    return " · ".join(filter(None, parts))


def spoken(entry: Entry, excerpt: str) -> str:
    """What a screen reader says of a row."""
    parts = (mark(entry).word, title(entry), excerpt, measure(entry).strip("…"), clock(entry.at))
    return ", ".join(filter(None, parts))
