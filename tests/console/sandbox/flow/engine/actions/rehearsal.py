"""One action of one chat, played without a server: time jumps, and the customer says what is listed."""

from __future__ import annotations

import json
import random
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from console.sandbox.clock import Clock
from console.sandbox.contacts import Contact, Contacts
from console.sandbox.flow.engine.outcome import Computed, Happening, Heard, Outcome, TimedOut, Wait
from console.sandbox.flow.engine.script import Action, Branch, Script
from console.sandbox.flow.engine.state import FlowState, Queue
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.stubs import Stubs
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import Item
from console.sandbox.participant.party import Participant
from console.sandbox.timers import Timers

START = 1_798_761_600.0
"""Friday, 2027-01-01T00:00:00Z."""
LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:lookup"
QUEUE = "arn:aws:connect:us-east-1:123456789012:instance/i/queue/support"


class Silence:
    """A conversation that says nothing by itself."""

    def begin(self) -> None: ...

    def hear(self, item: Item) -> None: ...

    def join(self, participant: Participant) -> None: ...

    def see(self, item: Item) -> None: ...

    def wake(self, name: str, value: object = None) -> None: ...

    def leave(self, participant: Participant) -> None: ...

    def end(self) -> None: ...


class Alone:
    """An outside without other flows."""

    def __init__(self, stubs: Stubs) -> None:
        self.stubs = stubs
        self.random = random.Random(7)
        self.contacts = Contacts()

    def flow(self, reference: str) -> Script | None:
        return None

    def module(self, reference: str) -> Script | None:
        return None

    def queue_name(self, reference: str) -> str | None:
        return None

    def contact(self, contact_id: str) -> Contact | None:
        return None

    def waiting(self, queue: Queue) -> int:
        return 0


class Ear:
    """Whatever the customer's client gets."""

    is_subscribed = True

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []

    def push(self, text: str) -> None:
        self.items.append(json.loads(json.loads(text)["content"]))

    def close(self, code: int, reason: str) -> None: ...


class Rehearsal:
    """A chat, and the actions that are tried in it."""

    def __init__(self, *entries: object, folder: Path | None = None, **request: Any) -> None:
        self.wall = START
        self.clock = Clock(lambda: self.wall)
        self.timers = Timers(self.clock)
        contact = Contacts(timers=self.timers).start(request, {"tier": "GOLD"})
        self.chat = Chat(contact, self.timers, lambda contact, reason: None, lambda chat: Silence())
        self.ear = Ear()
        self.chat.customer.listen(self.ear)
        self.chat.join(self.chat.customer)
        self.ear.items.clear()
        self.state = FlowState(self.chat)
        self.outside = Alone(Stubs.of({"stubs": list(entries)}, folder))
        self.waits: list[Wait] = []
        self.step = self.of("InvokeLambdaFunction", {})

    def of(self, type: str, parameters: dict[str, Any], *results: str) -> Step:
        """A step of an action, with a condition for each result."""
        branches = tuple(Branch("Equals", (result,), "there") for result in results)
        action = Action("here", type, parameters, branches=branches)
        return Step(action, Script("f", "f", "CONTACT_FLOW", "here", {}), self.state, self.outside)

    def play(
        self,
        act: Any,
        type: str,
        parameters: dict[str, Any],
        *says: str | tuple[str, str] | Happening,
        results: Sequence[str] = (),
    ) -> Outcome:
        """Run an action to its end: the customer says the texts in turn, and else time passes."""
        self.step = self.of(type, parameters, *results)
        outcome: Outcome = self.drive(act(self.step), *says)
        return outcome

    def drive(self, acting: Any, *says: str | tuple[str, str] | Happening) -> Any:
        """Drive what an action has returned."""
        if not isinstance(acting, Generator):
            return acting
        left = list(says)
        try:
            wait = next(acting)
            while True:
                self.waits.append(wait)
                wait = acting.send(self._happening(wait, left))
        except StopIteration as stop:
            return stop.value

    def _happening(self, wait: Wait, left: list[Any]) -> Happening:
        if wait.compute is not None:
            try:
                return Computed(wait.compute())
            except Exception as error:
                return Computed(None, error)
        if left and (wait.hears or wait.wakes):
            said = left.pop(0)
            if isinstance(said, str | tuple):
                text, kind = (said, "text/plain") if isinstance(said, str) else said
                return Heard(self.chat.hear(self.chat.customer, text, kind))
            happening: Happening = said
            return happening
        assert wait.seconds is not None, "it would wait for ever"
        self.wall += wait.seconds
        return TimedOut()

    @property
    def said(self) -> list[str]:
        """What the customer was told, without events and without their own words."""
        return [
            item["Content"]
            for item in self.ear.items
            if item["Type"] == "MESSAGE" and item["ParticipantRole"] != "CUSTOMER"
        ]

    @property
    def warned(self) -> str:
        """All warnings of the last action."""
        return "\n".join(self.step.warnings)


def answers(type: str, *responses: object, **match: object) -> dict[str, Any]:
    """An entry of a stub file: each response an error's name, a Value as a tuple, or what is loaded."""
    made = []
    for response in responses:
        if isinstance(response, str):
            made.append({"Type": "Error", "Error": {"Value": response}})
        elif isinstance(response, tuple):
            made.append({"Type": "ExecutionResult", "ExecutionResult": {"Value": response[0]}})
        else:
            made.append({"Type": "ExecutionResult", "ExecutionResult": {"LoadedData": response}})
    return {"ActionType": type, "match": match, "Responses": made}
