"""What the sandbox refuses: the errors, their status, and their names in STS.

`STATUS` is the one table of errors that an operation's model does not hold; the model's own status
of an error comes first. STS speaks the query protocol and has other names for the same refusals.
"""

from __future__ import annotations

from collections.abc import Mapping

STATUS: Mapping[str, int] = {
    "UnrecognizedClientException": 403,
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "ExpiredTokenException": 403,
    "AccessDeniedException": 403,
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

STS_NAMES: Mapping[str, str] = {
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
}


class RefusalError(Exception):
    """A request that the service refuses, with the error's name and a sentence for its reader."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def status(self, declared: Mapping[str, int]) -> int:
        """The HTTP status: that of the operation's model where it declares the error."""
        return declared.get(self.code, STATUS[self.code])
