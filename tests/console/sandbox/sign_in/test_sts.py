"""Temporary keys of STS: who gets them, what they may do, and how they end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from botocore.credentials import AssumeRoleCredentialFetcher, Credentials
from botocore.session import Session

from console.sandbox import Sandbox
from tests.console.sandbox.clients import MFA, ROLE, client, refused
from tests.console.sandbox.wire import Signer, send, smallest


@pytest.fixture(scope="module")
def users_sts(served: Sandbox) -> Iterator[Any]:
    made = client(served, "sts")
    yield made
    made.close()


@pytest.fixture
def sts(sandbox: Sandbox, users_sts: Any) -> Any:
    return users_sts


def assume(sts: Any, role: str = "ChatTester", **members: Any) -> dict[str, Any]:
    given: dict[str, Any] = sts.assume_role(RoleArn=ROLE + role, RoleSessionName="me", **members)
    return given


def test_a_roles_keys_sign_and_tell_who_they_are(sandbox: Sandbox, sts: Any) -> None:
    given = assume(sts, Tags=[{"Key": "team", "Value": "chat & co"}], PolicyArns=[{"arn": ROLE + "x" * 20}])
    keys = given["Credentials"]
    assert given["AssumedRoleUser"]["Arn"] == "arn:aws:sts::123456789012:assumed-role/ChatTester/me"
    assert (keys["AccessKeyId"][:4], len(keys["AccessKeyId"]), len(keys["SecretAccessKey"])) == (
        "ASIA",
        20,
        40,
    )
    assert "EXAMPLE" in keys["AccessKeyId"]
    assert "EXAMPLE" in keys["SecretAccessKey"]
    assert "EXAMPLE" in keys["SessionToken"]
    assert 3500 < (keys["Expiration"] - datetime.now(UTC)).total_seconds() <= 3600
    identity = client(sandbox, "sts", keys).get_caller_identity()
    assert identity["Arn"] == given["AssumedRoleUser"]["Arn"]
    assert identity["UserId"] == given["AssumedRoleUser"]["AssumedRoleId"]
    connect = client(sandbox, "connect", keys)
    assert connect.start_chat_contact(**smallest(sandbox))["ContactId"]
    again = assume(sts)["Credentials"]
    assert {keys[name] for name in keys}.isdisjoint({again[name] for name in again} - {again["Expiration"]})


def test_a_role_that_only_looks_may_not_start(sandbox: Sandbox, sts: Any) -> None:
    keys = assume(sts, "ReadOnly")["Credentials"]
    connect = client(sandbox, "connect", keys)
    assert connect.list_instances()["InstanceSummaryList"]
    code, status, message = refused(connect.start_chat_contact, **smallest(sandbox))
    assert (code, status) == ("AccessDeniedException", 403)
    assert "assumed-role/ReadOnly/me is not authorized to perform: connect:StartChatContact" in message
    assert sandbox.contacts.all() == ()
    code, _, message = refused(assume, sts=client(sandbox, "sts", keys))
    assert (code, "sts:AssumeRole" in message) == ("AccessDenied", True)


@pytest.mark.parametrize(
    ("role", "members", "told"),
    [
        ("Nobody", {}, "user/sandbox is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam"),
        ("ChatTesterMfa", {}, "not authorized to perform: sts:AssumeRole"),
        ("ChatTesterMfa", {**MFA, "TokenCode": "000000"}, "with invalid MFA one time pass code"),
        ("ChatTesterMfa", {**MFA, "SerialNumber": MFA["SerialNumber"] + "2"}, "verify your MFA serial"),
        ("ChatTesterMfa", {"TokenCode": "123456"}, "must provide both MFA serial number and one time"),
        ("ChatTesterMfa", {"SerialNumber": MFA["SerialNumber"]}, "must provide both MFA serial number"),
        ("ChatTesterExternal", {}, "not authorized"),
        ("ChatTesterExternal", {"ExternalId": "another-id"}, "not authorized"),
    ],
)
def test_a_role_that_does_not_trust_is_denied(sts: Any, role: str, members: Any, told: str) -> None:
    code, status, message = refused(assume, sts=sts, role=role, **members)
    assert (code, status) == ("AccessDenied", 403)
    assert told in message


def test_what_a_role_asks_for_opens_it(sts: Any) -> None:
    assert assume(sts, "ChatTesterMfa", **MFA)["Credentials"]
    assert assume(sts, "ChatTesterExternal", ExternalId="sandbox-external-id")["Credentials"]


def test_one_code_serves_several_roles(sandbox: Sandbox, sts: Any) -> None:
    with_mfa = client(sandbox, "sts", sts.get_session_token(**MFA)["Credentials"])
    assert with_mfa.get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:user/sandbox"
    assert assume(with_mfa, "ChatTesterMfa")["Credentials"]
    assert assume(with_mfa, "ChatTester")["Credentials"]
    without = client(sandbox, "sts", sts.get_session_token()["Credentials"])
    assert refused(assume, sts=without, role="ChatTesterMfa")[0] == "AccessDenied"
    # A role keeps nothing of the code by which it was assumed.
    role = client(sandbox, "sts", assume(with_mfa, "ChatTesterMfa")["Credentials"])
    assert refused(assume, sts=role, role="ChatTesterMfa")[0] == "AccessDenied"
    assert "unable to validate MFA code" in refused(assume, sts=role, role="ChatTesterMfa", **MFA)[2]


def test_a_session_gets_no_session_token(sandbox: Sandbox, sts: Any) -> None:
    for keys in (sts.get_session_token()["Credentials"], assume(sts)["Credentials"]):
        code, status, message = refused(client(sandbox, "sts", keys).get_session_token)
        assert (code, status) == ("AccessDenied", 403)
        assert message == "Cannot call GetSessionToken with session credentials"


def test_a_session_token_lasts_half_a_day_unless_asked(sts: Any) -> None:
    for asked in (None, 900, 129_600):
        members = {} if asked is None else {"DurationSeconds": asked}
        seconds = asked or 43_200
        ends = sts.get_session_token(**members)["Credentials"]["Expiration"]
        assert seconds - 60 < (ends - datetime.now(UTC)).total_seconds() <= seconds


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"DurationSeconds": 899}, "DurationSeconds: Must be at least 900"),
        ({"DurationSeconds": 43_201}, "DurationSeconds: Must be at most 43,200"),
        ({"RoleSessionName": "two words"}, "at 'RoleSessionName' failed to satisfy constraint"),
        ({"RoleArn": "arn:aws:iam::123456789012:user/sandbox"}, "user/sandbox is invalid"),
        ({"ExternalId": "a b c"}, "at 'ExternalId'"),
        ({"Tags": [{"Key": "k" * 129, "Value": "v"}]}, "Tags[0].Key"),
    ],
)
def test_what_breaks_the_model_is_a_validation_error(sts: Any, members: Any, told: str) -> None:
    whole = {"RoleArn": ROLE + "ChatTester", "RoleSessionName": "me", **members}
    code, status, message = refused(sts.assume_role, **whole)
    assert (code, status) == ("ValidationError", 400)
    assert told in message


def test_how_long_a_role_may_last(sandbox: Sandbox, sts: Any) -> None:
    ends = assume(sts, DurationSeconds=43_200)["Credentials"]["Expiration"]
    assert (ends - datetime.now(UTC)).total_seconds() > 43_100
    assert "MaxSessionDuration" in refused(assume, sts=sts, role="ReadOnly", DurationSeconds=3_601)[2]
    for keys in (assume(sts)["Credentials"], sts.get_session_token()["Credentials"]):
        chained = client(sandbox, "sts", keys)
        assert assume(chained, DurationSeconds=3_600)["Credentials"]
        code, status, message = refused(assume, sts=chained, DurationSeconds=3_601)
        assert (code, status) == ("ValidationError", 400)
        assert "1 hour session limit for roles assumed by role chaining" in message


def test_keys_that_ran_out_are_told_so_and_others_are_nobodys(sandbox: Sandbox, sts: Any) -> None:
    keys = assume(sts)["Credentials"]
    nobody = ("UnrecognizedClientException", "InvalidClientTokenId")
    wrong = [
        ({"SessionToken": keys["SessionToken"][:-1] + "~"}, nobody),
        ({"SessionToken": None}, nobody),
        ({"AccessKeyId": "ASIAAAAAAAAAAEXAMPLE"}, nobody),
        ({"SecretAccessKey": "wrong"}, ("InvalidSignatureException", "SignatureDoesNotMatch")),
    ]
    for change, (of_connect, of_sts) in wrong:
        other = {**keys, **change}
        assert refused(client(sandbox, "connect", other).list_instances)[:2] == (of_connect, 403)
        assert refused(client(sandbox, "sts", other).get_caller_identity)[:2] == (of_sts, 403)
    sandbox.sign_in.expire()
    late = client(sandbox, "sts", keys)
    assert refused(client(sandbox, "connect", keys).list_instances)[:2] == ("ExpiredTokenException", 403)
    assert refused(late.get_caller_identity)[:2] == ("ExpiredToken", 403)
    # The model of AssumeRole declares an error of that name with another status: it is not this one.
    assert refused(assume, sts=late)[:2] == ("ExpiredToken", 403)
    # The user's own keys never run out, and a reset forgets what was given.
    assert assume(sts)["Credentials"]
    sandbox.reset()
    assert refused(client(sandbox, "connect", keys).list_instances)[0] == "UnrecognizedClientException"


def test_keys_run_out_by_the_clock() -> None:
    ahead = 0.0
    with Sandbox(clock=lambda: time.time() + ahead) as sandbox:
        sandbox.sign_in.lifetimes.keys_s = 60
        keys = assume(client(sandbox, "sts"))["Credentials"]
        assert 0 < (keys["Expiration"] - datetime.now(UTC)).total_seconds() <= 60
        connect = client(sandbox, "connect", keys)
        ahead = 59
        assert connect.list_instances()["InstanceSummaryList"]
        ahead = 61
        assert refused(connect.list_instances)[0] == "ExpiredTokenException"


def test_a_token_is_as_long_as_asked(sts: Any) -> None:
    token = assume(sts, MinimumSessionTokenSize=4_096)["Credentials"]["SessionToken"]
    assert len(token) == 4_096


def test_what_botocore_makes_of_a_role(sandbox: Sandbox) -> None:
    """botocore's own fetcher, as `role_arn` and `mfa_serial` in a profile use it."""
    session = Session()
    prompts: list[str] = []

    def code(prompt: str) -> str:
        prompts.append(prompt)
        return "123456"

    def creator(service: str, **keys: Any) -> Any:
        return session.create_client(
            service, region_name=sandbox.region, endpoint_url=sandbox.endpoint, **keys
        )

    source = Credentials(sandbox.access_key_id, sandbox.secret_access_key)
    fetcher = AssumeRoleCredentialFetcher(
        creator, source, ROLE + "ChatTesterMfa",
        extra_args={"SerialNumber": MFA["SerialNumber"], "RoleSessionName": "me"}, mfa_prompter=code,
    )  # fmt: skip
    fetched = fetcher.fetch_credentials()
    assert len(prompts) == 1
    keys = {
        "AccessKeyId": fetched["access_key"], "SecretAccessKey": fetched["secret_key"],
        "SessionToken": fetched["token"],
    }  # fmt: skip
    assert client(sandbox, "connect", keys).list_instances()["InstanceSummaryList"]


@pytest.mark.parametrize(
    "form",
    [
        "Action=AssumeRole",
        "Action=AssumeRole&RoleArn=arn:aws:iam::123456789012:role/ChatTester&RoleSessionName=me&Tags=x",
        "Action=AssumeRole&RoleArn=&RoleSessionName=&DurationSeconds=soon&Tags.member.1=x&Tags.member.x.Key=y",
        "Action=AssumeRole&Tags.member.1.Key.member.1=a&RoleArn.member.1=b&RoleSessionName..=c",
        "Action=GetSessionToken&DurationSeconds=1e3",
        "Action=GetSessionToken&TokenCode=%F0%9F%98%80&SerialNumber=%00%01%02%03%04%05%06%07%08",
    ],
)
def test_no_form_is_a_defect_of_ours(
    sandbox: Sandbox, signer: Signer, form: str, well_formed: Callable[[bytes], str]
) -> None:
    sts = replace(signer, service="sts", extra={"Content-Type": "application/x-www-form-urlencoded"})
    answered = send(sandbox, sts.sign("POST", "/", form.encode()))
    assert answered.status in (200, 400)
    assert well_formed(answered.body)


@pytest.fixture
def well_formed() -> Callable[[bytes], str]:
    return lambda body: ET.fromstring(body).tag
