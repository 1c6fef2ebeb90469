"""Errors: the drawn tree is the real one, every sentence can be said, and says what it must."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, MutableMapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import errors
from console.errors import (
    AccessDenied,
    AnswerTimedOut,
    Call,
    ClockSkewed,
    ConsoleError,
    DurationRefused,
    InvalidInput,
    NotFound,
    NotReached,
    ProfileProblem,
    ProxyFailed,
    QuotaFull,
    Refusal,
    RequestProblems,
    ServiceError,
    ServiceFault,
    Throttled,
    Unexpected,
    retold,
    seconds_text,
)
from console.errors.calls import CallError
from console.shape import Problem

INSTANCE, FLOW, TOKEN = "instance-1", "flow-2", "client-token-3"
CALL = Call(
    operation="StartChatContact",
    request={
        "InstanceId": INSTANCE,
        "ContactFlowId": FLOW,
        "ClientToken": TOKEN,
        "ChatDurationInMinutes": 90,
    },
    region="eu-central-1",
    endpoint="https://connect.eu-central-1.amazonaws.com",
    access_key_id="AKIA…MPLE",
    attempts=3,
    took_s=12.4,
    connect_s=5,
    read_s=20,
)
REFUSAL = Refusal(CALL, "SomeException", "These are the service's words", 400, "request-id-4")
DENIED = {"action": "connect:StartChatContact", "resource": "arn:aws:connect:…"}


def _below(kind: type[ConsoleError]) -> Iterator[type[ConsoleError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _below(child)


PUBLIC = [kind for kind in _below(ConsoleError) if kind.__name__ in errors.__all__]


def _made(kind: type[ConsoleError]) -> ConsoleError:
    if issubclass(kind, AccessDenied):
        return kind(REFUSAL, **DENIED)
    if issubclass(kind, ServiceError):
        return kind(REFUSAL)
    if issubclass(kind, ProxyFailed):
        return kind(CALL, "the network's words.", proxy="http://proxy:3128")
    if issubclass(kind, NotReached):
        return kind(CALL, "the network's words.")
    if issubclass(kind, RequestProblems):
        return kind([Problem(("CustomerId",), "too_long", "Must be shorter.")])
    return kind("What happened.", "What to do.")


def test_the_drawn_tree_is_the_tree() -> None:
    drawn: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"    ([│├└─ ]*)([A-Z]\w+)  ", line):
            depth = len(found[1]) // 4
            del above[depth:]
            drawn[found[2]] = above[-1] if above else ""
            above.append(found[2])
    real = {
        kind.__name__: next((base.__name__ for base in kind.__mro__[1:] if base in PUBLIC), "")
        for kind in PUBLIC
    }
    assert drawn == real


def test_every_kind_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in PUBLIC]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)


@pytest.mark.parametrize("kind", PUBLIC, ids=lambda kind: kind.code)
def test_every_kind_says_what_happened_and_what_to_do(kind: type[ConsoleError]) -> None:
    error = _made(kind)
    assert str(error) == error.sentence
    assert error.sentence[0].isalnum()
    assert re.search(r"[.”]\Z", error.sentence)
    assert error.advice.endswith(".")
    for text in (error.sentence, error.advice):
        assert not re.search(r"[{}]|None|\.\.|  ", text)
    assert error.as_json()["message"] == error.sentence


@pytest.mark.parametrize("kind", [kind for kind in PUBLIC if issubclass(kind, CallError)])
def test_an_error_of_a_call_is_told_again_from_what_is_kept_of_it(kind: type[ConsoleError]) -> None:
    error = _made(kind)
    kept = json.loads(json.dumps(dict(error.facts)))
    assert retold(kind.code, kept) == error.told


def test_what_was_kept_of_no_call_or_by_another_version_is_not_told_again() -> None:
    assert retold("sign_in_refused", {}) == ""
    assert retold("throttled", {"operation": "StartChatContact"}) == ""
    skewed = ClockSkewed(REFUSAL, ahead_s=-723.6)
    assert retold(skewed.code, skewed.facts) == skewed.told


@pytest.mark.parametrize("kind", [kind for kind in PUBLIC if issubclass(kind, ServiceError)])
def test_what_the_service_said_is_kept(kind: type[ServiceError]) -> None:
    error = _made(kind)
    assert error.request_id == "request-id-4"
    assert error.as_json() == {
        "code": "SomeException",
        "message": error.sentence,
        "request_id": "request-id-4",
    }
    assert error.facts["message"] == "These are the service's words"
    assert error.facts["status"] == 400
    assert error.facts["client_token"] == TOKEN


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Throttled(REFUSAL), ("3 attempts, 12 s", "eu-central-1")),
        (QuotaFull(REFUSAL), (INSTANCE, "500")),
        (NotFound(REFUSAL), (INSTANCE, FLOW, "eu-central-1")),
        (DurationRefused(REFUSAL), ("90 minutes", "may not support", "the service's words")),
        (InvalidInput(REFUSAL, path=("InitialMessage", "Content")), ("InitialMessage.Content", "words")),
        (InvalidInput(REFUSAL), ("the request", "the service's words")),
        (AccessDenied(REFUSAL, **DENIED), (DENIED["action"], DENIED["resource"])),
        (AccessDenied(REFUSAL, **DENIED, reason="with an explicit deny"), ("(with an explicit deny)",)),
        (ClockSkewed(REFUSAL, ahead_s=-723.6), ("about 12 min 5 s behind",)),
        (ClockSkewed(REFUSAL, ahead_s=600.8), ("about 10 min ahead of",)),
        (ClockSkewed(REFUSAL), ("too far",)),
        (ServiceFault(REFUSAL), ("SomeException, status 400", "the service's words")),
        (Unexpected(REFUSAL), ("SomeException, status 400", "the service's words")),
        (AnswerTimedOut(CALL), ("within 20 s", "3 attempts, 12 s", CALL.endpoint)),
        (ProxyFailed(CALL, "407", proxy="http://proxy:3128"), ("http://proxy:3128", "407")),
    ],
    ids=lambda value: value.code if isinstance(value, ConsoleError) else "",
)
def test_a_sentence_names_what_its_reader_needs(error: ConsoleError, words: tuple[str, ...]) -> None:
    for word in words:
        assert word in error.sentence


def test_only_what_may_have_made_a_chat_speaks_of_the_client_token() -> None:
    for kind in PUBLIC:
        error = _made(kind)
        assert ("same ClientToken" in error.advice) == error.may_have_happened, kind
    other = Call("ListInstances", {}, "us-east-1", "https://connect.us-east-1.amazonaws.com")
    assert "ClientToken" not in AnswerTimedOut(other).advice


def test_which_lookups_were_in_vain_is_told() -> None:
    request = {"InstanceId": INSTANCE, "ContactId": "contact-5"}
    stop = Refusal(Call("StopContact", request, "us-east-1", "https://…"), "", "", 404)
    assert "contact contact-5 in instance instance-1" in NotFound(stop).sentence
    flows = Refusal(Call("ListContactFlows", {"InstanceId": INSTANCE}, "us-east-1", "https://…"), "", "", 404)
    assert NotFound(flows).sentence == "In us-east-1 there is no instance instance-1."


def test_several_problems_are_counted_and_the_first_is_told() -> None:
    several = RequestProblems([Problem(("A",), "x", "Is wrong."), Problem(("B", 0), "y", "Is worse.")])
    assert several.sentence == "The request has 2 problems. A: Is wrong."
    assert several.problems[1].where == "B[0]"


def test_braces_in_what_the_service_says_do_no_harm() -> None:
    odd = Refusal(CALL, "{code}", "{0} {operation!r} {", 400)
    assert "{0} {operation!r} {" in Unexpected(odd).sentence


def test_facts_cannot_be_changed() -> None:
    given_facts = {"variable": "X"}
    error = ProfileProblem("What.", "How.", given_facts)
    given_facts["variable"] = "Y"
    assert error.facts == {"variable": "X"}
    assert not isinstance(error.facts, MutableMapping)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "less than 0.1 s"),
        (0.42, "0.4 s"),
        (5, "5 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.7, "1 min"),
        (723, "12 min 3 s"),
        (7500, "2 h 5 min"),
        (3600, "1 h"),
    ],
)
def test_times_read_well(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


@given(st.floats(min_value=0, max_value=10**7))
def test_every_time_can_be_said(seconds: float) -> None:
    assert re.fullmatch(r"(less than )?\d+(\.\d)? (s|min|h)( \d+ (min|s)){0,2}", seconds_text(seconds))
