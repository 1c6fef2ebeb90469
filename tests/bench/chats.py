"""Chats with a sandbox from one loop: raw HTTP and websockets, so that the client costs little itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect

from .calls import Signed
from .processes import NotMeasuredError, Server

SUBSCRIBE = '{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}'
BOTH = {"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]}


class Line:
    """One HTTP connection, kept open; one call at a time."""

    def __init__(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._host = host
        self._reader = reader
        self._writer = writer

    @classmethod
    async def to(cls, server: Server) -> Self:
        """A connection to a server."""
        address = urlsplit(server.endpoint)
        return cls(address.netloc, *await asyncio.open_connection(address.hostname, address.port))

    async def call(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The body of an answer, which must be a 200."""
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if name != "Content-Length")
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\n{told}Content-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = answer.partition("content-length:")[2].partition("\r\n")[0]
        content = await self._reader.readexactly(int(length))
        if " 200 " not in answer[:20]:
            raise NotMeasuredError(f"{path} was answered with {answer[:12]}: {content[:200]!r}")
        return content

    async def close(self) -> None:
        """Close it."""
        self._writer.close()
        await self._writer.wait_closed()


class Chat:
    """One chat, joined, with its own connection and its own websocket."""

    def __init__(self, line: Line, socket: ClientConnection, token: str) -> None:
        self._line = line
        self._token = token
        self.socket = socket

    @classmethod
    async def start(cls, server: Server, start: Signed) -> Self:
        """Start a chat and join it, up to the greeting of its flow; `start` is the signed request."""
        line = await Line.to(server)
        started = json.loads(await line.call(start.method, start.path, start.body, start.headers))
        bearer = {"X-Amz-Bearer": started["ParticipantToken"]}
        made = json.loads(
            await line.call("POST", "/participant/connection", json.dumps(BOTH).encode(), bearer)
        )
        socket = await connect(made["Websocket"]["Url"], compression=None, ping_interval=None)
        await socket.send(SUBSCRIBE)
        chat = cls(line, socket, made["ConnectionCredentials"]["ConnectionToken"])
        while (await chat.item()).get("ParticipantRole") != "SYSTEM":
            pass
        return chat

    async def item(self) -> dict[str, Any]:
        """The next item of the chat."""
        while True:
            frame = json.loads(await self.socket.recv())
            if frame.get("topic") == "aws/chat":
                item: dict[str, Any] = json.loads(frame["content"])
                return item

    async def call(self, path: str, **members: object) -> dict[str, Any]:
        """One call of the participant service, below `/participant/`."""
        answered = await self._line.call(
            "POST", f"/participant/{path}", json.dumps(members).encode(), {"X-Amz-Bearer": self._token}
        )
        told: dict[str, Any] = json.loads(answered)
        return told

    async def say(self, text: str) -> None:
        """Say something."""
        await self.call("message", ContentType="text/plain", Content=text)

    async def end(self) -> None:
        """Leave, which ends the chat, and close what it used."""
        await self.call("disconnect")
        await self.socket.close()
        await self._line.close()


def start_request(server: Server) -> Signed:
    """The request for a chat, signed; it can be sent again for five minutes."""
    body = {
        "InstanceId": server.instance_id,
        "ContactFlowId": server.flow_id,
        "ParticipantDetails": {"DisplayName": "Bench"},
    }
    return Signed(server, "PUT", "/contact/chat", body)
