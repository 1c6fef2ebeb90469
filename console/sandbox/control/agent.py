"""The control route's part for agents: who answers the contacts that wait, and what a person does as one.

What an agent says, types and reads goes over the participant service, with the token that `accept` and
`take-over` give: the wire of a real agent's client.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from console.language import tr_wire
from console.sandbox.control.guard import Row, body_of
from console.sandbox.control.stage import Member, Verb
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.flow.life.desk import CHOICES
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.chats import Chats
from console.sandbox.participant.party import Participant

if TYPE_CHECKING:
    from console.sandbox.flow.life.seat import Seat

_TEXT = Member(str)


def _transfer(seat: Seat, queue: str = "", colleague: str = "") -> None:
    """Hand over to exactly one of them."""
    if bool(queue) == bool(colleague):
        raise ValueError("Either queue or colleague is required.")
    if queue:
        seat.transfer_to_queue(queue)
    else:
        seat.transfer_to_colleague(colleague)


VERBS: Mapping[str, Verb] = {
    "accept": Verb(lambda seat, display_name="": seat.accept(display_name), {"display_name": _TEXT}),
    "reject": Verb(lambda seat: seat.reject(), {}),
    "take-over": Verb(lambda seat: seat.take_over(), {}),
    "give-back": Verb(lambda seat: seat.give_back(), {}),
    "transfer": Verb(_transfer, {"queue": _TEXT, "colleague": _TEXT}),
    "leave": Verb(lambda seat: seat.leave(), {}),
    "end": Verb(lambda seat: seat.end(), {}),
}
"""What a person does as the agent of a chat, by the last part of the path."""


class AgentControl:
    """The switches, the contacts, and the verbs of a person."""

    def __init__(self, chats: Chats, center: ContactCenter) -> None:
        self._chats = chats
        self._center = center

    @property
    def table(self) -> tuple[Row, ...]:
        """The routes of this part."""
        return (
            ("GET", "/agent", self.show),
            ("PUT", "/agent", self.choose),
            ("PUT", "/contacts/{contact_id}/agent", self.choose_for_contact),
            ("POST", "/contacts/{contact_id}/agent/{verb}", self.act),
        )

    async def show(self, _request: Request) -> JSONResponse:
        """Who answers, and how every open chat stands with its agent."""
        self._center.timers.run_due()
        with self._center.timers.lock:
            told = {"answers": self._center.desk.answers, "contacts": self._told()}
        return JSONResponse(told)

    async def choose(self, request: Request) -> JSONResponse:
        """Say who answers in every chat without a switch of its own: `{"answers": "you"}`, or "script"."""
        answers = _answers(await body_of(request))
        with self._center.timers.lock:
            self._center.desk.answers = answers
            for chat in self._chats.open:
                if not self._center.desk.has_own(chat.id):
                    _attend(chat)
        return await self.show(request)

    async def choose_for_contact(self, request: Request) -> JSONResponse:
        """Say who answers one chat; `{"answers": null}` lets it follow the switch of the sandbox."""
        body = await body_of(request)
        answers = None if body == {"answers": None} else _answers(body)
        with self._center.timers.lock:
            chat = self._chats.of(request.path_params["contact_id"])
            before = self._center.desk.of(chat.id)
            self._center.desk.choose(chat.id, answers)
            if self._center.desk.of(chat.id) != before:
                _attend(chat)
        return await self.show(request)

    async def act(self, request: Request) -> JSONResponse:
        """Do something as the agent of a chat; the token of the participant whom that makes one."""
        verb = VERBS.get(request.path_params["verb"])
        if verb is None:
            raise LookupError(f"There is no such verb. Known: {', '.join(VERBS)}.")
        given = verb.check(await body_of(request))
        self._center.timers.run_due()
        with self._center.timers.lock:
            chat = self._chats.of(request.path_params["contact_id"])
            if (seat := self._seat(chat)) is None or chat.is_over:
                raise LookupError(tr_wire("This chat has ended."))
            participant = verb.act(seat, **given)
            if not isinstance(participant, Participant):
                return JSONResponse({})
            self._chats.admit(chat, participant)
        return JSONResponse(
            {
                "participant_id": participant.id,
                "participant_token": participant.token,
                "display_name": participant.display_name,
            }
        )

    def _told(self) -> list[dict[str, Any]]:
        seats = (self._seat(chat) for chat in self._chats.open)
        return [seat.told() for seat in seats if seat is not None]

    def _seat(self, chat: Chat) -> Seat | None:
        # With the engine, which is imported with the first chat.
        from console.sandbox.flow.life.life import Life
        from console.sandbox.flow.life.seat import Seat

        life = chat.conversation
        return Seat(life, self._center) if isinstance(life, Life) else None


def _answers(body: Any) -> Any:
    answers = body.get("answers") if isinstance(body, dict) and len(body) == 1 else None
    if answers not in CHOICES:
        raise ValueError('The body must read {"answers": "script"} or {"answers": "you"}.')
    return answers


def _attend(chat: Chat) -> None:
    """A contact that waits is waited for by somebody else."""
    from console.sandbox.flow.life.life import Life

    if isinstance(chat.conversation, Life):
        chat.conversation.stay.attend()
