"""Who waits where, and since when."""

from __future__ import annotations

from console.sandbox.flow.life.queues import Queues
from tests.console.sandbox.flow.stage import Wall


def test_chats_wait_in_their_order() -> None:
    wall = Wall()
    queues = Queues(wall)
    for chat in ("a", "b", "c"):
        queues.enter("support", chat)
        wall.now += 10
    assert (queues.size("support"), queues.size("sales")) == (3, 0)
    assert [queues.position("support", chat) for chat in ("a", "c", "later")] == [1, 3, 4]
    assert (queues.oldest_s("support"), queues.oldest_s("sales")) == (30, 0)
    queues.enter("sales", "a")
    queues.leave("nobody")
    assert [queues.position("support", chat) for chat in ("b", "c")] == [1, 2]
    assert (queues.size("support"), queues.size("sales"), queues.oldest_s("support")) == (2, 1, 20)
    queues.clear()
    assert queues.size("sales") == 0
