"""The queues of the instance: who waits where, and since when."""

from __future__ import annotations

from collections.abc import Callable

Clock = Callable[[], float]


class Queues:
    """Chats that wait for an agent, by the name of their queue. To be used under the timers' lock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, dict[str, float]] = {}

    def enter(self, queue: str, chat_id: str) -> None:
        """A chat begins to wait; it waits in one queue at a time."""
        self.leave(chat_id)
        self._waiting.setdefault(queue, {})[chat_id] = self._clock()

    def leave(self, chat_id: str) -> None:
        """A chat waits no more."""
        for queue, waiting in list(self._waiting.items()):
            waiting.pop(chat_id, None)
            if not waiting:
                del self._waiting[queue]

    def size(self, queue: str) -> int:
        """How many chats wait in a queue."""
        return len(self._waiting.get(queue, ()))

    def position(self, queue: str, chat_id: str) -> int:
        """The place of a chat in a queue, from 1; the one behind the last for a chat that is not in it."""
        waiting = list(self._waiting.get(queue, ()))
        return waiting.index(chat_id) + 1 if chat_id in waiting else len(waiting) + 1

    def oldest_s(self, queue: str) -> float:
        """For how many seconds the first of a queue has waited; 0 for an empty one."""
        began = next(iter(self._waiting.get(queue, {}).values()), None)
        return 0.0 if began is None else max(self._clock() - began, 0.0)

    def clear(self) -> None:
        """Nobody waits."""
        self._waiting.clear()
