"""The websocket: handshake, heartbeats, several sockets, and whatever else comes down the line."""

from __future__ import annotations

import http.client
import json
import re
import socket
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from console.sandbox import Sandbox, connection
from console.sandbox.participant import socket as sockets
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.visitor import (
    SUBSCRIBE,
    WAIT_S,
    Line,
    Visitor,
    agent,
    be_patient,
    start,
)


def test_a_connection_as_the_service_describes_it(sandbox: Sandbox, visitor: Visitor) -> None:
    made = visitor.connect()
    host = re.escape(sandbox.endpoint.removeprefix("http://"))
    assert re.fullmatch(rf"ws://{host}/.*", made["Websocket"]["Url"])
    assert sandbox.endpoint.startswith("http://127.0.0.1:")
    assert len(made["Websocket"]["Url"]) <= 2000
    assert len(made["ConnectionCredentials"]["ConnectionToken"]) <= 1000
    for expiry in (made["Websocket"]["ConnectionExpiry"], made["ConnectionCredentials"]["Expiry"]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", expiry)
        ahead = datetime.fromisoformat(expiry) - datetime.now(UTC)
        assert timedelta(hours=23, minutes=59) < ahead <= timedelta(hours=24)


def test_only_what_is_asked_for_is_given(visitor: Visitor) -> None:
    assert "ConnectionCredentials" not in visitor.connect("WEBSOCKET")
    assert "Websocket" not in visitor.connect("CONNECTION_CREDENTIALS")
    for types in (["NONSENSE"], ["WEBRTC_CONNECTION"], []):
        assert refused(
            visitor.client.create_participant_connection,
            Type=types,
            ParticipantToken=visitor.started["ParticipantToken"],
        )[:2] == ("ValidationException", 400)
    empty = visitor.client.create_participant_connection(
        ConnectParticipant=True, ParticipantToken=visitor.started["ParticipantToken"]
    )
    assert list(empty) == ["ResponseMetadata"]


def test_the_handshake_as_clients_make_it(visitor: Visitor) -> None:
    with visitor.line(is_subscribed=False) as line:
        for text in (SUBSCRIBE, '{"topic":"aws/ping"}', '{"topic":"aws/heartbeat"}'):
            line.socket.send(text)
        acknowledged = line.frame()
        assert acknowledged == {
            "topic": "aws/subscribe", "content": {"status": "success", "topics": ["aws/chat"]},
        }  # fmt: skip
        assert [item["ParticipantRole"] for item in line.items(2)] == ["CUSTOMER", "SYSTEM"]
        assert line.frame() == {"topic": "aws/ping", "statusCode": 200, "statusContent": "OK"}
        assert line.frame() == {"topic": "aws/heartbeat"}


def test_the_stray_parenthesis_of_a_client_is_forgiven(visitor: Visitor) -> None:
    with visitor.line(is_subscribed=False) as line:
        answer = line.ask('  {"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}})')
        assert answer["content"]["status"] == "success"


@pytest.mark.parametrize(
    "content", [{"topics": []}, {"topics": ["aws/other"]}, {"topics": "aws/chat"}, {}, [], None, "aws/chat"]
)
def test_a_subscription_to_something_else_fails(visitor: Visitor, content: Any) -> None:
    with visitor.line(is_subscribed=False) as line:
        answer = line.ask(json.dumps({"topic": "aws/subscribe", "content": content}))
        assert answer["content"]["status"] == "failure"
        visitor.say("unheard")
        assert line.is_silent()


def test_nothing_comes_before_the_subscription_and_nothing_is_repeated(visitor: Visitor) -> None:
    with visitor.line(is_subscribed=False) as line:
        visitor.say("too early")
        assert line.is_silent()
        line.subscribe()
        visitor.say("in time")
        assert line.item()["Content"] == "in time"
    visitor.say("while away")
    with visitor.line() as again:
        assert again.is_silent()
        assert "while away" in [item.get("Content") for item in visitor.transcript()]


def test_every_socket_of_everybody_hears(sandbox: Sandbox, service: Any, visitor: Visitor) -> None:
    with visitor.greeted() as first, visitor.line() as second:
        jane = agent(sandbox, service, visitor.contact_id)
        with jane.line() as third:
            for line in (first, second):
                assert line.item()["DisplayName"] == "Jane"
            sent = jane.say("hello, this is Jane")
            assert [line.item()["Id"] for line in (first, second, third)] == [sent["Id"]] * 3


def test_a_rotation_keeps_the_old_token_and_the_socket(visitor: Visitor) -> None:
    with visitor.greeted() as primary:
        old = visitor.connection_token
        with visitor.line() as secondary:
            assert visitor.connection_token != old
            primary.socket.close(1000, "[Primary WebSocket] Closing WebSocket")
            visitor.connection_token = old
            sent = visitor.say("still here")
            assert secondary.item()["Id"] == sent["Id"]
    assert len(visitor.transcript()) == 4, "a closed socket is nobody's leaving"


@pytest.mark.parametrize("code", [1000, 1001, 4000])
def test_no_way_of_closing_means_leaving(visitor: Visitor, code: int) -> None:
    with visitor.greeted() as line:
        line.socket.close(code)
    assert visitor.transcript()[-1]["Type"] == "MESSAGE"


def test_the_sixth_socket_closes_the_first(visitor: Visitor) -> None:
    with ExitStack() as stack:
        first, *others = [stack.enter_context(visitor.line(is_subscribed=False)) for _ in range(6)]
        assert first.closed() == 1000
        assert all(line.is_silent() for line in others)


def test_an_address_holds_a_hundred_seconds(sandbox: Sandbox, visitor: Visitor) -> None:
    url = visitor.connect()["Websocket"]["Url"]
    sandbox.clock.move(99)
    with visitor.line(url, is_subscribed=False) as line:
        assert line.is_silent()
    sandbox.clock.move(1)
    with pytest.raises(InvalidStatus) as caught, visitor.line(url):
        pass
    assert caught.value.response.status_code == 403


def test_a_connection_token_holds_a_day(sandbox: Sandbox, visitor: Visitor) -> None:
    be_patient(sandbox)
    visitor.connect()
    visitor.say("joined")
    sandbox.clock.move(86_399)
    visitor.say("still valid")
    fresh, old = visitor.connect(), visitor.connection_token
    sandbox.clock.move(2)
    visitor.say("the newer one holds")
    assert fresh["ConnectionCredentials"]["ConnectionToken"] == old


def test_an_old_connection_token_runs_out(sandbox: Sandbox, visitor: Visitor) -> None:
    be_patient(sandbox)
    visitor.connect()
    visitor.say("joined")
    sandbox.clock.move(86_401)
    assert refused(visitor.say, text="too late")[:2] == ("AccessDeniedException", 403)
    visitor.connect()
    visitor.say("again")


@pytest.mark.parametrize(
    "target",
    [
        "/participant/websocket",
        "/participant/websocket?token=",
        "/participant/websocket?token=x",
        "/",
        "/_sandbox/",
    ],
)
def test_an_address_that_stands_for_nobody_is_refused(sandbox: Sandbox, target: str) -> None:
    with pytest.raises(InvalidStatus) as caught, connect(sandbox.endpoint.replace("http", "ws") + target):
        pass
    assert caught.value.response.status_code == 403


def test_a_socket_from_a_foreign_name_is_refused(visitor: Visitor) -> None:
    url = visitor.connect()["Websocket"]["Url"]
    foreign = {"Host": "evil.example"}
    with pytest.raises(InvalidStatus) as caught, connect(url, additional_headers=foreign):
        pass
    assert caught.value.response.status_code in (400, 403)


def test_ended_chats_take_no_socket(sandbox: Sandbox, visitor: Visitor) -> None:
    url = visitor.connect()["Websocket"]["Url"]
    sandbox.chats.end(visitor.contact_id)
    with pytest.raises(InvalidStatus), visitor.line(url):
        pass


def test_an_unjoined_chat_cannot_be_joined_after_five_minutes(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.clock.move(250)
    url = visitor.connect()["Websocket"]["Url"]
    with visitor.line(url, is_subscribed=False) as line:
        sandbox.clock.move(50)
        assert line.ask(SUBSCRIBE)["content"]["status"] == "failure"
    assert refused(visitor.connect)[:2] == ("AccessDeniedException", 403)
    contact = sandbox.contacts.find(visitor.contact_id)
    assert contact is not None
    assert contact.end_reason == "CUSTOMER_CONNECTION_NOT_ESTABLISHED"


def test_a_joined_chat_does_not_care_for_five_minutes(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted():
        sandbox.clock.move(301)
        visitor.say("still here")


def test_the_start_brings_the_connection_where_that_is_asked_for(sandbox: Sandbox, service: Any) -> None:
    visitor = start(sandbox, service, ConnectionTypes=["WEBSOCKET", "CONNECTION_CREDENTIALS"])
    visitor.connection_token = visitor.started["ConnectionCredentials"]["ConnectionToken"]
    with visitor.line(visitor.started["Websocket"]["Url"]) as line:
        line.items(2)
        assert visitor.say("hello")["Id"] == line.item()["Id"]
    only = start(sandbox, service, ConnectionTypes=["CONNECTION_CREDENTIALS"]).started
    assert "Websocket" not in only
    assert "Websocket" not in start(sandbox, service).started


def test_who_does_not_read_loses_the_socket(
    sandbox: Sandbox, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "MOST_WAITING", 3)
    with visitor.greeted() as line:
        with sandbox.chats.lock:  # the loop sends nothing meanwhile
            for number in range(10):
                sandbox.chats.say(visitor.contact_id, str(number))
        assert line.closed() == 1008
    visitor.say("all is well")


def test_a_get_without_upgrade_is_no_operation(sandbox: Sandbox, visitor: Visitor) -> None:
    connection = http.client.HTTPConnection(sandbox.endpoint.removeprefix("http://"), timeout=5)
    connection.request("GET", "/participant/websocket")
    assert connection.getresponse().status == 404
    connection.close()


def test_stopping_closes_every_socket(service: Any) -> None:
    own = Sandbox()
    own.start()
    contact = own.contacts.start({"ParticipantDetails": {"DisplayName": "x"}}, {})
    url = own.chats.connections.create(contact.participant_id, ["WEBSOCKET"])["Websocket"]["Url"]
    with connect(url, compression=None) as opened:
        Line(opened).subscribe()
        own.stop()
        assert Line(opened).closed() == 1012


def test_a_socket_lasts_longer_than_a_request_may(
    sandbox: Sandbox, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer that cuts requests which never end is not for the line that a socket was made of."""
    monkeypatch.setattr(connection, "REQUEST_WITHIN_S", 0.1)
    port = int(sandbox.endpoint.rpartition(":")[2])
    with visitor.greeted() as line:
        silent = socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)
        with silent, suppress(ConnectionError):
            assert silent.recv(1) == b"", "this one is cut, which takes as long as the bound"
        assert line.is_silent()
