"""What no client of good will sends over HTTP: it costs its own line at most, and is never a 5xx."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox import Sandbox, connection
from tests.console.sandbox.wire import Signer, send

WITHIN_S = 5.0
PATIENCE_S = 0.1


def port_of(sandbox: Sandbox) -> int:
    return int(sandbox.endpoint.rpartition(":")[2])


@contextmanager
def line(sandbox: Sandbox) -> Iterator[socket.socket]:
    """A raw connection."""
    with socket.create_connection(("127.0.0.1", port_of(sandbox)), timeout=WITHIN_S) as opened:
        yield opened


def read(opened: socket.socket) -> bytes:
    """All that comes until the other side closes; a line that stays open fails within the bound."""
    found = b""
    try:
        while part := opened.recv(65_536):
            found += part
    except ConnectionResetError:
        pass
    return found


def first(opened: socket.socket) -> bytes:
    """What comes at once, if anything does: not every beginning of a request has an answer."""
    opened.settimeout(PATIENCE_S)
    try:
        return opened.recv(65_536)
    except (TimeoutError, ConnectionResetError):
        return b""
    finally:
        opened.settimeout(WITHIN_S)


def answers(sandbox: Sandbox, raw: bytes, *, is_quick: bool = False) -> list[int]:
    """The status of each answer to some bytes, after which our side ends; at once where it is quick."""
    with line(sandbox) as opened:
        found = b""
        # It may be cut before all was sent.
        with suppress(OSError):
            opened.sendall(raw)
            found = b"" if is_quick else first(opened)
            opened.shutdown(socket.SHUT_WR)
        return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", found + read(opened))]


def is_well(sandbox: Sandbox) -> bool:
    """Whether the next client finds nothing amiss."""
    return send(sandbox, Signer(sandbox).sign("GET", "/instance")).status == 200


HOST = b"Host: 127.0.0.1:%d\r\n"
POST = b"POST /participant/message HTTP/1.1\r\n" + HOST
RAW = {
    "nothing": b"",
    "line ends": b"\r\n\r\n\r\n",
    "binary": bytes(range(256)) * 4,
    "a TLS client": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
    "no version": b"GET /\r\n" + HOST + b"\r\n",
    "a version of its own": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "one word": b"GET\r\n\r\n",
    "a blank too many": b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method of any letters": b"G\x00T / HTTP/1.1\r\n" + HOST + b"\r\n",
    "CONNECT": b"CONNECT example.com:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "another address": b"GET http://example.com/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "no Host": b"GET / HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET / HTTP/1.1\r\n" + HOST * 2 + b"\r\n",
    "a foreign Host": b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n",
    "a path of broken escapes": b"GET /%zz%00%ff%c0%af/../../%2e%2e HTTP/1.1\r\n" + HOST + b"\r\n",
    "a long path": b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a path without end": b"GET /" + b"a" * 400_000,
    "a header without a colon": b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\n" + HOST + b": x\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n",
    "zero in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n",
    "a header of any bytes": b"GET / HTTP/1.1\r\n" + HOST + b"X-Amz-Bearer: \xff\xfe\xc3\r\n\r\n",
    "a large header": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 20_000 + b"\r\n",
    "no length that is a number": POST + b"Content-Length: x\r\n\r\n{}",
    "a negative length": POST + b"Content-Length: -5\r\n\r\n{}",
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length beyond all": POST + b"Content-Length: 99999999999999999999\r\n\r\n{}",
    "less than the length": POST + b"Content-Length: 5000\r\n\r\n{}",
    "more than the length": POST + b"Content-Length: 2\r\n\r\n{}garbage\r\n\r\n",
    "length and chunks": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks of no size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a chunk beyond all": POST + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFFF\r\n{}",
    "a negative chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
    "chunks without an end": POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "an encoding of its own": POST + b"Transfer-Encoding: gzip\r\n\r\n{}",
    "a promise": POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
    "several at once": (b"GET /nothing HTTP/1.1\r\n" + HOST + b"\r\n") * 20,
    "good, then garbage": b"GET /nothing HTTP/1.1\r\n" + HOST + b"\r\n\x00\x01\x02 nonsense\r\n\r\n",
    "an upgrade to nothing": b"GET / HTTP/1.1\r\n" + HOST + b"Upgrade: x\r\nConnection: upgrade\r\n\r\n",
    "an upgrade of a POST": POST + b"Upgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    "a large body": POST + b"Content-Length: 3000000\r\n\r\n" + b"x" * 3_000_000,
}


@pytest.mark.parametrize("name", RAW)
def test_no_bytes_bring_it_down(sandbox: Sandbox, name: str, caplog: pytest.LogCaptureFixture) -> None:
    raw = RAW[name].replace(HOST, HOST % port_of(sandbox))
    found = answers(sandbox, raw)
    assert all(status < 500 for status in found), found
    assert is_well(sandbox)
    assert not [one for one in caplog.records if one.exc_info], "nothing failed inside"


def test_several_requests_at_once_are_answered_in_turn(sandbox: Sandbox) -> None:
    with line(sandbox) as opened:
        opened.sendall(RAW["several at once"].replace(HOST, HOST % port_of(sandbox)))
        found = b""
        while found.count(b"HTTP/1.1 404 ") < 20:
            part = opened.recv(65_536)
            assert part, found
            found += part


_PIECES = [
    b"GET ", b"POST ", b"PUT /contact/chat", b"/participant/message", b" HTTP/1.1", b" HTTP/1.0", b"\r\n",
    b"\r", b"Host: ", b"Content-Length: ", b"5", b"-1", b"Transfer-Encoding: chunked", b"0", b"ffff", b"{",
    b"\n", b"}",
    b"[" * 40, b":", b" ", b"\x00", b"\xff", b"X: ", b"Upgrade: websocket", b"Connection: ", b"close", b"\t",
    b"Sec-WebSocket-Key: x", b"Expect: 100-continue", b"authorization: AWS4-HMAC-SHA256 ", b"%00", b"?", b"=",
]  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*_PIECES, HOST]) | st.binary(max_size=12), max_size=25))
def test_no_pieces_of_http_in_any_order_bring_it_down(served: Sandbox, pieces: list[bytes]) -> None:
    raw = b"".join(pieces).replace(HOST, HOST % port_of(served))
    assert all(status < 500 for status in answers(served, raw, is_quick=True))


# what does not come to its end


def test_a_request_that_drips_in_is_cut_and_keeps_nobody_waiting(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "REQUEST_WITHIN_S", 0.3)
    head = b"POST /participant/message HTTP/1.1\r\n" + HOST % port_of(sandbox)
    unfinished = (
        b"",
        b"G",
        head,
        head + b"Content-Length: 100\r\n\r\n{",
        head + b"Transfer-Encoding: chunked\r\n\r\n5\r\n",
    )
    with ExitStack() as stack:
        lines = [stack.enter_context(line(sandbox)) for _ in unfinished * 5]
        for opened, raw in zip(lines, unfinished * 5, strict=True):
            opened.sendall(raw)
        assert is_well(sandbox), "others are served meanwhile"
        for opened in lines:
            assert b" 200 " not in read(opened)


def test_a_line_that_has_been_answered_is_not_late(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "REQUEST_WITHIN_S", 0.05)
    request = b"GET /nothing HTTP/1.1\r\n" + HOST % port_of(sandbox) + b"\r\n"
    with line(sandbox) as opened:
        for _ in range(2):
            opened.sendall(request)
            assert opened.recv(4096).startswith(b"HTTP/1.1 404 ")
            with line(sandbox) as silent:
                assert read(silent) == b"", "this one is cut, which takes as long as the bound"
        opened.sendall(request[:-2])
        assert read(opened) == b"", "its next request is late like any"


def test_there_are_so_many_lines_at_most(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MOST_LINES", 8)
    request = b"GET /nothing HTTP/1.1\r\n" + HOST % port_of(sandbox) + b"\r\n"
    with ExitStack() as stack:
        lines = [stack.enter_context(line(sandbox)) for _ in range(12)]
        served = 0
        for opened in lines:
            try:
                opened.sendall(request)
                served += opened.recv(4096).startswith(b"HTTP/1.1 404 ")
            except (ConnectionResetError, BrokenPipeError):
                pass
        assert 0 < served <= 8
    assert is_well(sandbox)
