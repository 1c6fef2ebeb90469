"""The agent of a stub file, as a chat meets one: typing, answering, handing over, leaving."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol

from console.sandbox.flow.stubs.agent import Agent, Then
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import TYPING, Item
from console.sandbox.participant.party import Participant
from console.sandbox.timers import Timer, Timers

LONGEST_LINE = 4_096
"""Characters of a line that are said: as many fit a message, whatever they are."""


class Moves(Protocol):
    """What an agent does that is more than talk; whoever runs the chat sees to it."""

    def hand_over(self, colleague: Agent) -> None:
        """Give the chat to another agent."""

    def hang_up(self) -> None:
        """End the chat for everybody."""


@dataclass(frozen=True)
class _Turn:
    """What the agent says next, and does then."""

    says: str
    then: Then = ""


class SimulatedAgent:
    """One agent in one chat. To be used under the lock of the timers.

    The agent does one thing after the other: what the customer writes meanwhile is answered in its turn.
    """

    def __init__(
        self, plan: Agent, participant: Participant, chat: Chat, timers: Timers, moves: Moves
    ) -> None:
        self.participant = participant
        self.plan = plan
        self._chat = chat
        self._timers = timers
        self._moves = moves
        self._script = deque(plan.script)
        self._turns: deque[_Turn] = deque()
        self._heard = 0
        self._typing: Timer | None = None
        self._leaving: Timer | None = None
        self.is_resting = False
        """Whether a person speaks in the agent's place."""

    def begin(self) -> None:
        """Say the first line; the agent has just joined."""
        if self.plan.leaves_after_s is not None:
            self._leaving = self._timers.after(self.plan.leaves_after_s, self._leave)
        self._take(_Turn(self._line()))

    def hear(self, text: str) -> None:
        """The customer has written."""
        if not self.participant.is_active:
            self.stop()
            return
        if self.is_resting:
            return
        self._heard += 1
        rule = self.plan.rule_for(text)
        says, then = (rule.says, rule.then) if rule else (self._line(), "")
        self._take(_Turn(says, then or self._due()))

    def rest(self) -> None:
        """Say nothing: a person speaks in the agent's place (ours: agent-given-back)."""
        self.stop()
        self.is_resting = True
        if self._script == deque(self.plan.script):
            # What is said on joining fits nowhere later.
            self._line()

    def resume(self) -> None:
        """Answer again, from the customer's next message on."""
        self.is_resting = False

    def stop(self) -> None:
        """Do nothing more."""
        self._turns.clear()
        for timer in (self._typing, self._leaving):
            if timer is not None:
                timer.cancel()
        self._typing = self._leaving = None

    def _line(self) -> str:
        return self._script.popleft() if self._script else ""

    def _due(self) -> Then:
        if self.plan.hands_over_to and self._heard == self.plan.hands_over_after:
            return "hand over"
        return "leave" if self._heard == self.plan.leaves_after else ""

    def _take(self, turn: _Turn) -> None:
        self._turns.append(turn)
        if self._typing is None and len(self._turns) == 1:
            self._next()

    def _next(self) -> None:
        """Type the line of the turn, or do it at once where there is nothing to type."""
        self._typing = None
        if not self._turns:
            return
        if self._turns[0].says and self.plan.types_s:
            self._chat.announce(TYPING, self.participant)
            self._typing = self._timers.after(self.plan.types_s, self._speak)
        else:
            self._speak()

    def _speak(self) -> None:
        if not self.participant.is_active:
            # Somebody else has sent the agent away.
            self.stop()
            return
        turn = self._turns.popleft()
        if turn.says:
            self._chat.hear(self.participant, turn.says[:LONGEST_LINE], "text/plain")
        self._do(turn.then)
        self._next()

    def _do(self, then: Then) -> None:
        match then:
            case "hand over" if self.plan.hands_over_to is not None:
                self._moves.hand_over(self.plan.hands_over_to)
            case "leave":
                self._leave()
            case "end":
                self._moves.hang_up()

    def _leave(self) -> None:
        self._chat.leave(self.participant)


def text_of(item: Item) -> str:
    """What an item says, as an agent reads it; a file by its name."""
    return item.attachment.name if item.attachment is not None else item.content or ""
