"""The control route's part for flows that run: which way a chat took, and what it waits for."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from console.sandbox.control.guard import Row
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.participant.chats import Chats


class TraceControl:
    """Traces of chats, as long as they are remembered."""

    def __init__(self, chats: Chats, center: ContactCenter) -> None:
        self._chats = chats
        self._center = center

    @property
    def table(self) -> tuple[Row, ...]:
        """The routes of this part."""
        return (("GET", "/contacts/{contact_id}/trace", self.show),)

    async def show(self, request: Request) -> JSONResponse:
        """What the flows of a chat did, oldest first; `?after=N` leaves out the first N that ever were."""
        try:
            after = int(request.query_params.get("after", "0"))
        except ValueError:
            raise ValueError("after must be a number.") from None
        chat = self._chats.of(request.path_params["contact_id"])
        with self._center.timers.lock:
            entries, count = self._center.recording.entries(chat.id, after)
            told = {**_now(chat.conversation), "count": count, "trace": [one.told() for one in entries]}
        return JSONResponse(told)


def _now(conversation: object) -> dict[str, Any]:
    """Where the chat stands: `phase`, and what its flow waits for, if it does."""
    from console.sandbox.flow.life.life import Life  # with the engine, which is imported with the first chat

    if not isinstance(conversation, Life):
        return {}
    wait = conversation.walk.waits_for if conversation.walk is not None else None
    return {"phase": conversation.phase, "waiting": None if wait is None else wait.reason}
