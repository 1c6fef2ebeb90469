"""The doors: one sandbox and one door, whoever gives up waiting for them, and nothing left when closed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from console.aws import Connect
from console.credentials import Keys
from console.doors import Doors
from console.errors import ConsoleError, ProfileProblem, SignInNeeded
from console.profiles import SANDBOX, Profile
from console.sandbox import Sandbox
from tests.conftest import WAIT_S, until

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
ENVIRONMENT = Profile("Environment", "environment", "eu-west-1", "http://127.0.0.1:9")


class Starts:
    """Sandboxes whose start waits for the test, and what became of each."""

    def __init__(self) -> None:
        self.made: list[Sandbox] = []
        self.gate = threading.Event()
        self.failures: list[Exception] = []

    def run(self) -> Sandbox:
        sandbox = Sandbox()
        self.made.append(sandbox)
        self.wait(sandbox)
        sandbox.start()
        return sandbox

    def wait(self, sandbox: Sandbox) -> None:
        if not self.gate.wait(WAIT_S):
            raise TimeoutError("the test never let the sandbox start")
        if self.failures:
            raise self.failures.pop()


@pytest.fixture
def starts() -> Iterator[Starts]:
    starts = Starts()
    yield starts
    starts.gate.set()
    for sandbox in starts.made:
        sandbox.stop()


@pytest.fixture
def own_starts(starts: Starts, monkeypatch: pytest.MonkeyPatch) -> Starts:
    """Waits in the sandbox that the doors start themselves."""

    class Gated(Sandbox):
        def start(self) -> None:
            starts.made.append(self)
            starts.wait(self)
            super().start()

    monkeypatch.setattr("console.sandbox.Sandbox", Gated)
    return starts


def is_running(sandbox: Sandbox) -> bool:
    try:
        return bool(sandbox.endpoint)
    except RuntimeError:
        return False


async def give_up(opening: asyncio.Task[Connect]) -> None:
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening


async def test_a_start_that_was_given_up_is_the_next_ones(starts: Starts) -> None:
    doors = Doors(starts.run)
    opening = asyncio.create_task(doors.open(SANDBOX))
    await until(lambda: starts.made, "the start")
    await give_up(opening)
    again = asyncio.create_task(doors.open(SANDBOX))
    await asyncio.sleep(0)
    starts.gate.set()
    door = await again
    assert [instance.id for instance in await door.list_instances()] == [starts.made[0].instance_id]
    assert doors.sandbox is starts.made[0]
    assert await doors.open(SANDBOX) is door
    await doors.close()
    assert len(starts.made) == 1
    assert is_running(starts.made[0]), "a sandbox that was given runs on"


async def test_a_start_that_ends_with_nobody_waiting_is_kept(own_starts: Starts) -> None:
    doors = Doors()
    opening = asyncio.create_task(doors.open(SANDBOX))
    await until(lambda: own_starts.made, "the start")
    await give_up(opening)
    own_starts.gate.set()
    await until(lambda: doors.sandbox, "the sandbox")
    await doors.open(SANDBOX)
    assert [is_running(sandbox) for sandbox in own_starts.made] == [True]
    await doors.close()
    assert [is_running(sandbox) for sandbox in own_starts.made] == [False]
    assert doors.sandbox is None


@pytest.mark.parametrize("is_given_up", [False, True])
async def test_closing_during_the_start_ends_the_sandbox(own_starts: Starts, is_given_up: bool) -> None:
    doors = Doors()
    opening = asyncio.create_task(doors.open(SANDBOX))
    await until(lambda: own_starts.made, "the start")
    if is_given_up:
        await give_up(opening)
    closing = [asyncio.create_task(doors.close()) for _ in range(2)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in closing)
    own_starts.gate.set()
    await asyncio.gather(*closing)
    assert [is_running(sandbox) for sandbox in own_starts.made] == [False]
    if not is_given_up:
        with pytest.raises(RuntimeError, match="closed"):
            await opening
    await doors.close()
    with pytest.raises(RuntimeError, match="closed"):
        await doors.open(SANDBOX)


async def test_a_close_that_is_cut_short_still_ends_the_sandbox(own_starts: Starts) -> None:
    doors = Doors()
    opening = asyncio.create_task(doors.open(SANDBOX))
    await until(lambda: own_starts.made, "the start")
    await give_up(opening)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await doors.close()
    own_starts.gate.set()
    await doors.close()
    assert [is_running(sandbox) for sandbox in own_starts.made] == [False]


async def test_a_start_that_failed_is_tried_again(starts: Starts) -> None:
    doors = Doors(starts.run)
    starts.failures.append(OSError("no port is free"))
    starts.gate.set()
    with pytest.raises(OSError, match="no port"):
        await doors.open(SANDBOX)
    assert doors.sandbox is None
    await doors.open(SANDBOX)
    assert len(starts.made) == 2
    await doors.close()


async def test_closing_after_a_start_that_fails(starts: Starts) -> None:
    doors = Doors(starts.run)
    starts.failures.append(OSError("no port is free"))
    opening = asyncio.create_task(doors.open(SANDBOX))
    await until(lambda: starts.made, "the start")
    closing = asyncio.create_task(doors.close())
    await asyncio.sleep(0)
    starts.gate.set()
    await closing
    with pytest.raises(OSError, match="no port"):
        await opening


async def test_closing_what_was_never_opened() -> None:
    doors = Doors()
    await doors.close()
    await doors.close()
    assert doors.sandbox is None


# -- doors that are only half open ----------------------------------------------------------------


class Prefetches:
    """The doors that are being made; each goes on when the test lets it."""

    def __init__(self) -> None:
        self.doors: list[Connect] = []
        self.gate = asyncio.Event()


@pytest.fixture
def prefetches(monkeypatch: pytest.MonkeyPatch) -> Prefetches:
    made = Prefetches()
    prefetch = Connect.prefetch

    async def gated(door: Connect) -> None:
        made.doors.append(door)
        await made.gate.wait()
        await prefetch(door)

    monkeypatch.setattr(Connect, "prefetch", gated)
    return made


async def is_closed(door: Connect) -> bool:
    """Whether a door says so itself; nothing listens where it leads."""
    try:
        await door.prefetch()
    except ConsoleError as error:
        return isinstance(error, ProfileProblem)
    return False


async def test_a_door_that_was_given_up_is_closed_and_made_anew(prefetches: Prefetches) -> None:
    doors = Doors()
    doors.give_keys("environment", KEYS)
    opening = asyncio.create_task(doors.open(ENVIRONMENT))
    await until(lambda: prefetches.doors, "the door")
    await give_up(opening)
    prefetches.gate.set()
    first = prefetches.doors[0]
    assert await is_closed(first)
    door = await doors.open(ENVIRONMENT)
    assert door is not first
    assert not await is_closed(door)
    assert await doors.open(ENVIRONMENT) is door
    await doors.close()


async def test_other_keys_close_a_door_that_is_only_half_open(prefetches: Prefetches) -> None:
    doors = Doors()
    doors.give_keys("environment", KEYS)
    opening = asyncio.create_task(doors.open(ENVIRONMENT))
    await until(lambda: prefetches.doors, "the door")
    doors.give_keys("environment", KEYS)
    prefetches.gate.set()
    await asyncio.wait([opening])
    assert opening.exception() is not None
    assert await is_closed(prefetches.doors[0])
    assert await doors.open(ENVIRONMENT) is not prefetches.doors[0]
    await doors.close()


async def test_closing_closes_a_door_that_is_only_half_open(prefetches: Prefetches) -> None:
    doors = Doors()
    doors.give_keys("environment", KEYS)
    opening = asyncio.create_task(doors.open(ENVIRONMENT))
    await until(lambda: prefetches.doors, "the door")
    await doors.close()
    prefetches.gate.set()
    with pytest.raises(RuntimeError, match="closed"):
        await opening
    with pytest.raises(ProfileProblem):
        await prefetches.doors[0].list_instances()


async def test_keys_that_were_locked_away_are_asked_for_in_words() -> None:
    doors = Doors()
    doors.give_keys(ENVIRONMENT.kind, KEYS)
    doors.drop_keys()
    with pytest.raises(SignInNeeded, match="not in memory any more"):
        await doors.open(ENVIRONMENT)
    await doors.close()
