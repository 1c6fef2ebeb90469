"""What lets a participant into a chat: a URL for a websocket and a token for calls, renewed in time.

The participant token lives as long as the participant; a URL must be connected to within 100 s, and a
connection token holds for a day (CreateParticipantConnection). Older tokens hold until their own expiry.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from console.chat.clocks import Clock, Deadline
from console.chat.connection.timings import Timings
from console.chat.items import time_in
from console.errors import ChatOver, ServiceError
from console.redaction import remember

if TYPE_CHECKING:
    from console.aws import Connection, ConnectParticipant

T = TypeVar("T")

URL_LASTS: Final = timedelta(seconds=100)
TOKEN_LASTS: Final = timedelta(days=1)


@dataclass(frozen=True)
class Admission:
    """Who takes part in which chat, and what proves it.

    `connection` is what StartChatContact returned itself where it was asked to (ConnectionTypes), good
    from `given_at` on.
    """

    contact_id: str
    participant_id: str
    participant_token: str = field(repr=False)
    display_name: str = ""
    content_types: tuple[str, ...] = ("text/plain",)
    """What the chat was started with: SupportedMessagingContentTypes."""
    connection: Connection | None = None
    given_at: datetime | None = None
    role: str = "CUSTOMER"


class Access:
    """The URL and the token that hold now. `over` is called where the service has let the participant go."""

    def __init__(
        self,
        door: ConnectParticipant,
        admission: Admission,
        over: Callable[[], None],
        clock: Clock,
        timings: Timings,
    ) -> None:
        remember(admission.participant_token)
        self.url_deadline: Deadline | None = None
        self.token_deadline: Deadline | None = None
        self.socket_expires_at: datetime | None = None
        """When a socket of the URL that was given last has to make room for another."""
        self._door = door
        self._over = over
        self._participant_token = admission.participant_token
        self._clock = clock
        self._timings = timings
        self._url: str | None = None
        self._token = ""
        self._renewed_at: datetime | None = None
        self._renewing = asyncio.Lock()
        if admission.connection is not None:
            self._take(admission.connection, admission.given_at or clock())

    @property
    def is_due(self) -> bool:
        """Whether the token should be renewed now."""
        now, deadline = self._clock(), self.token_deadline
        if deadline is None or self._renewed_at is None:
            return False
        has_settled = abs(now - self._renewed_at) >= timedelta(seconds=self._timings.settled_s)
        return has_settled and now >= deadline.at - timedelta(seconds=self._timings.margin_s)

    async def url(self) -> str:
        """A URL that no socket was opened with, fresh unless one is left.

        Raises:
            ChatOver: the participant is part of the chat no longer.
            ConsoleError: the service was not reached, or refused.
        """
        deadline = self.url_deadline
        if self._url is None or deadline is None or deadline.is_over(self._clock()):
            await self.renew()
        url, self._url = self._url, None
        return url or ""

    async def renew(self) -> None:
        """Get a new URL and a new token. Raises as `url` does."""
        try:
            connection = await self._door.create_participant_connection(self._participant_token)
        except ChatOver:
            self._over()
            raise
        self._take(connection, self._clock())

    async def with_token(self, ask: Callable[[str], Awaitable[T]]) -> T:
        """What a call gives; where its token does not hold, it is made once more with a new one.

        Raises:
            ChatOver: the chat is over, and `over` was called; or the service refused this one call.
            ConsoleError: whatever else the call raises.
        """
        token = await self._held(but="")
        try:
            return await ask(token)
        except ServiceError as error:
            # The same status says that a token has expired and that the chat is over.
            if error.status != 403:
                raise
        return await ask(await self._held(but=token))

    async def _held(self, but: str) -> str:
        """The token, renewed where it is still the one that does not hold; asked for once by many."""
        async with self._renewing:
            if self._token == but:
                await self.renew()
            return self._token

    def _take(self, connection: Connection, now: datetime) -> None:
        remember(*connection.secrets)
        if connection.websocket_url:
            self._url, self.url_deadline = connection.websocket_url, Deadline.after(now, URL_LASTS)
            self.socket_expires_at = time_in(connection.websocket_expiry)
        if connection.token:
            self._token, self._renewed_at = connection.token, now
            expiry = time_in(connection.token_expiry) or now + TOKEN_LASTS
            self.token_deadline = Deadline(expiry, max(expiry - now, timedelta(seconds=1)))
