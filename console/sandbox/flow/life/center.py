"""The contact center around the chats: what their flows find outside of themselves, shared by all."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from console.sandbox.contacts import Contact, Contacts, InitiationMethod
from console.sandbox.flow.library.library import Library
from console.sandbox.flow.library.versions import FlowVersions
from console.sandbox.flow.life.desk import Desk
from console.sandbox.flow.life.queues import Queues
from console.sandbox.flow.life.workers import Workers
from console.sandbox.flow.traces.log import FlowLog
from console.sandbox.flow.traces.recording import Recording
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.sign_ins import SignIns
from console.sandbox.timers import Timers

if TYPE_CHECKING:
    from console.sandbox.flow.engine.script import Script
    from console.sandbox.flow.engine.state import Queue
    from console.sandbox.flow.stubs import QueueStub, Stubs
    from console.sandbox.flow.stubs.entry import Entry

QUEUEING = ("TransferContactToQueue", "DequeueContactAndTransferToQueue")
"""The actions whose stubs hold queues."""


class ContactCenter:
    """Flows, stubs, queues, threads and records of one instance. To be used under the timers' lock."""

    def __init__(
        self,
        contacts: Contacts,
        flows: FlowVersions,
        timers: Timers,
        stubs: Stubs | None = None,
    ) -> None:
        self.contacts = contacts
        """Those of the instance: this one, and earlier ones to continue."""
        self.timers = timers
        self.workers = Workers()
        self.queues = Queues(timers.clock)
        self.desk = Desk()
        """Who answers the contacts that wait."""
        self.flow_log = FlowLog()
        self.recording = Recording(self.flow_log)
        self.library = Library(flows, lambda: self.stubs)
        self.use_later((lambda: stubs) if stubs else _nothing)
        self.sign_ins: SignIns | None = None
        """Where customers are asked to sign in; None: nowhere."""

    def use(self, stubs: Stubs) -> None:
        """Have other stubs answer from now on."""
        self.use_later(lambda: stubs)

    def use_later(self, read: Callable[[], Stubs]) -> None:
        """Have other stubs answer from now on, which are read when the first answer is needed."""
        self._read = read
        self._stubs: Stubs | None = None
        self._random: random.Random | None = None

    # what flows ask for

    @property
    def stubs(self) -> Stubs:
        """What stands in for Lambda, Lex, hours, queues and the like."""
        if self._stubs is None:
            self._stubs = self._read()
        return self._stubs

    @property
    def random(self) -> random.Random:
        """Chance, seeded where the stub file says so."""
        if self._random is None:
            self._random = random.Random(self.stubs.defaults.seed)
        return self._random

    def flow(self, reference: str) -> Script | None:
        """The flow that an ARN, an id or a name means."""
        return self.library.flow(reference)

    def module(self, reference: str) -> Script | None:
        """The module that an ARN, an id or a name means."""
        return self.library.module(reference)

    def queue_name(self, reference: str) -> str | None:
        """What the stub file calls the queue of an id or an ARN."""
        stubs = self._queue_stubs({"QueueId": reference})
        return next((stub.name for stub in stubs if stub.name), None)

    def waiting(self, queue: Queue) -> int:
        """How many chats wait in a queue."""
        return self.queues.size(queue.arn)

    # what chats ask for

    def pass_on(self, contact: Contact, method: InitiationMethod) -> Contact:
        """End a contact by a transfer and begin the next of its chat."""
        return self.contacts.pass_on(contact, method)

    def first_flow(self, contact: Contact) -> Script | None:
        """The flow that StartChatContact named."""
        return self.library.flow(str(contact.request.get("ContactFlowId", "")))

    def queue_flow(self) -> Script | None:
        """The flow that speaks in a queue where no hook names one (ours: default-queue-flow)."""
        named = self.stubs.defaults.customer_queue_flow
        if not named:
            return None
        if (found := self.library.flow(named)) is not None or self.stubs.folder is None:
            return found
        return self.library.file(self.stubs.folder / named)

    def queue_stub(self, queue: Queue, action: str) -> QueueStub | None:
        """What the stub file says of a queue that an action put a contact into; None for nothing."""
        key = "AgentId" if queue.is_agent else "QueueId"
        return next(self._queue_stubs({key: queue.id, "QueueName": queue.name, "Identifier": action}), None)

    def _queue_stubs(self, facts: Mapping[str, str]) -> Iterator[QueueStub]:
        return (stub for entry, stub in self.known_queues() if entry.fits(facts))

    def known_queues(self) -> Iterator[tuple[Entry, QueueStub]]:
        """The queues of the stub file, each with its entry."""
        for entry in self.stubs.entries:
            if entry.action_type in QUEUEING and entry.queue is not None:
                yield entry, entry.queue

    def ask_to_sign_in(self, chat: Chat, within_s: float) -> None:
        """Ask the customer of a chat to sign in; the flow is woken with what becomes of it."""
        if self.sign_ins is not None:
            self.sign_ins.begin(chat, within_s)

    def stop(self) -> None:
        """Forget the work that has not begun; what runs on a thread comes to nothing."""
        self.workers.clear()

    def clear(self) -> None:
        """Forget who waits, what is to be computed, and every trace."""
        self.stop()
        self.queues.clear()
        self.desk.clear()
        self.recording.clear()
        self.flow_log.clear()


def _nothing() -> Stubs:
    # Stubs are of no use before a flow runs, and take their time to be imported.
    from console.sandbox.flow.stubs import Stubs

    return Stubs.default()
