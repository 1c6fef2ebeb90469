"""A server on 127.0.0.1 that answers as it is told, badly too, and remembers what it was asked."""

from __future__ import annotations

import json
import select
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

BOUND_S = 10.0
LOOKS_EVERY_S = 0.02
TLS_HELLO = b"\x16\x03"


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value


@dataclass(frozen=True)
class Reply:
    """One answer. `cut` drops the last bytes of the body and breaks off; what `drips` comes byte by byte."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    drips: bool = False

    @property
    def wire(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} Told", f"content-length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        whole = "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body
        return whole[: len(whole) - self.cut]


def refusal(status: int, code: str, message: str = "", **headers: str) -> Reply:
    """A refusal in the form of Connect's protocol."""
    told = {"x-amzn-errortype": code, "x-amzn-requestid": "a-request-id"} if code else {}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps({"Message": message}).encode(), {**told, **named})


def result(members: Mapping[str, Any]) -> Reply:
    """A success in the form of Connect's protocol."""
    return Reply(200, json.dumps(members).encode(), {"x-amzn-requestid": "a-request-id"})


STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"


def sts_result(operation: str, xml: str, **headers: str) -> Reply:
    """A success in the form of STS's protocol; `xml` is what stands within the result."""
    body = (
        f'<{operation}Response xmlns="{STS_NAMESPACE}"><{operation}Result>{xml}</{operation}Result>'
        f"<ResponseMetadata><RequestId>a-request-id</RequestId></ResponseMetadata></{operation}Response>"
    )
    return Reply(200, body.encode(), {"content-type": "text/xml", **headers})


def sts_refusal(status: int, code: str, message: str = "") -> Reply:
    """A refusal in the form of STS's protocol."""
    body = (
        f'<ErrorResponse xmlns="{STS_NAMESPACE}"><Error><Type>Sender</Type><Code>{code}</Code>'
        f"<Message>{message}</Message></Error><RequestId>a-request-id</RequestId></ErrorResponse>"
    )
    return Reply(status, body.encode(), {"content-type": "text/xml"})


def oauth_refusal(status: int, code: str, description: str = "") -> Reply:
    """A refusal in the form of SSO OIDC, which words it as OAuth does."""
    members = {"error": "an_error", "error_description": description}
    return Reply(
        status, json.dumps(members).encode(), {"x-amzn-errortype": code, "x-amzn-requestid": "a-request-id"}
    )


HANG = Reply(status=-1)
"""Never answers."""
HANG_UP = Reply(status=-2)
"""Closes the connection in place of an answer."""


class Loopback:
    """Answers one request after another with the next reply; the last one is repeated.

    One that is held answers nothing until it is released. As a proxy it leads every CONNECT to the port
    `tunnel_to` of 127.0.0.1, whatever it asks for.
    """

    def __init__(
        self,
        *replies: Reply,
        tls: ssl.SSLContext | None = None,
        held: bool = False,
        tunnel_to: int | None = None,
    ) -> None:
        self.asked: list[Asked] = []
        self.released = threading.Event()
        self.left = threading.Event()
        """Somebody went away in the middle of what dripped."""
        if not held:
            self.released.set()
        self._replies = list(replies) or [Reply()]
        self._tls = tls
        self._tunnel_to = tunnel_to
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.port: int = self._listening.getsockname()[1]
        self.endpoint = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        # Closing alone does not wake a thread that accepts.
        with socket.create_connection(("127.0.0.1", self.port), BOUND_S):
            pass
        for thread in self._threads:
            thread.join(BOUND_S)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            line, _ = self._listening.accept()
            if self._closing.is_set():
                line.close()
                return
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(BOUND_S)
        try:
            if self._tls is not None:
                line = self._tls.wrap_socket(line, server_side=True)
            line.settimeout(LOOKS_EVERY_S)
            while self._answer(line):
                pass
        except OSError:
            # The client went away or did not like the certificate, which some tests are about.
            pass
        finally:
            line.close()

    def _answer(self, line: socket.socket) -> bool:
        received = b""
        while b"\r\n\r\n" not in received:
            part = self._read(line)
            if not part:
                return False
            received += part
            if received.startswith(TLS_HELLO):
                line.sendall(Reply(400).wire)
                return False
        head, _, body = received.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rest)}
        while len(body) < int(headers.get("content-length", 0)):
            body += self._read(line)
        method, path, _ = first.split(" ")
        with self._lock:
            self.asked.append(Asked(method, path, headers, body))
            reply = self._replies[min(len(self.asked), len(self._replies)) - 1]
        if reply is HANG:
            self._closing.wait(BOUND_S)
            return False
        if reply is HANG_UP:
            return False
        self.released.wait(BOUND_S)
        if method == "CONNECT" and self._tunnel_to is not None:
            self._tunnel(line, self._tunnel_to)
            return False
        if reply.drips:
            self._drip(line, reply)
            return False
        # Whoever reads may be slow to come to it: the short bound is for looking whether the test is over.
        line.settimeout(BOUND_S)
        line.sendall(reply.wire)
        line.settimeout(LOOKS_EVERY_S)
        return reply.cut == 0

    def _drip(self, line: socket.socket, reply: Reply) -> None:
        line.sendall(reply.wire[: -len(reply.body)])
        try:
            for byte in reply.body:
                if self._closing.wait(LOOKS_EVERY_S):
                    return
                line.sendall(bytes([byte]))
        except OSError:
            self.left.set()
            raise

    def _tunnel(self, line: socket.socket, port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), BOUND_S) as beyond:
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            other = {line: beyond, beyond: line}
            while not self._closing.is_set():
                for end in select.select([line, beyond], [], [], 0.02)[0]:
                    part = end.recv(65536)
                    if not part:
                        return
                    other[end].sendall(part)

    def _read(self, line: socket.socket) -> bytes:
        """Some bytes, none if the client hung up or the test is over."""
        while not self._closing.is_set():
            try:
                return line.recv(65536)
            except TimeoutError:
                continue
        return b""


def closed_port() -> int:
    """A port of 127.0.0.1 at which nobody listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port
