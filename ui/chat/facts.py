"""What is known of a started chat: its ids to copy, its times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from console.chat.chat import Chat
from console.chat.clocks import as_minutes
from console.language import tr, tr_count, tr_in
from ui import dates, theme, wording
from ui.clipboard import Clipboard
from ui.controls import Card, Elided, label, tool

FEEDBACK_MS = 1500


def _started_line(chat: Chat, now: datetime) -> str:
    if chat.started is None:
        return ""
    seconds, moment = chat.started.took_s, dates.moment(chat.started.arrived_at, now)
    took = tr("{milliseconds:,.0f} ms", milliseconds=seconds * 1000)
    if seconds >= 10:
        took = tr("{seconds:,.0f} s", seconds=seconds)
    if chat.started.attempts == 1:
        return tr("{moment} (in {took})", moment=moment, took=took)
    return tr_count(
        "{moment} (in {took}, {count} attempt)",
        "{moment} (in {took}, {count} attempts)",
        chat.started.attempts,
        moment=moment,
        took=took,
    )


def _end_line(chat: Chat, now: datetime) -> str:
    deadline = chat.end_deadline
    if deadline is None:
        return ""
    if chat.is_over:
        return wording.CHAT_STATES[chat.state][0]
    left = as_minutes(deadline.remaining(now))
    return tr("{left} ({moment})", left=left, moment=dates.moment(deadline.at, now))


def _answered(name: str) -> Callable[[Chat, datetime], str | None]:
    return lambda chat, _: getattr(chat.started, name) if chat.started else None


Line = tuple[str, bool, Callable[[Chat, datetime], str | None]]

LINES: tuple[Line, ...] = (
    (tr("Contact ID"), True, lambda chat, _: chat.contact_id),
    (tr("Participant ID"), True, _answered("participant_id")),
    (tr("Continued from"), True, _answered("continued_from_contact_id")),
    (tr("Streaming ID"), True, _answered("streaming_id")),
    (tr_in("label of a time", "Started"), False, _started_line),
    (tr("End of chat"), False, _end_line),
    (tr("Client token"), True, _answered("client_token")),
    (tr("Request ID"), True, _answered("request_id")),
)
"""Of each line: its name, whether it is an id to copy, and what it says of a chat at a moment."""


class Facts(Card):
    """The lines above, those that have something to say."""

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__(tr("Contact"), "info")
        self._clipboard = clipboard
        self._chat: Chat | None = None
        self._lines: list[tuple[Line, QWidget, Elided, QToolButton | None]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for index, line in enumerate(LINES):
            name, is_id, _ = line
            caption = label(name, "muted")
            caption.setMinimumHeight(32)
            value = Elided("", "mono" if is_id else "", middle=is_id)
            grid.addWidget(caption, index, 0)
            grid.addWidget(value, index, 1)
            copy = None
            if is_id:
                copy = tool("copy", tr("Copy {name}", name=name))
                copy.clicked.connect(lambda _=False, value=value, copy=copy: self._copy(value, copy))
                grid.addWidget(copy, index, 2)
            self._lines.append((line, caption, value, copy))
        self.add(grid)

    def show_chat(self, chat: Chat, now: datetime) -> None:
        """Shows what is known of this chat."""
        self._chat = chat
        self.setVisible(chat.contact_id is not None)
        self.look_at_clock(now)

    def look_at_clock(self, now: datetime) -> None:
        """Shows the times of this moment."""
        if self._chat is None:
            return
        for (name, _, say), caption, value, copy in self._lines:
            text = say(self._chat, now) or ""
            if text != value.whole():
                value.show_text(text)
                value.setAccessibleName(f"{name}: {text}")
            for part in (caption, value, copy):
                if part is not None:
                    part.setVisible(bool(text))

    def _copy(self, value: Elided, copy: QToolButton) -> None:
        self._clipboard.copy(value.whole())
        copy.setIcon(theme.icon("check", "ok"))
        QTimer.singleShot(FEEDBACK_MS, copy, lambda: copy.setIcon(theme.icon("copy")))
