"""The clocks of a chat: always the deadline minus the wall clock, however that one jumps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.chat.clocks import (
    CONNECT_WITHIN,
    SOON,
    URGENT,
    Deadline,
    Urgency,
    as_minutes,
    utc_now,
)
from tests.conftest import MovableClock

START = datetime(2026, 3, 29, 0, 58, tzinfo=UTC)
"""Two minutes before Europe's clocks jump ahead: a countdown does not care."""
FIVE = Deadline.after(START, CONNECT_WITHIN)


def left(**gone: float) -> str:
    return as_minutes(FIVE.remaining(START + timedelta(**gone)))


def test_five_minutes_run_down() -> None:
    assert timedelta(minutes=5) == CONNECT_WITHIN
    assert [left(seconds=seconds) for seconds in (0, 1, 60, 299, 300, 301)] == [
        "5:00",
        "4:59",
        "4:00",
        "0:01",
        "0:00",
        "0:00",
    ]


def test_a_started_second_counts_as_whole() -> None:
    assert left(milliseconds=1) == "5:00"
    assert left(milliseconds=999) == "5:00"
    assert left(milliseconds=1000) == "4:59"
    assert left(seconds=299, milliseconds=999) == "0:01"


def test_a_laptop_that_slept_wakes_up_to_the_truth(clock: MovableClock) -> None:
    deadline = Deadline.after(clock(), CONNECT_WITHIN)
    clock.move(minutes=3)
    assert timedelta(minutes=1, seconds=55) < deadline.remaining(clock()) <= timedelta(minutes=2)
    clock.move(hours=8)
    assert deadline.remaining(clock()) == timedelta()
    assert deadline.is_over(clock())
    assert deadline.urgency(clock()) == "over"


def test_a_clock_that_is_set_back_shows_no_more_than_the_whole(clock: MovableClock) -> None:
    deadline = Deadline.after(clock(), CONNECT_WITHIN)
    clock.move(hours=-2)
    assert deadline.remaining(clock()) == CONNECT_WITHIN
    assert deadline.fraction(clock()) == 1.0
    assert not deadline.is_over(clock())


@pytest.mark.parametrize(
    ("seconds_left", "urgency"),
    [
        (300, "calm"),
        (60.001, "calm"),
        (60, "soon"),
        (15.001, "soon"),
        (15, "urgent"),
        (0.001, "urgent"),
        (0, "over"),
        (-1, "over"),
    ],
)
def test_it_warns_at_a_minute_and_at_fifteen_seconds(seconds_left: float, urgency: Urgency) -> None:
    now = FIVE.at - timedelta(seconds=seconds_left)
    assert FIVE.urgency(now) == urgency
    assert FIVE.is_over(now) is (urgency == "over")
    assert (timedelta(minutes=1), timedelta(seconds=15)) == (SOON, URGENT)


def test_the_share_that_is_left() -> None:
    shares = [FIVE.fraction(START + timedelta(seconds=seconds)) for seconds in (0, 75, 150, 300, 900)]
    assert shares == [1.0, 0.75, 0.5, 0.0, 0.0]


def test_time_zones_do_not_matter() -> None:
    there = timezone(timedelta(hours=9))
    assert FIVE.remaining((START + timedelta(minutes=1)).astimezone(there)) == timedelta(minutes=4)


def test_now_has_its_time_zone() -> None:
    assert utc_now().tzinfo is UTC
    assert abs(utc_now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (0.001, "0:01"),
        (9, "0:09"),
        (59.5, "1:00"),
        (61, "1:01"),
        (3599, "59:59"),
        (3599.5, "1:00:00"),
        (3661, "1:01:01"),
        (25 * 3600, "25:00:00"),
        (7 * 86_400, "168:00:00"),
    ],
)
def test_remaining_time_is_written_as_a_clock(seconds: float, text: str) -> None:
    assert as_minutes(timedelta(seconds=seconds)) == text


@given(
    st.timedeltas(timedelta(seconds=1), timedelta(days=8)),
    st.lists(st.timedeltas(timedelta(days=-9), timedelta(days=9)), min_size=1, max_size=5),
)
def test_wherever_the_clock_stands_the_rest_is_within_its_span(
    span: timedelta, moves: list[timedelta]
) -> None:
    deadline = Deadline.after(START, span)
    for move in sorted(moves):
        now = START + move
        rest = deadline.remaining(now)
        assert timedelta() <= rest <= span
        assert 0.0 <= deadline.fraction(now) <= 1.0
        assert deadline.is_over(now) is (rest == timedelta())
        assert deadline.is_over(now) is (deadline.urgency(now) == "over")
    rests = [deadline.remaining(START + move) for move in sorted(moves)]
    assert rests == sorted(rests, reverse=True)
