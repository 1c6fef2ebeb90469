"""Every kind of fault, one entry each: where it happens, what it does, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Place = Literal["operation", "socket", "connection", "attachment", "agent"]
Effect = Literal[
    "error", "latency", "skew", "reset_before", "reset_after",
    "refuse", "drop", "silent", "late", "duplicate", "reorder", "unknown",
    "expiry", "reject", "leave",
]  # fmt: skip
Unit = Literal["", "duration", "seconds"]

OCCASIONS: Mapping[Place, str] = {
    "operation": "a request",
    "socket": "a frame that brings an item (for refuse an upgrade, for silent a frame of either side)",
    "connection": "a connection that is given out",
    "attachment": "a scan that ends",
    "agent": "something that the customer says while an agent is there",
}
"""What a fault is counted by, and what chance is drawn for."""


@dataclass(frozen=True)
class Kind:
    """One kind of fault: what it does, and for an error what the service answers."""

    effect: Effect
    told: str
    """What it does, in one line for its reader."""
    place: Place = "operation"
    unit: Unit = ""
    """What stands after `=` in the fault: nothing, a duration (500ms, 2s) or signed seconds."""
    is_value_optional: bool = False
    code: str = ""
    message: str = ""
    """Empty for a denial: its message is made of the caller, the operation and the resource."""
    participant_message: str = ""
    """What the participant service says instead, where that is something else."""


def _error(code: str, message: str, told: str, participant_message: str = "") -> Kind:
    return Kind("error", told, code=code, message=message, participant_message=participant_message)


KINDS: Mapping[str, Kind] = {
    "TooManyRequests": _error(
        "TooManyRequests", "The rate of requests is too high.", "429 as Connect names it"
    ),
    "Throttling": _error(
        "ThrottlingException", "The rate of requests is too high.", "429 ThrottlingException"
    ),
    "LimitExceeded": _error(
        "LimitExceededException",
        "The quota of concurrent active chats of this instance is full.",
        "a quota is full: 429, of the participant service 402",
        "A quota of this chat is full.",
    ),
    "InternalService": _error("InternalServiceException", "The service failed within itself.", "500"),
    "ServiceUnavailable": _error("ServiceUnavailableException", "The service is not available now.", "503"),
    # As an account answers that does not support custom durations (StartChatContact's documentation).
    "InvalidRequest": _error("InvalidRequestException", "The request is not valid.", "400"),
    "Conflict": _error("ConflictException", "The request conflicts with the state of the resource.", "409"),
    "ResourceNotFound": _error("ResourceNotFoundException", "The resource was not found.", "404"),
    "AccessDenied": _error("AccessDeniedException", "", "403", "The participant may not do this."),
    "expired-token": _error(
        "ExpiredTokenException",
        "The session that signed the request is over.",
        "403: the credentials, or the participant's token, have expired",
        "The token is unknown or has expired.",
    ),
    "latency": Kind("latency", "the answer comes later", unit="duration"),
    "reset-before": Kind("reset_before", "the line is cut before the request is read"),
    "reset-after": Kind("reset_after", "the request is done, and its answer is lost"),
    "skew": Kind("skew", "the service's clock is that far off", unit="seconds"),
    "refuse": Kind("refuse", "an upgrade to a websocket is refused with 403", "socket"),
    "drop": Kind("drop", "the socket is cut without a close frame, and the frame is lost", "socket"),
    "silent": Kind(
        "silent",
        "the socket stays open, and neither answers nor delivers: for good, or for that long",
        "socket",
        "duration",
        is_value_optional=True,
    ),
    "late": Kind("late", "the frame comes that much later, of the sandbox's time", "socket", "duration"),
    "duplicate": Kind("duplicate", "the frame comes twice", "socket"),
    "reorder": Kind("reorder", "the frame comes after the next one", "socket"),
    "unknown": Kind("unknown", "an item comes first of a type that no client knows", "socket"),
    "expiry": Kind(
        "expiry",
        "Expiry and ConnectionExpiry are that far ahead, or past, and both tokens end then",
        "connection",
        "seconds",
    ),
    "reject": Kind("reject", "the scan of a file ends with REJECTED", "attachment"),
    "leave": Kind("leave", "the agents of the chat go", "agent"),
}
"""Every kind of fault, under the name by which it is asked for."""

HAPPENS_BY_ITSELF: frozenset[Effect] = frozenset({"drop", "leave"})
"""What `every=` makes happen without an occasion."""
