"""The websocket of the participant service: topics to subscribe to, heartbeats, and the items of a chat.

AWS documents no frame but the subscription; topics, answers and the error frame are what public clients
send and read. The socket delivers from the subscription on and repeats nothing: who comes back asks for
the transcript.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from console.sandbox.connection import Gathering, wire
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.chats import Chats
from console.sandbox.participant.connections import SOCKET_PATH
from console.sandbox.participant.line import Line
from console.sandbox.participant.party import Participant

log = logging.getLogger("console.sandbox")

CHAT_TOPIC = "aws/chat"
LARGEST_FRAME = 64 * 1024
"""Bytes of a message of a client's at most."""
MOST_WAITING = 2_000
"""Frames that wait for a client that does not read; beyond that its socket is closed."""

_DECODER = json.JSONDecoder()


class Socket:
    """One open websocket of one participant."""

    def __init__(self, chats: Chats, chat: Chat, participant: Participant, transport: Gathering) -> None:
        self._chats = chats
        self._chat = chat
        self._participant = participant
        self._wire = transport
        self._line = Line(chats.disturbances, chat.timers, self)
        self._id = uuid.uuid4().hex
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._waiting: deque[str | Callable[[], None]] = deque()
        """Frames to be sent, and what is to be done to the wire between two of them."""
        self._is_woken = asyncio.Event()
        self._closed: tuple[int, str] | None = None
        self._is_dead = False
        self.is_subscribed = False

    def push(self, text: str) -> None:
        """Send a frame that brings an item, from any thread, past the faults that are on."""
        if self._is_dead:
            return
        if self._line.held or self._chats.disturbances.touches("socket"):
            self._line.carry(text)
        else:
            self.send(text)

    def send(self, text: str) -> None:
        """Send a frame, from any thread; a client that has stopped reading loses its socket."""
        if self._is_dead:
            return
        if len(self._waiting) >= MOST_WAITING:
            self.close(1008, "The client does not read")
            return
        self._waiting.append(text)
        self._wake()

    def cut(self) -> None:
        """Cut the socket without a close frame, from any thread, after what waits to be sent."""
        self._is_dead = True
        self._between_frames(self._wire.cut)

    def fall_silent(self, seconds: float) -> None:
        """Neither answer nor deliver any more, from any thread, for some seconds or, with 0, for good."""
        self._is_dead = True
        self._between_frames(self._wire.mute)
        if seconds:
            self._chat.timers.after(seconds, self.speak)

    def speak(self) -> None:
        """Answer and deliver again, from any thread."""
        self._is_dead = False
        self._between_frames(self._wire.unmute)

    def _between_frames(self, act: Callable[[], None]) -> None:
        self._waiting.append(act)
        self._wake()

    def close(self, code: int, reason: str) -> None:
        """Close the socket, from any thread."""
        self._closed = self._closed or (code, reason)
        self._wake()

    def _wake(self) -> None:
        if threading.get_ident() == self._thread:
            self._is_woken.set()
        else:
            with suppress(RuntimeError):  # the loop has just ended
                self._loop.call_soon_threadsafe(self._is_woken.set)

    async def serve(self, receive: Receive, send: Send) -> None:
        """Hold the socket until one side closes it."""
        writing = asyncio.create_task(self._write(send), name="sandbox socket")
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                text = message.get("text")
                self.answer(message.get("bytes", b"").decode(errors="replace") if text is None else text)
        finally:
            self._line.close()
            writing.cancel()
            with suppress(asyncio.CancelledError, OSError):
                await writing

    async def _write(self, send: Send) -> None:
        while True:
            while self._waiting and self._closed is None:
                if isinstance(following := self._waiting.popleft(), str):
                    await send({"type": "websocket.send", "text": following})
                else:
                    following()
            if self._closed is not None:
                code, reason = self._closed
                await send({"type": "websocket.close", "code": code, "reason": reason})
                return
            self._is_woken.clear()
            if not self._waiting:
                await self._is_woken.wait()

    def answer(self, text: str) -> None:
        """Do what a client's frame asks for; an empty frame asks for nothing."""
        if not text.strip() or self._hears_nothing():
            return
        try:
            # The first value alone: the iOS SDK closes its subscription with a stray parenthesis.
            value, _ = _DECODER.raw_decode(text.lstrip())
        except (ValueError, RecursionError):
            value = None
        topic = value.get("topic") if isinstance(value, dict) else None
        answer = _ANSWERS.get(topic) if isinstance(topic, str) else None
        if answer is None:
            # ours: unknown-topic
            self._reply({"message": "Forbidden", "connectionId": self._id, "requestId": uuid.uuid4().hex})
        else:
            answer(self, value)

    def _hears_nothing(self) -> bool:
        return self._is_dead or (self._chats.disturbances.touches("socket") and self._line.goes_dead())

    def subscribe(self, value: dict[str, Any]) -> None:
        """Subscribe to the chat's topic, and join the chat with the first socket."""
        content = value.get("content")
        topics = content.get("topics") if isinstance(content, dict) else None
        status = "success" if isinstance(topics, list) and CHAT_TOPIC in topics else "failure"
        with self._chats.lock:
            if status == "success" and (self._chat.is_over or self._participant.has_left):
                status = "failure"
            self._reply({"topic": "aws/subscribe", "content": {"status": status, "topics": topics or []}})
            if status == "success":
                self.is_subscribed = True
                self._chat.join(self._participant)

    def beat(self, _value: dict[str, Any]) -> None:
        """Answer a heartbeat."""
        self._reply({"topic": "aws/heartbeat"})

    def ping(self, _value: dict[str, Any]) -> None:
        """Answer a deep heartbeat."""
        self._reply({"topic": "aws/ping", "statusCode": 200, "statusContent": "OK"})

    def _reply(self, value: dict[str, Any]) -> None:
        self.send(json.dumps(value))


_ANSWERS = {"aws/subscribe": Socket.subscribe, "aws/heartbeat": Socket.beat, "aws/ping": Socket.ping}


class Sockets:
    """The ASGI application that takes websockets."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._open: set[Socket] = set()
        chats.disturbances.let("drop", self.cut)

    def cut(self) -> None:
        """Cut every socket, without a close frame."""
        for socket in tuple(self._open):
            socket.cut()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold one socket, or refuse it with 403 where its URL stands for nobody."""
        await receive()
        found = self._find(scope)
        if found is None or self._is_refused():
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        chat, participant = found
        socket = Socket(self._chats, chat, participant, wire(scope))
        await send({"type": "websocket.accept"})
        with self._chats.lock:
            self._open.add(socket)
            participant.listen(socket)
        log.info("a websocket was opened")
        try:
            await socket.serve(receive, send)
        finally:
            with self._chats.lock:
                self._open.discard(socket)
                participant.stop_listening(socket)
            log.info("a websocket was closed")

    def _is_refused(self) -> bool:
        disturbances = self._chats.disturbances
        return disturbances.touches("socket") and disturbances.act("refuse") is not None

    def _find(self, scope: Scope) -> tuple[Chat, Participant] | None:
        if scope["path"] != SOCKET_PATH:
            return None
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        return self._chats.connections.with_url(tokens[0]) if tokens else None
