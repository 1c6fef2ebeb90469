"""The door to AWS over real sockets: what comes back, and how each refusal is told."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from console.aws import Connect
from console.aws.clients import Clients, Service
from console.credentials import Keys
from console.errors import (
    AccessDenied,
    ClockSkewed,
    CredentialsExpired,
    InvalidInput,
    KeyUnknown,
    NotFound,
    ProfileProblem,
    QuotaFull,
    RequestProblems,
    ServiceError,
    ServiceFault,
    SignatureWrong,
    Throttled,
)
from console.paths import ROOT
from console.profiles import Profile
from console.sandbox import Sandbox, parse
from tests.console.aws.door import KEYS, REQUEST, STARTED, ask, request_to, start
from tests.console.loopback import Loopback, result

# -- what comes back --------------------------------------------------------------------------------


def test_a_chat_starts_and_the_sandbox_has_what_was_asked_for(sandbox: Sandbox) -> None:
    before = datetime.now(UTC)
    started = ask(sandbox.endpoint, start(sandbox, Attributes={"city": "Köln 🎈"}, ChatDurationInMinutes=60))
    contact = sandbox.contacts.find(started.contact_id)
    assert contact is not None
    assert contact.request == request_to(
        sandbox,
        Attributes={"city": "Köln 🎈"},
        ChatDurationInMinutes=60,
        ClientToken=started.client_token,
    )
    assert uuid.UUID(started.client_token)
    assert started.participant_id == contact.participant_id
    assert started.participant_token == contact.participant_token
    assert started.request_id
    assert started.attempts == 1
    assert before <= started.arrived_at <= datetime.now(UTC)
    assert started.arrived_at.utcoffset() == timedelta(0)
    assert 0 < started.took_s < 10


def test_the_token_is_in_no_repr(sandbox: Sandbox) -> None:
    started = ask(sandbox.endpoint, start(sandbox))
    assert started.participant_token not in repr(started)
    assert started.contact_id in repr(started)


def test_a_connection_that_the_answer_holds_is_kept_and_not_shown() -> None:
    answer = {
        **STARTED,
        "ContinuedFromContactId": "contact-0",
        "StreamingId": "streaming-1",
        "Websocket": {"Url": "wss://host.example/secret", "ConnectionExpiry": "2026-11-23T10:00:00Z"},
        "ConnectionCredentials": {"ConnectionToken": "connection-secret", "Expiry": "2026-11-23T11:00:00Z"},
    }
    with Loopback(result(answer)) as server:
        started = ask(server.endpoint, lambda connect: connect.start_chat_contact(REQUEST))
    assert started.connection is not None
    assert started.connection.websocket_url == "wss://host.example/secret"
    assert started.connection.websocket_expiry == "2026-11-23T10:00:00Z"
    assert started.connection.token == "connection-secret"
    assert started.connection.token_expiry == "2026-11-23T11:00:00Z"
    assert started.continued_from_contact_id == "contact-0"
    assert started.streaming_id == "streaming-1"
    assert "secret" not in repr(started)


def test_the_requests_own_client_token_is_kept(sandbox: Sandbox) -> None:
    first = ask(sandbox.endpoint, start(sandbox, ClientToken="of-the-request"))
    assert first.client_token == "of-the-request"
    again = ask(sandbox.endpoint, start(sandbox, ClientToken="of-the-request"))
    assert again.contact_id == first.contact_id


def test_instances_flows_contacts_and_identity(sandbox: Sandbox) -> None:
    async def look(connect: Connect) -> None:
        (instance,) = await connect.list_instances()
        assert (instance.id, instance.status) == (sandbox.instance_id, "ACTIVE")
        assert instance.alias
        assert instance.arn.endswith(f":instance/{instance.id}")
        flows = await connect.list_contact_flows(instance.id)
        inbound = {flow.id for flow in sandbox.flows if flow.type == "CONTACT_FLOW"}
        assert {flow.id for flow in flows} == inbound
        assert {(flow.type, flow.state) for flow in flows} == {("CONTACT_FLOW", "ACTIVE")}
        assert await connect.list_contact_flows(instance.id, types=("QUEUE_TRANSFER",)) == []
        assert len(await connect.list_contact_flows(instance.id, types=())) >= len(flows)
        started = await connect.start_chat_contact(request_to(sandbox))
        described = await connect.describe_contact(instance.id, started.contact_id)
        assert described["Id"] == started.contact_id
        assert "DisconnectTimestamp" not in described
        await connect.stop_contact(instance.id, started.contact_id)
        described = await connect.describe_contact(instance.id, started.contact_id)
        assert described["DisconnectTimestamp"].utcoffset() is not None
        identity = await connect.get_caller_identity()
        assert identity.account == "123456789012"
        assert identity.arn.startswith("arn:aws:iam::123456789012:user/")
        with pytest.raises(NotFound, match="contact nowhere in instance"):
            await connect.stop_contact(instance.id, "nowhere")

    ask(sandbox.endpoint, look)


def _flow_page(*names: str, token: str | None = None) -> Any:
    summaries = [{"Id": name, "Name": name} for name in names]
    return result({"ContactFlowSummaryList": summaries} | ({"NextToken": token} if token else {}))


def test_all_pages_are_read_in_order() -> None:
    pages = (_flow_page("a", "b", token="one"), _flow_page(token="two"), _flow_page("c"))
    with Loopback(*pages) as server:
        flows = ask(
            server.endpoint, lambda connect: connect.list_contact_flows("i", types=("CONTACT_FLOW", "X"))
        )
    assert [flow.id for flow in flows] == ["a", "b", "c"]
    asked = [parse_qs(urlsplit(one.path).query) for one in server.asked]
    assert [query.pop("nextToken", None) for query in asked] == [None, ["one"], ["two"]]
    assert asked == [{"contactFlowTypes": ["CONTACT_FLOW", "X"], "maxResults": ["1000"]}] * 3


def test_a_service_that_repeats_its_page_token_is_not_asked_for_ever() -> None:
    with Loopback(_flow_page("a", token="same")) as server:
        flows = ask(server.endpoint, lambda connect: connect.list_contact_flows("i"))
    assert [flow.id for flow in flows] == ["a", "a"]


# -- what is loaded when ----------------------------------------------------------------------------


def test_nothing_of_the_sdk_is_loaded_until_a_client_is_wanted() -> None:
    program = """
import asyncio, sys, threading
from console.aws import Connect
from console.credentials import Keys, check_endpoint, from_environment
from console.profiles import Profile
connect = Connect(Profile("Test", "environment", "us-east-1"), Keys("AKIAIOSFODNN7EXAMPLE", "secret"))
before = {"boto3", "botocore", "urllib3"} & set(sys.modules)
asyncio.run(connect.prefetch())
after = {"boto3", "botocore"} & set(sys.modules)
print(sorted(before), sorted(after))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True, cwd=ROOT
    )
    assert ended.stdout == "[] ['boto3', 'botocore']\n"


def test_the_loop_goes_on_while_clients_are_made(sandbox: Sandbox) -> None:
    async def look(connect: Connect) -> int:
        turns = 0
        task = asyncio.create_task(connect.prefetch())
        while not task.done():
            turns += 1
            await asyncio.sleep(0)
        await task
        return turns

    assert ask(sandbox.endpoint, look) > 10


def test_clients_are_made_once_however_many_want_them(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = Clients._make

    def counted(clients: Clients, service: Service) -> Any:
        made.append(service)
        return make(clients, service)

    monkeypatch.setattr(Clients, "_make", counted)

    async def look(connect: Connect) -> None:
        await asyncio.gather(*(connect.prefetch() for _ in range(12)))
        await connect.list_instances()

    ask(sandbox.endpoint, look)
    assert made == ["connect"]


def test_a_closed_door_lets_nobody_in_and_keeps_no_keys(sandbox: Sandbox) -> None:
    secret = "a-secret-access-key-that-no-other-test-uses"

    def holders() -> int:
        gc.collect()
        kept = [one for one in gc.get_objects() if type(one).__name__ == "Credentials"]
        return sum(one.secret_key == secret for one in kept)

    async def look(connect: Connect) -> None:
        await connect.prefetch()
        assert holders() == 1
        connect.close()
        connect.close()
        assert holders() == 0
        with pytest.raises(ProfileProblem, match="closed"):
            await connect.list_instances()

    ask(sandbox.endpoint, look, keys=Keys("AKIAIOSFODNN7EXAMPLE", secret))


@pytest.mark.parametrize(
    ("region", "endpoint"), [("", None), ("moon", None), ("us-east-1", "http://evil.example")]
)
def test_a_profile_that_cannot_be_used_is_told_at_once(region: str, endpoint: str | None) -> None:
    with pytest.raises(ProfileProblem):
        Connect(Profile("Test", "environment", region, endpoint), KEYS)


# -- refusals ---------------------------------------------------------------------------------------

TRIED = 5
"""Faults are switched on so often; what is left of them tells how many requests were made."""

REFUSALS: list[tuple[str, type[ServiceError], int, str, str]] = [
    ("TooManyRequests", Throttled, 3, "3 attempts", "try again"),
    ("Throttling", Throttled, 3, "the account's rate in us-east-1", "try again"),
    ("LimitExceeded", QuotaFull, 1, "500 by default", "SMS, WhatsApp"),
    ("InternalService", ServiceFault, 3, "InternalServiceException, status 500", "same ClientToken"),
    ("ServiceUnavailable", ServiceFault, 3, "status 503", "same ClientToken"),
    ("AccessDenied", AccessDenied, 1, "connect:StartChatContact on arn:aws:connect:us-east-1:", "IAM policy"),
    ("expired-token", CredentialsExpired, 1, "AKIA…MPLE is over", "Get new"),
]


@pytest.mark.parametrize(
    ("fault", "kind", "attempts", "sentence", "advice"), REFUSALS, ids=lambda value: str(value)
)
def test_each_refusal_is_told_and_tried_as_the_table_says(
    sandbox: Sandbox, fault: str, kind: type[ServiceError], attempts: int, sentence: str, advice: str
) -> None:
    sandbox.faults.add(parse(f"StartChatContact:{fault}:{TRIED}"))
    with pytest.raises(kind) as raised:
        ask(sandbox.endpoint, start(sandbox))
    (left,) = sandbox.faults.all()
    assert TRIED - (left.count or 0) == attempts
    assert type(raised.value) is kind
    assert sentence in raised.value.sentence
    assert advice in raised.value.advice
    assert uuid.UUID(raised.value.request_id)
    assert raised.value.facts["attempts"] == attempts
    sandbox.faults.clear()
    again = ask(sandbox.endpoint, start(sandbox, ClientToken=raised.value.facts["client_token"]))
    assert again.client_token == raised.value.facts["client_token"]


@pytest.mark.parametrize(("seconds", "words"), [(-600, "10 min ahead of"), (900, "15 min behind")])
def test_a_wrong_clock_is_measured(sandbox: Sandbox, seconds: int, words: str) -> None:
    sandbox.faults.add(parse(f"*:skew={seconds}"))
    with pytest.raises(ClockSkewed) as raised:
        ask(sandbox.endpoint, start(sandbox))
    assert words in raised.value.sentence
    assert raised.value.ahead_s == pytest.approx(-seconds, abs=5)
    with pytest.raises(ClockSkewed):
        ask(sandbox.endpoint, lambda connect: connect.get_caller_identity())


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (Keys("AKIAI44QH8DHBEXAMPLE", KEYS.secret_access_key), KeyUnknown),
        (Keys(KEYS.access_key_id, KEYS.secret_access_key, "a-token-left-over"), KeyUnknown),
        (Keys(KEYS.access_key_id, "another-secret"), SignatureWrong),
    ],
)
def test_wrong_keys_are_told_apart(sandbox: Sandbox, keys: Keys, kind: type[ServiceError]) -> None:
    for call in (start(sandbox), lambda connect: connect.get_caller_identity()):
        with pytest.raises(kind) as raised:
            ask(sandbox.endpoint, call, keys=keys)
        assert raised.value.request_id
        assert keys.secret_access_key not in f"{raised.value.sentence}{raised.value.facts}"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("TooManyRequests", Throttled), ("expired-token", CredentialsExpired), ("AccessDenied", AccessDenied)],
)
def test_sts_has_other_names_for_the_same(sandbox: Sandbox, fault: str, kind: type[ServiceError]) -> None:
    sandbox.faults.add(parse(f"GetCallerIdentity:{fault}"))
    with pytest.raises(kind) as raised:
        ask(sandbox.endpoint, lambda connect: connect.get_caller_identity())
    assert raised.value.request_id


def test_what_is_not_there_is_named(sandbox: Sandbox) -> None:
    with pytest.raises(NotFound) as raised:
        ask(sandbox.endpoint, start(sandbox, ContactFlowId="no-such-flow"))
    for word in (sandbox.instance_id, "no-such-flow", "us-east-1"):
        assert word in raised.value.sentence


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"Attributes": {"no blanks": "x"}}, ("Attributes",)),
        ({"SupportedMessagingContentTypes": ["text/x"]}, ("SupportedMessagingContentTypes",)),
        (
            {"InitialMessage": {"ContentType": "application/json", "Content": "{"}},
            ("InitialMessage", "Content"),
        ),
        ({"InitialMessage": {"ContentType": "image/png", "Content": "x"}}, ("InitialMessage", "ContentType")),
        ({"CustomerId": "x" * 129, "ChatDurationInMinutes": 90}, ("CustomerId",)),
        (
            {"ParticipantConfiguration": {"ResponseMode": "NOPE"}},
            ("ParticipantConfiguration", "ResponseMode"),
        ),
    ],
)
def test_a_refused_value_is_told_beside_its_field(
    sandbox: Sandbox, members: dict[str, Any], path: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidInput) as raised:
        ask(sandbox.endpoint, start(sandbox, **members))
    assert type(raised.value) is InvalidInput
    assert raised.value.path == path


def test_what_the_sdk_refuses_is_told_as_problems_and_never_sent(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StartChatContact:InternalService:1"))
    with pytest.raises(RequestProblems) as raised:
        ask(sandbox.endpoint, start(sandbox, ParticipantDetails={}, NotAField=1))
    assert {problem.where for problem in raised.value.problems} == {
        "ParticipantDetails.DisplayName",
        "NotAField",
    }
    assert len(sandbox.faults.all()) == 1


# -- at once ----------------------------------------------------------------------------------------


def test_many_starts_at_once_do_not_cross(sandbox: Sandbox) -> None:
    async def look(connect: Connect) -> None:
        names = [f"customer {number}" for number in range(60)]
        started = await asyncio.gather(
            *(
                connect.start_chat_contact(request_to(sandbox, ParticipantDetails={"DisplayName": name}))
                for name in names
            )
        )
        assert len({one.client_token for one in started}) == len(names)
        for name, one in zip(names, started, strict=True):
            contact = sandbox.contacts.find(one.contact_id)
            assert contact is not None
            assert contact.request["ParticipantDetails"]["DisplayName"] == name
            assert contact.participant_token == one.participant_token

    ask(sandbox.endpoint, look)
