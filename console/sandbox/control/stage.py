"""The control route's part for what happens in chats, and for the time that passes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from console.sandbox.clock import Clock
from console.sandbox.contacts import Contact
from console.sandbox.control.guard import Row, body_of
from console.sandbox.participant.chats import Chats
from console.sandbox.participant.items import Item, on_socket
from console.sandbox.participant.party import Participant

ROLES = ("AGENT", "CUSTOMER", "SYSTEM", "CUSTOM_BOT", "SUPERVISOR")


@dataclass(frozen=True)
class Member:
    """One member of a body: what it must be, and whether it must be there."""

    kind: type | tuple[type, ...]
    is_required: bool = False
    choices: tuple[str, ...] = ()

    def holds(self, value: object) -> bool:
        """Whether a value is what it must be."""
        if isinstance(value, bool) and self.kind is not bool:
            return False
        if isinstance(value, list) and not all(isinstance(one, str) for one in value):
            return False
        return isinstance(value, self.kind) and (not self.choices or value in self.choices)


@dataclass(frozen=True)
class Verb:
    """One thing that can be made to happen in a chat."""

    act: Callable[..., object]
    members: Mapping[str, Member]

    def check(self, body: object) -> dict[str, Any]:
        """The members of a body.

        Raises:
            ValueError: one is missing, unknown, or not what it must be.
        """
        given = {} if body is None else body
        if not isinstance(given, dict):
            raise ValueError("The body must be a JSON object.")
        for name, member in self.members.items():
            if name not in given and member.is_required:
                raise ValueError(f"{name} is required.")
        for name, value in given.items():
            if name not in self.members:
                raise ValueError(f"“{name}” is unknown. Known: {', '.join(self.members)}.")
            if not self.members[name].holds(value):
                raise ValueError(f"{name} is not what it must be.")
        return given


_TEXT, _NEEDED = Member(str), Member(str, is_required=True)
_ROLE = Member(str, choices=ROLES)

VERBS: Mapping[str, Verb] = {
    "say": Verb(
        Chats.say,
        {
            "content": _NEEDED,
            "content_type": _TEXT,
            "role": _ROLE,
            "display_name": _TEXT,
            "metadata": Member(dict),
        },
    ),
    "stream": Verb(Chats.stream, {"chunks": Member(list, is_required=True), "display_name": _TEXT}),
    "announce": Verb(Chats.announce, {"event": _NEEDED, "participant_id": _TEXT, "content": _TEXT}),
    "template": Verb(Chats.show_template, {"template": _NEEDED, "data": Member(dict)}),
    "view": Verb(Chats.show_view, {"view_id": _NEEDED, "data": Member(dict)}),
    "sign-in": Verb(Chats.ask_to_sign_in, {"within_s": Member((int, float))}),
    "participants": Verb(
        Chats.add,
        {
            "role": Member(str, is_required=True, choices=ROLES),
            "display_name": _NEEDED,
            "has_joined": Member(bool),
        },
    ),
    "leave": Verb(Chats.leave, {"participant_id": _NEEDED}),
    "rename": Verb(Chats.rename, {"participant_id": _NEEDED, "display_name": _NEEDED}),
    "transfer": Verb(Chats.transfer, {"display_name": _TEXT}),
    "end": Verb(Chats.end, {}),
}
"""What can be made to happen, by the last part of the path."""


class StageControl:
    """Chats that a trainer or a test plays with."""

    def __init__(self, chats: Chats, clock: Clock) -> None:
        self._chats = chats
        self._clock = clock

    @property
    def table(self) -> tuple[Row, ...]:
        """The routes of this part."""
        return (
            ("GET", "/clock", self.show_clock),
            ("POST", "/clock", self.set_clock),
            ("POST", "/contacts/{contact_id}/{verb}", self.act),
        )

    async def show_clock(self, _request: Request) -> JSONResponse:
        """How far the sandbox's time is ahead of the wall's, and how fast it runs."""
        return JSONResponse({"moved_s": self._clock.moved_s, "speed": self._clock.speed})

    async def set_clock(self, request: Request) -> JSONResponse:
        """Move time ahead by `moved_s` seconds, let it run at `speed`, or both."""
        verb = Verb(self._clock.move, {"moved_s": Member((int, float)), "speed": Member((int, float))})
        given = verb.check(await body_of(request))
        if "speed" in given:
            self._clock.run(given["speed"])
        if "moved_s" in given:
            self._clock.move(given["moved_s"])
        return await self.show_clock(request)

    async def act(self, request: Request) -> JSONResponse:
        """Make something happen in a chat, and tell what came of it."""
        verb = VERBS.get(request.path_params["verb"])
        if verb is None:
            raise LookupError(f"There is no such verb. Known: {', '.join(VERBS)}.")
        given = verb.check(await body_of(request))
        return JSONResponse(_told(verb.act(self._chats, request.path_params["contact_id"], **given)))


def _told(result: object) -> dict[str, Any]:
    """What came of it; the token of a participant is given, since a test is to connect with it."""
    if isinstance(result, Item):
        return on_socket(result, result.contact_id)
    if isinstance(result, Participant):
        return {"participant_id": result.id, "participant_token": result.token}
    if isinstance(result, Contact):
        return {"contact_id": result.id}
    return {"session_id": result} if isinstance(result, str) else {}
