"""What the trace is told of one action, from the moment it is entered."""

from __future__ import annotations

from collections.abc import Mapping

from console.sandbox.flow.engine.actions import type_of
from console.sandbox.flow.engine.outcome import Ended, Failed, Jump, Result, Settled, Wait
from console.sandbox.flow.engine.references import text_of
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.engine.transitions import NOWHERE, Edge
from console.sandbox.flow.traces.excerpt import Excerpt
from console.sandbox.flow.traces.trace import BYTES, Entered, Paused, Place, Trace

INTERRUPTED = "Interrupted"


class Record:
    """One action on its way into the trace."""

    __slots__ = ("_attributes", "_place", "_trace", "is_defect", "step")

    def __init__(self, trace: Trace, step: Step) -> None:
        self.step = step
        self.is_defect = False
        """Whether the sandbox itself failed."""
        self._trace = trace
        self._attributes = step.state.attributes
        self._place = _place(step)

    def pause(self, wait: Wait) -> None:
        """It waits."""
        self._trace.add(Paused(self._place, wait.reason, wait.seconds, self.step.warnings))

    def leave(self, outcome: Settled, edge: Edge) -> None:
        """It is left by a transition."""
        error = outcome.error if isinstance(outcome, Failed) else ""
        self._add(self.result(outcome), edge, error)

    def end(self, outcome: Ended | Jump) -> None:
        """The script is over with it."""
        if isinstance(outcome, Jump):
            script = outcome.script
            self._add(f"Transferred to {script.name or script.id}", NOWHERE)
        else:
            self._add(f"Ended: {outcome.reason}", NOWHERE)

    def interrupt(self) -> None:
        """Nobody waits for it any more: the chat has gone on without it."""
        self._add(INTERRUPTED, NOWHERE)

    def stop(self, problem: str) -> None:
        """A guard does not let it be entered."""
        self.step.warn(problem)
        self._add(f"Stopped: {problem}", NOWHERE)

    def result(self, outcome: Settled) -> str:
        """An outcome in words, without what may not be shown."""
        if isinstance(outcome, Failed):
            text = f"Error {outcome.error}: {outcome.why}"
        else:
            text = text_of(outcome.value) if isinstance(outcome, Result) else "Done"
        return Excerpt(self.step.state.hidden).text(text)

    def _add(self, result: str, edge: Edge, error: str = "") -> None:
        step = self.step
        excerpt = Excerpt(step.state.hidden)
        self._trace.add(
            Entered(
                self._place,
                result,
                excerpt.text(edge.name),
                edge.next,
                error,
                tuple(map(excerpt.text, step.warnings)),
                excerpt.of(_changed(self._attributes, step.state.attributes)),
                excerpt.of(self._parameters()),
                excerpt.of(step.facts),
                is_logged=step.state.logs,
                is_defect=self.is_defect,
                size=BYTES + excerpt.size,
            )
        )

    def _parameters(self) -> Mapping[str, object]:
        try:
            return self.step.parameters
        except RecursionError:
            return {}


def _place(step: Step) -> Place:
    kind = type_of(step.action.type)
    chat = step.state.chat
    return Place(
        chat.timers.clock.wall(),
        chat.contact.id,
        step.script.id,
        step.script.name,
        step.action.id,
        step.action.type,
        step.action.type if kind is None else kind.block,
    )


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> Mapping[str, str | None]:
    if before is after:
        return {}
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    return {**changed, **{name: None for name in before.keys() - after.keys()}}
