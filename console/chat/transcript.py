"""The transcript of a chat: a pure fold of items to rows.

Items may come in any order and any number of times, streamed ones in pieces: the rows are the same.
They are ordered by AbsoluteTime, unique by id, and what is being sent stands after them all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from console.chat.items import Attachment, Item, Receipt
from console.chat.joining import Known, joined, merged
from console.chat.party import Participant, Party
from console.errors import ConsoleError

RowState = Literal["sent", "pending", "failed"]

PENDING: Final = "pending:"
"""What the key of a row begins with that has no id yet; the client token follows."""
_NO_ROWS: Final = frozenset({"typing", "connection.acknowledged", "message.delivered", "message.read"})
"""Events that are state, and nothing to be read again."""


@dataclass(frozen=True)
class Row:
    """One line of the transcript."""

    key: str
    """The item's id, or `pending:` and the client token as long as it has none."""
    item: Item
    """With the text of a streamed message as far as it has come."""
    state: RowState = "sent"
    error: ConsoleError | None = None
    receipts: tuple[Receipt, ...] = ()
    is_streaming: bool = False


@dataclass(frozen=True)
class Change:
    """What happened to one row. Changes are in order: each index holds after those before it."""

    kind: Literal["inserted", "changed", "removed"]
    row: int


class Transcript:
    """The rows of one chat. `me` is the participant whose own messages are being sent."""

    def __init__(self, me: str = "") -> None:
        self._party = Party(me)
        self._known: dict[str, Known] = {}
        self._receipts: dict[str, tuple[Receipt, ...]] = {}
        self._order: list[tuple[datetime, str]] = []
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, oldest first; those being sent, or that failed, last."""
        return self._rows

    @property
    def participants(self) -> Sequence[Participant]:
        """Everybody who was heard of."""
        return self._party.participants

    @property
    def present(self) -> frozenset[str]:
        """The ids of who is in the chat now, as far as items tell."""
        return frozenset(one.id for one in self.participants if one.is_present)

    @property
    def attachments(self) -> Sequence[Attachment]:
        """The files of this session, whatever became of them."""
        rows = (row.item for row in self._rows if not row.item.is_past)
        return [one for item in rows for one in item.attachments]

    @property
    def me(self) -> str:
        """The id of this console's own participant."""
        return self._party.me

    def typing(self, now: datetime) -> list[str]:
        """The names of the others who are typing."""
        return self._party.typing(now)

    @property
    def idle_since(self) -> datetime | None:
        """Since when one of those present is idle, the first of them; as events tell, nothing else."""
        idle = [one.idle_since for one in self.participants if one.is_present and one.idle_since]
        return min(idle, default=None)

    @property
    def newest_at(self) -> datetime | None:
        """The time of the newest item that has arrived."""
        return self._order[-1][0] if self._order else None

    def find(self, item_id: str) -> Item | None:
        """The item of this id as far as it is known."""
        known = self._known.get(item_id)
        return known.shown if known else None

    def apply(self, item: Item, arrived_at: datetime | None = None) -> list[Change]:
        """Takes in an item; what became of the rows. An item that tells nothing new changes nothing."""
        self._party.note(item, arrived_at)
        if item.kind == "receipt":
            return self._receive(item.concerns, item.receipts)
        if item.event in _NO_ROWS:
            return []
        before = self._known.get(item.id)
        known = Known.of(item) if before is None else joined(before, Known.of(item))
        self._known[item.id] = known
        if known == before:
            return []
        changes = [] if before is None else self._take_out(before.item)
        return _netted(changes + self._put_in(known))

    def _put_in(self, known: Known) -> list[Change]:
        item = known.item
        place = item.at, item.id
        index = bisect_left(self._order, place)
        self._order.insert(index, place)
        self._rows.insert(index, self._row(known))
        return [Change("inserted", index)]

    def _take_out(self, item: Item) -> list[Change]:
        index = self._index(item)
        del self._order[index], self._rows[index]
        return [Change("removed", index)]

    def _index(self, item: Item) -> int:
        return bisect_left(self._order, (item.at, item.id))

    def _row(self, known: Known) -> Row:
        receipts = merged((*known.item.receipts, *self._receipts.get(known.item.id, ())))
        return Row(known.item.id, known.shown, receipts=receipts, is_streaming=known.is_streaming)

    def _receive(self, message_id: str, receipts: Sequence[Receipt]) -> list[Change]:
        # A receipt may come before its message: it is kept until then.
        self._receipts[message_id] = merged((*self._receipts.get(message_id, ()), *receipts))
        known = self._known.get(message_id)
        if known is None:
            return []
        index, row = self._index(known.item), self._row(known)
        if row == self._rows[index]:
            return []
        self._rows[index] = row
        return [Change("changed", index)]

    # -- what is being sent ---------------------------------------------------------------------

    def put_pending(self, token: str, item: Item) -> list[Change]:
        """A row at the end for what is being sent; one that failed is pending again."""
        index = self._pending_index(token)
        if index is not None:
            return self._set(index, replace(self._rows[index], state="pending", error=None))
        self._rows.append(Row(PENDING + token, item, "pending"))
        return [Change("inserted", len(self._rows) - 1)]

    def fail_pending(self, token: str, error: ConsoleError) -> list[Change]:
        """What was being sent could not be."""
        index = self._pending_index(token)
        if index is None:
            return []
        return self._set(index, replace(self._rows[index], state="failed", error=error))

    def drop_pending(self, token: str) -> list[Change]:
        """What was being sent has its own row, or is given up."""
        index = self._pending_index(token)
        if index is None:
            return []
        del self._rows[index]
        return [Change("removed", index)]

    def settle(self, token: str, item: Item, arrived_at: datetime | None = None) -> list[Change]:
        """The item of what was being sent has come: it takes the place of the row that waited for it."""
        return _netted(self.drop_pending(token) + self.apply(item, arrived_at))

    def _set(self, index: int, row: Row) -> list[Change]:
        self._rows[index] = row
        return [Change("changed", index)]

    def _pending_index(self, token: str) -> int | None:
        key = PENDING + token
        waiting = range(len(self._order), len(self._rows))
        return next((index for index in waiting if self._rows[index].key == key), None)


def _netted(changes: list[Change]) -> list[Change]:
    """A row that was taken out and put in again at the same place has only changed."""
    match changes:
        case [Change("removed", gone), Change("inserted", come)] if gone == come:
            return [Change("changed", gone)]
    return changes
