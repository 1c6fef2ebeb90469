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
        # Tasks of our own, since none of those who wait for them may take them along when cancelled.
        self._starting: asyncio.Task[Sandbox] | None = None
        self._closing: asyncio.Task[None] | None = None

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

        Cancelling frees the caller at once; a sandbox that is starting starts on, for the next one.

        Raises:
            ConsoleError: the profile's region or endpoint can't be used.
            RuntimeError: the doors are closed.
        """
        async with self._opening:
            self._check_not_closed()
            if profile.kind == "sandbox":
                profile = await self._running(profile)
            return self._open.get(profile) or await self._made(profile)

    async def _made(self, profile: Profile) -> Connect:
        # In the table before it is ready: whoever closes doors meanwhile has to find it there.
        door = self._open[profile] = Connect(profile, self._keys[profile.kind], self._workers)
        try:
            await door.prefetch()
            self._check_not_closed()
        except BaseException:
            self._open.pop(profile, None)
            door.close()
            raise
        return door

    async def _running(self, profile: Profile) -> Profile:
        if self._starting is None:
            self._starting = asyncio.create_task(self._start_sandbox(), name="start the sandbox")
        sandbox = await asyncio.shield(self._starting)
        self._check_not_closed()
        self._keys[profile.kind] = Keys(sandbox.access_key_id, sandbox.secret_access_key)
        return replace(profile, endpoint=sandbox.endpoint, region=sandbox.region)

    async def _start_sandbox(self) -> Sandbox:
        try:
            self._sandbox = await self._workers.call(self._run)
        except BaseException:
            # The next one who wants it may have better luck.
            self._starting = None
            raise
        return self._sandbox

    def _check_not_closed(self) -> None:
        if self._closing is not None:
            raise RuntimeError("the doors are closed")

    async def close(self) -> None:
        """Drops keys and clients, and ends the sandbox, also one that is only starting.

        It waits for that start as long as it takes; a caller who can't may cancel, and what is left
        to close is then closed without it. Closing twice does no harm.
        """
        if self._closing is None:
            self._closing = asyncio.create_task(self._close(), name="close the doors")
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        for door in self._open.values():
            door.close()
        self._open.clear()
        self._keys.clear()
        try:
            if self._starting is not None:
                await asyncio.wait([self._starting])
            sandbox, self._sandbox = self._sandbox, None
            if sandbox is not None and self._stops_sandbox:
                await self._workers.call(sandbox.stop)
        finally:
            self._workers.close()


def _running_sandbox() -> Sandbox:
    # Its server is imported on a worker, when it is first wanted.
    from console.sandbox import Sandbox

    sandbox = Sandbox()
    sandbox.start()
    return sandbox
