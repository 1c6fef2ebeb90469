"""What the tests of the door share: how it is asked, and what it is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from console.aws import Connect, IdentityCenter, Patience, Started, Sts
from console.credentials import Keys
from console.profiles import Profile
from console.sandbox import Sandbox

BOUND_S = 10.0
HASTY = Patience(connect_s=2, read_s=5, first_wait_s=0.01)
KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
STARTED = {
    "ContactId": "contact-1",
    "ParticipantId": "participant-1",
    "ParticipantToken": "participant-token-1",
}
REQUEST: dict[str, Any] = {
    "InstanceId": "instance-1",
    "ContactFlowId": "flow-1",
    "ParticipantDetails": {"DisplayName": "Jo"},
}

T = TypeVar("T")


def request_to(sandbox: Sandbox, **members: Any) -> dict[str, Any]:
    return {**REQUEST, "InstanceId": sandbox.instance_id, "ContactFlowId": sandbox.flows[0].id, **members}


def ask(
    endpoint: str,
    call: Callable[[Connect], Awaitable[T]],
    *,
    keys: Keys = KEYS,
    region: str = "us-east-1",
    patience: Patience = HASTY,
) -> T:
    """What a call through a door of its own gives, on a plain asyncio loop."""

    async def asked() -> T:
        connect = Connect(Profile("Test", "environment", region, endpoint), keys, patience=patience)
        try:
            async with asyncio.timeout(BOUND_S):
                return await call(connect)
        finally:
            connect.close()

    return asyncio.run(asked())


def ask_sts(endpoint: str, call: Callable[[Sts], Awaitable[T]], *, keys: Keys = KEYS) -> T:
    """The same through a door to STS."""

    async def asked() -> T:
        sts = Sts(Profile("Test", "access_key", "us-east-1", endpoint), keys, patience=HASTY)
        try:
            async with asyncio.timeout(BOUND_S):
                return await call(sts)
        finally:
            sts.close()

    return asyncio.run(asked())


def ask_center(
    endpoint: str, call: Callable[[IdentityCenter], Awaitable[T]], *, region: str = "us-east-1"
) -> T:
    """The same through a door to IAM Identity Center."""

    async def asked() -> T:
        center = IdentityCenter(region, endpoint, patience=HASTY)
        try:
            async with asyncio.timeout(BOUND_S):
                return await call(center)
        finally:
            center.close()

    return asyncio.run(asked())


def start(sandbox: Sandbox, **members: Any) -> Callable[[Connect], Awaitable[Started]]:
    return lambda connect: connect.start_chat_contact(request_to(sandbox, **members))


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(BOUND_S):
        while not holds():
            await asyncio.sleep(0.002)
