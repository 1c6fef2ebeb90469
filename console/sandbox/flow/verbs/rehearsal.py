"""One chat through a flow and all that follows from it, without a server and without waiting."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from console.sandbox.flow.engine.actions import type_of
from console.sandbox.flow.engine.engine import UNSTUBBED
from console.sandbox.flow.engine.guards import NOT_FOR_CHAT
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.traces.log import FlowLog
from console.sandbox.flow.traces.recording import Recorder, Recording
from console.sandbox.flow.traces.trace import Entered, Entry, Paused
from console.sandbox.flow.verbs.neighbours import Neighbours
from console.sandbox.flow.verbs.rig import Rig
from console.sandbox.participant.chat import Chat

MOST_ACTIONS: Final = 10_000
"""Actions of one rehearsal. A flow that waits and goes round then does so for as long as its chat lasts."""
STOPPED: Final = "Stopped: "
"""How the result of an action begins at which a guard has stopped the flow."""
PATIENCE_S: Final = 1_800.0
"""Seconds of the sandbox's time that a chat waits in a queue for an agent to accept it."""
SOON_S: Final = 60.0
"""Seconds within which an agent's next move is awaited before the customer says more."""

Line = Mapping[str, Any]
Tell = Callable[[Line], None]
Outcome = Literal["ended", "queued", "with_agent", "waiting_for_customer", "stopped"]


class Rehearsal:
    """Plays a flow as one chat, in which the customer says the given texts whenever the flow hears.

    `tell` is given each action that was left and each item that the customer sees, as they happen;
    `beside` finds the flows and modules that it leads to.
    """

    def __init__(
        self, flow: Flow, stubs: Stubs, says: Sequence[str], tell: Tell, beside: Neighbours | None = None
    ) -> None:
        self._watch = _Watch(tell)
        self._rig = Rig(flow, stubs, self._watch, beside)
        self._says = deque(says)
        self._queued_at: float | None = None

    def run(self) -> Line:
        """Play it to where it ends, waits for the customer, or can't go on; the last line says where."""
        rig = self._rig
        rig.chat.customer.listen(self._watch)
        with rig.timers.lock:
            rig.chat.join(rig.chat.customer)
            while (found := self._outcome()) is None:
                pass
            self._watch.stop()
        outcome, reason = found
        return {
            "kind": "end",
            "outcome": outcome,
            "reason": reason,
            "actions_entered": self._watch.entered,
            "unhandled": list(self._watch.unhandled),
        }

    def _outcome(self) -> tuple[Outcome, str] | None:
        """Where it stands, if that is the end; else it has gone one step on."""
        if self._watch.stuck:
            return "stopped", self._watch.stuck
        if self._watch.entered >= MOST_ACTIONS and not self._rig.chat.is_over:
            self._expire()
        if self._rig.chat.is_over:
            return "ended", self._watch.ended or str(self._rig.chat.contact.end_reason)
        if self._rig.errands.run():
            return None
        phase = self._rig.life.phase
        if phase == "agent":
            return self._with_agent()
        return self._in_queue() if phase == "queue" else self._in_flow()

    def _in_flow(self) -> tuple[Outcome, str] | None:
        walk = self._rig.life.walk
        wait = None if walk is None else walk.waits_for
        if wait is None:
            return "stopped", "No flow speaks any more, and nothing ends the chat."
        if wait.hears:
            return None if self._say() else ("waiting_for_customer", wait.reason)
        if self._jump() or (wait.seconds is not None and self._expire()):
            return None
        return "stopped", wait.reason or "Nothing that is awaited can happen."

    def _in_queue(self) -> tuple[Outcome, str] | None:
        timers, state = self._rig.timers, self._rig.life.state
        name = "" if state.queue is None else state.queue.name or state.queue.id
        if self._queued_at is None:
            self._queued_at = timers.clock()
        walk = self._rig.life.walk
        if walk is not None and walk.waits_for is not None and walk.waits_for.hears and self._say():
            return None
        return None if self._jump(self._queued_at + PATIENCE_S) else ("queued", name)

    def _with_agent(self) -> tuple[Outcome, str] | None:
        self._queued_at = None
        if self._jump(self._rig.timers.clock() + SOON_S) or self._say() or self._jump():
            return None
        names = ", ".join(one.display_name for one in self._rig.chat.with_role("AGENT"))
        return "with_agent", names

    def _say(self) -> bool:
        """Let the customer say the next text; whether there was one."""
        if not self._says:
            return False
        self._rig.say(self._says.popleft())
        return True

    def _jump(self, limit: float | None = None) -> bool:
        """Go to the next thing that is due before a moment, at most before the chat's own end."""
        due, timers = self._rig.timers.next_due, self._rig.timers
        last = self._rig.chat.contact.deadline
        if due is None or due >= last or (limit is not None and due > limit):
            return False
        timers.jump(due)
        return True

    def _expire(self) -> bool:
        """Wait for longer than the chat lasts; whether that has ended it."""
        self._rig.timers.jump(self._rig.chat.contact.deadline)
        return self._rig.chat.is_over


class _Watch(Recording):
    """Sees what the flows do, and as an open socket of the customer's what they say."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(FlowLog())
        self._tell = tell
        self._unstubbed = ""
        self._paused: Paused | None = None
        self.entered = 0
        self.unhandled: dict[str, None] = {}
        self.stuck = ""
        """Why nothing more is worth telling."""
        self.ended = ""
        """Why a guard has ended the chat."""

    def of(self, chat: Chat) -> Recorder:
        """What records the chat."""
        return _Entries(chat, self)

    def follow(self, entry: Entry) -> None:
        """An action waits, or has been left."""
        self._paused = entry if isinstance(entry, Paused) else None
        if self.stuck or not isinstance(entry, Entered):
            return
        if entry.is_defect or type_of(entry.place.type) is None:
            self.unhandled[entry.place.action] = None
        self._tell_action(entry, entry.result, entry.next)
        self._look(entry)

    def stop(self) -> None:
        """No more happens: what waits now waits for good."""
        if self._paused is not None and not self.stuck:
            self._tell_action(self._paused, f"Waits: {self._paused.reason}", None)

    def _tell_action(self, entry: Entry, result: str, following: str | None) -> None:
        self.entered += 1
        told = {"kind": "action", "action": entry.place.action, "type": entry.place.type, "result": result}
        self._tell({**told, "next": following, "warnings": list(entry.warnings)})

    def _look(self, entry: Entered) -> None:
        if UNSTUBBED & entry.facts.keys():
            self._unstubbed = f"{entry.place.action} ({entry.place.type})"
        if entry.result.startswith(STOPPED):
            why = entry.result.removeprefix(STOPPED)
            told = why[:1].upper() + why[1:]
            # What only ever fails on chat ends the chat; all else is for whoever rehearses to set right.
            self.ended, self.stuck = (told, "") if why.startswith(NOT_FOR_CHAT) else ("", told)
        elif self.entered >= MOST_ACTIONS and self._unstubbed:
            self.stuck = f"Missing stub: {self._unstubbed} has none, and the flow goes round."

    # as the socket of the customer

    @property
    def is_subscribed(self) -> bool:
        """Everything is wanted."""
        return True

    def push(self, text: str) -> None:
        """A frame for the customer: the item in it is told."""
        if not self.stuck:
            self._tell({"kind": "item", **json.loads(json.loads(text)["content"])})

    def close(self, code: int, reason: str) -> None:
        """Nothing to close."""


class _Entries(Recorder):
    """Brings what the flows of a chat do to a watch."""

    def __init__(self, chat: Chat, watch: _Watch) -> None:
        super().__init__(chat, watch)
        self._watch = watch

    def add(self, entry: Entry) -> None:
        """Take what a flow did."""
        self._watch.follow(entry)
