"""What a test, a trainer or a flow can make happen in a chat, and the frames that come of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.participant.items import EVENT, EVENTS, KEPT_EVENTS
from console.sandbox.participant.templates import TEMPLATES
from console.sandbox.rules import INTERACTIVE
from tests.console.sandbox.participant.visitor import Visitor, agent, start
from tests.console.sandbox.test_control import ask


def there(visitor: Visitor, verb: str) -> str:
    return f"/contacts/{visitor.contact_id}/{verb}"


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_every_event_can_be_told(sandbox: Sandbox, visitor: Visitor, event: str) -> None:
    about_whom = event.startswith("participant.") or event == "typing"
    with visitor.greeted() as line:
        body = {"event": event} | ({"participant_id": visitor.participant_id} if about_whom else {})
        status, told = ask(sandbox, "POST", there(visitor, "announce"), body)
        item = line.item()
        assert (status, told) == (200, item)
        members = {"AbsoluteTime", "Id", "Type", "ContentType", "InitialContactId", "ContactId"}
        who = {"ParticipantId", "DisplayName", "ParticipantRole"}
        assert set(item) == (members | who if about_whom else members)
        assert (item["Type"], item["ContentType"]) == ("EVENT", EVENT + event)
        kept = item["Id"] in [one["Id"] for one in visitor.transcript()]
        assert kept == (EVENT + event in KEPT_EVENTS)


def test_an_event_of_ones_own_with_a_content(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        sandbox.chats.announce(visitor.contact_id, "application/x.unheard-of", content='{"a": 1}')
        item = line.item()
        assert (item["ContentType"], item["Content"]) == ("application/x.unheard-of", '{"a": 1}')


@pytest.mark.parametrize(
    ("members", "role", "name"),
    [
        ({}, "SYSTEM", "SYSTEM_MESSAGE"),
        ({"display_name": "BOT"}, "SYSTEM", "BOT"),
        ({"role": "CUSTOM_BOT"}, "CUSTOM_BOT", "BOT"),
        ({"role": "AGENT"}, "AGENT", "Jane"),
        ({"role": "CUSTOMER"}, "CUSTOMER", "Zoë"),
        ({"content_type": "text/markdown", "content": "**x**"}, "SYSTEM", "SYSTEM_MESSAGE"),
        ({"content_type": "application/json", "content": "{}"}, "SYSTEM", "SYSTEM_MESSAGE"),
    ],
)
def test_anybody_can_be_let_say_anything(
    sandbox: Sandbox, service: Any, visitor: Visitor, members: dict[str, Any], role: str, name: str
) -> None:
    with visitor.greeted() as line:
        jane = agent(sandbox, service, visitor.contact_id)
        line.item()
        assert ask(sandbox, "POST", there(visitor, "say"), {"content": "hello"} | members)[0] == 200
        item = line.item()
        assert (item["ParticipantRole"], item["DisplayName"], item["Type"]) == (role, name, "MESSAGE")
        assert item["ContentType"] == members.get("content_type", "text/plain")
        if role == "AGENT":
            assert item["ParticipantId"] == jane.participant_id


def test_a_message_may_be_in_process(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        sandbox.chats.say(
            visitor.contact_id, "x", role="CUSTOMER", metadata={"MessageProcessingStatus": "PROCESSING"}
        )
        assert line.item()["MessageMetadata"] == {"MessageProcessingStatus": "PROCESSING"}


def test_a_streamed_reply_comes_in_pieces(sandbox: Sandbox, service: Any) -> None:
    visitor = start(sandbox, service, ParticipantConfiguration={"ResponseMode": "INCREMENTAL"})
    with visitor.greeted() as line:
        chunks = ["You ", "said: ", "hello"]
        assert ask(sandbox, "POST", there(visitor, "stream"), {"chunks": chunks})[0] == 200
        items = line.items(4)
        assert len({item["Id"] for item in items}) == 1
        assert [item["Content"] for item in items] == [*chunks, "You said: hello"]
        assert [item["MessageMetadata"] for item in items] == [
            {"MessageCompleted": number == 4, "ChunkNumber": number} for number in (1, 2, 3, 4)
        ]
        assert {(item["ParticipantRole"], item["DisplayName"]) for item in items} == {("SYSTEM", "BOT")}
        (kept,) = [item for item in visitor.transcript() if item["Id"] == items[0]["Id"]]
        assert kept["Content"] == "You said: hello"
        assert kept["MessageMetadata"] == {"MessageId": kept["Id"], "Receipts": []}


def test_only_who_asks_for_pieces_gets_them(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        sandbox.chats.stream(visitor.contact_id, ["one ", "piece"])
        item = line.item()
        assert (item["Content"], "MessageMetadata" in item) == ("one piece", False)
        assert line.is_silent()


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_template_can_be_shown(sandbox: Sandbox, visitor: Visitor, template: str) -> None:
    with visitor.greeted() as line:
        assert ask(sandbox, "POST", there(visitor, "template"), {"template": template})[0] == 200
        item = line.item()
        assert (item["ContentType"], item["DisplayName"]) == (INTERACTIVE, "BOT")
        shown = json.loads(item["Content"])
        assert set(shown) == {"templateType", "version", "data"}
        assert (shown["templateType"], shown["version"]) == (template, "1.0")
        content = shown["data"]["content"]
        entries = content.get("elements") or content["timeslots"]
        least, most = {"QuickReply": (2, 5), "Carousel": (2, 5), "ListPicker": (1, 6)}.get(template, (1, 10))
        assert content["title"]
        assert least <= len(entries) <= most


def test_a_template_with_data_of_ones_own(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        data = {"content": {"title": "Mine", "elements": []}}
        sandbox.chats.show_template(visitor.contact_id, "WhatsAppInteractiveList", data)
        assert json.loads(line.item()["Content"])["data"] == data


def test_a_name_changes(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        body = {"participant_id": visitor.participant_id, "display_name": "Zoë Q."}
        assert ask(sandbox, "POST", there(visitor, "rename"), body)[0] == 200
        item = line.item()
        assert item["ContentType"] == EVENT + "participant.displayname.updated"
        assert item["DisplayName"] == "Zoë Q."
        visitor.say("it is me")
        assert line.item()["DisplayName"] == "Zoë Q."


def test_an_agent_comes_transfers_and_goes_over_the_control_route(
    sandbox: Sandbox, service: Any, visitor: Visitor
) -> None:
    with visitor.greeted() as line:
        body = {"role": "AGENT", "display_name": "Jane"}
        status, jane = ask(sandbox, "POST", there(visitor, "participants"), body)
        assert (status, set(jane)) == (200, {"participant_id", "participant_token"})
        assert line.item()["DisplayName"] == "Jane"
        _, moved = ask(sandbox, "POST", there(visitor, "transfer"), {"display_name": "John"})
        assert [item["ContactId"] for item in line.items(3)][-1] == moved["contact_id"]
        john = line_id(visitor, "John")
        assert ask(sandbox, "POST", there(visitor, "leave"), {"participant_id": john})[0] == 200
        assert [item["ContentType"] for item in line.items(2)] == [
            EVENT + "participant.left",
            EVENT + "chat.ended",
        ]
        assert ask(sandbox, "POST", there(visitor, "end"))[0] == 404


def line_id(visitor: Visitor, name: str) -> str:
    ids: list[str] = [
        item["ParticipantId"] for item in visitor.transcript() if item.get("DisplayName") == name
    ]
    return ids[0]


def test_time_is_moved_and_scaled(sandbox: Sandbox) -> None:
    status, shown = ask(sandbox, "POST", "/clock", {"moved_s": 3600, "speed": 60})
    assert (status, shown["speed"]) == (200, 60)
    assert 3600 <= shown["moved_s"] < 4200
    assert ask(sandbox, "POST", "/clock", {"speed": 1})[1]["speed"] == 1
    assert ask(sandbox, "POST", "/reset")[0] == 200
    assert abs(ask(sandbox, "GET", "/clock")[1]["moved_s"]) < 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/clock", {"moved_s": -1}, 400),
        ("/clock", {"moved_s": "1"}, 400),
        ("/clock", {"speed": 0}, 400),
        ("/clock", {"speed": True}, 400),
        ("/clock", b'{"speed": NaN}', 400),
        ("/clock", b'{"moved_s": Infinity}', 400),
        ("/clock", {"moved": 1}, 400),
        ("/clock", [], 400),
        ("say", {}, 400),
        ("say", {"content": 5}, 400),
        ("say", {"content": "x", "role": "KING"}, 400),
        ("say", {"content": "x", "nonsense": 1}, 400),
        ("say", [], 400),
        ("say", {"content": ""}, 400),
        ("say", {"content": "é" * 8_193}, 400),
        ("say", {"content": "x", "display_name": "x" * 257}, 400),
        ("stream", {"chunks": []}, 400),
        ("announce", {"event": "typing", "content": "x" * 16_385}, 400),
        ("participants", {"role": "AGENT", "display_name": ""}, 400),
        ("stream", {"chunks": "x"}, 400),
        ("stream", {"chunks": [1]}, 400),
        ("announce", {"event": "typing", "participant_id": "nobody"}, 404),
        ("template", {"template": "Nonsense"}, 404),
        ("view", {"view_id": "nonsense"}, 404),
        ("nonsense", {}, 404),
        ("/contacts/nobody/say", {"content": "x"}, 404),
    ],
)
def test_what_cannot_happen_is_told(
    sandbox: Sandbox, visitor: Visitor, path: str, body: object, status: int
) -> None:
    place = path if path.startswith("/") else there(visitor, path)
    answered, told = ask(sandbox, "POST", place, body)
    assert (answered, bool(told["Message"])) == (status, True)
    assert len(sandbox.chats.of(visitor.contact_id).transcript) == 0
