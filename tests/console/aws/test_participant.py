"""The door to the participant service over real sockets: unsigned, one attempt a call, refusals in words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from console import redaction
from console.aws import ConnectParticipant, Storage
from console.aws.clients import Route
from console.errors import (
    AnswerGarbled,
    AttachmentRefused,
    ChatOver,
    Conflict,
    ConnectionLost,
    ConsoleError,
    InvalidInput,
    NoConnection,
    ServiceFault,
    Throttled,
    TlsFailed,
    TransferRefused,
)
from console.profiles import Profile
from console.workers import Workers
from tests.console.aws.conftest import Certificate
from tests.console.aws.door import HASTY
from tests.console.loopback import HANG_UP, Loopback, Reply, refusal, result

T = TypeVar("T")

TOKEN = "QVFJREFIZ3NvbWVwYXJ0aWNpcGFudHRva2Vu"
CONNECTION = {
    "Websocket": {"Url": "wss://host.example/secret-path?x=y", "ConnectionExpiry": "2026-11-23T10:00:00Z"},
    "ConnectionCredentials": {"ConnectionToken": "connection-secret-1", "Expiry": "2026-11-23T11:00:00Z"},
}


def ask(endpoint: str, call: Callable[[ConnectParticipant], Awaitable[T]]) -> T:
    """What a call through a door of its own gives."""

    async def asked() -> T:
        door = ConnectParticipant(Profile("Test", "environment", "us-east-1", endpoint), patience=HASTY)
        try:
            async with asyncio.timeout(10):
                return await call(door)
        finally:
            door.close()

    return asyncio.run(asked())


def refused(
    reply: Reply, call: Callable[[ConnectParticipant], Awaitable[Any]], times: int = 1
) -> ConsoleError:
    with Loopback(*[reply] * times) as server, pytest.raises(ConsoleError) as raised:
        ask(server.endpoint, call)
    return raised.value


async def say(door: ConnectParticipant) -> Any:
    return await door.send_message("connection-secret-1", "hello", "text/plain", "client-token-1")


async def upload(door: ConnectParticipant) -> Any:
    return await door.start_attachment_upload(
        "connection-secret-1", "a.txt", "text/plain", 1, "client-token-1"
    )


def test_it_asks_unsigned_with_nothing_but_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    with Loopback(result(CONNECTION)) as server:
        made = ask(server.endpoint, lambda door: door.create_participant_connection(TOKEN))
        [asked] = server.asked
    assert asked.path == "/participant/connection"
    assert asked.json == {"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]}
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert headers["x-amz-bearer"] == TOKEN
    assert "authorization" not in headers
    assert made.token == "connection-secret-1"
    assert "secret" not in repr(made)
    for secret in (TOKEN, "connection-secret-1", "wss://host.example/secret-path?x=y"):
        assert redaction.MASK in redaction.clean(f"- {secret} -")


def test_what_it_sends_is_what_the_service_knows() -> None:
    page = {"Transcript": [{"Id": "a"}], "NextToken": "", "InitialContactId": "c"}
    with Loopback(result({"Id": "item-1", "AbsoluteTime": "2026-11-22T10:00:00Z"}), result(page)) as server:

        async def both(door: ConnectParticipant) -> Any:
            return await say(door), await door.get_transcript("connection-secret-1")

        sent, read = ask(server.endpoint, both)
        message, transcript = server.asked
    assert (sent.id, sent.absolute_time) == ("item-1", "2026-11-22T10:00:00Z")
    assert message.json == {"ContentType": "text/plain", "Content": "hello", "ClientToken": "client-token-1"}
    assert transcript.json == {"MaxResults": 100, "ScanDirection": "BACKWARD", "SortOrder": "ASCENDING"}
    assert [item["Id"] for item in read.items] == ["a"]
    assert read.next_token is None, "an empty token is none"


def test_without_an_endpoint_it_asks_aws_in_the_region() -> None:
    door = ConnectParticipant(Profile("Test", "environment", "eu-central-1"))
    assert door._calls._clients.get("connectparticipant").meta.endpoint_url == (
        "https://participant.connect.eu-central-1.amazonaws.com"
    )
    door.close()


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refusal(403, "AccessDeniedException", "Access denied"), ChatOver),
        (refusal(403, "", ""), ChatOver),
        (refusal(403, "ExpiredTokenException", "The token has expired"), ChatOver),
        (refusal(400, "ValidationException", "ContentType is wrong"), InvalidInput),
        (refusal(409, "ConflictException", "More than 2"), Conflict),
    ],
)
def test_how_a_message_is_refused(reply: Reply, kind: type[ConsoleError]) -> None:
    error = refused(reply, say)
    assert type(error) is kind
    assert "connection-secret" not in f"{error!r} {error.sentence} {dict(error.facts)}"


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "ValidationException"), (402, "ServiceQuotaExceededException"), (403, "AccessDeniedException")],
)
def test_how_an_attachment_is_refused(status: int, code: str) -> None:
    error = refused(refusal(status, code, "Too many"), upload)
    assert isinstance(error, AttachmentRefused)
    assert error.status == status
    assert "Too many" in error.sentence


def test_what_passes_is_tried_again_with_the_same_client_token() -> None:
    answers = [
        refusal(429, "ThrottlingException", "Rate"),
        refusal(500, "InternalServerException", "Oh"),
        result({"Id": "item-1", "AbsoluteTime": "2026-11-22T10:00:00Z"}),
    ]
    with Loopback(*answers) as server:
        assert ask(server.endpoint, say).id == "item-1"
        assert {asked.json["ClientToken"] for asked in server.asked} == {"client-token-1"}
        assert len(server.asked) == 3


def test_what_does_not_pass_is_told() -> None:
    assert isinstance(refused(refusal(429, "ThrottlingException", "Rate"), say, 3), Throttled)
    assert isinstance(refused(refusal(500, "InternalServerException", "Oh"), say, 3), ServiceFault)
    assert isinstance(refused(result({}), say, 3), AnswerGarbled)


def test_an_event_is_tried_once() -> None:
    def tell(door: ConnectParticipant) -> Awaitable[Any]:
        return door.send_event("connection-secret-1", "application/x", "client-token-1")

    assert isinstance(refused(refusal(500, "InternalServerException", "Oh"), tell), ServiceFault)


def test_a_connection_without_a_url_is_none() -> None:
    half = {"ConnectionCredentials": CONNECTION["ConnectionCredentials"]}

    def create(door: ConnectParticipant) -> Awaitable[Any]:
        return door.create_participant_connection(TOKEN)

    assert isinstance(refused(result(half), create, 3), AnswerGarbled)


# -- the storage ------------------------------------------------------------------------------------


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(2, "test")
    yield made
    made.close()


def put(endpoint: str, workers: Workers, content: bytes = b"x" * 300_000, told: Any = None) -> None:
    async def putting() -> None:
        storage = Storage(Route("us-east-1", "http://127.0.0.1:1"), workers)
        headers = {"Content-Type": "text/plain", "x-amz-meta-contact_id": "contact-1"}
        await storage.put(
            f"{endpoint}/bucket/a?X-Amz-Signature=signed-secret", headers, content, told or print
        )

    asyncio.run(putting())


def fetch(endpoint: str, workers: Workers, to: Path) -> None:
    async def fetching() -> None:
        storage = Storage(Route("us-east-1", "http://127.0.0.1:1"), workers)
        await storage.fetch(f"{endpoint}/bucket/a?X-Amz-Signature=signed-secret", to, lambda _count: None)

    asyncio.run(fetching())


def test_a_file_is_put_with_exactly_its_headers(workers: Workers) -> None:
    counts: list[int] = []
    with Loopback(Reply(200, b"")) as server:
        put(server.endpoint, workers, told=counts.append)
        [asked] = server.asked
    assert (asked.method, asked.path) == ("PUT", "/bucket/a?X-Amz-Signature=signed-secret")
    assert asked.body == b"x" * 300_000
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert headers["content-type"] == "text/plain"
    assert headers["x-amz-meta-contact_id"] == "contact-1"
    assert headers["content-length"] == "300000"
    assert not {"authorization", "transfer-encoding", "x-amz-bearer"} & set(headers)
    assert counts == sorted(counts)
    assert counts[-1] == 300_000


def test_the_storage_says_why_it_refuses(workers: Workers) -> None:
    body = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
    with Loopback(Reply(403, body)) as server, pytest.raises(TransferRefused) as raised:
        put(server.endpoint, workers)
    assert "Request has expired" in raised.value.sentence
    assert raised.value.aws_code == "AccessDenied"
    assert "signed-secret" not in f"{raised.value!r}{dict(raised.value.facts)}"


def test_a_redirection_is_not_followed(workers: Workers, tmp_path: Path) -> None:
    away = Reply(302, b"", {"location": "http://127.0.0.1:1/"})
    with Loopback(away) as server, pytest.raises(TransferRefused):
        fetch(server.endpoint, workers, tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_download_that_breaks_off_leaves_nothing(workers: Workers, tmp_path: Path) -> None:
    with Loopback(Reply(200, b"x" * 1000, cut=10)) as server, pytest.raises(ConnectionLost):
        fetch(server.endpoint, workers, tmp_path / "a.txt")
    with Loopback(HANG_UP) as server, pytest.raises(ConnectionLost):
        fetch(server.endpoint, workers, tmp_path / "a.txt")
    with pytest.raises(NoConnection):
        fetch(server.endpoint, workers, tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_storage_that_nobody_vouches_for(
    workers: Workers, certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Loopback(Reply(200, b"content"), tls=certificate.context) as server:
        endpoint = server.endpoint.replace("http:", "https:")
        with pytest.raises(TlsFailed):
            fetch(endpoint, workers, tmp_path / "a.txt")
        monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate.chain))
        fetch(endpoint, workers, tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == b"content"
