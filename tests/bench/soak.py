"""The sandbox for a long time: chats come, talk and go without a pause, and its memory is looked at.

`python3 dev.py bench --soak MINUTES`. The memory grows until the sandbox remembers as many transcripts,
and then as many contacts, as it ever does; from then on it must not. So the slope is told of each of these
times by itself. The 20,000 contacts take some four minutes.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from console.sandbox.contacts import KEPT
from console.sandbox.participant.chats import KEPT_ENDED
from console.sandbox.participant.items import EVENT

from .calls import Signed
from .chats import Chat, start_request
from .load import one_chat, resident_kb
from .processes import Server, sandbox_server

AT_ONCE = 24
"""Chats at the same time."""
MESSAGES = 4
LOOKS = 60
"""How often the memory is looked at, in the whole time."""
SIGNED_FOR_S = 120.0
"""Seconds for which a signed request is used; it would hold five minutes."""
TIMES: Mapping[str, tuple[float, float]] = {
    "transcripts fill": (0, KEPT_ENDED),
    "contacts fill": (KEPT_ENDED, KEPT),
    "all is filled": (KEPT, math.inf),
}
"""What happens to the memory from how many chats up to how many."""


@dataclass(frozen=True)
class Look:
    """One look: seconds since the start, chats that have ended, and memory in MB."""

    seconds: float
    chats: int
    mb: float


def slope(looks: Sequence[Look]) -> float | None:
    """Kilobytes that a thousand chats add, by the straight line that fits best; None for too few looks."""
    if len(looks) < 3:
        return None
    count = len(looks)
    chats, memory = sum(one.chats for one in looks) / count, sum(one.mb for one in looks) / count
    spread = sum((one.chats - chats) ** 2 for one in looks)
    if not spread:
        return None
    return sum((one.chats - chats) * (one.mb - memory) for one in looks) / spread * 1_000_000


def slopes(looks: Sequence[Look]) -> dict[str, float | None]:
    """The slope of each time, in kilobytes a thousand chats."""
    return {
        name: slope([one for one in looks if low <= one.chats < high]) for name, (low, high) in TIMES.items()
    }


class Soak:
    """Chats without a pause, several at once."""

    def __init__(self, server: Server, minutes: float) -> None:
        self._server = server
        self._began = time.monotonic()
        self._ends = self._began + 60 * minutes
        self._request = start_request(server)
        self._signed = time.monotonic()
        self.chats = 0

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._ends

    def start_request(self) -> Signed:
        """The request for a chat, signed not long ago."""
        if time.monotonic() > self._signed + SIGNED_FOR_S:
            self._request, self._signed = start_request(self._server), time.monotonic()
        return self._request

    async def live(self) -> None:
        """One chat after the other, each from its start to its end."""
        while not self.is_over:
            chat = await Chat.start(self._server, self.start_request())
            await chat.call("event", ContentType=EVENT + "typing")
            for number in range(MESSAGES):
                await chat.say(f"message {number}")
                while (await chat.item()).get("Content") != f"message {number}":
                    pass
            await chat.call("transcript", MaxResults=100)
            await chat.end()
            self.chats += 1

    async def watch(self, minutes: float) -> list[Look]:
        """The memory at intervals, told as it is found."""
        looks: list[Look] = []
        while not self.is_over:
            looks.append(self.look())
            await asyncio.sleep(60 * minutes / LOOKS)
        return looks

    def look(self) -> Look:
        """The memory at this moment."""
        seconds = time.monotonic() - self._began
        look = Look(seconds, self.chats, resident_kb(self._server.pid) / 1000)
        print(f"{look.seconds:7.0f} s {look.chats:9,} chats {look.mb:8.1f} MB", flush=True)
        return look


async def soaked(server: Server, minutes: float) -> list[Look]:
    """Runs chats for so long; raises NotMeasuredError where one of them fails."""
    await one_chat(server)
    soak = Soak(server, minutes)
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(soak.watch(minutes))
        for _ in range(AT_ONCE):
            group.create_task(soak.live())
    # Every chat that has begun is over only now.
    return [*watching.result(), soak.look()]


def run(minutes: float, file: Path | None) -> int:
    """Soaks a new server and prints the looks and the slopes; 1 where the time was too short for one."""
    with sandbox_server() as server:
        looks = asyncio.run(soaked(server, minutes))
    found = slopes(looks)
    for name, value in found.items():
        told = "too short to tell" if value is None else f"{value:+,.0f} kB a thousand chats"
        print(f"{name}, from {TIMES[name][0]:,} chats on: {told}")
    if file:
        document = {"minutes": minutes, "looks": [asdict(one) for one in looks], "slopes_kb": found}
        file.write_text(json.dumps(document, indent=2) + "\n")
    return 0 if any(value is not None for value in found.values()) else 1
