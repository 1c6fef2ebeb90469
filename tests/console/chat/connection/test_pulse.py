"""The pulse of a socket, by a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.chat.connection.pulse import Pulse
from console.chat.connection.timings import Timings

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TIMINGS = Timings()


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def looked(pulse: Pulse, first: int, last: int) -> list[str]:
    """What is due at each second."""
    return [pulse.look(after(second)) for second in range(first, last + 1)]


def answer(pulse: Pulse) -> None:
    pulse.hear("heartbeat")
    pulse.hear("ping")


def test_it_beats_at_once_and_every_ten_seconds() -> None:
    pulse = Pulse(TIMINGS, START)
    assert pulse.look(START) == "beat"
    answer(pulse)
    assert looked(pulse, 1, 9) == ["rest"] * 9
    assert pulse.look(after(10)) == "beat"


def test_a_heartbeat_that_is_not_answered_by_the_next_means_death() -> None:
    pulse = Pulse(TIMINGS, START)
    pulse.look(START)
    pulse.hear("ping")
    assert looked(pulse, 1, 9) == ["rest"] * 9
    assert pulse.look(after(10)) == "dead"


def test_a_deep_heartbeat_has_to_be_answered_well() -> None:
    pulse = Pulse(TIMINGS, START)
    pulse.look(START)
    for second in (10, 20):
        pulse.hear("heartbeat")
        pulse.hear("bad_ping")
        due = looked(pulse, second - 9, second)[-1]
    assert due == "dead", "twice badly is enough"


def test_a_computer_that_slept_asks_at_once_and_waits_for_three_seconds() -> None:
    pulse = Pulse(TIMINGS, START)
    pulse.look(START)
    # asleep before the answer was read
    assert pulse.look(after(3600)) == "beat"
    answer(pulse)
    assert looked(pulse, 3601, 3603)[-1] == "beat"
    assert pulse.look(after(7200)) == "beat"
    assert looked(pulse, 7201, 7203)[-1] == "dead"


def test_a_clock_that_is_set_back_asks_at_once_too() -> None:
    pulse = Pulse(TIMINGS, START)
    pulse.look(START)
    answer(pulse)
    assert pulse.look(after(-3600)) == "beat"
