"""Amazon Connect and STS for one profile, as coroutines over workers."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from console.aws.answers import (
    Flow,
    Identity,
    Instance,
    Late,
    Started,
    connection_in,
    flow_in,
    instance_in,
)
from console.aws.clients import Clients, Service
from console.aws.retries import OnProgress, Patience, repeated
from console.credentials import Keys
from console.errors import AnswerGarbled, Call, ConsoleError
from console.profiles import Profile
from console.redaction import remember, short_key_id
from console.workers import Workers

_log = logging.getLogger(__name__)

T = TypeVar("T")
OnLate = Callable[[Late], None]

INSTANCES_A_PAGE = 10
FLOWS_A_PAGE = 1000
"""The most that the model allows."""


@dataclass(frozen=True)
class _Answer:
    """What an operation answered, and what it took to get it."""

    members: Mapping[str, Any]
    call: Call
    arrived_at: datetime


class Connect:
    """The door to AWS for one profile.

    Making it loads nothing; `prefetch` does, on a worker. Every coroutine may be cancelled, which
    returns at once, and none blocks its loop. What goes wrong is raised as a child of ConsoleError:
    ServiceError where the service refuses, NotReached where no answer came.
    """

    def __init__(
        self,
        profile: Profile,
        keys: Keys,
        workers: Workers | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Check the profile.

        Raises:
            ProfileProblem: its region or endpoint can't be used.
        """
        remember(keys.secret_access_key, keys.session_token)
        self.profile = profile
        self.patience = patience or Patience()
        self._key_id = short_key_id(keys.access_key_id)
        self._owns_workers = workers is None
        self._workers = workers or Workers(name="aws")
        self._clients = Clients(profile, keys, self.patience, self._workers.count)

    async def prefetch(self) -> None:
        """Load boto3 and make the Connect client, so that the first call does not wait for them."""

        def load() -> None:
            self._clients.get("connect")

        await self._workers.call(load)

    def close(self) -> None:
        """Drop the clients and the keys. Calls under way end by themselves; later ones fail."""
        self._clients.close()
        if self._owns_workers:
            self._workers.close()

    async def start_chat_contact(
        self,
        request: Mapping[str, Any],
        on_progress: OnProgress | None = None,
        on_late: OnLate | None = None,
    ) -> Started:
        """Start a chat. `request` is the wire-shaped mapping of StartChatContact.

        One ClientToken, the request's or a new one, is kept over all attempts; errors hold it among
        their facts, so that trying again can use it. `on_progress` hears of every attempt and every
        wait, on the loop. If the start is cancelled when a chat may have come of it, `on_late` hears
        of that on the loop: at once if an answer was lost before, and once the attempt that is under
        way has ended.
        """
        token = request.get("ClientToken") or str(uuid.uuid4())
        late = _Lateness(token, on_late)
        return await self._call(
            "StartChatContact",
            {**request, "ClientToken": token},
            _started,
            on_progress=on_progress,
            on_late=late.tell_outcome,
            on_doubt=late.tell_doubt,
        )

    async def stop_contact(self, instance_id: str, contact_id: str) -> None:
        """End a contact."""
        request = {"InstanceId": instance_id, "ContactId": contact_id}
        await self._call("StopContact", request, lambda _answer: None)

    async def describe_contact(self, instance_id: str, contact_id: str) -> Mapping[str, Any]:
        """A contact as the service describes it: the model's Contact, timestamps aware datetimes."""
        request = {"InstanceId": instance_id, "ContactId": contact_id}
        contact: Mapping[str, Any] = await self._call(
            "DescribeContact", request, lambda answer: answer.members["Contact"]
        )
        return contact

    async def list_instances(self) -> list[Instance]:
        """Every instance of the account in the profile's region."""
        return await self._all(
            "ListInstances", {"MaxResults": INSTANCES_A_PAGE}, "InstanceSummaryList", instance_in
        )

    async def list_contact_flows(
        self, instance_id: str, types: Sequence[str] = ("CONTACT_FLOW",)
    ) -> list[Flow]:
        """Every flow of an instance of these types; an empty sequence asks for all types."""
        request: dict[str, Any] = {"InstanceId": instance_id, "MaxResults": FLOWS_A_PAGE}
        if types:
            request["ContactFlowTypes"] = list(types)
        return await self._all("ListContactFlows", request, "ContactFlowSummaryList", flow_in)

    async def get_caller_identity(self) -> Identity:
        """Whose keys these are. STS is asked at the profile's endpoint, where it has one."""
        return await self._call("GetCallerIdentity", {}, _identity, service="sts")

    async def _all(
        self,
        operation: str,
        request: Mapping[str, Any],
        member: str,
        read_one: Callable[[Mapping[str, Any]], T],
    ) -> list[T]:
        """The summaries of all pages."""

        def read(answer: _Answer) -> tuple[list[T], str | None]:
            summaries = [read_one(summary) for summary in answer.members[member]]
            return summaries, answer.members.get("NextToken")

        found, token = await self._call(operation, request, read)
        seen: set[str] = set()
        # A service that gives the same token again would keep us here for ever.
        while token and token not in seen:
            seen.add(token)
            page, token = await self._call(operation, {**request, "NextToken": token}, read)
            found += page
        return found

    async def _call(
        self,
        operation: str,
        request: Mapping[str, Any],
        read: Callable[[_Answer], T],
        *,
        service: Service = "connect",
        on_progress: OnProgress | None = None,
        on_late: Callable[[Future[T]], None] | None = None,
        on_doubt: Callable[[ConsoleError], None] | None = None,
    ) -> T:
        began = time.perf_counter()

        async def attempt_once(attempt: int) -> T:
            self._clients.check_open()
            call = Call(
                operation=operation,
                request=request,
                region=self.profile.region,
                endpoint=self.profile.endpoint or f"{service} in {self.profile.region}",
                access_key_id=self._key_id,
                attempts=attempt,
                connect_s=self.patience.connect_s,
                read_s=self.patience.read_s,
            )
            return await self._workers.call(partial(self._attempt, service, call, began, read), on_late)

        return await repeated(attempt_once, operation, self.patience, on_progress, on_doubt)

    def _attempt(self, service: Service, call: Call, began: float, read: Callable[[_Answer], T]) -> T:
        """One attempt, on a worker."""
        from botocore import xform_name

        from console.aws.translation import refusal_in, translating

        with translating(call, began):
            client = self._clients.get(service)
            call = replace(call, endpoint=client.meta.endpoint_url)
        with translating(call, began):
            members = getattr(client, xform_name(call.operation))(**call.request)
        arrived_at = datetime.now(UTC)
        call = replace(call, took_s=time.perf_counter() - began)
        try:
            return read(_Answer(members, call, arrived_at))
        except (KeyError, TypeError) as error:
            # A page of a network's sign-in comes with status 200, too.
            raise AnswerGarbled(refusal_in(members, call)) from error


class _Lateness:
    """Tells what became of a start that nobody waits for any more."""

    def __init__(self, client_token: str, on_late: OnLate | None) -> None:
        self._client_token = client_token
        self._on_late = on_late
        self._is_in_doubt = False

    def tell_doubt(self, error: ConsoleError) -> None:
        """An answer was lost before the start was cancelled."""
        self._is_in_doubt = True
        self._tell(Late(self._client_token, error=error))

    def tell_outcome(self, outcome: Future[Started]) -> None:
        """The attempt that was under way has ended."""
        error = outcome.exception()
        if error is None:
            self._tell(Late(self._client_token, contact_id=outcome.result().contact_id))
        elif isinstance(error, ConsoleError):
            error.may_have_happened = error.may_have_happened or self._is_in_doubt
            self._tell(Late(self._client_token, error=error))
        else:
            _log.error("a cancelled start failed", exc_info=error)
            self._tell(Late(self._client_token))

    def _tell(self, late: Late) -> None:
        _log.info("a cancelled start: %s", late)
        if self._on_late is not None:
            self._on_late(late)


def _started(answer: _Answer) -> Started:
    members = answer.members
    connection = connection_in(members)
    token = _text(members, "ParticipantToken")
    remember(token, *(connection.secrets if connection else ()))
    return Started(
        contact_id=_text(members, "ContactId"),
        participant_id=_text(members, "ParticipantId"),
        participant_token=token,
        client_token=answer.call.request["ClientToken"],
        request_id=members.get("ResponseMetadata", {}).get("RequestId"),
        arrived_at=answer.arrived_at,
        attempts=answer.call.attempts,
        took_s=answer.call.took_s,
        continued_from_contact_id=members.get("ContinuedFromContactId"),
        streaming_id=members.get("StreamingId"),
        connection=connection,
    )


def _identity(answer: _Answer) -> Identity:
    members = answer.members
    return Identity(account=members["Account"], arn=members["Arn"], user_id=members["UserId"])


def _text(members: Mapping[str, Any], name: str) -> str:
    """A member that the model promises; botocore does not look whether it keeps the promise."""
    value = members[name]
    if not isinstance(value, str) or not value:
        raise TypeError(name)
    return value
