"""What is examined or asked about: a profile, an instance and a flow, with the names that people know."""

from __future__ import annotations

from dataclasses import dataclass

from console.language import tr
from console.places import Place
from console.profiles import Profile
from ui.wording import short_id


@dataclass(frozen=True)
class Subject:
    """A profile and where it starts chats; ids are empty where nothing is chosen."""

    profile: Profile
    instance_id: str = ""
    flow_id: str = ""
    place: Place | None = None
    """What the list of flows tells of it, if it is there."""
    contact_id: str = ""
    """A chat of this instance that is over, with which more can be said for certain."""

    @property
    def alias(self) -> str:
        """The alias of the instance; empty where it is not known."""
        return self.place.instance_alias if self.place else ""

    @property
    def instance(self) -> str:
        """The instance as people know it; empty where none is chosen."""
        return self.alias or short_id(self.instance_id)

    @property
    def flow(self) -> str:
        """The flow as people know it; empty where none is chosen."""
        return self.place.flow_name if self.place else short_id(self.flow_id)

    @property
    def line(self) -> str:
        """All of it in a line."""
        where = (self.flow or tr("no flow chosen"), self.instance or tr("no instance chosen"))
        return " · ".join(filter(None, (self.profile.name, self.profile.region, *where)))
