"""The portals of one run: one for each start URL, so that profiles share a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.chat.clocks import Clock
from console.kinds import Entry
from console.profiles import Profile
from console.sessions.portal import Portal

if TYPE_CHECKING:
    from console.credentials import Proxy
    from console.vault import Vault
    from console.workers import Workers


class Portals:
    """Opens the portal of a start URL once, and gives the same one again."""

    def __init__(self, vault: Vault, workers: Workers, clock: Clock) -> None:
        self._vault = vault
        self._workers = workers
        self._clock = clock
        self._open: dict[tuple[str, str, str | None, Proxy | None], Portal] = {}

    def portal(
        self, start_url: str, region: str, endpoint: str | None = None, proxy: Proxy | None = None
    ) -> Portal:
        """The portal of a start URL, by a certain way.

        Raises:
            ProfileProblem: the region, the endpoint or the proxy can't be used.
        """
        from console.aws import IdentityCenter

        way = (start_url, region, endpoint, proxy)
        if way not in self._open:
            door = IdentityCenter(region, endpoint, proxy, self._workers)
            self._open[way] = Portal(start_url, region, door, self._vault, self._clock)
        return self._open[way]

    def of(self, profile: Profile, entry: Entry, proxy: Proxy | None) -> Portal:
        """The portal of a profile. An endpoint elsewhere is Amazon Connect's alone; a local one is for all.

        Raises:
            ProfileProblem: the region, the endpoint or the proxy can't be used.
        """
        endpoint = profile.endpoint if profile.is_local else None
        return self.portal(entry.get("start_url", ""), entry.get("sso_region", ""), endpoint, proxy)

    def forget(self) -> None:
        """Drops what is in memory; the keyring still has it."""
        self._open.clear()
