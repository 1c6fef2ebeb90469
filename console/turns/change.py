"""What is another between two looks at a contact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from console.turns.facts import Facts

ChangeKind = Literal["attribute", "segment_attribute", "queue", "agent", "state", "contact"]


@dataclass(frozen=True)
class Change:
    """One thing that is another now; None where there was, or is, no such thing."""

    kind: ChangeKind
    name: str
    """The attribute's name; of a state, a queue, an agent and a contact the kind again."""
    before: str | None
    after: str | None

    @property
    def sign(self) -> Literal["+", "−", "≠"]:
        """Whether it came, went or changed."""
        return "+" if self.before is None else "−" if self.after is None else "≠"


Said = Callable[[Facts], str]


def _state(facts: Facts) -> str:
    return " · ".join(filter(None, (facts.state, facts.disconnect_reason)))


_PLAIN: Final[tuple[tuple[ChangeKind, Said, Said], ...]] = (
    ("contact", lambda facts: facts.contact_id, lambda facts: facts.contact_id),
    ("state", _state, _state),
    ("queue", lambda facts: facts.queue_id, lambda facts: facts.queue_name or facts.queue_id),
    ("agent", lambda facts: facts.agent_id, lambda facts: facts.agent_name or facts.agent_id),
)
"""Of what can change: by what it is told from another, and what is shown of it."""


def changes_between(before: Facts | None, after: Facts) -> tuple[Change, ...]:
    """What has changed, routing first; nothing where there is nothing to compare with.

    Facts that only one of them can know are not compared.
    """
    if before is None:
        return ()
    found: list[Change] = []
    if before.is_whole and after.is_whole:
        found += _routing(before, after)
    found += _named("attribute", before.attributes, after.attributes)
    if before.is_whole and after.is_whole:
        found += _named("segment_attribute", before.segment_attributes, after.segment_attributes)
    return tuple(found)


def _routing(before: Facts, after: Facts) -> Iterator[Change]:
    for kind, value, shown in _PLAIN:
        # The next contact of a chat begins without the queue and the agent of the one before.
        if value(before) != value(after) and value(after):
            yield Change(kind, kind, shown(before) or None, shown(after))


def _named(kind: ChangeKind, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Change(kind, name, before.get(name), after.get(name))
