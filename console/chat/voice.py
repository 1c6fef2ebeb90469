"""What one participant says to the service: messages, events, questions, and that they leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from console.chat.connection.access import Access

if TYPE_CHECKING:
    from console.aws import ConnectParticipant


class Voice:
    """The calls of one participant, with the token that holds. Errors are those of `Access.with_token`."""

    def __init__(self, door: ConnectParticipant, access: Access) -> None:
        self._door = door
        self._access = access

    async def say(self, content: str, content_type: str, client_token: str) -> str:
        """Send a message; the id of its item. The same client token again says nothing new."""
        send = self._door.send_message
        sent = await self._access.with_token(lambda held: send(held, content, content_type, client_token))
        return sent.id

    async def tell(self, content_type: str, content: str | None = None) -> None:
        """Send an event."""
        send, token = self._door.send_event, str(uuid4())
        await self._access.with_token(lambda held: send(held, content_type, token, content))

    async def describe(self, view_token: str) -> Mapping[str, Any]:
        """Ask what a view is drawn from."""
        describe = self._door.describe_view
        return await self._access.with_token(lambda held: describe(held, view_token))

    async def leave(self) -> None:
        """Leave the chat; with the customer it ends."""
        leave, token = self._door.disconnect_participant, str(uuid4())
        await self._access.with_token(lambda held: leave(held, token))
