"""The agent's seat of one chat on the screen: who answers, what waits, and the agent's own conversation."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from console.agent_desk import AgentDesk
from console.agent_seat import AgentSeat, Answers, Standing
from console.chat.chat import Chat
from console.chat.clocks import Clock
from console.errors import ConsoleError
from console.language import tr
from ui import masking, wording
from ui.agent.actions import Accepting, Handling
from ui.agent.switch import Switch
from ui.agent.talking import MakeTalking, Talking
from ui.agent.talks import Talks
from ui.agent.words import words_of, words_of_error
from ui.controls import Banner, button, column, label, row
from ui.drawn import Picture
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

LOOKS_MS = 500
MARGIN = 16


class AgentPane(QWidget):
    """Shows one seat as the console knows it; each chat keeps its own conversation."""

    def __init__(self, desk: AgentDesk, tasks: Tasks, clock: Clock, make: MakeTalking) -> None:
        super().__init__()
        self._desk, self._tasks, self._clock = desk, tasks, clock
        self._seat: AgentSeat | None = None
        self._following: asyncio.Task[Any] | None = None
        self.switch = Switch()
        self.picture = Picture("workflow", "muted", 18)
        self.title = label("", "strong", wraps=True)
        self.text = label("", "muted", wraps=True)
        for words in (self.title, self.text):
            # A long name breaks where it must, and does not widen the side.
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.take_over = button(tr("Take over"), self._take_over, kind="primary")
        self.accepting, self.handling = Accepting(), Handling()
        self.problem = Banner()
        self.talks = Talks(make)
        self._lay_out()
        self._listen()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOKS_MS)
        self._looking.timeout.connect(self._look_at_clock)

    def _lay_out(self) -> None:
        head = row(gap=10)
        head.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column(self.title, self.text, gap=2), 1)
        self.state = QFrame()
        self.state.setProperty("inset", True)
        self.state.setLayout(
            column(head, self.take_over, self.accepting, self.handling, gap=10, margins=(14, 12, 14, 12))
        )
        above = column(self.switch, self.state, self.problem, gap=12, margins=(MARGIN, 2, MARGIN, 8))
        body = column(above, gap=0)
        body.addWidget(self.talks, 1)
        self._below = QWidget()
        body.addWidget(self._below, 1)
        self.setLayout(body)

    def _listen(self) -> None:
        self.switch.chosen.connect(self._answer)
        self.switch.chosen_for_all.connect(self._answer_all)
        self.accepting.accepted.connect(self.accept)
        self.accepting.rejected.connect(lambda: self._ask(lambda seat: seat.reject(), "reject a contact"))
        act = self.handling
        act.left.connect(lambda: self._ask(lambda seat: seat.leave(), "leave a chat"))
        act.ended.connect(lambda: self._ask(lambda seat: seat.end(), "end a contact"))
        act.given_back.connect(lambda: self._answer("script"))
        act.queue_chosen.connect(
            lambda name: self._ask(lambda seat: seat.transfer_to_queue(name), "transfer a chat")
        )
        act.colleague_chosen.connect(
            lambda name: self._ask(lambda seat: seat.transfer_to_colleague(name), "transfer a chat")
        )

    # -- what is true of the seat -------------------------------------------------------------------

    def show_chat(self, chat: Chat) -> None:
        """Shows the seat beside the customer of a chat."""
        seat = self._desk.seat(chat)
        if seat is not self._seat:
            self._seat = seat
            self.problem.hide()
            self.accepting.name.clear()
            self._follow_seat(seat)
            self._ask(lambda _: self._desk.refresh(), "look at the agent's desk")
        self.show_seat()

    def _follow_seat(self, seat: AgentSeat) -> None:
        if self._following is not None:
            self._following.cancel()
        self._following = self._tasks.start(self._follow(seat), "follow an agent's seat")

    async def _follow(self, seat: AgentSeat) -> None:
        async for _ in seat.changes.follow():
            self.show_seat()

    def show_seat(self) -> None:
        """Shows everything as it is now."""
        if self._seat is None:
            return
        seat, standing = self._seat, self._seat.standing
        is_over = standing.state == "over"
        self.switch.show_answers(
            standing.answers, self._desk.answers, is_over=is_over, is_yours=seat.is_yours
        )
        self._show_words(standing)
        self.take_over.setVisible(standing.state == "script" or seat.is_cut_off)
        self.take_over.setText(tr("Connect as the agent") if seat.is_cut_off else tr("Take over"))
        self.take_over.setAccessibleName(self.take_over.text())
        self.accepting.setVisible(standing.waits)
        self.accepting.show_standing(standing)
        self.handling.setVisible(seat.is_yours)
        self.handling.show_standing(standing, seat.chat.name)
        self._show_talking(seat)

    def _show_words(self, standing: Standing) -> None:
        assert self._seat is not None
        error = self._desk.error
        words = words_of_error(error) if error else words_of(standing, self._seat.chat.name)
        title = wording.breakable(words.title)
        is_new = title != self.title.text()
        self.picture.show_icon(words.icon, words.token)
        self.title.setText(title)
        self.text.setText(wording.breakable(words.text))
        self.text.setVisible(bool(words.text))
        self.state.setAccessibleName(f"{words.title}. {words.text}".strip())
        if is_new and self.isVisible():
            masking.announce(self.state, words.title)

    def _show_talking(self, seat: AgentSeat) -> None:
        session = seat.session
        is_shown = session is not None and (seat.is_yours or seat.standing.state in ("left", "over"))
        if session is not None and is_shown:
            self.talks.show_session(seat.chat, session)
        self.talks.setVisible(is_shown)
        self._below.setVisible(not is_shown)

    @property
    def talking(self) -> Talking | None:
        """The conversation that is shown."""
        known = None if self._seat is None else self.talks.of(self._seat.chat)
        return known if self.talks.isVisibleTo(self) else None

    def _look_at_clock(self) -> None:
        if self.talking is not None:
            self.talking.look_at_clock(self._clock())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._looking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._looking.stop()

    # -- what is asked for ------------------------------------------------------------------------

    def accept(self, name: str = "") -> None:
        """Takes the contact that waits, under a name or that of the script's agent."""
        self._ask(lambda seat: seat.accept(name), "accept a contact", then=self._focus)

    def _take_over(self) -> None:
        self._ask(lambda seat: seat.answer("you"), "take over from the script", then=self._focus)

    def _answer(self, answers: Answers) -> None:
        self._ask(lambda seat: seat.answer(answers), "say who answers")

    def _answer_all(self, answers: Answers) -> None:
        self._ask(lambda _: self._desk.choose(answers), "say who answers")

    def _focus(self) -> None:
        if self.talking is not None:
            self.talking.focus()

    def _ask(
        self,
        work: Callable[[AgentSeat], Coroutine[Any, Any, None]],
        name: str,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        if (seat := self._seat) is not None:
            self.problem.hide()
            self._tasks.start(self._told(seat, work, then), name)

    async def _told(
        self,
        seat: AgentSeat,
        work: Callable[[AgentSeat], Coroutine[Any, Any, None]],
        then: Callable[[], None],
    ) -> None:
        try:
            await work(seat)
        except ConsoleError as error:
            if seat is self._seat:
                dismiss = button(tr("Dismiss"), self.problem.hide, kind="ghost")
                self.problem.tell("warn", error.sentence, error.advice, "", [dismiss])
        if seat is self._seat:
            self.show_seat()
            then()
