"""When a call is tried again, and how long it waits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.aws.retries import RETRIED, Patience, row, wait_before_next
from console.errors import (
    AnswerGarbled,
    AnswerTimedOut,
    Call,
    ConnectionLost,
    ConsoleError,
    DnsFailed,
    NoConnection,
    QuotaFull,
    Refusal,
    ServiceFault,
    Throttled,
    TimedOut,
    TlsFailed,
)

START = "StartChatContact"
CALL = Call(START, {}, "us-east-1", "https://connect.us-east-1.amazonaws.com")
REFUSAL = Refusal(CALL, "Code", "", 429)
PATIENCE = Patience()


@pytest.mark.parametrize(
    "error",
    [
        Throttled(REFUSAL),
        ServiceFault(REFUSAL),
        AnswerGarbled(REFUSAL),
        TimedOut(CALL),
        AnswerTimedOut(CALL),
        ConnectionLost(CALL),
    ],
    ids=lambda error: error.code,
)
def test_what_may_go_better_next_time_is_tried_again(error: ConsoleError) -> None:
    waits = [wait_before_next(error, START, attempt, PATIENCE) for attempt in (1, 2)]
    assert all(wait is not None and 0 < wait < 3 for wait in waits)
    assert wait_before_next(error, START, 3, PATIENCE) is None


@pytest.mark.parametrize(
    "error",
    [QuotaFull(REFUSAL), NoConnection(CALL), DnsFailed(CALL), TlsFailed(CALL)],
    ids=lambda error: error.code,
)
def test_what_will_not_is_told_at_once(error: ConsoleError) -> None:
    assert wait_before_next(error, START, 1, PATIENCE) is None


def test_everything_that_may_leave_a_chat_is_repeated_with_the_token_that_finds_it() -> None:
    repeated = RETRIED[START]
    doubtful = [kind for kind in (ServiceFault, AnswerTimedOut, ConnectionLost) if kind.may_have_happened]
    assert len(doubtful) == 3
    assert all(kind in repeated for kind in doubtful)
    assert not [kind for kind in RETRIED["StopContact"] if kind.may_have_happened]


@pytest.mark.parametrize(
    ("operation", "request_", "named"),
    [
        ("StartChatContact", {"TokenCode": "x"}, "StartChatContact"),
        ("ListInstances", {}, "ListInstances"),
        ("AssumeRole", {"RoleArn": "x", "SerialNumber": "x"}, "AssumeRole"),
        ("AssumeRole", {"RoleArn": "x", "TokenCode": "x"}, "AssumeRole with TokenCode"),
        ("GetSessionToken", {"TokenCode": "x"}, "GetSessionToken with TokenCode"),
        ("CreateToken", {"refreshToken": "x"}, "CreateToken"),
        ("CreateToken", {"deviceCode": "x"}, "CreateToken with deviceCode"),
    ],
)
def test_some_calls_have_a_row_of_their_own_for_what_they_hold(
    operation: str, request_: dict[str, str], named: str
) -> None:
    assert row(operation, request_) == named


def test_what_holds_once_is_repeated_only_where_nothing_happened() -> None:
    doubtful = (ServiceFault(REFUSAL), AnswerGarbled(REFUSAL), AnswerTimedOut(CALL), ConnectionLost(CALL))
    for name in ("AssumeRole with TokenCode", "GetSessionToken with TokenCode", "StopContact"):
        for error in doubtful:
            assert error.may_have_happened
            assert wait_before_next(error, name, 1, PATIENCE) is None
        assert wait_before_next(Throttled(REFUSAL), name, 1, PATIENCE)


@given(
    st.integers(min_value=1, max_value=9),
    st.floats(min_value=0.01, max_value=5),
    st.none() | st.floats(min_value=0, max_value=10**6),
)
def test_waits_grow_and_stay_within_bounds(attempt: int, first: float, asked: float | None) -> None:
    patience = Patience(attempts=10, first_wait_s=first, longest_wait_s=20)
    error = Throttled(Refusal(CALL, "Code", "", 429, retry_after_s=asked))
    wait = wait_before_next(error, START, attempt, patience)
    assert wait is not None
    own = first * 2 ** (attempt - 1)
    assert min(max(own * 0.75, asked or 0), 20) <= wait <= min(max(own * 1.25, asked or 0), 20)
