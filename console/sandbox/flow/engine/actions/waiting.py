"""Wait: for some time, for the customer, or until a bot has left."""

from __future__ import annotations

from collections.abc import Mapping

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

_REASONS: Mapping[str, str] = {CUSTOMER: "the customer", BOT: "the bot to leave"}


def wait(step: Step) -> Outcome | Waiting:
    """Wait for the time that is set, or for the first of some events."""
    seconds = step.number("TimeLimitSeconds") or step.number("TimeoutSeconds")
    if seconds is None or not 1 <= seconds <= LONGEST_S:
        return Failed(NO_MATCHING_ERROR, f"TimeLimitSeconds must be a number from 1 to {LONGEST_S:,}.")
    events = _events(step)
    if BOT in events and not step.chat.with_role("CUSTOM_BOT"):
        return Failed("ParticipantNotFound", "no bot is in the chat.")
    return _wait(step, seconds, events)


def _wait(step: Step, seconds: float, events: tuple[str, ...]) -> Waiting:
    expected = " or ".join(_REASONS[event] for event in events if event in _REASONS)
    happening = yield Wait(
        seconds,
        hears=CUSTOMER in events,
        wakes=frozenset({BOT_LEFT} if BOT in events else ()),
        reason=f"waiting for {expected or 'the time to pass'}",
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
        if event not in _REASONS:
            step.warn(f"The sandbox does not know the event {event}: it never happens.")
    return events
