"""A place where a chat can start: one flow of one instance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

Key = tuple[str, str]
"""Instance id and flow id."""
ARCHIVED, SAVED = "ARCHIVED", "SAVED"
"""A state and a status as the service calls them: put away, and never published."""


@dataclass(frozen=True)
class Place:
    """One flow of one instance; type, state and status as the service calls them, empty if not known."""

    instance_id: str
    instance_alias: str
    flow_id: str
    flow_name: str
    type: str = ""
    state: str = ""
    status: str = ""

    @property
    def title(self) -> str:
        """The place in a line."""
        return f"{self.flow_name} · {self.instance_alias or self.instance_id}"

    @property
    def is_archived(self) -> bool:
        """Whether the flow was put away; it is still listed."""
        return self.state == ARCHIVED

    @property
    def was_never_published(self) -> bool:
        """Whether the flow is only saved, so that no chat can run it."""
        return self.status == SAVED

    @property
    def key(self) -> Key:
        """What tells this place from every other."""
        return self.instance_id, self.flow_id

    @cached_property
    def searched(self) -> str:
        """What a search looks through. It is made once, since every key looks through every place."""
        return " ".join((self.flow_name, self.instance_alias, self.flow_id, self.instance_id)).casefold()


def in_order(places: Iterable[Place]) -> list[Place]:
    """Places by the alias of their instance, then by name."""
    return sorted(places, key=lambda place: (place.instance_alias, place.flow_name.casefold()))
