"""Every way through a flow: each edge that is written is taken once, whatever its action would do.

Each action that is reached is run for itself, in a chat of its own with no stubs, so that nothing waits
and nothing depends on how the flow got there: once where nothing is known yet and nobody answers, once
where everything that the flow refers to has a value and the customer answers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from console.sandbox.flow.engine.actions import Act, type_of
from console.sandbox.flow.engine.outcome import (
    Computed,
    Done,
    Ended,
    Failed,
    Happening,
    Heard,
    Invoke,
    Jump,
    Result,
    TimedOut,
    Wait,
    Woken,
)
from console.sandbox.flow.engine.references import path_of, references_in
from console.sandbox.flow.engine.script import Script, script_of
from console.sandbox.flow.engine.state import FlowState, Queue
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.reading.graph import (
    Edge,
    actions_of,
    by_identifier,
    edges_of,
    identifier,
    unreachable,
)
from console.sandbox.flow.verbs.rig import Rig
from console.sandbox.participant.chat import Chat

log = logging.getLogger("console.sandbox")

MOST_TURNS: Final = 20
"""Waits of one action that are ended here; a bot could ask for ever."""

Line = Mapping[str, Any]
Choose = Callable[[Wait, Step], Happening]
Values = dict[str, Any]
VALUE: Final = "1"
"""What everything is: a text, and a number that counts."""


@dataclass
class _Explored:
    """What has been found so far."""

    values: Values
    """A value for everything that the flow refers to."""
    reached: int = 0
    loops_cut: int = 0
    unhandled: list[str] = field(default_factory=list)


def explore(document: Mapping[str, Any], type: str = "CONTACT_FLOW") -> Iterator[Line]:
    """A line for each action and each of its edges, depth first; the last line counts. Never raises."""
    script = script_of(document, type=type)
    actions = by_identifier(document)
    explored = _Explored(_values(document))
    start = identifier(document.get("StartAction"))
    if start in actions:
        yield from _walk(start, actions, script, explored)
    yield {
        "actions": len(actions_of(document)),
        "reached": explored.reached,
        "unreachable": unreachable(document),
        "unhandled": explored.unhandled,
        "loops_cut": explored.loops_cut,
    }


def _walk(
    start: str, actions: Mapping[str, Mapping[str, Any]], script: Script, explored: _Explored
) -> Iterator[Line]:
    """Depth first without recursion; an edge back to an action that is still open is a loop."""
    path: list[tuple[str, Iterator[Edge]]] = []
    seen: set[str] = set()
    is_open: set[str] = set()
    following: str | None = start
    while following is not None or path:
        if following is not None:
            seen.add(following)
            is_open.add(following)
            explored.reached += 1
            yield _run(following, script, explored)
            path.append((following, edges_of(actions[following])))
            following = None
        name, edges = path[-1]
        if (edge := next(edges, None)) is None:
            is_open.discard(name)
            path.pop()
            continue
        yield _line(edge, script)
        if edge.to in is_open:
            explored.loops_cut += 1
        elif edge.to in actions and edge.to not in seen:
            following = edge.to


def _line(edge: Edge, script: Script) -> Line:
    kind = script.actions[edge.source].type
    return {"kind": "edge", "action": edge.source, "type": kind, "edge": edge.label, "next": edge.to}


def _run(name: str, script: Script, explored: _Explored) -> Line:
    kind = script.actions[name].type
    told = {"kind": "action", "action": name, "type": kind}
    known = type_of(kind)
    if known is None:
        explored.unhandled.append(name)
        return {**told, "result": "there is no such action"}
    ways: tuple[tuple[Choose, Values | None], ...] = ((_time_out, None), (_hear, explored.values))
    try:
        results = [_result(name, known.act, script, choose, given) for choose, given in ways]
    except Exception as error:
        log.exception("the action %s failed", name)
        explored.unhandled.append(name)
        return {**told, "result": f"the sandbox failed: {error!r}"}
    return {**told, "result": " | ".join(dict.fromkeys(results))}


# one action


def _result(name: str, act: Act, script: Script, choose: Choose, given: Values | None) -> str:
    """What becomes of an action in a chat of its own, in which every wait ends at once."""
    rig = Rig()
    with rig.timers.lock:
        rig.chat.join(rig.chat.customer)
        step = Step(script.actions[name], script, _state(rig.chat, given), rig.center)
        outcome = act(step)
        if not isinstance(outcome, Generator):
            return _told(outcome)
        return _driven(outcome, step, choose)


def _driven(waiting: Generator[Wait, Happening, Any], step: Step, choose: Choose) -> str:
    try:
        wait = next(waiting)
        for _ in range(MOST_TURNS):
            wait = waiting.send(choose(wait, step))
    except StopIteration as stop:
        return _told(stop.value)
    waiting.close()
    return f"waits: {wait.reason}"


def _values(document: Mapping[str, Any]) -> Values:
    """What the references of a document lead to, as a tree."""
    tree: Values = {}
    for reference in references_in(document.get("Actions")):
        node, path = tree, path_of(reference)
        for name in path[:-1]:
            if not isinstance(node.get(name), dict):
                node[name] = {}
            node = node[name]
        node.setdefault(path[-1], VALUE)
    return tree


def _state(chat: Chat, given: Values | None) -> FlowState:
    """What a flow would know; nothing at all without values."""
    state = FlowState(chat)
    if given is None:
        return state
    known = {root: value if isinstance(value, dict) else {} for root, value in given.items()}
    state.attributes = dict.fromkeys(known.get("Attributes", ()), VALUE)
    state.scope.attributes.update(dict.fromkeys(known.get("FlowAttributes", ()), VALUE))
    state.queue, state.stored_input = Queue("queue", "Queue"), VALUE
    for name in ("external", "lex", "views", "customer", "case", "metrics", "modules"):
        setattr(state, name, known.get(name.capitalize(), {}))
    return state


def _time_out(wait: Wait, step: Step) -> Happening:
    if wait.compute is not None:
        return Computed(error=LookupError("nothing outside is asked while a flow is explored"))
    if wait.seconds is not None:
        return TimedOut()
    return _hear(wait, step)


def _hear(wait: Wait, step: Step) -> Happening:
    if wait.hears:
        return Heard(step.chat.hear(step.chat.customer, "Hello", "text/plain"))
    if wait.wakes:
        return Woken(min(wait.wakes))
    return TimedOut() if wait.compute is None else _time_out(wait, step)


def _told(outcome: object) -> str:
    match outcome:
        case Done():
            return "done"
        case Result(value):
            return f"result {value}"
        case Failed(error, why):
            return f"error {error}: {why}"
        case Ended(how):
            return how.replace("_", " ")
        case Jump(script) | Invoke(script, _):
            return f"goes to {script.name}"
    raise TypeError(f"{outcome!r} is no outcome")
