"""One sandbox with a folder of its own, and customers who talk in it and are repeated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from console.aws import ConnectParticipant
from console.chat.session import ChatSession
from console.chat.transcript import Row
from console.contact import CONTENT_TYPES
from console.profiles import Profile
from console.repeat import Pace, Repetition, Script
from tests.conftest import MovableClock, until
from tests.console.chat.conftest import HASTY, QUICK, admission
from tests.console.repeat.rehearsed import Workshop

PACE = Pace(settle_s=0.04, more_s=0.25, reply_s=1.0, look_s=0.02)


@pytest.fixture(scope="module")
def running_workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = Workshop(tmp_path_factory.mktemp("rehearsed"))
    with made.sandbox:
        yield made


@pytest.fixture
def workshop(running_workshop: Workshop) -> Workshop:
    running_workshop.sandbox.reset()
    running_workshop.change()
    return running_workshop


@pytest.fixture(scope="module")
def own_door(running_workshop: Workshop) -> Iterator[ConnectParticipant]:
    sandbox = running_workshop.sandbox
    made = ConnectParticipant(
        Profile("Test", "environment", sandbox.region, sandbox.endpoint), patience=HASTY
    )
    yield made
    made.close()


class Talking:
    """One customer's chat; says something once the flow has answered what was said before."""

    def __init__(self, session: ChatSession, request: dict[str, Any], contact_id: str) -> None:
        self.session, self.request, self.contact_id = session, request, contact_id

    @property
    def rows(self) -> Sequence[Row]:
        return self.session.transcript.rows

    @property
    def said(self) -> list[str]:
        """Everything that was said, cards by their titles."""
        return [_told(row) for row in self.rows if row.item.kind in ("message", "attachment")]

    async def hears(self, text: str) -> None:
        await until(lambda: any(text in one for one in self.said), f"{text!r}, among {self.said}")

    async def says(self, text: str, answer: str, content_type: str = "text/plain") -> None:
        """Says something, and waits for the answer to it."""
        count = len([one for one in self.said if answer in one])
        await self.session.send_message(text, content_type)
        await until(
            lambda: len([one for one in self.said if answer in one]) > count, f"{answer!r}, among {self.said}"
        )

    def script(self) -> Script:
        return Script.of(self.rows, self.request)


def _told(row: Row) -> str:
    if not row.item.is_interactive:
        return row.item.content
    content = json.loads(row.item.content)["data"]["content"]
    return str(content.get("title") or content.get("viewId"))


class Rehearsal:
    """Starts chats in the workshop's flow, and repeats them."""

    def __init__(self, workshop: Workshop, door: ConnectParticipant, clock: MovableClock) -> None:
        self.workshop, self._door, self._clock = workshop, door, clock
        self.sessions: list[ChatSession] = []

    async def start(self, **members: Any) -> Talking:
        request = {
            "InstanceId": self.workshop.sandbox.instance_id,
            "ContactFlowId": self.workshop.flow.id,
            "ParticipantDetails": {"DisplayName": "Ann"},
            "SupportedMessagingContentTypes": list(CONTENT_TYPES),
            **members,
        }
        contact = self.workshop.sandbox.contacts.start(request, {}, None)
        session = ChatSession(self._door, admission(contact), self._clock, QUICK)
        self.sessions.append(session)
        await session.connect()
        return Talking(session, request, contact.id)

    async def repeat(
        self,
        script: Script,
        pace: Pace = PACE,
        meanwhile: Callable[[Repetition, Talking], object] = lambda *_: None,
        **members: Any,
    ) -> tuple[Repetition, Talking]:
        """Says a script in a new chat, to the end."""
        again = await self.start()
        repetition = Repetition(again.session, script, pace, **members)
        meanwhile(repetition, again)
        await repetition.run()
        return repetition, again


@pytest.fixture
def rehearsal(workshop: Workshop, own_door: ConnectParticipant, clock: MovableClock) -> Rehearsal:
    return Rehearsal(workshop, own_door, clock)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """Sessions are left while the loop of their test runs."""
    import functools
    import inspect

    rehearsal, test = pyfuncitem.funcargs.get("rehearsal"), pyfuncitem.obj
    if isinstance(rehearsal, Rehearsal) and inspect.iscoroutinefunction(test):

        @functools.wraps(test)
        async def then_leave(**arguments: Any) -> None:
            try:
                await test(**arguments)
            finally:
                for session in rehearsal.sessions:
                    await session.close()

        pyfuncitem.obj = then_leave
    return (yield)
