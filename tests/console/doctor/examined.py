"""How the tests examine: through a door of their own, which is closed afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from console.aws import Connect
from console.credentials import Keys
from console.doctor import Finding, examine
from console.profiles import Profile
from console.sandbox import Sandbox
from tests.console.aws.door import HASTY, KEYS

OpenDoor = Callable[[Profile], Awaitable[Connect]]


def profile_at(endpoint: str | None, region: str = "us-east-1", **members: Any) -> Profile:
    return Profile("Test", "access_key", region, endpoint, id="test", **members)


@asynccontextmanager
async def doors(keys: Keys = KEYS) -> AsyncIterator[OpenDoor]:
    """Opens doors, and closes them in the end."""
    opened: list[Connect] = []

    async def open_door(profile: Profile) -> Connect:
        opened.append(Connect(profile, keys, patience=HASTY))
        return opened[-1]

    yield open_door
    for door in opened:
        door.close()


async def findings(sandbox: Sandbox, *, keys: Keys = KEYS, **chosen: Any) -> dict[str, Finding]:
    """The findings of one examination by their checks; the sandbox's instance and first flow by default."""
    ids: dict[str, Any] = {"instance_id": sandbox.instance_id, "flow_id": sandbox.flows[0].id}

    async def open_shared(profile: Profile) -> Connect:
        if (profile, keys) not in _shared:
            _shared[profile, keys] = Connect(profile, keys, patience=HASTY)
        return _shared[profile, keys]

    asked = examine(open_shared, profile_at(sandbox.endpoint), **ids | chosen)
    return {finding.check: finding async for finding in asked}


_shared: dict[tuple[Profile, Keys], Connect] = {}


def close_shared() -> None:
    """Closes the doors to the sandbox of the run."""
    for door in _shared.values():
        door.close()
    _shared.clear()
