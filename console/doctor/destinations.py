"""What a flow can come to, as data and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from console.doctor.blocks import shortened

Kind = Literal["queue", "agent", "work", "flow", "module", "hook", "lambda", "bot", "unknown"]
Verdict = Literal["rings", "may_ring", "does_not_ring", "unknown"]

# A JSONPath, by itself or within an ARN (developer guide, “dynamic” parameters).
_REFERENCE = re.compile(r"\$[.\[]")
_MOST_TOLD = 3


@dataclass(frozen=True)
class Destination:
    """Where a block takes the chat, or what it calls.

    `queue` and `agent` ring somebody. `work` is a contact of its own, which may ring somebody.
    `flow` and `module` go on elsewhere; a `hook` is a flow that runs only with a queue or an agent.
    `unknown` is a block that this console does not know and whose name speaks of ringing.

    `id` is an id, an ARN or a reference (`$.…`), empty where the block names none; `name` is what the
    flow designer shows for it. `flow` is the flow that has the block where it is not the first.
    """

    kind: Kind
    block: str
    id: str = ""
    name: str = ""
    flow: str = ""

    @property
    def is_chosen_at_run_time(self) -> bool:
        """Whether the id is known only while the flow runs."""
        return _REFERENCE.search(self.id) is not None

    @property
    def plain_id(self) -> str:
        """The id without the ARN around it."""
        return self.id.rpartition("/")[2]


@dataclass(frozen=True)
class Reach:
    """What a flow can come to. `why` says why it is not known, where it is not.

    `flows_read` are the flows behind the first that were read, too, by their plain ids.
    """

    is_known: bool
    why: str = ""
    destinations: tuple[Destination, ...] = ()
    flows_read: tuple[str, ...] = ()

    def of_kind(self, *kinds: Kind) -> tuple[Destination, ...]:
        """The destinations of some kinds, in the order in which a chat can come to them."""
        return tuple(one for one in self.destinations if one.kind in kinds)

    @property
    def unread(self) -> tuple[Destination, ...]:
        """The flows and modules that it hands over to and that nobody has read."""
        elsewhere = self.of_kind("flow", "module")
        return tuple(one for one in elsewhere if one.kind == "module" or one.plain_id not in self.flows_read)

    @property
    def verdict(self) -> Verdict:
        """The answer in one word; `may_ring` where it hands over to what isn't read, or creates work."""
        if not self.is_known:
            return "unknown"
        if self.of_kind("queue", "agent"):
            return "rings"
        return "may_ring" if self.unread or self.of_kind("work", "unknown") else "does_not_ring"

    @property
    def sentence(self) -> str:
        """The same for people."""
        return " ".join(_sentences(self))


def _sentences(reached: Reach) -> Iterator[str]:
    if not reached.is_known:
        yield f"Whether this flow can ring an agent is not known: {reached.why}"
        return
    rings = reached.of_kind("queue", "agent")
    here = [one for one in rings if not one.flow]
    if here:
        yield f"This flow can ring an agent: it transfers to {_listed(here)}."
    elif rings:
        there = [one for one in rings if one.flow == rings[0].flow]
        yield (
            f"This flow can ring an agent: it hands over to flow {rings[0].flow}, "
            f"which transfers to {_listed(there)}."
        )
    else:
        whose = "No path" if reached.verdict == "does_not_ring" else "No path of this flow itself"
        yield f"{whose} leads to a queue or an agent."
    if reached.of_kind("work"):
        yield "It creates another contact, such as a task, and that one can reach an agent."
    if unread := reached.unread:
        does = "what that one does isn't read" if len(unread) == 1 else "what those do isn't read"
        yield f"It hands over to {_listed(unread)}; {does}."
    if unknown := reached.of_kind("unknown"):
        names = _joined(list(dict.fromkeys(one.name for one in unknown)))
        yield f"It has blocks that this console does not know: {names}."


def _listed(destinations: Sequence[Destination]) -> str:
    return _joined(list(dict.fromkeys(_worded(one) for one in destinations)))


def _worded(one: Destination) -> str:
    article = "an" if one.kind == "agent" else "a"
    if not one.id:
        return f"{article} {one.kind}" + (" that it does not set itself" if one.kind == "queue" else "")
    if one.is_chosen_at_run_time:
        return f"{article} {one.kind} chosen while it runs ({shortened(one.id)})"
    return f"{one.kind} {one.name or shortened(one.plain_id)}"


def _joined(names: Sequence[str]) -> str:
    shown = (
        names
        if len(names) <= _MOST_TOLD
        else [*names[: _MOST_TOLD - 1], f"{len(names) - _MOST_TOLD + 1} more"]
    )
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
