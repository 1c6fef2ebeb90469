"""What faults do to the frames of a socket, as its client meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.protocol import State

from console.sandbox import Sandbox, parse
from console.sandbox.clock import Clock
from console.sandbox.faults import Faults
from console.sandbox.participant import line as lines
from console.sandbox.participant.items import EVENT, EVENTS
from console.sandbox.participant.line import HELD_S, MOST_LATE, UNHEARD_OF, Line
from console.sandbox.timers import Timers
from tests.console.sandbox.participant.visitor import SUBSCRIBE, Visitor
from tests.console.sandbox.participant.visitor import Line as Wire


def on(sandbox: Sandbox, *texts: str) -> None:
    sandbox.faults.add(*[parse(text) for text in texts])


def say(sandbox: Sandbox, visitor: Visitor, *texts: str) -> None:
    """Let the flow say something: each is one frame, and no answer follows."""
    for text in texts:
        sandbox.chats.say(visitor.contact_id, text)


def heard(wire: Wire, count: int) -> list[str]:
    return [item["Content"] for item in wire.items(count)]


def is_dumb(wire: Wire) -> bool:
    """Whether nothing has come by now, and the socket is open all the same."""
    try:
        wire.socket.recv(timeout=0.05)
    except TimeoutError:
        return wire.socket.state is State.OPEN
    return False


def test_a_refused_upgrade(sandbox: Sandbox, visitor: Visitor) -> None:
    on(sandbox, "socket:refuse:2")
    url = visitor.connect()["Websocket"]["Url"]
    for _ in range(2):
        with pytest.raises(InvalidStatus) as caught, visitor.line(url):
            pass
        assert caught.value.response.status_code == 403
    with visitor.line(url) as wire:
        wire.items(2)


def test_an_address_that_is_refused_anyway_uses_no_fault_up(sandbox: Sandbox, visitor: Visitor) -> None:
    on(sandbox, "socket:refuse:1")
    with pytest.raises(InvalidStatus), visitor.line(sandbox.endpoint.replace("http", "ws") + "/nowhere"):
        pass
    assert len(sandbox.faults.all()) == 1


def test_a_dropped_socket_ends_without_a_close_frame(sandbox: Sandbox, visitor: Visitor) -> None:
    on(sandbox, "socket:drop:1@after=4")
    with visitor.greeted() as wire, visitor.line() as other:
        say(sandbox, visitor, "to both", "to the other alone")
        assert heard(wire, 1) == ["to both"]
        assert wire.closed() is None
        assert heard(other, 2) == ["to both", "to the other alone"]
        with visitor.line() as again:
            assert again.is_silent(), "what was lost is not repeated"
            say(sandbox, visitor, "on again")
            assert heard(again, 1) == heard(other, 1) == ["on again"]
    assert "to the other alone" in [item.get("Content") for item in visitor.transcript()]


def test_every_socket_is_cut_once_in_a_while(sandbox: Sandbox, visitor: Visitor) -> None:
    on(sandbox, "socket:drop:2@every=30s")
    for _ in range(2):
        with visitor.line() as one, visitor.line() as other:
            assert other.is_silent()
            sandbox.clock.move(30)
            assert (one.closed(), other.closed()) == (None, None)
    with visitor.line() as wire:
        sandbox.clock.move(30)
        assert wire.is_silent()


def test_a_silent_socket_is_one_socket(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as dead:
        on(sandbox, "socket:silent:1")
        dead.socket.send('{"topic":"aws/heartbeat"}')
        dead.socket.send('{"topic":"aws/ping"}')
        with visitor.line() as wire:
            say(sandbox, visitor, "hello")
            assert heard(wire, 1) == ["hello"]
            pong = dead.socket.ping()
            assert is_dumb(dead)
            assert not pong.is_set()
            assert wire.is_silent()


def test_silence_begins_with_what_was_to_be_delivered(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as wire:
        on(sandbox, "socket:silent:1@after=2")
        say(sandbox, visitor, "one", "two", "three", "four")
        assert heard(wire, 2) == ["one", "two"]
        wire.socket.send('{"topic":"aws/ping"}')
        assert is_dumb(wire)


def test_a_silence_can_have_an_end(sandbox: Sandbox, visitor: Visitor) -> None:
    on(sandbox, "socket:silent=30s:1")
    with visitor.line(is_subscribed=False) as wire:
        wire.socket.send(SUBSCRIBE)
        assert is_dumb(wire)
        assert visitor.started["ContactId"] in {contact.id for contact in sandbox.contacts.all()}
        assert sandbox.chats.of(visitor.contact_id).active == [], "nobody heard the subscription"
        sandbox.clock.move(30)
        wire.subscribe()
        wire.items(2)


def test_a_silent_socket_can_be_closed(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as wire:
        on(sandbox, "socket:silent")
        say(sandbox, visitor, "into the void")
        wire.socket.close()
        sandbox.faults.clear()
    with visitor.line() as again:
        assert again.is_silent()


def test_late_frames(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as wire:
        on(sandbox, "socket:late=60s:2")
        say(sandbox, visitor, "one", "two", "three")
        assert heard(wire, 1) == ["three"]
        sandbox.clock.move(59)
        assert wire.is_silent()
        sandbox.clock.move(1)
        assert heard(wire, 2) == ["one", "two"]


def test_what_is_late_for_a_socket_that_is_gone_is_lost(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted():
        on(sandbox, "socket:late=60s")
        say(sandbox, visitor, "too late")
    with visitor.line() as wire:
        sandbox.faults.clear()
        sandbox.clock.move(60)
        assert wire.is_silent()


def test_duplicated_frames(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as wire:
        on(sandbox, "socket:duplicate:1")
        say(sandbox, visitor, "one", "two")
        first, second, third = wire.items(3)
        assert first == second
        assert [first["Content"], third["Content"]] == ["one", "two"]


def test_reordered_frames(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as wire:
        on(sandbox, "socket:reorder")
        say(sandbox, visitor, "one", "two", "three", "four", "five")
        assert heard(wire, 4) == ["two", "one", "four", "three"]
        assert wire.is_silent()
        sandbox.clock.move(HELD_S)
        assert heard(wire, 1) == ["five"]


def test_the_last_frame_of_a_fault_is_overtaken_too(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as wire:
        on(sandbox, "socket:reorder:1")
        say(sandbox, visitor, "one", "two", "three")
        assert heard(wire, 3) == ["two", "one", "three"]


def test_items_that_nobody_knows(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as wire:
        on(sandbox, "socket:unknown:3")
        say(sandbox, visitor, "one", "two", "three", "four")
        found = wire.items(7)
        known, unknown = found[1::2] + found[6:], found[0:6:2]
        assert [item["Content"] for item in known] == ["one", "two", "three", "four"]
        assert [(item["Type"], item["ContentType"]) for item in unknown] == list(UNHEARD_OF)
        for item in unknown:
            assert item["ContentType"] not in EVENTS.values()
            assert item["InitialContactId"] == visitor.contact_id
            assert item["DisplayName"] == "SYSTEM_MESSAGE"
        ids = {item["Id"] for item in found}
        assert len(ids) == 7
        assert {item["Id"] for item in unknown}.isdisjoint(item["Id"] for item in visitor.transcript())


def test_only_items_are_counted(sandbox: Sandbox, visitor: Visitor) -> None:
    on(sandbox, "socket:duplicate")
    with visitor.line(is_subscribed=False) as wire:
        wire.subscribe()
        assert [item["ContentType"] for item in wire.items(2)] == [EVENT + "participant.joined"] * 2


def test_a_fault_that_is_off_leaves_the_frames_alone(
    sandbox: Sandbox, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a frame went the long way")

    monkeypatch.setattr(lines.Line, "carry", never)
    on(sandbox, "SendMessage:Throttling:1", "attachment:reject")
    with visitor.greeted() as wire:
        say(sandbox, visitor, "straight")
        assert heard(wire, 1) == ["straight"]


class Recorded:
    """An outlet that notes what comes out of it."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, text: str) -> None:
        self.sent.append(json.loads(json.loads(text)["content"])["Id"])

    def cut(self) -> None:
        self.sent.append("cut")

    def fall_silent(self, seconds: float) -> None:
        self.sent.append(f"silent {seconds:g}")


def carried(*texts: str) -> tuple[Recorded, Timers, Callable[[str], None]]:
    timers, outlet = Timers(Clock(lambda: 1_000_000.0)), Recorded()
    faults = Faults(timers)
    faults.add(*[parse(text) for text in texts])
    line = Line(faults, timers, outlet)

    def carry(number: str) -> None:
        content: dict[str, Any] = {"Id": number, "Type": "MESSAGE"}
        line.carry(json.dumps({"topic": "aws/chat", "content": json.dumps(content)}))

    return outlet, timers, carry


@pytest.mark.parametrize(
    ("texts", "sent"),
    [
        (("socket:duplicate", "socket:reorder:1"), ["2", "2", "1", "1", "3", "3"]),
        (("socket:late=1s:1", "socket:duplicate:1"), ["2", "3", "1", "1"]),
        (("socket:reorder:1", "socket:late=1s:1"), ["1", "3", "2"]),
        (("socket:silent=5s:1@after=1", "socket:duplicate"), ["1", "1", "silent 5", "3", "3"]),
        (("socket:drop:1@after=2", "socket:late=1s"), ["cut", "1", "2"]),
    ],
)
def test_several_faults_at_once(texts: tuple[str, ...], sent: list[str]) -> None:
    outlet, timers, carry = carried(*texts)
    for number in "123":
        carry(number)
    timers.clock.move(5)
    timers.run_due()
    assert outlet.sent == sent


def test_frames_that_are_late_are_not_piled_up() -> None:
    outlet, timers, carry = carried("socket:late=1s")
    for number in range(MOST_LATE + 5):
        carry(str(number))
    assert len(outlet.sent) == 5
    timers.clock.move(1)
    timers.run_due()
    assert len(outlet.sent) == MOST_LATE + 5
