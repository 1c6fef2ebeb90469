"""What the times in an answer's headers say: how far off this clock is, and when to come again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_HALF_A_SECOND = 0.5
"""A Date header counts whole seconds and drops the rest (RFC 9110, 5.6.7)."""
_MOST_DIGITS = 11
"""Of seconds since 1970, for some thousand years."""


def http_time(text: str | None) -> datetime | None:
    """An HTTP date as an aware datetime; None where there is none, or it can't be read."""
    try:
        parsed = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return parsed.replace(tzinfo=UTC) if parsed and parsed.tzinfo is None else parsed


def ahead_s(date: str | None, arrived_at: datetime, took_s: float) -> float | None:
    """This clock minus the service's in whole seconds, by the Date of an answer; None if unknown.

    The header was written some time within the `took_s` that the call took, and may be a second
    old: no more is claimed than that allows, so a difference that may be none is 0.
    """
    written_at = http_time(date)
    if written_at is None:
        return None
    ahead = (arrived_at - written_at).total_seconds() - took_s / 2 - _HALF_A_SECOND
    return float(round(ahead)) if abs(ahead) > _HALF_A_SECOND + max(took_s / 2, _HALF_A_SECOND) else 0.0


def clock_ahead_s(date: str | None) -> float | None:
    """This clock, now, minus the Date of an answer that has just come, in seconds."""
    written_at = http_time(date)
    return None if written_at is None else (datetime.now(UTC) - written_at).total_seconds()


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds that the service asks to wait: `x-amz-retry-after` in ms, or HTTP's `Retry-After`."""
    for name, per_second in (("x-amz-retry-after", 1000), ("retry-after", 1)):
        if is_count(text := headers.get(name, "").strip()):
            return int(text) / per_second
    until = http_time(headers.get("retry-after"))
    return None if until is None else max(0.0, (until - datetime.now(UTC)).total_seconds())


def is_count(text: str) -> bool:
    """Whether it is a whole number, and not one that no clock gets to."""
    return len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
