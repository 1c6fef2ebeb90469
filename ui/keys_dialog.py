"""Every key, in one list: those of the window, and those of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from console.language import tr
from ui import theme
from ui.controls import button, column, framed, label, row
from ui.keys import Key, native

PARTS: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    (
        tr("In a chat"),
        (
            ("Return", tr("Send the message")),
            ("Shift+Return", tr("Begin a new line")),
            ("Up", tr("In an empty line: what you wrote before")),
            ("Ctrl+I", tr("On a message: the frame that brought it")),
            ("End", tr("In the transcript: the newest")),
        ),
    ),
    (
        tr("In lists"),
        (
            ("Return", tr("Open the line")),
            ("F2", tr("On a saved request: rename it")),
            ("Del", tr("On a saved request or a past contact: delete it, with undo")),
            ("F5", tr("Look again: flows, history, doctor")),
            ("Ctrl+F", tr("Search the frames")),
        ),
    ),
    (
        tr("Comparing two chats"),
        (
            ("F7", tr("The next difference")),
            ("Shift+F7", tr("The difference before")),
            ("Esc", tr("Back to the chat")),
        ),
    ),
)
"""Keys that count where the keyboard is, by that place."""


class KeysDialog(QDialog):
    """Only to be read. Opened with `open()`."""

    def __init__(self, parent: QWidget, keys: Sequence[Key]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        everywhere = [(one.shown or one.keys, one.words) for one in keys if one.words]
        lists = column(gap=16, margins=(10, 8, 12, 8))
        for title, lines in ((tr("Everywhere"), everywhere), *PARTS):
            lists.addWidget(_group(title, lines))
        lists.addStretch(1)
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setLayout(lists)
        self.page = QScrollArea()
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setWidgetResizable(True)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setAccessibleName(tr("Keyboard shortcuts"))
        self.page.setProperty("read", True)
        self.page.setWidget(inside)
        self.close_button = button(tr("Close"), self.accept, kind="primary")
        self.close_button.setDefault(True)
        body = column(label(tr("Keyboard shortcuts"), "h2"), gap=14, margins=(22, 20, 22, 18))
        body.addWidget(self.page, 1)
        body.addLayout(row(None, self.close_button))
        self.setLayout(body)
        self.resize(theme.px(520), theme.px(620))
        # Arrows and page keys scroll at once.
        self.page.setFocus()


def _group(title: str, lines: Sequence[tuple[str, str]]) -> QWidget:
    made = column(label(title, "label"), gap=2, margins=(0, 0, 0, 0))
    for keys, words in lines:
        line = row(gap=12, margins=(12, 5, 12, 5))
        said = label(words, wraps=True)
        line.addWidget(said, 1)
        shown = " … ".join(map(native, keys.split(" … ")))
        said.setAccessibleName(f"{words}: {shown}")
        line.addWidget(label(shown, "mono"))
        made.addWidget(framed(line))
    return framed(made)
