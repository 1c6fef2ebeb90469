"""AuthenticateParticipant: the customer signs in while they chat, or the stub says that they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol, runtime_checkable

from console.language import tr_wire
from console.sandbox.flow.engine.actions.stubbed import ask
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_ERROR,
    Done,
    Failed,
    Outcome,
    Result,
    TimedOut,
    Wait,
    Waiting,
    Woken,
)
from console.sandbox.flow.engine.step import Step
from console.sandbox.participant.chat import Chat

AUTHENTICATION: Final = "authentication"
"""What wakes the action, with what became of the sign-in: `succeeded`, `failed`, `timeout`, …"""
SHORTEST_MIN, LONGEST_MIN = 3, 15
"""Minutes that the customer has (administrator guide, Authenticate customer block)."""
TIME_LIMIT: Final = "TimeLimitExceeded"


@runtime_checkable
class SignInDesk(Protocol):
    """An outside that can ask customers to sign in."""

    def ask_to_sign_in(self, chat: Chat, within_s: float) -> None:
        """Ask the customer of a chat; the flow is woken with what becomes of it."""


def authenticate(step: Step) -> Waiting:
    """Take the stub's word; without one ask the customer, where the outside can: ours: sign-in-for-real."""
    outside = step.outside
    asked = {name: step.mapping(name) for name in ("CognitoConfiguration", "CustomerProfilesConfiguration")}
    if isinstance(outside, SignInDesk) and not outside.stubs.know(step.action.type, asked):
        return (yield from _ask(step, outside))
    stub = yield from ask(step, asked)
    if isinstance(stub, Failed):
        return _end(step, TIME_LIMIT if stub.error == TIME_LIMIT else "", stub)
    if stub.response is not None and stub.response.value == "OptedOut":
        return Result("OptedOut")
    return _end(step, "succeeded", Done())


def _ask(step: Step, desk: SignInDesk) -> Waiting:
    seconds = 60 * _minutes(step)
    desk.ask_to_sign_in(step.chat, seconds)
    woken = yield Wait(
        seconds, wakes=frozenset({AUTHENTICATION}), reason=tr_wire("waiting for the customer to sign in")
    )
    became = (
        str(woken.value) if isinstance(woken, Woken) else "timeout" if isinstance(woken, TimedOut) else ""
    )
    return _end(step, became, _OUTCOMES.get(became, _FAILED))


_FAILED = Failed(NO_MATCHING_ERROR, tr_wire("the sign-in failed"))
_LATE = Failed(TIME_LIMIT, tr_wire("the customer did not sign in in time"))
_OUTCOMES: Final[Mapping[str, Outcome]] = {
    "succeeded": Done(),
    "cancelled": Result("OptedOut"),
    "timeout": _LATE,
    "expired": _LATE,
}
_STATUS: Final[Mapping[str, str]] = {
    "succeeded": "AUTHENTICATED",
    "timeout": "TIMEOUT",
    "expired": "TIMEOUT",
    TIME_LIMIT: "TIMEOUT",
    "cancelled": "",
}


def _end(step: Step, became: str, outcome: Outcome) -> Outcome:
    if status := _STATUS.get(became, "FAILED"):
        told = {"ValueMap": {"Status": {"ValueString": status}}}
        step.state.segment_attributes["connect:CustomerAuthentication"] = told
    return outcome


def _minutes(step: Step) -> float:
    minutes = step.number("TimeLimitMinutes")
    if minutes is None or not SHORTEST_MIN <= minutes <= LONGEST_MIN:
        says = tr_wire(
            "TimeLimitMinutes must be {least} to {most}; {least} is taken.",
            least=SHORTEST_MIN,
            most=LONGEST_MIN,
        )
        step.warn(says)
        return SHORTEST_MIN
    return minutes
