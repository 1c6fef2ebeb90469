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
    ClockSkewed,
    CredentialsExpired,
    DurationRefused,
    InvalidInput,
    KeyUnknown,
    NotFound,
    QuotaFull,
    Refusal,
    ServiceError,
    ServiceFault,
    SignatureMissing,
    SignatureWrong,
    Throttled,
    Unexpected,
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
DURATION = "ChatDurationInMinutes"


def refused(refusal: Refusal) -> ServiceError:
    """The error that this refusal is."""
    if (known := CODES.get(refusal.aws_code)) is not None:
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
    if call.operation == "GetCallerIdentity":
        return InvalidInput(refusal)
    path = named_field(refusal.message, call.operation, call.request)
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
    call = refusal.call
    needed = PERMISSIONS.get(call.operation, Permission(call.operation))
    told = _DENIED.search(refusal.message)
    named = told.groupdict(default="") if told else {}
    return AccessDenied(
        refusal,
        action=named.get("action") or needed.action,
        resource=named.get("resource") or needed.resource_for(call.request, call.region),
        reason=named.get("reason", "").strip(" .\n"),
    )


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


CODES: Mapping[str, Callable[[Refusal], ServiceError]] = {
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
