"""Trying again over real sockets: how often, with which token, and what is shown of it."""

from __future__ import annotations

import pytest

from console.aws import Patience, Progress
from console.errors import (
    AccessDenied,
    AnswerTimedOut,
    ConnectionLost,
    ServiceError,
    ServiceFault,
    Throttled,
)
from console.sandbox import Sandbox, parse
from tests.console.aws.door import REQUEST, STARTED, ask, request_to, start
from tests.console.loopback import HANG, HANG_UP, Loopback, refusal, result

REPEATS = [
    ("ThrottlingException", 429, 3),
    ("ThrottlingException", 400, 3),
    ("TooManyRequestsException", 429, 3),
    ("TooManyRequests", 429, 3),
    ("", 429, 3),
    ("InternalServiceException", 500, 3),
    ("", 502, 3),
    ("", 503, 3),
    ("", 504, 3),
    ("LimitExceededException", 429, 1),
    ("ServiceQuotaExceededException", 402, 1),
    ("NotImplementedException", 501, 1),
    ("RequestTimeoutException", 408, 1),
    ("IdempotencyException", 409, 1),
    ("AccessDeniedException", 403, 1),
    ("ExpiredTokenException", 403, 1),
    ("RequestTimeTooSkewed", 403, 1),
    ("InvalidRequestException", 400, 1),
    ("ResourceNotFoundException", 404, 1),
]


@pytest.mark.parametrize(("code", "status", "requests"), REPEATS)
def test_start_is_tried_so_often_and_never_by_the_sdk(code: str, status: int, requests: int) -> None:
    with Loopback(refusal(status, code)) as server, pytest.raises(ServiceError):
        ask(server.endpoint, lambda connect: connect.start_chat_contact(REQUEST))
    assert len(server.asked) == requests
    assert {one.headers["amz-sdk-request"] for one in server.asked} == {"attempt=1; max=1"}


@pytest.mark.parametrize(
    ("code", "status", "requests"),
    [("TooManyRequests", 429, 3), ("InternalServiceException", 500, 1), ("LimitExceededException", 429, 1)],
)
def test_stop_is_repeated_only_where_nothing_happened(code: str, status: int, requests: int) -> None:
    with Loopback(refusal(status, code)) as server, pytest.raises(ServiceError):
        ask(server.endpoint, lambda connect: connect.stop_contact("i", "c"))
    assert len(server.asked) == requests


def test_one_client_token_is_kept_over_every_attempt() -> None:
    replies = (refusal(429, "TooManyRequests"), HANG_UP, result(STARTED))
    with Loopback(*replies) as server:
        started = ask(server.endpoint, lambda connect: connect.start_chat_contact(REQUEST))
        other = ask(server.endpoint, lambda connect: connect.start_chat_contact(REQUEST))
    tokens = [one.json["ClientToken"] for one in server.asked]
    assert tokens == [started.client_token] * 3 + [other.client_token]
    assert other.client_token != started.client_token
    assert started.attempts == 3
    assert REQUEST.keys() == {"InstanceId", "ContactFlowId", "ParticipantDetails"}


def test_a_lost_answer_makes_exactly_one_chat(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StartChatContact:reset-after:2"))
    progress: list[Progress] = []
    started = ask(
        sandbox.endpoint, lambda connect: connect.start_chat_contact(request_to(sandbox), progress.append)
    )
    assert started.attempts == 3
    assert [contact.id for contact in sandbox.contacts._contacts.values()] == [started.contact_id]
    assert any(isinstance(one.reason, ConnectionLost) for one in progress)


def test_when_every_answer_is_lost_the_same_token_finds_the_chat(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StartChatContact:reset-after"))
    with pytest.raises(ConnectionLost) as raised:
        ask(sandbox.endpoint, start(sandbox))
    assert raised.value.may_have_happened
    sandbox.faults.clear()
    started = ask(sandbox.endpoint, start(sandbox, ClientToken=raised.value.facts["client_token"]))
    assert [contact.id for contact in sandbox.contacts._contacts.values()] == [started.contact_id]


def test_a_doubt_outlasts_the_attempt_that_raised_it() -> None:
    replies = (HANG_UP, refusal(403, "AccessDeniedException"))
    with Loopback(*replies) as server, pytest.raises(AccessDenied) as raised:
        ask(server.endpoint, lambda connect: connect.start_chat_contact(REQUEST))
    assert raised.value.may_have_happened


def test_a_slow_answer_is_waited_for_so_long_and_asked_for_again() -> None:
    patience = Patience(read_s=0.2, first_wait_s=0.01)
    with Loopback(HANG) as server, pytest.raises(AnswerTimedOut) as raised:
        ask(server.endpoint, lambda connect: connect.start_chat_contact(REQUEST), patience=patience)
    assert len({one.json["ClientToken"] for one in server.asked}) == 1
    assert len(server.asked) == 3
    assert "within 0.2 s (3 attempts, " in raised.value.sentence
    took = raised.value.facts["took_s"]
    assert isinstance(took, float)
    assert took >= 0.6


def test_every_attempt_and_wait_is_shown() -> None:
    progress: list[Progress] = []
    replies = (refusal(429, "TooManyRequests"), refusal(500, "InternalServiceException"), result(STARTED))
    with Loopback(*replies) as server:
        ask(server.endpoint, lambda connect: connect.start_chat_contact(REQUEST, progress.append))
    assert [(one.attempt, one.of, one.waiting_s > 0) for one in progress] == [
        (1, 3, False),
        (2, 3, True),
        (2, 3, False),
        (3, 3, True),
        (3, 3, False),
    ]
    assert isinstance(progress[1].reason, Throttled)
    assert isinstance(progress[3].reason, ServiceFault)


@pytest.mark.parametrize(
    ("header", "text", "least", "most"),
    [
        ("x_amz_retry_after", "300", 0.3, 0.3),
        ("retry_after", "1", 1, 1),
        ("retry_after", "3600", 1.5, 1.5),
        ("retry_after", "Wed, 21 Oct 2015 07:28:00 GMT", 0.005, 0.02),
        ("retry_after", "soon", 0.005, 0.02),
    ],
)
def test_the_wait_that_the_service_asks_for_is_kept_within_reason(
    header: str, text: str, least: float, most: float
) -> None:
    class EnoughError(Exception):
        """Nobody has to live through the wait that is shown."""

    waits: list[float] = []

    def look(progress: Progress) -> None:
        if progress.waiting_s:
            waits.append(progress.waiting_s)
            raise EnoughError

    patience = Patience(first_wait_s=0.01, longest_wait_s=1.5)
    with (
        Loopback(refusal(429, "TooManyRequests", "", **{header: text})) as server,
        pytest.raises(EnoughError),
    ):
        ask(server.endpoint, lambda connect: connect.start_chat_contact(REQUEST, look), patience=patience)
    assert len(waits) == 1
    assert least <= waits[0] <= most
