"""Other chats that a flow starts: recorded, and the flow goes on."""

from __future__ import annotations

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import Done, Outcome
from console.sandbox.flow.engine.step import Step


def start_chat(step: Step) -> Outcome:
    """Send somebody a message; nothing is sent from here."""
    step.warn(tr_wire("Nothing is sent: the sandbox reaches no phone."))
    return Done()
