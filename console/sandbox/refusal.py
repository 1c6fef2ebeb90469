"""What the sandbox refuses: the errors, their status, and what other services call them.

`STATUS` is the one table of errors that an operation's model does not hold; the model's own status
of an error comes first. STS and Identity Center have other names for the same refusals.
"""

from __future__ import annotations

from collections.abc import Mapping

STATUS: Mapping[str, int] = {
    "UnrecognizedClientException": 403,
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "ExpiredTokenException": 403,
    "AccessDeniedException": 403,
    "ServiceQuotaExceededException": 402,
    "ConflictException": 409,
    "UnauthorizedException": 401,
    "InvalidParameterException": 400,
    "InvalidRequestException": 400,
    "SerializationException": 400,
    "ResourceNotFoundException": 404,
    "UnknownOperationException": 404,
    # What AWS's documents give no name for a service like this one (413, 501) is named by us.
    "RequestEntityTooLargeException": 413,
    "TooManyRequests": 429,
    "ThrottlingException": 429,
    "LimitExceededException": 429,
    "InternalServiceException": 500,
    "NotImplementedException": 501,
    "ServiceUnavailableException": 503,
}

NAMES: Mapping[str, Mapping[str, str]] = {
    "sts": {
        "UnrecognizedClientException": "InvalidClientTokenId",
        "InvalidSignatureException": "SignatureDoesNotMatch",
        "MissingAuthenticationTokenException": "MissingAuthenticationToken",
        "ExpiredTokenException": "ExpiredToken",
        "AccessDeniedException": "AccessDenied",
        "InvalidParameterException": "ValidationError",
        "InvalidRequestException": "ValidationError",
        "UnknownOperationException": "InvalidAction",
        "TooManyRequests": "Throttling",
        "ThrottlingException": "Throttling",
        "InternalServiceException": "InternalFailure",
        "ServiceUnavailableException": "ServiceUnavailable",
    },
    "connectparticipant": {
        "InvalidParameterException": "ValidationException",
        "InvalidRequestException": "ValidationException",
        "SerializationException": "ValidationException",
        "ExpiredTokenException": "AccessDeniedException",
        "TooManyRequests": "ThrottlingException",
        "LimitExceededException": "ServiceQuotaExceededException",
        "InternalServiceException": "InternalServerException",
    },
    "logs": {
        "InvalidRequestException": "InvalidParameterException",
        "TooManyRequests": "ThrottlingException",
        "InternalServiceException": "ServiceUnavailableException",
    },
    "sso": {
        "InvalidParameterException": "InvalidRequestException",
        "SerializationException": "InvalidRequestException",
        # The portal's word for a role that is not assigned; its model lacks it.
        "AccessDeniedException": "ForbiddenException",
        "ExpiredTokenException": "UnauthorizedException",
        "TooManyRequests": "TooManyRequestsException",
        "ThrottlingException": "TooManyRequestsException",
    },
    "sso-oidc": {
        "InvalidParameterException": "InvalidRequestException",
        "SerializationException": "InvalidRequestException",
        "TooManyRequests": "SlowDownException",
        "ThrottlingException": "SlowDownException",
        "InternalServiceException": "InternalServerException",
    },
}
"""What a service calls a refusal, where it does not use the name of `STATUS`."""


class RefusalError(Exception):
    """A request that the service refuses, with the error's name and a sentence for its reader."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def named(self, service: str) -> str:
        """The error's name in a service's own words."""
        return NAMES.get(service, {}).get(self.code, self.code)

    def status(self, service: str, declared: Mapping[str, int]) -> int:
        """The HTTP status: that of the operation's model where it declares the error."""
        named = self.named(service)
        found = declared.get(named)
        return STATUS.get(named, STATUS[self.code]) if found is None else found
