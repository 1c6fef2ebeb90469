"""What a profile is examined with: where it goes, whom it asks, and what was found out so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from console.aws import Connect, Identity, Patience
from console.aws.clients import Route
from console.aws.regions import Place, Way, address_of, knock
from console.errors import ConsoleError
from console.language import tr
from console.profiles import Profile
from console.workers import Workers


@dataclass
class Case:
    """One examination. `door` is None where the profile has no keys to open one, and `refused` says why.

    Ids are plain, without the ARN around them; empty where nothing is chosen.
    """

    profile: Profile
    instance_id: str
    flow_id: str
    contact_id: str
    patience: Patience
    workers: Workers
    door: Connect | None = None
    refused: ConsoleError | None = None
    identity: Identity | None = None
    doubt: ConsoleError | None = None
    """Why it is not known whose keys these are."""
    ways: dict[Place, Way | ConsoleError] = field(default_factory=dict)

    @property
    def route(self) -> Route:
        """Where calls go; without a door the user of a proxy is not known.

        Raises:
            ConsoleError: it is the sandbox, which does not run.
        """
        if self.door is None and self.profile.kind != "sandbox":
            return Route.of(self.profile)
        return self.opened().route

    def opened(self) -> Connect:
        """The door.

        Raises:
            ConsoleError: there is none, and why.
        """
        if self.door is None:
            raise self.refused or ConsoleError(tr("This profile has no keys."), tr("Load or add its keys."))
        return self.door

    async def knock_at(self, place: Place) -> Way:
        """How a service is reached, remembered for those who ask how.

        Raises:
            ConsoleError: it is not reached.
        """
        route = self.route
        try:
            way = await self.workers.call(
                lambda: knock(address_of(place, route.checked()), route, self.patience)
            )
        except ConsoleError as error:
            self.ways[place] = error
            raise
        self.ways[place] = way
        return way
