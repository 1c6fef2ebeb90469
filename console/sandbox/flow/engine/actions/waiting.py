"""Wait: for some time, for the customer, or until a bot has left."""

from __future__ import annotations

from collections.abc import Mapping

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_ERROR,
    Failed,
    Happening,
    Heard,
    Outcome,
    Result,
    Wait,
    Waiting,
    Woken,
)
from console.sandbox.flow.engine.references import text_of
from console.sandbox.flow.engine.step import Step

LONGEST_S = 604_800
"""Seconds of a wait at most (administrator guide, Wait)."""
COMPLETED = "WaitCompleted"
CUSTOMER, BOT = "CustomerReturned", "BotParticipantDisconnected"
BOT_LEFT = "bot_left"
"""What a driver calls it when a bot has left."""

_REASONS: Mapping[frozenset[str], str] = {
    frozenset(): tr_wire("waiting for the time to pass"),
    frozenset({CUSTOMER}): tr_wire("waiting for the customer"),
    frozenset({BOT}): tr_wire("waiting for the bot to leave"),
    frozenset({CUSTOMER, BOT}): tr_wire("waiting for the customer or the bot to leave"),
}
"""What is said of a wait, by the events that end it before its time."""


def wait(step: Step) -> Outcome | Waiting:
    """Wait for the time that is set, or for the first of some events."""
    seconds = step.number("TimeLimitSeconds") or step.number("TimeoutSeconds")
    if seconds is None or not 1 <= seconds <= LONGEST_S:
        why = tr_wire("TimeLimitSeconds must be a number from 1 to {most:,}.", most=LONGEST_S)
        return Failed(NO_MATCHING_ERROR, why)
    events = _events(step)
    if BOT in events and not step.chat.with_role("CUSTOM_BOT"):
        return Failed("ParticipantNotFound", tr_wire("no bot is in the chat."))
    return _wait(step, seconds, events)


def _wait(step: Step, seconds: float, events: tuple[str, ...]) -> Waiting:
    happening = yield Wait(
        seconds,
        hears=CUSTOMER in events,
        wakes=frozenset({BOT_LEFT} if BOT in events else ()),
        reason=_REASONS[frozenset(events) & {CUSTOMER, BOT}],
    )
    return Result(_told(step, happening))


def _told(step: Step, happening: Happening) -> str:
    if isinstance(happening, Heard):
        step.state.heard = happening.item
        return CUSTOMER
    if isinstance(happening, Woken):
        return BOT
    return COMPLETED


def _events(step: Step) -> tuple[str, ...]:
    given = step.value("Events")
    events = tuple(text_of(one) for one in (given if isinstance(given, list) else [given]) if one)
    for event in events:
        if event not in (CUSTOMER, BOT):
            step.warn(tr_wire("The sandbox does not know the event {event}: it never happens.", event=event))
    return events
