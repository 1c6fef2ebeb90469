"""What is wrong with the connection of a live chat, or that the chat is over; nothing while all is well."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from console.language import tr, tr_text
from ui import masking
from ui.controls import button, column, label, restyle, row
from ui.drawn import Picture

if TYPE_CHECKING:
    from console.chat.session import ChatSession

ENDED = {
    "CUSTOMER": tr("The chat was ended by you, as the customer."),
    "AGENT": tr("The chat was ended by the agent."),
    "SYSTEM": tr("The chat was ended by the flow."),
    "SUPERVISOR": tr("The chat was ended by the supervisor."),
}
"""By the role of the one who ended a chat: what is said of it."""

PICTURES = {
    "info": ("info", "accent"),
    "warn": ("unplug", "warn"),
    "danger": ("circle-alert", "danger"),
}

Words = tuple[str, str, str, str]
"""Kind, title, text, and the one thing that can be done: now, join, or nothing."""


class SessionBanner(QFrame):
    """Shows a session's state where it needs words."""

    try_now = Signal()
    join_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told = ""
        self._picture = Picture("info", "accent", 18)
        self.title = label("", "strong", wraps=True)
        self.text = label("", "muted", wraps=True, selectable=True)
        self.now = button(tr("Try now"), self.try_now.emit, icon="refresh-cw")
        self.join = button(tr("Connect again"), self.join_requested.emit, icon="plug")
        line = row(gap=12, margins=(14, 10, 10, 10))
        line.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(self.title, self.text, gap=2), 1)
        self._actions = {"now": self.now, "join": self.join}
        for one in self._actions.values():
            line.addWidget(one)
        self.setLayout(line)
        self.hide()

    def show_session(self, session: ChatSession, now: datetime) -> None:
        """Shows the state at this moment; called at each change, and while it counts down."""
        words = words_of(session, now)
        self.setVisible(words is not None)
        if words is None:
            self.title.setText("")
            return
        kind, title, text, action = words
        # A countdown is said once, and not each second.
        told = action if action == "now" else title
        is_new, self._told = told != self._told, told
        self._picture.show_icon(*PICTURES[kind])
        restyle(self, banner=kind)
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        for name, one in self._actions.items():
            one.setVisible(name == action)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        if is_new:
            masking.announce(self, title)

    def focus(self) -> bool:
        """Puts the keyboard on the next step; False where there is none."""
        for part in self._actions.values():
            if not self.isHidden() and part.isVisibleTo(self):
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False


def words_of(session: ChatSession, now: datetime) -> Words | None:
    """What is to be said of a session; None while all is well."""
    error = session.error
    if session.state == "reconnecting":
        left = session.retry.remaining(now) if session.retry else timedelta()
        seconds = -(-left // timedelta(seconds=1))
        title = tr("Reconnecting in {seconds} s", seconds=seconds) if seconds else tr("Reconnecting…")
        parts = (error.sentence if error else "", tr("What was missed is fetched then."))
        return "warn", title, tr_text(*parts), "now" if seconds else ""
    if session.state == "ended":
        if session.admission.role != "CUSTOMER":
            # Beside it stands what became of the chat that an agent is part of no longer.
            return None
        return "info", ENDED.get(session.ended_by) or tr("The chat has ended."), "", ""
    if session.state == "failed":
        title = error.sentence if error else tr("The connection failed.")
        return "danger", title, error.advice if error else "", "join"
    return None


def why_not(session: ChatSession) -> str:
    """Why nothing can be sent at this moment; empty while it can."""
    if session.state == "ended" and session.admission.role != "CUSTOMER":
        return tr("You are no longer in this chat.")
    return {
        "connected": "",
        "connecting": tr("Not connected yet. What you write is kept."),
        "reconnecting": tr("Reconnecting. What you write is kept."),
        "ended": tr("The chat has ended; nothing more can be sent."),
    }.get(session.state, tr("Not connected; nothing can be sent."))
