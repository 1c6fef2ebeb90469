"""What profiles saw in earlier runs: a file for each, with ids, names and states, and no secret."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from console.files import read_json, write_json
from console.place import Place, in_order

if TYPE_CHECKING:
    from console.workers import Workers

log = logging.getLogger(__name__)
T = TypeVar("T")
Instances = Mapping[str, str]
"""The aliases of instances, by id."""


class RememberedPlaces:
    """The files in `places` within a folder. They are a convenience: what goes wrong with them is logged.

    With workers, files are read and written there: ten thousand flows take longer than a frame.
    """

    def __init__(self, folder: Path, workers: Callable[[], Workers] | None = None) -> None:
        self._folder, self._workers = folder / "places", workers
        self._last: tuple[str, Mapping[str, Any]] = ("", {})

    async def recall(self, profile_id: str) -> tuple[dict[str, str], list[Place]]:
        """Instances and places of a profile; empty where nothing is remembered."""
        file = self._file(profile_id)
        if file is None:
            return {}, []
        stored = await self._work(lambda: read_json(file))
        self._last = (profile_id, stored)
        return _read(stored)

    async def keep(self, profile_id: str, instances: Instances, places: Iterable[Place]) -> None:
        """Remembers what a profile sees, in place of what it saw before."""
        content = _written(instances, places)
        file = self._file(profile_id)
        if file is None or (profile_id, content) == self._last:
            return
        try:
            await self._work(lambda: write_json(file, content, durable=False))
            self._last = (profile_id, content)
        except OSError as fault:
            log.warning("the flows of a profile could not be remembered: %s", fault)

    def forget(self, profile_id: str) -> None:
        """Lets go of what is remembered for a profile."""
        self._last = ("", {})
        if (file := self._file(profile_id)) is None:
            return
        try:
            file.unlink(missing_ok=True)
        except OSError as fault:
            log.warning("the remembered flows of a profile could not be removed: %s", fault)

    def _file(self, profile_id: str) -> Path | None:
        # The id stands in a file of the user's, so it may be anything, a path among it.
        fits = re.fullmatch(r"[A-Za-z0-9_-]{1,64}", profile_id)
        return self._folder / f"{profile_id}.json" if fits else None

    async def _work(self, work: Callable[[], T]) -> T:
        return await self._workers().call(work) if self._workers else work()


_FLOW = ("flow_id", "flow_name", "type", "state", "status")
"""Of a flow, what is remembered, in this order; its instance is the one that it stands under."""


def _written(instances: Mapping[str, str], places: Iterable[Place]) -> dict[str, Any]:
    flows: dict[str, list[list[str]]] = {instance_id: [] for instance_id in instances}
    for place in places:
        flows[place.instance_id].append([getattr(place, name) for name in _FLOW])
    return {
        "instances": [
            {"id": instance_id, "alias": alias, "flows": flows[instance_id]}
            for instance_id, alias in instances.items()
        ]
    }


def _read(stored: Mapping[str, Any]) -> tuple[dict[str, str], list[Place]]:
    """What was written; whatever is not as it was written is left out."""
    instances: dict[str, str] = {}
    places: list[Place] = []
    listed = stored.get("instances")
    for one in listed if isinstance(listed, list) else ():
        if not (isinstance(one, dict) and _are_texts([one.get("id"), one.get("alias")])):
            continue
        instances[one["id"]] = one["alias"]
        flows = one.get("flows")
        places += [
            Place(one["id"], one["alias"], *flow)
            for flow in (flows if isinstance(flows, list) else ())
            if isinstance(flow, list) and len(flow) == len(_FLOW) and _are_texts(flow)
        ]
    return instances, in_order(places)


def _are_texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)
