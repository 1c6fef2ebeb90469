"""The sandbox's memory: every contact, what started it, and when it ended.

A contact ends by StopContact, by its chat, when its duration has run out, or when nobody has joined
it in time. Deadlines are timers; whoever asks finds them kept to the moment, with or without a loop,
so a suspended machine wakes up with the truth.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, Protocol

from console.sandbox.clock import Clock
from console.sandbox.identity import random_token
from console.sandbox.timers import Timer, Timers

DEFAULT_DURATION_MIN = 25 * 60
"""Minutes that a chat lasts when the request says nothing (StartChatContact)."""
JOIN_WITHIN_S = 300
"""Seconds within which a client must subscribe to a chat (StartChatContact)."""
QUOTA = 500
"""Concurrent active chats per instance by default (Amazon Connect service quotas)."""
KEPT = 20_000
"""Contacts that are remembered at most; beyond that those that ended first are forgotten."""

EndReason = Literal[
    "AGENT_DISCONNECT",
    "API",
    "CONTACT_FLOW_DISCONNECT",
    "CUSTOMER_CONNECTION_NOT_ESTABLISHED",
    "CUSTOMER_DISCONNECT",
    "EXPIRED",
    "IDLE_DISCONNECT",
    "TRANSFERRED",
]
"""DisconnectReason of a chat, as contact records have it."""
InitiationMethod = Literal["API", "TRANSFER", "QUEUE_TRANSFER", "DISCONNECT"]
"""How a contact of a chat began: by StartChatContact, or as a later one of the same chat."""


@dataclass(slots=True, eq=False)
class Contact:
    """One chat contact. Times are seconds since the epoch, on the wall where nothing else is said."""

    request: Mapping[str, Any]
    attributes: Mapping[str, str]
    initiated: float
    deadline: float
    """On the sandbox's own time."""
    continued_from: str | None = None
    streaming_id: str | None = None
    ended: float | None = None
    end_reason: EndReason | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    participant_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    participant_token: str = field(default_factory=lambda: random_token(96), repr=False)
    initial_id: str = ""
    """The first contact of the chat session: this one, unless a flow or an agent passed it on."""
    previous_id: str | None = None
    """The contact that was passed on to this one."""
    initiation_method: InitiationMethod = "API"
    has_been_joined: bool = False
    queue_id: str = ""
    """The queue that it was put into last; empty where it never waited."""
    enqueued: float | None = None
    agent_id: str = ""
    """The user who took it last; empty where nobody did."""
    agent_connected: float | None = None
    deadlines: list[Timer] = field(default_factory=list, repr=False)
    """What waits for its end."""

    def __post_init__(self) -> None:
        self.initial_id = self.initial_id or self.id


class QuotaFullError(Exception):
    """As many chats are active as the quota allows."""


class Follower(Protocol):
    """Who is told what becomes of contacts, under the lock of the memory."""

    def started(self, contact: Contact) -> None:
        """A chat has begun."""

    def passed_on(self, contact: Contact) -> None:
        """A chat goes on with this contact, which is not its first."""

    def ended(self, contact: Contact) -> None:
        """A contact that is the last of its chat has ended."""

    def forgotten(self, contact: Contact) -> None:
        """A contact is no longer remembered."""


class Contacts:
    """All contacts of the instance. Any thread may ask; changes are made one at a time."""

    def __init__(self, quota: int = QUOTA, timers: Timers | None = None) -> None:
        self.quota = quota
        self._timers = Timers(Clock()) if timers is None else timers
        self._clock = self._timers.clock
        self._lock = self._timers.lock
        self._contacts: dict[str, Contact] = {}
        self._by_client_token: dict[str, Contact] = {}
        self._active: set[str] = set()
        self._ended: dict[str, None] = {}
        self._followers: list[Follower] = []

    def follow(self, follower: Follower) -> None:
        """Have somebody told what becomes of contacts from now on."""
        self._followers.append(follower)

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
            now = self._timers.run_due()
            if len(self._active) >= self.quota:
                raise QuotaFullError
            minutes = request.get("ChatDurationInMinutes") or DEFAULT_DURATION_MIN
            contact = Contact(
                request,
                attributes,
                initiated=self._clock.wall(),
                deadline=now + 60 * minutes,
                continued_from=continued_from,
                streaming_id=str(uuid.uuid4()) if request.get("ChatStreamingConfiguration") else None,
            )
            self._remember(contact)
            if token := request.get("ClientToken"):
                self._by_client_token[token] = contact
            join = self._timers.at(now + JOIN_WITHIN_S, partial(self._end_unless_joined, contact))
            contact.deadlines.append(join)
            for follower in self._followers:
                follower.started(contact)
            self._forget()
            return contact

    def pass_on(self, contact: Contact, method: InitiationMethod = "TRANSFER") -> Contact:
        """End a contact by a transfer and begin the next of the same chat; its deadline stays."""
        with self._lock:
            following = Contact(
                contact.request,
                contact.attributes,
                initiated=self._clock.wall(),
                deadline=contact.deadline,
                continued_from=contact.continued_from,
                participant_id=contact.participant_id,
                participant_token=contact.participant_token,
                initial_id=contact.initial_id,
                previous_id=contact.id,
                initiation_method=method,
                has_been_joined=contact.has_been_joined,
            )
            self._close(contact, self._clock.wall(), "TRANSFERRED")
            self._remember(following)
            for follower in self._followers:
                follower.passed_on(following)
            self._forget()
            return following

    def started_with(self, client_token: str | None) -> Contact | None:
        """The contact that a client token has started already, whatever became of it."""
        with self._lock:
            self._timers.run_due()
            return self._by_client_token.get(client_token) if client_token else None

    def find(self, contact_id: str) -> Contact | None:
        """A contact by its id, ended if its time is up."""
        with self._lock:
            self._timers.run_due()
            return self._contacts.get(contact_id)

    def newest_of(self, initial_id: str) -> Contact | None:
        """Of a chat session, the contact that began last; None for no session."""
        with self._lock:
            self._timers.run_due()
            session = [one for one in self._contacts.values() if one.initial_id == initial_id]
            return session[-1] if session else None

    def end(self, contact: Contact, reason: EndReason) -> None:
        """End a contact now; one that has ended stays as it is."""
        with self._lock:
            self._timers.run_due()
            self._end(contact, self._clock.wall(), reason)

    def all(self) -> tuple[Contact, ...]:
        """Every contact that is remembered, oldest first."""
        with self._lock:
            self._timers.run_due()
            return tuple(self._contacts.values())

    @property
    def active(self) -> int:
        """How many chats are active now."""
        with self._lock:
            self._timers.run_due()
            return len(self._active)

    def clear(self) -> None:
        """Forget every contact and client token."""
        with self._lock:
            for contact in self._contacts.values():
                self._drop_deadlines(contact)
                for follower in self._followers:
                    follower.forgotten(contact)
            for memory in (self._contacts, self._by_client_token, self._active, self._ended):
                memory.clear()

    def _remember(self, contact: Contact) -> None:
        self._contacts[contact.id] = contact
        self._active.add(contact.id)
        contact.deadlines.append(self._timers.at(contact.deadline, partial(self._expire, contact)))

    def _expire(self, contact: Contact) -> None:
        self._end(contact, self._clock.wall_at(contact.deadline), "EXPIRED")

    def _end_unless_joined(self, contact: Contact) -> None:
        # ours: chat-never-joined
        if not contact.has_been_joined:
            self._end(contact, self._clock.wall(), "CUSTOMER_CONNECTION_NOT_ESTABLISHED")

    def _end(self, contact: Contact, when: float, reason: EndReason) -> None:
        if self._close(contact, when, reason):
            for follower in self._followers:
                follower.ended(contact)

    def _close(self, contact: Contact, when: float, reason: EndReason) -> bool:
        if contact.id not in self._active:
            return False
        self._active.discard(contact.id)
        self._ended[contact.id] = None
        self._drop_deadlines(contact)
        contact.ended, contact.end_reason = when, reason
        return True

    def _drop_deadlines(self, contact: Contact) -> None:
        for timer in contact.deadlines:
            timer.cancel()
        contact.deadlines.clear()

    def _forget(self) -> None:
        while len(self._contacts) > KEPT and self._ended:
            contact_id = next(iter(self._ended))
            del self._ended[contact_id]
            forgotten = self._contacts.pop(contact_id)
            if token := forgotten.request.get("ClientToken"):
                self._by_client_token.pop(token, None)
            for follower in self._followers:
                follower.forgotten(forgotten)
