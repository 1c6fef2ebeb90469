"""The items of one chat session, oldest first, as many as memory allows."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace

from console.sandbox.participant.items import Item, Receipt

MOST_ITEMS = 10_000
MOST_BYTES = 8 * 1024 * 1024
"""What is kept of one session; beyond that its oldest items are forgotten (ours: transcript-kept)."""
MOST_BYTES_OF_ALL = 256 * 1024 * 1024
"""What is kept of all sessions together (ours: transcript-kept)."""


class Room:
    """How many bytes all transcripts of a sandbox take together.

    `make_room` is called until they fit, with at least one item somewhere; it has to forget something.
    """

    def __init__(self, make_room: Callable[[], None]) -> None:
        self._make_room = make_room
        self.bytes = 0

    def take(self, count: int) -> None:
        """Count bytes that are needed; where they are too many, others go."""
        self.bytes += count
        while self.bytes > MOST_BYTES_OF_ALL:
            self._make_room()


class Transcript:
    """What GetTranscript can give of one session."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._room: Room | None = None
        self.bytes = 0

    def enter(self, room: Room) -> None:
        """Share room with other transcripts, from what is kept already on."""
        self._room = room
        room.take(self.bytes)

    def append(self, item: Item) -> None:
        """Keep an item that is the newest."""
        self._items.append(item)
        self.bytes += item.size
        if self._room is not None:
            self._room.take(item.size)
        if len(self._items) > MOST_ITEMS or self.bytes > MOST_BYTES:
            self.forget_oldest()

    def find(self, item_id: str) -> Item | None:
        """An item by its id."""
        return next((item for item in reversed(self._items) if item.id == item_id), None)

    def replace(self, item: Item) -> None:
        """Keep a newer state of an item in its place."""
        for index in range(len(self._items) - 1, -1, -1):
            if self._items[index].id == item.id:
                self._items[index] = item
                return

    def receive(self, message_id: str, receipt: Receipt) -> Receipt | None:
        """Note that somebody got a message: the receipt with what was known before, or None if unknown."""
        item = self.find(message_id)
        if item is None or item.type != "MESSAGE":
            return None
        before = next((one for one in item.receipts if one.recipient_id == receipt.recipient_id), receipt)
        merged = Receipt(
            receipt.recipient_id,
            before.delivered_ms or receipt.delivered_ms,
            before.read_ms or receipt.read_ms,
        )
        others = tuple(one for one in item.receipts if one.recipient_id != receipt.recipient_id)
        self.replace(replace(item, receipts=(*others, merged)))
        return merged

    @property
    def items(self) -> Sequence[Item]:
        """All items, oldest first; a new list only where they change."""
        return self._items

    def of(self, contact_ids: Container[str]) -> list[Item]:
        """The items of some contacts, oldest first."""
        return [item for item in self._items if item.contact_id in contact_ids]

    def clear(self) -> None:
        """Forget all items, and share room no longer."""
        self._give(self.bytes)
        self._items, self._room = [], None

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def forget_oldest(self) -> None:
        """Forget the oldest tenth, so that a chat at the limit does not move its list with every item."""
        gone = max(1, len(self._items) // 10)
        self._give(sum(item.size for item in self._items[:gone]))
        del self._items[:gone]

    def _give(self, count: int) -> None:
        self.bytes -= count
        if self._room is not None:
            self._room.bytes -= count
