"""What is going on with a start, or what became of it: progress, refusal, cancel."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from console.chat.chat import Chat
from console.errors import ConsoleError, DurationRefused, QuotaFull
from console.language import tr, tr_count, tr_text
from ui.controls import Banner, button, column, framed, label, row
from ui.drawn import Spinner

SAME_TOKEN = tr("The same client token is used, so no second chat is made.")


class Outcome(QWidget):
    """The progress of a start while it runs; after it, why there is no chat and what to do next."""

    action_chosen = Signal(str)
    """again, edit, stop, stop_all or without_duration."""

    def __init__(self) -> None:
        super().__init__()
        self.banner = Banner()
        self.title = label("", "strong", wraps=True)
        self.text = label("", "muted", wraps=True)
        line = row(Spinner(20), gap=12, margins=(16, 14, 16, 14))
        line.addLayout(column(self.title, self.text, gap=2), 1)
        self.progress: QFrame = framed(line, card=True)
        self.setLayout(column(self.progress, self.banner, gap=0))

    def show_chat(self, chat: Chat, open_here: int) -> None:
        """Shows where this chat's start stands."""
        self.progress.setVisible(chat.state in ("starting", "stopping"))
        self._show_progress(chat)
        if chat.error is not None:
            self._show_error(chat, chat.error, open_here)
        elif chat.state == "failed":
            self._tell(
                "danger",
                tr("The chat was not started."),
                tr("Something unexpected happened; see the log."),
                "again",
            )
        elif chat.state == "cancelled":
            self._show_cancelled(chat)
        else:
            self.banner.hide()
        self.setVisible(self.progress.isVisibleTo(self) or self.banner.isVisibleTo(self))

    def look_at_clock(self, chat: Chat, now: datetime) -> None:
        """Counts down to the next attempt."""
        if chat.state == "starting" and chat.progress and chat.next_attempt:
            left = max(-(-chat.next_attempt.remaining(now) // timedelta(seconds=1)), 1)
            self.title.setText(
                tr(
                    "Retrying in {seconds} s, {attempt} of {attempts}",
                    seconds=left,
                    attempt=chat.progress.attempt,
                    attempts=chat.progress.of,
                )
            )

    def _show_progress(self, chat: Chat) -> None:
        if chat.state == "stopping":
            self.title.setText(tr("Stopping the contact…"))
            self.text.setText("")
        elif chat.progress and chat.progress.waiting_s:
            reason = chat.progress.reason.sentence if chat.progress.reason else ""
            self.text.setText(tr_text(reason, SAME_TOKEN))
        elif chat.progress and chat.progress.attempt > 1:
            self.title.setText(
                tr(
                    "Starting the chat, attempt {attempt} of {attempts}…",
                    attempt=chat.progress.attempt,
                    attempts=chat.progress.of,
                )
            )
            self.text.setText(SAME_TOKEN)
        else:
            self.title.setText(tr("Starting the chat…"))
            self.text.setText(tr("StartChatContact to {name}.", name=chat.profile.name))
        self.text.setVisible(bool(self.text.text()))

    def _show_error(self, chat: Chat, error: ConsoleError, open_here: int) -> None:
        actions = ["again", "edit"]
        text = error.advice
        if isinstance(error, DurationRefused):
            actions = ["without_duration", "edit"]
        elif isinstance(error, QuotaFull):
            text = tr_text(text, _open_here(open_here))
            actions = ["stop_all", "again"] if open_here else ["again"]
        if chat.can_be_stopped:
            actions = ["stop"]
        request = tr("request {request_id}", request_id=error.request_id) if error.request_id else ""
        detail = " · ".join(filter(None, (tr("Code {code}", code=error.code), request)))
        self._tell("danger", error.sentence, text, *actions, detail=detail)

    def _show_cancelled(self, chat: Chat) -> None:
        if chat.awaits_late:
            text = tr("If the service made the chat all the same, this will say so and offer to stop it.")
            self._tell("info", tr("The start was cancelled."), text, "again", "edit")
        elif chat.contact_id:
            text = tr("The answer came after the cancel. The contact is open and counts against the quota.")
            self._tell("warn", tr("The chat was made all the same."), text, "stop")
        elif chat.is_in_doubt:
            text = tr("Start again uses the same client token, so that no second chat is made.")
            self._tell("warn", tr("It is not known whether a chat was made."), text, "again", "edit")
        else:
            self._tell("info", tr("The start was cancelled; no chat was made."), "", "again", "edit")

    def _tell(self, kind: str, title: str, text: str, *actions: str, detail: str = "") -> None:
        names = {
            "again": (tr("Start again"), "repeat"),
            "edit": (tr("Edit the request"), "pencil"),
            "stop": (tr("Stop contact"), "circle-stop"),
            "stop_all": (tr("Stop this console’s chats"), "circle-stop"),
            "without_duration": (tr("Start without the duration"), "timer-off"),
        }
        buttons = [
            button(names[key][0], partial(self.action_chosen.emit, key), icon=names[key][1])
            for key in actions
        ]
        self.banner.tell(kind, title, text, detail, buttons)


def _open_here(count: int) -> str:
    if count == 0:
        return tr("None of the open chats is this console’s.")
    return tr_count(
        "{count:,} of the open chats is this console’s.",
        "{count:,} of the open chats are this console’s.",
        count,
    )
