"""The rows of the attribute table: what was typed, right or wrong, with one empty row to type into."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from console.language import tr
from console.shape import Problem
from ui import masking

KEY, VALUE = 0, 1
HEADINGS = (tr("Key"), tr("Value"))
_SPOKEN = (tr("Key: {text}"), tr("Value: {text}"))
_SPOKEN_EMPTY = (tr("Key: empty"), tr("Value: empty"))
_SPOKEN_NEW = (tr("Key of a new attribute"), tr("Value of a new attribute"))
PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 1
_MOST_SHOWN = 400
_MOST_INLINE = 240
_MOST_UNDONE = 50
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

Pair = tuple[str, Any]
"""A key, and its value as it stands in the request: a text, or whatever was imported in its place."""


def as_text(value: Any) -> str:
    """A value as the table shows it: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


class AttributeRows(QAbstractTableModel):
    """Pairs of key and value in the order in which they were typed; a key may stand there twice."""

    edited = Signal()
    """The user's doing, as opposed to another request being shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[Pair] = []
        self._undone: list[list[Pair]] = []
        self._redone: list[list[Pair]] = []
        self._problems: dict[str, Problem] = {}

    # -- what it holds ---------------------------------------------------------------------------

    @property
    def pairs(self) -> Sequence[Pair]:
        """Every row but the empty last one."""
        return self._pairs

    def value(self) -> dict[str, Any]:
        """The attributes as the request holds them; of a key that stands there twice the last one."""
        return {key: value for key, value in self._pairs if key or value != ""}

    def repeated(self) -> list[str]:
        """The keys that stand in several rows."""
        counts = Counter(key for key, value in self._pairs if key or value != "")
        return [key for key, count in counts.items() if count > 1]

    def row_of(self, key: str) -> int | None:
        """The last row of a key."""
        found = (row for row in range(len(self._pairs) - 1, -1, -1) if self._pairs[row][0] == key)
        return next(found, None)

    def show_value(self, value: Mapping[str, Any]) -> None:
        """Shows another request's attributes; what is on screen stays if it says the same already."""
        if dict(value) != self.value():
            self._undone.clear()
            self._redone.clear()
            self._replace(list(value.items()))

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        """Marks the rows of these keys."""
        if problems != self._problems:
            self._problems = dict(problems)
            self.dataChanged.emit(self.index(0, KEY), self.index(len(self._pairs), VALUE))

    # -- what the user does ----------------------------------------------------------------------

    def remember(self) -> None:
        """Marks a point that `undo` comes back to."""
        if not self._undone or self._undone[-1] != self._pairs:
            self._undone = [*self._undone[-_MOST_UNDONE:], list(self._pairs)]
        self._redone.clear()

    def undo(self) -> None:
        """Back to what was there before the last change."""
        self._step(self._undone, self._redone)

    def redo(self) -> None:
        """Takes an undo back."""
        self._step(self._redone, self._undone)

    def _step(self, back: list[list[Pair]], forth: list[list[Pair]]) -> None:
        while back:
            before = back.pop()
            if before != self._pairs:
                forth.append(list(self._pairs))
                self._replace(before)
                self.edited.emit()
                return

    def change(self, pairs: Iterable[Pair]) -> None:
        """Puts other rows in place of all, as one step to undo."""
        self.remember()
        self._replace(list(pairs))
        self.edited.emit()

    def merge(self, attributes: Mapping[str, Any]) -> int:
        """Adds attributes, those with a known key in its place; how many of them were new."""
        pairs, new = list(self._pairs), dict(attributes)
        for row in range(len(pairs) - 1, -1, -1):
            if pairs[row][0] in new:
                pairs[row] = (pairs[row][0], new.pop(pairs[row][0]))
        self.change([*(pair for pair in pairs if not _is_empty(pair)), *new.items()])
        return len(new)

    def remove(self, rows: Iterable[int]) -> None:
        """Takes rows away, as one step to undo."""
        gone = set(rows)
        if any(row < len(self._pairs) for row in gone):
            self.change(pair for row, pair in enumerate(self._pairs) if row not in gone)

    def tidy(self) -> None:
        """Takes rows away in which nothing stands; they are no part of the request."""
        if any(map(_is_empty, self._pairs)):
            self._replace([pair for pair in self._pairs if not _is_empty(pair)])

    def _replace(self, pairs: list[Pair]) -> None:
        self.beginResetModel()
        self._pairs = pairs
        self.endResetModel()

    # -- as Qt asks ------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._pairs) + 1

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        # A line to type into can't hold several lines, and shows little of a long text.
        text = self._text(index)
        fits = len(text) <= _MOST_INLINE and len(text.splitlines()) < 2 and not text.endswith("\n")
        return plain | Qt.ItemFlag.ItemIsEditable if fits else plain

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and section >= 0:
            if orientation == Qt.Orientation.Vertical:
                return str(section + 1)
            return HEADINGS[section] if section < len(HEADINGS) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None

    @masking.told
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self._text(index)
        problem = self._problem(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ⏎ ".join(text[:_MOST_SHOWN].splitlines())
            case Qt.ItemDataRole.EditRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return problem.message if problem else text[:_MOST_SHOWN] if len(text) > 40 else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._accessible_text(index, text, problem)
        return problem if role == PROBLEM_ROLE else None

    def _text(self, index: _Index) -> str:
        if index.row() >= len(self._pairs):
            return ""
        return as_text(self._pairs[index.row()][index.column()])

    def _problem(self, index: _Index) -> Problem | None:
        if index.row() >= len(self._pairs) or _is_empty(self._pairs[index.row()]):
            return None
        return self._problems.get(self._pairs[index.row()][KEY])

    def _accessible_text(self, index: _Index, text: str, problem: Problem | None) -> str:
        if index.row() == len(self._pairs):
            return _SPOKEN_NEW[index.column()]
        spoken = _SPOKEN if text else _SPOKEN_EMPTY
        what = spoken[index.column()].format(text=text[:_MOST_SHOWN])
        return f"{what}. {problem.message}" if problem else what

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, text = index.row(), str(value)
        if text == self._text(index):
            return True
        if row == len(self._pairs):
            self.beginInsertRows(_ROOT, row + 1, row + 1)
            self._pairs.append(("", ""))
            self.endInsertRows()
        key, old = self._pairs[row]
        self._pairs[row] = (text, old) if index.column() == KEY else (key, text)
        self.dataChanged.emit(self.index(row, KEY), self.index(row, VALUE))
        self.edited.emit()
        return True


def _is_empty(pair: Pair) -> bool:
    return pair[0] == "" and pair[1] == ""
