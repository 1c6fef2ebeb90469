"""What the operations act on: everything that the sandbox knows, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from console.sandbox.contacts import Contacts
from console.sandbox.flow.versions import FlowVersions
from console.sandbox.settings import InstanceSettings
from console.sandbox.sign_in import SignIn


@dataclass(frozen=True)
class World:
    """The flows, contacts and settings of the instance, and who is signed in."""

    flows: FlowVersions
    contacts: Contacts
    settings: InstanceSettings
    sign_in: SignIn

    def reset(self) -> None:
        """No contact, nobody signed in, settings and flows as at the start."""
        for part in (self.sign_in, self.settings, self.flows):
            part.reset()
        self.contacts.clear()
