"""A chat in the sandbox, and the session of its customer; times are such that nobody waits."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from console import redaction
from console.aws import ConnectParticipant, Patience
from console.chat.connection.access import Admission
from console.chat.connection.timings import Timings
from console.chat.items import Item
from console.chat.session import ChatSession, SessionChange
from console.profiles import Profile
from console.sandbox import Sandbox, parse
from console.sandbox.contacts import Contact
from tests.conftest import MovableClock, until

QUICK = Timings(
    look_s=0.005,
    beat_s=0.5,
    wake_s=0.1,
    open_s=2,
    subscribe_s=0.1,
    subscriptions=2,
    first_wait_s=0.02,
    longest_wait_s=0.05,
    settled_s=0.05,
    echo_s=0.1,
    hold_s=2,
    receipt_s=0.01,
    end_s=2,
)
HASTY = Patience(connect_s=2, read_s=5, first_wait_s=0.01)


class Joined:
    """A chat as both sides see it."""

    def __init__(self, sandbox: Sandbox, contact: Contact, session: ChatSession, clock: MovableClock) -> None:
        self.sandbox = sandbox
        self.chats = sandbox.chats
        self.contact_id = contact.id
        self.session = session
        self.clock = clock
        self.seen = watched(session)
        """Every state since it was joined; one that passes quickly, too."""

    @property
    def texts(self) -> list[str]:
        """What stands in the transcript, events by their names."""
        return [row.item.content or row.item.event or row.item.kind for row in self.session.transcript.rows]

    @property
    def states(self) -> list[str]:
        return [row.state for row in self.session.transcript.rows]

    @property
    def state(self) -> str:
        """The state now; a type checker would believe that it can't change."""
        return self.session.state

    def say(self, content: str, **members: Any) -> None:
        self.chats.say(self.contact_id, content, **members)

    def fault(self, text: str) -> None:
        self.sandbox.faults.add(parse(text))

    def calm(self) -> None:
        self.sandbox.faults.clear()

    async def hears(self, content: str, after: int = 0) -> Item:
        """Wait until something is there that was said, or happened."""
        return await self.session.until(
            lambda item: content in (item.content, item.event, item.kind), after, timeout=6
        )


def watched(session: ChatSession) -> list[str]:
    """The states of a session from now on, as it comes to them."""
    seen: list[str] = []
    tell = session.changes.tell

    def told(change: SessionChange) -> None:
        if change == "state":
            seen.append(session.state)
        tell(change)

    vars(session.changes)["tell"] = told
    return seen


def start(sandbox: Sandbox, continued_from: str | None = None, **members: Any) -> Contact:
    """A chat that has just been started."""
    request = {
        "InstanceId": sandbox.instance_id,
        "ContactFlowId": sandbox.flows[0].id,
        "ParticipantDetails": {"DisplayName": "Ann"},
        **members,
    }
    return sandbox.contacts.start(request, {}, continued_from)


def admission(contact: Contact, **members: Any) -> Admission:
    types = tuple(contact.request.get("SupportedMessagingContentTypes", ("text/plain",)))
    return Admission(contact.id, contact.participant_id, contact.participant_token, "Ann", types, **members)


@pytest.fixture
def debug_log() -> Iterator[io.StringIO]:
    """Everything that is said at DEBUG, the libraries' words too, through one guarded handler."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    redaction.guard(handler)
    loggers = [logging.getLogger(name) for name in ("websockets", "botocore", "urllib3", "console.chat")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.addHandler(handler)
    yield stream
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture(scope="session")
def door(running_sandbox: Sandbox) -> Iterator[ConnectParticipant]:
    """The participant service of the sandbox of the whole run."""
    made = ConnectParticipant(
        Profile("Test", "environment", running_sandbox.region, running_sandbox.endpoint), patience=HASTY
    )
    yield made
    made.close()


class Host:
    """Starts chats in the sandbox and joins them."""

    def __init__(self, sandbox: Sandbox, door: ConnectParticipant, clock: MovableClock) -> None:
        self.sandbox = sandbox
        self.door = door
        self.clock = clock

    def session(self, contact: Contact, timings: Timings = QUICK, **members: Any) -> ChatSession:
        return ChatSession(self.door, admission(contact, **members), self.clock, timings)

    @asynccontextmanager
    async def joined(self, timings: Timings = QUICK, /, **members: Any) -> AsyncIterator[Joined]:
        """A chat that its customer has joined."""
        contact = start(self.sandbox, **members)
        session = self.session(contact, timings)
        await session.connect()
        joined = Joined(self.sandbox, contact, session, self.clock)
        try:
            await joined.session.until(lambda item: item.role == "SYSTEM" and item.kind == "message")
            # the page that is read at first would hide what is to be tried
            await until(lambda: session.is_caught_up)
            yield joined
        finally:
            await session.close()


@pytest.fixture
def host(sandbox: Sandbox, door: ConnectParticipant, clock: MovableClock) -> Host:
    return Host(sandbox, door, clock)
