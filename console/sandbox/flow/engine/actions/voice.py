"""What is for voice: on chat it takes its documented error branch (administrator guide, channel table)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.engine.actions.messages import say
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_ERROR,
    Done,
    Failed,
    Heard,
    Outcome,
    Result,
    Wait,
    Waiting,
)
from console.sandbox.flow.engine.references import number_of
from console.sandbox.flow.engine.step import Step

Refused = Callable[[Step], Outcome]

KEYS = frozenset("0123456789*#")
PATIENCE_S = 300.0
"""Seconds that somebody who types gets at least, where keys on a phone have a few."""
NO_INPUT = "Timeout"
"""What is stored where nothing was keyed in (administrator guide, Store customer input)."""


def refuse(
    error: str = NO_MATCHING_ERROR, why: str = tr_wire("this is for voice, and fails on chat.")
) -> Refused:
    """An action that takes an error branch on chat, whatever it is told."""

    def refused(step: Step) -> Outcome:
        return Failed(error, why)

    return refused


def get_input(step: Step) -> Outcome | Waiting:
    """Keys pressed on a phone: an error on chat, unless the stub file has them typed."""
    if step.outside.stubs.defaults.get_participant_input != "text":
        return Failed(
            NO_MATCHING_ERROR,
            tr_wire(
                "chat has no keys to press; “getParticipantInput”: “text” in the stub file lets them be "
                "typed."
            ),
        )
    return _typed(step)


def _typed(step: Step) -> Waiting:
    # ours: digits-by-text
    step.warn(
        tr_wire("The keys are typed, which is not what Connect does: there a chat takes the error branch.")
    )
    if (failed := say(step)) is not None:
        return failed
    seconds = max(step.number("InputTimeLimitSeconds") or 0.0, PATIENCE_S)
    happening = yield Wait(seconds, hears=True, reason=tr_wire("waiting for the customer to type the keys"))
    text = (happening.item.content or "").strip() if isinstance(happening, Heard) else ""
    if step.is_on("StoreInput"):
        return _store(step, text)
    if not text:
        return Failed("InputTimeLimitExceeded", tr_wire("the customer typed nothing."))
    return Result(text[0] if text[0] in KEYS else text)


def _store(step: Step, text: str) -> Outcome:
    validation: Mapping[str, Any] = step.mapping("InputValidation")
    if text and "PhoneNumberValidation" in validation and not _is_phone_number(text):
        return Failed("InvalidPhoneNumber", tr_wire("“{typed}” is no phone number.", typed=text))
    custom = validation.get("CustomValidation")
    most = number_of(custom.get("MaximumLength")) if isinstance(custom, Mapping) else None
    step.state.stored_input = text[: int(most)] if text and most else text or NO_INPUT
    return Done()


def _is_phone_number(text: str) -> bool:
    digits = text.replace(" ", "").removeprefix("+")
    return digits.isdecimal() and 3 <= len(digits) <= 15
