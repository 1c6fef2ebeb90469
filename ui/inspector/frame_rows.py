"""The entries of a wire for Qt: what is wanted of them, kept up as the record grows."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.wire import Entry, Exchange, SocketFrame, WireRecord, excerpt
from ui import masking
from ui.inspector.frame_words import spoken

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
CACHED = 400

WANTED: Mapping[str, Callable[[Entry], bool]] = {
    "all": lambda _entry: True,
    "requests": lambda entry: isinstance(entry, Exchange),
    "frames": lambda entry: isinstance(entry, SocketFrame),
    "errors": lambda entry: entry.is_error,
}


class FrameRows(QAbstractTableModel):
    """One column. Rows are in the order of their numbers, which is that of their beginnings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._record: WireRecord | None = None
        self._rows: list[Entry] = []
        self._open: set[int] = set()
        self._last = self._dropped = 0
        self._text, self._kind, self._with_beats = "", "all", False
        self._excerpts: OrderedDict[int, str] = OrderedDict()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 1

    @masking.told
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            entry = self._rows[index.row()]
            return spoken(entry, self.excerpt(entry))
        return None

    def entry(self, row: int) -> Entry:
        """The entry of a row."""
        return self._rows[row]

    def row_of(self, number: int) -> int:
        """Where the entry of a number stands; -1 where it is not shown."""
        at = self._place(number)
        return at if at < len(self._rows) and self._rows[at].number == number else -1

    def excerpt(self, entry: Entry) -> str:
        """The line that tells the most of an entry, made when it is first seen."""
        known = self._excerpts.get(entry.number)
        if known is None:
            known = self._excerpts[entry.number] = excerpt(entry)
            if len(self._excerpts) > CACHED:
                self._excerpts.popitem(last=False)
        return known

    @property
    def is_narrowed(self) -> bool:
        """Whether something that is there may be left out by a filter."""
        return bool(self._text) or self._kind != "all"

    # -- what is wanted -------------------------------------------------------------------------

    def show_record(self, record: WireRecord) -> None:
        """Shows another chat's wire."""
        if record is not self._record:
            self._record = record
            self._fill()

    def narrow(self, text: str, kind: str, *, with_beats: bool) -> None:
        """Shows only entries of a kind that hold a text; heartbeats where they are wanted."""
        wanted = (text.casefold().strip(), kind, with_beats)
        if wanted != (self._text, self._kind, self._with_beats):
            self._text, self._kind, self._with_beats = wanted
            self._fill()

    def wants(self, entry: Entry) -> bool:
        """Whether an entry is to be shown."""
        if not WANTED[self._kind](entry):
            return False
        if isinstance(entry, SocketFrame) and entry.is_beat and not self._with_beats:
            return False
        return not self._text or entry.holds(self._text)

    def _fill(self) -> None:
        entries = list(self._record or ())
        self.beginResetModel()
        self._rows = [one for one in entries if self.wants(one)]
        self._open = {one.number for one in entries if _is_open(one)}
        self._excerpts.clear()
        self._last = entries[-1].number if entries else 0
        self._dropped = self._record.dropped if self._record else 0
        self.endResetModel()

    # -- what has come --------------------------------------------------------------------------

    def renew(self) -> None:
        """Takes the record as it is now."""
        if self._record is None:
            return
        if self._record.dropped != self._dropped:
            self._dropped = self._record.dropped
            self._take_out_gone(self._record)
        for number in sorted(self._open):
            self._look_again(self._record.find(number), number)
        self._add(self._record.after(self._last))

    def _add(self, new: Sequence[Entry]) -> None:
        if not new:
            return
        self._last = new[-1].number
        self._open |= {one.number for one in new if _is_open(one)}
        wanted = [one for one in new if self.wants(one)]
        if wanted:
            first = len(self._rows)
            self.beginInsertRows(_ROOT, first, first + len(wanted) - 1)
            self._rows += wanted
            self.endInsertRows()

    def _look_again(self, entry: Entry | None, number: int) -> None:
        """A request that was under way has ended, or is gone."""
        if entry is not None and _is_open(entry):
            return
        self._open.discard(number)
        self._excerpts.pop(number, None)
        row = self.row_of(number)
        if entry is None:
            return
        if row >= 0 and self.wants(entry):
            self._rows[row] = entry
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        elif row >= 0:
            self._take_out(row, row)
        elif self.wants(entry):
            at = self._place(number)
            self.beginInsertRows(_ROOT, at, at)
            self._rows.insert(at, entry)
            self.endInsertRows()

    def _take_out_gone(self, record: WireRecord) -> None:
        end = len(self._rows)
        while end:
            last = end - 1
            while last >= 0 and record.find(self._rows[last].number) is not None:
                last -= 1
            first = last
            while first > 0 and record.find(self._rows[first - 1].number) is None:
                first -= 1
            if last >= 0:
                self._take_out(first, last)
            end = max(first, 0)

    def _take_out(self, first: int, last: int) -> None:
        self.beginRemoveRows(_ROOT, first, last)
        del self._rows[first : last + 1]
        self.endRemoveRows()

    def _place(self, number: int) -> int:
        return bisect_left(self._rows, number, key=lambda one: one.number)


def _is_open(entry: Entry) -> bool:
    return isinstance(entry, Exchange) and entry.state in ("pending", "left")
