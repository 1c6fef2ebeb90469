"""Faults beside the frames: tokens that run out early, scans that reject, agents who leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from console.sandbox import Sandbox, parse
from console.sandbox.participant.attachments import SCAN_S
from console.sandbox.participant.disturbance import CALM
from console.sandbox.participant.items import EVENT
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.test_attachments import upload
from tests.console.sandbox.participant.visitor import Visitor, agent, start

DENIED = ("AccessDeniedException", 403)


def ahead(text: str) -> float:
    return (datetime.fromisoformat(text) - datetime.now(UTC)).total_seconds()


def expiries(answer: dict[str, Any]) -> list[float]:
    told = (answer["Websocket"]["ConnectionExpiry"], answer["ConnectionCredentials"]["Expiry"])
    return [ahead(expiry) for expiry in told]


@pytest.mark.parametrize("seconds", [-3600, -1, 0, 30, 90, 31_536_000])
def test_expiries_are_told_as_asked_and_once(sandbox: Sandbox, visitor: Visitor, seconds: int) -> None:
    sandbox.faults.add(parse(f"connection:expiry={seconds}:1"))
    assert expiries(visitor.connect()) == pytest.approx([seconds] * 2, abs=5)
    assert expiries(visitor.connect()) == pytest.approx([86_400] * 2, abs=5)


def test_a_token_that_is_told_to_expire_soon_does(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.faults.add(parse("connection:expiry=90:1"))
    url = visitor.connect()["Websocket"]["Url"]
    with visitor.line(url) as wire:
        wire.items(2)
        visitor.say("in time")
        wire.items(2)
        sandbox.clock.move(90)
        assert refused(visitor.say, text="too late")[:2] == DENIED
        with pytest.raises(InvalidStatus), visitor.line(url):
            pass
        visitor.connect()
        sent = visitor.say("with a new token")
        assert wire.item()["Id"] == sent["Id"], "the socket is untouched"


def test_a_token_of_yesterday(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.faults.add(parse("connection:expiry=-60"))
    visitor.connect()
    assert refused(visitor.say, text="hello")[:2] == DENIED


def test_no_expiry_makes_a_token_last_longer(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.faults.add(parse("connection:expiry=31536000:1"))
    url = visitor.connect()["Websocket"]["Url"]
    visitor.say("joined")
    sandbox.clock.move(100)
    with pytest.raises(InvalidStatus), visitor.line(url):
        pass
    sandbox.clock.move(86_300)
    assert refused(visitor.say, text="a day later")[:2] == DENIED


def test_the_start_of_a_chat_gives_connections_too(sandbox: Sandbox, service: Any) -> None:
    sandbox.faults.add(parse("connection:expiry=90:1"))
    assert "Websocket" not in start(sandbox, service).started
    assert len(sandbox.faults.all()) == 1, "where no connection is given out there is no occasion"
    started = start(sandbox, service, ConnectionTypes=["WEBSOCKET", "CONNECTION_CREDENTIALS"]).started
    assert expiries(started) == pytest.approx([90, 90], abs=5)


@pytest.mark.parametrize("operation", ["CreateParticipantConnection", "SendMessage"])
def test_an_expired_token_of_either_kind(sandbox: Sandbox, visitor: Visitor, operation: str) -> None:
    visitor.connect()
    sandbox.faults.add(parse(f"{operation}:expired-token:1"))
    calls: dict[str, Callable[[], Any]] = {
        "CreateParticipantConnection": visitor.connect,
        "SendMessage": partial(visitor.say, "x"),
    }
    assert refused(calls[operation]) == (*DENIED, "The token is unknown or has expired.")
    visitor.connect()
    visitor.say("x")


def test_a_file_is_rejected(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.faults.add(parse("attachment:reject:1"))
    with visitor.greeted() as wire:
        rejected = upload(visitor, name="bad.txt")
        sandbox.clock.move(SCAN_S)
        shown = wire.item()
        assert [(file["AttachmentName"], file["Status"]) for file in shown["Attachments"]] == [
            ("bad.txt", "REJECTED")
        ]
        assert visitor.transcript()[-1]["Attachments"] == shown["Attachments"]
        code = refused(visitor.call, operation="get_attachment", AttachmentId=rejected)[:2]
        assert code == ("ValidationException", 400)
        approved = upload(visitor, name="good.txt")
        sandbox.clock.move(SCAN_S)
        assert [file["Status"] for file in wire.item()["Attachments"]] == ["APPROVED"]
        assert visitor.call("get_attachment", AttachmentId=approved)["Url"]


def test_an_agent_leaves_in_the_middle(sandbox: Sandbox, service: Any, visitor: Visitor) -> None:
    sandbox.faults.add(parse("agent:leave:1@after=1"))
    with visitor.greeted() as wire:
        visitor.say("nobody is here yet")
        wire.items(2)
        jane = agent(sandbox, service, visitor.contact_id)
        wire.item()
        visitor.say("hello")
        assert wire.item()["Content"] == "hello"
        jane.connect("CONNECTION_CREDENTIALS")
        jane.say("I am listening")
        assert wire.item()["Content"] == "I am listening"
        visitor.say("are you there?")
        said, left, *_, ended = wire.until("chat.ended")
        assert said["Content"] == "are you there?"
        assert (left["ContentType"], left["DisplayName"]) == (EVENT + "participant.left", "Jane")
        assert ended["Type"] == "EVENT"
        assert refused(jane.say, text="too late")[:2] == DENIED
    contact = sandbox.contacts.find(visitor.contact_id)
    assert contact is not None
    assert contact.end_reason == "AGENT_DISCONNECT"


def test_agents_of_every_chat_leave_when_it_is_time(sandbox: Sandbox, service: Any) -> None:
    visitors = [start(sandbox, service) for _ in range(2)]
    alone = start(sandbox, service)
    sandbox.faults.add(parse("agent:leave:1@every=30s"))
    for visitor in (*visitors, alone):
        visitor.connect("CONNECTION_CREDENTIALS")
    for visitor in visitors:
        agent(sandbox, service, visitor.contact_id, "Jane")
        agent(sandbox, service, visitor.contact_id, "John")
        visitor.say("still here")
    with visitors[0].line() as wire:
        sandbox.clock.move(30)
        left = wire.until("chat.ended")[:-1]
        assert [item["DisplayName"] for item in left] == ["Jane", "John"]
    ended = {contact.id: contact.ended is not None for contact in sandbox.contacts.all()}
    assert ended == {visitors[0].contact_id: True, visitors[1].contact_id: True, alone.contact_id: False}


def test_calm_is_calm() -> None:
    CALM.let("leave", lambda: None)
    assert (CALM.touches("socket"), CALM.act("leave")) == (False, None)
