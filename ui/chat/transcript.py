"""The rows of a transcript for Qt: a copy of the console's, brought up to date by comparing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui import masking
from ui.chat.looks import Look, look

if TYPE_CHECKING:
    from console.chat.transcript import Row

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
RECENT = 50
"""Among so many rows a message is looked for that was just read."""


class TranscriptModel(QAbstractTableModel):
    """One column; each row has its look, made when it is first wanted.

    The console's rows move on while a follower still hears of earlier changes, so `show_rows` takes
    them as they are now and finds out by itself what is new.
    """

    def __init__(
        self, clock: Callable[[], datetime], parent: QObject | None = None, own: str = "CUSTOMER"
    ) -> None:
        """`own` is the role whose messages stand on the own side."""
        super().__init__(parent)
        self.own = own
        self._clock = clock
        self._day = clock().astimezone().date()
        self._rows: list[Row] = []
        self._looks: dict[str, Look] = {}
        self._unfolded: set[str] = set()
        self._why: dict[str, str] = {}
        self.secrets: frozenset[str] = frozenset()
        """What was given in fields for secrets; no row shows it."""

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 1

    @masking.told
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.look(index.row()).spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def row(self, index: int) -> Row:
        """One row as the console has it."""
        return self._rows[index]

    def index_of(self, key: str) -> int:
        """Where the row of a key stands; -1 for nowhere. The newest are looked at first."""
        return next((at for at in reversed(range(len(self._rows))) if self._rows[at].key == key), -1)

    def look(self, index: int) -> Look:
        """How a row looks."""
        row = self._rows[index]
        known = self._looks.get(row.key)
        if known is None:
            before = self._rows[index - 1] if index else None
            unfolded = row.key in self._unfolded
            why = self._why.get(row.key, "")
            known = look(
                row, before, self._clock(), unfolded=unfolded, secrets=self.secrets, why=why, own=self.own
            )
            self._looks[row.key] = known
        return known

    def text(self, index: int) -> str:
        """What a row says, to be copied."""
        look = self.look(index)
        return look.body or ", ".join(one.name for one in look.files) or look.spoken

    def unfold(self, key: str) -> None:
        """Shows the JSON of a row, or hides it."""
        self._unfolded ^= {key}
        self._changed(self.index_of(key), 1)

    def show_why(self, key: str, words: str) -> None:
        """Shows a line below the row of a key, once that is there; nothing for no words."""
        if words != self._why.get(key, ""):
            self._why[key] = words
            self._changed(self.index_of(key), 1)

    def keep_secret(self, secrets: Iterable[str]) -> None:
        """Shows no more of these in answers to come; called before they are sent."""
        self.secrets |= frozenset(secrets)

    def last_of_others(self) -> str:
        """The id of the newest message of somebody else's in this session; empty for none."""
        for row in reversed(self._rows[-RECENT:]):
            item = row.item
            if item.kind == "message" and item.role != self.own and not item.is_past:
                return "" if row.is_streaming else item.id
        return ""

    def look_at_clock(self, now: datetime) -> None:
        """At midnight Today is another day."""
        if now.astimezone().date() != self._day:
            self._day = now.astimezone().date()
            self._changed(0, len(self._rows))

    # -- following the console --------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Takes the rows as they are now."""
        new = list(rows)
        start = _common(self._rows, new)
        old_end, new_end = len(self._rows), len(new)
        if start == old_end == new_end:
            return
        while old_end > start and new_end > start and self._rows[old_end - 1] is new[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
        if [one.key for one in self._rows[start:old_end]] == [one.key for one in new[start:new_end]]:
            self._rows = new
            self._changed(start, new_end - start)
        else:
            self._replace(start, old_end, new[start:new_end])

    def _replace(self, start: int, end: int, new: list[Row]) -> None:
        """Puts other rows in the place of some; those that stay keep their place in the view."""
        wanted = {row.key for row in new}
        for index in reversed(range(start, end)):
            if self._rows[index].key not in wanted:
                self._take_out(index)
        staying = {row.key for row in self._rows[start:]}
        if [row.key for row in new if row.key in staying] != [
            row.key for row in self._rows[start : start + len(wanted & staying)]
        ]:
            # The order is another, which hardly ever happens: all of them are new.
            for index in reversed(range(start, start + len(wanted & staying))):
                self._take_out(index)
            staying = set()
        self._put_in_between(start, new, staying)

    def _put_in_between(self, start: int, new: list[Row], staying: set[str]) -> None:
        index, at = start, 0
        while at < len(new):
            if new[at].key in staying:
                self._rows[index] = new[at]
                self._changed(index, 1)
                index, at = index + 1, at + 1
                continue
            end = at
            while end < len(new) and new[end].key not in staying:
                end += 1
            self._put_in(index, new[at:end])
            index, at = index + end - at, end

    def _put_in(self, index: int, new: list[Row]) -> None:
        self.beginInsertRows(NO_INDEX, index, index + len(new) - 1)
        self._rows[index:index] = new
        self.endInsertRows()
        self._follower_changed(index + len(new))

    def _take_out(self, index: int) -> None:
        self.beginRemoveRows(NO_INDEX, index, index)
        self._looks.pop(self._rows.pop(index).key, None)
        self.endRemoveRows()
        self._follower_changed(index)

    def _changed(self, index: int, count: int) -> None:
        if index < 0 or not count:
            return
        for row in self._rows[index : index + count]:
            self._looks.pop(row.key, None)
        self.dataChanged.emit(self.index(index, 0), self.index(index + count - 1, 0))
        self._follower_changed(index + count)

    def _follower_changed(self, index: int) -> None:
        """A row begins a series or a day depending on the one before it."""
        if index >= len(self._rows):
            return
        known = self._looks.pop(self._rows[index].key, None)
        if known is None:
            return
        if self.look(index) == known:
            self._looks[known.key] = known
        else:
            self.dataChanged.emit(self.index(index, 0), self.index(index, 0))


def _common(one: Sequence[Row], other: Sequence[Row]) -> int:
    """How many rows both begin with. Halving compares whole stretches, which lists do fast."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low
