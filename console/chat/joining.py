"""What is known of one item that arrived more than once: in pieces, again, or in a newer state.

Joining is a pure function that takes what is known in any order and any number of times to the same
result: where two forms differ, a fixed order of preference decides, and never which came first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from console.chat.items import Attachment, Item, Receipt

_SETTLED = ("APPROVED", "REJECTED")


@dataclass(frozen=True)
class Known:
    """An item with the pieces of its text that have arrived, by their numbers."""

    item: Item
    pieces: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, item: Item) -> Known:
        """What one form of an item tells."""
        chunk = item.chunk
        if item.attachments or item.receipts:
            files, receipts = _attachments(item.attachments, ()), merged(item.receipts)
            item = replace(item, attachments=files, receipts=receipts)
        is_piece = chunk is not None and not chunk.is_last
        return cls(item, {chunk.number: item.content} if chunk and is_piece else {})

    @property
    def is_streaming(self) -> bool:
        """Whether more of it is to come."""
        return self.item.chunk is not None and not self.item.chunk.is_last

    @property
    def shown(self) -> Item:
        """The item with its text as far as it has come; a gap hides what lies behind it."""
        if not self.is_streaming:
            return self.item
        number, text = 1, ""
        while number in self.pieces:
            text += self.pieces[number]
            number += 1
        return replace(self.item, content=text)


def joined(one: Known, other: Known) -> Known:
    """What both tell together."""
    first, second = one.item, other.item
    chosen = first if _better(first, second) else second
    pieces = {**one.pieces}
    for number, text in other.pieces.items():
        pieces[number] = max(text, pieces.get(number, text))
    item = replace(
        chosen,
        # A streamed message stays where it began.
        at=min(first.at, second.at),
        receipts=merged((*first.receipts, *second.receipts)),
        attachments=_attachments(first.attachments, second.attachments),
    )
    return Known(item, pieces)


def merged(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """One receipt for each participant, with the earliest times that any of theirs has."""
    found: dict[str, Receipt] = {}
    for receipt in receipts:
        known = found.get(receipt.participant_id, receipt)
        found[receipt.participant_id] = Receipt(
            receipt.participant_id,
            _earlier(known.delivered_at, receipt.delivered_at),
            _earlier(known.read_at, receipt.read_at),
        )
    return tuple(found[name] for name in sorted(found))


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)


def _better(one: Item, other: Item) -> bool:
    """Whether the first of two forms of an item is the one to show."""
    first, second = _rank(one), _rank(other)
    return first > second if first != second else _as_text(one) >= _as_text(other)


def _rank(item: Item) -> tuple[bool | int, ...]:
    return (
        item.kind != "unknown",
        item.chunk is None or item.chunk.is_last,
        bool(item.contact_id),
        not item.is_past,
        bool(item.participant_id),
        bool(item.display_name),
        len(item.content),
        # The socket tells more than a transcript does: the contact that a chat began with.
        len(item.raw),
    )


def _as_text(item: Item) -> tuple[str, ...]:
    # Nothing in it that joining changes, or the order would depend on what was joined before.
    raw = json.dumps(dict(item.raw), sort_keys=True, default=str)
    members = (item.content, item.content_type, item.participant_id, item.display_name, item.role)
    return *members, item.kind, item.contact_id, item.concerns, repr(item.chunk), raw


def _attachments(one: tuple[Attachment, ...], other: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """The files of both, each in its latest state: a scan that is over is over."""
    found: dict[str, Attachment] = {}
    for attachment in (*one, *other):
        known = found.get(attachment.id, attachment)
        found[attachment.id] = max(known, attachment, key=_settled)
    return tuple(found[name] for name in sorted(found))


def _settled(attachment: Attachment) -> tuple[bool, str, str, str]:
    return attachment.status in _SETTLED, attachment.status, attachment.name, attachment.content_type
