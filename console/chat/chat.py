"""One chat that somebody started: from the click to the token, until it is stopped or over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from console import contact
from console.changes import Changes
from console.chat.clocks import Clock, Deadline
from console.chat.deadlines import Deadlines
from console.errors import ChatOver, ConsoleError, NotFound
from console.profiles import Profile
from console.wire import WireRecord

if TYPE_CHECKING:
    from console.aws import Connect, ConnectParticipant, Late, Progress, Started
    from console.chat.connection.access import Admission
    from console.chat.items import Item
    from console.chat.session import ChatSession

State = Literal["starting", "started", "failed", "cancelled", "stopping", "stopped", "ended"]

OVER: frozenset[State] = frozenset({"failed", "cancelled", "stopped", "ended"})


class Chat(Deadlines):
    """A chat of this console.

    Its state moves from starting to started, failed or cancelled; a started one may be stopped, or
    ends by itself, at the latest when its duration is over. `session` is there from the first attempt to
    connect on. Every move is told to whoever follows `changes`.
    """

    def __init__(
        self,
        number: int,
        request: Mapping[str, Any],
        profile: Profile,
        clock: Clock,
        place: str = "",
    ) -> None:
        self.number = number
        self.request: Mapping[str, Any] = dict(request)
        self.profile = profile
        self.place = place
        """Flow and instance by name, as the user chose them."""
        self.flow_sha256 = ""
        """The hash of the flow's content when the chat started; empty where it may not be read."""
        self.created_at = clock()
        self.state: State = "starting"
        self.progress: Progress | None = None
        self.next_attempt: Deadline | None = None
        """When the next attempt is made, while the start waits for it."""
        self.started: Started | None = None
        self.session: ChatSession | None = None
        self.is_rejoined = False
        """Whether it was joined in an earlier run, so that the five minutes say nothing."""
        self.error: ConsoleError | None = None
        self.client_token = str(request.get("ClientToken") or uuid4())
        """What makes every attempt of this start the same one."""
        self.late: Late | None = None
        """What became of a call that was cancelled while it was under way, once that is known."""
        self.changes: Changes[None] = Changes()
        self.wire = WireRecord()
        """Everything that went over its wire: requests and frames, without secrets."""
        self.heard: Callable[[Sequence[Item]], None] = lambda _: None
        """Called with the items that come, before they are in rows of the transcript."""
        self.described: Callable[[Item, Mapping[str, Any]], None] = lambda _item, _view: None
        """Called with each item whose view was described, and the view, before that is drawn."""
        self._clock = clock
        self._awaits_late = False
        self._when_over: list[Callable[[], None]] = []

    @property
    def name(self) -> str:
        """The customer's display name."""
        return str(contact.value_at(self.request, ("ParticipantDetails", "DisplayName")) or "")

    @property
    def contact_id(self) -> str | None:
        """The contact that was made, even where the answer came after the cancel."""
        if self.started:
            return self.started.contact_id
        return self.late.contact_id if self.late else None

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.state in OVER

    @property
    def can_be_stopped(self) -> bool:
        """Whether a contact is open that StopContact can end."""
        return self.contact_id is not None and self.state in ("started", "cancelled", "failed")

    @property
    def request_again(self) -> dict[str, Any]:
        """The request to start again with.

        It takes the client token along only where a chat may exist that nobody knows: the same token
        gives that chat, and any other would make a second one.
        """
        again = {name: value for name, value in self.request.items() if name != "ClientToken"}
        return again | {"ClientToken": self.client_token} if self.is_in_doubt else again

    @property
    def is_in_doubt(self) -> bool:
        """Whether a chat may have been made whose id nobody knows, or not yet."""
        if self.contact_id is not None:
            return False
        if self.late is not None:
            return self.late.may_exist
        return self._awaits_late or (self.error is not None and self.error.may_have_happened)

    @property
    def awaits_late(self) -> bool:
        """Whether a cancelled call is still under way, so that its outcome will be told."""
        return self._awaits_late and self.late is None

    def when_over(self, call: Callable[[], None]) -> None:
        """Calls once the chat is over; at once if it is."""
        self._when_over.append(call)
        if self.is_over:
            self._when_over.pop()()

    async def start(self, door: Callable[[], Awaitable[Connect]]) -> None:
        """Starts the chat and keeps what became of it; a service's refusal is kept, not raised."""
        from asyncio import CancelledError

        try:
            connect = (await door()).heard_by(self.wire.began)
            self.started = await connect.start_chat_contact(
                {**self.request, "ClientToken": self.client_token},
                on_progress=self._progressed,
                on_late=self._arrived_late,
            )
        except CancelledError:
            self._awaits_late = self.progress is not None and not self.progress.waiting_s
            self._become("cancelled")
            raise
        except ConsoleError as error:
            self._become("failed", error)
        except BaseException:
            self._become("failed")
            raise
        else:
            self._become("started")

    def resume(self, started: Started) -> None:
        """Takes up a chat that an earlier run had started and joined."""
        self.started, self.is_rejoined = started, True
        self._become("started")

    async def stop(self, door: Callable[[], Awaitable[Connect]]) -> None:
        """Ends the contact; one that is gone already is as good as stopped."""
        contact_id, before = self.contact_id, self.state
        if contact_id is None:
            return
        self._become("stopping")
        try:
            connect = (await door()).heard_by(self.wire.began)
            await connect.stop_contact(str(self.request["InstanceId"]), contact_id)
        except NotFound:
            self._become("ended")
        except ConsoleError as error:
            self._become(before, error)
        except BaseException:
            self._become(before)
            raise
        else:
            self._become("stopped")

    async def connect(self, door: Callable[[], Awaitable[ConnectParticipant]]) -> None:
        """Connects to a chat that was started, as its customer; why that failed is kept, not raised.

        One that failed can be tried again, until it is over.
        """
        if self.started is None or self.state != "started":
            return
        try:
            participant = await door()
            if self.session is None or self.session.state == "failed":
                self.session = self._new_session(participant, self.started)
            self.changes.tell(None)
            await self.session.connect()
        except ChatOver as error:
            self._become("ended", error)
        except ConsoleError as error:
            self._become(self.state, error)
        else:
            self._become(self.state)

    def _new_session(self, door: ConnectParticipant, started: Started) -> ChatSession:
        # Imported here, since it brings the websocket along, which takes a tenth of a second.
        from console.chat.session import ChatSession

        return ChatSession(
            door,
            _admission(self, started),
            self._clock,
            ended=self._session_ended,
            heard=lambda items: self.heard(items),
            described=lambda item, view: self.described(item, view),
            wire=self.wire,
        )

    def _session_ended(self) -> None:
        # One that is being stopped becomes stopped, once the service has said so.
        if self.state == "started":
            self._become("ended")

    def look_at_clock(self, now: datetime | None = None) -> None:
        """Ends the chat when its duration is over; the wall clock decides, not the count of looks."""
        end = self.end_deadline
        if self.state == "started" and end and end.is_over(now or self._clock()):
            self._become("ended")

    def _progressed(self, progress: Progress) -> None:
        self.progress = progress
        wait = timedelta(seconds=progress.waiting_s)
        self.next_attempt = Deadline.after(self._clock(), wait) if wait else None
        self.changes.tell(None)

    def _arrived_late(self, late: Late) -> None:
        self.late = late
        self.changes.tell(None)

    def _become(self, state: State, error: ConsoleError | None = None) -> None:
        self.state, self.error, self.progress = state, error, None
        self.changes.tell(None)
        while self.is_over and self._when_over:
            self._when_over.pop()()


def _admission(chat: Chat, started: Started) -> Admission:
    from console.chat.connection.access import Admission

    asked = chat.request.get("SupportedMessagingContentTypes") or (contact.TEXT_PLAIN,)
    return Admission(
        contact_id=started.contact_id,
        participant_id=started.participant_id,
        participant_token=started.participant_token,
        display_name=chat.name,
        content_types=tuple(asked),
        connection=started.connection,
        given_at=started.arrived_at,
    )
