"""The clocks of a chat, each under its own name, beside what one should know of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QGridLayout, QLabel

from console.chat.chat import Chat
from console.chat.clocks import Deadline, as_minutes
from console.language import tr
from ui import dates
from ui.controls import Card, Elided, label


def connected_after(chat: Chat) -> str:
    """How long after its start the chat was joined, as m:ss; empty where it was not in this run."""
    after = None if chat.is_rejoined else chat.connected_after
    return as_minutes(after) if after is not None else ""


def _connect_within(chat: Chat, now: datetime) -> str:
    if after := connected_after(chat):
        return tr("Connected after {after}", after=after)
    deadline = chat.connect_deadline
    if deadline is None or chat.is_rejoined:
        return tr("Joined in an earlier run") if chat.is_rejoined else ""
    return tr("Missed: the chat can no longer be joined") if deadline.is_over(now) else _left(deadline, now)


def _url(chat: Chat, now: datetime) -> str:
    deadline = chat.session.url_deadline if chat.session else None
    if deadline is None or chat.is_over:
        return ""
    return (
        tr("Used up; the next connection gets a new one") if deadline.is_over(now) else _left(deadline, now)
    )


def _token(chat: Chat, now: datetime) -> str:
    deadline = chat.session.token_deadline if chat.session else None
    return _left(deadline, now) if deadline is not None and not chat.is_over else ""


def _end(chat: Chat, now: datetime) -> str:
    deadline = chat.end_deadline
    return _left(deadline, now) if deadline is not None and not chat.is_over else ""


def _idle(chat: Chat, now: datetime) -> str:
    since = chat.session.transcript.idle_since if chat.session else None
    return tr("Since {moment}", moment=dates.moment(since, now)) if since and not chat.is_over else ""


def _left(deadline: Deadline, now: datetime) -> str:
    left = as_minutes(deadline.remaining(now))
    return tr("{left} (until {moment})", left=left, moment=dates.moment(deadline.at, now))


LINES: tuple[tuple[str, str, Callable[[Chat, datetime], str]], ...] = (
    (
        tr("Connect within"),
        tr("A client must connect within five minutes of the start, or the chat can’t be joined."),
        _connect_within,
    ),
    (
        tr("Websocket URL"),
        tr("Its address can be used for 100 seconds after it was handed out. An open connection stays open."),
        _url,
    ),
    (
        tr("Connection token"),
        tr(
            "Sends messages and reads the transcript for a day; "
            "then it is renewed with the participant token."
        ),
        _token,
    ),
    (
        tr("End of chat"),
        tr("The duration of the chat, counted from its start. 25 hours unless asked for."),
        _end,
    ),
    (
        tr("Idle"),
        tr("Since when somebody has been idle, as the service told. It disconnects them by itself."),
        _idle,
    ),
)
"""Of each clock: its name, what it is, and what it shows of a chat at a moment."""


class ClockLines(Card):
    """The lines above, those that have something to show."""

    def __init__(self) -> None:
        super().__init__(tr("Clocks"), "clock")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._lines: list[tuple[QLabel, Elided, Callable[[Chat, datetime], str]]] = []
        for index, (name, about, say) in enumerate(LINES):
            caption, value = label(name, "muted"), Elided()
            caption.setMinimumHeight(26)
            caption.setToolTip(about)
            value.setAccessibleDescription(about)
            grid.addWidget(caption, index, 0)
            grid.addWidget(value, index, 1)
            self._lines.append((caption, value, say))
        self.add(grid)

    def look_at_clock(self, chat: Chat, now: datetime) -> None:
        """Shows the clocks at this moment."""
        for caption, value, say in self._lines:
            text = say(chat, now)
            if text != value.whole():
                value.show_text(text)
                value.setAccessibleName(f"{caption.text()}: {text}")
            caption.setVisible(bool(text))
            value.setVisible(bool(text))

    def text_of(self, name: str) -> str:
        """What a clock shows."""
        return next(value.whole() for caption, value, _ in self._lines if caption.text() == name)
