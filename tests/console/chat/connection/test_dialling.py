"""Where websockets go, and where they do not: encryption, authorities, proxies, redirections."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from console.aws import ConnectParticipant
from console.chat.connection.dialling import Way, open_websocket
from console.errors import (
    ConsoleError,
    DnsFailed,
    NoConnection,
    NotReached,
    ProfileProblem,
    ProxyFailed,
    SocketRefused,
    TimedOut,
    TlsFailed,
)
from console.profiles import Profile
from tests.console.aws.conftest import Certificate, certificate

__all__ = ["certificate"]

DIRECT = Way(proxy=None, region="us-east-1")
SECRET = "token=a-secret-of-the-address"


async def fails(url: str, way: Way = DIRECT, within_s: float = 5) -> ConsoleError:
    with pytest.raises(NotReached) as raised:
        await open_websocket(url, way, within_s)
    told = f"{raised.value.sentence} {raised.value.advice} {dict(raised.value.facts)}"
    assert "a-secret" not in told
    return raised.value


@asynccontextmanager
async def listening(
    answer: Callable[[bytes], bytes], context: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """A server that answers the head of each request as it is told; its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(answer(head))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


def replies(status: str, headers: str = "") -> Callable[[bytes], bytes]:
    return lambda _head: f"HTTP/1.1 {status}\r\n{headers}content-length: 0\r\n\r\n".encode()


@pytest.mark.parametrize(
    "url",
    [
        "ws://localhost:80/x",
        "ws://[::1]:80/x",
        "ws://127.0.0.1/x",
        "ws://127.0.0.1.example.com:80/x",
        "ws://127.0.0.1@example.com:80/x",
        "ws://example.com:80/x",
        "http://127.0.0.1:80/x",
        "wss://",
        "ws://127.0.0.1:port/x",
        "",
    ],
)
async def test_what_is_not_encrypted_stays_on_this_computer(url: str) -> None:
    assert isinstance(await fails(url + f"?{SECRET}" if url.startswith("ws:") else url), SocketRefused)


async def test_an_upgrade_that_is_refused() -> None:
    async with listening(replies("403 Forbidden")) as port:
        error = await fails(f"ws://127.0.0.1:{port}/x?{SECRET}")
    assert isinstance(error, SocketRefused)
    assert "status 403" in error.sentence


async def test_a_redirection_is_not_followed() -> None:
    asked: list[bytes] = []

    def note(head: bytes) -> bytes:
        asked.append(head)
        return b""

    async with listening(note) as elsewhere:
        there = f"location: ws://127.0.0.1:{elsewhere}/\r\n"
        async with listening(replies("302 Found", there)) as port:
            error = await fails(f"ws://127.0.0.1:{port}/x?{SECRET}")
    assert isinstance(error, SocketRefused)
    assert asked == []


async def test_an_answer_that_is_none() -> None:
    async with listening(lambda _head: b"nonsense\r\n\r\n") as port:
        assert isinstance(await fails(f"ws://127.0.0.1:{port}/x?{SECRET}"), SocketRefused)


async def test_nobody_listens_or_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
        error = await fails(f"ws://127.0.0.1:{port}/x?{SECRET}", within_s=0.05)
        assert isinstance(error, TimedOut)
    assert isinstance(await fails(f"ws://127.0.0.1:{port}/x?{SECRET}"), NoConnection)
    assert isinstance(await fails(f"wss://chat.invalid/x?{SECRET}"), DnsFailed)


async def test_a_certificate_that_nobody_vouches_for(certificate: Certificate) -> None:
    """websockets raises a second error then, which must reach no loop's exception handler."""
    async with listening(replies("403 Forbidden"), certificate.context) as port:
        error = await fails(f"wss://127.0.0.1:{port}/x?{SECRET}")
        assert isinstance(error, TlsFailed)
        assert "self-signed certificate" in error.sentence
        trusting = Way(proxy=None, authorities=str(certificate.chain))
        assert isinstance(await fails(f"wss://127.0.0.1:{port}/x?{SECRET}", trusting), SocketRefused)


async def test_the_profiles_proxy_is_used_and_named_without_its_password() -> None:
    asked: list[bytes] = []

    def refuse(head: bytes) -> bytes:
        asked.append(head)
        return b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"

    async with listening(refuse) as port:
        way = Way(proxy=f"http://jo:hush-hush-hush@127.0.0.1:{port}", region="us-east-1")
        error = await fails(f"wss://participant.example.com/x?{SECRET}", way)
    assert isinstance(error, ProxyFailed)
    assert "hush" not in error.sentence
    assert asked[0].startswith(b"CONNECT participant.example.com:443")
    assert b"roxy-Authorization: Basic" in asked[0]


async def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with listening(replies("502 Bad Gateway")) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        error = await fails(f"wss://participant.example.com/x?{SECRET}", Way())
    assert isinstance(error, ProxyFailed)
    assert "502" in error.sentence


async def test_what_stays_on_this_computer_takes_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        nobody = line.getsockname()[1]
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{nobody}")
    async with listening(replies("403 Forbidden")) as port:
        assert isinstance(await fails(f"ws://127.0.0.1:{port}/x?{SECRET}", Way()), SocketRefused)


def test_the_way_is_that_of_the_door(monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> None:
    def way(endpoint: str | None = None, proxy: str | None = None) -> Way:
        profile = Profile("Test", "environment", "eu-central-1", endpoint, proxy=proxy)
        door = ConnectParticipant(profile)
        try:
            return Way.of(door)
        finally:
            door.close()

    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    assert way().proxy is True
    assert way(proxy="http://127.0.0.1:3128").proxy == "http://127.0.0.1:3128"
    assert way(endpoint="http://127.0.0.1:1").proxy is None
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate.chain))
    found = way()
    assert (found.authorities, found.region) == (str(certificate.chain), "eu-central-1")
    found.prepare()
    monkeypatch.setenv("AWS_CA_BUNDLE", "missing.pem")
    with pytest.raises(ProfileProblem, match="missing"):
        way()
