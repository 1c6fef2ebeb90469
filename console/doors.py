"""The doors to AWS of one run: one for each profile, the sandbox's server behind its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from console.aws import Connect
from console.credentials import Keys
from console.profiles import Profile
from console.workers import Workers

if TYPE_CHECKING:
    from console.sandbox import Sandbox


class Doors:
    """Opens a door when it is first wanted, and starts the sandbox for the sandbox's.

    A sandbox that is given runs on when the doors close; their own ends with them.
    """

    def __init__(self, run_sandbox: Callable[[], Sandbox] | None = None) -> None:
        self._keys: dict[str, Keys] = {}
        self._open: dict[Profile, Connect] = {}
        self._sandbox: Sandbox | None = None
        self._run = run_sandbox or _running_sandbox
        self._stops_sandbox = run_sandbox is None
        self._workers = Workers(name="aws")
        self._opening = asyncio.Lock()

    @property
    def sandbox(self) -> Sandbox | None:
        """The sandbox, if it was started."""
        return self._sandbox

    def give_keys(self, kind: str, keys: Keys) -> None:
        """Keys for the profiles of a kind, in memory only; doors that other keys opened are closed."""
        self._keys[kind] = keys
        for profile in [one for one in self._open if one.kind == kind]:
            self._open.pop(profile).close()

    async def open(self, profile: Profile) -> Connect:
        """The door for a profile, its clients loaded.

        Raises:
            ConsoleError: the profile's region or endpoint can't be used.
        """
        async with self._opening:
            if profile.kind == "sandbox":
                profile = await self._running(profile)
            door = self._open.get(profile)
            if door is None:
                door = Connect(profile, self._keys[profile.kind], self._workers)
                await door.prefetch()
                self._open[profile] = door
        return door

    async def _running(self, profile: Profile) -> Profile:
        if self._sandbox is None:
            self._sandbox = await self._workers.call(self._run)
            self._keys[profile.kind] = Keys(self._sandbox.access_key_id, self._sandbox.secret_access_key)
        return replace(profile, endpoint=self._sandbox.endpoint, region=self._sandbox.region)

    async def close(self) -> None:
        """Drops keys and clients, and ends the sandbox."""
        for door in self._open.values():
            door.close()
        self._open.clear()
        self._keys.clear()
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None and self._stops_sandbox:
            await self._workers.call(sandbox.stop)
        self._workers.close()


def _running_sandbox() -> Sandbox:
    # Its server is imported on a worker, when it is first wanted.
    from console.sandbox import Sandbox

    sandbox = Sandbox()
    sandbox.start()
    return sandbox
