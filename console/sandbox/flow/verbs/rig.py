"""One chat without a server: all that flows need around them, and time that jumps instead of passing."""

from __future__ import annotations

import time
from collections import deque
from typing import Any, Final

from console.sandbox.clock import Clock
from console.sandbox.contacts import Contact, Contacts
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.library.versions import FlowVersions
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.flow.life.life import Life
from console.sandbox.flow.life.start import life_from
from console.sandbox.flow.life.workers import Compute, Done, Workers
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.traces.recording import Recording
from console.sandbox.flow.verbs.neighbours import Neighbours
from console.sandbox.participant.chat import Chat
from console.sandbox.rules import INTERACTIVE, INTERACTIVE_RESPONSE
from console.sandbox.timers import Timers

TYPES: Final = ("text/plain", "text/markdown", "application/json", INTERACTIVE, INTERACTIVE_RESPONSE)
"""What the chat can show: everything, as the hosted widget can."""


class Rig:
    """A chat whose customer has not joined yet, over a memory of its own. One thread uses it.

    The chat begins with `flow`, if one is given, where its type of flow has its place in a chat;
    `recording` is told what its flows do, and `beside` finds the flows that it leads to.
    """

    def __init__(
        self,
        flow: Flow | None = None,
        stubs: Stubs | None = None,
        recording: Recording | None = None,
        beside: Neighbours | None = None,
    ) -> None:
        self.timers = JumpingTimers()
        self.contacts = Contacts(timers=self.timers)
        flows = FlowVersions((), self.timers.clock.wall)
        if flow is not None:
            flows.take(flow)
        self.errands = Errands()
        center = ContactCenter(self.contacts, flows, self.timers, stubs)
        center.workers = self.errands
        if recording is not None:
            center.recording = recording
        if beside is not None:
            center.library.beside = beside.find
        self.center = center
        self._type = "" if flow is None else flow.type
        self._follower = _Follower()
        self.contacts.follow(self._follower)
        request: dict[str, Any] = {
            "ContactFlowId": "" if flow is None else flow.id,
            "ParticipantDetails": {"DisplayName": "Customer"},
            "SupportedMessagingContentTypes": list(TYPES),
        }
        self.chat = Chat(self.contacts.start(request, {}), self.timers, self.contacts.end, self._live)
        self._follower.chat = self.chat

    def _live(self, chat: Chat) -> Life:
        self.life = life_from(self._type)(chat, self.center)
        return self.life

    def say(self, text: str) -> None:
        """The customer says something; JSON of an object answers what a flow has shown."""
        content_type = INTERACTIVE_RESPONSE if text.startswith("{") else "text/plain"
        self.chat.hear(self.chat.customer, text, content_type)


class JumpingTimers(Timers):
    """Timers whose clock stands still until it is told to go to the next thing that is due."""

    def __init__(self) -> None:
        began = time.time()
        super().__init__(Clock(lambda: began))

    @property
    def next_due(self) -> float | None:
        """The moment of the next thing to be done; None where there is nothing."""
        return min((when for when, _, timer in self._due if timer.act is not None), default=None)

    def jump(self, moment: float) -> None:
        """Let the time pass until a moment, and do what is due by then."""
        self.clock.move(max(moment - self.clock(), 0.0))
        self.run_due()


class Errands(Workers):
    """Work that may block, done when it is asked for, on the thread that asks."""

    def __init__(self) -> None:
        super().__init__()
        self._errands: deque[tuple[Compute, Done]] = deque()

    def start(self, compute: Compute, done: Done) -> None:
        """Remember a piece of work."""
        self._errands.append((compute, done))

    def clear(self) -> None:
        """Forget the work."""
        self._errands.clear()

    def run(self) -> bool:
        """Do the next piece of work; whether there was one."""
        if not self._errands:
            return False
        compute, done = self._errands.popleft()
        try:
            value, error = compute(), None
        except Exception as failed:
            value, error = None, failed
        done(value, error)
        return True


class _Follower:
    """Tells the chat what becomes of its contact, as the sandbox's memory of chats does."""

    chat: Chat | None = None

    def started(self, contact: Contact) -> None:
        """The chat is made by hand."""

    def passed_on(self, contact: Contact) -> None:
        """A transfer: the chat goes on with another contact."""
        if self.chat is not None:
            self.chat.pass_on(contact)

    def ended(self, contact: Contact) -> None:
        """The chat is over."""
        if self.chat is not None:
            self.chat.close()

    def forgotten(self, contact: Contact) -> None:
        """Nothing is kept."""
