"""The sessions of one run: keys by profile, held while they last, asked for anew when they run out."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.chat.clocks import Clock
from console.credentials import Keys
from console.errors import ConsoleError, ProfileProblem, SignInNeeded
from console.kinds import Entry
from console.language import tr
from console.profiles import Profile
from console.sessions.asking import Asks
from console.sessions.portals import Portals
from console.sessions.ways import OBTAINED, Wanted

if TYPE_CHECKING:
    from console.credentials import Proxy
    from console.workers import Workers

log = logging.getLogger(__name__)

LEAST_LEFT = timedelta(minutes=5)
"""Keys that run out sooner are renewed first, as the AWS tools do."""


@dataclass(frozen=True)
class Signing:
    """How requests of a profile are signed, and by which proxy they go out."""

    keys: Keys
    proxy: Proxy | None = None


@dataclass(frozen=True)
class _Held:
    signing: Signing
    began_at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether its keys last well beyond this moment; of short ones the last third is left unused."""
        ends = self.signing.keys.expires_at
        return ends is None or ends - now > min(LEAST_LEFT, (ends - self.began_at) / 3)

    def is_over(self, now: datetime) -> bool:
        ends = self.signing.keys.expires_at
        return ends is not None and ends <= now


class Sessions:
    """Keys by profile. `entries` gives what the keyring holds for a profile, `find` the profile of an id.

    `changed` hears the id of a profile whose keys came, were renewed or dropped.
    """

    def __init__(
        self,
        entries: Callable[[Profile], Awaitable[Entry]],
        find: Callable[[str | None], Profile | None],
        portals: Portals,
        workers: Workers,
        clock: Clock,
        changed: Callable[[str], None],
    ) -> None:
        self.portals = portals
        self._changed = changed
        self._entries = entries
        self._find = find
        self._workers = workers
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._devices: dict[tuple[str, str], Keys] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def holds_any(self) -> bool:
        """Whether any profile has keys just now."""
        return bool(self._held)

    def expires_at(self, profile_id: str) -> datetime | None:
        """When the keys of a profile run out; None where none are held, or they never do."""
        held = self._held.get(profile_id)
        return held.signing.keys.expires_at if held else None

    async def open(self, profile: Profile, ask: Asks | None = None) -> Signing:
        """Keys that hold for some time yet. Without `ask`, nobody is asked.

        Raises:
            SignInNeeded: somebody has to act, and `ask` is missing; CodeNeeded where it is a code.
            VaultError: the keyring does not give what it holds.
            ConsoleError: AWS refuses, or the profile can't be used.
        """
        async with self._locks[profile.id]:
            held = self._held.get(profile.id)
            if held is not None and held.holds(self._clock()):
                return held.signing
            try:
                signing = await self._obtain(profile, await self._entries(profile), ask)
            except ConsoleError as error:
                if held is None or held.is_over(self._clock()):
                    raise
                log.info("the keys of %s are not renewed yet: %s", profile.name, error)
                return held.signing
            self._hold(profile.id, signing)
            return signing

    async def try_entry(self, profile: Profile, entry: Entry, ask: Asks | None = None) -> Signing:
        """Keys of a profile as it is typed; nothing is held of them."""
        return await self._obtain(profile, entry, ask)

    async def renew(self, profile: Profile) -> None:
        """Renews keys that are about to run out, where that needs nobody; errors are for the next use."""
        if self.expires_at(profile.id) is not None:
            try:
                await self.open(profile)
            except ConsoleError as error:
                log.info("the keys of %s are not renewed: %s", profile.name, error)

    def forget(self, profile_id: str | None = None) -> None:
        """Drops the keys of a profile, or all; Python cannot wipe them, but nothing uses them any more."""
        gone = list(self._held) if profile_id is None else [profile_id]
        if profile_id is None:
            self._devices.clear()
            self.portals.forget()
        else:
            self._devices = {at: keys for at, keys in self._devices.items() if at[0] != profile_id}
        for one in gone:
            if self._held.pop(one, None) is not None:
                self._changed(one)

    def _hold(self, profile_id: str, signing: Signing) -> None:
        self._held[profile_id] = _Held(signing, self._clock())
        self._changed(profile_id)

    async def _obtain(self, profile: Profile, entry: Entry, ask: Asks | None) -> Signing:
        if not entry:
            raise SignInNeeded(
                tr("The keyring holds nothing for {name}.", name=profile.name),
                tr("Edit the profile and give its credentials again."),
                profile_id=profile.id,
            )
        proxy = proxy_of(profile, entry)
        wanted = Wanted(profile, entry, proxy, ask, self._clock, self._workers, self.portals, self)
        return Signing(await OBTAINED[profile.kind](wanted), proxy)

    # -- what the kinds need --------------------------------------------------------------------

    async def of_source(self, profile: Profile, ask: Asks | None) -> tuple[Profile, Keys]:
        """The profile that a role stands on, and its keys.

        Raises:
            ProfileProblem: it is gone, or its role stands on this one.
        """
        source = self._find(profile.source)
        if source is None:
            raise ProfileProblem(
                tr("The profile whose keys assume the role of {name} is gone.", name=profile.name),
                tr("Edit the profile and choose another one to stand on."),
            )
        if self._stands_on(source, profile):
            raise ProfileProblem(
                tr("{name} and {other} stand on each other.", name=profile.name, other=source.name),
                tr("Edit one of them and choose another profile to stand on."),
            )
        return source, (await self.open(source, ask)).keys

    def _stands_on(self, profile: Profile, other: Profile) -> bool:
        seen: set[str] = set()
        below: Profile | None = profile
        while below is not None and below.id not in seen:
            if below.id == other.id:
                return True
            seen.add(below.id)
            below = self._find(below.source)
        return below is not None

    def device_session(self, source: Profile, serial: str) -> Keys | None:
        """The session that a code of an MFA device opened for a profile's keys, if it still holds."""
        keys = self._devices.get((source.id, serial))
        if keys is None or keys.expires_at is None or keys.expires_at - self._clock() < LEAST_LEFT:
            return None
        return keys

    def hold_device_session(self, source: Profile, serial: str, keys: Keys) -> None:
        """Keeps that session for every role with the same device."""
        self._devices[source.id, serial] = keys


def proxy_of(profile: Profile, entry: Entry) -> Proxy | None:
    """The proxy of a profile, with the user and password that the keyring holds.

    Raises:
        ProfileProblem: its address is none.
    """
    from console.credentials import Proxy, check_proxy

    if not profile.proxy:
        return None
    return Proxy(check_proxy(profile.proxy), entry.get("proxy_user"), entry.get("proxy_password"))
