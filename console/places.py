"""The places where a chat can start: every flow of every instance that a profile can see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from console.changes import Changes
from console.errors import ConsoleError, ServiceError
from console.pasted import Destination

if TYPE_CHECKING:
    from console.aws import Connect, Instance

State = Literal["idle", "loading", "ready", "failed"]
Key = tuple[str, str]
"""Instance id and flow id."""


@dataclass(frozen=True)
class Place:
    """One flow of one instance."""

    instance_id: str
    instance_alias: str
    flow_id: str
    flow_name: str

    @property
    def title(self) -> str:
        """The place in a line."""
        return f"{self.flow_name} · {self.instance_alias or self.instance_id}"

    @property
    def key(self) -> Key:
        """What tells this place from every other."""
        return self.instance_id, self.flow_id

    @cached_property
    def searched(self) -> str:
        """What a search looks through. It is made once, since every key looks through every place."""
        return " ".join((self.flow_name, self.instance_alias, self.flow_id, self.instance_id)).casefold()


class Places:
    """What a profile sees, loaded once and on demand again; followers hear of every step."""

    def __init__(self) -> None:
        self.state: State = "idle"
        self.error: ConsoleError | None = None
        self.changes: Changes[None] = Changes()
        self._instances: dict[str, str] = {}
        self._places: list[Place] = []
        self._turn = 0

    @property
    def all(self) -> Sequence[Place]:
        """Every place that is known by now, by instance and flow name."""
        return tuple(self._places)

    @property
    def instances(self) -> Sequence[tuple[str, str]]:
        """Id and alias of every instance that is known by now."""
        return tuple(self._instances.items())

    async def load(self, connect: Connect) -> None:
        """Asks for all instances, then for the flows of each; an error is kept, not raised.

        Followers see the flows of each instance as they come. An instance whose flows may not be
        listed does not hide the others: keys are often made for one instance of several. A load that
        `forget`, `fail` or another load has overtaken ends without a trace.
        """
        turn = self._take_turn()
        self._become("loading")
        state: State = "idle"
        error: ConsoleError | None = None
        try:
            error = await self._load_all(connect, turn)
            state = "failed" if error else "ready"
        except ConsoleError as raised:
            state, error = "failed", raised
        finally:
            if turn == self._turn:
                self._become(state, error)

    async def _load_all(self, connect: Connect, turn: int) -> ConsoleError | None:
        """The first error among the instances, if one of them could not be listed."""
        instances = await connect.list_instances()
        if turn != self._turn:
            return None
        self._instances = {instance.id: instance.alias for instance in instances}
        self._places = [place for place in self._places if place.instance_id in self._instances]
        first: ConsoleError | None = None
        for instance in instances:
            refused = await self._load_flows(connect, instance, turn)
            if turn != self._turn:
                return None
            first = first or refused
        return first

    async def _load_flows(self, connect: Connect, instance: Instance, turn: int) -> ConsoleError | None:
        try:
            flows = await connect.list_contact_flows(instance.id)
        except ServiceError as error:
            return error
        if turn != self._turn:
            return None
        found = [Place(instance.id, instance.alias, flow.id, flow.name) for flow in flows]
        others = [place for place in self._places if place.instance_id != instance.id]
        self._places = sorted(
            others + found, key=lambda place: (place.instance_alias, place.flow_name.casefold())
        )
        self._become("loading")
        return None

    def fail(self, error: ConsoleError) -> None:
        """The profile could not even be opened."""
        self._take_turn()
        self._become("failed", error)

    def forget(self) -> None:
        """Another profile sees other places."""
        self._take_turn()
        self._places, self._instances = [], {}
        self._become("idle")

    def find(self, instance_id: str | None, flow_id: str | None) -> Place | None:
        """The place of a flow; without an instance, wherever that flow is."""
        matches = (
            place
            for place in self._places
            if place.flow_id == flow_id and instance_id in (None, place.instance_id)
        )
        return next(matches, None)

    def resolve(self, pasted: Destination) -> Destination:
        """What a pasted text means here: an id that is an instance's, the alias of an admin site."""
        if pasted.flow_id in self._instances:
            return Destination(pasted.region, pasted.flow_id)
        instance = pasted.instance_id
        if instance is None and pasted.flow_id and (place := self.find(None, pasted.flow_id)):
            instance = place.instance_id
        if instance is None and pasted.alias:
            known = (key for key, alias in self._instances.items() if alias.casefold() == pasted.alias)
            instance = next(known, None)
        return Destination(pasted.region, instance, pasted.flow_id, pasted.alias)

    def search(self, text: str, recent: Iterable[Key] = ()) -> list[Place]:
        """The places in which every typed word occurs, recently used ones first.

        Words are looked for in flow name, instance alias and both ids; a name that starts with
        the text comes before one that merely holds it.
        """
        words = text.casefold().split()
        order = {key: rank for rank, key in enumerate(recent)}
        hits = [place for place in self._places if all(word in place.searched for word in words)]
        start = " ".join(words)
        return sorted(
            hits,
            key=lambda place: (
                not place.searched.startswith(start),
                order.get(place.key, len(order)),
            ),
        )

    def _take_turn(self) -> int:
        """From here on, what an earlier load still brings is of no interest."""
        self._turn += 1
        return self._turn

    def _become(self, state: State, error: ConsoleError | None = None) -> None:
        self.state, self.error = state, error
        self.changes.tell(None)
