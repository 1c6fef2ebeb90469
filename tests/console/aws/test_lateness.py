"""Cancelling over real sockets: at once, and what comes of it is told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from console.aws import Connect, Late, Patience, Progress
from console.errors import (
    AccessDenied,
    AnswerTimedOut,
    ConsoleError,
)
from console.sandbox import Sandbox, parse
from tests.console.aws.door import REQUEST, ask, request_to, until
from tests.console.loopback import HANG, HANG_UP, Loopback, refusal


def test_a_chat_that_comes_after_the_cancel_is_told_and_can_be_stopped(sandbox: Sandbox) -> None:
    async def look(connect: Connect) -> None:
        await connect.prefetch()
        late: list[Late] = []
        sandbox.faults.add(parse("StartChatContact:latency=500ms:1"))
        task = asyncio.create_task(connect.start_chat_contact(request_to(sandbox), on_late=late.append))
        await until(lambda: not sandbox.faults.all())
        began = time.perf_counter()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.perf_counter() - began < 0.3
        assert late == []
        await until(lambda: bool(late))
        (told,) = late
        assert told.error is None
        assert not told.may_exist
        assert told.contact_id is not None
        contact = sandbox.contacts.find(told.contact_id)
        assert contact is not None
        assert contact.request["ClientToken"] == told.client_token
        await connect.stop_contact(sandbox.instance_id, told.contact_id)
        contact = sandbox.contacts.find(told.contact_id)
        assert contact is not None
        assert contact.ended is not None

    ask(sandbox.endpoint, look)


@pytest.mark.parametrize(
    ("reply", "kind", "may_exist"),
    [(refusal(403, "AccessDeniedException"), AccessDenied, False), (HANG, AnswerTimedOut, True)],
)
def test_a_refusal_that_comes_after_the_cancel_is_told(
    reply: Any, kind: type[ConsoleError], may_exist: bool
) -> None:
    async def look(connect: Connect) -> None:
        late: list[Late] = []
        task = asyncio.create_task(connect.start_chat_contact(REQUEST, on_late=late.append))
        await until(lambda: bool(server.asked))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        server.released.set()
        await until(lambda: bool(late))
        (told,) = late
        assert isinstance(told.error, kind)
        assert told.contact_id is None
        assert told.may_exist == may_exist
        assert len(server.asked) == 1

    with Loopback(reply, held=True) as server:
        ask(server.endpoint, look, patience=Patience(read_s=0.3))


@pytest.mark.parametrize(
    ("reply", "told"), [(refusal(429, "TooManyRequests"), False), (refusal(500, ""), True), (HANG_UP, True)]
)
def test_a_cancel_while_waiting_ends_at_once_and_tells_only_a_doubt(reply: Any, told: bool) -> None:
    async def look(connect: Connect) -> None:
        waiting: list[Progress] = []
        late: list[Late] = []
        task = asyncio.create_task(connect.start_chat_contact(REQUEST, waiting.append, late.append))
        await until(lambda: any(one.waiting_s for one in waiting))
        assert waiting[-1].waiting_s > 60
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [one.may_exist for one in late] == [True] * told
        assert len(server.asked) == 1

    with Loopback(reply) as server:
        ask(server.endpoint, look, patience=Patience(first_wait_s=1000, longest_wait_s=1000))


def test_a_doubt_from_before_the_cancel_is_not_taken_back_by_a_late_refusal() -> None:
    async def look(connect: Connect) -> None:
        late: list[Late] = []
        task = asyncio.create_task(connect.start_chat_contact(REQUEST, on_late=late.append))
        await until(lambda: len(server.asked) == 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(late) == 1
        server.released.set()
        await until(lambda: len(late) == 2)
        assert [one.may_exist for one in late] == [True, True]

    with Loopback(HANG_UP, refusal(403, "AccessDeniedException"), held=True) as server:
        ask(server.endpoint, look)


@pytest.mark.parametrize(
    "call",
    [
        lambda connect: connect.list_instances(),
        lambda connect: connect.list_contact_flows("i"),
        lambda connect: connect.describe_contact("i", "c"),
        lambda connect: connect.stop_contact("i", "c"),
        lambda connect: connect.get_caller_identity(),
    ],
    ids=["list_instances", "list_contact_flows", "describe_contact", "stop_contact", "get_caller_identity"],
)
def test_every_call_can_be_cancelled(call: Callable[[Connect], Awaitable[object]]) -> None:
    async def look(connect: Connect) -> None:
        task = asyncio.ensure_future(call(connect))
        await until(lambda: bool(server.asked))
        began = time.perf_counter()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.perf_counter() - began < 0.3

    with Loopback(HANG) as server:
        ask(server.endpoint, look)
