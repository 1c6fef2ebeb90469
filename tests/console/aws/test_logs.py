"""Signing in with every logger of the SDK at DEBUG: nothing secret is in the log."""

from __future__ import annotations

import asyncio
import base64
import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from console import redaction
from console.aws import Device, IdentityCenter, Patience, Registration, Sts, Token
from console.credentials import Keys, Proxy
from console.errors import ConsoleError, CredentialsExpired, ProxyFailed
from console.profiles import Profile
from tests.console.loopback import (
    HANG_UP,
    Loopback,
    Reply,
    oauth_refusal,
    refusal,
    result,
    sts_refusal,
    sts_result,
)

LATER = datetime(2030, 1, 1, tzinfo=UTC)
CODE = "493817"
SOURCE = Keys("ASIAIOSFODNN7EXAMPLE", "SourceSecretCanary/+" * 2, "SourceSessionCanary/+=" * 3)
GIVEN = {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "GivenSecretCanary/+" * 2}
SESSION = "GivenSessionCanary/+=" * 3
XML = (
    f"<Credentials><AccessKeyId>{GIVEN['accessKeyId']}</AccessKeyId>"
    f"<SecretAccessKey>{GIVEN['secretAccessKey']}</SecretAccessKey>"
    f"<SessionToken>{SESSION}</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>"
)
CANARIES = (
    "SourceSecretCanary", "SourceSessionCanary", "GivenSecretCanary", "GivenSessionCanary", CODE,
    "ClientSecretCanary", "DeviceCodeCanary", "AccessTokenCanary", "RefreshTokenCanary", "IdTokenCanary",
)  # fmt: skip
LOGGERS = ("boto3", "botocore", "urllib3", "console")


@pytest.fixture
def debug_log() -> Iterator[io.StringIO]:
    """Everything that the SDK and the console say at DEBUG, through one guarded handler."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    redaction.guard(handler)
    before = {name: logging.getLogger(name).level for name in LOGGERS}
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).addHandler(handler)
    yield stream
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(handler)
        logging.getLogger(name).setLevel(before[name])


@pytest.fixture(params=[True, False], ids=["values", "names"])
def memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the values that the doors remember, and without: names and shapes must do by themselves."""
    monkeypatch.setattr(redaction, "_remembered", {})
    monkeypatch.setattr(redaction, "_longest_first", ())
    if not request.param:
        monkeypatch.setattr(redaction, "_MOST_REMEMBERED", 0)


def leaked(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


@pytest.mark.usefixtures("memory")
def test_no_key_and_no_code_of_sts(debug_log: io.StringIO) -> None:
    serial = "arn:aws:iam::123456789012:mfa/jo"

    async def sign(endpoint: str) -> None:
        profile = Profile("test", "role", "us-east-1", endpoint)
        sts = Sts(profile, SOURCE, patience=Patience(first_wait_s=0.01))
        role = "arn:aws:iam::123456789012:role/Tester"
        keys = await sts.assume_role(role, "test", serial=serial, code=CODE)
        assert keys.session_token == SESSION
        await sts.get_session_token(serial, CODE)
        for _ in range(2):
            with pytest.raises(ConsoleError) as raised:
                await sts.assume_role(role, "test", serial=serial, code=CODE)
            logging.getLogger("console").warning("refused", exc_info=raised.value)
            logging.getLogger("console").warning("%r %r", raised.value, dict(raised.value.facts))
        sts.close()

    echo = sts_refusal(403, "SignatureDoesNotMatch", f"x-amz-security-token:{SOURCE.session_token}")
    answers = [sts_result("AssumeRole", XML), sts_result("GetSessionToken", XML), echo, HANG_UP]
    with Loopback(*answers) as server:
        asyncio.run(sign(server.endpoint))
        assert CODE.encode() in server.asked[0].body
    text = debug_log.getvalue()
    assert "Sending http request" in text
    assert "Response body" in text
    assert leaked(text) == []


@pytest.mark.usefixtures("memory")
def test_no_token_of_identity_center(debug_log: io.StringIO) -> None:
    registration = Registration("client-1", "ClientSecretCanary/+=" * 3, LATER)
    device = Device("DeviceCodeCanary" * 3, "ABCD-EFGH", "https://d", "https://d?u", LATER, 1)
    token = Token("AccessTokenCanary/+=" * 3, "RefreshTokenCanary/+=" * 3, LATER)
    tokens = {
        "accessToken": token.access_token,
        "refreshToken": token.refresh_token,
        "idToken": "IdTokenCanary" * 3,
        "expiresIn": 60,
    }
    answers: list[Reply] = [
        result({"clientId": "c", "clientSecret": registration.client_secret, "clientSecretExpiresAt": 2}),
        result(
            {
                "deviceCode": device.device_code,
                "userCode": "u",
                "verificationUri": "https://v",
                "expiresIn": 600,
            }
        ),
        oauth_refusal(400, "AuthorizationPendingException"),
        result(tokens),
        result(tokens),
        result({"accountList": [{"accountId": "1"}]}),
        result({"roleCredentials": {**GIVEN, "sessionToken": SESSION, "expiration": 1893456000000}}),
        refusal(401, "UnauthorizedException", f"accessToken={token.access_token}"),
    ]

    async def sign(endpoint: str) -> None:
        center = IdentityCenter("us-east-1", endpoint)
        await center.register_client("Test")
        await center.start_device_authorization(registration, "https://example.awsapps.com/start")
        assert await center.create_token(registration, device) == "pending"
        assert isinstance(await center.create_token(registration, device), Token)
        await center.refresh_token(registration, token)
        await center.list_accounts(token)
        await center.get_role_credentials(token, "1", "R")
        with pytest.raises(CredentialsExpired) as raised:
            await center.logout(token)
        logging.getLogger("console").warning("refused", exc_info=raised.value)
        logging.getLogger("console").warning("%r %r", raised.value, dict(raised.value.facts))
        center.close()

    with Loopback(*answers) as server:
        asyncio.run(sign(server.endpoint))
        assert len(server.asked) == len(answers)
    text = debug_log.getvalue()
    assert "Sending http request" in text
    assert "Response body" in text
    assert leaked(text) == []


@pytest.mark.usefixtures("memory")
def test_no_password_of_a_proxy(debug_log: io.StringIO) -> None:
    password = "ProxyCanary/@: +"
    basic = base64.b64encode(f"jo:{password}".encode()).decode()

    async def sign(proxy: Proxy) -> None:
        center = IdentityCenter("us-east-1", None, proxy, patience=Patience(connect_s=1, attempts=1))
        with pytest.raises(ProxyFailed) as raised:
            await center.register_client("Test")
        logging.getLogger("console").warning("refused", exc_info=raised.value)
        logging.getLogger("console").warning("%r %r %r", raised.value, dict(raised.value.facts), proxy)
        center.close()

    with Loopback(Reply(407, b"")) as server:
        asyncio.run(sign(Proxy(f"http://127.0.0.1:{server.port}", "jo", password)))
        assert server.asked[0].headers["proxy-authorization"] == f"Basic {basic}"
    text = debug_log.getvalue()
    assert "ProxyFailed" in text
    assert [secret for secret in ("ProxyCanary", basic) if secret in text] == []


@pytest.mark.usefixtures("memory")
def test_a_call_shows_nothing_of_its_request() -> None:
    from console.errors import Call, Refusal, ServiceError

    request = {"TokenCode": CODE, "clientSecret": "ClientSecretCanary", "accessToken": "AccessTokenCanary"}
    error = ServiceError(Refusal(Call("CreateToken", request, "us-east-1", "https://x"), "Odd", "", 400))
    assert leaked(f"{Refusal(Call('X', request, '', ''), '', '', 0)!r}{error!r}{dict(error.facts)}") == []
