"""The list below the *Where* field: places as rows, and a line that says what is going on.

It lies inside the window and never takes the focus, so typing goes on while it is open; the field
moves its current row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QWidget
from shiboken6 import isValid

from console.language import tr
from console.places import Key, Place
from ui import theme
from ui.contact.place_rows import INSET, ROW_HEIGHT, PlaceDelegate, PlaceRows
from ui.controls import button, column, label, row
from ui.drawn import Picture, Spinner

MOST_ROWS = 8
MOST_SHOWN = 400
"""Rows that can be scrolled to; whoever seeks beyond types another letter."""
_GAP = 4


class Suggestions(QFrame):
    """The open list. It is laid over the window, below the field, and follows it."""

    taken = Signal(object)
    """A place was clicked."""
    retry_requested = Signal()

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self._watched: list[QWidget] = []
        self.setProperty("popup", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows = PlaceRows(self)
        self._delegate = PlaceDelegate(self.rows)
        self.list = self._made_list()
        self._spinner, self._picture = Spinner(), Picture("info", "faint", 16)
        self._status = label("", "muted", wraps=True)
        self._retry = button(tr("Retry"), self.retry_requested.emit, kind="link")
        self._retry.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        status = row(self._spinner, self._picture, gap=10, margins=(INSET, 8, INSET, 8))
        status.addWidget(self._status, 1)
        status.addWidget(self._retry)
        self._foot = QWidget()
        self._foot.setLayout(status)
        self.setLayout(column(self.list, self._foot, gap=0, margins=(5, 5, 5, 5)))
        self.hide()

    def _made_list(self) -> QListView:
        made = QListView()
        made.setModel(self.rows)
        made.setItemDelegate(self._delegate)
        made.setUniformItemSizes(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setMouseTracking(True)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        made.setAccessibleName(tr("Flows that were found"))
        made.entered.connect(made.setCurrentIndex)
        made.clicked.connect(lambda index: self.taken.emit(self.rows.place(index)))
        return made

    def show_found(
        self, places: Sequence[Place], words: Sequence[str], recent: Collection[Key], chosen: Key
    ) -> None:
        """Shows places with the typed words marked, and takes up a row.

        That is the row of the chosen place as long as nothing is typed, and else the first.
        """
        self._delegate.words = words
        places = places[:MOST_SHOWN]
        self.rows.show_places(places, recent, chosen)
        at = 0 if words else next((row for row, place in enumerate(places) if place.key == chosen), 0)
        self._take_up(at)
        self.place()

    def show_status(self, text: str, icon: str = "info", *, retry: str = "") -> None:
        """The line below the rows: a text with an icon, or with the spinner; empty hides it."""
        self._foot.setVisible(bool(text))
        self._status.setText(text)
        self._spinner.setVisible(icon == "spinner")
        self._picture.setVisible(icon != "spinner")
        if icon != "spinner":
            self._picture.show_icon(icon, "warn" if icon == "triangle-alert" else "faint")
        self._retry.setVisible(bool(retry))
        self._retry.setText(retry)
        self.place()

    def status(self) -> str:
        """What the line below the rows says, empty where it is hidden."""
        return "" if self._foot.isHidden() else self._status.text()

    def current(self) -> Place | None:
        """The place of the current row."""
        index = self.list.currentIndex()
        return self.rows.place(index) if index.isValid() else None

    def move_by(self, rows: int) -> None:
        """Moves the current row, from the last to the first and back where it goes by one."""
        count = self.rows.rowCount()
        if not count:
            return
        at = self.list.currentIndex().row() + rows
        self._take_up(at % count if abs(rows) == 1 else max(0, min(count - 1, at)))

    def page(self) -> int:
        """How many rows a page has."""
        return max(1, self.list.viewport().height() // theme.px(ROW_HEIGHT) - 1)

    def _take_up(self, at: int) -> None:
        index = self.rows.index(at, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def open(self) -> None:
        """Lays the list over the window, below its field."""
        if self.isVisible():
            return
        window = self._anchor.window()
        self.setParent(window)
        above: QWidget | None = self._anchor
        while above is not None:
            above.installEventFilter(self)
            self._watched.append(above)
            above = None if above is window else above.parentWidget()
        self.show()
        self.place()
        self.raise_()

    def close_list(self) -> None:
        """Takes the list away."""
        for watched in self._watched:
            # A window that closes for good takes its parts along one by one.
            if isValid(watched):
                watched.removeEventFilter(self)
        self._watched.clear()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.place()
        elif event.type() == QEvent.Type.Hide:
            self.close_list()
        return False

    def place(self) -> None:
        """Puts the list where its field is, as high as its rows and the window allow."""
        if not self.isVisible():
            return
        if self._anchor.visibleRegion().isEmpty():
            self.close_list()
            return
        window, anchor = self._anchor.window(), self._anchor
        corner = anchor.mapTo(window, QPoint(0, anchor.height() + _GAP))
        shown = min(self.rows.rowCount(), MOST_ROWS)
        foot = self._foot.heightForWidth(anchor.width() - 10) if not self._foot.isHidden() else 0
        frame = 12
        room = max(window.height() - corner.y() - 8 - foot - frame, theme.px(ROW_HEIGHT))
        rows = min(shown * theme.px(ROW_HEIGHT), room)
        self.list.setVisible(shown > 0)
        self.list.setFixedHeight(rows)
        self.setGeometry(corner.x(), corner.y(), anchor.width(), rows + foot + frame)
