"""The chats that are connected to: how they are connected, left, stopped, and rejoined in a later run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING

from console.chat.chat import Chat
from console.doors import Doors
from console.errors import ConsoleError, VaultError, VaultLocked
from console.errors.chatting import not_rejoinable
from console.kept_chats import KeptChat, KeptChats
from console.language import tr
from console.profiles import Profile
from console.wallet import Wallet
from console.workers import Workers

if TYPE_CHECKING:
    from console.aws import ConnectParticipant, Started
    from console.credentials import Proxy

log = logging.getLogger(__name__)


class OpenChats:
    """Connects chats, and keeps what is needed to rejoin them for as long as they are open.

    `chats` gives the chats of this run, `stop` ends the contact of one.
    """

    def __init__(
        self,
        doors: Doors,
        wallet: Wallet,
        kept: KeptChats,
        workers: Workers,
        chats: Callable[[], Sequence[Chat]],
        stop: Callable[[Chat], Awaitable[None]],
    ) -> None:
        self._doors = doors
        self._wallet = wallet
        self._kept = kept
        self._workers = workers
        self._chats = chats
        self._stop = stop
        self._minded: set[Chat] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False

    @property
    def problem(self) -> VaultError | None:
        """Why the chat that was connected last can't be rejoined in a later run; None where it can."""
        return self._kept.problem

    @property
    def rejoinable(self) -> list[KeptChat]:
        """The chats of earlier runs that may be open still, oldest first."""
        own = {chat.contact_id for chat in self._chats()}
        return [one for one in self._kept.all() if one.contact_id not in own]

    @property
    def left_open(self) -> list[Chat]:
        """The chats of this run whose contacts are open, and count against the quota of their instances."""
        return [chat for chat in self._chats() if chat.can_be_stopped]

    async def connect(self, chat: Chat) -> None:
        """Connect to a chat that was started; what becomes of it the chat tells."""
        await chat.connect(lambda: self._door(chat.profile))
        # One of an earlier run is kept already; where it has ended meanwhile it is forgotten.
        if chat.connected_after is not None or chat.is_rejoined:
            self._mind(chat)

    async def started(self, kept: KeptChat) -> Started:
        """What it takes to join a chat of an earlier run.

        Raises:
            VaultError: the keyring does not give its token, or the profiles are locked.
            NotRejoinable: its token is kept no longer.
        """
        from console.aws import Started

        if self._wallet.is_locked:
            raise VaultLocked(
                tr("The profiles are locked in this window."), tr("Unlock them, then join the chat again.")
            )
        token = await self._kept.token_of(kept)
        if not token:
            await self._kept.forget(kept.contact_id)
            raise not_rejoinable(kept.name)
        return Started(kept.contact_id, kept.participant_id, token, "", None, kept.started_at)

    async def forget(self, kept: KeptChat) -> None:
        """Forget a chat of an earlier run; it goes on until its duration is over."""
        await self._kept.forget(kept.contact_id)

    async def tidy(self) -> None:
        """Forget the chats whose duration is over, and their tokens."""
        await self._kept.tidy()

    async def stop_all(self) -> list[Chat]:
        """End every chat that is left open; those that could not be ended, each with its error."""
        await asyncio.gather(*(self._end(chat) for chat in self.left_open))
        return self.left_open

    async def leave_all(self, *, rejoin: bool) -> None:
        """Leave every chat without ending it, to be rejoined in a later run or not."""
        for chat in self.left_open:
            if chat.session is not None:
                await chat.session.close()
            if not rejoin and chat.contact_id is not None:
                await self._kept.forget(chat.contact_id)

    async def close(self) -> None:
        """Leave every chat; those that were kept can be rejoined."""
        self._is_closed = True
        tasks = list(self._tasks)
        for task in tasks:
            # The end does not wait for a keyring that hangs; what it has begun it finishes by itself.
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        sessions = [chat.session for chat in self._chats() if chat.session is not None]
        await asyncio.gather(*(session.close() for session in sessions))

    async def _end(self, chat: Chat) -> None:
        await self._stop(chat)
        # Its participant can end it without the keys that started it.
        if chat.can_be_stopped and chat.session is not None:
            try:
                await chat.session.disconnect()
            except ConsoleError as error:
                log.info("a chat could not be left: %s", error)

    def _mind(self, chat: Chat) -> None:
        """Keep a chat for a later run, and forget it when it is over."""
        started, contact_id = chat.started, chat.contact_id
        # The sandbox ends with this program, and its chats with it.
        if chat in self._minded or started is None or contact_id is None or chat.profile.kind == "sandbox":
            return
        self._minded.add(chat)
        if not chat.is_over:
            self._start(self._kept.keep(_kept(chat), started.participant_token))
        chat.when_over(lambda: self._start(self._kept.forget(contact_id)))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        if self._is_closed:
            work.close()
            return
        task = asyncio.create_task(work, name="keep or forget an open chat")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _door(self, profile: Profile) -> ConnectParticipant:
        door = await self._doors.open_participant(profile, await self._proxy(profile))
        await self._workers.call(partial(_prepare, door))
        return door

    async def _proxy(self, profile: Profile) -> Proxy | None:
        """The profile's proxy with its user, where the keyring gives it without being asked to."""
        from console.sessions.sessions import proxy_of

        if not profile.is_own or not profile.proxy:
            return None
        try:
            return proxy_of(profile, await self._wallet.entry(profile))
        except VaultError:
            return None


def _kept(chat: Chat) -> KeptChat:
    assert chat.started is not None
    assert chat.end_deadline is not None
    return KeptChat(
        chat.started.contact_id,
        chat.started.participant_id,
        chat.profile,
        chat.started.arrived_at,
        chat.end_deadline.at,
        chat.place,
        chat.request,
    )


def _prepare(door: ConnectParticipant) -> None:
    """On a worker: importing the websocket's library and reading the authorities take too long for a loop."""
    from importlib import import_module

    from console.chat.connection.dialling import Way

    import_module("console.chat.session")
    if not door.route.is_local:
        Way.of(door).prepare()
