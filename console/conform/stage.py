"""The stage: what the steps do in one place, and who tidies up behind them."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from console.chat.connection.raw_socket import RawSocket
from console.chat.items import time_in
from console.conform.facts import Facts, NotPlayed, Word
from console.conform.ground import Ground
from console.conform.ledger import Ledger
from console.conform.lens import Lens
from console.conform.pace import Pace
from console.conform.talk import Ear, Talk
from console.conform.words import NAME, OWN_TEXTS
from console.errors import AccessDenied, ServiceError, SocketRefused
from console.redaction import remember

_CODE = re.compile(r"[A-Z][A-Za-z]{2,60}")


class Refused(Exception):
    """A place refused what a step needed; its facts say how."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts


class Stage:
    """One performance in one place. `clear` stops every chat that it has started."""

    def __init__(self, ground: Ground, pace: Pace) -> None:
        self.ground = ground
        self.pace = pace
        self.lens = Lens()
        self._talks: dict[str, Talk] = {}
        self._ledger = Ledger(ground)
        for text, name in OWN_TEXTS.items():
            self.lens.name(text, name)

    # -- chats ----------------------------------------------------------------------------------

    async def start(self, name: str, **more: Any) -> tuple[Talk, Mapping[str, Any]]:
        """Start a chat under a name of the script's; with it comes the answer.

        Raises:
            ServiceError: it was refused.
        """
        request: dict[str, Any] = {
            "InstanceId": self.ground.instance_id,
            "ContactFlowId": self.ground.flow_id,
            "ParticipantDetails": {"DisplayName": NAME},
            "ClientToken": str(uuid.uuid4()),
            **more,
        }
        answer = await self._ledger.start(request)
        talk = Talk(request, answer["ContactId"], answer["ParticipantId"], answer["ParticipantToken"])
        remember(talk.participant_token)
        if name:
            self._talks[name] = talk
            self.lens.name(talk.contact_id, f"the contact of {name}")
            self.lens.name(talk.participant_id, f"the customer of {name}")
        return talk, plain(answer)

    async def try_start(self, **more: Any) -> Facts:
        """What comes of a start that should be refused; a chat that is started all the same is stopped."""
        try:
            talk, _ = await self.start("", **more)
        except ServiceError as error:
            return refusal(error)
        await self.stop(talk)
        return Facts(started=True)

    def talk(self, name: str) -> Talk:
        """A chat that was started under a name.

        Raises:
            NotPlayed: it was not started.
        """
        if (talk := self._talks.get(name)) is None:
            raise NotPlayed("the chat that it needs was not started")
        return talk

    def live(self, name: str) -> Talk:
        """A chat that has not ended, and is connected.

        Raises:
            NotPlayed: it has, or it is not.
        """
        talk = self.talk(name)
        if talk.has_ended:
            raise NotPlayed("the flow has ended the chat before")
        if not talk.token or not talk.ears:
            raise NotPlayed("the chat that it needs was not connected")
        return talk

    async def connect(
        self, talk: Talk, *, types: tuple[str, ...] = ("WEBSOCKET", "CONNECTION_CREDENTIALS")
    ) -> Any:
        """The answer of CreateParticipantConnection; its token is the chat's from now on.

        Raises:
            ServiceError: it was refused.
        """
        request = {"ParticipantToken": talk.participant_token, "Type": list(types)}
        answer = plain(await self.ground.participant.ask("CreateParticipantConnection", request))
        return self.take(talk, answer)

    def take(self, talk: Talk, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """Use the connection that an answer brings."""
        token = (answer.get("ConnectionCredentials") or {}).get("ConnectionToken")
        remember(token, (answer.get("Websocket") or {}).get("Url"))
        talk.token = token or talk.token
        return answer

    async def listen(self, talk: Talk, connection: Mapping[str, Any]) -> Ear:
        """An open socket of a chat, subscribed to nothing yet.

        Raises:
            Refused: it was not opened.
        """
        url = (connection.get("Websocket") or {}).get("Url") or ""
        try:
            socket = await RawSocket.open(url, self.ground.way, self.pace.open_s)
        except SocketRefused:
            raise Refused(Facts(refused=Word("the websocket"))) from None
        talk.ears.append(Ear(socket))
        return talk.ear

    # -- calls ----------------------------------------------------------------------------------

    async def control(self, operation: str, **members: Any) -> Mapping[str, Any]:
        """An operation of Amazon Connect on the instance.

        Raises:
            NotPlayed: these keys may not do it.
            ServiceError: it was refused.
        """
        request = {"InstanceId": self.ground.instance_id, **members}
        try:
            return plain(await self.ground.connect.ask(operation, request))
        except AccessDenied:
            raise NotPlayed(f"the keys may not do {operation}") from None

    async def ask(self, talk: Talk, operation: str, **members: Any) -> Mapping[str, Any]:
        """An operation of the participant service, with the chat's token.

        Raises:
            ServiceError: it was refused.
        """
        return plain(await self.ground.participant.ask(operation, {"ConnectionToken": talk.token, **members}))

    async def say(
        self, talk: Talk, text: str, content_type: str = "text/plain", **members: Any
    ) -> Mapping[str, Any]:
        """Say something. Raises as `ask` does."""
        return await self.ask(
            talk,
            "SendMessage",
            **{"Content": text, "ContentType": content_type, "ClientToken": str(uuid.uuid4()), **members},
        )

    async def transcript(self, talk: Talk, **members: Any) -> list[Mapping[str, Any]]:
        """The newest items that a transcript holds, oldest first. Raises as `ask` does."""
        asked = {"MaxResults": 100, "ScanDirection": "BACKWARD", "SortOrder": "ASCENDING", **members}
        answer = await self.ask(talk, "GetTranscript", **asked)
        return list(answer.get("Transcript") or ())

    async def transcript_with(
        self, talk: Talk, is_it: Callable[[Mapping[str, Any]], bool]
    ) -> list[Mapping[str, Any]]:
        """The transcript, read again for a while until it holds such an item."""
        until = asyncio.get_running_loop().time() + self.pace.quiet_s
        while True:
            items = await self.transcript(talk)
            if any(map(is_it, items)) or asyncio.get_running_loop().time() >= until:
                return items
            await asyncio.sleep(self.pace.quiet_s / 10)

    async def quiet(self) -> None:
        """Wait so long that what has not come by then is taken to stay away."""
        await asyncio.sleep(self.pace.quiet_s)

    # -- afterwards -----------------------------------------------------------------------------

    async def stop(self, talk: Talk) -> None:
        """Stop a chat; that it has ended before is no matter."""
        talk.is_over = True
        await self._ledger.stop(talk.contact_id)

    async def clear(self) -> list[str]:
        """Close every socket and stop every chat; gives the contacts that could not be stopped."""
        left = await self._ledger.clear(self.pace.clear_s)
        for talk in self._talks.values():
            for ear in talk.ears:
                await ear.socket.close()
        return left


async def outcome(asked: Awaitable[Any]) -> Any:
    """What a call answers, or how it is refused."""
    try:
        return await asked
    except ServiceError as error:
        return refusal(error)


def refusal(error: ServiceError) -> Facts:
    """How a call was refused: the code and the status, and nothing of the message."""
    code = error.aws_code if _CODE.fullmatch(error.aws_code) else "no code that is one"
    return Facts(refused=Word(code), status=error.status)


def plain(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer without what the SDK adds."""
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def ahead(text: object, unit_s: float) -> int | Word:
    """How far ahead a time is, in whole units; what is no time is told by a word."""
    moment = time_in(text) if isinstance(text, str) else text
    if not isinstance(moment, datetime):
        return Word("no time")
    return round((moment - datetime.now(UTC)).total_seconds() / unit_s)
