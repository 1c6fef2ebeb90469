"""Items of a chat: what was said and what happened, and how they look on the socket and in a transcript.

The members are those of the participant service's Item; the frames' members were learned from public
clients, since AWS documents no frame but the subscription.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from sys import getsizeof
from typing import Any, Final, Literal

from console.language import tr_wire

Type = Literal["MESSAGE", "EVENT", "ATTACHMENT", "MESSAGEMETADATA"]
Role = Literal["AGENT", "CUSTOMER", "SYSTEM", "CUSTOM_BOT", "SUPERVISOR"]
Status = Literal["APPROVED", "REJECTED", "IN_PROGRESS"]

MOST_BYTES: Final = 16_384
"""Bytes of a content at most (SendMessage)."""
LONGEST_NAME: Final = 256
"""Characters of a display name at most (Item)."""

EVENT: Final = "application/vnd.amazonaws.connect.event."
TYPING: Final = EVENT + "typing"
JOINED: Final = EVENT + "participant.joined"
LEFT: Final = EVENT + "participant.left"
INVITED: Final = EVENT + "participant.invited"
RENAMED: Final = EVENT + "participant.displayname.updated"
ENDED: Final = EVENT + "chat.ended"
REHYDRATED: Final = EVENT + "chat.rehydrated"
TRANSFERRED: Final = EVENT + "transfer.succeeded"
TRANSFER_FAILED: Final = EVENT + "transfer.failed"
METADATA: Final = EVENT + "message.metadata"
DELIVERED: Final = EVENT + "message.delivered"
READ: Final = EVENT + "message.read"
ACKNOWLEDGED: Final = EVENT + "connection.acknowledged"

KEPT_EVENTS: Final = frozenset({INVITED, JOINED, LEFT, ENDED, TRANSFERRED, TRANSFER_FAILED})
"""The events that a transcript holds (GetTranscript)."""

EVENTS: Final[Mapping[str, str]] = {
    name: EVENT + name
    for name in (
        "typing",
        "participant.joined",
        "participant.left",
        "participant.invited",
        "participant.active",
        "participant.inactive",
        "participant.idle",
        "participant.returned",
        "participant.autodisconnection",
        "participant.displayname.updated",
        "chat.ended",
        "chat.rehydrated",
        "transfer.succeeded",
        "transfer.failed",
        "authentication.initiated",
        "authentication.succeeded",
        "authentication.failed",
        "authentication.timeout",
        "authentication.expired",
        "authentication.cancelled",
        "connection.acknowledged",
        "workflow.cancelled",
    )
}
"""Every event that clients know, by its short name; receipts are no events."""

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
"""Made once: json.dumps makes another for each frame."""


@dataclass(frozen=True, slots=True)
class Author:
    """Whom an item is from."""

    participant_id: str
    display_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class AttachmentItem:
    """The file that an item brings."""

    attachment_id: str
    name: str
    content_type: str
    status: Status


@dataclass(frozen=True, slots=True)
class Receipt:
    """When somebody got a message, in milliseconds since the epoch."""

    recipient_id: str
    delivered_ms: int | None = None
    read_ms: int | None = None

    def on_wire(self) -> dict[str, str]:
        """The receipt as the service has it."""
        told = {"RecipientParticipantId": self.recipient_id}
        if self.delivered_ms is not None:
            told["DeliveredTimestamp"] = time_text(self.delivered_ms)
        if self.read_ms is not None:
            told["ReadTimestamp"] = time_text(self.read_ms)
        return told


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was said or that happened."""

    type: Type
    content_type: str | None
    contact_id: str
    ms: int
    """AbsoluteTime in milliseconds since the epoch."""
    content: str | None = None
    author: Author | None = None
    attachment: AttachmentItem | None = None
    metadata: Mapping[str, Any] | None = None
    """MessageMetadata as it goes with the frame."""
    receipts: tuple[Receipt, ...] = ()
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def is_kept(self) -> bool:
        """Whether a transcript holds it."""
        return self.type in ("MESSAGE", "ATTACHMENT") or self.content_type in KEPT_EVENTS

    @property
    def absolute_time(self) -> str:
        """AbsoluteTime as the service writes it."""
        return time_text(self.ms)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return 500 + getsizeof(self.content)


def time_text(ms: int) -> str:
    """A moment as the service writes it: `2026-11-22T10:16:09.744Z`."""
    seconds, rest = divmod(ms, 1000)
    return f"{_second_text(seconds)}.{rest:03}Z"


@lru_cache(maxsize=64)
def _second_text(seconds: int) -> str:
    # Many items of one second are written, each more than once.
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def on_socket(item: Item, initial_contact_id: str) -> dict[str, Any]:
    """An item as the socket brings it."""
    told = _members(item)
    if item.metadata is not None:
        told["MessageMetadata"] = dict(item.metadata)
    told["InitialContactId"] = initial_contact_id
    told["ContactId"] = item.contact_id
    return told


def in_transcript(item: Item, *, is_past: bool) -> dict[str, Any]:
    """An item as GetTranscript gives it; one of a past session names its contact elsewhere."""
    told = _members(item)
    if item.type == "MESSAGE":
        receipts = [receipt.on_wire() for receipt in item.receipts]
        told["MessageMetadata"] = {"MessageId": item.id, "Receipts": receipts}
    told["RelatedContactId" if is_past else "ContactId"] = item.contact_id
    return told


def frame(item: Item, initial_contact_id: str) -> str:
    """The text frame that brings an item: its JSON travels as a string."""
    content = json.dumps(_ENCODER.encode(on_socket(item, initial_contact_id)))
    return f'{{"content": {content}, "contentType": "application/json", "topic": "aws/chat"}}'


def _members(item: Item) -> dict[str, Any]:
    told: dict[str, Any] = {"AbsoluteTime": item.absolute_time, "Id": item.id, "Type": item.type}
    if item.content_type is not None:
        told["ContentType"] = item.content_type
    if item.content is not None:
        told["Content"] = item.content
    if item.author is not None:
        told["ParticipantId"] = item.author.participant_id
        told["DisplayName"] = item.author.display_name
        told["ParticipantRole"] = item.author.role
    if item.attachment is not None:
        told["Attachments"] = [
            {
                "ContentType": item.attachment.content_type,
                "AttachmentId": item.attachment.attachment_id,
                "AttachmentName": item.attachment.name,
                "Status": item.attachment.status,
            }
        ]
    return told


def check_content(content: str) -> None:
    """Check that a content fits the service.

    Raises:
        ValueError: it is empty or too long.
    """
    if not 0 < len(content.encode()) <= MOST_BYTES:
        raise ValueError(tr_wire("A content takes 1 to {most:,} bytes.", most=MOST_BYTES))


def check_name(display_name: str) -> None:
    """Check that a display name fits the service.

    Raises:
        ValueError: it is empty or too long.
    """
    if not 0 < len(display_name) <= LONGEST_NAME:
        raise ValueError(tr_wire("A display name has 1 to {most} characters.", most=LONGEST_NAME))
