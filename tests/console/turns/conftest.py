"""A contact center whose flow decides, queues and hands over; chats in it whose turns are looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from console.aws import Connect
from console.aws.hearing import Listener
from console.chat.chat import Chat
from console.chat.session import ChatSession
from console.credentials import Keys
from console.profiles import SANDBOX, Profile, environment_at
from console.sandbox import Sandbox, parse
from console.turns import KnownTurns, Turn, Turns
from console.turns.quiet import Patience
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.chat.conftest import HASTY
from tests.console.sandbox.flow.library.test_folder import put
from tests.console.sandbox.flow.stage import act, document, hook, queue_stub, say, to_queue

QUICK = Patience(quiet_s=0.1, answer_s=1.5, longest_s=3, look_s=0.01)
HEARD = "CustomerReturned"
INBOUND = document(
    hook("hook", "CustomerRemaining", "Survey", "hello"),
    say("hello", "Welcome. What is it about?", "listen"),
    act("listen", "Wait", on={HEARD: "note"}, TimeLimitSeconds="6000", Events=[HEARD]),
    act("note", "UpdateContactAttributes", "stage", Attributes={"intent": "order", "plan": "silver"}),
    act("stage", "UpdateContactData", "which", SegmentAttributes={"shop:stage": "asked"}),
    act(
        "which",
        "Compare",
        on={"silver": "more"},
        errors={"NoMatchingCondition": "more"},
        ComparisonValue="$.Attributes.plan",
    ),
    say("more", "A person can help.", "again"),
    act("again", "Wait", on={HEARD: "wait"}, TimeLimitSeconds="6000", Events=[HEARD]),
    say("wait", "One moment.", "queue"),
    *to_queue(),
    name="Inbound",
)
LOGGED = document(
    act("log", "UpdateFlowLoggingBehavior", "hello", FlowLoggingBehavior="Enabled"),
    say("hello", "Welcome.", "listen"),
    act("listen", "Wait", on={HEARD: "bye"}, TimeLimitSeconds="6000", Events=[HEARD]),
    say("bye", "I see.", ""),
    name="Logged",
)
SURVEY = document(say("thanks", "Thank you.", "bye"), act("bye", "DisconnectParticipant"), name="Survey")
COLLEAGUE = {"DisplayName": "Bea", "acceptAfterSeconds": 20, "typesForSeconds": 0, "script": ["Bea here."]}
AGENT = {
    "DisplayName": "Alex",
    "acceptAfterSeconds": 20,
    "typesForSeconds": 0,
    "script": ["Hi, Alex here.", "I will ask Bea."],
    "handsOverTo": COLLEAGUE,
    "handsOverAfterMessages": 1,
}
STUBS = {"defaults": {"timeScale": 60}, "stubs": [queue_stub(Name="Support", agent=AGENT)]}


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox with that flow; a minute of its time passes in a second."""
    folder = tmp_path_factory.mktemp("turns")
    (folder / "flows").mkdir()
    put(folder / "flows" / "inbound.json", INBOUND)
    put(folder / "flows" / "survey.json", SURVEY)
    put(folder / "flows" / "logged.json", LOGGED)
    put(folder / "stubs.json", STUBS)
    with Sandbox(flows=folder / "flows", stubs=folder / "stubs.json") as sandbox:
        yield sandbox


class Counted:
    """A real door whose calls are counted."""

    def __init__(self, door: Connect, calls: list[str]) -> None:
        self._door, self._calls = door, calls

    def heard_by(self, listener: Listener) -> Counted:
        return Counted(self._door.heard_by(listener), self._calls)

    async def describe_contact(self, instance_id: str, contact_id: str) -> Mapping[str, Any]:
        self._calls.append(f"DescribeContact {contact_id}")
        return await self._door.describe_contact(instance_id, contact_id)

    async def get_contact_attributes(self, instance_id: str, contact_id: str) -> Mapping[str, str]:
        self._calls.append(f"GetContactAttributes {contact_id}")
        return await self._door.get_contact_attributes(instance_id, contact_id)


class Visit:
    """A chat whose turns are followed, and the calls that it takes."""

    def __init__(self, sandbox: Sandbox, workspace: Workspace, chat: Chat, clock: MovableClock) -> None:
        self.sandbox, self.workspace, self.chat, self.clock = sandbox, workspace, chat, clock
        self.calls: list[str] = []
        keys = Keys(sandbox.access_key_id, sandbox.secret_access_key)
        place = environment_at(sandbox.region, sandbox.endpoint)
        self.door = Connect(place, keys, patience=HASTY)
        self.open: Callable[[Profile], Awaitable[Any]] = self._open
        known = KnownTurns(lambda profile: self.open(profile), workspace.traces.of, clock)
        known.patience = QUICK
        self.turns: Turns = known.of(chat)

    async def _open(self, _profile: Profile) -> Any:
        return Counted(self.door, self.calls)

    @property
    def session(self) -> ChatSession:
        assert self.chat.session is not None
        return self.chat.session

    async def says(self, text: str) -> None:
        await self.session.send_message(text)

    async def turn(self, number: int) -> Turn:
        """A turn once it was looked at; time passes, so that no pace holds it up."""

        turns = self.turns
        await self.passes(
            lambda: len(turns.all) >= number and turns.all[number - 1].state != "reading", f"turn {number}"
        )
        return self.turns.all[number - 1]

    async def passes(self, holds: Callable[[], Any], what: str) -> None:
        """Lets time pass until something holds."""

        def held() -> Any:
            self.clock.move(seconds=1)
            return holds()

        await until(held, what)

    async def hears(self, text: str) -> None:
        """Waits until somebody has said this."""
        rows = self.session.transcript.rows
        await self.passes(lambda: any(row.item.content == text for row in rows), text)

    def row(self, turn: Turn) -> str:
        """What the row says that a turn ended with."""
        item = self.session.transcript.find(turn.row_key)
        assert item is not None
        return item.content or item.event

    def fault(self, text: str) -> None:
        self.sandbox.faults.add(parse(text))


Visiting = Callable[..., Any]


@pytest.fixture
def visiting(center: Sandbox, tmp_path: Path, clock: MovableClock) -> Visiting:
    """Opens a chat that its customer has joined, and follows its turns; a context."""

    @asynccontextmanager
    async def opened(
        flow: str = "Inbound", profile: Profile = SANDBOX, keys: Keys | None = None, **request: Any
    ) -> AsyncIterator[Visit]:
        center.faults.clear()
        workspace = Workspace(tmp_path, clock, run_sandbox=lambda: center)
        if keys is not None:
            workspace.add_environment(profile, keys)
        flow_id = next(one.id for one in center.flows if one.name == flow)
        place = {"InstanceId": center.instance_id, "ContactFlowId": flow_id}
        chat = workspace.new_chat({**place, "ParticipantDetails": {"DisplayName": "Ann"}, **request}, profile)
        await workspace.start(chat)
        await workspace.connect(chat)
        visit = Visit(center, workspace, chat, clock)
        following = asyncio.ensure_future(visit.turns.follow())
        try:
            yield visit
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
            visit.door.close()
            await workspace.close()

    return opened
