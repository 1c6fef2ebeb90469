"""Connections of participants: websocket URLs and connection tokens, and whom they stand for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, Protocol

from console.sandbox.participant import items
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.disturbance import CALM, Disturbances
from console.sandbox.participant.party import Participant
from console.sandbox.participant.tokens import Tokens
from console.sandbox.refusal import RefusalError
from console.sandbox.timers import Timers

SOCKET_PATH = "/participant/websocket"
URL_S = 100
"""Seconds within which a websocket URL must be connected to (CreateParticipantConnection)."""
TOKEN_S = 86_400
"""Seconds that a connection token lasts: one day (CreateParticipantConnection)."""
EXPIRY_S = 86_400
"""How far ahead both expiries are told, by the wall: less than 1 minute or more than 24 days makes
chatjs ask for new ones without end."""


class Directory(Protocol):
    """Who knows all participants."""

    def with_participant(self, participant_id: str) -> tuple[Chat, Participant] | None:
        """A participant with their chat."""

    def with_token(self, participant_token: str) -> tuple[Chat, Participant] | None:
        """The participant whom a ParticipantToken was given to."""


class Connections:
    """Makes connections and knows them again. Any thread may use it."""

    def __init__(
        self, directory: Directory, tokens: Tokens, timers: Timers, disturbances: Disturbances = CALM
    ) -> None:
        self._directory = directory
        self._tokens = tokens
        self._timers = timers
        self._disturbances = disturbances
        self.address = ""
        """Host and port of the sandbox while it runs."""

    def create(self, participant_id: str, types: Collection[str]) -> dict[str, Any]:
        """Connection information of the types asked for, as the service answers it."""
        clock, lasts = self._timers.clock, self._lasts() if types else EXPIRY_S
        expiry = items.time_text(round((clock.wall() + lasts) * 1000))
        made: dict[str, Any] = {}
        if "WEBSOCKET" in types:
            token = self._tokens.seal("websocket", participant_id, clock() + min(URL_S, lasts))
            url = f"ws://{self.address}{SOCKET_PATH}?token={token}"
            made["Websocket"] = {"Url": url, "ConnectionExpiry": expiry}
        if "CONNECTION_CREDENTIALS" in types:
            token = self._tokens.seal("connection", participant_id, clock() + min(TOKEN_S, lasts))
            made["ConnectionCredentials"] = {"ConnectionToken": token, "Expiry": expiry}
        return made

    def _lasts(self) -> float:
        """How far ahead both expiries are; a fault may have them near, past, or beyond all reason."""
        is_touched = self._disturbances.touches("connection")
        fault = self._disturbances.act("expiry") if is_touched else None
        return EXPIRY_S if fault is None else fault.value

    def with_participant_token(self, token: str) -> tuple[Chat, Participant]:
        """Whom a ParticipantToken stands for.

        Raises:
            RefusalError: AccessDeniedException; nobody, or they are part of the chat no longer.
        """
        return self.present(self._directory.with_token(token))

    def with_connection_token(self, token: str, *, is_over: bool = False) -> tuple[Chat, Participant]:
        """Whom a ConnectionToken stands for; `is_over` also lets through who is part of it no longer.

        Raises:
            RefusalError: AccessDeniedException.
        """
        found = self._opened("connection", token)
        return found if found is not None and is_over else self.present(found)

    def with_url(self, token: str) -> tuple[Chat, Participant] | None:
        """Whom a websocket URL stands for; None if it may not be connected to."""
        found = self._opened("websocket", token)
        return found if found is not None and _is_present(*found) else None

    def _opened(
        self, kind: Literal["connection", "websocket"], token: str
    ) -> tuple[Chat, Participant] | None:
        subject = self._tokens.open(kind, token, self._timers.run_due())
        return None if subject is None else self._directory.with_participant(subject)

    def present(self, found: tuple[Chat, Participant] | None) -> tuple[Chat, Participant]:
        """Whom a token stands for, now that it is asked who is part of the chat.

        Raises:
            RefusalError: AccessDeniedException; nobody, or they are part of the chat no longer.
        """
        self._timers.run_due()
        if found is None:
            raise denied("The token is unknown or has expired.")
        if not _is_present(*found):
            raise denied("The participant is no longer part of the chat.")
        return found


def _is_present(chat: Chat, participant: Participant) -> bool:
    return not chat.is_over and not participant.has_left


def denied(message: str) -> RefusalError:
    """The refusal of whoever may not take part."""
    return RefusalError("AccessDeniedException", message)
