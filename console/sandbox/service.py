"""The AWS side of the sandbox as an ASGI application: from a signed request to a checked reply."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import formatdate
from functools import cache, lru_cache
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from console import shape
from console.language import in_source
from console.sandbox import reply, routes
from console.sandbox.connection import reset
from console.sandbox.faults import NO_TROUBLE, Faults, Trouble
from console.sandbox.identity import NOBODY, REGION, Caller
from console.sandbox.operations import ANSWERED, Answer
from console.sandbox.received import Received
from console.sandbox.refusal import RefusalError
from console.sandbox.reply import Reply
from console.sandbox.signature import verify
from console.sandbox.world import World

log = logging.getLogger("console.sandbox")

LARGEST_BODY = 1024 * 1024
"""Bytes of a body at most. No limit is documented, but no request that fits the model comes near it."""
MOST_TOLD = 5
"""Problems of one request that its refusal names."""

unexpected = RefusalError("InternalServiceException", "The sandbox failed; its log says why.")


class Service:
    """Answers every request that is not for the control route."""

    def __init__(
        self,
        world: World,
        faults: Faults,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._world = world
        self._faults = faults
        self._clock = clock
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Let every request that is being delayed end at once, unanswered. Called on the loop."""
        self._closing.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing that goes wrong inside reaches the client but a refusal."""
        began = time.perf_counter()
        request_id = str(uuid.uuid4())
        service, name, trouble = "connect", "unknown", NO_TROUBLE
        try:
            body = await _read(receive)
            if body is None:
                return
            received = _received(scope, body)
            match = routes.match(received)
            service, name = match.service, match.operation
            trouble = self._faults.take(name)
            if trouble.latency and not await self._waited(trouble.latency):
                await reset(scope, receive)
                return
            if trouble.does("reset_before"):
                await reset(scope, receive)
                log.info("%s reset before it was read, %s", name, request_id)
                return
            answered = self._answer(match, received, trouble, request_id)
        except RefusalError as refusal:
            answered = reply.refuse(service, refusal, _status(service, name, refusal), request_id)
        except Exception:
            log.exception("%s failed, %s", name, request_id)
            answered = reply.refuse(service, unexpected, 500, request_id)
        if trouble.does("reset_after"):
            await reset(scope, receive)
            log.info("%s reset after status %d, %s", name, answered.status, request_id)
            return
        _log(name, answered, request_id, began)
        await _send(send, answered, request_id, self._clock() + trouble.skew)

    async def _waited(self, seconds: float) -> bool:
        """Wait, or find out that the server closes."""
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return True
        return False

    def _answer(self, match: routes.Match, received: Received, trouble: Trouble, request_id: str) -> Reply:
        # ours: check-order
        caller = self._caller(match, received, trouble)
        handler = ANSWERED.get((match.service, match.operation))
        if handler is None:
            # ours: not-answered
            raise RefusalError("NotImplementedException", f"The sandbox does not answer {match.operation}.")
        operation = _operation(match.service, match.operation)
        given = routes.read_input(match, received, operation)
        if not caller.may(handler.action):
            raise _denied(caller, handler, given)
        _refuse_as_asked(trouble, caller, handler, given)
        check_input(given, operation)
        output = handler.act(self._world, given, caller)
        check_output(output, operation)
        return reply.answer(match.service, operation, output, request_id)

    def _caller(self, match: routes.Match, received: Received, trouble: Trouble) -> Caller:
        """Who signed the request; nobody, where an operation asks for no signature."""
        if not routes.is_signed(match.service, match.operation):
            return NOBODY
        sessions = self._world.sign_in.sessions
        now = datetime.fromtimestamp(self._clock() + trouble.skew, UTC)
        service = routes.signing_name(match.service)
        return sessions.caller(verify(received, service, REGION, sessions.keys, now))


def check_input(given: Mapping[str, Any], operation: shape.Operation) -> None:
    """Check an input against the model.

    Raises:
        RefusalError: InvalidParameterException, naming each field that breaks the model.
    """
    # ours: unknown-fields, null-members
    with in_source():
        found = shape.problems(given, operation.input)
    if found:
        told = " ".join(f"{problem.where}: {problem.message}" for problem in found[:MOST_TOLD])
        raise RefusalError("InvalidParameterException", told)


def check_output(output: Mapping[str, Any], operation: shape.Operation) -> None:
    """Check our own output against the model.

    Raises:
        ValueError: the sandbox has a defect.
    """
    with in_source():
        found = shape.problems(output, operation.output)
    if found:
        raise ValueError(f"{operation.name} answered {found[0].where}: {found[0].message}")


def _refuse_as_asked(trouble: Trouble, caller: Caller, handler: Answer, given: Mapping[str, Any]) -> None:
    if not trouble.does("error") or trouble.answer is None:
        return
    kind = trouble.answer.kind
    is_participants = handler.service == "connectparticipant"
    message = kind.participant_message if is_participants and kind.participant_message else kind.message
    raise RefusalError(kind.code, message) if message else _denied(caller, handler, given)


def _denied(caller: Caller, handler: Answer, given: Mapping[str, Any]) -> RefusalError:
    return RefusalError(
        "AccessDeniedException",
        f"User: {caller.arn} is not authorized to perform: {handler.action} on resource: "
        f"{handler.resource(given)}",
    )


@cache
def _operation(service: str, name: str) -> shape.Operation:
    return shape.model(service).operation(name)


def _status(service: str, name: str, refusal: RefusalError) -> int:
    declared = _operation(service, name).errors if (service, name) in ANSWERED else {}
    return refusal.status(service, declared)


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None if the client went away.

    Raises:
        RefusalError: RequestEntityTooLargeException. The server reads what is left and forgets it.
    """
    body = bytearray()
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise RefusalError(
                "RequestEntityTooLargeException", f"The body is larger than {LARGEST_BODY:,} bytes."
            )
        if not message.get("more_body"):
            return bytes(body)


def _received(scope: Scope, body: bytes) -> Received:
    return Received(
        method=scope["method"],
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        body=body,
    )


async def _send(send: Send, answered: Reply, request_id: str, now: float) -> None:
    headers = [
        (b"content-type", answered.content_type.encode()),
        (b"content-length", str(len(answered.body)).encode()),
        (b"date", _date(int(now))),
        (b"x-amzn-requestid", request_id.encode()),
    ]
    if answered.error is not None and answered.content_type == "application/json":
        headers.append((b"x-amzn-errortype", answered.error.encode()))
    await send({"type": "http.response.start", "status": answered.status, "headers": headers})
    await send({"type": "http.response.body", "body": answered.body})


@lru_cache(maxsize=8)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()


def _log(name: str, answered: Reply, request_id: str, began: float) -> None:
    # Neither body nor query nor header is logged: tokens and signatures travel there.
    if log.isEnabledFor(logging.INFO):
        spent = (time.perf_counter() - began) * 1000
        told = answered.error or "ok"
        log.info("%s %d %s %.1f ms, %s", name, answered.status, told, spent, request_id)
