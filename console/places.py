"""The places where a chat can start: every flow of every instance that a profile can see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from console.changes import Changes
from console.errors import AccessDenied, ConsoleError, ServiceError
from console.pasted import Destination
from console.place import ARCHIVED, Key, Place, in_order
from console.remembered_places import RememberedPlaces

if TYPE_CHECKING:
    from console.aws import Connect
    from console.workers import Workers

__all__ = ["Key", "Place", "Places", "State"]

State = Literal["idle", "loading", "ready", "failed"]


class Places:
    """What a profile sees, loaded once and on demand again; followers hear of every step.

    With a folder, what was seen is remembered there for each of the user's profiles.
    """

    def __init__(self, folder: Path | None = None, workers: Callable[[], Workers] | None = None) -> None:
        self.state: State = "idle"
        self.error: ConsoleError | None = None
        self.limit: ConsoleError | None = None
        """Why only the profile's own instance is listed, where that is so."""
        self.is_remembered = False
        """Whether what is known comes from an earlier run, and was not renewed yet."""
        self.progress = (0, 0)
        """While it loads: of how many instances the flows are there, and how many instances there are."""
        self.changes: Changes[None] = Changes()
        self._remembered = RememberedPlaces(folder, workers) if folder else None
        self._instances: dict[str, str] = {}
        self._places: list[Place] = []
        self._is_whole = False
        self._turn = 0

    @property
    def all(self) -> Sequence[Place]:
        """Every place that is known by now, by instance and flow name."""
        return tuple(self._places)

    @property
    def instances(self) -> Sequence[tuple[str, str]]:
        """Id and alias of every instance that is known by now."""
        return tuple(self._instances.items())

    # -- loading --------------------------------------------------------------------------------

    async def load(self, connect: Connect, instance_id: str | None = None) -> None:
        """Asks for all instances, then for the flows of each; an error is kept, not raised.

        Followers see the flows of each instance as they come. An instance whose flows may not be
        listed does not hide the others: keys are often made for one instance of several. Where the
        instances themselves may not be listed, the flows of `instance_id`, the profile's own, are
        asked for all the same. A load that `forget`, `fail` or another load has overtaken ends
        without a trace.
        """
        turn = self._take_turn()
        self._become("loading")
        state: State = "idle"
        error: ConsoleError | None = None
        try:
            error = await self._load_all(connect, instance_id, turn)
            state = "failed" if error else "ready"
        except ConsoleError as raised:
            state, error = "failed", raised
        finally:
            if turn == self._turn:
                self._become(state, error)

    async def _load_all(self, connect: Connect, own: str | None, turn: int) -> ConsoleError | None:
        """The first error among the instances, if one of them could not be listed."""
        limit: ConsoleError | None = None
        try:
            instances = {instance.id: instance.alias for instance in await connect.list_instances()}
        except AccessDenied as refused:
            if not own:
                raise
            instances, limit = {own: self._instances.get(own, "")}, refused
        if turn != self._turn:
            return None
        self._instances, self.limit = instances, limit
        self._places = [place for place in self._places if place.instance_id in instances]
        first: ConsoleError | None = None
        for number, instance in enumerate(instances):
            self.progress = (number, len(instances))
            self._become("loading")
            refused_here = await self._load_flows(connect, instance, turn)
            if turn != self._turn:
                return None
            first = first or refused_here
        self.is_remembered, self._is_whole = False, True
        return first

    async def _load_flows(self, connect: Connect, instance_id: str, turn: int) -> ConsoleError | None:
        try:
            flows = await connect.list_contact_flows(instance_id)
        except ServiceError as error:
            return error
        if turn != self._turn:
            return None
        alias = self._instances[instance_id]
        found = [
            Place(instance_id, alias, flow.id, flow.name, flow.type, flow.state, flow.status)
            for flow in flows
        ]
        others = [place for place in self._places if place.instance_id != instance_id]
        self._places = in_order(others + found)
        return None

    def fail(self, error: ConsoleError) -> None:
        """The profile could not even be opened."""
        self._take_turn()
        self._become("failed", error)

    def forget(self) -> None:
        """Another profile sees other places."""
        self._take_turn()
        self._places, self._instances, self.is_remembered = [], {}, False
        self._become("idle")

    # -- remembering ----------------------------------------------------------------------------

    async def recall(self, profile_id: str) -> None:
        """Shows what a profile saw in an earlier run, until a load tells what it sees now.

        A load that has begun, and places that are known already, are not disturbed.
        """
        turn = self._turn
        if self._remembered is None or self._places or self.state != "idle":
            return
        instances, places = await self._remembered.recall(profile_id)
        if instances and turn == self._turn:
            self._instances, self._places, self.is_remembered = instances, places, True
            self._become("idle")

    async def remember(self, profile_id: str) -> None:
        """Keeps for a profile what the last load found, if that load came to its end.

        That the flows of some instance may not be listed is no reason to keep nothing.
        """
        if self._remembered is not None and self._is_whole:
            await self._remembered.keep(profile_id, dict(self._instances), self.all)

    def forget_profile(self, profile_id: str) -> None:
        """Lets go of what is remembered for a profile."""
        if self._remembered is not None:
            self._remembered.forget(profile_id)

    # -- finding --------------------------------------------------------------------------------

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
        the text comes before one that merely holds it. Archived flows are last of all.
        """
        words = text.casefold().split()
        # With every key all places are looked through, so nothing is done for each that need not be.
        hits: Sequence[Place] = self._places
        for word in words:
            hits = [place for place in hits if word in place.searched]
        start = " ".join(words)
        rank = {key: number for number, key in enumerate(recent)}
        flows = {flow_id for _, flow_id in rank}
        groups: dict[tuple[bool, bool], tuple[list[Place], list[Place]]] = {
            (is_archived, is_other): ([], []) for is_archived in (False, True) for is_other in (False, True)
        }
        for place in hits:
            used, others = groups[place.state == ARCHIVED, not place.searched.startswith(start)]
            is_used = place.flow_id in flows and place.key in rank
            (used if is_used else others).append(place)
        for used, _ in groups.values():
            used.sort(key=lambda place: rank[place.key])
        return [place for used, others in groups.values() for place in (*used, *others)]

    def _take_turn(self) -> int:
        """From here on, what an earlier load still brings is of no interest."""
        self._turn += 1
        self.limit, self.progress, self._is_whole = None, (0, 0), False
        return self._turn

    def _become(self, state: State, error: ConsoleError | None = None) -> None:
        self.state, self.error = state, error
        if state != "loading":
            self.progress = (0, 0)
        self.changes.tell(None)
