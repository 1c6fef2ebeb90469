"""Chooses the contact that a new chat continues, or is related to, out of the history."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QStackedWidget, QWidget

from console.errors import ConsoleError
from console.history import Use
from console.language import tr
from ui import theme
from ui.controls import button, column, label, row, show_magnifier
from ui.history.filters import MOST_LETTERS, TYPED_MS
from ui.history.means import Means
from ui.history.source_rows import SourceDelegate, SourceRows, caution

TITLES: dict[Use, tuple[str, str]] = {
    "ENTIRE_PAST_SESSION": (
        tr("Continue an entire past chat"),
        tr("Only chats that have ended are listed. What is sent is the initial contact of each."),
    ),
    "FROM_SEGMENT": (
        tr("Continue from a segment"),
        tr("Only chats that have ended are listed, with each of their segments. What came later stays away."),
    ),
    "RELATED": (tr("Link a related contact"), tr("The new contact gets a copy of its properties.")),
}
TICK_MS = 1000
NOTHING = tr("Nothing here that fits. Chats of this console’s history with the same instance are offered.")


class SourceDialog(QDialog):
    """`chosen` gives the contact id to be sent. Opened with `open()`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, means: Means, use: Use, instance_id: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title, about = TITLES[use]
        self.setWindowTitle(title)
        self._means, self._use, self._instance_id = means, use, instance_id
        self._turn = 0
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search names, ids and what was said"))
        self.search.setAccessibleName(tr("Search past chats"))
        self.search.setMaxLength(MOST_LETTERS)
        show_magnifier(self.search)
        self.rows = SourceRows(means.clock, self)
        self.list = QListView()
        self.list.setAccessibleName(tr("Past chats"))
        self.list.setUniformItemSizes(True)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(SourceDelegate(self.rows))
        self.told = label(tr("Looking…"), "muted", wraps=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.wait = label("", "warning", wraps=True)
        self.take = button(tr("Choose"), self._take, kind="primary")
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self._lay_out(title, about)
        self._listen()
        self._load()

    def _lay_out(self, title: str, about: str) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.told)
        self._pages.addWidget(self.list)
        foot = row(gap=10)
        foot.addWidget(self.wait, 1)
        foot.addWidget(button(tr("Cancel"), self.reject))
        foot.addWidget(self.take)
        body = column(label(title, "h2"), label(about, "muted", wraps=True), self.search, gap=10)
        body.addWidget(self._pages, 1)
        body.addLayout(foot)
        body.setContentsMargins(22, 20, 22, 18)
        self.setLayout(body)
        self.resize(theme.px(600), theme.px(480))

    def _listen(self) -> None:
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPED_MS)
        self._soon.timeout.connect(self._load)
        self.search.textChanged.connect(lambda _: self._soon.start())
        self.list.activated.connect(lambda _: self._take())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        # What becomes ready while one looks says so.
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._look_at_clock)
        self._tick.start()
        self.finished.connect(self._leave)

    def _leave(self) -> None:
        self._turn += 1
        self._tick.stop()
        self._soon.stop()

    def _load(self) -> None:
        self._turn += 1
        self._means.tasks.start(self._read(self._turn), "look for past chats")

    async def _read(self, turn: int) -> None:
        try:
            found = await self._means.history.sources(self._use, self._instance_id, self.search.text())
        except ConsoleError as error:
            if turn == self._turn:
                self._tell(error.told)
            return
        if turn != self._turn:
            # Something else is looked for now, or the dialog is closed.
            return
        self.rows.show_sources(found)
        if found:
            self._pages.setCurrentWidget(self.list)
            self.list.setCurrentIndex(self.rows.index(0))
        else:
            self._tell(NOTHING)

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self._pages.setCurrentWidget(self.told)
        self.take.setEnabled(False)

    def _show_current(self) -> None:
        index: QModelIndex = self.list.currentIndex()
        self.take.setEnabled(index.isValid())
        sources = self.rows.sources
        self.wait.setText(caution(sources[index.row()], self._means.clock())[1] if index.isValid() else "")

    def _look_at_clock(self) -> None:
        self.list.viewport().update()
        self._show_current()

    def _take(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.chosen.emit(self.rows.sources[index.row()].contact_id)
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
