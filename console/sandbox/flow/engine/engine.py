"""The engine: walks a flow from action to action until it is over, and asks whoever drives it to wait.

No document makes it raise: an action that fails inside is a defect of ours, told in the trace, and takes
its error branch.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.engine.actions import INVENTED, ActionType, type_of
from console.sandbox.flow.engine.guards import MISSING_STUB, NOT_FOR_CHAT, Guard
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_ERROR,
    Ended,
    Ending,
    Failed,
    Happening,
    Invoke,
    Jump,
    Outcome,
    Result,
    Wait,
    Waiting,
)
from console.sandbox.flow.engine.outside import Outside
from console.sandbox.flow.engine.record import Record
from console.sandbox.flow.engine.script import Action, Script
from console.sandbox.flow.engine.state import FlowState, Scope
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.engine.transitions import transition
from console.sandbox.flow.traces.trace import Trace
from console.sandbox.participant.chat import Chat

log = logging.getLogger("console.sandbox")

DEEPEST = 5
"""Modules within modules at most."""
MODULE = "MODULE"
UNSTUBBED = frozenset({"no_stub", "no_flow"})
"""The facts that an action notes where it has found no stub, or no flow or module to go on with."""

ENDINGS: Mapping[str, Ending] = {
    "CONTACT_FLOW": "disconnected",
    "CAMPAIGN": "disconnected",
    "AGENT_TRANSFER": "disconnected",
    "QUEUE_TRANSFER": "disconnected",
    MODULE: "module_ended",
}
"""What a path that runs out means, by the type of flow; others, such as a whisper, end alone."""

Over = Ended | Jump | Failed
"""How one script can be over: with the whole flow, for another flow, or, of a module, with an error."""


def run(
    script: Script, state: FlowState, outside: Outside, trace: Trace, chat: Chat | None = None
) -> Generator[Wait, Happening, Ended]:
    """Walk a flow, and the flows it transfers to, until it is over.

    `chat` is what it speaks through, where that is not the chat itself. What belongs to one flow is new;
    all else in the state stays.
    """
    walk = _Walk(script.type, state, outside, trace, chat or state.chat)
    while True:
        state.scope = Scope()
        over = yield from walk.through(script, 0)
        if not isinstance(over, Jump):
            return walk.ended(over)
        script = over.script


class _Walk:
    """One walk; the type of the flow that it began with says what its end means (ours: type-of-a-walk)."""

    def __init__(self, flow_type: str, state: FlowState, outside: Outside, trace: Trace, chat: Chat) -> None:
        self._type = flow_type
        self._state = state
        self._outside = outside
        self._trace = trace
        self._chat = chat
        self._guard = Guard()

    def ended(self, over: Ended | Failed) -> Ended:
        """An end as it is meant in this type of flow."""
        own = ENDINGS.get(self._type, "flow_ended")
        if isinstance(over, Failed):
            return Ended(own, reason=over.why)
        if over.how == "flow_ended" or (over.how == "module_ended" and self._type != MODULE):
            return Ended(own, over.result, over.resultdata, over.reason, over.problem)
        return over

    def through(self, script: Script, depth: int) -> Generator[Wait, Happening, Over]:
        """Walk one script; a module whose path runs out has failed."""
        following = script.start
        before: Action | None = None
        while True:
            action = script.actions.get(following)
            if action is None:
                return Failed(NO_MATCHING_ERROR, _nowhere(following, before))
            record = Record(self._trace, self._step(action, script))
            if (stopped := self._guard.problem(action)) is not None:
                return self._stop(record, *stopped)
            over = yield from self._enter(record, depth)
            if not isinstance(over, str):
                return over
            following, before = over, action

    def _step(self, action: Action, script: Script) -> Step:
        return Step(action, script, self._state, self._outside, self._chat, self._type)

    def _stop(self, record: Record, problem: str, why: str) -> Ended:
        """A guard has had enough. Where the flow is all that is over, that is how it ends."""
        ended = self.ended(Ended("flow_ended", reason=why, problem=problem))
        if ended.how == "flow_ended":
            record.step.warn(why)
            record.end(ended)
        else:
            record.stop(why)
        return ended

    def _enter(self, record: Record, depth: int) -> Generator[Wait, Happening, Over | str]:
        """Run one action: where to go on, or how the script is over."""
        step = record.step
        kind = type_of(step.action.type)
        begun = yield from self._outcome(record, kind)
        if UNSTUBBED & step.facts.keys():
            self._guard.fail(step.action, MISSING_STUB)
        elif kind is not None and kind.tier == "ERR" and isinstance(begun, Failed):
            self._guard.fail(step.action, NOT_FOR_CHAT)
        outcome = (yield from self._module(record, begun, depth)) if isinstance(begun, Invoke) else begun
        if isinstance(outcome, Ended | Jump):
            record.end(outcome)
            return outcome
        edge = transition(step, outcome, follows_next=kind is None or kind.follows_next)
        record.leave(outcome, edge)
        if edge.next is None:
            result = record.result(outcome)
            why = tr_wire("the path runs out at {action}: {result}", action=step.action.id, result=result)
            return Failed(NO_MATCHING_ERROR, why)
        return edge.next

    def _outcome(self, record: Record, kind: ActionType | None) -> Generator[Wait, Happening, Outcome]:
        step = record.step
        if kind is None:
            return _unknown(step)
        try:
            begun = kind.act(step)
            if isinstance(begun, Generator):
                return (yield from self._driven(record, begun))
            return begun
        except Exception as error:
            log.exception("the sandbox failed at %s", step.action.type)
            record.is_defect = True
            return Failed(
                NO_MATCHING_ERROR, tr_wire("the sandbox failed: {error}.", error=type(error).__name__)
            )

    def _driven(self, record: Record, waiting: Waiting) -> Generator[Wait, Happening, Outcome]:
        """Let an action wait; when nobody waits for it any more, it is told as interrupted."""
        happening: Any = None
        while True:
            try:
                wait = waiting.send(happening)
            except StopIteration as stop:
                outcome: Outcome = stop.value
                return outcome
            record.pause(wait)
            try:
                happening = yield wait
            except GeneratorExit:
                record.interrupt()
                waiting.close()
                raise
            self._guard.resume(wait, happening)

    def _module(
        self, record: Record, invoked: Invoke, depth: int
    ) -> Generator[Wait, Happening, Result | Over]:
        """Run a module, which has flow attributes and loops of its own."""
        # ours: module-depth
        if depth >= DEEPEST:
            return Failed(NO_MATCHING_ERROR, tr_wire("modules nest more than {most} deep.", most=DEEPEST))
        state, outer = self._state, (self._state.scope, self._state.modules)
        state.scope, state.modules = Scope(), {"Input": invoked.input}
        try:
            over = yield from self.through(invoked.script, depth + 1)
        except GeneratorExit:
            record.interrupt()
            raise
        finally:
            state.scope, state.modules = outer
        return _returned(state, over)


def _returned(state: FlowState, over: Over) -> Result | Over:
    """What a module that is over means to the action that ran it."""
    if isinstance(over, Ended) and over.how == "module_ended":
        given = {"Result": over.result, "ResultData": over.resultdata}
        state.modules = {**state.modules, **given}
        return Result(over.result)
    return over


def _unknown(step: Step) -> Failed:
    kind = step.action.type
    if meant := INVENTED.get(kind):
        step.warn(
            tr_wire("Amazon Connect has no action {type}; {meant} is likely meant.", type=kind, meant=meant)
        )
    else:
        step.warn(tr_wire("Amazon Connect has no action {type}.", type=kind))
    return Failed(NO_MATCHING_ERROR, tr_wire("there is no such action."))


def _nowhere(following: str, before: Action | None) -> str:
    """That there is no such action: the first, or what another leads to."""
    if before is None:
        return tr_wire("the flow has no such StartAction: “{following}”", following=following)
    return tr_wire(
        "no action has the identifier that {action} leads to: “{following}”",
        action=before.id,
        following=following,
    )
