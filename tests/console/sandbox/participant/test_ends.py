"""How a chat ends, what everybody sees of it, and what holds afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox import contacts as memory
from console.sandbox.participant.items import EVENT
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.visitor import Visitor, agent, be_patient, start
from tests.console.sandbox.wire import Signer, send


def told(items: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """Events by the end of their type, with the role they are about."""
    return [(item["ContentType"].removeprefix(EVENT), item.get("ParticipantRole")) for item in items]


def reason(sandbox: Sandbox, contact_id: str) -> str | None:
    contact = sandbox.contacts.find(contact_id)
    assert contact is not None
    return contact.end_reason


def test_a_customer_who_leaves_ends_the_chat(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line, visitor.line() as other:
        visitor.leave()
        left, ended = line.items(2)
        assert told([left, ended]) == [("participant.left", "CUSTOMER"), ("chat.ended", None)]
        assert set(ended) == {"AbsoluteTime", "Id", "Type", "ContentType", "InitialContactId", "ContactId"}
        assert told(other.items(2)) == told([left, ended])
        assert line.is_silent(), "the server need not close, and goes on to beat"
        for call in (visitor.transcript, visitor.connect):
            assert refused(call)[:2] == ("AccessDeniedException", 403)
    assert reason(sandbox, visitor.contact_id) == "CUSTOMER_DISCONNECT"


def test_leaving_again_with_the_same_token_is_no_error(visitor: Visitor) -> None:
    visitor.connect()
    for _ in range(2):
        assert visitor.call("disconnect_participant", ClientToken="one") == {}
    assert refused(visitor.call, operation="disconnect_participant", ClientToken="two")[1] == 403


def test_a_retry_after_the_end_gets_its_answer(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.connect()
    sent = visitor.say("last words", ClientToken="one")
    sandbox.chats.end(visitor.contact_id)
    assert visitor.say("last words", ClientToken="one") == sent
    assert refused(visitor.say, text="more", ClientToken="two")[1] == 403


def test_stop_contact_ends_the_chat(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        body = b'{"ContactId": "%s", "InstanceId": "%s"}' % (
            visitor.contact_id.encode(),
            sandbox.instance_id.encode(),
        )
        assert send(sandbox, Signer(sandbox).sign("POST", "/contact/stop", body)).status == 200
        assert told([line.item()]) == [("chat.ended", None)]
    assert reason(sandbox, visitor.contact_id) == "API"


def test_a_chat_ends_by_itself_when_its_time_is_over(sandbox: Sandbox, service: Any) -> None:
    be_patient(sandbox)
    visitor = start(sandbox, service, ChatDurationInMinutes=60)
    with visitor.line() as line:
        line.item()
        sandbox.clock.move(3_599)
        visitor.say("still here")
        line.item()
        sandbox.clock.run(1000)  # nobody asks: the sandbox's own timer ends it
        assert told([line.item()]) == [("chat.ended", None)]
    assert reason(sandbox, visitor.contact_id) == "EXPIRED"


def test_the_last_agent_who_leaves_ends_the_chat(sandbox: Sandbox, service: Any, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        jane, john = (agent(sandbox, service, visitor.contact_id, name) for name in ("Jane", "John"))
        line.items(2)
        visitor.say("hello, both of you")
        assert line.item()["Content"] == "hello, both of you"
        assert line.is_silent(), "the flow is quiet while there are agents"
        jane.connect()
        jane.leave()
        assert told(line.items(1)) == [("participant.left", "AGENT")]
        assert refused(jane.say, text="gone")[1] == 403
        assert visitor.say("still here")["Id"] == line.item()["Id"]
        john.connect()
        john.leave()
        assert told(line.items(2)) == [("participant.left", "AGENT"), ("chat.ended", None)]
    assert reason(sandbox, visitor.contact_id) == "AGENT_DISCONNECT"


def test_who_has_left_hears_no_more(sandbox: Sandbox, service: Any, visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    jane = agent(sandbox, service, visitor.contact_id)
    agent(sandbox, service, visitor.contact_id, "John")
    with jane.line() as line:
        jane.leave()
        assert told(line.items(1)) == [("participant.left", "AGENT")]
        visitor.say("she cannot hear this")
        assert line.is_silent()


@pytest.mark.parametrize(("exits", "leaves"), [(["AGENT"], [("participant.left", "AGENT")]), (None, [])])
def test_who_goes_with_the_customer(
    sandbox: Sandbox, service: Any, exits: list[str] | None, leaves: list[tuple[str, str]]
) -> None:
    visitor = start(sandbox, service, **({"DisconnectOnCustomerExit": exits} if exits else {}))
    visitor.connect("CONNECTION_CREDENTIALS")
    jane = agent(sandbox, service, visitor.contact_id)
    with jane.line() as line:
        visitor.leave()
        seen = [("participant.left", "CUSTOMER"), *leaves, ("chat.ended", None)]
        assert told(line.items(len(seen))) == seen
    chat = sandbox.chats.of(visitor.contact_id)
    kept = [(item.content_type or "").removeprefix(EVENT) for item in chat.transcript][2:]
    assert kept == ["participant.joined", "participant.left", *[name for name, _ in leaves], "chat.ended"]


def test_resetting_forgets_the_chats(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        sandbox.clock.move(60)
        sandbox.reset()
        assert line.closed() == 1000
    assert refused(visitor.transcript)[1] == 403
    assert abs(sandbox.clock.moved_s) < 1
    with pytest.raises(LookupError):
        sandbox.chats.of(visitor.contact_id)


def test_who_joins_by_what(sandbox: Sandbox, service: Any) -> None:
    def joined(visitor: Visitor) -> bool:
        contact = sandbox.contacts.find(visitor.contact_id)
        return contact is not None and contact.has_been_joined

    one = start(sandbox, service)
    one.connect()
    one.transcript()
    assert not joined(one)
    one.tell("typing")
    assert joined(one)
    two, three = start(sandbox, service), start(sandbox, service)
    two.connect(ConnectParticipant=True)
    three.connect("CONNECTION_CREDENTIALS")
    assert (joined(two), joined(three)) == (True, True)
    three.connect()
    three.say("once is enough")
    events = [item for item in three.transcript() if item["Type"] == "EVENT"]
    assert len(events) == 1


def test_an_agent_is_invited_and_joins_by_connecting(
    sandbox: Sandbox, service: Any, visitor: Visitor
) -> None:
    with visitor.greeted() as line:
        jane = agent(sandbox, service, visitor.contact_id, has_joined=False)
        assert told([line.item()]) == [("participant.invited", "AGENT")]
        made = jane.connect(ConnectParticipant=True)
        assert set(made) >= {"Websocket", "ConnectionCredentials"}
        assert told([line.item()]) == [("participant.joined", "AGENT")]
        jane.client.create_participant_connection(
            ConnectParticipant=True, ParticipantToken=jane.started["ParticipantToken"]
        )
        assert line.is_silent()


def test_a_chat_that_goes_on_is_not_forgotten_with_its_first_contact(
    sandbox: Sandbox, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "KEPT", 3)
    with visitor.greeted() as line:
        contact_id = visitor.contact_id
        for _ in range(5):
            contact_id = sandbox.chats.transfer(contact_id, "Jane").id
        assert len(sandbox.contacts.all()) == 3
        said = visitor.say("Still there?")
        while line.item()["Id"] != said["Id"]:
            pass
