"""The traces of all chats: which source tells each, and one trace for everybody who asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from console.chat.clocks import Clock
from console.trace.pace import Pace
from console.trace.trace import Trace

if TYPE_CHECKING:
    from console.aws import Connect
    from console.chat.chat import Chat
    from console.control_route import ControlRoute
    from console.profiles import Profile
    from console.trace.reading import Source


class Traces:
    """The trace of each chat, made when it is first wanted; making it reads nothing."""

    def __init__(
        self,
        open_door: Callable[[Profile], Awaitable[Connect]],
        control: Callable[[], ControlRoute | None],
        clock: Clock,
    ) -> None:
        """`open_door` must ask nobody; `control` gives the sandbox's control route once it runs."""
        self._open_door, self._control, self._clock = open_door, control, clock
        self._made: dict[Chat, Trace] = {}
        self._pace = Pace()

    def of(self, chat: Chat) -> Trace:
        """The trace of a chat, the same one for everybody."""
        if chat not in self._made:
            self._made[chat] = Trace(chat, self._source(chat), self._clock)
        return self._made[chat]

    def forget(self, chat: Chat) -> None:
        """The chat is off the list."""
        self._made.pop(chat, None)

    def _source(self, chat: Chat) -> Source:
        if chat.profile.kind == "sandbox":
            from console.trace.sandbox import SandboxTrace

            return SandboxTrace(chat, self._control)
        from console.trace.flow_log import FlowLog

        return FlowLog(chat, self._open_door, self._clock, self._pace)
