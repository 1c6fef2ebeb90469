"""Asking before a link of the chat opens: it comes from anybody who takes part."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from console.language import tr, tr_in
from ui import theme, wording
from ui.chat.documents import may_open
from ui.clipboard import Clipboard
from ui.controls import button, column, label, row
from ui.drawn import Picture

WIDTH = 460


class LinkDialog(QDialog):
    """Shows where a link leads. Opened with `open()`; made only for what may be opened."""

    opened = Signal(str)

    def __init__(self, parent: QWidget, address: str, clipboard: Clipboard) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        url = QUrl(address)
        where = url.host() if url.host() else url.path()
        self.setWindowTitle(tr("Open a link"))
        self._address = address
        self.text = label(wording.breakable(address), "mono", wraps=True, selectable=True)
        self.text.setAccessibleName(tr("Address"))
        opens = tr("It came with the chat. It opens in your browser.")
        if url.scheme() == "mailto":
            opens = tr("It came with the chat. It opens in your mail program.")
        about = label(opens, "muted", wraps=True)
        self.yes = button(tr_in("to open a link", "Open"), self._open, kind="primary")
        self.copy = button(tr("Copy the address"), lambda: clipboard.copy(address), icon="copy")
        self.no = button(tr("Cancel"), self.reject)
        self.no.setDefault(True)
        head = row(gap=12)
        head.addWidget(Picture("external-link", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        title = label(tr("Open {address}?", address=wording.short(where, 80)), "h2", wraps=True)
        head.addLayout(column(title, about, self.text, gap=8), 1)
        self.setLayout(
            column(head, row(self.copy, None, self.no, self.yes), gap=18, margins=(22, 20, 22, 18))
        )
        self.setFixedWidth(theme.px(WIDTH))
        self.no.setFocus()

    def _open(self) -> None:
        if may_open(self._address):
            QDesktopServices.openUrl(QUrl(self._address))
            self.opened.emit(self._address)
        self.accept()
