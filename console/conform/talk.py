"""One chat of the script as its customer has it: tokens, sockets, and what was heard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from console.chat.connection.frames import HEARTBEAT, PING, SUBSCRIBE
from console.chat.connection.raw_socket import RawSocket
from console.conform.facts import Facts, Word

EVENT: Final = "application/vnd.amazonaws.connect.event."
ENDED: Final = EVENT + "chat.ended"


class Ear:
    """One socket of a customer, and what came over it, read without believing anything."""

    def __init__(self, socket: RawSocket) -> None:
        self.socket = socket

    @property
    def frames(self) -> list[Any]:
        """Every frame as JSON; one that is none is told by a word."""
        return [_read(text) for text in self.socket.texts]

    @property
    def items(self) -> list[Mapping[str, Any]]:
        """The items that came, oldest first."""
        found = [
            _read(frame.get("content") or "")
            for frame in self.frames
            if isinstance(frame, Mapping) and frame.get("topic") == "aws/chat"
        ]
        return [item for item in found if isinstance(item, Mapping)]

    def answers(self, topic: str | None) -> list[Mapping[str, Any]]:
        """The frames of a topic; None for those without one, which are errors."""
        return [frame for frame in self.frames if isinstance(frame, Mapping) and frame.get("topic") == topic]

    async def greet(self, within_s: float) -> bool:
        """Subscribe and send the heartbeats, as Amazon's clients do; whether the subscription holds."""
        for text in (SUBSCRIBE, PING, HEARTBEAT):
            await self.socket.send(text)
        return await self.socket.until(lambda: bool(self.answers("aws/subscribe")), within_s)

    async def item(self, within_s: float, **members: str) -> Mapping[str, Any] | None:
        """The first item with these members, waited for; None where none comes."""
        await self.socket.until(lambda: self._find(members) is not None or self.socket.is_closed, within_s)
        return self._find(members)

    async def system_item(self, within_s: float, after: int = 0) -> Mapping[str, Any] | None:
        """The first message of the flow behind the first `after` items, waited for."""

        def found() -> Mapping[str, Any] | None:
            return next((one for one in self.items[after:] if is_said_by_flow(one)), None)

        await self.socket.until(lambda: found() is not None, within_s)
        return found()

    def _find(self, members: Mapping[str, str]) -> Mapping[str, Any] | None:
        return next(
            (one for one in self.items if all(one.get(name) == value for name, value in members.items())),
            None,
        )


@dataclass
class Talk:
    """One chat. Everything in it is secret or an id; a `Lens` shows none of it."""

    request: Mapping[str, Any] = field(repr=False)
    contact_id: str = ""
    participant_id: str = ""
    participant_token: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    """The connection token of the newest connection."""
    ears: list[Ear] = field(default_factory=list, repr=False)
    sent: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    """What was sent, by the script's name for it, with what the service answered."""
    is_over: bool = False

    @property
    def ear(self) -> Ear:
        """The newest socket."""
        return self.ears[-1]

    @property
    def has_ended(self) -> bool:
        """Whether the service has told its end, or we have brought it about."""
        return self.is_over or any(
            item.get("ContentType") == ENDED for ear in self.ears for item in ear.items
        )


def is_said_by_flow(item: Mapping[str, Any]) -> bool:
    """Whether an item is a message that the flow or its bot said."""
    return item.get("Type") == "MESSAGE" and item.get("ParticipantRole") in ("SYSTEM", "CUSTOM_BOT")


def told(item: Mapping[str, Any] | None) -> Any:
    """An item for comparison: its members, or that none came."""
    return Word("nothing came") if item is None else dict(item)


def outline(item: Mapping[str, Any]) -> Facts:
    """What kind of item it is."""
    names = ("Type", "ContentType", "ParticipantRole")
    return Facts({name: item[name] for name in names if name in item})


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return Word("no JSON")
