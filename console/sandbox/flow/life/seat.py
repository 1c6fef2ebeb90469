"""The agent's seat in one chat: how it stands, and what a person does in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from console.language import tr_wire
from console.sandbox.flow.engine.state import Queue
from console.sandbox.flow.life.agents import SimulatedAgent
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.flow.life.life import Life
from console.sandbox.flow.stubs import Agent
from console.sandbox.identity import id_of
from console.sandbox.participant.items import TRANSFER_FAILED, check_name
from console.sandbox.participant.party import Participant

Standing = Literal["flow", "waiting", "ringing", "joining", "script", "you", "other", "left", "over"]

_WITHOUT_AGENT: Mapping[str, Standing] = {"inbound": "flow", "remaining": "left"}


class Seat:
    """One chat, as a person sees it who may be its agent. To be used under the timers' lock.

    Every function that does something raises LookupError where the chat does not stand so that it can be
    done.
    """

    def __init__(self, life: Life, center: ContactCenter) -> None:
        self._life = life
        self._center = center

    # how it stands

    @property
    def standing(self) -> Standing:
        """Who has the customer now, or whom they wait for."""
        life, stay = self._life, self._life.stay
        if life.phase == "agent":
            agent = life.agent
            return "other" if agent is None else "you" if agent.is_resting else "script"
        if life.phase == "queue":
            if stay.is_whispering:
                return "joining"
            return "waiting" if stay.rings_until is None else "ringing"
        return _WITHOUT_AGENT.get(life.phase, "over")

    def told(self) -> dict[str, Any]:
        """How it stands, in JSON. Times are seconds of the sandbox's clock."""
        chat, stay, now = self._life.chat, self._life.stay, self._center.timers.clock()
        queue = self._life.state.queue
        agent = stay.agent if self._life.agent is None else self._life.agent.plan
        return {
            "contact_id": chat.contact.id,
            "initial_contact_id": chat.id,
            "customer": chat.customer.display_name,
            "attributes": dict(chat.contact.attributes),
            "answers": self._center.desk.of(chat.id),
            "has_own_switch": self._center.desk.has_own(chat.id),
            "standing": self.standing,
            "is_person": self._person is not None,
            "queue": "" if queue is None else queue.name,
            "waits_s": None if stay.since is None else max(now - stay.since, 0.0),
            "rings_s": None if stay.rings_until is None else max(stay.rings_until - now, 0.0),
            "missed": stay.missed,
            "agent": "" if agent is None else agent.display_name,
            "participant_id": None if self._person is None else self._person.id,
            "has_script": agent is not None and bool(agent.script or agent.rules),
            "queues": [one.name for one in self.queues.values()],
            "colleagues": [one for one in self.colleagues if self._person is None or one != self._name],
        }

    @property
    def _person(self) -> Participant | None:
        """The participant in whose place a person is."""
        agent = self._life.agent
        if self._life.phase == "agent":
            return agent.participant if agent is not None and agent.is_resting else None
        return self._life.stay.invited

    @property
    def _name(self) -> str:
        return "" if self._person is None else self._person.display_name

    @property
    def queues(self) -> Mapping[str, Queue]:
        """The queues that a chat can be transferred to, by name: its own, and those of the stub file."""
        own = self._life.state.queue
        known = {} if own is None or own.is_agent else {own.name: own}
        for entry, stub in self._center.known_queues():
            named = entry.match.get("QueueId")
            if stub.name and stub.name not in known:
                # ours: any-queue
                is_whole = isinstance(named, str) and named and "*" not in named
                known[stub.name] = Queue(str(named) if is_whole else id_of("queue", stub.name), stub.name)
        return known

    @property
    def colleagues(self) -> Mapping[str, Agent]:
        """The agents of the stub file, by their names."""
        known: dict[str, Agent] = {}
        for _, stub in self._center.known_queues():
            agent = stub.agent
            while agent is not None:
                known.setdefault(agent.display_name, agent)
                agent = agent.hands_over_to
        return known

    # what a person does

    def accept(self, display_name: str = "") -> Participant:
        """Take the contact that waits; the participant joins once their client has connected.

        Raises:
            ValueError: the name is too long.
        """
        if display_name:
            check_name(display_name)
        if self._life.stay.since is None:
            raise LookupError(tr_wire("This contact does not wait for an agent."))
        return self._life.stay.take(display_name)

    def reject(self) -> None:
        """Leave the contact that is offered to whoever may come."""
        if self._life.stay.rings_until is None:
            raise LookupError(tr_wire("This contact is not offered to anybody now."))
        self._life.stay.pass_by("the agent rejected it: it is passed by")

    def take_over(self) -> Participant:
        """Speak in the script's place; in one's own, once more."""
        agent = self._life.agent
        if self._life.phase == "agent" and agent is not None:
            if not agent.is_resting:
                agent.rest()
            return agent.participant
        if self._life.stay.invited is not None:
            return self._life.stay.invited
        raise LookupError(tr_wire("There is no agent in this chat whose place could be taken."))

    def give_back(self) -> None:
        """Let the script go on."""
        self._held().resume()

    def transfer_to_colleague(self, name: str) -> None:
        """Hand the chat over to an agent of the stub file, who accepts by the script."""
        if (colleague := self.colleagues.get(name)) is None:
            known = ", ".join(self.colleagues)
            if not known:
                raise LookupError(tr_wire("There is no agent “{name}”. Known: nobody.", name=name))
            raise LookupError(tr_wire("There is no agent “{name}”. Known: {names}.", name=name, names=known))
        self._held()
        self._center.desk.choose(self._life.chat.id, "script")
        self._life.hand_over(colleague)

    def transfer_to_queue(self, name: str) -> None:
        """Put the chat into a queue, where somebody else accepts it.

        Raises:
            ValueError: the queue is full; the chat stays, and is told so.
        """
        if (queue := self.queues.get(name)) is None:
            known = ", ".join(self.queues)
            if not known:
                raise LookupError(tr_wire("There is no queue “{name}”. Known: none.", name=name))
            raise LookupError(tr_wire("There is no queue “{name}”. Known: {names}.", name=name, names=known))
        agent = self._held()
        stub = self._center.queue_stub(queue, "")
        if stub is not None and stub.capacity is not None and self._center.waiting(queue) >= stub.capacity:
            self._life.chat.announce(TRANSFER_FAILED, agent.participant)
            raise ValueError(
                tr_wire(
                    "The queue “{queue}” is full; it has room for {count:,}.",
                    queue=name,
                    count=stub.capacity,
                )
            )
        self._life.send_to(queue)

    def leave(self) -> None:
        """Go, as an agent who closes the chat: the customer's disconnect flow follows, where one is set."""
        if (person := self._person) is None:
            raise LookupError(tr_wire("You are not the agent of this chat."))
        self._life.chat.leave(person)

    def end(self) -> None:
        """End the contact for everybody; nothing follows."""
        self._held()
        self._life.hang_up()

    def _held(self) -> SimulatedAgent:
        agent = self._life.agent
        if self._life.phase != "agent" or agent is None or not agent.is_resting:
            raise LookupError(tr_wire("You are not the agent of this chat."))
        return agent
