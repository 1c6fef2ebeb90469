"""The request that a chat was started with, folded into one line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from console.chat.chat import Chat
from ui import wording
from ui.controls import Elided, button, label, row


class RequestLine(QFrame):
    """Flow, customer, attributes and duration, with a way to edit them."""

    edit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("inset", True)
        self.summary = Elided("", "muted")
        self.edit = button(
            "Edit", self.edit_requested.emit, kind="ghost", icon="pencil", name="Edit the request"
        )
        line = row(label("Request", "label"), gap=10, margins=(14, 4, 6, 4))
        line.addWidget(self.summary, 1)
        line.addWidget(self.edit)
        self.setLayout(line)

    def show_chat(self, chat: Chat) -> None:
        """Shows a chat's request."""
        self.summary.show_text(summary(chat))


def summary(chat: Chat) -> str:
    """A chat's request in one line."""
    request = chat.request
    attributes = len(request.get("Attributes", {}))
    parts = [
        chat.place or wording.short_id(str(request.get("ContactFlowId", ""))),
        chat.name,
        f"{attributes} attribute{'s' * (attributes != 1)}" if attributes else "no attributes",
        wording.minutes(request["ChatDurationInMinutes"]) if "ChatDurationInMinutes" in request else "25 h",
    ]
    return " · ".join(filter(None, parts))
