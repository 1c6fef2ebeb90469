"""The slots of a time picker: when they are, and what the widget makes of their dates.

With a `timeZoneOffset` the widget moves each date by so many minutes and still writes +00:00 behind it.
That is what flows have learned to read, so it is sent the same way; what is shown is the true moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from console.chat.interactive.card import Slot
from console.chat.interactive.reading import number, text
from console.chat.interactive.replies import of_slot

_DATE_ALONE = 10


def moment(date: str) -> datetime | None:
    """The moment that a date names, in UTC, as JavaScript reads it; None where it names none."""
    try:
        found = datetime.fromisoformat(date)
        if len(date) == _DATE_ALONE:
            return found.replace(tzinfo=UTC)
        return found.astimezone(UTC)  # one without an offset is local
    except (ValueError, OverflowError, OSError):
        return None


def moved(at: datetime, minutes: float) -> str | None:
    """A moment moved by minutes, in the widget's spelling; None where the calendar ends."""
    try:
        local = at + timedelta(minutes=minutes)
    except OverflowError:
        return None
    return f"{local.replace(tzinfo=None).isoformat(timespec='milliseconds')[:-1]}+00:00"


def offset_in(content: Mapping[str, Any]) -> float | None:
    """The minutes that the widget moves dates by; None where it leaves them alone."""
    given = content.get("timeZoneOffset")
    # JavaScript takes 0 and "" for nothing, but "0" for something.
    return number(given) if given else None


def slot_in(value: Mapping[str, Any], offset: float | None) -> Slot | None:
    """A slot; None where it has no date."""
    date = text(value, "date")
    if not date:
        return None
    at = moment(date)
    sent = moved(at, offset) if at is not None and offset is not None else None
    return Slot(date, at, of_slot(sent or date))
