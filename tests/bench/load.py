"""The sandbox under load: what many chats at once cost it in time and in memory.

The server has a core of its own where the system lets us choose, and the chats are in another process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from .chats import Chat, start_request
from .processes import ROOT, NotMeasuredError, Server, ended, line_of, sandbox_server

CHATS = 500
"""AWS's default quota of active chats, and the sandbox's."""
SECONDS = 6
OPEN_WITHIN_S = 60.0
LAST_S = 20.0


@dataclass(frozen=True)
class Load:
    """What one run told."""

    p95_ms: float
    kb_a_chat: float


@contextlib.contextmanager
def on_core(place: int) -> Iterator[None]:
    """What is started meanwhile runs on one core alone, where that can be said."""
    if sys.platform == "linux":
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {sorted(before)[place % len(before)]})
        try:
            yield
        finally:
            os.sched_setaffinity(0, before)
    else:
        yield


def resident_kb(pid: int) -> float:
    """What of a process is in memory; raises NotMeasuredError where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1000
    except (OSError, AttributeError, ValueError) as failed:
        raise NotMeasuredError("this system does not tell the memory of a process") from failed


@contextlib.contextmanager
def client(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process of our own that talks to the sandbox."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with ended(process):
        yield process


async def one_chat(sandbox: Server) -> None:
    """A whole chat, so that what the server loads for the first one is loaded."""
    chat = await Chat.start(sandbox, start_request(sandbox))
    await chat.say("hello")
    await chat.call("transcript")
    await chat.end()


def echoing(chats: int = CHATS, seconds: int = SECONDS) -> Load:
    """One run: a new server, all chats opened, and then each saying something once a second."""
    with contextlib.ExitStack() as stack:
        with on_core(0):
            sandbox = stack.enter_context(sandbox_server())
        asyncio.run(one_chat(sandbox))
        before = resident_kb(sandbox.pid)
        with on_core(1):
            talking = stack.enter_context(
                client("tests.bench.echoing", json.dumps(asdict(sandbox)), str(chats), str(seconds))
            )
        if line_of(talking, OPEN_WITHIN_S, "the chats did not open in time") != "open\n":
            raise NotMeasuredError(f"{chats} chats could not be opened")
        grown = resident_kb(sandbox.pid) - before
        assert talking.stdin
        talking.stdin.write("go\n")
        talking.stdin.flush()
        told = line_of(talking, seconds + LAST_S, "the chats did not end in time")
        if not told:
            raise NotMeasuredError("some echoes never came")
        return Load(json.loads(told)["p95_ms"], grown / chats)


class Loads:
    """Runs under load; one run tells several figures."""

    NAMES = ("p95_ms", "kb_a_chat")

    def __init__(self, measure: Callable[[], Load] = echoing) -> None:
        self._measure = measure
        self.told: Load | None = None
        self.why = ""

    def take(self) -> None:
        """Runs it once."""
        try:
            self.told = self._measure()
        except NotMeasuredError as failed:
            self.told, self.why = None, str(failed)

    def figure(self, name: str) -> float:
        """A figure of the last run; raises NotMeasuredError where it failed."""
        if self.told is None:
            raise NotMeasuredError(self.why)
        return float(getattr(self.told, name))
