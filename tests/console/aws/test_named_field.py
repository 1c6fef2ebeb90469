"""Which field a message means, in the forms in which services put it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import shape
from console.aws.named_field import named_field
from console.shape import Steps

REQUEST: dict[str, Any] = {
    "InstanceId": "i",
    "Attributes": {"city": "x", "odd_key": "y"},
    "SupportedMessagingContentTypes": ["text/plain", "text/x"],
    "ParticipantDetails": {"DisplayName": "Jo"},
    "SegmentAttributes": {"connect:Subtype": {"ValueString": "x"}},
}


@pytest.mark.parametrize(
    ("message", "path"),
    [
        ("Invalid ContactFlowId", ("ContactFlowId",)),
        ("contactFlowId is malformed.", ("ContactFlowId",)),
        ("ParticipantDetails.DisplayName: too long", ("ParticipantDetails", "DisplayName")),
        ("DisplayName must not be empty", ("ParticipantDetails", "DisplayName")),
        ("The display name is too long", ("ParticipantDetails", "DisplayName")),
        ("Unknown contact flow ID", ("ContactFlowId",)),
        (
            "1 validation error detected: Value '' at 'participantDetails.displayName' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1",
            ("ParticipantDetails", "DisplayName"),
        ),
        ("Value 'x' at 'attributes.city.member' failed", ("Attributes", "city")),
        ("Value 'x' at 'attributes.town' failed", ("Attributes",)),
        ("Attributes.odd_key is not allowed", ("Attributes", "odd_key")),
        ("SupportedMessagingContentTypes[1]: not supported", ("SupportedMessagingContentTypes", 1)),
        ("SupportedMessagingContentTypes[7]: not supported", ("SupportedMessagingContentTypes",)),
        ("PersistentChat and RelatedContactId exclude each other", ("PersistentChat",)),
        ("SourceContactId has not ended", ("PersistentChat", "SourceContactId")),
        ("InitialMessage.Content is not JSON", ("InitialMessage", "Content")),
        ("ChatDurationInMinutes is not supported", ("ChatDurationInMinutes",)),
        ("The content is bad, the attributes are too", None),
        ("Something is wrong.", None),
        ("", None),
        ("ContactFlowIdentity", None),
    ],
)
def test_the_field_that_a_message_means(message: str, path: Steps | None) -> None:
    assert named_field(message, "StartChatContact", REQUEST) == path


@given(st.text())
def test_any_message_names_a_field_that_is_there_or_none(message: str) -> None:
    path = named_field(message, "StartChatContact", REQUEST)
    assert path is None or path[0] in {
        member.name for member in shape.model("connect").operation("StartChatContact").input.members
    }


def _all_fields() -> list[Steps]:
    root = shape.model("connect").operation("StartChatContact").input
    below = [inner.path for field in root.members if field.kind == "structure" for inner in field.members]
    return [field.path for field in root.members] + below


@pytest.mark.parametrize("path", _all_fields(), ids=shape.path_text)
def test_every_field_is_found_by_its_path(path: Steps) -> None:
    message = f"{shape.path_text(path)}: Must be something else."
    assert named_field(message, "StartChatContact", REQUEST) == path


@pytest.mark.parametrize(
    ("message", "operation", "path"),
    [
        ("The requested DurationSeconds exceeds the limit", "AssumeRole", ("DurationSeconds",)),
        (
            "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint",
            "AssumeRole",
            ("RoleSessionName",),
        ),
        ("The serial number is odd", "GetSessionToken", ("SerialNumber",)),
        ("The role ARN is odd", "GetSessionToken", None),
    ],
)
def test_other_services_name_fields_of_their_own(message: str, operation: str, path: Steps | None) -> None:
    assert named_field(message, operation, {}, "sts") == path
