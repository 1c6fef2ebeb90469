"""What the script is made of: steps, each an observation that two places can be compared by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from console.conform.facts import Facts
from console.conform.stage import Stage

Play = Callable[[Stage], Awaitable[Facts]]


@dataclass(frozen=True)
class Step:
    """One thing that is done in both places, and what is seen of it.

    `play` gives facts as the place answered them; nobody but a `Lens` shows them. `settles` are the keys
    of the sandbox's list of decisions that it settles. `may_differ` are paths of facts, with `*` for any,
    that differ without being wrong, each with the reason. A refusal of a `vital` step ends the play.
    """

    name: str
    title: str
    play: Play
    settles: tuple[str, ...] = ()
    may_differ: Mapping[str, str] = field(default_factory=dict)
    vital: bool = False
