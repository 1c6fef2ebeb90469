"""Frames and handshakes that no client of good will sends: they cost one socket at most."""

from __future__ import annotations

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
def upgraded(url: str) -> Iterator[socket.socket]:
    """A raw socket after a good handshake."""
    host, _, target = url.removeprefix("ws://").partition("/")
    name, _, port = host.partition(":")
    line = socket.create_connection((name, int(port)), timeout=WAIT_S)
    line.sendall(
        f"GET /{target} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += line.recv(1)
    assert head.startswith(b"HTTP/1.1 101")
    try:
        yield line
    finally:
        line.close()


@pytest.mark.parametrize(
    "raw",
    [
        b"\x81\x05hello",  # not masked
        b"\xff\xff\xff\xff",  # reserved bits, unknown kind
        b"\x81\xfe\xff\xff\x00\x00\x00\x00",  # half of a frame
        b"\x81\xff\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00",  # 4 GiB announced
        b"\x80\x80\x00\x00\x00\x00",  # goes on with nothing
        b"\x81\x82\x00\x00\x00\x00\xff\xfe",  # no UTF-8
        b"GET / HTTP/1.1\r\n\r\n",
        b"",
    ],
)
def test_raw_nonsense_costs_that_socket_alone(sandbox: Sandbox, visitor: Visitor, raw: bytes) -> None:
    with visitor.greeted() as other:
        with upgraded(visitor.connect()["Websocket"]["Url"]) as line:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            while line.recv(4096):
                pass
        assert visitor.say("all is well")["Id"] == other.item()["Id"]


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
