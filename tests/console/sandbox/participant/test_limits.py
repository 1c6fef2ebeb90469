"""Every limit that the service's model sets to a member, from both of its sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from botocore.model import StructureShape
from botocore.session import Session

from console.sandbox import Sandbox
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.visitor import Visitor
from tests.console.sandbox.wire import Signer, send, smallest

SESSION = "a" * 36
GOOD: Mapping[str, Mapping[str, Any]] = {
    "CancelParticipantAuthentication": {"SessionId": SESSION},
    "CompleteAttachmentUpload": {"AttachmentIds": ["x"], "ClientToken": "x"},
    "CreateParticipantConnection": {"Type": ["WEBSOCKET"]},
    "DescribeView": {"ViewToken": "x"},
    "DisconnectParticipant": {},
    "GetAttachment": {"AttachmentId": "x"},
    "GetAuthenticationUrl": {"SessionId": SESSION, "RedirectUri": "https://example.com"},
    "GetTranscript": {},
    "SendEvent": {"ContentType": "application/vnd.amazonaws.connect.event.typing"},
    "SendMessage": {"ContentType": "text/plain", "Content": "x"},
    "StartAttachmentUpload": {
        "ContentType": "text/plain",
        "AttachmentName": "a.txt",
        "AttachmentSizeInBytes": 1,
        "ClientToken": "x",
    },
}
"""Each operation of the participant service, with what it cannot do without."""
ELSEWHERE = {"ConnectionToken", "ParticipantToken"}
"""They travel in a header, and what is wrong with them is a 403."""
MODEL: Any = Session().get_service_model("connectparticipant")
Limit = tuple[tuple[str, ...], Any, Any]
"""A member's path, a value on the limit, and one beyond it."""


def of_length(shape: Any, length: int) -> Any:
    """A value that is so long, or so large."""
    match shape.type_name:
        case "string":
            return "x" * length
        case "list":
            return [*getattr(shape.member, "enum", []), "x"][:1] * length
    return length


def limits(shape: StructureShape, path: tuple[str, ...] = ()) -> Iterator[Limit]:
    """The limits of a structure's members, and of what is in them."""
    for name, member in shape.members.items():
        if name in ELSEWHERE:
            continue
        if isinstance(member, StructureShape):
            yield from limits(member, (*path, name))
        for bound, step in (("min", -1), ("max", 1)):
            limit = member.metadata.get(bound)
            # An empty part of a path would be another path.
            if limit is not None and not (
                member.serialization.get("location") == "uri" and limit + step == 0
            ):
                yield (*path, name), of_length(member, limit), of_length(member, limit + step)


def holding(given: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The members of a call with another value at a path."""
    name, *rest = path
    return {**given, name: holding(given.get(name, {}), tuple(rest), value) if rest else value}


def told(visitor: Visitor, operation: str, members: Mapping[str, Any]) -> str:
    """What a call is refused with; nothing for one that is answered."""
    token = "ParticipantToken" if operation == "CreateParticipantConnection" else "ConnectionToken"
    held = visitor.started["ParticipantToken"] if token == "ParticipantToken" else visitor.connection_token
    answer = visitor.client._make_api_call
    try:
        answer(operation, {token: held, **members})
    except visitor.client.exceptions.ClientError as error:
        return f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
    return ""


@pytest.mark.parametrize("operation", MODEL.operation_names)
def test_every_limit_of_the_model_from_both_sides(visitor: Visitor, operation: str) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    found = list(limits(MODEL.operation_model(operation).input_shape))
    for path, within, beyond in found:
        name = ".".join(path)
        refusal = told(visitor, operation, holding(GOOD[operation], path, beyond))
        assert refusal.startswith("ValidationException: "), (name, refusal)
        assert path[-1] in refusal, "it says which member it is about"
        # What stands on the limit may lead nowhere, and is not too long for that.
        assert "Must " not in told(visitor, operation, holding(GOOD[operation], path, within)), name
    assert found, "each operation has some limit"


def test_a_token_is_no_longer_than_the_model_says(visitor: Visitor) -> None:
    for length, error in ((1_000, "AccessDeniedException"), (1_001, "ValidationException")):
        visitor.connection_token = visitor.started["ParticipantToken"] = "x" * length
        for call in (visitor.transcript, visitor.connect):
            assert refused(call)[0] == error


@pytest.mark.parametrize(
    ("operation", "member"),
    [
        (operation, name)
        for operation in MODEL.operation_names
        for name in MODEL.operation_model(operation).input_shape.required_members
        if name not in ELSEWHERE and operation != "DescribeView"
    ],
)
def test_what_is_required_is_asked_for(visitor: Visitor, operation: str, member: str) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    members = {name: value for name, value in GOOD[operation].items() if name != member}
    if member == "ClientToken":
        members[member] = None  # boto3 would make one
    refusal = told(visitor, operation, members)
    assert refusal.startswith("ValidationException: ")
    assert member in refusal


def test_every_limit_of_a_start_from_both_sides(sandbox: Sandbox) -> None:
    """The chat itself: names, contents, durations, lists, and what is in them."""
    shape: Any = Session().get_service_model("connect").operation_model("StartChatContact").input_shape
    signer, seen = Signer(sandbox), set()
    whole = {
        "InitialMessage": {"ContentType": "text/plain", "Content": "x"},
        "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "x"},
    }
    for path, within, beyond in limits(shape):
        given = {**smallest(sandbox), **{name: whole[name] for name in path[:1] if name in whole}}
        refusal = send(sandbox, signer.start(holding(given, path, beyond)))
        assert (refusal.status, refusal.error) == (400, "InvalidParameterException"), path
        assert path[-1] in refusal.message
        answered = send(sandbox, signer.start(holding(given, path, within)))
        if answered.status != 200:
            assert " characters" not in answered.message, path
            assert not re.search(r"at (most|least) \d", answered.message), (path, answered.message)
        seen.add(".".join(path))
    assert {"ParticipantDetails.DisplayName", "InitialMessage.Content", "ChatDurationInMinutes"} <= seen
