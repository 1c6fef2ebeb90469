"""Signing in to IAM Identity Center: over the sandbox, and what AWS answers in other words."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from console.aws import Account, Device, IdentityCenter, Registration, Token
from console.credentials import Keys
from console.errors import (
    AnswerGarbled,
    ConsoleError,
    CredentialsExpired,
    InvalidInput,
    ProfileProblem,
    RegistrationOver,
    RoleNotAssigned,
    ServiceError,
    ServiceFault,
    SignInNeeded,
    SignInOver,
    SignInRefused,
    StartUrlRefused,
    Throttled,
    Unexpected,
)
from console.sandbox import Sandbox
from tests.console.aws.door import ask, ask_center
from tests.console.loopback import HANG_UP, Loopback, Reply, oauth_refusal, refusal, result

LATER = datetime(2030, 1, 1, tzinfo=UTC)
REGISTRATION = Registration("client-1", "client-secret-canary", LATER)
DEVICE = Device("device-code-canary", "ABCD-EFGH", "https://d.example", "https://d.example?u", LATER, 1.0)
TOKEN = Token("access-token-canary", "refresh-token-canary", LATER)
START_URL = "https://example.awsapps.com/start"
KEYS_OF_ROLE = {
    "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
    "secretAccessKey": "secret",
    "sessionToken": "session",
    "expiration": 1,
}
CANARIES = (REGISTRATION.client_secret, DEVICE.device_code, TOKEN.access_token, TOKEN.refresh_token)

Call = Callable[[IdentityCenter], Awaitable[Any]]


async def signed_in(center: IdentityCenter, sandbox: Sandbox) -> tuple[Registration, Token]:
    """Signs in as a person does who allows it."""
    registration = await center.register_client("Test")
    device = await center.start_device_authorization(registration, sandbox.sign_in.start_url)
    sandbox.sign_in.approve(device.user_code)
    token = await center.create_token(registration, device)
    assert isinstance(token, Token)
    return registration, token


# -- over the sandbox -------------------------------------------------------------------------------


def test_from_a_start_url_to_keys_that_sign(sandbox: Sandbox) -> None:
    before = datetime.now(UTC)

    async def sign_in(center: IdentityCenter) -> Keys:
        registration = await center.register_client("Test")
        assert registration.expires_at - before > timedelta(days=1)
        device = await center.start_device_authorization(registration, sandbox.sign_in.start_url)
        assert device.complete_address == f"{device.address}?user_code={device.user_code}"
        assert timedelta(0) < device.expires_at - before < timedelta(hours=1)
        assert device.interval_s == sandbox.sign_in.lifetimes.interval_s
        assert await center.create_token(registration, device) == "pending"
        assert await center.create_token(registration, device) == "slow_down"
        sandbox.sign_in.approve(device.user_code)
        token = await center.create_token(registration, device)
        assert isinstance(token, Token)
        assert token.refresh_token
        assert timedelta(minutes=59) < token.expires_at - before < timedelta(minutes=61)
        accounts = await center.list_accounts(token)
        assert Account("123456789012", "Sandbox", "sandbox@example.com") in accounts
        roles = await center.list_account_roles(token, "123456789012")
        assert "ChatTester" in roles
        return await center.get_role_credentials(token, "123456789012", "ChatTester")

    keys = ask_center(sandbox.endpoint, sign_in)
    assert keys.expires_at is not None
    assert timedelta(minutes=59) < keys.expires_at - before < timedelta(minutes=61)
    identity = ask(sandbox.endpoint, lambda connect: connect.get_caller_identity(), keys=keys)
    assert "AWSReservedSSO_ChatTester_" in identity.arn


def test_a_token_is_renewed_without_anybody(sandbox: Sandbox) -> None:
    async def renew(center: IdentityCenter) -> None:
        registration, token = await signed_in(center, sandbox)
        sandbox.sign_in.expire("access_tokens")
        with pytest.raises(SignInOver):
            await center.list_accounts(token)
        renewed = await center.refresh_token(registration, token)
        assert renewed.access_token != token.access_token
        assert renewed.refresh_token
        assert await center.list_accounts(renewed)
        sandbox.sign_in.expire("portal_sessions")
        with pytest.raises(SignInOver):
            await center.refresh_token(registration, renewed)

    ask_center(sandbox.endpoint, renew)


def test_after_the_logout_the_token_gives_nothing(sandbox: Sandbox) -> None:
    async def leave(center: IdentityCenter) -> None:
        _, token = await signed_in(center, sandbox)
        await center.logout(token)
        with pytest.raises(SignInOver) as raised:
            await center.get_role_credentials(token, "123456789012", "ChatTester")
        assert isinstance(raised.value, CredentialsExpired)
        assert raised.value.sentence == "The sign-in at Identity Center in us-east-1 is over."

    ask_center(sandbox.endpoint, leave)


def test_a_sign_in_that_does_not_come_about(sandbox: Sandbox) -> None:
    async def fail(center: IdentityCenter) -> None:
        registration = await center.register_client("Test")
        begun = [
            await center.start_device_authorization(registration, sandbox.sign_in.start_url) for _ in range(2)
        ]
        sandbox.sign_in.deny(begun[0].user_code)
        with pytest.raises(SignInRefused, match="declined"):
            await center.create_token(registration, begun[0])
        sandbox.sign_in.expire("devices")
        with pytest.raises(SignInRefused, match="holds no longer"):
            await center.create_token(registration, begun[1])
        with pytest.raises(StartUrlRefused) as raised:
            await center.start_device_authorization(registration, "https://nobody.example/start")
        assert "in us-east-1 does not accept the start URL https://nobody.ex" in raised.value.sentence
        sandbox.sign_in.expire("clients")
        with pytest.raises(RegistrationOver):
            await center.start_device_authorization(registration, sandbox.sign_in.start_url)

    ask_center(sandbox.endpoint, fail)


def test_a_role_that_is_not_assigned_is_named(sandbox: Sandbox) -> None:
    async def look(center: IdentityCenter) -> None:
        _, token = await signed_in(center, sandbox)
        with pytest.raises(RoleNotAssigned, match="the role Boss in account 123456789012"):
            await center.get_role_credentials(token, "123456789012", "Boss")
        with pytest.raises(RoleNotAssigned):
            await center.list_account_roles(token, "000000000000")

    ask_center(sandbox.endpoint, look)


# -- in AWS's form ----------------------------------------------------------------------------------


def test_what_is_asked_holds_no_signature_and_what_each_step_needs() -> None:
    answers = (
        result({"clientId": "c", "clientSecret": "s", "clientSecretExpiresAt": 1893456000}),
        result({"deviceCode": "d", "userCode": "u", "verificationUri": "https://v", "expiresIn": 600}),
        result({"accessToken": "a", "tokenType": "Bearer", "expiresIn": 60}),
        result({"accessToken": "b", "tokenType": "Bearer", "expiresIn": 60}),
        result({}),
    )

    async def look(center: IdentityCenter) -> None:
        assert await center.register_client("Test") == Registration("c", "s", LATER)
        device = await center.start_device_authorization(REGISTRATION, START_URL)
        assert (device.complete_address, device.interval_s) == ("https://v", 5.0)
        token = await center.create_token(REGISTRATION, DEVICE)
        assert isinstance(token, Token)
        assert (token.access_token, token.refresh_token) == ("a", None)
        # A service that gives no new refresh token means the old one to hold on.
        assert (await center.refresh_token(REGISTRATION, TOKEN)).refresh_token == TOKEN.refresh_token
        await center.logout(TOKEN)

    with Loopback(*answers) as server:
        ask_center(server.endpoint, look)
    client = {"clientId": "client-1", "clientSecret": "client-secret-canary"}
    assert [(one.path, json.loads(one.body or b"null")) for one in server.asked] == [
        (
            "/client/register",
            {"clientName": "Test", "clientType": "public", "scopes": ["sso:account:access"]},
        ),
        ("/device_authorization", {**client, "startUrl": START_URL}),
        (
            "/token",
            {
                **client,
                "grantType": "urn:ietf:params:oauth:grant-type:device_code",
                "deviceCode": "device-code-canary",
            },
        ),
        ("/token", {**client, "grantType": "refresh_token", "refreshToken": "refresh-token-canary"}),
        ("/logout", None),
    ]
    assert server.asked[-1].headers["x-amz-sso_bearer_token"] == TOKEN.access_token
    for one in server.asked:
        assert not {"authorization", "x-amz-security-token", "x-amz-date"} & set(one.headers)


def test_all_pages_of_accounts_and_roles_are_read() -> None:
    answers = (
        result({"accountList": [{"accountId": "1"}], "nextToken": "more"}),
        result({"accountList": [{"accountId": "2", "accountName": "Two", "emailAddress": "t@example.com"}]}),
        result({"roleList": [{"roleName": "A", "accountId": "1"}], "nextToken": "more"}),
        result({"roleList": [{"roleName": "B", "accountId": "1"}]}),
    )

    async def look(center: IdentityCenter) -> None:
        two = Account("2", "Two", "t@example.com")
        assert await center.list_accounts(TOKEN) == [Account("1", "", ""), two]
        assert await center.list_account_roles(TOKEN, "1") == ["A", "B"]

    with Loopback(*answers) as server:
        ask_center(server.endpoint, look)
    asked = [parse_qs(urlsplit(one.path).query) for one in server.asked]
    assert [query.get("next_token") for query in asked] == [None, ["more"], None, ["more"]]


def test_the_end_of_a_roles_keys_is_counted_in_milliseconds() -> None:
    answer = result({"roleCredentials": {**KEYS_OF_ROLE, "expiration": 1893456000123}})
    with Loopback(answer) as server:
        keys = ask_center(server.endpoint, lambda center: center.get_role_credentials(TOKEN, "1", "R"))
    assert keys.expires_at == LATER + timedelta(milliseconds=123)
    assert (keys.secret_access_key, keys.session_token) == ("secret", "session")


CALLS: dict[str, Call] = {
    "create": lambda center: center.create_token(REGISTRATION, DEVICE),
    "refresh": lambda center: center.refresh_token(REGISTRATION, TOKEN),
    "begin": lambda center: center.start_device_authorization(REGISTRATION, START_URL),
    "register": lambda center: center.register_client("Test"),
    "accounts": lambda center: center.list_accounts(TOKEN),
    "keys": lambda center: center.get_role_credentials(TOKEN, "1", "R"),
    "logout": lambda center: center.logout(TOKEN),
}


@pytest.mark.parametrize(
    ("call", "reply", "kind", "words"),
    [
        ("create", oauth_refusal(400, "AccessDeniedException"), SignInRefused, "was declined"),
        ("create", oauth_refusal(400, "ExpiredTokenException"), SignInRefused, "nobody confirmed it"),
        ("create", oauth_refusal(400, "InvalidGrantException"), SignInRefused, "holds no longer"),
        (
            "create",
            oauth_refusal(401, "InvalidClientException", "bad client"),
            RegistrationOver,
            "bad client",
        ),
        ("create", oauth_refusal(400, "UnauthorizedClientException"), RegistrationOver, "registration"),
        ("create", oauth_refusal(400, "InvalidRequestException", "no"), InvalidInput, "It says: “no”"),
        ("create", oauth_refusal(400, "InvalidScopeException", "odd"), Unexpected, "InvalidScopeException"),
        ("refresh", oauth_refusal(400, "InvalidGrantException"), SignInOver, "is over"),
        ("refresh", oauth_refusal(400, "ExpiredTokenException"), SignInOver, "is over"),
        ("refresh", oauth_refusal(401, "InvalidClientException"), RegistrationOver, "registration"),
        ("refresh", oauth_refusal(400, "SlowDownException"), Throttled, "IAM Identity Center takes no more"),
        ("begin", oauth_refusal(400, "InvalidRequestException", "odd url"), StartUrlRefused, "“odd url”"),
        ("begin", oauth_refusal(400, "SlowDownException"), Throttled, "StartDeviceAuthorization"),
        ("register", oauth_refusal(400, "InvalidClientMetadataException", "bad"), Unexpected, "“bad”"),
        ("accounts", refusal(401, "UnauthorizedException", "Session token not found"), SignInOver, "is over"),
        ("accounts", refusal(429, "TooManyRequestsException"), Throttled, "ListAccounts"),
        ("accounts", refusal(403, "ForbiddenException", "No access"), Unexpected, "No access"),
        ("keys", refusal(401, "UnauthorizedException"), SignInOver, "is over"),
        ("keys", refusal(403, "ForbiddenException", "No access"), RoleNotAssigned, "the role R in account 1"),
        ("keys", refusal(404, "ResourceNotFoundException"), RoleNotAssigned, "account 1"),
        ("keys", refusal(500, "InternalServerException"), ServiceFault, "failed on its side"),
        ("logout", refusal(401, "UnauthorizedException"), SignInOver, "is over"),
    ],
)
def test_each_refusal_has_its_own_words(
    call: str, reply: Reply, kind: type[ConsoleError], words: str
) -> None:
    with Loopback(reply) as server, pytest.raises(ConsoleError) as raised:
        ask_center(server.endpoint, CALLS[call])
    assert type(raised.value) is kind
    assert words in raised.value.sentence
    assert raised.value.request_id == "a-request-id"
    told = f"{raised.value.sentence}{raised.value.advice}{dict(raised.value.facts)}"
    assert not [canary for canary in CANARIES if canary and canary in told]
    assert "aws sso login" not in told


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (oauth_refusal(400, "AuthorizationPendingException"), "pending"),
        (oauth_refusal(400, "SlowDownException"), "slow_down"),
        (Reply(429, b""), "slow_down"),
    ],
)
def test_waiting_is_no_error_and_each_question_is_one_request(reply: Reply, answer: str) -> None:
    with Loopback(reply) as server:
        assert ask_center(server.endpoint, CALLS["create"]) == answer
    assert len(server.asked) == 1


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("reply", [HANG_UP, Reply(503, b"")], ids=["lost", "failed"])
def test_what_may_go_better_is_tried_again(call: str, reply: Reply) -> None:
    with Loopback(reply) as server, pytest.raises(ConsoleError):
        ask_center(server.endpoint, CALLS[call])
    assert len(server.asked) == 3


@pytest.mark.parametrize("call", [name for name in CALLS if name != "logout"])
@pytest.mark.parametrize("body", [b"<html>Welcome to the hotel</html>", b"{}", b"[]", b"null", b""])
def test_an_answer_that_cannot_be_read_is_told_as_such(call: str, body: bytes) -> None:
    reply = Reply(200, body, {"content-type": "application/json"})
    with Loopback(reply) as server, pytest.raises(AnswerGarbled, match="speak like IAM Identity Center"):
        ask_center(server.endpoint, CALLS[call])


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("register", {"clientId": "c", "clientSecret": "s", "clientSecretExpiresAt": 10**20}),
        ("register", {"clientId": "c", "clientSecret": "s", "clientSecretExpiresAt": "soon"}),
        ("register", {"clientId": "c", "clientSecret": "", "clientSecretExpiresAt": 1}),
        ("begin", {"deviceCode": "d", "userCode": "u", "verificationUri": "v", "expiresIn": 10**20}),
        ("begin", {"deviceCode": "d", "userCode": "u", "expiresIn": 600}),
        ("create", {"accessToken": "a", "expiresIn": None}),
        ("refresh", {"accessToken": ["a"], "expiresIn": 60}),
        ("accounts", {"accountList": [{"accountName": "without an id"}]}),
        ("keys", {"roleCredentials": {**KEYS_OF_ROLE, "expiration": 10**30}}),
        ("keys", {"roleCredentials": {**KEYS_OF_ROLE, "sessionToken": None}}),
    ],
)
def test_an_answer_with_something_odd_in_it_is_no_answer(call: str, answer: dict[str, Any]) -> None:
    with Loopback(result(answer)) as server, pytest.raises(AnswerGarbled):
        ask_center(server.endpoint, CALLS[call])


def test_a_sign_in_without_a_refresh_token_has_to_be_begun_anew() -> None:
    once = Token("access-token-canary", None, LATER)
    with Loopback() as server, pytest.raises(SignInNeeded, match="can't be renewed"):
        ask_center(server.endpoint, lambda center: center.refresh_token(REGISTRATION, once))
    assert not server.asked


def test_nothing_that_signs_anybody_in_is_shown() -> None:
    shown = f"{REGISTRATION!r}{DEVICE!r}{TOKEN!r}"
    assert not [canary for canary in CANARIES if canary and canary in shown]
    assert "ABCD-EFGH" in shown


def test_a_closed_door_lets_nobody_in() -> None:
    async def look(center: IdentityCenter) -> None:
        center.close()
        with pytest.raises(ProfileProblem, match="closed"):
            await center.register_client("Test")

    ask_center("http://127.0.0.1:1", look)


@pytest.mark.parametrize(("region", "endpoint"), [("moon", None), ("us-east-1", "http://evil.example")])
def test_a_place_that_cannot_be_used_is_told_at_once(region: str, endpoint: str | None) -> None:
    with pytest.raises(ProfileProblem):
        IdentityCenter(region, endpoint)


def test_the_regions_own_addresses_are_named() -> None:
    async def look(center: IdentityCenter) -> None:
        for call, address in (("register", "https://oidc."), ("accounts", "https://portal.sso.")):
            with pytest.raises(ConsoleError) as raised:
                await CALLS[call](center)
            assert f"{address}xx-nowhere-1.amazonaws.com" in raised.value.sentence
            assert not isinstance(raised.value, ServiceError)

    # An https endpoint is Amazon Connect's alone.
    ask_center("https://connect.invalid", look, region="xx-nowhere-1")
