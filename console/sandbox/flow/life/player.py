"""Plays the flows of one chat, one at a time, over one state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from console.sandbox.flow.engine.engine import run
from console.sandbox.flow.engine.outcome import Ended
from console.sandbox.flow.engine.script import Script
from console.sandbox.flow.engine.state import FlowState
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.flow.life.walk import Walk
from console.sandbox.flow.traces.trace import Trace
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import Item

Over = Callable[[Ended], None]
Hook = Literal["CustomerQueue", "CustomerRemaining", "AgentWhisper", "CustomerWhisper"]
TYPES: Mapping[Hook, str] = {
    "CustomerQueue": "CUSTOMER_QUEUE",
    "CustomerRemaining": "CONTACT_FLOW",
    "AgentWhisper": "AGENT_WHISPER",
    "CustomerWhisper": "CUSTOMER_WHISPER",
}
"""The type of the flow for each event of a chat (administrator guide, flow types)."""


class Player:
    """Runs a flow until it is over, is stopped, or another takes its place. Under the timers' lock."""

    __slots__ = ("_center", "_trace", "_walk", "state")

    def __init__(self, chat: Chat, center: ContactCenter, trace: Trace) -> None:
        self.state = FlowState(chat)
        self._center = center
        self._trace = trace
        self._walk: Walk | None = None

    @property
    def walk(self) -> Walk | None:
        """The flow that runs; None while none does."""
        return self._walk

    def run(self, script: Script, over: Over, through: Chat | None = None) -> None:
        """Run a flow instead of whatever runs; it speaks through the chat, or in a reach of its own."""
        self.stop()
        walk = self._walk = Walk(self._center.timers, self._center.workers, self._trace, over)
        walk.begin(run(script, self.state, self._center, walk, through))

    def hooked(self, hook: Hook) -> Script | None:
        """The flow that was set for an event; None where none was, it was switched off, or it is gone."""
        reference = self.state.hooks.get(hook)
        if not reference or hook in self.state.disabled_hooks:
            return None
        script = self._center.flow(reference)
        return None if script is None else as_set_for(hook, script)

    def hear(self, item: Item) -> None:
        """The customer has said something."""
        if self._walk is not None:
            self._walk.hear(item)

    def wake(self, name: str, value: object = None) -> None:
        """Something happened that the flow may wait for by its name."""
        if self._walk is not None:
            self._walk.wake(name, value)

    def stop(self) -> None:
        """Stop what runs, if anything does."""
        walk, self._walk = self._walk, None
        if walk is not None:
            walk.stop()


def as_set_for(hook: Hook, script: Script) -> Script:
    """A flow as it runs for an event; a file need not say of which type its flow is (ours: type-of-hook)."""
    return script if script.type == TYPES[hook] else replace(script, type=TYPES[hook])
