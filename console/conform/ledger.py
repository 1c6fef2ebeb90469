"""Which chats the script has started and not yet stopped, so that none is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from console.conform.ground import Ground
from console.errors import AccessDenied, ConsoleError, ServiceError


class Ledger:
    """The chats of one performance."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._open: dict[str, None] = {}
        self._starting: dict[str, Mapping[str, Any]] = {}

    async def start(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer of StartChatContact. `request` has a ClientToken.

        Raises:
            ConsoleError: none was started.
        """
        token = request["ClientToken"]
        # Noted before it is sent: whoever interrupts us now must not leave a chat behind.
        self._starting[token] = request
        try:
            answer = await self._ground.connect.ask("StartChatContact", request)
        except ConsoleError as error:
            if not error.may_have_happened:
                del self._starting[token]
            raise
        del self._starting[token]
        self._open[answer["ContactId"]] = None
        return answer

    async def stop(self, contact_id: str) -> None:
        """Stop a chat; that it has ended before is no matter."""
        try:
            await self._ground.connect.stop_contact(self._ground.instance_id, contact_id)
        except ServiceError as error:
            # A refusal that is no throttling says that there is nothing to be stopped any more.
            if isinstance(error, AccessDenied) or error.status >= 429:
                return
        except ConsoleError:
            return
        self._open.pop(contact_id, None)

    async def clear(self, within_s: float) -> list[str]:
        """Stop every chat, those too whose start was interrupted; gives those that could not be stopped."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                for request in list(self._starting.values()):
                    await self._find(request)
                await asyncio.gather(*map(self.stop, list(self._open)))
        return list(self._open)

    async def _find(self, request: Mapping[str, Any]) -> None:
        """The same client token gives the same chat again, if there is one."""
        with suppress(ConsoleError):
            answer = await self._ground.connect.ask("StartChatContact", request)
            self._open[answer["ContactId"]] = None
