"""A person beside the customer: the agent's own session in the sandbox, both sides over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from console.agent_desk import AgentDesk
from console.agent_seat import AgentSeat
from console.chat.chat import Chat
from console.chat.session import ChatSession
from console.control_route import ControlRefused
from console.sandbox import Sandbox, parse
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.memory_store import memory_vault

TYPES = ["text/plain", "text/markdown"]


@pytest.fixture(scope="module")
def shipped() -> Iterator[Sandbox]:
    """The sandbox with the flows that are shipped: a queue with whispers and a disconnect flow among them."""
    with Sandbox() as sandbox:
        yield sandbox


class Pair:
    """The customer's session and the agent's seat in one chat."""

    def __init__(self, sandbox: Sandbox, workspace: Workspace, chat: Chat) -> None:
        self.sandbox, self.workspace, self.chat = sandbox, workspace, chat
        assert chat.session is not None
        self.customer: ChatSession = chat.session
        self.desk: AgentDesk = workspace.agent_desk
        self.seat: AgentSeat = self.desk.seat(chat)

    @property
    def agent(self) -> ChatSession:
        assert self.seat.session is not None
        return self.seat.session

    @property
    def standing(self) -> str:
        return self.seat.standing.state

    async def stands(self, *wanted: str) -> None:
        """Waits until it stands so; asks each time, as the loop of the desk does."""
        while self.standing not in wanted:
            await self.desk.refresh()

    def heard(self, session: ChatSession) -> list[str]:
        return [row.item.content or row.item.event for row in session.transcript.rows]


@asynccontextmanager
async def waiting(sandbox: Sandbox, folder: Path, answers: str = "you") -> AsyncIterator[Pair]:
    """A customer of the shipped flow who waits in the queue for an agent."""
    sandbox.reset()
    workspace = Workspace(folder, MovableClock(), run_sandbox=lambda: sandbox, vault=memory_vault())
    try:
        flow = next(one for one in sandbox.flows if one.name == "Talk to an agent")
        await workspace.open()
        if answers == "you":
            await workspace.agent_desk.choose("you")
        chat = workspace.new_chat(
            {
                "InstanceId": sandbox.instance_id,
                "ContactFlowId": flow.id,
                "ParticipantDetails": {"DisplayName": "Ann"},
                "SupportedMessagingContentTypes": TYPES,
            }
        )
        await workspace.start(chat)
        await workspace.connect(chat)
        pair = Pair(sandbox, workspace, chat)
        await pair.stands("waiting", "ringing")
        yield pair
    finally:
        await workspace.close()


async def test_both_sides_talk_type_and_read(shipped: Sandbox, tmp_path: Path) -> None:
    async with waiting(shipped, tmp_path) as pair:
        standing = pair.seat.standing
        assert (standing.state, standing.queue, standing.agent) == ("ringing", "Workshop", "Workshop")
        await pair.seat.accept("Robin")
        await pair.stands("you")
        assert pair.seat.is_yours
        await pair.customer.until(lambda item: item.event == "participant.joined" and item.role == "AGENT")
        assert any("A customer of Harbour Bikes" in text for text in pair.heard(pair.agent)), "the whisper"
        assert not any("A customer of Harbour" in text for text in pair.heard(pair.customer))
        sent = await pair.customer.send_message("My bell is broken.")
        got = await pair.agent.until(lambda item: item.content == "My bell is broken.")
        assert (got.role, got.display_name) == ("CUSTOMER", "Ann")
        await pair.agent.mark_read(got.id)
        rows = pair.customer.transcript
        await until(
            lambda: any(row.receipts for row in rows.rows if row.item.id == got.id), f"{sent.key} read"
        )
        await pair.agent.attach_bytes("map.txt", b"third street on the left")
        await pair.customer.until(lambda item: item.kind == "attachment" and item.role == "AGENT")
        await pair.agent.send_typing()
        await until(lambda: rows.typing(pair.workspace.clock()) == ["Robin"], "that Robin types")
        await pair.agent.send_message("**Bring it in.**", "text/markdown")
        said = await pair.customer.until(lambda item: item.content == "**Bring it in.**")
        assert (said.role, said.display_name) == ("AGENT", "Robin")
        await pair.customer.mark_read(said.id)
        own = pair.agent.transcript
        await until(lambda: any(row.receipts for row in own.rows if row.item.id == said.id), "their receipt")


async def test_who_leaves_hears_no_more_and_the_survey_follows(shipped: Sandbox, tmp_path: Path) -> None:
    async with waiting(shipped, tmp_path) as pair:
        await pair.seat.accept()
        await pair.stands("you")
        await pair.seat.leave()
        await pair.customer.until(lambda item: item.role == "SYSTEM" and "How was our help" in item.content)
        await pair.stands("left")
        assert (pair.agent.state, pair.customer.state) == ("ended", "connected")


async def test_who_ends_the_contact_ends_it_for_both(shipped: Sandbox, tmp_path: Path) -> None:
    async with waiting(shipped, tmp_path) as pair:
        await pair.seat.accept()
        await pair.stands("you")
        await pair.seat.end()
        await until(lambda: (pair.agent.state, pair.customer.state) == ("ended", "ended"), "both ends")
        assert (pair.standing, pair.seat.is_yours) == ("over", False)


async def test_a_chat_that_is_transferred_rings_again_in_its_queue(shipped: Sandbox, tmp_path: Path) -> None:
    async with waiting(shipped, tmp_path) as pair:
        await pair.seat.accept("Robin")
        await pair.stands("you")
        first = pair.agent
        await pair.seat.transfer_to_queue("Workshop")
        assert pair.standing == "ringing"
        await until(lambda: first.state == "ended", "the end of the first agent")
        await pair.seat.accept("Sam")
        await pair.stands("you")
        assert pair.agent is not first
        await pair.agent.send_message("Sam here.")
        said = await pair.customer.until(lambda item: item.content == "Sam here.")
        assert said.display_name == "Sam"


async def test_the_script_is_taken_over_and_goes_on(shipped: Sandbox, tmp_path: Path) -> None:
    async with waiting(shipped, tmp_path, "script") as pair:
        shipped.clock.move(10)
        await pair.customer.until(lambda item: item.role == "AGENT" and item.event == "participant.joined")
        await pair.stands("script")
        await pair.seat.take_over()
        assert pair.standing == "you"
        await pair.agent.send_message("A person now.")
        await pair.customer.until(lambda item: item.content == "A person now.")
        await pair.seat.give_back()
        assert (pair.standing, pair.seat.session) == ("script", None)
        assert pair.customer.state == "connected"


async def test_the_agent_outlives_a_lost_socket_and_a_customer_who_goes(
    shipped: Sandbox, tmp_path: Path
) -> None:
    async with waiting(shipped, tmp_path) as pair:
        await pair.seat.accept()
        await pair.stands("you")
        shipped.faults.add(parse("socket:drop:2"))
        await pair.customer.send_message("Is this lost?")
        await pair.agent.until(lambda item: item.content == "Is this lost?")
        await until(lambda: pair.agent.state == "connected", "the agent's way back")
        await pair.customer.disconnect()
        await until(lambda: pair.agent.state == "ended", "the end")
        await pair.stands("over")


async def test_an_agent_whom_a_fault_sends_away_is_out(shipped: Sandbox, tmp_path: Path) -> None:
    async with waiting(shipped, tmp_path) as pair:
        await pair.seat.accept()
        await pair.stands("you")
        shipped.faults.add(parse("agent:leave:1"))
        await pair.customer.send_message("Hello?")
        await until(lambda: pair.agent.state == "ended", "the agent is out")
        await pair.stands("left")
        assert not pair.seat.is_yours


async def test_what_the_sandbox_refuses_is_told(shipped: Sandbox, tmp_path: Path) -> None:
    async with waiting(shipped, tmp_path) as pair:
        with pytest.raises(ControlRefused, match="not the agent"):
            await pair.seat.end()
        with pytest.raises(ControlRefused, match="no queue"):
            await pair.seat.transfer_to_queue("Nowhere")
        await pair.seat.reject()
        assert (pair.standing, pair.seat.standing.missed) == ("waiting", 1)
        await pair.seat.choose("script")
        assert (pair.seat.standing.answers, pair.seat.standing.has_own_switch) == ("script", True)
        await pair.seat.choose(None)
        assert (pair.seat.standing.answers, pair.standing) == ("you", "ringing")


async def test_before_the_sandbox_runs_there_is_no_desk(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, MovableClock(), vault=memory_vault())
    with pytest.raises(ControlRefused, match="does not run yet"):
        await workspace.agent_desk.choose("you")
    await workspace.close()
