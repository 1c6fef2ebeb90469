"""Frames and handshakes that no client of good will sends: they cost one socket at most."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.sync.client import connect

from console.sandbox import Sandbox
from console.sandbox.participant import socket as sockets
from tests.console.sandbox.participant.visitor import SUBSCRIBE, WAIT_S, Visitor

TEXT, BINARY, CLOSE, PING, PONG, MORE = 1, 2, 8, 9, 10, 0
HEARTBEAT = b'{"topic":"aws/heartbeat"}'


def frame(
    kind: int, payload: bytes = b"", *, is_last: bool = True, reserved: int = 0, mask: bytes = b"\0\0\0\0"
) -> bytes:
    """A masked frame, right or wrong as its parts are."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2) if size < 65_536 else (
        b"\xff" + size.to_bytes(8)
    )  # fmt: skip
    masked = bytes(one ^ mask[number % 4] for number, one in enumerate(payload)) if any(mask) else payload
    return bytes([is_last << 7 | reserved << 4 | kind]) + length + mask + masked


@pytest.mark.parametrize(
    "text", ["no json", "[]", "5", '"x"', "{", '{"topic": 5}', '{"topic": "aws/nonsense"}', "{}", "[" * 5000]
)
def test_nonsense_gets_an_error_frame_and_the_socket_stays(visitor: Visitor, text: str) -> None:
    with visitor.line(is_subscribed=False) as line:
        answer = line.ask(text)
        assert set(answer) == {"message", "connectionId", "requestId"}
        assert line.is_silent()


def test_empty_and_binary_frames_do_no_harm(visitor: Visitor) -> None:
    with visitor.line(is_subscribed=False) as line:
        line.socket.send("")
        line.socket.send(b" ")
        line.socket.send(SUBSCRIBE.encode())
        assert line.frame()["content"]["status"] == "success"
        line.items(2)
        assert "message" in line.ask("\u0000")
        line.socket.send(b"\xff\xfe")
        assert "message" in line.frame()
        assert line.is_silent()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=40) | st.binary(max_size=40), min_size=1, max_size=5))
def test_no_frame_whatever_brings_it_down(served: Sandbox, frames: list[str | bytes]) -> None:
    contact = served.contacts.start({"ParticipantDetails": {"DisplayName": "x"}}, {})
    url = served.chats.connections.create(contact.participant_id, ["WEBSOCKET"])["Websocket"]["Url"]
    with connect(url, compression=None) as opened:
        for frame in frames:
            opened.send(frame)
        opened.send('{"topic":"aws/heartbeat"}')
        while "aws/heartbeat" not in str(opened.recv(timeout=WAIT_S)):
            pass
    served.contacts.end(contact, "API")


@contextmanager
def upgraded(url: str, behind: bytes = b"") -> Iterator[socket.socket]:
    """A raw socket after a good handshake, and with what follows that in the same packet."""
    host, _, target = url.removeprefix("ws://").partition("/")
    name, _, port = host.partition(":")
    line = socket.create_connection((name, int(port)), timeout=WAIT_S)
    line.sendall(
        f"GET /{target} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        + behind
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += line.recv(1)
    assert head.startswith(b"HTTP/1.1 101")
    try:
        yield line
    finally:
        line.close()


RAW = {
    "not masked": b"\x81\x05hello",
    "reserved bits, unknown kind": b"\xff\xff\xff\xff",
    "half of a frame": b"\x81\xfe\xff\xff\x00\x00\x00\x00",
    "4 GiB announced": b"\x81\xff\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00",
    "a length with its first bit": b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
    "goes on with nothing": frame(MORE),
    "a text within a text": frame(TEXT, b"{", is_last=False) + frame(TEXT, b"}"),
    "a text that never ends": frame(TEXT, b"{", is_last=False) + frame(MORE, b"", is_last=False) * 5_000,
    "too large in parts": frame(TEXT, b"x" * 60_000, is_last=False)
    + frame(MORE, b"x" * 60_000, is_last=False) * 9,
    "no UTF-8": frame(TEXT, b"\xff\xfe"),
    "half of a letter": frame(TEXT, b"\xf0\x9f", is_last=False) + frame(MORE, b""),
    "a surrogate": frame(TEXT, b"\xed\xa0\x80"),
    "every reserved kind": b"".join(frame(kind) for kind in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)),
    "every reserved bit": b"".join(frame(TEXT, b"{}", reserved=bits) for bits in range(1, 8)),
    "a long ping": frame(PING, b"x" * 126),
    "a ping in parts": frame(PING, b"x", is_last=False),
    "many pings": frame(PING, b"x" * 125) * 2_000,
    "pongs that nobody asked for": frame(PONG, b"x") * 500,
    "a close of one byte": frame(CLOSE, b"\x03"),
    "a close for no reason": frame(CLOSE),
    "a close with no known code": frame(CLOSE, (5).to_bytes(2) + b"why"),
    "a close whose reason is no UTF-8": frame(CLOSE, (1000).to_bytes(2) + b"\xff"),
    "a text after the close": frame(CLOSE, (1000).to_bytes(2)) + frame(TEXT, SUBSCRIBE.encode()),
    "many closes": frame(CLOSE, (1001).to_bytes(2)) * 50,
    "HTTP": b"GET / HTTP/1.1\r\n\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("name", RAW)
def test_raw_nonsense_costs_that_socket_alone(
    visitor: Visitor, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with visitor.greeted() as other:
        with upgraded(visitor.connect()["Websocket"]["Url"]) as line:
            give(line, RAW[name])
        assert visitor.say("all is well")["Id"] == other.item()["Id"]
    assert not [one for one in caplog.records if one.exc_info], "nothing failed inside"


def give(line: socket.socket, raw: bytes) -> None:
    """Send all, end our side, and wait within a bound until the other side ends, too."""
    try:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        while line.recv(65_536):
            pass
    except TimeoutError:
        raise
    except OSError:
        pass  # it was cut at once


FRAME = st.builds(
    frame,
    st.integers(0, 15) | st.sampled_from([TEXT, TEXT, BINARY, MORE, PING, CLOSE]),
    st.binary(max_size=130) | st.sampled_from([SUBSCRIBE.encode(), HEARTBEAT, b"[" * 2_000]),
    is_last=st.booleans() | st.just(True),
    reserved=st.just(0) | st.integers(0, 7),
    mask=st.binary(min_size=4, max_size=4),
)


@settings(max_examples=60)
@given(frames=st.lists(FRAME, min_size=1, max_size=8), cut=st.integers(0, 3))
def test_no_frames_in_any_order_bring_it_down(served: Sandbox, frames: list[bytes], cut: int) -> None:
    contact = served.contacts.start({"ParticipantDetails": {"DisplayName": "x"}}, {})
    url = served.chats.connections.create(contact.participant_id, ["WEBSOCKET"])["Websocket"]["Url"]
    with upgraded(url) as line:
        raw = b"".join(frames)
        give(line, raw[: len(raw) - cut])
    with connect(url, compression=None) as after:
        after.send(HEARTBEAT.decode())
        assert json.loads(after.recv(timeout=WAIT_S)) == {"topic": "aws/heartbeat"}
    served.contacts.end(contact, "API")


def test_a_frame_may_come_in_parts_with_a_ping_between(visitor: Visitor) -> None:
    """What is allowed and rare: fragments, a control frame among them, and all of it byte by byte."""
    text = SUBSCRIBE.encode()
    with upgraded(visitor.connect()["Websocket"]["Url"]) as line:
        for raw in (
            frame(TEXT, text[:10], is_last=False),
            frame(PING, b"still there?"),
            frame(MORE, text[10:30], is_last=False, mask=b"abcd"),
            frame(MORE, text[30:]),
        ):
            for one in raw:
                line.sendall(bytes([one]))
        found = b""
        while b'"success"' not in found:
            found += line.recv(4096)
        assert found.startswith(b"\x8a\x0cstill there?")


@pytest.mark.parametrize("behind", [frame(TEXT, SUBSCRIBE.encode()), b"GET / HTTP/1.1\r\n\r\n", bytes(5_000)])
def test_what_comes_before_the_handshake_is_answered_is_not_looked_at(
    visitor: Visitor, behind: bytes
) -> None:
    """No client may send anything then (RFC 6455, section 4.1); the socket works nonetheless."""
    with upgraded(visitor.connect()["Websocket"]["Url"], behind) as line:
        line.sendall(frame(TEXT, HEARTBEAT))
        assert line.recv(4096)[2:] == HEARTBEAT.replace(b":", b": ")


@pytest.mark.parametrize(
    "headers",
    [
        "Upgrade: websocket\r\nConnection: Upgrade\r\n",
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n",
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 8\r\n",
    ],
)
def test_a_broken_handshake_is_refused(sandbox: Sandbox, visitor: Visitor, headers: str) -> None:
    host = sandbox.endpoint.removeprefix("http://")
    name, _, port = host.partition(":")
    target = visitor.connect()["Websocket"]["Url"].partition(host)[2]
    with socket.create_connection((name, int(port)), timeout=WAIT_S) as line:
        line.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode())
        assert re.match(rb"HTTP/1.1 4\d\d ", line.recv(4096))
    visitor.say("all is well")


def test_a_frame_too_large_costs_the_socket(visitor: Visitor) -> None:
    with visitor.line(is_subscribed=False) as line:
        line.socket.send("x" * (sockets.LARGEST_FRAME + 1))
        assert line.closed() is not None
    visitor.say("all is well")
