"""Frames against examples that public clients and their tests hold: tests/frames names the source of each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.participant.items import EVENT, EVENTS
from console.sandbox.rules import INTERACTIVE
from tests.console.sandbox.participant.test_attachments import http_call
from tests.console.sandbox.participant.test_messages import ALL_TYPES
from tests.console.sandbox.participant.visitor import Line, Visitor, agent, start

FRAMES = Path(__file__).resolve().parents[3] / "frames"
KINDS = {
    "<uuid>": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "<time>": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    "<role>": "AGENT|CUSTOMER|SYSTEM|CUSTOM_BOT|SUPERVISOR",
    "<text>": r"(?s).+",
}
"""What stands in an example for what is another each time."""
RESPONSE = f"{INTERACTIVE}.response"
ANSWER = '{"action":"Submit","data":{},"templateType":"ViewResource","version":"1.0"}'


def examples(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FRAMES / f"{name}.json").read_text("utf-8"))
    assert all(one["source"] for one in found.values())
    return found


ITEMS, HANDSHAKE, TEMPLATES = examples("items"), examples("handshake"), examples("templates")


def differences(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Where a frame is unlike its example: a member too many counts, too."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        unlike = [f"{path}.{name}" for name in sorted(wanted.keys() ^ found.keys())]
        both = wanted.keys() & found.keys()
        return unlike + [
            one for name in both for one in differences(wanted[name], found[name], f"{path}.{name}")
        ]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return [one for number, pair in pairs for one in differences(*pair, f"{path}[{number}]")]
    if wanted == "<json>":
        return [] if isinstance(json.loads(found), dict) else [f"{path}: {found!r}"]
    if wanted in KINDS:
        return [] if isinstance(found, str) and re.fullmatch(KINDS[wanted], found) else [f"{path}: {found!r}"]
    return [] if type(wanted) is type(found) and wanted == found else [f"{path}: {found!r}, not {wanted!r}"]


# how each of them comes about

Stage = Callable[[Sandbox, Visitor, Line], object]


def say(content: str = "hello", content_type: str = "text/plain", **members: Any) -> Stage:
    return lambda sandbox, visitor, _: sandbox.chats.say(visitor.contact_id, content, content_type, **members)


def announce(event: str) -> Stage:
    """An event as a trainer stages it, with the participant whom it is about where it has one."""
    is_about = "ParticipantId" in ITEMS[f"event.{event}"]["item"]

    def stage(sandbox: Sandbox, visitor: Visitor, _: Line) -> None:
        sandbox.chats.announce(visitor.contact_id, event, visitor.participant_id if is_about else None)

    return stage


def receipt(event: str) -> Stage:
    def stage(sandbox: Sandbox, visitor: Visitor, line: Line) -> None:
        jane = agent(sandbox, visitor.client, visitor.contact_id)
        jane.connect("CONNECTION_CREDENTIALS")
        line.item()
        message = sandbox.chats.say(visitor.contact_id, "x", role="CUSTOMER")
        line.item()
        jane.tell(f"message.{event}", Content=json.dumps({"messageId": message.id}))

    return stage


def attach(_: Sandbox, visitor: Visitor, __: Line) -> None:
    began = visitor.call(
        "start_attachment_upload", ContentType="text/plain", AttachmentName="a.txt", AttachmentSizeInBytes=1,
    )  # fmt: skip
    upload = began["UploadMetadata"]
    http_call("PUT", upload["Url"], upload["HeadersToInclude"], b"x")
    visitor.call("complete_attachment_upload", AttachmentIds=[began["AttachmentId"]])


def stream(sandbox: Sandbox, visitor: Visitor, _: Line) -> None:
    sandbox.chats.stream(visitor.contact_id, ["You ", "said: hello"])


def stream_to_its_end(sandbox: Sandbox, visitor: Visitor, line: Line) -> None:
    stream(sandbox, visitor, line)
    line.items(2)


STAGES: Mapping[str, Stage] = {
    "message.customer": lambda _, visitor, __: visitor.say("hello"),
    "message.flow": say(),
    "message.bot": say(display_name="BOT"),
    "message.custom-bot": say(role="CUSTOM_BOT"),
    "message.agent": say(role="AGENT", display_name="Jane"),
    "message.markdown": say("**bold**", "text/markdown"),
    "message.json": say('{"any":1}', "application/json"),
    "message.interactive": lambda sandbox, visitor, _: sandbox.chats.show_template(
        visitor.contact_id, "Panel"
    ),
    "message.interactive.response": lambda _, visitor, __: visitor.say(ANSWER, RESPONSE),
    "message.in-process": say(role="CUSTOMER", metadata={"MessageProcessingStatus": "PROCESSING"}),
    "message.chunk": stream,
    "message.whole": stream_to_its_end,
    "attachment": attach,
    "receipt.delivered": receipt("delivered"),
    "receipt.read": receipt("read"),
    **{f"event.{event}": announce(event) for event in EVENTS if f"event.{event}" in ITEMS},
    # what comes about by itself
    "event.typing": lambda _, visitor, __: visitor.tell("typing"),
    "event.participant.left": lambda _, visitor, __: visitor.leave(),
    "event.participant.invited": lambda sandbox, visitor, _: sandbox.chats.add(
        visitor.contact_id, "AGENT", "Jane", has_joined=False
    ),
    "event.participant.joined": lambda sandbox, visitor, _: sandbox.chats.add(
        visitor.contact_id, "AGENT", "Jane"
    ),
    "event.participant.displayname.updated": lambda sandbox, visitor, _: sandbox.chats.rename(
        visitor.contact_id, visitor.participant_id, "Another"
    ),
    "event.transfer.succeeded": lambda sandbox, visitor, _: sandbox.chats.transfer(visitor.contact_id),
    "event.chat.ended": lambda sandbox, visitor, _: sandbox.chats.end(visitor.contact_id),
    "event.authentication.initiated": lambda sandbox, visitor, _: sandbox.chats.ask_to_sign_in(
        visitor.contact_id
    ),
}


def test_there_is_an_example_of_every_event() -> None:
    assert {f"event.{event}" for event in EVENTS} == {name for name in ITEMS if name.startswith("event.")}
    assert STAGES.keys() == ITEMS.keys()
    for name, example in ITEMS.items():
        if name.startswith("event."):
            assert example["item"]["ContentType"] == EVENT + name.removeprefix("event.")


@pytest.mark.parametrize("name", ITEMS)
def test_an_item_is_as_its_example(sandbox: Sandbox, service: Any, name: str) -> None:
    visitor = start(
        sandbox, service,
        SupportedMessagingContentTypes=ALL_TYPES,
        ParticipantConfiguration={"ResponseMode": "INCREMENTAL"},
    )  # fmt: skip
    with visitor.greeted() as line:
        STAGES[name](sandbox, visitor, line)
        frame = line.frame()
    assert (
        differences({"topic": "aws/chat", "contentType": "application/json", "content": "<json>"}, frame)
        == []
    )
    assert differences(ITEMS[name]["item"], json.loads(frame["content"])) == []


@pytest.mark.parametrize("name", HANDSHAKE)
def test_a_frame_is_answered_as_its_example(visitor: Visitor, name: str) -> None:
    with visitor.line(is_subscribed=False) as line:
        assert differences(HANDSHAKE[name]["answered"], line.ask(HANDSHAKE[name]["sent"])) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_goes_out_as_it_was_written(sandbox: Sandbox, visitor: Visitor, name: str) -> None:
    wanted = TEMPLATES[name]["content"]
    with visitor.greeted() as line:
        if name == "ViewResource":
            content = wanted["data"]["content"]
            sandbox.chats.show_view(visitor.contact_id, content["viewId"], content["viewData"])
        else:
            sandbox.chats.show_template(visitor.contact_id, name, wanted["data"])
        assert differences(wanted, json.loads(line.item()["Content"])) == []


def test_a_difference_is_one() -> None:
    wanted = ITEMS["message.customer"]["item"]
    right = {
        name: {"<uuid>": "0" * 8 + "-0000" * 3 + "-" + "0" * 12, "<time>": "2026-11-22T10:16:09.744Z"}.get(
            value, value
        )
        for name, value in wanted.items()
    }
    assert differences(wanted, right) == []
    for wrong in (
        right | {"More": 1}, right | {"Id": "x"}, right | {"AbsoluteTime": "2026-11-22T10:16:09Z"},
        right | {"Type": "EVENT"}, right | {"Content": None}, {**right, "Content": ["hello"]},
        {name: value for name, value in right.items() if name != "ContactId"},
    ):  # fmt: skip
        assert len(differences(wanted, wrong)) == 1
