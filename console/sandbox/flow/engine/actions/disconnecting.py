"""DisconnectParticipant: the contact ends."""

from __future__ import annotations

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import Ended, Outcome
from console.sandbox.flow.engine.step import Step


def disconnect(step: Step) -> Outcome:
    """End the contact, from inside of a module, too."""
    return Ended("disconnected", reason=tr_wire("the flow disconnects the customer"))
