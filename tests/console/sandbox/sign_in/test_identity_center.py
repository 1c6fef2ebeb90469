"""IAM Identity Center: the device flow, tokens that are refreshed, accounts, roles and their keys."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.credentials import SSOCredentialFetcher
from botocore.session import Session

from console.sandbox import Sandbox, parse
from console.sandbox.sign_in.portal import REFRESH_SCOPE
from tests.console.sandbox.clients import SignedIn, client, keys_of, refused, registered, signed_in
from tests.console.sandbox.wire import Answered, Signed, send

HERE = "123456789012"
THERE = "210987654321"


@pytest.fixture(scope="module")
def portals(served: Sandbox) -> Iterator[Any]:
    made = client(served, "sso")
    yield made
    made.close()


@pytest.fixture
def portal(sandbox: Sandbox, portals: Any) -> Any:
    return portals


def test_a_person_signs_in_and_a_chat_starts_with_the_roles_keys(sandbox: Sandbox, portal: Any) -> None:
    program = registered(sandbox, REFRESH_SCOPE)
    begun = program.wait("https://example.awsapps.com/start")
    code = begun["userCode"]
    assert sandbox.sign_in.pending == (code,)
    assert begun["verificationUri"] == f"{sandbox.endpoint}/device"
    assert begun["verificationUriComplete"] == f"{sandbox.endpoint}/device?user_code={code}"
    assert (begun["expiresIn"], begun["interval"]) == (600, 1)
    assert refused(program.poll, device_code=begun["deviceCode"])[:2] == (
        "AuthorizationPendingException",
        400,
    )
    sandbox.sign_in.approve(code)
    assert code not in sandbox.sign_in.pending
    tokens = program.poll(begun["deviceCode"])
    assert (tokens["tokenType"], tokens["expiresIn"]) == ("Bearer", 3600)
    given = portal.get_role_credentials(
        accessToken=tokens["accessToken"], accountId=HERE, roleName="ChatTester"
    )["roleCredentials"]
    assert time.time() + 3500 < given["expiration"] / 1000 <= time.time() + 3600
    keys = keys_of(given)
    arn = client(sandbox, "sts", keys).get_caller_identity()["Arn"]
    role, _, session = arn.removeprefix(f"arn:aws:sts::{HERE}:assumed-role/").partition("/")
    assert (role.startswith("AWSReservedSSO_ChatTester_"), session) == (True, "sandbox")
    connect = client(sandbox, "connect", keys)
    assert connect.list_instances()["InstanceSummaryList"][0]["Id"] == sandbox.instance_id
    # A device code can be redeemed once.
    assert refused(program.poll, device_code=begun["deviceCode"])[:2] == ("InvalidGrantException", 400)


def test_the_other_states_of_a_device_code(sandbox: Sandbox) -> None:
    program = registered(sandbox)
    denied, late = (program.wait(sandbox.sign_in.start_url) for _ in range(2))
    sandbox.sign_in.deny(denied["userCode"])
    assert refused(program.poll, device_code=denied["deviceCode"])[:2] == ("AccessDeniedException", 400)
    sandbox.sign_in.expire("devices")
    assert sandbox.sign_in.pending == ()
    assert refused(program.poll, device_code=late["deviceCode"])[:2] == ("ExpiredTokenException", 400)
    with pytest.raises(LookupError):
        sandbox.sign_in.approve(late["userCode"])
    assert refused(program.poll, device_code="never-given")[0] == "InvalidGrantException"
    other = registered(sandbox)
    mine = program.wait(sandbox.sign_in.start_url)
    sandbox.sign_in.approve(mine["userCode"])
    assert refused(other.poll, device_code=mine["deviceCode"])[0] == "InvalidGrantException"
    assert program.poll(mine["deviceCode"])["accessToken"]


def test_who_polls_too_fast_is_slowed_down() -> None:
    now = time.time()
    with Sandbox(clock=lambda: now) as sandbox:
        sandbox.sign_in.lifetimes.interval_s = 5
        program = registered(sandbox)
        begun = program.wait(sandbox.sign_in.start_url)
        assert begun["interval"] == 5
        polled = []
        for seconds in (0, 1, 5, 5, 3):
            now += seconds
            polled.append(refused(program.poll, device_code=begun["deviceCode"])[0])
        pending, slow = "AuthorizationPendingException", "SlowDownException"
        assert polled == [pending, slow, pending, pending, slow]
        sandbox.sign_in.approve(begun["userCode"])
        assert program.poll(begun["deviceCode"])["accessToken"]


def test_a_refresh_token_brings_the_next_tokens_once(sandbox: Sandbox, portal: Any) -> None:
    program, first = signed_in(sandbox, REFRESH_SCOPE)
    sandbox.sign_in.expire()
    code, status, message = refused(portal.list_accounts, accessToken=first["accessToken"])
    assert (code, status, message) == (
        "UnauthorizedException", 401, "Session token not found or invalid",
    )  # fmt: skip
    second = program.refresh(first["refreshToken"])
    assert len(portal.list_accounts(accessToken=second["accessToken"])["accountList"]) == 2
    assert refused(program.refresh, refresh_token=first["refreshToken"])[:2] == (
        "InvalidGrantException",
        400,
    )
    stranger = registered(sandbox, REFRESH_SCOPE)
    assert refused(stranger.refresh, refresh_token=second["refreshToken"])[0] == "InvalidGrantException"
    third = program.refresh(second["refreshToken"])
    sandbox.sign_in.expire("portal_sessions")
    assert refused(program.refresh, refresh_token=third["refreshToken"])[0] == "InvalidGrantException"
    assert refused(portal.list_accounts, accessToken=third["accessToken"])[1] == 401


def test_a_client_without_the_scope_gets_no_refresh_token(sandbox: Sandbox, portal: Any) -> None:
    _, tokens = signed_in(sandbox)
    assert "refreshToken" not in tokens
    assert portal.list_accounts(accessToken=tokens["accessToken"])["accountList"]


def test_a_session_ends_by_the_clock_however_often_it_is_refreshed() -> None:
    now = time.time()
    with Sandbox(clock=lambda: now) as sandbox:
        sandbox.sign_in.lifetimes.change({"access_token_s": 100, "portal_session_s": 150})
        portal = client(sandbox, "sso")
        program, first = signed_in(sandbox, REFRESH_SCOPE)
        assert first["expiresIn"] == 100
        now += 90
        assert portal.list_accounts(accessToken=first["accessToken"])
        second = program.refresh(first["refreshToken"])
        assert second["expiresIn"] == 60
        now += 11
        assert refused(portal.list_accounts, accessToken=first["accessToken"])[1] == 401
        assert portal.list_accounts(accessToken=second["accessToken"])
        now += 50
        assert refused(portal.list_accounts, accessToken=second["accessToken"])[1] == 401
        assert refused(program.refresh, refresh_token=second["refreshToken"])[0] == "InvalidGrantException"


def test_accounts_and_roles_come_page_by_page(sandbox: Sandbox, portal: Any) -> None:
    _, tokens = signed_in(sandbox)
    access = tokens["accessToken"]
    pages = list(
        portal.get_paginator("list_accounts").paginate(accessToken=access, PaginationConfig={"PageSize": 1})
    )
    assert [[(one["accountId"], one["accountName"]) for one in page["accountList"]] for page in pages] == [
        [(HERE, "Sandbox")],
        [(THERE, "Training")],
    ]
    roles = portal.get_paginator("list_account_roles")
    for account, names in (
        (HERE, ["ChatTester", "ReadOnly"]),
        (THERE, ["ChatTester", "ReadOnly", "Trainer"]),
    ):
        found = list(roles.paginate(accessToken=access, accountId=account, PaginationConfig={"PageSize": 2}))
        assert [one["roleName"] for page in found for one in page["roleList"]] == names
        assert {one["accountId"] for page in found for one in page["roleList"]} == {account}
    token = portal.list_accounts(accessToken=access, maxResults=1)["nextToken"]
    wrong = refused(portal.list_account_roles, accessToken=access, accountId=HERE, nextToken=token)
    assert wrong[:2] == ("InvalidRequestException", 400)
    assert refused(portal.list_accounts, accessToken=access, maxResults=101)[0] == "InvalidRequestException"


def test_what_is_not_assigned_is_no_access(sandbox: Sandbox, portal: Any) -> None:
    _, tokens = signed_in(sandbox)
    access = tokens["accessToken"]
    for account, role in ((HERE, "Administrator"), ("000000000000", "ChatTester"), (HERE, "Trainer")):
        answered = refused(portal.get_role_credentials, accessToken=access, accountId=account, roleName=role)
        assert answered == ("ForbiddenException", 403, "No access")
    assert refused(portal.list_account_roles, accessToken=access, accountId="1")[0] == "ForbiddenException"


def test_the_other_account_has_no_instance(sandbox: Sandbox, portal: Any) -> None:
    _, tokens = signed_in(sandbox)
    given = portal.get_role_credentials(
        accessToken=tokens["accessToken"], accountId=THERE, roleName="Trainer"
    )
    keys = keys_of(given["roleCredentials"])
    assert client(sandbox, "sts", keys).get_caller_identity()["Account"] == THERE
    connect = client(sandbox, "connect", keys)
    assert connect.list_instances()["InstanceSummaryList"] == []
    code, _, message = refused(connect.describe_instance, InstanceId=sandbox.instance_id)
    assert (code, THERE in message) == ("ResourceNotFoundException", True)


def test_signing_out_ends_the_session_and_no_roles_keys(sandbox: Sandbox, portal: Any) -> None:
    program, tokens = signed_in(sandbox, REFRESH_SCOPE)
    access = tokens["accessToken"]
    given = portal.get_role_credentials(accessToken=access, accountId=HERE, roleName="ReadOnly")
    portal.logout(accessToken=access)
    assert refused(portal.list_accounts, accessToken=access)[1] == 401
    assert refused(portal.logout, accessToken=access)[1] == 401
    assert refused(program.refresh, refresh_token=tokens["refreshToken"])[0] == "InvalidGrantException"
    keys = keys_of(given["roleCredentials"])
    assert client(sandbox, "connect", keys).list_instances()["InstanceSummaryList"]
    sandbox.sign_in.expire("keys")
    assert refused(client(sandbox, "connect", keys).list_instances)[0] == "ExpiredTokenException"


def test_a_client_proves_itself(sandbox: Sandbox) -> None:
    program, tokens = signed_in(sandbox, REFRESH_SCOPE)
    for wrong in (
        SignedIn(program.oidc, program.client_id, program.client_secret + "x"),
        SignedIn(program.oidc, "nobody", program.client_secret),
    ):
        assert refused(wrong.wait, start_url=sandbox.sign_in.start_url)[:2] == ("InvalidClientException", 401)
        assert refused(wrong.refresh, refresh_token=tokens["refreshToken"])[1] == 401
    sandbox.sign_in.expire("clients")
    assert refused(program.refresh, refresh_token=tokens["refreshToken"])[0] == "InvalidClientException"


def test_what_registering_and_granting_refuse(sandbox: Sandbox) -> None:
    oidc = client(sandbox, "sso-oidc")
    code, status, _ = refused(oidc.register_client, clientName="x", clientType="confidential")
    assert (code, status) == ("InvalidClientMetadataException", 400)
    code, _, _ = refused(
        oidc.register_client, clientName="x", clientType="public", grantTypes=["authorization_code"]
    )
    assert code == "UnsupportedGrantTypeException"
    program = registered(sandbox, grantTypes=["refresh_token"])
    assert refused(program.wait, start_url=sandbox.sign_in.start_url)[0] == "UnauthorizedClientException"
    code, _, _ = refused(program.token, grantType="authorization_code", code="x")
    assert code == "UnsupportedGrantTypeException"
    assert refused(program.token, grantType="refresh_token")[0] == "InvalidRequestException"
    plain = registered(sandbox)
    code, _, message = refused(plain.wait, start_url="http://127.0.0.1:1/start")
    assert (code, sandbox.sign_in.start_url in message) == ("InvalidRequestException", True)
    for address in ("https://example.awsapps.com/start#/", f"{sandbox.endpoint}/start/"):
        assert plain.wait(address)["userCode"]


def post(sandbox: Sandbox, target: str, body: object, **headers: str) -> Answered:
    return send(sandbox, Signed("POST", target, headers, json.dumps(body).encode()))


def test_errors_on_the_wire_are_those_of_each_model(sandbox: Sandbox) -> None:
    answered = post(sandbox, "/token", {"clientId": "x", "clientSecret": "y", "grantType": "z"})
    assert (answered.status, answered.error) == (401, "InvalidClientException")
    assert set(answered.json) == {"error", "error_description"}
    assert answered.json["error"] == "invalid_client"
    missing = post(sandbox, "/token", {"clientId": "x"})
    assert (missing.status, missing.json["error"]) == (400, "invalid_request")
    assert "clientSecret" in missing.json["error_description"]
    garbled = send(sandbox, Signed("POST", "/client/register", {}, b"{"))
    assert (garbled.status, garbled.json["error"]) == (400, "invalid_request")
    bearer = send(sandbox, Signed("GET", "/assignment/accounts", {"x-amz-sso_bearer_token": "x"}))
    assert (bearer.status, bearer.error) == (401, "UnauthorizedException")
    assert set(bearer.json) == {"message"}
    without = send(sandbox, Signed("GET", "/assignment/accounts", {}))
    assert (without.status, without.error) == (400, "InvalidRequestException")
    # The same path with another query is another operation, and that one is signed.
    with_iam = post(sandbox, "/token?aws_iam=t", {})
    assert (with_iam.status, with_iam.error) == (403, "MissingAuthenticationTokenException")


@pytest.mark.parametrize(
    ("fault", "error", "status"),
    [
        ("ListAccounts:expired-token", "UnauthorizedException", 401),
        ("ListAccounts:Throttling", "TooManyRequestsException", 429),
        ("ListAccounts:TooManyRequests", "TooManyRequestsException", 429),
        ("ListAccounts:ServiceUnavailable", "ServiceUnavailableException", 503),
        ("CreateToken:Throttling", "SlowDownException", 400),
        ("CreateToken:InternalService", "InternalServerException", 500),
        ("CreateToken:expired-token", "ExpiredTokenException", 400),
        ("RegisterClient:TooManyRequests", "SlowDownException", 400),
    ],
)
def test_faults_have_the_names_of_their_service(
    sandbox: Sandbox, portal: Any, fault: str, error: str, status: int
) -> None:
    program, tokens = signed_in(sandbox, REFRESH_SCOPE)
    calls: dict[str, Callable[[], Any]] = {
        "ListAccounts": lambda: portal.list_accounts(accessToken=tokens["accessToken"]),
        "CreateToken": lambda: program.refresh(tokens["refreshToken"]),
        "RegisterClient": lambda: registered(sandbox),
    }
    call = calls[fault.partition(":")[0]]
    sandbox.faults.add(parse(f"{fault}:1"))
    assert refused(call)[:2] == (error, status)
    # The fault came before anything was done: the same call succeeds now.
    assert call()


def test_what_botocore_makes_of_a_portal(sandbox: Sandbox) -> None:
    """botocore's own fetcher, as a profile with `sso_start_url` uses it."""
    _, tokens = signed_in(sandbox)
    session = Session()

    def creator(service: str, **keys: Any) -> Any:
        return session.create_client(
            service, region_name=sandbox.region, endpoint_url=sandbox.endpoint, **keys
        )

    ends = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + tokens["expiresIn"]))
    fetcher = SSOCredentialFetcher(
        sandbox.sign_in.start_url, sandbox.region, "ChatTester", HERE, creator, cache={},
        token_loader=lambda _url, **_: {"accessToken": tokens["accessToken"], "expiresAt": ends},
    )  # fmt: skip
    fetched = fetcher.fetch_credentials()
    keys = {
        "AccessKeyId": fetched["access_key"], "SecretAccessKey": fetched["secret_key"],
        "SessionToken": fetched["token"],
    }  # fmt: skip
    assert client(sandbox, "connect", keys).list_instances()["InstanceSummaryList"]


def test_it_never_remembers_without_end(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sandbox.sign_in.memory.KEPT", 3)
    program = registered(sandbox)
    begun = [program.wait(sandbox.sign_in.start_url) for _ in range(5)]
    assert sandbox.sign_in.pending == tuple(one["userCode"] for one in begun[-3:])
    assert refused(program.poll, device_code=begun[0]["deviceCode"])[0] == "InvalidGrantException"
