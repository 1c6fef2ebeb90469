"""Items of a chat as its participant hears of them: messages, events, files, receipts.

Read from the JSON that the socket brings and GetTranscript gives. AWS documents the members at Item of
the participant service; what else stands in them was learned from public clients. Reading never
fails: what is missing or is no such thing is left out, and `raw` keeps the item as it was received.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

Kind = Literal["message", "event", "attachment", "receipt", "unknown"]

EVENT: Final = "application/vnd.amazonaws.connect.event."
"""What the content type of every event begins with."""
INTERACTIVE: Final = "application/vnd.amazonaws.connect.message.interactive"
UNKNOWN_TIME: Final = datetime.fromtimestamp(0, UTC)
"""The time of an item that names none, where nobody says when it arrived."""

_KINDS: Final[Mapping[str, Kind]] = {
    "MESSAGE": "message",
    "EVENT": "event",
    "ATTACHMENT": "attachment",
    "MESSAGEMETADATA": "receipt",
}


@dataclass(frozen=True)
class Attachment:
    """A file that an item brings. `status` is APPROVED, REJECTED or IN_PROGRESS, as the scan has it."""

    id: str
    name: str
    content_type: str
    status: str


@dataclass(frozen=True)
class Receipt:
    """When a participant got a message, and when they read it."""

    participant_id: str
    delivered_at: datetime | None = None
    read_at: datetime | None = None


@dataclass(frozen=True)
class Chunk:
    """Which piece of a streamed message this is: pieces count from 1, the last one has the whole text."""

    number: int
    is_last: bool


@dataclass(frozen=True)
class Item:
    """One thing that was said or that happened. Texts that are not there are empty."""

    id: str
    kind: Kind
    content_type: str
    at: datetime
    """AbsoluteTime, aware and in UTC."""
    content: str = field(default="", repr=False)
    participant_id: str = ""
    display_name: str = ""
    role: str = ""
    contact_id: str = ""
    is_past: bool = False
    """Whether it is of an earlier session of a persistent chat."""
    attachments: tuple[Attachment, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    concerns: str = ""
    """The message that a receipt is about."""
    chunk: Chunk | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def event(self) -> str:
        """The name of an event, such as `participant.joined`; empty where it is none."""
        is_event = self.kind == "event" and self.content_type.startswith(EVENT)
        return self.content_type.removeprefix(EVENT) if is_event else ""

    @property
    def is_interactive(self) -> bool:
        """Whether it offers choices, or a view."""
        return self.content_type == INTERACTIVE


def item_in(value: Mapping[str, Any], arrived_at: datetime = UNKNOWN_TIME) -> Item:
    """The item that a JSON object holds. `arrived_at` stands in for a time that is missing.

    An item without an id gets one that is the same wherever the same object comes from.
    """
    content_type = _text(value, "ContentType")
    kind = _kind(_text(value, "Type"), content_type)
    metadata = _mapping(value.get("MessageMetadata"))
    contact_id = _text(value, "ContactId")
    # The chat widget reads the second spelling, too.
    past_id = _text(value, "RelatedContactId") or _text(value, "RelatedContactid")
    return Item(
        id=_text(value, "Id") or _made_id(value),
        kind=kind,
        content_type=content_type,
        at=time_in(value.get("AbsoluteTime")) or arrived_at,
        content=_content(value.get("Content")),
        participant_id=_text(value, "ParticipantId"),
        display_name=_text(value, "DisplayName"),
        role=_text(value, "ParticipantRole"),
        contact_id=contact_id or past_id,
        is_past=bool(past_id) and not contact_id,
        attachments=tuple(_attachment(one) for one in _mappings(value.get("Attachments"))),
        receipts=tuple(_receipt(one) for one in _mappings(metadata.get("Receipts"))),
        # In a transcript a message names itself there.
        concerns=_text(metadata, "MessageId") if kind == "receipt" else "",
        chunk=_chunk(metadata),
        raw=value,
    )


def time_in(value: object) -> datetime | None:
    """The moment that an ISO 8601 text names, aware and in UTC; None where it names none."""
    if isinstance(value, datetime):
        found: datetime | None = value
    else:
        found = None
        with suppress(ValueError):
            found = datetime.fromisoformat(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


def _kind(told: str, content_type: str) -> Kind:
    if content_type == EVENT + "message.metadata":
        return "receipt"
    if told in _KINDS:
        return _KINDS[told]
    # The model's enum names some events by a type of their own: CHAT_ENDED, PARTICIPANT_JOINED.
    return "event" if content_type.startswith(EVENT) else "unknown"


def _made_id(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return "none-" + hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]


def _content(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, default=str)


def _attachment(value: Mapping[str, Any]) -> Attachment:
    names = ("AttachmentId", "AttachmentName", "ContentType", "Status")
    return Attachment(*(_text(value, name) for name in names))


def _receipt(value: Mapping[str, Any]) -> Receipt:
    return Receipt(
        _text(value, "RecipientParticipantId"),
        time_in(value.get("DeliveredTimestamp")),
        time_in(value.get("ReadTimestamp")),
    )


def _chunk(metadata: Mapping[str, Any]) -> Chunk | None:
    number, is_last = metadata.get("ChunkNumber"), metadata.get("MessageCompleted")
    if number is None and is_last is None:
        return None
    is_number = isinstance(number, int) and not isinstance(number, bool)
    return Chunk(number if isinstance(number, int) and is_number else 0, is_last is True)


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: object) -> Sequence[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []
