"""The Trace tab: which way a chat took through its flows, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget

from console.chat.chat import Chat
from console.errors import seconds_text
from console.language import tr, tr_count
from console.trace import Step, Trace, Traces
from ui.clipboard import Clipboard
from ui.controls import Banner, Chip, Elided, button, column, row, show_magnifier
from ui.inspector.inspector import Tab
from ui.inspector.step_detail import StepDetail
from ui.inspector.trace_empty import TraceEmpty
from ui.inspector.trace_list import TraceList
from ui.inspector.trace_rows import rows_of, searched, turns_of
from ui.inspector.words import PHASES
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

AGE_MS = 1000
SEARCH_MS = 120
"""A search waits for the next letter this long."""


class TraceTab(Tab):
    """Follows the trace of the chat that is shown, for as long as somebody looks."""

    def __init__(
        self, traces: Traces, tasks: Tasks, clipboard: Clipboard, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._traces, self._tasks, self._clipboard, self._clock = traces, tasks, clipboard, clock
        self._trace: Trace | None = None
        self._following: list[asyncio.Task[Any]] = []
        self._searched: dict[str, str] = {}
        self._heard = 0
        self.state = Elided("", "muted")
        self.read_now = button(tr("Read now"), self.read, kind="link", name=tr("Read the flow's log now"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search steps"))
        self.search.setAccessibleName(tr("Search steps"))
        self.search.setClearButtonEnabled(True)
        show_magnifier(self.search)
        self.errors_only = Chip(tr("Errors only"))
        self.problem = Banner()
        self.list = TraceList()
        self.empty = TraceEmpty()
        self.newest = button(
            tr("Newest"),
            self.list.to_end,
            kind="link",
            icon="arrow-down",
            tint="accent",
            name=tr("Go to the newest step"),
        )
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.list)
        told = row(gap=10)
        told.addWidget(self.state, 1)
        told.addWidget(self.newest)
        told.addWidget(self.read_now)
        wanted = row(gap=8)
        wanted.addWidget(self.search, 1)
        wanted.addWidget(self.errors_only)
        head = column(told, wanted, self.problem, gap=8, margins=(16, 0, 16, 8))
        self._body = column(gap=0)
        self._body.addLayout(head)
        self._body.addWidget(self._pages, 3)
        self.setLayout(self._body)
        self.newest.hide()

    def _listen(self) -> None:
        self._age = QTimer(self)
        self._age.setInterval(AGE_MS)
        self._age.timeout.connect(self._look_again)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_MS)
        self._soon.timeout.connect(self._show_rows)
        self.search.textChanged.connect(self._soon.start)
        self.search.returnPressed.connect(self._show_rows)
        self.errors_only.toggled.connect(self._show_rows)
        self.list.chosen.connect(self.show_step)
        self.list.end_left.connect(self.newest.setVisible)

    # -- following --------------------------------------------------------------------------------

    def show_chat(self, chat: Chat) -> None:
        """Shows the way of a chat."""
        trace = self._traces.of(chat)
        if trace is not self._trace:
            self._stop()
            self._trace = trace
            self._searched.clear()
            self.close_step()
            self.list.follows = True
        if self.isVisible():
            self._start()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._start()
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop()

    def _start(self) -> None:
        trace = self._trace
        self._following = [task for task in self._following if not task.done()]
        if trace is None or self._following:
            return
        started = (
            self._tasks.start(trace.follow(), "read which way a chat took"),
            self._tasks.start(self._follow(trace), "show which way a chat took"),
        )
        self._following = [task for task in started if task is not None]
        self._age.start()

    def _stop(self) -> None:
        for task in self._following:
            task.cancel()
        self._following.clear()
        self._age.stop()

    async def _follow(self, trace: Trace) -> None:
        # Others read it, too: what they have read between the showing and this moment is told to nobody.
        self._show()
        async for _ in trace.changes.follow():
            self._show()

    def read(self) -> None:
        """Reads everything once more, now."""
        if self._trace is not None:
            self._tasks.start(self._trace.refresh(whole=True), "read which way a chat took")

    # -- showing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        if self._trace is None:
            return
        self._show_state()
        self._show_problem(self._trace)
        self._show_rows()

    def _show_state(self) -> None:
        trace = self._trace
        if trace is not None:
            self.state.show_text(told_of(trace, self._clock()))
            self.read_now.setVisible(trace.is_late or trace.state == "unreadable")

    def _look_again(self) -> None:
        """What is shown is a second older, and the customer may have said something."""
        self._show_state()
        session = self._trace.chat.session if self._trace is not None else None
        if session is not None and session.cursor() != self._heard:
            self._show_rows()

    def _show_problem(self, trace: Trace) -> None:
        if trace.state == "unreadable" and trace.error is not None:
            self.problem.tell("warn", trace.error.sentence, trace.error.advice)
        else:
            self.problem.hide()

    def _show_rows(self) -> None:
        trace = self._trace
        if trace is None:
            return
        text = " ".join(self.search.text().lower().split())
        only_errors = self.errors_only.isChecked()

        def fits(step: Step) -> bool:
            return (step.is_error or not only_errors) and (not text or text in self._text_of(step))

        session = trace.chat.session
        self._heard = session.cursor() if session is not None else 0
        turns = () if text or only_errors else turns_of(trace.chat)
        rows = rows_of(trace.steps, turns, fits)
        self.list.show_rows(rows)
        is_empty = not any(row.kind == "step" for row in rows)
        self._pages.setCurrentWidget(self.empty if is_empty else self.list)
        if is_empty:
            self.newest.hide()
            self.empty.show_why(*self._why(trace))

    def _text_of(self, step: Step) -> str:
        if step.key not in self._searched:
            self._searched[step.key] = searched(step)
        return self._searched[step.key]

    def _why(self, trace: Trace) -> tuple[str, tuple[Any, ...]]:
        if trace.steps:
            return tr("No step fits what is searched."), ()
        if trace.missing:
            return tr("There are no steps to show."), tuple(trace.missing)
        if trace.state == "current":
            return tr("The flow has not done anything yet."), ()
        if trace.state == "unreadable":
            return tr("The steps can't be read."), ()
        return (tr("Reading…") if trace.chat.contact_id else tr("There is no contact yet.")), ()

    # -- one step ---------------------------------------------------------------------------------

    @cached_property
    def detail(self) -> StepDetail:
        """What is known of one step; made when somebody wants to see it."""
        made = StepDetail(self._clipboard)
        made.hide()
        made.closed.connect(self._leave_step)
        self._body.addWidget(made, 2)
        return made

    def show_step(self, step: Step) -> None:
        """Shows the details of a step, below the list."""
        self.detail.show_step(step)
        self.detail.show()
        self.list.go_to(step.key)

    def close_step(self) -> None:
        """Shows no details any more."""
        if "detail" in vars(self):
            self.detail.hide()

    def _leave_step(self) -> None:
        self.close_step()
        self.list.setFocus()


def told_of(trace: Trace, now: datetime) -> str:
    """What a trace is doing, and how old what it shows is."""
    if trace.state == "nothing":
        return tr("Nothing is read yet")
    if trace.state == "reading":
        return tr("Reading…")
    if trace.is_late:
        parts = [tr("Flow logs arrive late"), _read_at(trace, now)]
    elif trace.state == "unreadable":
        parts = [tr("Not up to date"), _read_at(trace, now)]
    else:
        parts = [PHASES.get(trace.phase, tr("Up to date")), trace.waiting]
    return " · ".join(filter(None, (*parts, _left_out(trace.left_out))))


def _left_out(count: int) -> str:
    if not count:
        return ""
    return tr_count("{count:,} older step is left out", "{count:,} older steps are left out", count)


def _read_at(trace: Trace, now: datetime) -> str:
    if trace.read_at is None:
        return tr("not read yet")
    seconds = max(0.0, (now - trace.read_at).total_seconds())
    return tr("read just now") if seconds < 2 else tr("read {span} ago", span=seconds_text(round(seconds)))
