"""What a flow can come to, as data and in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from console.doctor.blocks import shortened
from console.language import tr, tr_count, tr_in, tr_list, tr_text

Kind = Literal["queue", "agent", "work", "flow", "module", "hook", "lambda", "bot", "unknown"]
Verdict = Literal["rings", "may_ring", "does_not_ring", "unknown"]

ShowId = Callable[[str], str]

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
        """The same for people, ids and all."""
        return self.sentence_with(shortened)

    def sentence_with(self, show_id: ShowId) -> str:
        """The same for people, ids shown in another way where no name is known."""
        return tr_text(*_sentences(self, show_id))


def _sentences(reached: Reach, show_id: ShowId) -> Iterator[str]:
    if not reached.is_known:
        yield tr("Whether this flow can ring an agent is not known: {why}", why=reached.why)
        return
    rings = reached.of_kind("queue", "agent")
    here = [one for one in rings if not one.flow]
    if here:
        yield tr("This flow can ring an agent: it transfers to {listed}.", listed=_listed(here, show_id))
    elif rings:
        flow = rings[0].flow
        there = [one for one in rings if one.flow == flow]
        yield tr(
            "This flow can ring an agent: it hands over to flow {flow}, which transfers to {listed}.",
            flow=show_id(flow) if flow in reached.flows_read else flow,
            listed=_listed(there, show_id),
        )
    elif reached.verdict == "does_not_ring":
        yield tr("No path leads to a queue or an agent.")
    else:
        yield tr("No path of this flow itself leads to a queue or an agent.")
    if reached.of_kind("work"):
        yield tr("It creates another contact, such as a task, and that one can reach an agent.")
    if unread := reached.unread:
        yield tr_count(
            "It hands over to {listed}; what that one does isn't read.",
            "It hands over to {listed}; what those do isn't read.",
            len(unread),
            listed=_listed(unread, show_id),
        )
    if unknown := reached.of_kind("unknown"):
        names = _joined(list(dict.fromkeys(one.name for one in unknown)))
        yield tr("It has blocks that this console does not know: {names}.", names=names)


def _listed(destinations: Sequence[Destination], show_id: ShowId) -> str:
    return _joined(list(dict.fromkeys(_worded(one, show_id) for one in destinations)))


def _worded(one: Destination, show_id: ShowId) -> str:
    unset, chosen, named = _WORDS[one.kind]
    if not one.id:
        return unset
    if one.is_chosen_at_run_time:
        return chosen.format(reference=shortened(one.id))
    return named.format(name=one.name or show_id(one.plain_id))


_LISTED: Final = "one of the places that a flow leads to, in a list of them"
_WORDS: Mapping[Kind, tuple[str, str, str]] = {
    "queue": (
        tr_in(_LISTED, "a queue that it does not set itself"),
        tr_in(_LISTED, "a queue chosen while it runs ({reference})"),
        tr_in(_LISTED, "queue {name}"),
    ),
    "agent": (
        tr_in(_LISTED, "an agent"),
        tr_in(_LISTED, "an agent chosen while it runs ({reference})"),
        tr_in(_LISTED, "agent {name}"),
    ),
    "flow": (
        tr_in(_LISTED, "a flow"),
        tr_in(_LISTED, "a flow chosen while it runs ({reference})"),
        tr_in(_LISTED, "flow {name}"),
    ),
    "module": (
        tr_in(_LISTED, "a module"),
        tr_in(_LISTED, "a module chosen while it runs ({reference})"),
        tr_in(_LISTED, "module {name}"),
    ),
}
"""Of each kind that is told: one without an id, one that the flow finds while it runs, and one by name."""


def _joined(names: Sequence[str]) -> str:
    if len(names) <= _MOST_TOLD:
        return tr_list(names)
    rest = len(names) - _MOST_TOLD + 1
    return tr_list([*names[: _MOST_TOLD - 1], tr_count("{count:,} more", "{count:,} more", rest)])
