"""CheckHoursOfOperation: a stub's word, or its schedule and the sandbox's clock."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.actions.hours import check_hours
from console.sandbox.flow.engine.outcome import Failed, Result
from console.sandbox.flow.engine.state import Queue
from tests.console.sandbox.flow.engine.actions.rehearsal import QUEUE, START, Rehearsal, answers

TYPE = "CheckHoursOfOperation"
HOURS = {"HoursOfOperationId": "arn:aws:connect:us-east-1:123456789012:instance/i/operating-hours/h"}
DAY = 86_400


def check(rehearsal: Rehearsal, parameters: Any = HOURS, **more: Any) -> Any:
    return rehearsal.play(check_hours, TYPE, parameters, **more)


@pytest.mark.parametrize(
    ("value", "result"),
    [("InHours", "True"), ("OutOfHours", "False"), ("True", "True"), ("Holiday", "Holiday")],
)
def test_a_stub_says_what_the_hours_are(value: str, result: str) -> None:
    assert check(Rehearsal(answers(TYPE, (value,), HoursOfOperationId="*/h"))) == Result(result)


def test_an_error_and_no_stub_take_the_error_branch() -> None:
    rehearsal = Rehearsal(answers(TYPE, "NoMatchingError", HoursOfOperationId="*/h"))
    assert check(rehearsal) == Failed("NoMatchingError", "the stub says so")
    assert check(rehearsal, {"HoursOfOperationId": "other"}) == Failed("NoMatchingError", "no stub")
    assert '"HoursOfOperationId": "other"' in rehearsal.warned


def test_without_hours_of_its_own_it_asks_for_those_of_the_working_queue() -> None:
    rehearsal = Rehearsal(answers(TYPE, ("InHours",), QueueName="Support"))
    outcome = check(rehearsal, {})
    assert isinstance(outcome, Failed)
    assert "no working queue" in outcome.why
    rehearsal.state.queue = Queue(QUEUE, "Support")
    assert check(rehearsal, {}) == Result("True")
    rehearsal.state.queue = Queue(QUEUE, "Support", is_agent=True)
    assert isinstance(check(rehearsal, {}), Failed)


def test_moving_the_clock_rehearses_another_day() -> None:
    schedule = {
        "TimeZone": "UTC",
        "FRIDAY": ["00:00-24:00"],
        "SATURDAY": ["09:00-12:00"],
        "Overrides": [{"Name": "Epiphany", "From": "2027-01-06", "Hours": ["00:00-24:00"]}],
    }
    rehearsal = Rehearsal({"ActionType": TYPE, "Schedule": schedule})
    days = []
    for _ in range(6):
        days.append(check(rehearsal).value)
        rehearsal.clock.move(DAY)
    # a Friday, then the weekend, then the override on a Wednesday
    assert days == ["True", "False", "False", "False", "False", "True"]
    assert check(rehearsal, results=["True", "Epiphany"]) == Result("False")
    rehearsal.wall = START - DAY
    assert rehearsal.clock.moved_s == 6 * DAY
    assert check(rehearsal, results=["True", "Epiphany"]) == Result("Epiphany")
