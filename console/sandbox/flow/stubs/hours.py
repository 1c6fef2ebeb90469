"""Hours of operation as a weekly schedule, asked with the sandbox's time: moving the clock makes a Sunday."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from console.sandbox.flow.stubs.place import Place, shown

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
DAY_MIN = 1_440

Span = tuple[int, int]
"""Minutes after the day's midnight: the first at which it is open, the first at which it no longer is."""
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]|24):([0-5]\d)\Z")


@dataclass(frozen=True)
class Override:
    """Other hours on some days, both ends included."""

    name: str
    first: date
    last: date
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Hours:
    """A schedule: the spans of each day of the week (0 is Monday), in one time zone."""

    zone: tzinfo = UTC
    week: Mapping[int, tuple[Span, ...]] | None = None
    overrides: tuple[Override, ...] = ()

    def override_at(self, seconds: float) -> Override | None:
        """The override that holds at a moment in seconds since the epoch."""
        today = self._local(seconds).date()
        return next((one for one in self.overrides if one.first <= today <= one.last), None)

    def is_open_at(self, seconds: float) -> bool:
        """Whether it is open then; spans that end after midnight reach into the next day."""
        now = self._local(seconds)
        minute = now.hour * 60 + now.minute
        yesterday = now.date() - timedelta(days=1)
        return _within(minute, self._on(now.date())) or _within(minute + DAY_MIN, self._on(yesterday))

    def _local(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, self.zone)

    def _on(self, day: date) -> Sequence[Span]:
        for one in self.overrides:
            if one.first <= day <= one.last:
                return one.spans
        return (self.week or {}).get(day.weekday(), ())


def _within(minute: int, spans: Sequence[Span]) -> bool:
    return any(start <= minute < end for start, end in spans)


def read_hours(place: Place) -> Hours:
    """Read a Schedule: days with their spans, or Config as DescribeHoursOfOperation has it."""
    fields = place.fields("TimeZone", *DAYS, "Config", "Overrides")
    week = {DAYS.index(day): fields[day].each(_span) for day in DAYS if day in fields}
    if "Config" in fields:
        if week:
            place.wrong("has days and Config; one of them is allowed.")
        week = _configured(fields["Config"])
    return Hours(
        zone=_zone(fields["TimeZone"]) if "TimeZone" in fields else UTC,
        week=week,
        overrides=fields["Overrides"].each(_override) if "Overrides" in fields else (),
    )


def _zone(place: Place) -> tzinfo:
    name = place.text("UTC")
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not known, a folder, a path that leads elsewhere
        place.wrong(f"“{shown(name)}” is no time zone that this machine knows, such as Europe/Berlin or UTC.")
    return UTC


def _span(place: Place) -> Span:
    found = _SPAN.match(place.value) if isinstance(place.value, str) else None
    if found is None:
        place.wrong(f"must be hours such as 09:00-17:30, not {shown(place.value)}.")
        return (0, 0)
    first, first_minute, last, last_minute = map(int, found.groups())
    return _reaching(first * 60 + first_minute, min(last * 60 + last_minute, DAY_MIN))


def _reaching(start: int, end: int) -> Span:
    # Amazon Connect writes the end of a day as 00:00, and hours over midnight with an earlier end.
    return (start, end if end > start else end + DAY_MIN)


def _configured(place: Place) -> dict[int, tuple[Span, ...]]:
    week: dict[int, tuple[Span, ...]] = {}
    for entry in place.items():
        fields = entry.fields("Day", "StartTime", "EndTime")
        if lacking := [key for key in ("Day", "StartTime", "EndTime") if key not in fields]:
            entry.wrong(f"{', '.join(lacking)} missing.")
            continue
        if day := fields["Day"].word(DAYS):
            span = _reaching(_clock(fields["StartTime"]), _clock(fields["EndTime"]))
            week[DAYS.index(day)] = (*week.get(DAYS.index(day), ()), span)
    return week


def _clock(place: Place) -> int:
    fields = place.fields("Hours", "Minutes")
    hours = fields["Hours"].count(0, 23) if "Hours" in fields else 0
    return hours * 60 + (fields["Minutes"].count(0, 59) if "Minutes" in fields else 0)


def _override(place: Place) -> Override:
    fields = place.fields("Name", "From", "To", "Hours")
    first = _date(fields.get("From") or place.at("From"))
    last = _date(fields["To"]) if "To" in fields else first
    if last < first:
        place.wrong("ends before it begins.")
    name = (fields.get("Name") or place.at("Name")).text()
    return Override(name, first, last, fields["Hours"].each(_span) if "Hours" in fields else ())


def _date(place: Place) -> date:
    try:
        return date.fromisoformat(place.value)
    except (TypeError, ValueError):
        place.wrong(f"must be a day such as 2026-12-24, not {shown(place.value)}.")
        return date.min
