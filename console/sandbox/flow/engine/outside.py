"""What a flow needs from outside of itself: other flows, queues, past contacts, stubs, chance."""

from __future__ import annotations

import random
from typing import Protocol

from console.sandbox.contacts import Contacts
from console.sandbox.flow.engine.script import Script
from console.sandbox.flow.engine.state import Queue
from console.sandbox.flow.stubs import Stubs


class Outside(Protocol):
    """The instance around a flow, as far as actions ask for it."""

    @property
    def stubs(self) -> Stubs:
        """What stands in for Lambda, Lex, hours, queues and the like."""

    @property
    def random(self) -> random.Random:
        """Chance, seeded so that a rehearsal can be repeated."""

    @property
    def contacts(self) -> Contacts:
        """All contacts of the instance."""

    def flow(self, reference: str) -> Script | None:
        """The flow that an ARN, an id or a name means."""

    def module(self, reference: str) -> Script | None:
        """The module that an ARN, an id or a name means, with a version, an alias or neither."""

    def queue_name(self, reference: str) -> str | None:
        """What the queue of an id or an ARN is called; None where it is not known."""

    def waiting(self, queue: Queue) -> int:
        """How many chats wait in a queue now."""
