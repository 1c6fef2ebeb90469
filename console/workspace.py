"""Everything opened and introduced: profiles, places, presets, draft, chats, the sandbox on demand."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.chat.chat import Chat
from console.chat.clocks import Clock, utc_now
from console.premises import Premises
from console.presenting import Presenting
from console.presets import Presets
from console.profiles import SANDBOX, Profile
from console.settings import Settings, read_settings, write_settings

if TYPE_CHECKING:
    from console.agent_desk import AgentDesk
    from console.control_route import ControlRoute
    from console.history import History, Recorder
    from console.kept_chats import KeptChat
    from console.open_chats import OpenChats
    from console.sandbox import Sandbox
    from console.trace import Traces
    from console.turns import KnownTurns
    from console.vault import Vault

log = logging.getLogger(__name__)


class Workspace(Premises):
    """One run of the console over one folder of the user's data.

    A sandbox that is given runs on when the workspace closes; its own ends with it. Without a vault that
    is given, the keyring of the operating system is used when it is first wanted.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock = utc_now,
        run_sandbox: Callable[[], Sandbox] | None = None,
        vault: Vault | None = None,
    ) -> None:
        super().__init__(folder, clock, run_sandbox, vault)
        self.settings: Settings = read_settings(folder / "settings.json")
        self.presets = Presets(folder / "requests")
        self.chats: list[Chat] = []
        self.presenting = Presenting()
        self._numbers = count(1)
        self._control: ControlRoute | None = None

    # -- chats ----------------------------------------------------------------------------------

    def new_chat(self, request: Mapping[str, Any] | None = None, profile: Profile | None = None) -> Chat:
        """A chat that is about to start with this request, by default the draft as it stands."""
        request = self.draft.request if request is None else request
        profile = profile or self.profile
        place = self.places.find(request.get("InstanceId"), request.get("ContactFlowId"))
        chat = Chat(next(self._numbers), request, profile, self.clock, place.title if place else "")
        self.recorder.begin(chat, *((place.instance_alias, place.flow_name) if place else ()))
        self.chats.append(chat)
        self.changes.tell("chats")
        return chat

    async def start(self, chat: Chat) -> None:
        """Starts a new chat; what becomes of it is told by the chat itself."""
        await chat.start(lambda: self.open(chat.profile, self.ask))
        self.recorder.note(chat)
        if chat.started:
            self._recent.note((str(chat.request.get("InstanceId")), str(chat.request.get("ContactFlowId"))))
            await self._note_flow(chat)
            self.recorder.note(chat)

    async def _note_flow(self, chat: Chat) -> None:
        """Notes which content the chat's flow had, so that one can tell later whether it changed."""
        where = (chat.profile, str(chat.request.get("InstanceId")), str(chat.request.get("ContactFlowId")))
        # Read anew, however short ago it was looked at: the flow may have been changed just before the start.
        async with aclosing(self.flows.read(*where)) as reading:
            async for facts in reading:
                chat.flow_sha256 = facts.sha256
                if facts.details is not None:
                    break

    async def stop(self, chat: Chat) -> None:
        """Ends a chat's contact."""
        await chat.stop(lambda: self.open(chat.profile, self.ask))
        self.recorder.note(chat)

    @cached_property
    def open_chats(self) -> OpenChats:
        """Connecting chats, and those of an earlier run; made when a chat is first connected to."""
        from console.kept_chats import KeptChats
        from console.open_chats import OpenChats

        kept = KeptChats(self.folder / "open_chats.json", self.wallet.vault, self.clock)
        return OpenChats(self.doors, self.wallet, kept, self._workers, lambda: self.chats, self.stop)

    async def connect(self, chat: Chat) -> None:
        """Connects to a chat that was started, as its customer; what becomes of it the chat tells."""
        await self.open_chats.connect(chat)
        self.recorder.note(chat)

    async def rejoin(self, kept: KeptChat) -> Chat:
        """Joins a chat of an earlier run again; it is among the chats from then on.

        Raises:
            ConsoleError: its token is not there, or the keyring does not give it.
        """
        started = await self.open_chats.started(kept)
        profile = self.own_profiles.find(kept.profile.id) or kept.profile
        chat = Chat(next(self._numbers), kept.request, profile, self.clock, kept.place)
        chat.resume(started)
        self.recorder.take_up(chat)
        self.chats.append(chat)
        self.changes.tell("chats")
        await self.connect(chat)
        return chat

    def forget_chat(self, chat: Chat) -> None:
        """Takes a chat that is over off the list."""
        self.chats.remove(chat)
        if "traces" in vars(self):
            self.traces.forget(chat)
        if "turns" in vars(self):
            self.turns.forget(chat)
        self.changes.tell("chats")

    def open_beside(self, chat: Chat) -> list[Chat]:
        """The chats of this console that fill the same quota: those open on the chat's own instance."""
        place = (chat.profile, chat.request.get("InstanceId"))
        return [
            other
            for other in self.chats
            if other.can_be_stopped and (other.profile, other.request.get("InstanceId")) == place
        ]

    def contact_over(self, profile: Profile, instance_id: str) -> str | None:
        """The last contact of this run that a profile started on an instance and that has ended."""
        place = (profile.id, instance_id)
        over = (
            chat.contact_id
            for chat in reversed(self.chats)
            if chat.is_over and (chat.profile.id, chat.request.get("InstanceId")) == place
        )
        return next(filter(None, over), None)

    # -- behind the chats ------------------------------------------------------------------------

    @cached_property
    def history(self) -> History:
        """The chats of all runs; made when there is one to be written down, or somebody looks."""
        from console.history import History

        return History(self.folder, self.clock)

    @cached_property
    def recorder(self) -> Recorder:
        """Writes the chats of this run into the history, as they happen."""
        from console.history import Recorder

        return Recorder(self.history, self.clock)

    @cached_property
    def traces(self) -> Traces:
        """Which way each chat took through its flows."""
        from console.trace import Traces

        return Traces(self.open, lambda: self.control, self.clock)

    @cached_property
    def turns(self) -> KnownTurns:
        """What became of the contact of each chat, turn by turn."""
        from console.turns import KnownTurns

        return KnownTurns(self.open, lambda chat: self.traces.of(chat), self.clock)

    @property
    def control(self) -> ControlRoute | None:
        """What a trainer may ask of the sandbox of this console; None until it runs."""
        sandbox = self._sandbox
        if self._control is None and sandbox is not None:
            from console.control_route import ControlRoute

            self._control = ControlRoute(sandbox.endpoint, sandbox.secret_access_key, self._workers)
        return self._control

    @cached_property
    def agent_desk(self) -> AgentDesk:
        """Where a person is the agent of the sandbox's chats."""
        from console.agent_desk import AgentDesk

        return AgentDesk(
            lambda: self.control, lambda: self.doors.open_participant(SANDBOX), self.clock, lambda: self.chats
        )

    # -- what is kept ---------------------------------------------------------------------------

    def change_settings(self, **values: Any) -> None:
        """Changes preferences and keeps them."""
        changed = replace(self.settings, **values)
        if changed != self.settings:
            self.settings = changed
            try:
                write_settings(self.folder / "settings.json", changed)
            except OSError as fault:
                log.warning("the settings could not be kept: %s", fault)

    async def close(self) -> None:
        """Lets go of chats, keys and clients, and ends the sandbox; chats that are open stay open."""
        try:
            if "agent_desk" in vars(self):
                await self.agent_desk.close()
            if "open_chats" in vars(self):
                await self.open_chats.close()
            if "history" in vars(self):
                self.recorder.leave(self.chats)
                await self.history.close()
            if "wallet" in vars(self):
                await self.wallet.close()
        finally:
            if "doors" in vars(self):
                await self.doors.close()
