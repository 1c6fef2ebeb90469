"""Many chats that say something once a second, each until it hears itself.

Run as `python -m tests.bench.echoing SERVER CHATS SECONDS`, SERVER being JSON. It prints `open` once all
chats stand, waits for a line, lets them talk, and prints what their echoes took, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import count
from statistics import median, quantiles

from .chats import Chat, start_request
from .processes import NotMeasuredError, Server

AT_ONCE = 8
"""Chats that are opened at the same time."""
LAST_ECHO_S = 5.0


async def opened(server: Server, number: int) -> list[Chat]:
    """So many chats that stand."""
    request, places = start_request(server), asyncio.Semaphore(AT_ONCE)

    async def one() -> Chat:
        async with places:
            return await Chat.start(server, request)

    return await asyncio.gather(*(one() for _ in range(number)))


class Talk:
    """What was said and when, and how long each echo took."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}
        self._numbers = count()
        self.took_ms: list[float] = []

    async def listen(self, chat: Chat) -> None:
        """Take the time of each echo."""
        while True:
            heard = await chat.item()
            began = self._said.pop(heard.get("Content", ""), None)
            if began is not None:
                self.took_ms.append((time.perf_counter() - began) * 1000)

    async def speak(self, chat: Chat, after_s: float, seconds: int) -> None:
        """Say something once a second, at a time of the second that is this chat's own."""
        began = time.perf_counter() + after_s
        for number in range(seconds):
            await asyncio.sleep(max(0.0, began + number - time.perf_counter()))
            text = f"echo {next(self._numbers)}"
            self._said[text] = time.perf_counter()
            await chat.say(text)

    async def ended(self) -> None:
        """Wait, within a bound, until every echo has come."""
        deadline = time.perf_counter() + LAST_ECHO_S
        while self._said:
            if time.perf_counter() > deadline:
                raise NotMeasuredError(f"{len(self._said)} echoes never came")
            await asyncio.sleep(0.02)


async def run(server: Server, number: int, seconds: int) -> None:
    """Opens the chats, lets them talk, and tells what came of it."""
    chats = await opened(server, number)
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    talk = Talk()
    listening = [asyncio.create_task(talk.listen(chat)) for chat in chats]
    began = time.perf_counter()
    await asyncio.gather(*(talk.speak(chat, place / number, seconds) for place, chat in enumerate(chats)))
    await talk.ended()
    took = time.perf_counter() - began
    for one in listening:
        one.cancel()
    told = {
        "echoes": len(talk.took_ms),
        "per_second": len(talk.took_ms) / took,
        "median_ms": median(talk.took_ms),
        "p95_ms": quantiles(talk.took_ms, n=100)[94],
    }
    print(json.dumps(told), flush=True)
    await asyncio.gather(*(chat.end() for chat in chats))


if __name__ == "__main__":
    asyncio.run(run(Server(**json.loads(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])))
