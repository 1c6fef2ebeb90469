"""DisconnectParticipant: the contact ends."""

from __future__ import annotations

from console.language import tr
from console.sandbox.flow.engine.outcome import Ended, Outcome
from console.sandbox.flow.engine.step import Step


def disconnect(step: Step) -> Outcome:
    """End the contact, from inside of a module, too."""
    return Ended("disconnected", reason=tr("the flow disconnects the customer"))
