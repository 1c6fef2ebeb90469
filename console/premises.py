"""What chats stand on: profiles with their keys, the doors to AWS, the places to go, and the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from console.changes import Changes
from console.chat.clocks import Clock
from console.errors import ConsoleError
from console.kept_draft import DESTINATION, KeptDraft
from console.places import Key, Place, Places
from console.profiles import ENVIRONMENT, SANDBOX, Profile, Profiles
from console.recent_places import RecentPlaces

if TYPE_CHECKING:
    from console.aws import Connect
    from console.credentials import Keys
    from console.doors import Doors
    from console.flow_facts import KnownFlows
    from console.sandbox import Sandbox
    from console.sessions import Asks
    from console.vault import Vault
    from console.wallet import Wallet
    from console.workers import Workers

FRESH_EVERY_S = 20.0


class Premises:
    """The part of the workspace that knows with which profile a chat would start, and where.

    `changes` tells what of the workspace changed: profile, profiles, chats or draft.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        run_sandbox: Callable[[], Sandbox] | None,
        vault: Vault | None,
    ) -> None:
        self.clock = clock
        self.changes: Changes[str] = Changes()
        self.places = Places(folder, lambda: self._workers)
        self.own_profiles = Profiles(folder / "profiles.json")
        self.environment: Profile | None = None
        """The Environment profile once its variables were read; its keys are in memory only."""
        self.ask: Asks | None = None
        """Who answers when a code or a sign-in is needed for what a person has just asked for."""
        self.folder = folder
        """Where the user's data lies."""
        self._run_sandbox = run_sandbox
        self._vault = vault
        self._kept = KeptDraft(folder / "draft.json")
        self.draft = self._kept.draft
        # The environment's keys are never written; a run that had them is followed by the sandbox.
        self.profile: Profile = self.own_profiles.find(self._kept.profile_id) or SANDBOX
        if self._kept.profile_id not in ("", self.profile.id):
            self._kept.move(self.profile.id)
        self._kept.profile_id = self.profile.id
        self._recent = RecentPlaces(folder / "recent.json")

    # -- profiles -------------------------------------------------------------------------------

    @property
    def profiles(self) -> list[Profile]:
        """The sandbox, which is always there, the user's own, and the environment, read or not."""
        return [SANDBOX, *self.own_profiles.all, self.environment or ENVIRONMENT]

    @cached_property
    def wallet(self) -> Wallet:
        """The user's own profiles with their credentials; made when first wanted, like the doors."""
        from console.vault import Vault
        from console.wallet import Wallet

        vault = self._vault or Vault()
        return Wallet(
            self.own_profiles, vault, self._workers, self.clock, self._keys_dropped, self._show_looks
        )

    @cached_property
    def _workers(self) -> Workers:
        # Imported here, since it brings asyncio along.
        from console.workers import Workers

        return Workers(name="aws")

    def _keys_dropped(self, profile: Profile | None) -> None:
        """The keys of a profile, or all of them, must not be used any more."""
        if profile is None:
            self.doors.drop_keys()
            self.environment = None
        else:
            self.doors.shut(lambda other: profile.id in (other.id, other.source))
            self.flows.forget(profile.id)
            # Another region or other keys see other places.
            self.places.forget_profile(profile.id)
            if profile.id in (self.profile.id, self.profile.source):
                self.places.forget()
        chosen = self.own_profiles.find(self.profile.id) or SANDBOX
        if self.profile.kind == "environment" and self.environment is not None:
            chosen = self.environment
        if chosen != self.profile:
            self.choose(chosen)
        self.changes.tell("profiles")

    def _show_looks(self, profile: Profile) -> None:
        """A profile has another name or colour, and the keys that it had."""
        if profile.id == self.profile.id:
            self.profile = profile
        self.changes.tell("profiles")

    def add_environment(self, profile: Profile, keys: Keys) -> None:
        """Makes the Environment profile usable with keys that were just read. They stay in memory."""
        self.doors.give_keys(profile.kind, keys)
        self.environment = profile
        if self.profile.kind == profile.kind:
            # Other keys may see other places.
            self.places.forget()

    @property
    def holds_keys(self) -> bool:
        """Whether keys that are not the sandbox's are in memory, so that there is something to lock."""
        own = "wallet" in vars(self) and not self.wallet.is_locked and self.wallet.sessions.holds_any
        return own or self.environment is not None

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
            self._kept.move(profile.id)
            self.profile = profile
            self.places.forget()
            self.keep_draft()
        self.changes.tell("profile")

    @cached_property
    def doors(self) -> Doors:
        """The doors to AWS; they bring the AWS code with them, so they are made when first wanted."""
        from console.doors import Doors

        return Doors(
            self._run_sandbox, lambda profile, ask: self.wallet.sessions.open(profile, ask), self._workers
        )

    async def open(self, profile: Profile | None = None, ask: Asks | None = None) -> Connect:
        """The door to AWS for a profile, by default the chosen one.

        Raises:
            SignInNeeded: somebody has to sign in, and `ask` is missing.
            ConsoleError: the profile's keys or endpoint can't be used.
        """
        return await self.doors.open(profile or self.profile, ask)

    async def keep_fresh(self) -> None:
        """Renews the chosen profile's keys before they run out, where that needs nobody. Never ends."""
        from asyncio import sleep

        while True:
            await sleep(FRESH_EVERY_S)
            if self.profile.is_own:
                await self.wallet.sessions.renew(self.profile)

    def endpoint_of(self, profile: Profile) -> str | None:
        """Where a profile's requests go: the running sandbox's address, or the profile's own."""
        sandbox = self._sandbox
        return sandbox.endpoint if profile.kind == "sandbox" and sandbox else profile.endpoint

    @property
    def _sandbox(self) -> Sandbox | None:
        return self.doors.sandbox if "doors" in vars(self) else None

    # -- places ---------------------------------------------------------------------------------

    async def load_places(self, ask: Asks | None = None) -> None:
        """Loads what the chosen profile sees; a single instance or flow is chosen by itself."""
        profile = self.profile
        if profile.is_own:
            await self.places.recall(profile.id)
        try:
            door = await self.open(profile, ask)
        except ConsoleError as error:
            if profile == self.profile:
                self.places.fail(error)
            return
        if profile == self.profile:
            await self.places.load(door, profile.instance_id)
            if profile.is_own and profile == self.profile:
                await self.places.remember(profile.id)
        # One that was overtaken by another load leaves the choice to that one.
        if self.places.state != "loading":
            self._choose_obvious()

    @cached_property
    def flows(self) -> KnownFlows:
        """What is known of the flows that were looked at."""
        from console.flow_facts import KnownFlows

        return KnownFlows(self.open, self.clock, lambda: self._workers)

    def _choose_obvious(self) -> None:
        """The form opens ready to start: the sandbox's first flow, or the only place there is."""
        instance_id, flow_id = (self.draft.value(name) for name in DESTINATION)
        if instance_id and flow_id:
            return
        places = self.places.search("", self.recent)
        if self.profile.kind == "sandbox" and self._sandbox and places:
            greeting = self.places.find(self._sandbox.instance_id, self._sandbox.flows[0].id)
            recent = next((place for place in places if place.key in self.recent), None)
            self.take_place(recent or greeting or places[0])
        elif len(places) == 1:
            self.take_place(places[0])
        elif not instance_id and (only := self._only_instance()):
            self.draft.put(("InstanceId",), only)
            self.changes.tell("draft")

    def _only_instance(self) -> str | None:
        """The instance that the profile names, or the one that there is."""
        known = [instance_id for instance_id, _alias in self.places.instances]
        return self.profile.instance_id or (known[0] if len(known) == 1 else None)

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
        return self._recent.all

    def keep_draft(self) -> None:
        """Keeps the request that is being written for the next start of the console."""
        self._kept.keep()
