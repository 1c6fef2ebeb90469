"""Says a script in a live chat, turn by turn, and hands the chat over where the flow goes another way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, Literal

from console.changes import Changes
from console.chat.interactive import Reply, of_free_text
from console.chat.interactive.reading import mapping, text
from console.chat.session import ChatSession
from console.chat.views import view_card
from console.errors import ConsoleError
from console.language import tr, tr_text
from console.redaction import MASK, remember
from console.repeat.offers import NotOfferedError, same_action, same_choice
from console.repeat.pace import Pace
from console.repeat.script import Script, Turn
from console.repeat.situation import Situation

Phase = Literal["connecting", "waiting", "saying", "finishing", "done", "handed_over"]

OVER: Final[frozenset[Phase]] = frozenset({"done", "handed_over"})
TAKEN_OVER: Final = tr("You took over.")


class _HandOverError(Exception):
    """It can't go on; the text says why to a person."""


class Repetition:
    """One run of a script. `run` does it; it can be paused and taken over at any moment.

    `speaks_to_people` False hands over before anything is said while an agent is in the chat; True says
    there what was said to one before. `before_saying` hears each reply before it is sent. `changes` tells
    every move.
    """

    def __init__(
        self,
        session: ChatSession,
        script: Script,
        pace: Pace | None = None,
        *,
        first: str = "",
        speaks_to_people: bool = True,
        before_saying: Callable[[Reply], object] = lambda _: None,
    ) -> None:
        """`first` is the message that the request has the customer say."""
        self.script = script
        self.phase: Phase = "connecting"
        self.said = 0
        """How many turns are behind it, files that were left out among them."""
        self.reason = ""
        """Why the chat was handed over."""
        self.notes: tuple[str, ...] = ()
        """What was left out on the way."""
        self.changes: Changes[None] = Changes()
        self._session, self._now = session, Situation(session)
        self._pace = pace or Pace()
        self._own_words = {first} if first else set[str]()
        self._speaks_to_people, self._before_saying = speaks_to_people, before_saying
        self._is_paused = self._had_person = False

    @property
    def is_over(self) -> bool:
        """Whether it says nothing more."""
        return self.phase in OVER

    def pause(self) -> None:
        """Say nothing more until `go_on`."""
        if not self.is_over:
            self._is_paused = True
            self.changes.tell(None)

    def go_on(self) -> None:
        """Go on after a pause."""
        self._is_paused = False
        self.changes.tell(None)

    @property
    def is_paused(self) -> bool:
        """Whether it was told to pause."""
        return self._is_paused and not self.is_over

    def take_over(self, reason: str = TAKEN_OVER) -> None:
        """The chat is somebody else's from now on: nothing more is said."""
        if not self.is_over:
            self.reason = reason
            self._become("handed_over")

    async def run(self) -> None:
        """Says the turns, and ends once they are answered, or the chat was handed over. It does not raise."""
        try:
            await self._connected()
            for turn in self.script.turns:
                await self._take(turn)
                self.said += 1
            self._become("finishing")
            after = self.script.replies_after, self.script.pause_after_s
            await self._replied(*after, must=False, is_met=lambda: True)
            self._become("done")
        except _HandOverError as handed:
            self.take_over(str(handed))
        except ConsoleError as error:
            self.take_over(error.told)
        except asyncio.CancelledError:
            self.take_over()
            raise

    # -- one turn -------------------------------------------------------------------------------

    async def _take(self, turn: Turn) -> None:
        self._become("waiting")
        await self._replied(turn.replies, turn.pause_s, must=True, is_met=lambda: self._is_met(turn))
        if turn.kind == "file":
            self._leave_out(turn)
            return
        self._check_people(turn)
        reply = await self._reply(turn)
        self._check_goes_on()
        while self._is_paused:
            await self._next_item(self._session.cursor())
            self._check_goes_on()
        await self._say(reply)
        self._had_person = turn.was_with_person

    def _leave_out(self, turn: Turn) -> None:
        replies = [*(one.replies for one in self.script.turns), self.script.replies_after]
        if replies[self.said + 1]:
            raise _HandOverError(
                tr(
                    "The customer sent the file {file} here, and it was answered. Files are "
                    "not sent again: attach it yourself, and go on from there.",
                    file=turn.words,
                )
            )
        self.notes += (tr("The file {file} was not sent again.", file=turn.words),)

    def _is_met(self, turn: Turn) -> bool:
        """Whether the flow stands where it stood when the turn was said, as far as one can see."""
        if not self._had_person:
            # One who answered before may be about to leave; one who has come now will stay.
            self._check_people(turn, is_early=True)
        if bool(self._now.person) != turn.was_with_person:
            return False
        if turn.kind == "choice":
            try:
                return bool(same_choice(turn, self._now.open_cards))
            except NotOfferedError:
                return False
        if turn.kind in ("view", "words_to_view"):
            return self._now.waits_for_view
        return not self._now.waits_for_view

    def _check_people(self, turn: Turn, *, is_early: bool = False) -> None:
        person = self._now.person
        if person and not turn.was_with_person:
            raise _HandOverError(
                tr("{person} is in the chat, where the flow answered before.", person=person)
            )
        if person and not self._speaks_to_people:
            raise _HandOverError(
                tr("{person} is in the chat, and a person is not answered by a repetition.", person=person)
            )
        if turn.was_with_person and not person and not is_early:
            raise _HandOverError(tr("An agent was in the chat at this point before; now there is none."))

    async def _reply(self, turn: Turn) -> Reply:
        """What says the same as before in the chat as it stands now."""
        if MASK in turn.content:
            raise _HandOverError(
                tr("What was typed here is secret, so it was not kept and can't be said again.")
            )
        try:
            return await self._answer(turn)
        except NotOfferedError as missing:
            raise _HandOverError(str(missing)) from None

    async def _answer(self, turn: Turn) -> Reply:
        if turn.kind == "choice":
            return same_choice(turn, self._now.open_cards)
        if turn.kind == "view":
            return await self._in_view(turn)
        words = turn.content
        if turn.kind == "words_to_view":
            words = text(mapping(mapping(turn.content).get("data")), "content")
            if self._now.waits_for_view:
                return of_free_text(words)
            return Reply("text/plain", words, turn.words)
        if self._now.waits_for_view:
            raise NotOfferedError(tr("The flow shows a view now, where words were said before."))
        return Reply(turn.content_type, words, turn.words)

    async def _in_view(self, turn: Turn) -> Reply:
        card = self._now.open_view
        if card is None or card.view is None:
            raise NotOfferedError(tr("The flow shows no view now; before, one was answered here."))
        described = await self._session.describe_view(card.view.token)
        return same_action(turn, view_card(card.view, described))

    async def _say(self, reply: Reply) -> None:
        self._become("saying")
        remember(*reply.secrets)
        self._before_saying(reply)
        self._own_words.add(reply.content)
        row = await self._session.send_message(reply.content, reply.content_type)
        while (now := self._now.own_row(row.key)) is not None:
            if now.error is not None:
                raise _HandOverError(tr_text(tr("A turn could not be said."), now.error.sentence))
            await self._next_item(self._session.cursor())
            # What was said last may be what ends the chat.
            self._check_goes_on(may_be_over=True)

    # -- waiting --------------------------------------------------------------------------------

    async def _connected(self) -> None:
        while not (self._session.state == "connected" and self._session.is_caught_up):
            await self._next_item(self._session.cursor())
            self._check_goes_on()

    async def _replied(self, wanted: int, pause_s: float, *, must: bool, is_met: Callable[[], bool]) -> None:
        """Waits until so many replies are there, or it is certain that they won't come.

        `must`: no reply at all, and the end of the chat, end the repetition.
        """
        clock = asyncio.get_running_loop().time
        quiet_since, seen = clock(), self._session.cursor()
        while True:
            self._check_goes_on(may_be_over=not must)
            if self._session.cursor() != seen or self._session.state != "connected" or self._is_paused:
                quiet_since, seen = clock(), self._session.cursor()
            quiet_s, replies = clock() - quiet_since, self._now.replies
            is_calm = quiet_s >= self._pace.settle_s and not self._now.is_streaming and not self._is_paused
            if self._now.is_over or (is_calm and is_met() and replies >= wanted):
                return
            if quiet_s >= self._pace.patience_s(pause_s, has_some=replies > 0):
                if must and wanted and not replies:
                    raise _HandOverError(tr("No reply came within {seconds:,.0f} s.", seconds=quiet_s))
                return
            await self._next_item(seen)

    async def _next_item(self, after: int) -> None:
        """Waits for the next item, but no longer than until the next look."""
        try:
            await self._session.until(lambda _: True, after, self._pace.look_s)
        except TimeoutError:
            if self._now.is_over:
                # It says so at once, and would for ever.
                await asyncio.sleep(0)

    def _check_goes_on(self, *, may_be_over: bool = False) -> None:
        if self.is_over:
            raise _HandOverError(self.reason)
        if any(words not in self._own_words for words in self._now.own_words()):
            raise _HandOverError(TAKEN_OVER)
        if self._now.is_over and not may_be_over:
            raise _HandOverError(self._why_over())

    def _why_over(self) -> str:
        if self._session.state == "failed" and self._session.error is not None:
            return tr_text(tr("The connection failed."), self._session.error.sentence)
        return tr("The flow ended the chat here; before, it went on.")

    def _become(self, phase: Phase) -> None:
        if not self.is_over:
            self.phase = phase
            self.changes.tell(None)
