"""The one table of what the service refuses with, and which of our errors that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from console import shape
from console.aws.named_field import named_field
from console.aws.permissions import PERMISSIONS, Permission
from console.errors import (
    AccessDenied,
    AttachmentRefused,
    ChatOver,
    ClockSkewed,
    CodeRefused,
    Conflict,
    ConsoleError,
    CredentialsExpired,
    DurationRefused,
    FlowNotPublished,
    InvalidInput,
    KeyUnknown,
    LogGroupMissing,
    NotFound,
    QuotaFull,
    Refusal,
    RegistrationOver,
    RoleNotAssigned,
    RoleRefused,
    ServiceError,
    ServiceFault,
    SignatureMissing,
    SignatureWrong,
    SignInOver,
    StartUrlRefused,
    Throttled,
    Unexpected,
    sign_in_declined,
    sign_in_too_late,
)

_DENIED = re.compile(
    r"User: (?P<user>\S+) is not authorized to perform: (?P<action>[\w-]+:\w+)"
    r"(?: on resource: (?P<resource>\S+))?(?P<reason>.*)",
    re.DOTALL,
)
_WRONG_TIME = re.compile(r"signature (?:expired|not yet current)|request (?:has )?expired", re.IGNORECASE)
_SERVICE_TIME = re.compile(r"\((\d{8}T\d{6}Z) [-+]")
_OTHER_CAUSE = re.compile(
    r"\b(?:flow|instance|attribute|participant|content|persistent|rehydrat|source|related|segment"
    r"|customer|token|stream|connection|response mode)",
    re.IGNORECASE,
)
_LEAST_SKEW_S = 60
_CODE_FAILED = "MultiFactorAuthentication failed"
_OF_ATTACHMENTS = ("StartAttachmentUpload", "CompleteAttachmentUpload", "GetAttachment")
DURATION = "ChatDurationInMinutes"


def refused(refusal: Refusal) -> ConsoleError:
    """The error that this refusal is: a ServiceError, but where a person declined or came too late."""
    if refusal.call.service == "connectparticipant" and refusal.status == 403:
        # By its status alone, as Amazon's own client does it: the code need not be there.
        return _not_in_chat(refusal)
    own = CODES_OF.get(refusal.call.service, {})
    if (known := own.get(refusal.aws_code) or CODES.get(refusal.aws_code)) is not None:
        return known(refusal)
    if refusal.status == 429:
        return Throttled(refusal)
    # 501 is no failure: the service says that it does not do such a thing.
    if refusal.status >= 500 and refusal.status != 501:
        return ServiceFault(refusal)
    return Unexpected(refusal)


def _quota(refusal: Refusal) -> ServiceError:
    return (QuotaFull if refusal.call.operation == "StartChatContact" else Unexpected)(refusal)


def _invalid(refusal: Refusal) -> ServiceError:
    call = refusal.call
    path = named_field(refusal.message, call.operation, call.request, call.service)
    if path in (None, (DURATION,)) and _may_be_the_duration(refusal, is_named=path is not None):
        return DurationRefused(refusal, path=(DURATION,))
    return InvalidInput(refusal, path=path)


def _may_be_the_duration(refusal: Refusal, *, is_named: bool) -> bool:
    """Whether a custom duration was asked for, is within its limits, and nothing else is to blame.

    An account that lacks the feature answers 400, in words that no document gives. So a message
    that names no field and speaks of nothing else in the request may mean the duration.
    """
    minutes = refusal.call.request.get(DURATION)
    if minutes is None:
        return False
    field = shape.model("connect").operation("StartChatContact").input.at(DURATION)
    is_within = not shape.problems(minutes, field)
    return is_within and (is_named or not _OTHER_CAUSE.search(refusal.message))


def _denied(refusal: Refusal) -> ServiceError:
    return AccessDenied(refusal, **_what_is_denied(refusal))


def _denied_by_sts(refusal: Refusal) -> ServiceError:
    if _CODE_FAILED in refusal.message:
        kind: type[AccessDenied] = CodeRefused
    else:
        kind = RoleRefused if refusal.call.operation == "AssumeRole" else AccessDenied
    return kind(refusal, **_what_is_denied(refusal))


def _not_assigned(refusal: Refusal) -> ServiceError:
    if refusal.call.operation not in ("GetRoleCredentials", "ListAccountRoles"):
        return Unexpected(refusal)
    return RoleNotAssigned(refusal, **_what_is_denied(refusal))


def _what_is_denied(refusal: Refusal) -> dict[str, str]:
    """Action, resource and reason: by the message, else by what the operation needs."""
    call = refusal.call
    needed = PERMISSIONS.get(call.operation, Permission(call.operation))
    told = _DENIED.search(refusal.message)
    named = told.groupdict(default="") if told else {}
    without_form = "" if refusal.message == "null" else refusal.message
    return {
        "action": named.get("action") or needed.action,
        "resource": named.get("resource") or needed.resource_for(call.request, call.region),
        "reason": named.get("reason", without_form).strip(" .\n"),
    }


def _in_chat(refusal: Refusal) -> ServiceError:
    """What a chat does not take: a file has its own words for it."""
    if refusal.call.operation in _OF_ATTACHMENTS:
        return AttachmentRefused(refusal)
    return _invalid(refusal)


def _not_in_chat(refusal: Refusal) -> ServiceError:
    # Also where attachments are not enabled for the instance, which is no end of the chat.
    return (AttachmentRefused if refusal.call.operation in _OF_ATTACHMENTS else ChatOver)(refusal)


def _start_url(refusal: Refusal) -> ServiceError:
    if refusal.call.operation == "StartDeviceAuthorization":
        return StartUrlRefused(refusal, path=("startUrl",))
    return InvalidInput(refusal)


def _grant(refusal: Refusal) -> ConsoleError:
    """The device code or the refresh token does not hold, or not any more."""
    if "deviceCode" in refusal.call.request:
        return sign_in_too_late(refusal)
    return SignInOver(refusal)


def _signature(refusal: Refusal) -> ServiceError:
    if _WRONG_TIME.search(refusal.message):
        return _clock(refusal)
    return SignatureWrong(refusal)


def _clock(refusal: Refusal) -> ServiceError:
    """How far off this clock is: by the answer's Date, else by the time that the message gives."""
    skews = [refusal.clock_ahead_s]
    if found := _SERVICE_TIME.search(refusal.message):
        service_time = datetime.strptime(found[1], "%Y%m%dT%H%M%S%z")
        skews.append((datetime.now(UTC) - service_time).total_seconds())
    far = [skew for skew in skews if skew is not None and abs(skew) >= _LEAST_SKEW_S]
    return ClockSkewed(refusal, ahead_s=far[0] if far else None)


CODES: Mapping[str, Callable[[Refusal], ConsoleError]] = {
    # The documentation of StartChatContact says TooManyRequests; other operations have other names.
    "TooManyRequests": Throttled,
    "TooManyRequestsException": Throttled,
    "ThrottlingException": Throttled,
    "Throttling": Throttled,
    "RequestLimitExceeded": Throttled,
    "LimitExceededException": _quota,
    "ServiceQuotaExceededException": _quota,
    "InvalidParameterException": _invalid,
    "InvalidRequestException": _invalid,
    "ValidationException": _invalid,
    "ValidationError": _invalid,
    "SerializationException": _invalid,
    "ResourceNotFoundException": NotFound,
    "ContactNotFoundException": NotFound,
    "ContactFlowNotPublishedException": FlowNotPublished,
    "AccessDeniedException": _denied,
    "AccessDenied": _denied,
    "UnrecognizedClientException": KeyUnknown,
    "InvalidClientTokenId": KeyUnknown,
    "InvalidAccessKeyId": KeyUnknown,
    "InvalidSignatureException": _signature,
    "SignatureDoesNotMatch": _signature,
    "IncompleteSignature": _signature,
    "IncompleteSignatureException": _signature,
    "RequestExpired": _clock,
    "RequestTimeTooSkewed": _clock,
    "RequestInTheFuture": _clock,
    "MissingAuthenticationToken": SignatureMissing,
    "MissingAuthenticationTokenException": SignatureMissing,
    "ExpiredToken": CredentialsExpired,
    "ExpiredTokenException": CredentialsExpired,
}
"""By the code that the service gives; codes that do not stand here are told apart by their status."""

CODES_OF: Mapping[str, Mapping[str, Callable[[Refusal], ConsoleError]]] = {
    "connectparticipant": {
        "ConflictException": Conflict,
        "InvalidParameterException": _in_chat,
        "ServiceQuotaExceededException": _in_chat,
        "ValidationException": _in_chat,
    },
    "logs": {"ResourceNotFoundException": LogGroupMissing},
    "sts": {"AccessDenied": _denied_by_sts},
    "sso": {
        "UnauthorizedException": SignInOver,
        # Not in the model; the portal answers so where the role is not assigned (aws-sam-cli, #2129).
        "ForbiddenException": _not_assigned,
        "AccessDeniedException": _not_assigned,
        "ResourceNotFoundException": _not_assigned,
    },
    # OAuth's device grant (RFC 8628, 3.5) under AWS's names.
    "sso-oidc": {
        "AccessDeniedException": sign_in_declined,
        "ExpiredTokenException": _grant,
        "InvalidGrantException": _grant,
        "InvalidRequestException": _start_url,
        "InvalidClientException": RegistrationOver,
        "UnauthorizedClientException": RegistrationOver,
        "SlowDownException": Throttled,
    },
}
"""What a code means at one service alone, by botocore's name of it; it comes before the table above."""
