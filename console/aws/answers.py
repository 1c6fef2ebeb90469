"""What comes back from AWS of chats and of keys, as the console speaks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from console.errors import ConsoleError


@dataclass(frozen=True)
class Connection:
    """How to join a chat, where StartChatContact returned it itself (ConnectionTypes). All secret.

    Times are ISO 8601 texts as received; what was not asked for is None.
    """

    websocket_url: str | None = field(default=None, repr=False)
    websocket_expiry: str | None = None
    token: str | None = field(default=None, repr=False)
    token_expiry: str | None = None

    @property
    def secrets(self) -> tuple[str | None, ...]:
        """What must not be seen: the address of the websocket is a credential, too."""
        return *secrets_of(self.websocket_url or ""), self.token


@dataclass(frozen=True)
class Started:
    """A chat that was started.

    `arrived_at` is when the response arrived, aware and in UTC: the five minutes to connect count
    from there. `took_s` counts from the call to that moment, with all attempts and waits.
    """

    contact_id: str
    participant_id: str
    participant_token: str = field(repr=False)
    client_token: str
    request_id: str | None
    arrived_at: datetime
    attempts: int = 1
    took_s: float = 0.0
    continued_from_contact_id: str | None = None
    streaming_id: str | None = None
    connection: Connection | None = None


@dataclass(frozen=True)
class Late:
    """What became of a start that was cancelled while it was under way.

    With a `contact_id` there is a chat that nobody waits for, and that can be stopped. With an
    `error` there is none, unless that `may_have_happened`.
    """

    client_token: str
    contact_id: str | None = None
    error: ConsoleError | None = None

    @property
    def may_exist(self) -> bool:
        """Whether there may be a chat whose id nobody knows; starting again with the token tells."""
        return self.contact_id is None and (self.error is None or self.error.may_have_happened)


@dataclass(frozen=True)
class Identity:
    """Whose keys these are.

    `took_s` is how long STS took to say so, on the network and in the service. `clock_ahead_s` is this
    computer's clock minus the service's in whole seconds, 0 where no difference can be told, None
    where the answer had no date.
    """

    account: str
    arn: str
    user_id: str
    took_s: float = 0.0
    clock_ahead_s: float | None = None


def secrets_of(address: str) -> tuple[str, ...]:
    """What must not be seen of an address that lets in: the whole, and what is asked for at its host.

    Libraries log a request by its target alone.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return (address,)
    return address, urlunsplit(("", "", parts.path, parts.query, ""))


def connection_in(answer: Mapping[str, Any]) -> Connection | None:
    """The connection within an answer, None where it holds none."""
    websocket, credentials = answer.get("Websocket") or {}, answer.get("ConnectionCredentials") or {}
    if not websocket and not credentials:
        return None
    return Connection(
        websocket_url=websocket.get("Url"),
        websocket_expiry=websocket.get("ConnectionExpiry"),
        token=credentials.get("ConnectionToken"),
        token_expiry=credentials.get("Expiry"),
    )
