"""A chat's stay in a queue, until an agent has joined: the customer queue flow, and the whispers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from console.sandbox.flow.engine.outcome import Ended
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.flow.life.player import Hook, Player, as_set_for
from console.sandbox.flow.life.whisper import AgentWhisper
from console.sandbox.flow.stubs import Agent
from console.sandbox.flow.traces.recording import Recorder
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import LONGEST_NAME
from console.sandbox.participant.party import Participant
from console.sandbox.timers import Timer

WHISPER_S = 120.0
"""Seconds that whispers may take before the agent joins all the same (ours: whisper-limit)."""

RINGS_S = 20.0
"""Seconds within which a person accepts or rejects a chat (administrator guide, chatting with contacts)."""
ARRIVES_S = 10.0
"""Seconds after which whispers begin though the person's client has not connected (ours: agent-arrives)."""

Connect = Callable[[Agent, Participant, bool], None]
"""Goes on once the whispers are over; the last says whether the agent is a person."""


class Stay:
    """One chat and its way through queues. To be used under the lock of the timers."""

    __slots__ = (
        "_center", "_chat", "_colleague", "_connect", "_missed", "_player", "_recorder", "_timer",
        "invited", "is_whispering", "put_by", "rings_until", "since",
    )  # fmt: skip

    def __init__(
        self, chat: Chat, center: ContactCenter, player: Player, recorder: Recorder, connect: Connect
    ) -> None:
        self._chat = chat
        self._center = center
        self._player = player
        self._recorder = recorder
        self._connect = connect
        self._timer: Timer | None = None
        self._colleague: Agent | None = None
        self._missed = 0
        self.since: float | None = None
        """Since when the contact waits for an agent; None while it does not."""
        self.rings_until: float | None = None
        """Until when it is offered to a person; None while it is not."""
        self.invited: Participant | None = None
        """The person who has accepted, and has not joined yet."""
        self.put_by = ""
        """The action that put the contact into the queue."""
        self.is_whispering = False
        """Whether an agent has accepted and hears the whispers: the customer is not heard meanwhile."""

    def begin(self, over: Callable[[Ended], None]) -> None:
        """Wait in the working queue, with the customer queue flow; `over` where that ends by itself."""
        self._player.stop()
        self.enter()
        script = self._player.hooked("CustomerQueue") or self._center.queue_flow()
        if script is not None:
            self._player.run(as_set_for("CustomerQueue", script), over)

    def enter(self) -> None:
        """Take a place in the working queue, whose agent accepts after a while, or a person does."""
        self._stop_timer()
        if (queue := self._player.state.queue) is None:
            return
        self._center.queues.enter(queue.arn, self._chat.id)
        contact = self._chat.contact
        contact.queue_id, contact.enqueued = queue.plain_id, self._center.timers.clock.wall()
        self._recorder.note(f"waits in the queue {queue.name or queue.id}", queue=queue.arn)
        self._await(None)

    def expect(self, colleague: Agent) -> None:
        """Have an agent accept after a while who was not the queue's choice."""
        self._await(colleague)

    def _await(self, colleague: Agent | None) -> None:
        self._colleague, self._missed, self.since = colleague, 0, self._center.timers.clock()
        self.attend()

    @property
    def agent(self) -> Agent | None:
        """Who is to accept: the colleague that was asked for, else the agent of the working queue."""
        queue = self._player.state.queue
        stub = None if queue is None else self._center.queue_stub(queue, self.put_by)
        return self._colleague or (None if stub is None else stub.agent)

    @property
    def missed(self) -> int:
        """How often a person did not take the contact that was offered since it waits."""
        return self._missed

    def attend(self) -> None:
        """Have the contact accepted by whoever answers now, if it waits: the script, or a person."""
        if self.since is None:
            return
        self._stop_timer()
        self.rings_until = None
        timers = self._center.timers
        if self._center.desk.of(self._chat.id) == "you":
            self.rings_until = timers.clock() + RINGS_S
            self._timer = timers.after(RINGS_S, partial(self.pass_by, "nobody answered: it was missed"))
        elif (agent := self.agent) is not None:
            self._timer = timers.after(agent.accepts_after_s, partial(self._accept, agent))

    def pass_by(self, why: str) -> None:
        """The person does not take the contact: it keeps its place (ours: contact-missed)."""
        self._stop_timer()
        self.rings_until = None
        self._missed += 1
        self._recorder.note(f"{why}, and waits in the queue still")

    def stop(self) -> None:
        """Wait no more."""
        if self.invited is not None:
            self.invited.arrive = None
        self.invited = self.since = self.rings_until = self._colleague = None
        self.is_whispering = False
        self._player.state.agent = {}
        self._stop_timer()
        self._center.queues.leave(self._chat.id)

    def _accept(self, agent: Agent) -> None:
        """An agent takes the chat: invited now, joined after the whispers."""
        self._brief(agent, self._invite(agent), is_person=False)

    def take(self, display_name: str = "") -> Participant:
        """A person takes the chat, by default under the name of the agent of whom they take the place.

        Whispers begin when their client has connected, so that it hears the agent's.
        """
        agent = self.agent or Agent()
        if display_name:
            names = {"UserName": display_name, "FirstName": display_name}
            agent = replace(agent, display_name=display_name, attributes=names)
        # ours: agent-invited
        participant = self._invite(agent)
        self.invited = participant
        participant.arrive = partial(self._brief, agent, participant, is_person=True)
        self._timer = self._center.timers.after(ARRIVES_S, participant.arrive)
        return participant

    def _invite(self, agent: Agent) -> Participant:
        self._player.stop()
        self.stop()
        self.is_whispering = True
        name = agent.display_name[:LONGEST_NAME] or "Agent"
        self._player.state.agent = agent.attributes or {"UserName": name, "FirstName": name}
        return self._chat.add("AGENT", name, has_joined=False)

    def _brief(self, agent: Agent, participant: Participant, *, is_person: bool) -> None:
        """Run the whispers, and let the agent join after them."""
        self._stop_timer()
        if is_person:
            participant.arrive = _wait
        connect = partial(self._finish, agent, participant, is_person)
        self._timer = self._center.timers.after(WHISPER_S, connect)
        to_customer = partial(self._whisper, "CustomerWhisper", self._chat, connect)
        self._whisper("AgentWhisper", AgentWhisper(self._chat), to_customer)

    def _whisper(self, hook: Hook, through: Chat, then: Callable[[], None]) -> None:
        """Run a whisper flow, however it ends; chat has no default ones (administrator guide)."""
        if (script := self._player.hooked(hook)) is None:
            then()
        else:
            self._player.run(script, lambda _: then(), through)

    def _finish(self, agent: Agent, participant: Participant, is_person: bool) -> None:
        self._player.stop()
        self.stop()
        self._connect(agent, participant, is_person)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _wait() -> None:
    """What a client does that comes while the whispers run."""
