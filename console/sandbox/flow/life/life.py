"""The life of one chat: inbound flow, queue, agent, disconnect flow, and what leads from one to the next."""

from __future__ import annotations

from typing import Literal

from console.sandbox.contacts import InitiationMethod
from console.sandbox.flow.engine.outcome import Ended
from console.sandbox.flow.engine.state import FlowState, Queue
from console.sandbox.flow.life.agents import SimulatedAgent, text_of
from console.sandbox.flow.life.center import QUEUEING, ContactCenter
from console.sandbox.flow.life.player import Player
from console.sandbox.flow.life.stay import Stay
from console.sandbox.flow.life.walk import Walk
from console.sandbox.flow.stubs import Agent
from console.sandbox.flow.traces.trace import Entered, Entry
from console.sandbox.identity import id_of
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import TRANSFERRED, Item
from console.sandbox.participant.party import Participant

MOST_WAITS = 50
"""How often one chat can be put into a queue, so that flows can't send it round for ever."""

Phase = Literal["inbound", "queue", "agent", "remaining", "over"]


class Life:
    """The conversation of a chat with its flows. All its functions are called under the timers' lock."""

    def __init__(self, chat: Chat, center: ContactCenter) -> None:
        self.chat = chat
        self.phase: Phase = "inbound"
        """Which flow has the word: that of the start, of the queue, none while an agent is there, …"""
        self._center = center
        self._recorder = center.recording.of(chat)
        self._player = Player(chat, center, self)
        self.stay = Stay(chat, center, self._player, self._recorder, self._connect)
        """Its waiting for an agent."""
        self._agents: dict[str, SimulatedAgent] = {}
        self._waits = 0

    @property
    def state(self) -> FlowState:
        """What the flows have written."""
        return self._player.state

    @property
    def walk(self) -> Walk | None:
        """The flow that runs; None while none does."""
        return self._player.walk

    # what the chat tells

    def begin(self) -> None:
        """Run the flow that the chat was started with; one that can't be found says nothing."""
        if self.phase != "inbound":
            return
        if (script := self._center.first_flow(self.chat.contact)) is None:
            self._recorder.note("the flow of this chat can't be found: nothing is said")
        else:
            self._player.run(script, self._flow_over)

    def hear(self, item: Item) -> None:
        """Bring what the customer says to the agents, else to the flow."""
        if item.author is None or item.author.role != "CUSTOMER":
            return
        if self.phase == "agent":
            for agent in tuple(self._agents.values()):
                agent.hear(text_of(item))
        elif not self.stay.is_whispering:
            self._player.hear(item)

    def see(self, item: Item) -> None:
        """Record what was told."""
        self._recorder.see(item)

    def join(self, participant: Participant) -> None:
        """An agent takes over, wherever the flow stands (ours: agent-by-hand)."""
        if participant.role == "AGENT":
            self._stop()
            self.phase = "agent"
            contact = self.chat.contact
            # ours: agent-user
            contact.agent_id = id_of("user", participant.display_name)
            contact.agent_connected = self._center.timers.clock.wall()

    def leave(self, participant: Participant) -> None:
        """Go on without an agent, or tell the flow that its bot is gone."""
        if participant.role == "CUSTOM_BOT":
            self.wake("bot_left", participant.id)
        if (agent := self._agents.pop(participant.id, None)) is not None:
            agent.stop()
        if participant is self.stay.invited:
            self._recorder.note("the agent who accepted has gone before they joined")
            self.stay.stop()
            self._wait()
        if self.phase == "agent" and not self.chat.with_role("AGENT"):
            self._remain()

    def wake(self, name: str, value: object = None) -> None:
        """Something happened that a flow may wait for by its name."""
        self._player.wake(name, value)

    def end(self) -> None:
        """Stop everything: the chat is over."""
        if self.phase == "over":
            return
        self.phase = "over"
        self._stop()
        self._dismiss()
        self._center.desk.choose(self.chat.id, None)
        reason = self.chat.contact.end_reason
        self._recorder.note(f"the chat has ended: {reason}", reason=reason)

    def add(self, entry: Entry) -> None:
        """Record what a flow did, and move the contact where a customer queue flow changed the queue."""
        self._recorder.add(entry)
        if isinstance(entry, Entered) and entry.place.type in QUEUEING and not entry.error:
            self.stay.put_by = entry.place.action
            if entry.result == "Done":
                self._pass_on("QUEUE_TRANSFER")
                self.stay.enter()

    # what follows from one to the next

    def _flow_over(self, ended: Ended) -> None:
        """The inbound flow or the disconnect flow is over."""
        if ended.how != "queued":
            self._disconnect()
            return
        if self.phase == "remaining":
            self._pass_on("DISCONNECT")
        self._wait()

    def _wait(self) -> None:
        """Wait for an agent in the working queue."""
        self.phase = "queue"
        self._waits += 1
        if self._waits <= MOST_WAITS:
            self.stay.begin(self._queue_flow_over)
        else:
            self._recorder.note("the flows send this chat from queue to queue without end")
            self._disconnect()

    def _queue_flow_over(self, ended: Ended) -> None:
        """The customer queue flow is over: the contact stays in the queue, unless the flow ended it."""
        if ended.how == "disconnected":
            self._disconnect()
        elif ended.how == "queued":
            self._pass_on("QUEUE_TRANSFER")
            self._wait()

    def _remain(self) -> None:
        """The last agent has left: the disconnect flow goes on with the customer, where there is one."""
        self.phase = "remaining"
        if (script := self._player.hooked("CustomerRemaining")) is not None:
            self._player.run(script, self._flow_over)
        else:
            self.chat.end("AGENT_DISCONNECT")

    def _disconnect(self) -> None:
        """The contact ends as by DisconnectParticipant: the customer goes, and all is over."""
        # ours: disconnect-flow-reason
        is_agents = self.phase == "remaining"
        self.chat.let_go("CUSTOMER")
        self.chat.end("AGENT_DISCONNECT" if is_agents else "CONTACT_FLOW_DISCONNECT")

    def _pass_on(self, method: InitiationMethod) -> None:
        self._center.pass_on(self.chat.contact, method)
        self.state.initiation_method = method

    # agents

    def _connect(self, agent: Agent, participant: Participant, is_person: bool) -> None:
        """An agent comes out of the whispers and talks with the customer."""
        self.chat.join(participant)
        playing = SimulatedAgent(agent, participant, self.chat, self._center.timers, self)
        self._agents[participant.id] = playing
        if is_person:
            playing.rest()
        else:
            playing.begin()

    @property
    def agent(self) -> SimulatedAgent | None:
        """The agent who is there by the script, or in whose place a person speaks; the first of several."""
        return next(iter(self._agents.values()), None)

    def hand_over(self, colleague: Agent) -> None:
        """Transfer the chat from its agent to another; later items bear another contact's id."""
        self._part()
        self.phase = "queue"
        self.stay.expect(colleague)

    def send_to(self, queue: Queue) -> None:
        """Transfer the chat from its agent into a queue, where it waits as before (ours: agent-to-queue)."""
        self._part()
        self.state.queue, self.stay.put_by = queue, ""
        self._wait()

    def _part(self) -> None:
        self.chat.announce(TRANSFERRED)
        self._dismiss()
        self.chat.let_go("AGENT")
        self._pass_on("TRANSFER")

    def hang_up(self) -> None:
        """End the chat as an agent does who closes it: nothing follows."""
        self._dismiss()
        self.chat.let_go("AGENT")
        self.chat.end("AGENT_DISCONNECT")

    def _dismiss(self) -> None:
        for agent in self._agents.values():
            agent.stop()
        self._agents.clear()

    def _stop(self) -> None:
        """Stop the flow and the waiting, whatever comes next."""
        self.stay.stop()
        self._player.stop()
