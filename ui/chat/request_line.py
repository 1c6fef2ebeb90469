"""The request that a chat was started with, folded into one line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from console import contact
from console.chat.chat import Chat
from console.language import tr, tr_count
from ui import wording
from ui.controls import Elided, button, label, row

DEFAULT_MINUTES = int(contact.DEFAULT_DURATION.total_seconds() // 60)


class RequestLine(QFrame):
    """Flow, customer, attributes and duration, with a way to edit them."""

    edit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("inset", True)
        self.summary = Elided("", "muted")
        self.edit = button(
            tr("Edit"), self.edit_requested.emit, kind="ghost", icon="pencil", name=tr("Edit the request")
        )
        line = row(label(tr("Request"), "label"), gap=10, margins=(14, 4, 6, 4))
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
        tr_count("{count:,} attribute", "{count:,} attributes", attributes)
        if attributes
        else tr("no attributes"),
        wording.minutes(request.get("ChatDurationInMinutes", DEFAULT_MINUTES)),
    ]
    return " · ".join(filter(None, parts))
