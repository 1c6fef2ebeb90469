"""A contact center in a test: flows of a few actions, a clock moved by hand, customers without a wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from console.sandbox.clock import Clock
from console.sandbox.contacts import Contacts
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.library.versions import FlowVersions
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.flow.life.life import Life
from console.sandbox.flow.life.living import living
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.traces.recording import line_of
from console.sandbox.flow.traces.trace import Entered
from console.sandbox.participant.chats import Chats
from console.sandbox.participant.items import JOINED
from console.sandbox.participant.party import Participant
from console.sandbox.timers import Timers

QUEUE = "arn:aws:connect:us-east-1:123456789012:instance/i/queue/support"
OTHER_QUEUE = "arn:aws:connect:us-east-1:123456789012:instance/i/queue/other"


def act(
    identifier: str,
    type: str,
    next: str = "",
    *,
    on: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    **parameters: Any,
) -> dict[str, Any]:
    """One action: where it leads, by results (`on`) and by errors."""
    conditions = [
        {"NextAction": to, "Condition": {"Operator": "Equals", "Operands": [result]}}
        for result, to in (on or {}).items()
    ]
    failing = [{"NextAction": to, "ErrorType": error} for error, to in (errors or {}).items()]
    transitions: dict[str, Any] = {"Conditions": conditions, "Errors": failing}
    if next:
        transitions["NextAction"] = next
    return {"Identifier": identifier, "Type": type, "Parameters": parameters, "Transitions": transitions}


def say(identifier: str, text: str, next: str = "") -> dict[str, Any]:
    return act(identifier, "MessageParticipant", next, Text=text)


def hook(identifier: str, event: str, flow: str, next: str) -> dict[str, Any]:
    return act(identifier, "UpdateContactEventHooks", next, EventHooks={event: flow})


def to_queue(next_on_full: str = "", queue: str = QUEUE) -> list[dict[str, Any]]:
    """The two actions that put a contact into a queue: `queue` and `transfer`."""
    errors = {"QueueAtCapacity": next_on_full, "NoMatchingError": next_on_full} if next_on_full else {}
    return [
        act("queue", "UpdateContactTargetQueue", "transfer", QueueId=queue),
        act("transfer", "TransferContactToQueue", errors=errors),
    ]


def document(*actions: Mapping[str, Any], name: str = "", type: str = "contactFlow") -> dict[str, Any]:
    """A flow that begins with its first action."""
    metadata = {"name": name, "type": type} if name else {}
    start = actions[0]["Identifier"]
    return {"Version": "2019-10-30", "StartAction": start, "Metadata": metadata, "Actions": list(actions)}


def queue_stub(queue: str = QUEUE, **members: Any) -> dict[str, Any]:
    """An entry of a stub file for a queue."""
    return {"ActionType": "TransferContactToQueue", "match": {"QueueId": queue}, "Queue": members}


class Wall:
    """A clock on the wall that stands still."""

    def __init__(self) -> None:
        self.now = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


class Stage:
    """An instance with flows by their names, and what stands in for the rest."""

    def __init__(self, stubs: Any = None, **flows: Mapping[str, Any]) -> None:
        self.clock = Clock(Wall())
        self.timers = Timers(self.clock)
        self.contacts = Contacts(timers=self.timers)
        published = [
            Flow(name, _TYPES.get(name, "CONTACT_FLOW"), json.dumps(content), 0)
            for name, content in flows.items()
        ]
        self.flows = FlowVersions(published, self.clock)
        given = Stubs.default() if stubs is None else Stubs.of(stubs)
        self.center = ContactCenter(self.contacts, self.flows, self.timers, given)
        self.chats = Chats(self.contacts, self.timers, living(self.center))

    def start(self, flow: str = "inbound", **request: Any) -> Visit:
        """A chat whose customer has just joined."""
        flow_id = next((one.flow.id for one in self.flows.all if one.flow.name == flow), flow)
        contact = self.contacts.start({"ContactFlowId": flow_id, **request}, {})
        visit = Visit(self, contact.id)
        visit.chat.join(visit.chat.customer)
        return visit

    def wait(self, seconds: int) -> None:
        """Let time pass, a second at a time, so that what follows from one timer finds its own."""
        for _ in range(seconds):
            self.clock.move(1)
            self.timers.run_due()


_TYPES = {
    "queue": "CUSTOMER_QUEUE",
    "agent_whisper": "AGENT_WHISPER",
    "customer_whisper": "CUSTOMER_WHISPER",
}


class Visit:
    """One customer's chat."""

    def __init__(self, stage: Stage, contact_id: str) -> None:
        self.stage = stage
        self.chat = stage.chats.of(contact_id)
        self._read = 0

    @property
    def life(self) -> Life:
        assert isinstance(self.chat.conversation, Life)
        return self.chat.conversation

    @property
    def reason(self) -> str | None:
        """Why it ended; None while it goes on."""
        return self.chat.contact.end_reason

    def say(self, text: str) -> None:
        self.chat.hear(self.chat.customer, text, "text/plain")

    def agent(self, name: str = "Jane", *, has_joined: bool = True) -> Participant:
        """Bring an agent by hand."""
        return self.stage.chats.add(self.chat.id, "AGENT", name, has_joined=has_joined)

    def news(self) -> list[str]:
        """What stands in the transcript since the last call, without the customer's joining."""
        items = list(self.chat.transcript)
        new, self._read = items[self._read :], len(items)
        return [
            line_of(item)
            for item in new
            if not (item.content_type == JOINED and item.author and item.author.role == "CUSTOMER")
        ]

    def trace(self) -> list[str]:
        """The actions that were left, in their order."""
        entries, _ = self.stage.center.recording.entries(self.chat.id)
        return [entry.place.action for entry in entries if isinstance(entry, Entered)]
