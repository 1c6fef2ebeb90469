"""Temporary keys of STS: over the sandbox, and what AWS answers in places that the sandbox has not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from console.aws import Sts
from console.credentials import Keys
from console.errors import (
    AccessDenied,
    AnswerGarbled,
    CodeRefused,
    ConnectionLost,
    ConsoleError,
    CredentialsExpired,
    InvalidInput,
    ProfileProblem,
    RequestProblems,
    RoleRefused,
    ServiceError,
    ServiceFault,
    Throttled,
)
from console.profiles import Profile
from console.sandbox import Sandbox
from tests.console.aws.door import KEYS, ask, ask_sts
from tests.console.loopback import HANG_UP, Loopback, Reply, sts_refusal, sts_result

ROLE = "arn:aws:iam::123456789012:role/{}"
SERIAL = "arn:aws:iam::123456789012:mfa/sandbox"
TESTER = ROLE.format("ChatTester")
SECRET, SESSION = "temporary/secret+access/key", "a-session-token-of-some-length"
CREDENTIALS = (
    f"<Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>"
    f"<SessionToken>{SESSION}</SessionToken><Expiration>2026-11-22T18:30:00Z</Expiration></Credentials>"
)


def assume(role: str = TESTER, **values: Any) -> Callable[[Sts], Awaitable[Keys]]:
    return lambda sts: sts.assume_role(role, "test", **values)


def session(**values: Any) -> Callable[[Sts], Awaitable[Keys]]:
    return lambda sts: sts.get_session_token(**values)


def who(sandbox: Sandbox, keys: Keys) -> str:
    async def arn(connect: Any) -> str:
        identity = await connect.get_caller_identity()
        return str(identity.arn)

    return ask(sandbox.endpoint, arn, keys=keys)


# -- what comes back --------------------------------------------------------------------------------


def test_a_role_gives_keys_that_sign_as_it_until_they_end(sandbox: Sandbox) -> None:
    before = datetime.now(UTC)
    keys = ask_sts(sandbox.endpoint, assume(duration_s=900))
    assert keys.expires_at is not None
    assert timedelta(seconds=890) < keys.expires_at - before < timedelta(seconds=910)
    assert keys.session_token
    assert who(sandbox, keys).endswith(":assumed-role/ChatTester/test")


def test_a_code_gives_keys_of_the_same_user_with_which_a_role_may_want_one(sandbox: Sandbox) -> None:
    keys = ask_sts(sandbox.endpoint, session(serial=SERIAL, code="123456"))
    assert who(sandbox, keys).endswith(":user/sandbox")
    with_mfa = ROLE.format("ChatTesterMfa")
    assert who(sandbox, ask_sts(sandbox.endpoint, assume(with_mfa), keys=keys)).endswith("ChatTesterMfa/test")
    again = ask_sts(sandbox.endpoint, assume(with_mfa, serial=SERIAL, code="123456"))
    assert who(sandbox, again).endswith("ChatTesterMfa/test")


def test_an_external_id_is_passed_on(sandbox: Sandbox) -> None:
    role = ROLE.format("ChatTesterExternal")
    assert ask_sts(sandbox.endpoint, assume(role, external_id="sandbox-external-id"))
    with pytest.raises(RoleRefused, match="ChatTesterExternal may not be assumed"):
        ask_sts(sandbox.endpoint, assume(role))


def test_what_is_not_given_is_not_sent_and_what_is_given_is() -> None:
    answers = [sts_result(operation, CREDENTIALS) for operation in ("AssumeRole", "GetSessionToken")]
    with Loopback(*answers) as server:
        role = ask_sts(
            server.endpoint, assume(duration_s=1800, external_id="x1", serial=SERIAL, code="123456")
        )
        user = ask_sts(server.endpoint, session())
    expected = Keys("ASIAIOSFODNN7EXAMPLE", SECRET, SESSION, datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
    assert role == user == expected
    sent = [{name: value for name, (value,) in parse_qs(one.body.decode()).items()} for one in server.asked]
    version = {"Version": "2011-06-15"}
    assert sent == [
        {
            "Action": "AssumeRole",
            "RoleArn": TESTER,
            "RoleSessionName": "test",
            "DurationSeconds": "1800",
            "ExternalId": "x1",
            "SerialNumber": SERIAL,
            "TokenCode": "123456",
            **version,
        },
        {"Action": "GetSessionToken", **version},
    ]


# -- refusals ---------------------------------------------------------------------------------------

MFA_FAILED = "MultiFactorAuthentication failed"
REFUSALS: list[tuple[str, str, type[ServiceError], str]] = [
    ("AccessDenied", f"{MFA_FAILED} with invalid MFA one time pass code. ", CodeRefused, f"device {SERIAL}"),
    ("AccessDenied", f"{MFA_FAILED}, unable to validate MFA code.", CodeRefused, "unable to validate"),
    ("AccessDenied", f"{MFA_FAILED}, must provide both MFA serial number and one time pass code.",
     CodeRefused, "must provide both"),
    ("AccessDenied", "User: arn:aws:iam::1:user/jo is not authorized to perform: sts:AssumeRole on "
     f"resource: {TESTER}", RoleRefused, f"The role {TESTER} may not be assumed with these keys."),
    ("AccessDenied", "Roles may not be assumed by root accounts.", RoleRefused,
     "(Roles may not be assumed by root accounts)"),
    ("ExpiredToken", "The security token included in the request is expired", CredentialsExpired, "is over"),
    ("Throttling", "Rate exceeded", Throttled, "AWS STS takes no more AssumeRole calls"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "message", "kind", "words"), REFUSALS)
def test_each_refusal_has_its_own_words(
    code: str, message: str, kind: type[ServiceError], words: str
) -> None:
    with Loopback(sts_refusal(403, code, message)) as server, pytest.raises(ServiceError) as raised:
        ask_sts(server.endpoint, assume(serial=SERIAL, code="123456"))
    assert type(raised.value) is kind
    assert words in raised.value.sentence
    assert raised.value.facts["role_arn"] == TESTER
    assert raised.value.request_id == "a-request-id"


def test_a_wrong_code_is_told_with_its_device(sandbox: Sandbox) -> None:
    with pytest.raises(CodeRefused) as raised:
        ask_sts(sandbox.endpoint, session(serial=SERIAL, code="654321"))
    assert SERIAL in raised.value.sentence
    assert "654321" not in f"{raised.value.sentence}{raised.value.advice}{raised.value.facts}"
    assert "shows another code" in raised.value.advice


def test_temporary_keys_get_no_session_token(sandbox: Sandbox) -> None:
    keys = ask_sts(sandbox.endpoint, assume())
    with pytest.raises(AccessDenied) as raised:
        ask_sts(sandbox.endpoint, session(), keys=keys)
    assert type(raised.value) is AccessDenied
    assert "sts:GetSessionToken on * (Cannot call GetSessionToken with session" in raised.value.sentence


@pytest.mark.parametrize(
    "message",
    [
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
)
def test_a_duration_that_is_too_long_is_told_beside_its_field(message: str) -> None:
    with (
        Loopback(sts_refusal(400, "ValidationError", message)) as server,
        pytest.raises(InvalidInput) as raised,
    ):
        ask_sts(server.endpoint, assume(duration_s=43_200))
    assert raised.value.path == ("DurationSeconds",)
    assert message.rstrip(".") in raised.value.sentence


def test_a_chained_role_is_capped_at_an_hour(sandbox: Sandbox) -> None:
    keys = ask_sts(sandbox.endpoint, assume())
    with pytest.raises(InvalidInput) as raised:
        ask_sts(sandbox.endpoint, assume(duration_s=7200), keys=keys)
    assert raised.value.path == ("DurationSeconds",)


def test_a_value_that_cannot_be_sent_is_told_and_not_shown() -> None:
    with Loopback() as server, pytest.raises(RequestProblems) as raised:
        ask_sts(server.endpoint, assume("arn:short", serial=SERIAL, code="12345"))
    assert [problem.where for problem in raised.value.problems] == ["RoleArn", "TokenCode"]
    assert "12345" not in f"{raised.value.sentence}{raised.value.facts}"
    assert not server.asked


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>Welcome to the hotel</html>"),
        Reply(200, b""),
        sts_result("AssumeRole", ""),
        sts_result("AssumeRole", CREDENTIALS.replace(SESSION, "")),
        sts_result("AssumeRole", CREDENTIALS.replace("2026-11-22T18:30:00Z", "soon")),
    ],
    ids=lambda reply: f"{reply.body[-150:-100]!r}",
)
def test_an_answer_without_keys_gives_none(reply: Reply) -> None:
    with Loopback(reply) as server, pytest.raises(AnswerGarbled, match="does not speak like AWS STS"):
        ask_sts(server.endpoint, assume())


# -- trying again -----------------------------------------------------------------------------------

LOST: list[tuple[Reply, type[ConsoleError]]] = [
    (HANG_UP, ConnectionLost),
    (sts_refusal(500, "InternalFailure"), ServiceFault),
]


@pytest.mark.parametrize(("reply", "kind"), LOST, ids=["lost", "failed"])
@pytest.mark.parametrize(
    ("call", "requests"),
    [
        (assume(), 3),
        (session(), 3),
        (assume(serial=SERIAL, code="123456"), 1),
        (session(serial=SERIAL, code="123456"), 1),
    ],
    ids=["role", "session", "role with code", "session with code"],
)
def test_a_code_is_never_sent_twice_where_it_may_be_used_up(
    reply: Reply, kind: type[ConsoleError], call: Callable[[Sts], Awaitable[Keys]], requests: int
) -> None:
    with Loopback(reply) as server, pytest.raises(kind):
        ask_sts(server.endpoint, call)
    assert len(server.asked) == requests


def test_a_code_is_sent_again_where_the_service_had_no_time_for_it() -> None:
    answers = (sts_refusal(400, "Throttling"), sts_result("GetSessionToken", CREDENTIALS))
    with Loopback(*answers) as server:
        assert ask_sts(server.endpoint, session(serial=SERIAL, code="123456")).secret_access_key == SECRET
    assert len(server.asked) == 2


def test_a_closed_door_lets_nobody_in() -> None:
    async def look(sts: Sts) -> None:
        sts.close()
        with pytest.raises(ProfileProblem, match="closed"):
            await sts.get_session_token()

    ask_sts("http://127.0.0.1:1", look)


@pytest.mark.parametrize(("region", "endpoint"), [("moon", None), ("us-east-1", "http://evil.example")])
def test_a_profile_that_cannot_be_used_is_told_at_once(region: str, endpoint: str | None) -> None:
    with pytest.raises(ProfileProblem):
        Sts(Profile("Test", "role", region, endpoint), KEYS)
