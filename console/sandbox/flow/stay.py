"""A chat's stay in a queue, until an agent has joined: the customer queue flow, and the whispers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from console.sandbox.flow.center import ContactCenter
from console.sandbox.flow.outcome import Ended
from console.sandbox.flow.player import Hook, Player, as_set_for
from console.sandbox.flow.recording import Recorder
from console.sandbox.flow.stubs import Agent
from console.sandbox.flow.whisper import AgentWhisper
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import LONGEST_NAME
from console.sandbox.participant.party import Participant
from console.sandbox.timers import Timer

WHISPER_S = 120.0
"""Seconds that whispers may take before the agent joins all the same (ours: whisper-limit)."""

Connect = Callable[[Agent, Participant], None]


class Stay:
    """One chat and its way through queues. To be used under the lock of the timers."""

    __slots__ = (
        "_center", "_chat", "_connect", "_player", "_recorder", "_timer", "is_whispering", "put_by",
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
        """Take a place in the working queue, whose agent accepts after a while."""
        self._stop_timer()
        if (queue := self._player.state.queue) is None:
            return
        self._center.queues.enter(queue.arn, self._chat.id)
        self._recorder.note(f"waits in the queue {queue.name or queue.id}", queue=queue.arn)
        stub = self._center.queue_stub(queue, self.put_by)
        if stub is not None and stub.agent is not None:
            self.expect(stub.agent)

    def expect(self, agent: Agent) -> None:
        """Have an agent accept after a while."""
        self._timer = self._center.timers.after(agent.accepts_after_s, partial(self._accept, agent))

    def stop(self) -> None:
        """Wait no more."""
        self.is_whispering = False
        self._player.state.agent = {}
        self._stop_timer()
        self._center.queues.leave(self._chat.id)

    def _accept(self, agent: Agent) -> None:
        """An agent takes the chat: invited now, joined after the whispers."""
        self._player.stop()
        self.stop()
        self.is_whispering = True
        name = agent.display_name[:LONGEST_NAME] or "Agent"
        self._player.state.agent = agent.attributes or {"UserName": name, "FirstName": name}
        participant = self._chat.add("AGENT", name, has_joined=False)
        connect = partial(self._finish, agent, participant)
        self._timer = self._center.timers.after(WHISPER_S, connect)
        to_customer = partial(self._whisper, "CustomerWhisper", self._chat, connect)
        self._whisper("AgentWhisper", AgentWhisper(self._chat), to_customer)

    def _whisper(self, hook: Hook, through: Chat, then: Callable[[], None]) -> None:
        """Run a whisper flow, however it ends; chat has no default ones (administrator guide)."""
        if (script := self._player.hooked(hook)) is None:
            then()
        else:
            self._player.run(script, lambda _: then(), through)

    def _finish(self, agent: Agent, participant: Participant) -> None:
        self._player.stop()
        self.stop()
        self._connect(agent, participant)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
