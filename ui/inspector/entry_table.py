"""A table of entries: a sign, a name, a value; heads go across. It keeps its place while entries change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from console.language import tr
from ui import masking, theme
from ui.inspector.entries import Entry

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
ROW, HEAD = 27, 34
SIGN, NAME, VALUE = range(3)
COLOURS = {"+": "ok", "−": "danger", "≠": "warn", "!": "danger", "›": "faint", "": "text"}
SIGN_WIDTH, NAME_SHARE = 26, 0.46
Role = Qt.ItemDataRole


class EntryModel(QAbstractTableModel):
    """The entries as they are; `show_entries` takes others, and finds out what is new."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else VALUE + 1

    def entry(self, row: int) -> Entry:
        """One entry."""
        return self._entries[row]

    def index_of(self, key: str) -> int:
        """Where the entry of a key stands; -1 for nowhere."""
        return next((row for row, one in enumerate(self._entries) if one.key == key), -1)

    @masking.told
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, column = self._entries[index.row()], index.column()
        match role:
            case Role.DisplayRole:
                return _shown(entry, column)
            case Role.AccessibleTextRole:
                # Once for each row: a screen reader that goes through the cells would hear it three times.
                return _shown(entry, column) if column else entry.spoken
            case Role.ToolTipRole:
                return "\n".join(filter(None, (entry.name, entry.value, entry.note)))
            case Role.ForegroundRole:
                return theme.colour(_token(entry, column))
            case Role.FontRole if entry.is_head or entry.sign in ("+", "−", "≠"):
                return _bold()
            case Role.TextAlignmentRole if column == SIGN and not entry.is_head:
                return Qt.AlignmentFlag.AlignCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Takes the entries as they are now. What stays at the beginning stays as it is in the view."""
        new, old = list(entries), self._entries
        if new == old:
            return
        same = [one.key for one in new] == [one.key for one in old]
        if same:
            self._entries = new
            for row, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, VALUE))
            return
        start = next(
            (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
        )
        if start < len(old):
            self.beginRemoveRows(NO_INDEX, start, len(old) - 1)
            del self._entries[start:]
            self.endRemoveRows()
        if start < len(new):
            self.beginInsertRows(NO_INDEX, start, len(new) - 1)
            self._entries[start:] = new[start:]
            self.endInsertRows()


def _shown(entry: Entry, column: int) -> str:
    if entry.is_head:
        return " · ".join(filter(None, (entry.name, entry.value))) if column == SIGN else ""
    return (entry.sign, entry.name, " ".join(entry.value.split()))[column]


def _token(entry: Entry, column: int) -> str:
    if entry.is_head:
        return "text"
    if column == NAME:
        return "danger" if entry.sign == "!" else "muted"
    return COLOURS[entry.sign] if column == SIGN or entry.sign in ("+", "−", "≠") else "text"


def _bold() -> QFont:
    from PySide6.QtGui import QGuiApplication

    return theme.sized(QGuiApplication.font(), 13, bold=True)


class EntryTable(QTableView):
    """Shows entries, one selected at a time."""

    entry_chosen = Signal(object)
    """The Entry that is selected now."""
    head_opened = Signal(str)
    """The key of a head that was double-clicked, or on which Return was pressed."""
    copy_requested = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.entries = EntryModel()
        self.setModel(self.entries)
        self.setAccessibleName(name)
        self.setProperty("entries", True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def show_entries(self, entries: Sequence[Entry], *, follows: bool = False) -> None:
        """Shows these; one that `follows` stays at the end if it was there."""
        bar = self.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum() - ROW
        key = self.chosen.key if self.chosen else ""
        before = self.entries.rowCount()
        self.entries.show_entries(entries)
        if self.entries.rowCount() != before or before == 0:
            self._span()
        if key and (row := self.entries.index_of(key)) >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self.entries.index(row, NAME))
        if follows and was_at_end:
            self.scrollToBottom()

    @property
    def chosen(self) -> Entry | None:
        """The entry that is selected."""
        row = self.currentIndex().row()
        return self.entries.entry(row) if row >= 0 else None

    def choose(self, key: str) -> bool:
        """Selects an entry and shows it at the top; whether it is there."""
        row = self.entries.index_of(key)
        if row < 0:
            return False
        index = self.entries.index(row, SIGN)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        return True

    def _span(self) -> None:
        self.clearSpans()
        for row in range(self.entries.rowCount()):
            is_head = self.entries.entry(row).is_head
            if is_head:
                self.setSpan(row, SIGN, 1, VALUE + 1)
            self.verticalHeader().resizeSection(row, theme.px(HEAD if is_head else ROW))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._span()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        sign = theme.px(SIGN_WIDTH)
        self.setColumnWidth(SIGN, sign)
        self.setColumnWidth(NAME, int((self.viewport().width() - sign) * NAME_SHARE))

    def _tell_chosen(self) -> None:
        self.entry_chosen.emit(self.chosen)

    def _open(self, row: int) -> None:
        if row >= 0 and self.entries.entry(row).is_head:
            self.head_opened.emit(self.entries.entry(row).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.chosen is not None:
            self.copy_requested.emit(self.chosen.value or self.chosen.name)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _show_menu(self, at: QPoint) -> None:
        entry = self.chosen
        if entry is None:
            return
        menu = QMenu(self)
        copies = ((tr("Copy value"), entry.value), (tr("Copy name"), entry.name))
        for words, text in copies:
            if text:
                action = menu.addAction(theme.icon("copy"), words)
                action.triggered.connect(lambda _=False, text=text: self.copy_requested.emit(text))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))
