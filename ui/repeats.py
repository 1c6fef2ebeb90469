"""Repetitions in the window: started by a click or a key, told above the composer, compared afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.chat.chat import Chat
from console.language import tr
from console.profiles import Profile
from ui import dates
from ui.chats import Chats
from ui.clipboard import Clipboard
from ui.notice import Notice
from ui.pages import Pages
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.chat.transcript import Row
    from console.history import PastChat
    from console.repeat import Comparison, Pace, Repetition
    from ui.chat.conversation import Conversation
    from ui.repeat.bar import RepeatBar
    from ui.repeat.page import ComparePage, Subject


@dataclass(frozen=True)
class Original:
    """A chat that is to be repeated, live or past."""

    name: str
    profile: Profile
    request: Mapping[str, Any]
    """The request to start again with."""
    rows: Sequence[Row]
    began_at: datetime
    flow_sha256: str = ""
    secrets: Set[str] = field(default=frozenset(), repr=False)
    was_ended_here: bool = False
    """Whether its customer ended it, or it was stopped: the flow did not."""

    @classmethod
    def of(cls, chat: Chat, secrets: Set[str] = frozenset()) -> Original:
        """A chat of this run, as it stands now; `secrets` were given in its forms."""
        return cls(
            chat.name,
            chat.profile,
            chat.request_again,
            tuple(chat.session.transcript.rows) if chat.session else (),
            chat.created_at,
            chat.flow_sha256,
            secrets,
            _was_ended_here(chat),
        )


@dataclass
class Run:
    """A chat that repeats another."""

    original: Original
    repetition: Repetition | None = None
    bar: RepeatBar | None = None
    conversation: Conversation | None = None


class Repeats(QObject):
    """Repeats chats, and shows what came of it."""

    def __init__(
        self,
        window: QWidget,
        chats: Chats,
        pages: Pages,
        tasks: Tasks,
        notice: Notice,
        clipboard: Clipboard,
        centre: QStackedWidget,
    ) -> None:
        super().__init__(window)
        self._chats, self._pages, self._tasks = chats, pages, tasks
        self._notice, self._clipboard, self._centre = notice, clipboard, centre
        self._runs: dict[Chat, Run] = {}
        self._compared: Chat | None = None
        self.pace: Pace | None = None
        """How long a repetition waits for what, where it is not as long as it usually does."""
        self.asked_first: Callable[[], bool] = lambda: False
        """Whether somebody else has what is in the centre repeated."""
        chats.say_again_requested.connect(self.repeat)
        chats.compare_requested.connect(self.compare)

    # -- what is asked for ------------------------------------------------------------------------

    def repeat_shown(self) -> None:
        """Repeats the chat in the centre, or that whose comparison is there."""
        centre = self._centre.currentWidget()
        if self.asked_first():
            return
        if self._compared is not None and "page" in vars(self) and centre is self.page:
            self.repeat(self._compared)
        elif (chat := self._chats.shown_chat) is not None:
            self.repeat(chat)

    def repeat(self, chat: Chat) -> None:
        """Repeats a chat; one that nobody had joined is started again."""
        if chat.state == "starting":
            return
        run = self._runs.get(chat)
        if run is not None and (run.repetition is None or not run.repetition.is_over):
            # What was said in it so far is only a part of what its customer is to say.
            self.begin(run.original)
            return
        if chat.session is None:
            self._chats.start(chat.request_again, chat.profile)
            return
        conversation = self._chats.pane.live_page.conversation(chat)
        self.begin(Original.of(chat, conversation.model.secrets if conversation else frozenset()))

    def repeat_past(self, chat: PastChat, profile: Profile) -> None:
        """Repeats a chat of the history."""
        about = chat.contact
        began_at = about.started_at or about.created_at
        was_ended_here = about.outcome == "stopped" or about.ended_by == "CUSTOMER"
        self.begin(
            Original(
                about.customer,
                profile,
                chat.request_again,
                chat.rows,
                began_at,
                about.flow_sha256,
                was_ended_here=was_ended_here,
            )
        )

    def begin(self, original: Original) -> None:
        """Starts the same request again, and says what its customer said."""
        self._chats.start(original.request, original.profile, lambda chat: self._begin(chat, original))

    def take_over(self, chat: Chat) -> None:
        """What is repeated in a chat is repeated no more."""
        run = self._runs.get(chat)
        if run is not None and run.repetition is not None:
            run.repetition.take_over()

    # -- a repetition -----------------------------------------------------------------------------

    def _begin(self, chat: Chat, original: Original) -> None:
        self._runs = {one: run for one, run in self._runs.items() if self._chats.is_listed(one)}
        run = self._runs[chat] = Run(original)
        self._tasks.start(self._play(chat, run), "repeat a chat")

    async def _play(self, chat: Chat, run: Run) -> None:
        if not await self._joined(chat) or chat.session is None:
            return
        repetition = self._make(chat, run)
        following = self._tasks.start(self._follow(run), "follow a repetition")
        try:
            await repetition.run()
        finally:
            if following is not None:
                following.cancel()
        await self._end(chat, run)

    async def _joined(self, chat: Chat) -> bool:
        async with aclosing(chat.changes.follow()) as changes:
            while chat.session is None and not chat.is_over:
                await anext(changes)
        return chat.session is not None

    def _make(self, chat: Chat, run: Run) -> Repetition:
        from console.repeat import Repetition, Script, first_message

        conversation = self._chats.pane.live_page.conversation(chat)
        assert conversation is not None
        assert chat.session is not None
        original, model = run.original, conversation.model
        made = Repetition(
            chat.session,
            Script.of(original.rows, original.request, original.secrets),
            self.pace,
            first=first_message(original.request),
            speaks_to_people=not chat.profile.is_production,
            before_saying=lambda reply: model.keep_secret(reply.secrets),
        )
        model.keep_secret(original.secrets)
        run.repetition, run.conversation = made, conversation
        run.bar = self._bar(chat, made)
        conversation.put_above_composer(run.bar)
        conversation.touched.connect(made.take_over)
        run.bar.show_progress(made)
        return made

    def _bar(self, chat: Chat, repetition: Repetition) -> RepeatBar:
        from ui.repeat.bar import RepeatBar

        bar = RepeatBar()
        bar.pause_requested.connect(lambda yes: repetition.pause() if yes else repetition.go_on())
        bar.take_over_requested.connect(lambda: self._take_over(chat, repetition))
        bar.compare_requested.connect(lambda: self.compare(chat))
        return bar

    def _take_over(self, chat: Chat, repetition: Repetition) -> None:
        repetition.take_over()
        if self._chats.shown_chat is chat:
            self._chats.pane.focus()

    async def _follow(self, run: Run) -> None:
        assert run.repetition is not None
        async for _ in run.repetition.changes.follow():
            if run.bar is not None and not run.repetition.is_over:
                run.bar.show_progress(run.repetition)

    async def _end(self, chat: Chat, run: Run) -> None:
        from ui.repeat import words

        assert run.repetition is not None
        comparison = await _compared(chat, run)
        if run.bar is not None:
            run.bar.show_outcome(run.repetition, comparison)
        self._chats.show_comparable(chat)
        if self._chats.shown_chat is not chat:
            told = f"{chat.name or tr('A chat')}: {words.outcome(run.repetition, comparison)}"
            self._notice.say(told, tr("Compare"), lambda: self.compare(chat))

    # -- comparing --------------------------------------------------------------------------------

    def compare(self, chat: Chat) -> None:
        """Shows a chat that repeats another beside it, as both stand now."""
        run = self._runs.get(chat)
        if run is not None and run.repetition is not None:
            self._tasks.start(self._compare(chat, run), "compare two chats")

    async def _compare(self, chat: Chat, run: Run) -> None:
        comparison = await _compared(chat, run)
        self._compared = chat
        self.page.show_comparison(comparison, _subject(chat, run))
        self._pages.shown.emit(self.page)
        self.page.focus()

    @cached_property
    def page(self) -> ComparePage:
        """Two chats beside each other; made when it is first wanted."""
        from ui.repeat.page import ComparePage

        made = ComparePage(self._clipboard.copy)
        made.closed.connect(self._back)
        made.noted.connect(self._notice.say)
        self._pages.take_in(made)
        return made

    def _back(self) -> None:
        if self._compared is not None:
            self._chats.show_chat(self._compared)


async def _compared(chat: Chat, run: Run) -> Comparison:
    """Both chats as they stand now, compared aside: long ones take longer than the window may wait."""
    from console.repeat import compare, without_end
    from console.workers import Workers

    secrets = run.original.secrets | (run.conversation.model.secrets if run.conversation else frozenset())
    before: Sequence[Row] = run.original.rows
    now: Sequence[Row] = tuple(chat.session.transcript.rows) if chat.session else ()
    before = without_end(before) if run.original.was_ended_here else before
    now = without_end(now) if _was_ended_here(chat) else now
    aside = Workers(1, "comparison")
    try:
        return await aside.call(lambda: compare(before, now, secrets))
    finally:
        aside.close()


def _was_ended_here(chat: Chat) -> bool:
    by = chat.session.ended_by if chat.session else ""
    return chat.state in ("stopped", "stopping") or by == "CUSTOMER"


def _subject(chat: Chat, run: Run) -> Subject:
    from ui.repeat.page import Subject

    original, repetition = run.original, run.repetition
    before, now = original.flow_sha256, chat.flow_sha256
    flow = (
        (tr("The flow was changed") if before != now else tr("The flow is the same"))
        if before and now
        else ""
    )
    return Subject(
        " · ".join(filter(None, (chat.name, chat.place, chat.profile.name))),
        _moment(original.began_at),
        _moment(chat.created_at),
        flow,
        repetition.reason if repetition else "",
    )


def _moment(at: datetime) -> str:
    return dates.told(at, "exact_day")
