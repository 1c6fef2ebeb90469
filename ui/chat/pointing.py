"""Pointing at a row: it is scrolled to and marked for a moment, and it leads to what brought it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame

from ui.chat.errands import Errands
from ui.chat.row_menu import FRAMES_KEY
from ui.chat.transcript import TranscriptModel
from ui.chat.transcript_view import TranscriptView

MARKED_MS = 1800
REACH = 2


class Pointing(QObject):
    """What leads from outside to a row of one transcript, and from its rows to their frames."""

    def __init__(self, view: TranscriptView, model: TranscriptModel, errands: Errands) -> None:
        super().__init__(view)
        self._view, self._model, self._errands = view, model, errands
        self.mark = QFrame(view.viewport())
        self.mark.setProperty("pointed", True)
        self.mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.mark.hide()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(MARKED_MS)
        self._calm.timeout.connect(self.mark.hide)
        self._key = ""
        view.moved.connect(self._place)
        key = QShortcut(QKeySequence(FRAMES_KEY), view)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._ask)

    def show_row(self, id_: str) -> bool:
        """Shows the row of an item, known by its id or by the row's key; False where there is none."""
        row = self._row_of(id_)
        if row < 0:
            return False
        index = self._model.index(row, 0)
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._key = self._model.row(row).key
        self.mark.show()
        self._place()
        self._calm.start()
        return True

    def _row_of(self, id_: str) -> int:
        found = self._model.index_of(id_)
        if found >= 0:
            return found
        rows = reversed(range(self._model.rowCount()))
        return next((at for at in rows if self._model.row(at).item.id == id_), -1)

    def _place(self) -> None:
        if self.mark.isHidden():
            return
        row = self._model.index_of(self._key)
        if row < 0:
            self.mark.hide()
            return
        view = self._view
        place = QRect(0, view.rowViewportPosition(row), view.viewport().width(), view.rowHeight(row))
        self.mark.setGeometry(place.adjusted(REACH, 0, -REACH, 0))
        self.mark.raise_()

    def _ask(self) -> None:
        row = self._view.currentIndex().row()
        if self._errands.offers_frames and row >= 0:
            self._errands.frames_requested.emit(self._model.row(row))
