"""Faults: how they are written, in which order they act, and what a client meets."""

from __future__ import annotations

import email.utils
import http.client
import json
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError
from botocore.exceptions import ConnectionClosedError as ClosedError
from hypothesis import given, settings
from hypothesis import strategies as st

from console import shape
from console.sandbox import Fault, Faults, Sandbox, parse
from console.sandbox.faults import KINDS
from console.sandbox.operations import ANSWERED, NAMES
from tests.console.sandbox.clients import client, refused
from tests.console.sandbox.wire import Send, Signer, smallest

if TYPE_CHECKING:
    from types_boto3_connect import ConnectClient
    from types_boto3_sts import STSClient

VALUES: Mapping[str, st.SearchStrategy[float]] = {
    "": st.just(0.0),
    "duration": st.integers(0, 999_999).map(lambda milliseconds: milliseconds / 1000),
    "seconds": st.integers(-999_999_999, 999_999_999).map(float),
}
faults = st.sampled_from(sorted(KINDS)).flatmap(
    lambda name: st.builds(
        Fault,
        operation=st.sampled_from(["*", *sorted(NAMES)]),
        name=st.just(name),
        value=VALUES[KINDS[name].unit],
        count=st.none() | st.integers(1, 999_999_999),
    )
)


@settings(deadline=None)
@given(faults)
def test_a_fault_reads_back_as_it_is_written(fault: Fault) -> None:
    assert parse(str(fault)) == fault


def test_the_examples_of_the_command_line() -> None:
    assert parse("StartChatContact:TooManyRequests:2") == Fault("StartChatContact", "TooManyRequests", 0.0, 2)
    assert parse("*:latency=500ms") == Fault("*", "latency", 0.5, None)
    assert parse("*:latency=2s:1") == Fault("*", "latency", 2.0, 1)
    assert parse("startchatcontact:accessdenied") == Fault("StartChatContact", "AccessDenied")
    assert parse("*:skew=-600") == Fault("*", "skew", -600.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "OPERATION:ERROR[:COUNT]"),
        ("StartChatContact", "OPERATION:ERROR[:COUNT]"),
        ("a:b:c:d", "OPERATION:ERROR[:COUNT]"),
        ("StartChat:TooManyRequests", "no operation of the sandbox. Known: *, AssumeRole"),
        ("*:Nonsense", "Known faults: TooManyRequests, Throttling, LimitExceeded"),
        ("*:TooManyRequests:0", "whole number from 1"),
        ("*:TooManyRequests:two", "whole number from 1"),
        ("*:TooManyRequests=5", "takes no value"),
        ("*:latency", "500ms or 2s"),
        ("*:latency=-5ms", "500ms or 2s"),
        ("*:latency=soon", "500ms or 2s"),
        ("*:skew=1.5", "seconds, such as -600"),
    ],
)
def test_what_is_no_fault_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse(text)
    assert told in str(caught.value)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    try:
        fault = parse(text)
    except ValueError:
        return
    assert fault.name in KINDS


def added(*texts: str) -> Faults:
    on = Faults()
    on.add(*[parse(text) for text in texts])
    return on


def test_a_count_goes_down_only_where_the_fault_acted() -> None:
    on = added("StopContact:InternalService:1", "*:TooManyRequests:2")
    assert [on.take("StopContact").answer] == [Fault("StopContact", "InternalService", 0.0, 1)]
    assert on.all() == (Fault("*", "TooManyRequests", 0.0, 2),)
    for _ in range(2):
        assert on.take("ListInstances").does("error")
    assert on.take("ListInstances").answer is None
    assert on.all() == ()


def test_delays_and_skews_add_up_beside_an_answer() -> None:
    on = added("*:latency=100ms", "ListInstances:latency=50ms:1", "*:skew=60", "*:skew=-20", "*:reset-after")
    trouble = on.take("ListInstances")
    assert (round(trouble.latency, 3), trouble.skew, trouble.does("reset_after")) == (0.15, 40.0, True)
    assert on.take("ListInstances").latency == pytest.approx(0.1)


def test_another_operation_is_left_alone() -> None:
    on = added("StartChatContact:AccessDenied")
    assert on.take("ListInstances").answer is None
    on.clear()
    assert on.take("StartChatContact").answer is None


# What a client meets.


def code(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int]:
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize(
    ("name", "error", "status"),
    [
        ("TooManyRequests", "TooManyRequests", 429),
        ("Throttling", "ThrottlingException", 429),
        ("LimitExceeded", "LimitExceededException", 429),
        ("InternalService", "InternalServiceException", 500),
        ("ServiceUnavailable", "ServiceUnavailableException", 503),
        ("InvalidRequest", "InvalidRequestException", 400),
        ("AccessDenied", "AccessDeniedException", 403),
        ("expired-token", "ExpiredTokenException", 403),
    ],
)
def test_an_error_is_answered_as_often_as_asked(
    sandbox: Sandbox, connect: ConnectClient, name: str, error: str, status: int
) -> None:
    sandbox.faults.add(parse(f"StartChatContact:{name}:2"))
    request = smallest(sandbox, ClientToken=name)
    for _ in range(2):
        with pytest.raises(ClientError) as caught:
            connect.start_chat_contact(**request)
        assert code(caught) == (error, status)
        assert caught.value.response["Error"]["Message"]
    assert sandbox.contacts.all() == ()
    assert connect.start_chat_contact(**request)["ContactId"]


def test_every_error_of_the_table_is_tried() -> None:
    errors = {name for name, kind in KINDS.items() if kind.effect == "error"}
    tried = {mark.args[1][at][0] for mark in _marks() for at in range(len(mark.args[1]))}
    assert errors == tried


def _marks() -> list[pytest.Mark]:
    marks: list[pytest.Mark] = vars(test_an_error_is_answered_as_often_as_asked)["pytestmark"]
    return marks


def test_a_denial_names_caller_action_and_resource(sandbox: Sandbox, connect: ConnectClient) -> None:
    sandbox.faults.add(parse("*:AccessDenied"))
    flow = sandbox.flows[0]
    with pytest.raises(ClientError) as caught:
        connect.start_chat_contact(**smallest(sandbox))
    message = caught.value.response["Error"]["Message"]
    assert message.endswith(f"is not authorized to perform: connect:StartChatContact on resource: {flow.arn}")
    with pytest.raises(ClientError) as caught:
        connect.describe_contact(InstanceId=sandbox.instance_id, ContactId="c-1")
    assert caught.value.response["Error"]["Message"].endswith("/contact/c-1")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("AccessDenied", "AccessDenied"),
        ("expired-token", "ExpiredToken"),
        ("Throttling", "Throttling"),
        ("InternalService", "InternalFailure"),
    ],
)
def test_sts_has_its_own_names(sandbox: Sandbox, sts: STSClient, name: str, error: str) -> None:
    sandbox.faults.add(parse(f"GetCallerIdentity:{name}:1"))
    with pytest.raises(ClientError) as caught:
        sts.get_caller_identity()
    assert code(caught)[0] == error
    assert sts.get_caller_identity()["Account"] == "123456789012"


def test_a_reset_before_starts_nothing(sandbox: Sandbox, connect: ConnectClient) -> None:
    sandbox.faults.add(parse("StartChatContact:reset-before:1"))
    with pytest.raises(ClosedError):
        connect.start_chat_contact(**smallest(sandbox))
    assert sandbox.contacts.all() == ()


def test_a_reset_after_leaves_a_chat_that_the_token_finds(sandbox: Sandbox, connect: ConnectClient) -> None:
    sandbox.faults.add(parse("StartChatContact:reset-after:1"))
    request = smallest(sandbox, ClientToken="one-click")
    with pytest.raises(ClosedError):
        connect.start_chat_contact(**request)
    (contact,) = sandbox.contacts.all()
    assert connect.start_chat_contact(**request)["ContactId"] == contact.id
    assert sandbox.contacts.all() == (contact,)


def test_a_reset_is_a_reset(sandbox: Sandbox, signer: Signer) -> None:
    sandbox.faults.add(parse("*:reset-before"))
    signed = signer.sign("GET", "/instance")
    connection = http.client.HTTPConnection(sandbox.endpoint.removeprefix("http://"), timeout=10)
    connection.request("GET", signed.target, headers=dict(signed.headers))
    with pytest.raises(ConnectionResetError):
        connection.getresponse()
    connection.close()


def test_latency_delays_the_answer(sandbox: Sandbox, connect: ConnectClient) -> None:
    sandbox.faults.add(parse("ListInstances:latency=200ms:1"))
    began = time.perf_counter()
    connect.list_instances()
    assert time.perf_counter() - began >= 0.2


def test_latency_does_not_hold_up_others(sandbox: Sandbox, connect: ConnectClient, signer: Signer) -> None:
    sandbox.faults.add(parse("DescribeInstance:latency=8s:1"))
    signed = signer.sign("GET", f"/instance/{sandbox.instance_id}")
    connection = http.client.HTTPConnection(sandbox.endpoint.removeprefix("http://"), timeout=10)
    connection.request("GET", signed.target, headers=dict(signed.headers))
    began = time.perf_counter()
    connect.list_instances()
    assert time.perf_counter() - began < 4
    connection.close()


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_skewed_clock_refuses_and_says_its_time(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send, seconds: int
) -> None:
    sandbox.faults.add(parse(f"*:skew={seconds}"))
    answered = over_the_wire(signer.sign("GET", "/instance"))
    assert (answered.status, answered.error) == (403, "InvalidSignatureException")
    assert answered.message.startswith("Signature expired")
    server = email.utils.parsedate_to_datetime(answered.headers["date"]).timestamp()
    assert server - time.time() == pytest.approx(seconds, abs=5)


def test_a_small_skew_shows_in_the_date_alone(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    sandbox.faults.add(parse("*:skew=120"))
    answered = over_the_wire(signer.sign("GET", "/instance"))
    assert answered.status == 200
    server = email.utils.parsedate_to_datetime(answered.headers["date"]).timestamp()
    assert server - time.time() == pytest.approx(120, abs=5)


def test_a_wrong_signature_is_told_before_an_error_asked_for(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send
) -> None:
    sandbox.faults.add(parse("*:TooManyRequests"))
    wrong = signer.start(smallest(sandbox)).but(body=json.dumps({}).encode())
    assert over_the_wire(wrong).error == "InvalidSignatureException"


# A member of each kind suffices: a fault is answered before the model is asked.
ANYTHING = {
    "RoleArn": "arn:aws:iam::123456789012:role/ChatTester", "RoleSessionName": "me",
    "AttributeType": "INBOUND_CALLS", "ResourceType": "ATTACHMENTS", "AliasId": "x", "clientId": "x",
    "clientSecret": "x", "clientName": "x", "clientType": "public", "grantType": "x", "startUrl": "x",
    "accessToken": "x", "accountId": "x", "roleName": "x", "InstanceId": "x", "ContactFlowId": "x",
    "ContactId": "x", "InitialContactId": "x", "ParticipantDetails": {"DisplayName": "x"},
    "ParticipantToken": "x", "ConnectionToken": "x", "ContentType": "x", "Content": "x", "ClientToken": "x",
    "AttachmentId": "x", "AttachmentIds": ["x"], "AttachmentName": "x", "AttachmentSizeInBytes": 1,
    "ViewToken": "x", "SessionId": "x", "RedirectUri": "x",
}  # fmt: skip
DENIED = {"connect": "AccessDeniedException", "sts": "AccessDenied", "sso": "ForbiddenException",
          "sso-oidc": "AccessDeniedException", "connectparticipant": "AccessDeniedException"}  # fmt: skip


@pytest.mark.parametrize(("service", "name"), sorted(ANSWERED))
def test_every_operation_can_be_denied_by_itself(sandbox: Sandbox, service: str, name: str) -> None:
    sandbox.faults.add(parse(f"{name}:AccessDenied"))
    method = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    needed = [field.name for field in shape.model(service).operation(name).input.members if field.required]
    caller = client(sandbox, service)
    error, _, message = refused(getattr(caller, method), **{member: ANYTHING[member] for member in needed})
    caller.close()
    assert error == DENIED[service]
    assert f"not authorized to perform: {service}:{name} on resource: " in message
    assert sandbox.contacts.all() == ()
