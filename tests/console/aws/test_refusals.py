"""From the service's codes and words to our errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console import shape
from console.aws import PERMISSIONS
from console.aws.refusals import CODES, CODES_OF, refused
from console.errors import (
    AccessDenied,
    Call,
    ClockSkewed,
    DurationRefused,
    InvalidInput,
    QuotaFull,
    Refusal,
    ServiceError,
    ServiceFault,
    SignatureMissing,
    SignatureWrong,
    SignInRefused,
    Throttled,
    Unexpected,
)
from console.errors.calls import SERVICE_NAMES

INSTANCE, FLOW = "0a1b2c3d-instance", "4e5f-flow"
REQUEST = {"InstanceId": INSTANCE, "ContactFlowId": FLOW, "ParticipantDetails": {"DisplayName": "Jo"}}


def refusal(code: str, message: str = "", status: int = 400, **members: Any) -> Refusal:
    ahead_s = members.pop("ahead_s", None)
    operation = members.pop("operation", "StartChatContact")
    region = members.pop("region", "eu-central-1")
    endpoint = f"https://connect.{region}.amazonaws.com"
    service = members.pop("service", "connect")
    call = Call(operation, {**REQUEST, **members}, region, endpoint, service=service)
    return Refusal(call, code, message, status, "request-id", clock_ahead_s=ahead_s)


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_table_becomes_an_error(code: str) -> None:
    error = refused(refusal(code, "words"))
    assert isinstance(error, ServiceError)
    assert error.aws_code == code


@pytest.mark.parametrize(
    ("service", "code"), [(service, code) for service, codes in CODES_OF.items() for code in codes]
)
def test_every_code_of_one_service_becomes_an_error_of_its_own(service: str, code: str) -> None:
    assert service in SERVICE_NAMES
    operation = "SendMessage" if service == "connectparticipant" else "CreateToken"
    error = refused(refusal(code, "words", service=service, operation=operation))
    assert isinstance(error, ServiceError | SignInRefused)
    assert error.request_id == "request-id"
    assert error.facts["service"] == SERVICE_NAMES[service]


PARTICIPATING = (
    "CreateParticipantConnection", "SendMessage", "SendEvent", "GetTranscript", "DisconnectParticipant",
    "StartAttachmentUpload", "CompleteAttachmentUpload", "GetAttachment",
)  # fmt: skip
OPERATIONS = [
    *(("connect", name) for name, needed in PERMISSIONS.items() if needed.action.startswith("connect:")),
    *(("sts", name) for name, needed in PERMISSIONS.items() if needed.action.startswith("sts:")),
    *(("sso-oidc", name) for name in ("RegisterClient", "StartDeviceAuthorization", "CreateToken")),
    *(("connectparticipant", name) for name in PARTICIPATING),
    *(("sso", name) for name in ("ListAccounts", "ListAccountRoles", "GetRoleCredentials", "Logout")),
]
TOLD_AS_RECEIVED = {
    # None of these can come of what we send, or they say more in AWS's words than in ours.
    "InvalidActiveRegionException", "InvalidScopeException", "InvalidClientMetadataException",
    "InvalidRedirectUriException", "UnsupportedGrantTypeException", "MalformedPolicyDocumentException",
    "PackedPolicyTooLargeException", "RegionDisabledException", "AuthorizationPendingException",
    ("ListAccounts", "ResourceNotFoundException"),
}  # fmt: skip


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_every_error_that_our_operations_declare_is_in_a_table_or_told_by_its_status(
    service: str, name: str
) -> None:
    for code, status in shape.model(service).operation(name).errors.items():
        error = refused(refusal(code, status=status, operation=name, service=service))
        is_told_as_received = code in TOLD_AS_RECEIVED or (name, code) in TOLD_AS_RECEIVED
        assert (type(error) is Unexpected) == is_told_as_received, code


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, Throttled),
        (500, ServiceFault),
        (503, ServiceFault),
        (501, Unexpected),
        (409, Unexpected),
        (0, Unexpected),
    ],
)
def test_unknown_codes_are_told_apart_by_their_status(status: int, kind: type[ServiceError]) -> None:
    assert type(refused(refusal("NewException", status=status))) is kind


def test_only_starting_a_chat_can_fill_the_quota_of_chats() -> None:
    assert type(refused(refusal("LimitExceededException", status=429))) is QuotaFull
    assert (
        type(refused(refusal("LimitExceededException", status=429, operation="ListInstances"))) is Unexpected
    )


@pytest.mark.parametrize(
    ("message", "kind", "path"),
    [
        ("Invalid request", DurationRefused, ("ChatDurationInMinutes",)),
        ("", DurationRefused, ("ChatDurationInMinutes",)),
        ("This feature is not enabled", DurationRefused, ("ChatDurationInMinutes",)),
        ("ChatDurationInMinutes is not allowed", DurationRefused, ("ChatDurationInMinutes",)),
        ("chat duration in minutes: no", DurationRefused, ("ChatDurationInMinutes",)),
        ("ContactFlowId is malformed", InvalidInput, ("ContactFlowId",)),
        ("The contact flow is not published", InvalidInput, None),
        ("Customer attributes are too long", InvalidInput, None),
        ("The participant is unknown", InvalidInput, None),
    ],
)
@pytest.mark.parametrize("code", ["InvalidParameterException", "InvalidRequestException"])
def test_a_custom_duration_is_suspected_where_nothing_else_explains(
    code: str, message: str, kind: type[InvalidInput], path: tuple[str, ...] | None
) -> None:
    error = refused(refusal(code, message, ChatDurationInMinutes=90))
    assert type(error) is kind
    assert isinstance(error, InvalidInput)
    assert error.path == path


@pytest.mark.parametrize("minutes", [None, 59, 10081])
def test_without_a_duration_within_its_limits_it_is_not(minutes: int | None) -> None:
    members = {} if minutes is None else {"ChatDurationInMinutes": minutes}
    message = "ChatDurationInMinutes is out of range" if minutes else "Invalid request"
    assert type(refused(refusal("InvalidRequestException", message, **members))) is InvalidInput


FLOW_ARN = f"arn:aws:connect:eu-central-1:123456789012:instance/{INSTANCE}/contact-flow/{FLOW}"
ANY_ACCOUNT = FLOW_ARN.replace("123456789012", "*")
INSTANCE_ARN = f"arn:aws:connect:eu-central-1:*:instance/{INSTANCE}"
DENIED = "User: arn:aws:iam::123456789012:user/jo is not authorized to perform: "


@pytest.mark.parametrize(
    ("message", "action", "resource", "reason"),
    [
        (
            f"{DENIED}connect:StartChatContact on resource: {FLOW_ARN} because no policy allows it",
            "connect:StartChatContact",
            FLOW_ARN,
            "because no policy allows it",
        ),
        (
            f"{DENIED}ds:DescribeDirectories with an explicit deny in a service control policy.",
            "ds:DescribeDirectories",
            ANY_ACCOUNT,
            "with an explicit deny in a service control policy",
        ),
        ("null", "connect:StartChatContact", ANY_ACCOUNT, ""),
        ("Not from this network.", "connect:StartChatContact", ANY_ACCOUNT, "Not from this network"),
    ],
)
def test_who_may_not_do_what_is_read_from_the_message_or_from_the_table(
    message: str, action: str, resource: str, reason: str
) -> None:
    error = refused(refusal("AccessDeniedException", message, 403))
    assert isinstance(error, AccessDenied)
    assert (error.action, error.resource, error.facts["reason"]) == (action, resource, reason)


@pytest.mark.parametrize(
    ("operation", "members", "region", "resource"),
    [
        ("ListInstances", {}, "us-east-1", "*"),
        ("GetCallerIdentity", {}, "us-east-1", "*"),
        ("GetSessionToken", {}, "us-east-1", "*"),
        (
            "AssumeRole",
            {"RoleArn": "arn:aws:iam::1:role/R", "ContactFlowId": FLOW_ARN},
            "us-east-1",
            "arn:aws:iam::1:role/R",
        ),
        ("DescribeInstance", {}, "eu-central-1", INSTANCE_ARN),
        ("DescribeInstanceAttribute", {"AttributeType": "X"}, "eu-central-1", INSTANCE_ARN),
        ("ListInstanceStorageConfigs", {"ResourceType": "X"}, "eu-central-1", INSTANCE_ARN),
        ("DescribeContactFlow", {}, "eu-central-1", ANY_ACCOUNT),
        ("DescribeContactFlow", {"ContactFlowId": f"{FLOW}:$SAVED"}, "eu-central-1", ANY_ACCOUNT),
        ("DescribeContactFlow", {"ContactFlowId": f"{FLOW_ARN}:12"}, "eu-central-1", FLOW_ARN),
        ("ListContactFlowVersions", {}, "eu-central-1", ANY_ACCOUNT),
        ("ListContactFlowAliases", {}, "eu-central-1", ANY_ACCOUNT),
        ("StartChatContact", {}, "eu-central-1", ANY_ACCOUNT),
        ("StartChatContact", {"ContactFlowId": FLOW_ARN}, "eu-central-1", FLOW_ARN),
        ("StartChatContact", {"InstanceId": f"arn:x:instance/{INSTANCE}"}, "eu-central-1", ANY_ACCOUNT),
        (
            "ListContactFlows",
            {"ContactFlowId": None},
            "us-gov-west-1",
            f"arn:aws-us-gov:connect:us-gov-west-1:*:instance/{INSTANCE}/contact-flow/*",
        ),
        (
            "StopContact",
            {"ContactId": "c"},
            "cn-north-1",
            f"arn:aws-cn:connect:cn-north-1:*:instance/{INSTANCE}/contact/c",
        ),
    ],
)
def test_each_operation_names_the_resource_that_a_policy_needs(
    operation: str, members: dict[str, str], region: str, resource: str
) -> None:
    request = {**REQUEST, **members}
    assert PERMISSIONS[operation].resource_for(request, region) == resource
    assert PERMISSIONS[operation].action.endswith(f":{operation}")


NOW_FORMAT = "%Y%m%dT%H%M%SZ"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("InvalidSignatureException", "Signature expired: 1 is now earlier than 2 ({now} - 5 min.)"),
        ("InvalidSignatureException", "Signature not yet current: 1 is still later than 2 ({now} + 5 min.)"),
        ("SignatureDoesNotMatch", "Signature expired: 1 is now earlier than 2 ({now} - 5 min.)"),
        ("RequestExpired", "Request has expired ({now} - 5 min.)"),
    ],
)
@pytest.mark.parametrize("ahead_s", [None, 0.4])
def test_a_wrong_clock_is_measured_by_the_message_where_the_date_says_nothing(
    code: str, message: str, ahead_s: float | None
) -> None:
    service_now = datetime.now(UTC) + timedelta(minutes=20)
    told = message.format(now=service_now.strftime(NOW_FORMAT))
    error = refused(refusal(code, told, 403, ahead_s=ahead_s))
    assert isinstance(error, ClockSkewed)
    assert error.ahead_s == pytest.approx(-1200, abs=10)
    assert "about 20 min behind" in error.sentence


def test_the_date_header_counts_first_and_no_skew_is_invented() -> None:
    told = "Signature expired: 20200101T000000Z is now earlier than 20200101T000500Z"
    by_date = refused(refusal("InvalidSignatureException", told, 403, ahead_s=-3600.0))
    assert isinstance(by_date, ClockSkewed)
    assert by_date.ahead_s == -3600
    unknown = refused(refusal("RequestTimeTooSkewed", "", 403))
    assert isinstance(unknown, ClockSkewed)
    assert unknown.ahead_s is None


def test_a_missing_signature_is_not_a_wrong_one() -> None:
    missing = refused(refusal("MissingAuthenticationTokenException", "Missing Authentication Token", 403))
    assert type(missing) is SignatureMissing
    assert "without a signature" in missing.sentence
    wrong = refused(refusal("InvalidSignatureException", "The request signature we calculated…", 403))
    assert type(wrong) is SignatureWrong
