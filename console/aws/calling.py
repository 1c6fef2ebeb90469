"""One call to AWS: made on a worker, tried again where that helps, its errors translated.

What every door has in common. A door is a small list of operations over this.
"""

from __future__ import annotations

import asyncio
import copy
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self, TypeVar

from console.aws.clients import Clients, Route, Service
from console.aws.hearing import Ended, Listener, Outcome, unheard
from console.aws.retries import OnProgress, Patience, repeated, row
from console.credentials import Keys
from console.errors import AnswerGarbled, Call, ConsoleError
from console.redaction import short_key_id
from console.workers import Workers

T = TypeVar("T")

UNREADABLE = (KeyError, TypeError, ValueError, OverflowError, OSError)
"""What reading an answer raises where something is missing or is no such thing, a time for example."""


@dataclass(frozen=True)
class Answer:
    """What an operation answered, and what it took to get it.

    `call.took_s` counts from the first attempt, `attempt_s` is the time of the one that succeeded:
    on the network and in the service.
    """

    members: Mapping[str, Any]
    call: Call
    arrived_at: datetime
    attempt_s: float

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, their names in lower case."""
        headers: Mapping[str, str] = self.members.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        return headers

    def text(self, name: str) -> str:
        """A member that the model promises; botocore does not look whether it keeps the promise."""
        return text_in(self.members, name)


class Calls:
    """Calls over one route, with one pair of keys or none.

    Making it loads nothing. Every coroutine may be cancelled, which returns at once, and none blocks
    its loop. What goes wrong is raised as a child of ConsoleError.
    """

    def __init__(
        self,
        route: Route,
        keys: Keys | None,
        workers: Workers | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Check the route.

        Raises:
            ProfileProblem: its region, its endpoint or its proxy can't be used.
        """
        self.patience = patience or Patience()
        self._region = route.region
        self._key_id = short_key_id(keys.access_key_id) if keys else ""
        self._owns_workers = workers is None
        self._workers = workers or Workers(name="aws")
        self._clients = Clients(route, keys, self.patience, self._workers.count)
        self._began: Listener = unheard

    def heard_by(self, listener: Listener) -> Self:
        """The same calls, over the same clients, to whose attempts somebody listens."""
        heard = copy.copy(self)
        heard._began = listener
        return heard

    async def prefetch(self, service: Service) -> None:
        """Load boto3 and make the client of a service, so that the first call does not wait for them."""

        def load() -> None:
            self._clients.get(service)

        await self._workers.call(load)

    def close(self) -> None:
        """Drop the clients and the keys. Calls under way end by themselves; later ones fail."""
        self._clients.close()
        if self._owns_workers:
            self._workers.close()

    async def all(
        self,
        operation: str,
        request: Mapping[str, Any],
        member: str,
        read_one: Callable[[Mapping[str, Any]], T],
        *,
        service: Service = "connect",
        token_name: str = "NextToken",
    ) -> list[T]:
        """The entries of one member of all pages."""

        def read(answer: Answer) -> tuple[list[T], str | None]:
            entries = [read_one(entry) for entry in answer.members[member]]
            return entries, answer.members.get(token_name)

        found, token = await self.call(operation, request, read, service=service)
        seen: set[str] = set()
        # A service that gives the same token again would keep us here for ever.
        while token and token not in seen:
            seen.add(token)
            page, token = await self.call(operation, {**request, token_name: token}, read, service=service)
            found += page
        return found

    async def call(
        self,
        operation: str,
        request: Mapping[str, Any],
        read: Callable[[Answer], T],
        *,
        service: Service = "connect",
        on_progress: OnProgress | None = None,
        on_late: Callable[[Future[T]], None] | None = None,
        on_doubt: Callable[[ConsoleError], None] | None = None,
    ) -> T:
        """What `read` makes of the answer to an operation. It runs on a worker.

        `request` is the operation's wire-shaped mapping. `on_progress` hears of every attempt, `on_late`
        of the outcome of one that was cancelled, `on_doubt` of an answer that was lost before that.
        """
        began = time.perf_counter()

        async def attempt_once(attempt: int) -> T:
            self._clients.check_open()
            call = Call(
                operation=operation,
                request=request,
                region=self._region,
                endpoint=self._clients.place(service),
                service=service,
                access_key_id=self._key_id,
                attempts=attempt,
                connect_s=self.patience.connect_s,
                read_s=self.patience.read_s,
            )
            ended, sent = self._began(call), time.perf_counter()
            try:
                work = partial(self._attempt, service, call, began, read, ended)
                return await self._workers.call(work, on_late)
            except asyncio.CancelledError:
                ended(Outcome(time.perf_counter() - sent, is_left=True))
                raise

        return await repeated(attempt_once, row(operation, request), self.patience, on_progress, on_doubt)

    def _attempt(
        self, service: Service, call: Call, began: float, read: Callable[[Answer], T], ended: Ended
    ) -> T:
        """One attempt, on a worker."""
        start, members = time.perf_counter(), None
        try:
            answer = self._answer(service, call, began)
            members = answer.members
            value = _read(answer, read)
        except ConsoleError as error:
            ended(Outcome(time.perf_counter() - start, members, error))
            raise
        # After reading, which makes known what is secret in it.
        ended(Outcome(answer.attempt_s, members))
        return value

    def _answer(self, service: Service, call: Call, began: float) -> Answer:
        from botocore import xform_name

        from console.aws.translation import translating

        with translating(call, began):
            client = self._clients.get(service)
            call = replace(call, endpoint=client.meta.endpoint_url)
        sent = time.perf_counter()
        with translating(call, began):
            members = getattr(client, xform_name(call.operation))(**call.request)
        arrived_at, arrived = datetime.now(UTC), time.perf_counter()
        return Answer(members, replace(call, took_s=arrived - began), arrived_at, arrived - sent)


def _read(answer: Answer, read: Callable[[Answer], T]) -> T:
    from console.aws.translation import refusal_in

    try:
        return read(answer)
    except UNREADABLE as error:
        # A page of a network's sign-in comes with status 200, too.
        raise AnswerGarbled(refusal_in(answer.members, answer.call)) from error


def text_in(members: Mapping[str, Any], name: str) -> str:
    """A text that must be there.

    Raises:
        KeyError, TypeError: it is not; a call makes AnswerGarbled of it.
    """
    value = members[name]
    if not isinstance(value, str) or not value:
        raise TypeError(name)
    return value
