"""What the operations act on: everything that the sandbox knows, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from console.sandbox.contacts import Contacts
from console.sandbox.flow.library.versions import FlowVersions
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.participant.chats import Chats
from console.sandbox.settings import InstanceSettings
from console.sandbox.sign_in import SignIn
from console.sandbox.timers import Timers


@dataclass(frozen=True)
class World:
    """The flows, contacts, chats and settings of the instance, who is signed in, and the time."""

    flows: FlowVersions
    contacts: Contacts
    chats: Chats
    settings: InstanceSettings
    sign_in: SignIn
    timers: Timers
    center: ContactCenter
    """What runs the flows."""

    def reset(self) -> None:
        """No contact, nobody signed in; settings, flows and time as at the start."""
        for part in (self.sign_in, self.settings, self.flows):
            part.reset()
        with self.timers.lock:
            self.contacts.clear()
            self.chats.reset()
            self.timers.clear()
            self.center.clear()
        self.timers.clock.reset()
