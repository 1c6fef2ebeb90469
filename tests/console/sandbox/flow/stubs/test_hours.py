"""Weekly schedules: time zones, nights, overrides, and AWS's own form of them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any
from zoneinfo import available_timezones

import pytest

from console.sandbox.flow.stubs.hours import Hours, read_hours
from console.sandbox.flow.stubs.place import Place


def read(**schedule: Any) -> Hours:
    place = Place(schedule)
    hours = read_hours(place)
    assert place.mistakes == []
    return hours


def is_open(hours: Hours, when: str) -> bool:
    """`when` is in UTC, such as 2027-01-04T09:00, a Monday."""
    return hours.is_open_at(datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        ("2027-01-04T08:59", False),
        ("2027-01-04T09:00", True),
        ("2027-01-04T11:59", True),
        ("2027-01-04T12:00", False),
        ("2027-01-04T13:30", True),
        ("2027-01-03T10:00", False),
        ("2027-01-05T10:00", False),
    ],
)
def test_a_day_has_spans(when: str, opens: bool) -> None:
    assert is_open(read(MONDAY=["09:00-12:00", "13:00-17:30"]), when) is opens


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        ("2027-01-02T23:59", True),
        ("2027-01-03T05:59", True),
        ("2027-01-03T06:00", False),
        ("2027-01-02T05:00", False),
        ("2027-01-03T22:00", False),
    ],
)
def test_hours_over_midnight_reach_into_the_next_day(when: str, opens: bool) -> None:
    assert is_open(read(SATURDAY=["22:00-06:00"]), when) is opens


def test_a_whole_day_is_written_in_two_ways() -> None:
    for span in ("00:00-24:00", "00:00-00:00"):
        hours = read(MONDAY=[span])
        times = ("2027-01-03T23:59", "2027-01-04T00:00", "2027-01-04T23:59", "2027-01-05T00:00")
        assert [is_open(hours, when) for when in times] == [False, True, True, False]


def test_the_hours_are_those_of_the_time_zone_in_summer_too() -> None:
    if "America/New_York" not in available_timezones():
        if os.environ.get("REQUIRE_TOOLS"):
            pytest.fail("no time zones are installed")
        pytest.skip("no time zones are installed")
    hours = read(TimeZone="America/New_York", MONDAY=["09:00-10:00"])
    assert is_open(hours, "2027-01-04T14:30")
    assert is_open(hours, "2027-07-05T13:30")
    assert not is_open(hours, "2027-07-05T14:30")


def test_the_form_of_describe_hours_of_operation() -> None:
    def day(name: str, start: int, end: int) -> dict[str, Any]:
        return {
            "Day": name,
            "StartTime": {"Hours": start, "Minutes": 30},
            "EndTime": {"Hours": end, "Minutes": 0},
        }

    hours = read(TimeZone="UTC", Config=[day("MONDAY", 8, 12), day("MONDAY", 13, 0), day("SUNDAY", 8, 9)])
    assert [is_open(hours, f"2027-01-04T{at}") for at in ("08:00", "08:30", "12:15", "23:59")] == [
        False,
        True,
        False,
        True,
    ]
    assert is_open(hours, "2027-01-03T08:45")


def test_an_override_takes_the_place_of_the_week() -> None:
    hours = read(
        MONDAY=["09:00-17:00"],
        Overrides=[
            {"Name": "Party", "From": "2027-01-04", "Hours": ["20:00-02:00"]},
            {"Name": "Inventory", "From": "2027-01-10", "To": "2027-01-11"},
        ],
    )
    times = ("04T10:00", "04T21:00", "05T01:59", "05T02:00", "11T10:00", "18T10:00")
    opens = [is_open(hours, f"2027-01-{at}") for at in times]
    assert opens == [False, True, True, False, False, True]
    override = hours.override_at(datetime(2027, 1, 11, 23, tzinfo=UTC).timestamp())
    assert override
    assert override.name == "Inventory"
    assert hours.override_at(datetime(2027, 1, 12, tzinfo=UTC).timestamp()) is None


def test_without_days_it_is_closed() -> None:
    assert not is_open(read(), "2027-01-04T10:00")
