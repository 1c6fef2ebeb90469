"""What a client meets whose requests are disturbed: of Connect, of the participant service, of STS."""

from __future__ import annotations

import email.utils
import http.client
import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from botocore.exceptions import ConnectionClosedError as ClosedError

from console import shape
from console.sandbox import Sandbox, parse
from console.sandbox.faults import KINDS
from console.sandbox.operations import ANSWERED
from tests.console.sandbox.clients import client, refused
from tests.console.sandbox.participant.visitor import start
from tests.console.sandbox.wire import Send, Signer, smallest

if TYPE_CHECKING:
    from types_boto3_connect import ConnectClient
    from types_boto3_sts import STSClient


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
        ("Conflict", "ConflictException", 409),
        ("ResourceNotFound", "ResourceNotFoundException", 404),
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


@pytest.mark.parametrize(
    ("name", "error", "status", "message"),
    [
        ("TooManyRequests", "ThrottlingException", 429, "rate of requests"),
        ("Throttling", "ThrottlingException", 429, "rate of requests"),
        ("LimitExceeded", "ServiceQuotaExceededException", 402, "quota of this chat"),
        ("InternalService", "InternalServerException", 500, "failed"),
        ("ServiceUnavailable", "ServiceUnavailableException", 503, "not available"),
        ("InvalidRequest", "ValidationException", 400, "not valid"),
        ("Conflict", "ConflictException", 409, "conflicts"),
        ("ResourceNotFound", "ResourceNotFoundException", 404, "not found"),
        ("AccessDenied", "AccessDeniedException", 403, "may not do this"),
        ("expired-token", "AccessDeniedException", 403, "has expired"),
    ],
)
@pytest.mark.parametrize("operation", ["SendMessage", "GetTranscript", "CompleteAttachmentUpload"])
def test_the_participant_service_fails_in_its_own_words(
    sandbox: Sandbox, service: Any, operation: str, name: str, error: str, status: int, message: str
) -> None:
    visitor = start(sandbox, service)
    visitor.connect("CONNECTION_CREDENTIALS")
    sandbox.faults.add(parse(f"{operation}:{name}:1"))
    calls: dict[str, dict[str, Any]] = {
        "SendMessage": {"Content": "hello", "ContentType": "text/plain"},
        "GetTranscript": {},
        "CompleteAttachmentUpload": {"AttachmentIds": ["x"], "ClientToken": "x"},
    }
    method = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation).lower()
    code_, status_, message_ = refused(visitor.call, operation=method, **calls[operation])
    assert (code_, status_) == (error, status)
    assert message in message_
    assert "hello" not in [item.get("Content") for item in visitor.transcript()]


def test_a_lost_answer_has_said_it_once(sandbox: Sandbox, service: Any) -> None:
    visitor = start(sandbox, service)
    visitor.connect("CONNECTION_CREDENTIALS")
    for fault, said in (("reset-before", 0), ("reset-after", 1)):
        sandbox.faults.add(parse(f"SendMessage:{fault}:1"))
        with pytest.raises(ClosedError):
            visitor.say(fault, ClientToken=fault)
        before = [item for item in visitor.transcript() if item.get("Content") == fault]
        assert len(before) == said
        again = visitor.say(fault, ClientToken=fault)
        after = [item for item in visitor.transcript() if item.get("Content") == fault]
        assert [item["Id"] for item in after] == [again["Id"]]


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
          "sso-oidc": "AccessDeniedException", "connectparticipant": "AccessDeniedException",
          "logs": "AccessDeniedException"}  # fmt: skip


@pytest.mark.parametrize(("service", "name"), sorted(ANSWERED))
def test_every_operation_can_be_denied_by_itself(sandbox: Sandbox, service: str, name: str) -> None:
    sandbox.faults.add(parse(f"{name}:AccessDenied"))
    method = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    needed = [field.name for field in shape.model(service).operation(name).input.members if field.required]
    caller = client(sandbox, service)
    error, _, message = refused(getattr(caller, method), **{member: ANYTHING[member] for member in needed})
    caller.close()
    assert error == DENIED[service]
    if service == "connectparticipant":
        assert message == "The participant may not do this."
    else:
        assert f"not authorized to perform: {service}:{name} on resource: " in message
    assert sandbox.contacts.all() == ()
