"""A flow document as a graph: who leads where by any edge that is written, which actions are reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Edge:
    """One transition as written, even one that no result ever takes."""

    source: str
    label: str
    """`NextAction`, a condition such as `Equals Yes`, or an ErrorType."""
    to: str
    error: str = ""
    """The ErrorType, for an edge of an error."""


def identifier(value: object) -> str:
    """An Identifier, or what an edge leads to; a bare number counts as its digits. Empty for none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)


def actions_of(document: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The actions that are objects, in the order written."""
    return objects(document.get("Actions"))


def by_identifier(document: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Actions by their Identifier; of two the first, and none that has no Identifier."""
    found: dict[str, Mapping[str, Any]] = {}
    for action in actions_of(document):
        if name := identifier(action.get("Identifier")):
            found.setdefault(name, action)
    return found


def edges_of(action: Mapping[str, Any]) -> Iterator[Edge]:
    """The edges of an action in the order in which they are tried: next, conditions, errors."""
    source = identifier(action.get("Identifier"))
    transitions = mapping(action.get("Transitions"))
    if to := identifier(transitions.get("NextAction")):
        yield Edge(source, "NextAction", to)
    for one in objects(transitions.get("Conditions")):
        if to := identifier(one.get("NextAction")):
            yield Edge(source, _condition(mapping(one.get("Condition"))), to)
    for one in objects(transitions.get("Errors")):
        if to := identifier(one.get("NextAction")):
            name = str(one.get("ErrorType"))
            yield Edge(source, name, to, error=name)


def reached(document: Mapping[str, Any]) -> list[str]:
    """The identifiers that edges lead to from the start, the start first; those that exist."""
    actions = by_identifier(document)
    start = identifier(document.get("StartAction"))
    found = [start] if start in actions else []
    seen = set(found)
    for at in found:
        for edge in edges_of(actions[at]):
            if edge.to in actions and edge.to not in seen:
                seen.add(edge.to)
                found.append(edge.to)
    return found


def unreachable(document: Mapping[str, Any]) -> list[str]:
    """The identifiers of all other actions, one for each; also of a second action of one identifier."""
    left = set(reached(document))
    found = []
    for action in actions_of(document):
        name = identifier(action.get("Identifier"))
        if name in left:
            left.remove(name)
        else:
            found.append(name)
    return found


def circles(nodes: Iterable[str], following: Callable[[str], Iterable[str]]) -> list[list[str]]:
    """The sets of nodes that lead back to themselves, each from the node that is met first (Tarjan)."""
    walk = _Circles(following)
    for node in nodes:
        walk.visit(node)
    return walk.found


class _Circles:
    """Tarjan's search without recursion: a flow can be a chain of any length."""

    def __init__(self, following: Callable[[str], Iterable[str]]) -> None:
        self._following = following
        self._number: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._open: dict[str, None] = {}
        self.found: list[list[str]] = []

    def visit(self, root: str) -> None:
        """Search all that can be reached from a node."""
        if root in self._number:
            return
        path = [(root, self._enter(root))]
        while path:
            node, edges = path[-1]
            to = next(edges, None)
            if to is None:
                path.pop()
                if path:
                    self._low[path[-1][0]] = min(self._low[path[-1][0]], self._low[node])
                self._leave(node)
            elif to not in self._number:
                path.append((to, self._enter(to)))
            elif to in self._open:
                self._low[node] = min(self._low[node], self._number[to])

    def _enter(self, node: str) -> Iterator[str]:
        self._number[node] = self._low[node] = len(self._number)
        self._open[node] = None
        return iter(list(self._following(node)))

    def _leave(self, node: str) -> None:
        if self._low[node] != self._number[node]:
            return
        circle: list[str] = []
        while not circle or circle[0] != node:
            circle.insert(0, self._open.popitem()[0])
        if len(circle) > 1 or node in list(self._following(node)):
            self.found.append(circle)


def _condition(condition: Mapping[str, Any]) -> str:
    operands = condition.get("Operands")
    written = operands if isinstance(operands, list) else [operands]
    return " ".join([str(condition.get("Operator")), *(_short(one) for one in written)])


def _short(operand: object) -> str:
    return operand if isinstance(operand, str) else "…" if isinstance(operand, dict | list) else str(operand)


def objects(value: object) -> list[Mapping[str, Any]]:
    """The members of a list that are objects."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def mapping(value: object) -> Mapping[str, Any]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}
