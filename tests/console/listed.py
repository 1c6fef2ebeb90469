"""A door to AWS that lists what a test says; the sandbox has one instance, and some tests need more."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence

from console.aws import Connect, Flow, Instance
from console.errors import ConsoleError
from console.places import Places


class Listed(Connect):
    """Instances by alias, each with the names of its flows, or with the error that listing them gives."""

    def __init__(self, instances: Mapping[str, Sequence[str] | ConsoleError] | ConsoleError) -> None:
        self._instances = instances
        self.asked: list[str] = []

    async def list_instances(self) -> list[Instance]:
        await asyncio.sleep(0)
        if isinstance(self._instances, ConsoleError):
            raise self._instances
        return [Instance(id_of(alias), "", alias, "ACTIVE") for alias in self._instances]

    async def list_contact_flows(
        self, instance_id: str, types: Sequence[str] = ("CONTACT_FLOW",)
    ) -> list[Flow]:
        await asyncio.sleep(0)
        assert not isinstance(self._instances, ConsoleError)
        alias = next(alias for alias in self._instances if id_of(alias) == instance_id)
        names = self._instances[alias]
        self.asked.append(alias)
        if isinstance(names, ConsoleError):
            raise names
        return [Flow(id_of(alias, name), "", name, "CONTACT_FLOW", "ACTIVE") for name in names]


def id_of(alias: str, flow: str = "") -> str:
    """The id of an instance, or of a flow in it."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{alias}/{flow}"))


def loaded(instances: Mapping[str, Sequence[str] | ConsoleError] | ConsoleError) -> Places:
    """Places that were loaded through such a door."""
    places = Places()
    asyncio.run(places.load(Listed(instances)))
    return places
