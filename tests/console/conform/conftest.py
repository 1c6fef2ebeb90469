"""A place to play in: the doors to a sandbox, and short scenes of the script."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from console.aws import Connect, ConnectParticipant, Patience
from console.chat.connection.dialling import Way
from console.conform.ground import Ground
from console.conform.pace import Pace
from console.conform.performance import Performance, perform
from console.conform.step import Step
from console.conform.steps import SCRIPT
from console.credentials import Keys
from console.profiles import environment_at
from console.sandbox import Sandbox

QUICK = Pace(quiet_s=0.4, retry_s=0.05, ready_s=0.1)
CONNECTED = ("start.chat", "start.with-connection", "join.connection", "join.subscribe", "join.first-words")


def scene(*names: str) -> list[Step]:
    """Some steps of the script, after those that every chat needs."""
    known = {step.name for step in SCRIPT}
    assert known.issuperset(names)
    return [step for step in SCRIPT if step.name in (*CONNECTED, *names)]


@asynccontextmanager
async def ground_of(sandbox: Sandbox) -> AsyncIterator[Ground]:
    profile = environment_at(sandbox.region, sandbox.endpoint)
    keys = Keys(sandbox.access_key_id, sandbox.secret_access_key)
    connect = Connect(profile, keys, patience=Patience(first_wait_s=0.01))
    participant = ConnectParticipant(profile, patience=Patience(first_wait_s=0.01))
    try:
        place = (sandbox.instance_id, sandbox.flows[0].id)
        yield Ground("environment", sandbox.region, connect, participant, Way.of(participant), *place)
    finally:
        connect.close()
        participant.close()


Playing = Callable[[list[Step]], Awaitable[Performance]]


@pytest.fixture
def playing(sandbox: Sandbox) -> Playing:
    """Plays some steps on the sandbox of the run."""

    async def play(script: list[Step]) -> Performance:
        async with ground_of(sandbox) as ground:
            return await perform(ground, script, QUICK)

    return play
