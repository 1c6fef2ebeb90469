"""Report a problem: shows the whole report before it is saved; nothing is sent anywhere."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QWidget

from console.language import tr
from console.problem_report import Part, as_text
from ui import filing, theme
from ui.clipboard import Clipboard
from ui.controls import button, column, label, row
from ui.drawn import Picture

ABOUT = tr(
    "This is everything that the file will hold. Keys, tokens, account numbers and addresses are taken out; "
    "messages of chats are not in it. It is saved where you choose, and sent nowhere."
)


class ReportDialog(QDialog):
    """The report, to be read, copied or saved. Opened with `open()`."""

    saved = Signal(str)
    """The name of the file."""

    def __init__(self, parent: QWidget, report: list[Part], clipboard: Clipboard, now: datetime) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Report a problem"))
        self._name = f"connect-chat-console-report-{now:%Y-%m-%d}.txt"
        self.text = QPlainTextEdit(as_text(report))
        self.text.setReadOnly(True)
        self.text.setProperty("code", True)
        self.text.setAccessibleName(tr("The report"))
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setTabChangesFocus(True)
        self.problem = label("", "problem", wraps=True)
        self.problem.hide()
        self.copy_button = button(
            tr("Copy"),
            lambda: clipboard.copy(self.text.toPlainText()),
            icon="copy",
            name=tr("Copy the report"),
        )
        self.cancel = button(tr("Close"), self.reject)
        self.save = button(tr("Save…"), self._choose_file, kind="primary")
        self.save.setDefault(True)
        head = row(gap=12)
        head.addWidget(Picture("file-text", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(
            column(label(tr("Report a problem"), "h2"), label(ABOUT, "muted", wraps=True), gap=6), 1
        )
        body = column(head, gap=14, margins=(22, 20, 22, 18))
        body.addWidget(self.text, 1)
        body.addWidget(self.problem)
        body.addLayout(row(self.copy_button, None, self.cancel, self.save))
        self.setLayout(body)
        self.resize(theme.px(720), theme.px(560))
        self.save.setFocus()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Save the report"), "", tr("Text (*.txt)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filing.begin(dialog)
        dialog.selectFile(self._name)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, name: str) -> None:
        """Saves exactly what is shown."""
        try:
            Path(name).write_text(self.text.toPlainText(), "utf-8")
        except OSError as fault:
            why = fault.strerror or tr("unknown")
            self.problem.setText(
                tr("{name} could not be saved: {why}. Choose another place.", name=Path(name).name, why=why)
            )
            self.problem.show()
            return
        self.saved.emit(Path(name).name)
        self.accept()


def window_facts(window: QWidget) -> dict[str, str]:
    """What only the window knows of the surroundings, by name."""
    screen = window.screen()
    size = screen.size()
    return {
        "Qt": qt_version,
        "Platform": f"{QGuiApplication.platformName()} on {sys.platform}",
        "Screen": f"{size.width()}x{size.height()} at {screen.devicePixelRatio():g}",
        "Theme": theme.shown(),
        "Language": QLocale().name(),
    }
