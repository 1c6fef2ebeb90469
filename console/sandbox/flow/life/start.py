"""Where in a chat a flow has its place: what must have happened before a flow of its type is run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.sandbox.flow.engine.state import Queue
from console.sandbox.flow.life.life import Life
from console.sandbox.flow.life.player import Hook
from console.sandbox.flow.stubs import Agent
from console.sandbox.identity import id_of

QUEUE: Final = Queue(id_of("queue", "BasicQueue"), "BasicQueue")
"""The queue of a chat that begins in one, called as the one that every new instance has."""


def life_from(flow_type: str) -> type[Life]:
    """The life of a chat that begins where a flow of the type has its place."""
    return _LIVES.get(flow_type, Life)


class _Transferred(Life):
    """Begins while an agent transfers the chat to a queue, with the flow for that."""

    def begin(self) -> None:
        self.state.queue = QUEUE
        super().begin()


class _Queued(Life):
    """Begins in a queue, with the customer queue flow."""

    def begin(self) -> None:
        self._set("CustomerQueue")
        self._wait()

    def _set(self, hook: Hook) -> None:
        self.state.queue = QUEUE
        self.state.hooks[hook] = str(self.chat.contact.request.get("ContactFlowId", ""))


class _Accepted(_Queued):
    """Begins when an agent accepts: the one of the stub file's queue, or one who says nothing."""

    hook: Hook = "CustomerWhisper"

    def begin(self) -> None:
        self._set(self.hook)
        self.phase = "queue"
        stub = self._center.queue_stub(QUEUE, "")
        self.stay.expect((stub and stub.agent) or Agent(accepts_after_s=0.0))


class _AcceptedWhispering(_Accepted):
    """Begins as that, with what the agent alone hears."""

    hook = "AgentWhisper"


_LIVES: Final[Mapping[str, type[Life]]] = {
    "QUEUE_TRANSFER": _Transferred,
    "CUSTOMER_QUEUE": _Queued,
    "CUSTOMER_WHISPER": _Accepted,
    "OUTBOUND_WHISPER": _Accepted,
    "AGENT_WHISPER": _AcceptedWhispering,
}
