"""The field in which a message is written: Enter sends it, and what is dropped or pasted is attached."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QImage, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from console.language import tr

LEAST_LINES, MOST_LINES = 1, 8
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Writing(QPlainTextEdit):
    """Grows with its text up to eight lines, then scrolls."""

    send_requested = Signal()
    earlier_requested = Signal(int)
    """A step back (-1) or on (1) in what was sent before."""
    file_given = Signal(Path)
    picture_given = Signal(str, bytes)
    """The name of a picture and its PNG."""
    focus_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Message"))
        self.setPlaceholderText(tr("Write as the customer…"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.updateGeometry())

    def show_text(self, text: str) -> None:
        """Shows another text, the cursor at its end."""
        if text != self.toPlainText():
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        # A plain text document counts its height in lines.
        lines = int(self.document().documentLayout().documentSize().height())
        shown = max(LEAST_LINES, min(lines, MOST_LINES))
        return QSize(200, shown * self.fontMetrics().lineSpacing() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().lineSpacing() + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in ENTER and not held & Qt.KeyboardModifier.ShiftModifier:
            if not event.isAutoRepeat():
                self.send_requested.emit()
        elif event.key() == Qt.Key.Key_Up and not held and self._is_at(0):
            self.earlier_requested.emit(-1)
        elif event.key() == Qt.Key.Key_Down and not held and self._is_at(self.blockCount() - 1):
            self.earlier_requested.emit(1)
        else:
            super().keyPressEvent(event)

    def _is_at(self, block: int) -> bool:
        return self.textCursor().blockNumber() == block

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    # -- files and pictures -----------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return _files(source) != [] or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if files := _files(source):
            for file in files:
                self.file_given.emit(file)
        elif source.hasImage() and not source.hasText():
            image = source.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self.picture_given.emit(*as_png(image, datetime.now()))
        else:
            # Only the words: what else is copied with them can't be sent.
            self.insertPlainText(source.text())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if files := _files(event.mimeData()):
            event.acceptProposedAction()
            for file in files:
                self.file_given.emit(file)
        else:
            super().dropEvent(event)


def _files(source: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]


def as_png(image: QImage, now: datetime) -> tuple[str, bytes]:
    """A picture as a PNG, with a name by its time."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return f"picture-{now:%Y-%m-%d-%H%M%S}.png", bytes(buffer.data().data())
