"""AuthenticateParticipant: the stub's word, or the customer who is asked."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.actions.authentication import authenticate
from console.sandbox.flow.engine.outcome import Done, Failed, Outcome, Result, TimedOut, Woken
from console.sandbox.participant.chat import Chat
from tests.console.sandbox.flow.engine.actions.rehearsal import Alone, Rehearsal, answers

TYPE = "AuthenticateParticipant"
POOL = {"CognitoConfiguration": {"UserPoolArn": "arn:x", "AppClientId": "abc"}, "TimeLimitMinutes": "5"}
LATE = Failed("TimeLimitExceeded", "the customer did not sign in in time")


class Desk(Alone):
    """An outside that can ask customers to sign in."""

    asked_s = 0.0

    def ask_to_sign_in(self, chat: Chat, within_s: float) -> None:
        self.asked_s = within_s


def status(rehearsal: Rehearsal) -> Any:
    told = rehearsal.state.segment_attributes.get("connect:CustomerAuthentication")
    return told and told["ValueMap"]["Status"]["ValueString"]


@pytest.mark.parametrize(
    ("answer", "outcome", "told"),
    [
        (("AUTHENTICATED",), Done(), "AUTHENTICATED"),
        (("OptedOut",), Result("OptedOut"), None),
        ("TimeLimitExceeded", Failed("TimeLimitExceeded", "the stub says so"), "TIMEOUT"),
        ("NoMatchingError", Failed("NoMatchingError", "the stub says so"), "FAILED"),
    ],
)
def test_a_stub_answers_in_the_place_of_the_customer(answer: Any, outcome: Outcome, told: str | None) -> None:
    rehearsal = Rehearsal(answers(TYPE, answer, CognitoConfiguration={"AppClientId": "abc"}))
    rehearsal.outside = Desk(rehearsal.outside.stubs)
    assert rehearsal.play(authenticate, TYPE, POOL) == outcome
    assert status(rehearsal) == told
    assert rehearsal.waits == []


@pytest.mark.parametrize(
    ("happening", "outcome", "told"),
    [
        (Woken("authentication", "succeeded"), Done(), "AUTHENTICATED"),
        (Woken("authentication", "cancelled"), Result("OptedOut"), None),
        (Woken("authentication", "failed"), Failed("NoMatchingError", "the sign-in failed"), "FAILED"),
        (Woken("authentication", "timeout"), LATE, "TIMEOUT"),
        (Woken("authentication", "expired"), LATE, "TIMEOUT"),
        (TimedOut(), LATE, "TIMEOUT"),
    ],
)
def test_without_a_stub_the_customer_is_asked(happening: Any, outcome: Outcome, told: str | None) -> None:
    rehearsal = Rehearsal()
    desk = rehearsal.outside = Desk(rehearsal.outside.stubs)
    assert rehearsal.play(authenticate, TYPE, POOL, happening) == outcome
    assert status(rehearsal) == told
    assert desk.asked_s == rehearsal.waits[0].seconds == 300
    assert rehearsal.waits[0].wakes == {"authentication"}


def test_without_a_stub_and_a_desk_it_fails() -> None:
    rehearsal = Rehearsal()
    assert rehearsal.play(authenticate, TYPE, POOL) == Failed("NoMatchingError", "no stub")


def test_the_customer_has_three_minutes_where_the_limit_makes_no_sense() -> None:
    rehearsal = Rehearsal()
    desk = rehearsal.outside = Desk(rehearsal.outside.stubs)
    assert rehearsal.play(authenticate, TYPE, {"TimeLimitMinutes": "2"}) == LATE
    assert desk.asked_s == 180
    assert "3 to 15" in rehearsal.warned
