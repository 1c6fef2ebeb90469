"""The sandbox's memory: every contact, what started it, and when it ended.

A contact ends by StopContact or when its duration has run out. The end of a duration is found by
looking at the clock when somebody asks, so no timer runs and a suspended machine wakes up with the
truth. Nothing else ends it (ours: chat-never-joined).
"""

from __future__ import annotations

import heapq
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

DEFAULT_DURATION_MIN = 25 * 60
"""Minutes that a chat lasts when the request says nothing (StartChatContact)."""
QUOTA = 500
"""Concurrent active chats per instance by default (Amazon Connect service quotas)."""
KEPT = 20_000
"""Contacts that are remembered at most; beyond that those that ended first are forgotten."""

EndReason = Literal["API", "EXPIRED"]


@dataclass(slots=True, eq=False)
class Contact:
    """One chat contact. Times are seconds since the epoch."""

    request: Mapping[str, Any]
    attributes: Mapping[str, str]
    initiated: float
    deadline: float
    continued_from: str | None = None
    streaming_id: str | None = None
    ended: float | None = None
    end_reason: EndReason | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    participant_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    participant_token: str = field(default_factory=lambda: secrets.token_urlsafe(96), repr=False)
    initial_id: str = ""
    """The first contact of the chat session: this one, unless a flow or an agent passed it on."""

    def __post_init__(self) -> None:
        self.initial_id = self.initial_id or self.id


class QuotaFullError(Exception):
    """As many chats are active as the quota allows."""


class Contacts:
    """All contacts of the instance. Any thread may ask; changes are made one at a time."""

    def __init__(self, quota: int = QUOTA, clock: Callable[[], float] = time.time) -> None:
        self.quota = quota
        self._clock = clock
        self._lock = threading.RLock()
        self._contacts: dict[str, Contact] = {}
        self._by_client_token: dict[str, Contact] = {}
        self._deadlines: list[tuple[float, str]] = []
        self._active: set[str] = set()
        self._ended: dict[str, None] = {}

    def start(
        self,
        request: Mapping[str, Any],
        attributes: Mapping[str, str],
        continued_from: str | None = None,
    ) -> Contact:
        """Remember a new contact that begins now; attributes are those that it has at its start.

        Raises:
            QuotaFullError: the quota of active chats is reached.
        """
        with self._lock:
            now = self._now()
            if len(self._active) >= self.quota:
                raise QuotaFullError
            minutes = request.get("ChatDurationInMinutes") or DEFAULT_DURATION_MIN
            contact = Contact(
                request,
                attributes,
                initiated=now,
                deadline=now + 60 * minutes,
                continued_from=continued_from,
                streaming_id=str(uuid.uuid4()) if request.get("ChatStreamingConfiguration") else None,
            )
            self._contacts[contact.id] = contact
            self._active.add(contact.id)
            heapq.heappush(self._deadlines, (contact.deadline, contact.id))
            if token := request.get("ClientToken"):
                self._by_client_token[token] = contact
            self._forget()
            return contact

    def started_with(self, client_token: str | None) -> Contact | None:
        """The contact that a client token has started already, whatever became of it."""
        with self._lock:
            self._now()
            return self._by_client_token.get(client_token) if client_token else None

    def find(self, contact_id: str) -> Contact | None:
        """A contact by its id, ended if its time is up."""
        with self._lock:
            self._now()
            return self._contacts.get(contact_id)

    def newest_ended_of(self, initial_id: str) -> Contact | None:
        """Of a chat session, the contact that ended last; None while none has ended."""
        with self._lock:
            self._now()
            ended = [
                one
                for one in self._contacts.values()
                if one.initial_id == initial_id and one.ended is not None
            ]
            return max(ended, key=lambda one: one.ended or 0.0, default=None)

    def end(self, contact: Contact, reason: EndReason) -> None:
        """End a contact now; one that has ended stays as it is."""
        with self._lock:
            self._end(contact, self._now(), reason)

    def all(self) -> tuple[Contact, ...]:
        """Every contact that is remembered, oldest first."""
        with self._lock:
            self._now()
            return tuple(self._contacts.values())

    @property
    def active(self) -> int:
        """How many chats are active now."""
        with self._lock:
            self._now()
            return len(self._active)

    def clear(self) -> None:
        """Forget every contact and client token."""
        with self._lock:
            for memory in (self._contacts, self._by_client_token, self._active, self._ended):
                memory.clear()
            self._deadlines.clear()

    def _now(self) -> float:
        """The time; every contact whose duration has run out by then has ended."""
        now = self._clock()
        while self._deadlines and self._deadlines[0][0] <= now:
            deadline, contact_id = heapq.heappop(self._deadlines)
            if contact_id in self._active:
                self._end(self._contacts[contact_id], deadline, "EXPIRED")
        return now

    def _end(self, contact: Contact, when: float, reason: EndReason) -> None:
        if contact.id in self._active:
            self._active.discard(contact.id)
            self._ended[contact.id] = None
            contact.ended, contact.end_reason = when, reason

    def _forget(self) -> None:
        while len(self._contacts) > KEPT and self._ended:
            contact_id = next(iter(self._ended))
            del self._ended[contact_id]
            forgotten = self._contacts.pop(contact_id)
            if token := forgotten.request.get("ClientToken"):
                self._by_client_token.pop(token, None)
