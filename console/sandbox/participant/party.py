"""Who takes part in a chat."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from console.sandbox.identity import random_token
from console.sandbox.participant.items import Author, Role

MOST_SOCKETS = 5
"""Open websockets of one participant (Amazon Connect's feature specifications)."""
MOST_REPLAYS = 64
"""Answers that are remembered of one participant, to give them again."""


class Ear(Protocol):
    """An open websocket, as a chat sees it."""

    @property
    def is_subscribed(self) -> bool:
        """Whether it wants the items of the chat."""

    def push(self, text: str) -> None:
        """Send a frame, from any thread."""

    def close(self, code: int, reason: str) -> None:
        """Close the socket, from any thread."""


@dataclass(slots=True, eq=False)
class Participant:
    """One participant of one chat."""

    role: Role
    display_name: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str = field(default_factory=lambda: random_token(96), repr=False)
    """The ParticipantToken: it holds as long as the participant is part of the chat."""
    has_joined: bool = False
    has_left: bool = False
    arrive: Callable[[], None] | None = field(default=None, repr=False)
    """What is done instead of joining, as long as something comes before it: the whispers of an agent."""
    ears: list[Ear] = field(default_factory=list)
    _replays: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)

    @property
    def is_active(self) -> bool:
        """Whether the participant is in the chat now."""
        return self.has_joined and not self.has_left

    @property
    def author(self) -> Author:
        """The participant as items name it."""
        return Author(self.id, self.display_name, self.role)

    def replay(self, operation: str, client_token: str | None) -> Mapping[str, Any] | None:
        """What an operation answered to the same ClientToken before."""
        return self._replays.get((operation, client_token)) if client_token else None

    def remember(self, operation: str, client_token: str | None, output: Mapping[str, Any]) -> None:
        """Remember an answer, so that a retry gets the same; the newest are kept."""
        if client_token:
            self._replays[operation, client_token] = output
            while len(self._replays) > MOST_REPLAYS:
                del self._replays[next(iter(self._replays))]

    def listen(self, ear: Ear) -> None:
        """Open a socket; beyond the most that are allowed the oldest is closed (ours: sixth-socket)."""
        self.ears.append(ear)
        while len(self.ears) > MOST_SOCKETS:
            self.ears.pop(0).close(1000, "Another connection took its place")

    def stop_listening(self, ear: Ear) -> None:
        """Forget a socket that has closed."""
        if ear in self.ears:
            self.ears.remove(ear)
