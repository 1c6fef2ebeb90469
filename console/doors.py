"""The doors to AWS of one run: one for each profile, the sandbox's server behind its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from console.aws import Connect, ConnectParticipant
from console.credentials import Keys, Proxy
from console.errors import SignInNeeded
from console.language import tr
from console.profiles import Profile
from console.sessions import Asks, Signing
from console.workers import Workers

if TYPE_CHECKING:
    from console.sandbox import Sandbox

OpenSession = Callable[[Profile, Asks | None], Awaitable[Signing]]


class Doors:
    """Opens a door when it is first wanted, and starts the sandbox for the sandbox's.

    `open_session` gives the keys of the user's own profiles. A sandbox that is given runs on when
    the doors close; their own ends with them. So do the workers.
    """

    def __init__(
        self,
        run_sandbox: Callable[[], Sandbox] | None = None,
        open_session: OpenSession | None = None,
        workers: Workers | None = None,
    ) -> None:
        self._given: dict[str, Keys] = {}
        self._open_session = open_session
        self._open: dict[Profile, tuple[Signing, Connect]] = {}
        self._participants: dict[tuple[Profile, Proxy | None], ConnectParticipant] = {}
        self._sandbox: Sandbox | None = None
        self._run = run_sandbox or _running_sandbox
        self._stops_sandbox = run_sandbox is None
        self._workers = workers or Workers(name="aws")
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
        self._given[kind] = keys
        self.shut(lambda profile: profile.kind == kind)

    def drop_keys(self) -> None:
        """Closes every door but the sandbox's and drops their keys; what is under way ends by itself."""
        self._given = {kind: keys for kind, keys in self._given.items() if kind == "sandbox"}
        self.shut(lambda profile: profile.kind != "sandbox")

    def shut(self, concerns: Callable[[Profile], bool]) -> None:
        """Closes the doors of some profiles."""
        for profile in [one for one in self._open if concerns(one)]:
            self._open.pop(profile)[1].close()

    async def open(self, profile: Profile, ask: Asks | None = None) -> Connect:
        """The door for a profile, its clients loaded, its keys good for some minutes.

        Cancelling frees the caller at once; a sandbox that is starting starts on, for the next one.

        Raises:
            ConsoleError: the profile's keys, region or endpoint can't be used.
            RuntimeError: the doors are closed.
        """
        self._check_not_closed()
        if profile.kind == "sandbox":
            async with self._opening:
                profile = await self._running(profile)
        # Outside the lock: who waits for a code must not keep other profiles from their doors.
        signing = await self._signing(profile, ask)
        async with self._opening:
            self._check_not_closed()
            known = self._open.get(profile)
            if known is not None and known[0] == signing:
                return known[1]
            return await self._made(profile, signing)

    async def open_participant(self, profile: Profile, proxy: Proxy | None = None) -> ConnectParticipant:
        """The door to the participant service for a profile, its client loaded. It needs no keys.

        It stays open when keys are dropped: a chat outlives them. `proxy` is the profile's with its user;
        where it is missing, that of the open door holds, if there is one.

        Raises:
            ConsoleError: the profile's region, endpoint or proxy can't be used.
            RuntimeError: the doors are closed.
        """
        self._check_not_closed()
        async with self._opening:
            if profile.kind == "sandbox":
                profile = await self._running(profile)
            signing, _door = self._open.get(profile, (None, None))
            proxy = proxy or (signing.proxy if signing else None)
            known = self._participants.get((profile, proxy))
            if known is not None:
                return known
            # In the table before it is ready, so that whoever closes the doors meanwhile finds it there.
            door = self._participants[profile, proxy] = ConnectParticipant(
                profile, self._workers, proxy=proxy
            )
            try:
                await door.prefetch()
                self._check_not_closed()
            except BaseException:
                self._participants.pop((profile, proxy), None)
                door.close()
                raise
            return door

    async def _signing(self, profile: Profile, ask: Asks | None) -> Signing:
        if profile.is_own and self._open_session is not None:
            return await self._open_session(profile, ask)
        if (keys := self._given.get(profile.kind)) is None:
            # They were locked away; a chat that they have started may go on.
            raise SignInNeeded(
                tr("The keys of {name} are not in memory any more.", name=profile.name),
                tr("Choose the profile again, which reads them anew."),
                profile_id=profile.id,
            )
        return Signing(keys)

    async def _made(self, profile: Profile, signing: Signing) -> Connect:
        door = Connect(profile, signing.keys, self._workers, proxy=signing.proxy)
        # In the table before it is ready: whoever closes doors meanwhile has to find it there. A door
        # with older keys is not closed: what goes on behind it may go on.
        self._open[profile] = signing, door
        try:
            await door.prefetch()
            self._check_not_closed()
        except BaseException:
            if self._open.get(profile) == (signing, door):
                del self._open[profile]
            door.close()
            raise
        return door

    async def _running(self, profile: Profile) -> Profile:
        if self._starting is None:
            self._starting = asyncio.create_task(self._start_sandbox(), name="start the sandbox")
        sandbox = await asyncio.shield(self._starting)
        self._check_not_closed()
        self._given[profile.kind] = Keys(sandbox.access_key_id, sandbox.secret_access_key)
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
        self.shut(lambda _profile: True)
        self._given.clear()
        while self._participants:
            self._participants.popitem()[1].close()
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
