from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.outcome import TimedOut
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow

TEXT = {"defaults": {"getParticipantInput": "text"}}
MENU = {"Text": "1 sales, 2 support", "InputTimeLimitSeconds": "5", "StoreInput": "False"}
STORE = {"Text": "Your number?", "InputTimeLimitSeconds": "5", "StoreInput": "True"}
PHONE = {"InputValidation": {"PhoneNumberValidation": {"NumberFormat": "E164"}}}


def asked(stage: Stage, parameters: dict[str, Any], *says: Any) -> str:
    errors = {"InputTimeLimitExceeded": "end", "NoMatchingCondition": "end", "NoMatchingError": "end"}
    conditions = {} if parameters is STORE or "InputValidation" in parameters else {"1": "end", "*": "end"}
    told = action(
        "it", "GetParticipantInput", parameters, "end", conditions, InvalidPhoneNumber="end", **errors
    )
    stage.play(flow(told, END), says)
    return stage.entry("it").edge


def test_on_chat_nothing_is_asked_and_the_error_branch_follows() -> None:
    stage = Stage()
    assert asked(stage, MENU, "1") == "NoMatchingError"
    assert (stage.said, stage.waits) == ([], [])
    assert "getParticipantInput" in stage.entry("it").result


@pytest.mark.parametrize(
    ("said", "edge"),
    [
        ("1", "Equals 1"),
        (" 1 please", "Equals 1"),
        ("*", "Equals *"),
        ("3", "NoMatchingCondition"),
        ("x1", "NoMatchingCondition"),
    ],
)
def test_keys_can_be_typed_where_the_stub_file_lets_them(said: str, edge: str) -> None:
    stage = Stage(TEXT)
    assert asked(stage, MENU, said) == edge
    assert stage.said == ["1 sales, 2 support"]
    assert "not what Connect does" in stage.warnings
    assert stage.waits[0].seconds == 300


def test_a_menu_that_nobody_answers_is_too_late() -> None:
    assert asked(Stage(TEXT), MENU, TimedOut()) == "InputTimeLimitExceeded"


@pytest.mark.parametrize(
    ("more", "said", "edge", "stored"),
    [
        ({}, "4711", "NextAction", "4711"),
        ({}, TimedOut(), "NextAction", "Timeout"),
        (PHONE, "+1 555 555 0100", "NextAction", "+1 555 555 0100"),
        (PHONE, "soon", "InvalidPhoneNumber", None),
        ({"InputValidation": {"CustomValidation": {"MaximumLength": "2"}}}, "4711", "NextAction", "47"),
    ],
)
def test_what_is_stored_can_be_read(more: dict[str, Any], said: Any, edge: str, stored: str | None) -> None:
    stage = Stage(TEXT)
    assert asked(stage, {**STORE, **more} if more else STORE, said) == edge
    assert stage.state.stored_input == stored


def test_a_question_that_can_not_be_said_is_an_error() -> None:
    assert asked(Stage(TEXT), {"PromptId": "arn:x"}, "1") == "NoMatchingError"
