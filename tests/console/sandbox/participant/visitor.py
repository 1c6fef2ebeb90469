"""A customer in a test: boto3 for the calls, a websocket for what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from console.sandbox import Sandbox
from console.sandbox.participant.items import EVENT
from tests.console.sandbox.flow.stage import act, document
from tests.console.sandbox.wire import Signer, send, smallest

WAIT_S = 5.0
BOTH = ["WEBSOCKET", "CONNECTION_CREDENTIALS"]
SUBSCRIBE = '{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}'


class Line:
    """One websocket, and what came over it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def frame(self) -> Any:
        """The next frame."""
        return json.loads(self.socket.recv(timeout=WAIT_S))

    def ask(self, text: str) -> Any:
        """The frame that answers one of ours."""
        self.socket.send(text)
        return self.frame()

    def subscribe(self) -> None:
        assert self.ask(SUBSCRIBE)["content"] == {"status": "success", "topics": ["aws/chat"]}

    def item(self) -> dict[str, Any]:
        """The next item of the chat."""
        frame = self.frame()
        assert (frame["topic"], frame["contentType"]) == ("aws/chat", "application/json")
        item: dict[str, Any] = json.loads(frame["content"])
        return item

    def items(self, count: int) -> list[dict[str, Any]]:
        return [self.item() for _ in range(count)]

    def until(self, event: str) -> list[dict[str, Any]]:
        """All items up to an event, named by the end of its content type."""
        found = [self.item()]
        while found[-1].get("ContentType") != EVENT + event:
            found.append(self.item())
        return found

    def closed(self) -> int | None:
        """The code with which the other side closes, whatever comes before."""
        try:
            while True:
                self.socket.recv(timeout=WAIT_S)
        except ConnectionClosed as over:
            return None if over.rcvd is None else over.rcvd.code

    def is_silent(self) -> bool:
        """Whether nothing has come: what is asked for now is what comes next."""
        answer: dict[str, Any] = self.ask('{"topic":"aws/heartbeat"}')
        return answer == {"topic": "aws/heartbeat"}


class Visitor:
    """A customer, or whoever holds a participant token."""

    def __init__(self, client: Any, started: dict[str, Any]) -> None:
        self.client = client
        self.started = started
        self.contact_id: str = started["ContactId"]
        self.participant_id: str = started["ParticipantId"]
        self.connection_token = ""

    def connect(self, *types: str, **members: Any) -> dict[str, Any]:
        """CreateParticipantConnection; its connection token is used from then on."""
        given = {"Type": list(types or BOTH), **members}
        answer: dict[str, Any] = self.client.create_participant_connection(
            ParticipantToken=self.started["ParticipantToken"],
            **{name: value for name, value in given.items() if value},
        )
        if "ConnectionCredentials" in answer:
            self.connection_token = answer["ConnectionCredentials"]["ConnectionToken"]
        return answer

    @contextmanager
    def line(self, url: str | None = None, *, is_subscribed: bool = True) -> Iterator[Line]:
        """An open websocket, subscribed unless that is what the test is about."""
        with connect(url or self.connect()["Websocket"]["Url"], compression=None) as socket:
            line = Line(socket)
            if is_subscribed:
                line.subscribe()
            yield line

    @contextmanager
    def greeted(self) -> Iterator[Line]:
        """An open websocket on which the customer has joined and was greeted."""
        with self.line() as line:
            joined, hello = line.items(2)
            assert joined["ContentType"] == EVENT + "participant.joined"
            assert hello["ParticipantRole"] == "SYSTEM"
            yield line

    def call(self, operation: str, **members: Any) -> dict[str, Any]:
        """Any operation with the connection token, in Python's spelling."""
        answer: dict[str, Any] = getattr(self.client, operation)(
            ConnectionToken=self.connection_token, **members
        )
        answer.pop("ResponseMetadata")
        return answer

    def say(self, text: str, content_type: str = "text/plain", **members: Any) -> dict[str, Any]:
        return self.call("send_message", Content=text, ContentType=content_type, **members)

    def tell(self, event: str, **members: Any) -> dict[str, Any]:
        return self.call("send_event", ContentType=EVENT + event, **members)

    def transcript(self, **members: Any) -> list[dict[str, Any]]:
        """The transcript, oldest first, a hundred items at most."""
        given = {"MaxResults": 100, "SortOrder": "ASCENDING", **members}
        items: list[dict[str, Any]] = self.call("get_transcript", **given)["Transcript"]
        return items

    def leave(self) -> None:
        assert self.call("disconnect_participant") == {}


def start(sandbox: Sandbox, client: Any, **members: Any) -> Visitor:
    """A chat that has just been started."""
    answered = send(sandbox, Signer(sandbox).start(smallest(sandbox, **members)))
    assert answered.status == 200, answered.body
    return Visitor(client, answered.json)


def be_patient(sandbox: Sandbox) -> None:
    """Have the first flow wait for the customer as long as the chat lasts; until the next reset."""
    action = act("patient", "Wait", "patient", TimeLimitSeconds="604800")
    sandbox.flow_versions.save(sandbox.flows[0].id, document(action))
    sandbox.flow_versions.publish(sandbox.flows[0].id)


def agent(sandbox: Sandbox, client: Any, contact_id: str, name: str = "Jane", **members: Any) -> Visitor:
    """An agent who comes into a chat."""
    one = sandbox.chats.add(contact_id, "AGENT", name, **members)
    return Visitor(client, {"ContactId": contact_id, "ParticipantId": one.id, "ParticipantToken": one.token})
