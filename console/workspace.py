"""Everything opened and introduced: profiles, places, presets, draft, chats, the sandbox on demand."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.changes import Changes
from console.chat.clocks import Clock, utc_now
from console.chat.session import Chat
from console.draft import Draft
from console.errors import ConsoleError
from console.files import read_json, write_json
from console.places import Key, Place, Places
from console.presets import Presets
from console.profiles import ENVIRONMENT, SANDBOX, Profile
from console.redaction import without_secrets
from console.settings import Settings, read_settings, write_settings

if TYPE_CHECKING:
    from console.aws import Connect
    from console.credentials import Keys
    from console.doors import Doors
    from console.sandbox import Sandbox

log = logging.getLogger(__name__)

FIRST_REQUEST = {"ParticipantDetails": {"DisplayName": "Test customer"}}
DESTINATION = ("InstanceId", "ContactFlowId")
RECENT_PLACES = 8


class Workspace:
    """One run of the console over one folder of the user's data.

    `changes` tells what of it changed: profile, chats or draft. A sandbox that is given runs on when
    the workspace closes; its own ends with it.
    """

    def __init__(
        self, folder: Path, clock: Clock = utc_now, run_sandbox: Callable[[], Sandbox] | None = None
    ) -> None:
        self.clock = clock
        self.changes: Changes[str] = Changes()
        self.settings: Settings = read_settings(folder / "settings.json")
        self.presets = Presets(folder / "requests")
        self.places = Places()
        self.chats: list[Chat] = []
        self._numbers = count(1)
        self.profile: Profile = SANDBOX
        self.environment: Profile | None = None
        """The Environment profile once its variables were read; its keys are in memory only."""
        self._folder = folder
        self._run_sandbox = run_sandbox
        stored = read_json(folder / "draft.json")
        destinations = stored.get("destinations")
        self._destinations: dict[str, dict[str, Any]] = destinations if isinstance(destinations, dict) else {}
        request = stored.get("request")
        self.draft = Draft(request if isinstance(request, dict) else FIRST_REQUEST)
        if (last := stored.get("profile", SANDBOX.name)) != SANDBOX.name:
            # Keys are never written, so every run begins with the sandbox.
            self._move_destination(last, SANDBOX.name)
        recent = read_json(folder / "recent.json").get("places", [])
        self._recent: list[Key] = [(pair[0], pair[1]) for pair in recent if _is_key(pair)]

    # -- profiles -------------------------------------------------------------------------------

    @property
    def profiles(self) -> list[Profile]:
        """The sandbox, which is always there, and the environment, read or not."""
        return [SANDBOX, self.environment or ENVIRONMENT]

    def add_environment(self, profile: Profile, keys: Keys) -> None:
        """Makes the Environment profile usable with keys that were just read. They stay in memory."""
        self.doors.give_keys(profile.kind, keys)
        self.environment = profile
        if self.profile.kind == profile.kind:
            # Other keys may see other places.
            self.places.forget()

    def move_environment(self, region: str) -> None:
        """Takes the Environment profile, with its keys, to another region."""
        if self.environment is not None:
            self.environment = replace(self.environment, region=region)
            self.choose(self.environment)

    def choose(self, profile: Profile) -> None:
        """Makes a profile the one that chats start with; its places are to be loaded anew.

        Each profile has its own instance and flow in the draft: ids of one account mean nothing in
        another. Everything else that was typed stays.
        """
        if profile != self.profile:
            self._move_destination(self.profile.name, profile.name)
            self.profile = profile
            self.places.forget()
            self.keep_draft()
        self.changes.tell("profile")

    def _move_destination(self, old: str, new: str) -> None:
        self._destinations[old] = {name: self.draft.value(name) for name in DESTINATION}
        for name in DESTINATION:
            self.draft.put((name,), self._destinations.get(new, {}).get(name))

    @cached_property
    def doors(self) -> Doors:
        """The doors to AWS; they bring the AWS code with them, so they are made when first wanted."""
        from console.doors import Doors

        return Doors(self._run_sandbox)

    async def open(self, profile: Profile | None = None) -> Connect:
        """The door to AWS for a profile, by default the chosen one.

        Raises:
            ConsoleError: the profile's keys or endpoint can't be used.
        """
        return await self.doors.open(profile or self.profile)

    def endpoint_of(self, profile: Profile) -> str | None:
        """Where a profile's requests go: the running sandbox's address, or the profile's own."""
        sandbox = self._sandbox
        return sandbox.endpoint if profile.kind == "sandbox" and sandbox else profile.endpoint

    @property
    def _sandbox(self) -> Sandbox | None:
        return self.doors.sandbox if "doors" in vars(self) else None

    async def load_places(self) -> None:
        """Loads what the chosen profile sees; a single instance or flow is chosen by itself."""
        profile = self.profile
        try:
            door = await self.open(profile)
        except ConsoleError as error:
            if profile == self.profile:
                self.places.fail(error)
            return
        if profile == self.profile:
            await self.places.load(door)
        # One that was overtaken by another load leaves the choice to that one.
        if self.places.state != "loading":
            self._choose_obvious()

    def _choose_obvious(self) -> None:
        """The form opens ready to start: the sandbox's first flow, or the only place there is."""
        instance_id, flow_id = (self.draft.value(name) for name in DESTINATION)
        if instance_id and flow_id:
            return
        places = self.places.search("", self._recent)
        if self.profile.kind == "sandbox" and self._sandbox and places:
            greeting = self.places.find(self._sandbox.instance_id, self._sandbox.flows[0].id)
            recent = next((place for place in places if place.key in self._recent), None)
            self.take_place(recent or greeting or places[0])
        elif len(places) == 1:
            self.take_place(places[0])
        elif len(self.places.instances) == 1 and not instance_id:
            self.draft.put(("InstanceId",), self.places.instances[0][0])
            self.changes.tell("draft")

    def take_place(self, place: Place) -> None:
        """Puts instance and flow into the draft."""
        self.draft.put(("InstanceId",), place.instance_id)
        self.draft.put(("ContactFlowId",), place.flow_id)
        self.changes.tell("draft")

    @property
    def place(self) -> Place | None:
        """Where the draft points, if the chosen profile knows that place."""
        return self.places.find(self.draft.value("InstanceId"), self.draft.value("ContactFlowId"))

    @property
    def recent(self) -> list[Key]:
        """The places that chats were started in, last one first."""
        return list(self._recent)

    # -- chats ----------------------------------------------------------------------------------

    def new_chat(self, request: Mapping[str, Any] | None = None, profile: Profile | None = None) -> Chat:
        """A chat that is about to start with this request, by default the draft as it stands."""
        request = self.draft.request if request is None else request
        profile = profile or self.profile
        place = self.places.find(request.get("InstanceId"), request.get("ContactFlowId"))
        chat = Chat(next(self._numbers), request, profile, self.clock, place.title if place else "")
        self.chats.append(chat)
        self.changes.tell("chats")
        return chat

    async def start(self, chat: Chat) -> None:
        """Starts a new chat; what becomes of it is told by the chat itself."""
        await chat.start(lambda: self.open(chat.profile))
        if chat.started:
            self._remember(chat)

    async def stop(self, chat: Chat) -> None:
        """Ends a chat's contact."""
        await chat.stop(lambda: self.open(chat.profile))

    def forget_chat(self, chat: Chat) -> None:
        """Takes a chat that is over off the list."""
        self.chats.remove(chat)
        self.changes.tell("chats")

    def open_beside(self, chat: Chat) -> list[Chat]:
        """The chats of this console that fill the same quota: those open on the chat's own instance."""
        place = (chat.profile, chat.request.get("InstanceId"))
        return [
            other
            for other in self.chats
            if other.can_be_stopped and (other.profile, other.request.get("InstanceId")) == place
        ]

    def _remember(self, chat: Chat) -> None:
        key = (str(chat.request.get("InstanceId")), str(chat.request.get("ContactFlowId")))
        if self._recent[:1] != [key]:
            self._recent = [key, *(known for known in self._recent if known != key)][:RECENT_PLACES]
            self._keep("recent.json", {"places": self._recent})

    # -- what is kept ---------------------------------------------------------------------------

    def change_settings(self, **values: Any) -> None:
        """Changes preferences and keeps them."""
        changed = replace(self.settings, **values)
        if changed != self.settings:
            self.settings = changed
            try:
                write_settings(self._folder / "settings.json", changed)
            except OSError as fault:
                log.warning("the settings could not be kept: %s", fault)

    def keep_draft(self) -> None:
        """Keeps the request that is being written for the next start of the console."""
        self._keep(
            "draft.json",
            {
                "profile": self.profile.name,
                "request": without_secrets(self.draft.request),
                "destinations": self._destinations,
            },
        )

    def _keep(self, name: str, content: Mapping[str, Any]) -> None:
        try:
            # Written from the window's thread, which does not wait for the disk.
            write_json(self._folder / name, content, durable=False)
        except OSError as fault:
            log.warning("%s could not be kept: %s", name, fault)

    async def close(self) -> None:
        """Lets go of keys and clients, and ends the sandbox."""
        if "doors" in vars(self):
            await self.doors.close()


def _is_key(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
