"""A flow walked by a test: a real chat, the engine, and a clock that jumps to whatever is waited for."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from console.sandbox.clock import Clock
from console.sandbox.contacts import Contact, Contacts
from console.sandbox.flow.engine.engine import run
from console.sandbox.flow.engine.outcome import Computed, Ended, Happening, Heard, TimedOut, Wait
from console.sandbox.flow.engine.outside import Outside
from console.sandbox.flow.engine.script import Script, script_of
from console.sandbox.flow.engine.state import FlowState, Queue
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.traces.trace import Entered, Ring
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.chats import Chats
from console.sandbox.participant.items import Item
from console.sandbox.participant.party import Participant
from console.sandbox.rules import INTERACTIVE, INTERACTIVE_RESPONSE
from console.sandbox.timers import Timers

TYPES = ("text/plain", INTERACTIVE, INTERACTIVE_RESPONSE)
PLAIN = ("text/plain",)


class Listener:
    """A conversation that says nothing and remembers what was told."""

    def __init__(self) -> None:
        self.seen: list[Item] = []

    def begin(self) -> None:
        pass

    def hear(self, item: Item) -> None:
        pass

    def join(self, participant: Participant) -> None:
        pass

    def see(self, item: Item) -> None:
        self.seen.append(item)

    def wake(self, name: str, value: object = None) -> None:
        pass

    def leave(self, participant: Participant) -> None:
        pass

    def end(self) -> None:
        pass


@dataclass
class Desk:
    """What a flow needs from outside, as little of it as does."""

    contacts: Contacts
    stubs: Stubs = field(default_factory=Stubs.default)
    random: random.Random = field(default_factory=lambda: random.Random(7))
    flows: dict[str, Script] = field(default_factory=dict)
    queues: dict[str, str] = field(default_factory=dict)
    waits: int = 0

    def flow(self, reference: str) -> Script | None:
        return self.flows.get(reference)

    def module(self, reference: str) -> Script | None:
        return self.flows.get(reference)

    def queue_name(self, reference: str) -> str | None:
        return self.queues.get(reference)

    def waiting(self, queue: Queue) -> int:
        return self.waits


class Stage:
    """A chat that has begun, and all that its flows find around it."""

    def __init__(
        self,
        stubs: Mapping[str, Any] | None = None,
        attributes: Mapping[str, str] | None = None,
        types: Sequence[str] = TYPES,
        **request: Any,
    ) -> None:
        self.clock = Clock(wall=lambda: 1_800_000_000.0)
        timers = Timers(self.clock)
        self.contacts = Contacts(timers=timers)
        self.chats = Chats(self.contacts, timers, self._converse)
        self.listener = Listener()
        self.contact = self.begin(attributes or {}, types, **request)
        self.chat: Chat = self.chats.of(self.contact.id)
        self.state = FlowState(self.chat)
        self.desk = Desk(self.contacts, Stubs.of(dict(stubs)) if stubs else Stubs.default())
        self.trace = Ring()
        self.waits: list[Wait] = []

    def begin(self, attributes: Mapping[str, str], types: Sequence[str] = TYPES, **request: Any) -> Contact:
        """Start a chat and have its customer join."""
        asked = {"SupportedMessagingContentTypes": list(types), "ContactFlowId": "f", **request}
        contact = self.contacts.start(asked, attributes, request.get("continued_from"))
        chat = self.chats.of(contact.id)
        chat.join(chat.customer)
        return contact

    def _converse(self, chat: Chat) -> Listener:
        self.listener = Listener()
        return self.listener

    def play(
        self, script: Script, says: Iterable[str | Happening] = (), chat: Chat | None = None
    ) -> Ended | None:
        """Walk a flow: each wait for the customer takes the next of what they say, others their time.

        None: nothing more is said, and the flow waits for it.
        """
        outside: Outside = self.desk
        said = iter(says)
        walk = run(script, self.state, outside, self.trace, chat)
        try:
            wait = next(walk)
            while True:
                self.waits.append(wait)
                happening = self._happen(wait, said)
                if happening is None:
                    walk.close()
                    return None
                wait = walk.send(happening)
        except StopIteration as over:
            ended: Ended = over.value
            return ended

    def _happen(self, wait: Wait, said: Any) -> Happening | None:
        if wait.compute is not None:
            try:
                return Computed(wait.compute())
            except Exception as error:
                return Computed(error=error)
        if wait.hears or wait.wakes:
            following = next(said, None)
            if isinstance(following, str):
                return Heard(self.say(following))
            if following is not None:
                return self._pass(wait, following)
            if wait.hears:
                return None
        return self._pass(wait, TimedOut()) if wait.seconds is not None else None

    def _pass(self, wait: Wait, happening: Happening) -> Happening:
        if isinstance(happening, TimedOut):
            self.clock.move(wait.seconds or 0)
        return happening

    def say(self, text: str) -> Item:
        """The customer says something; what begins with a brace is an interactive answer."""
        kind = INTERACTIVE_RESPONSE if text.startswith("{") else "text/plain"
        return self.chat.hear(self.chat.customer, text, kind)

    # what came of it

    @property
    def said(self) -> list[str]:
        """What the flow said, as text."""
        items = self.chat.transcript
        return [
            item.content or ""
            for item in items
            if item.type == "MESSAGE" and item.author and item.author.role == "SYSTEM"
        ]

    @property
    def entered(self) -> tuple[Entered, ...]:
        return self.trace.entered

    @property
    def path(self) -> list[str]:
        """The actions entered, in their order of leaving."""
        return [entry.place.action for entry in self.entered]

    @property
    def warnings(self) -> str:
        return "\n".join(warning for entry in self.entered for warning in entry.warnings)

    def entry(self, action: str) -> Entered:
        """What the trace has last of an action."""
        return next(entry for entry in reversed(self.entered) if entry.place.action == action)


def action(
    id: str,
    type: str,
    parameters: Mapping[str, Any] | None = None,
    next: str | None = None,
    conditions: Mapping[str, str] | None = None,
    **errors: str,
) -> dict[str, Any]:
    """One action of a document; each condition is an Equals unless it names its operator: `Op:operand`."""
    transitions: dict[str, Any] = {}
    if next is not None:
        transitions["NextAction"] = next
    if conditions is not None:
        transitions["Conditions"] = [_condition(*entry) for entry in conditions.items()]
    if errors:
        transitions["Errors"] = [
            {"ErrorType": error, "NextAction": following} for error, following in errors.items()
        ]
    return {"Identifier": id, "Type": type, "Parameters": parameters or {}, "Transitions": transitions}


def _condition(told: str, following: str) -> dict[str, Any]:
    operator, colon, operand = told.partition(":")
    if not colon:
        operator, operand = "Equals", told
    return {"NextAction": following, "Condition": {"Operator": operator, "Operands": [operand]}}


def flow(*actions: Mapping[str, Any], type: str = "CONTACT_FLOW", id: str = "f") -> Script:
    """A flow of actions, the first of which it starts with; `say(X)` ends are for `end`."""
    document: dict[str, Any] = {
        "Version": "2019-10-30",
        "StartAction": actions[0]["Identifier"] if actions else "none",
        "Metadata": {},
        "Actions": list(actions),
    }
    return script_of(json.loads(json.dumps(document)), id=id, name=id, type=type)


END = action("end", "DisconnectParticipant")
"""What ends a flow."""
