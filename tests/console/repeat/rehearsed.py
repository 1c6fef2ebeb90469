"""A flow of one bot and one form, in a folder that is edited between two chats; and how one talks there."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from console.chat.interactive import TEMPLATES
from console.sandbox import Sandbox
from console.sandbox.flow.library.document import Flow
from tests.conftest import PLAIN_FLOWS
from tests.console.sandbox.flow.library.test_folder import put
from tests.console.sandbox.flow.stage import QUEUE, act, document, queue_stub, say, to_queue

BOT = "arn:aws:lex:us-east-1:123456789012:bot-alias/Mine/TEST"
FORM = "arn:aws:connect:us-east-1:aws:view/form:1"
NAME = "Mine"


def offer(template: str, **content: Any) -> dict[str, Any]:
    """A bot's message with the sample of a template, some of it as it is wanted here."""
    message = json.loads(TEMPLATES[template].message)
    message["data"]["content"].update(content)
    return {"contentType": "CustomPayload", "content": message}


def words(text: str) -> dict[str, Any]:
    return {"contentType": "PlainText", "content": text}


def turn(when: str, *messages: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """What the bot answers to a text, and waits for the next."""
    return {"when": when, "messages": list(messages), "elicit": "Choice", **members}


def leads(when: str, intent: str) -> dict[str, Any]:
    """A text that leads out of the bot."""
    return {"when": when, "close": {"IntentName": intent, "state": "Fulfilled"}}


TURNS = [
    turn(
        "^menu$", offer("QuickReply", title="What is it?", elements=[{"title": "Buy"}, {"title": "Repair"}])
    ),
    turn("^Buy$", words("Gladly."), offer("ListPicker", title="Which fruit?")),
    turn("^Apple$", offer("Panel", title="How many?", elements=[{"title": "One"}, {"title": "Two"}])),
    turn("^One$", offer("TimePicker", title="When?")),
    turn("^\\d{4}-", offer("Carousel", title="Where to?")),
    turn("selectionText", words("Noted. Anything else?")),
    turn("^Repair$", words("What is broken?")),
    turn("(?i)brakes", words("We can mend that.")),
    leads("^form$", "Form"),
    leads("^bye$", "Bye"),
    leads("^agent$", "Agent"),
    {"default": True, "messages": [words("I see.")], "elicit": "Choice"},
]
ITEMS: list[dict[str, Any]] = [
    {"Type": "FormInput", "Name": "name", "Label": "Name", "InputType": "text", "Required": True},
    {"Type": "FormInput", "Name": "pin", "Label": "PIN", "InputType": "password"},
    {
        "Type": "Dropdown",
        "Name": "kind",
        "Label": "Kind",
        "Options": [{"Label": "City", "Value": "city"}, {"Label": "Cargo", "Value": "cargo"}],
    },
    {"Type": "Checkbox", "Name": "news", "Label": "News"},
]


def flow(
    items: list[dict[str, Any]] | None = None, goodbye: str = "Goodbye.", ahead: str = "Hello."
) -> dict[str, Any]:
    data = {
        "Heading": "You",
        "Next": {"Label": "Send"},
        "Sections": [{"Type": "FormSection", "Heading": "You", "Items": items or ITEMS}],
    }
    return document(
        say("hello", ahead, "bot"),
        act(
            "bot",
            "ConnectParticipantWithLexBot",
            "bye",
            on={"Form": "form", "Bye": "bye", "Agent": "queue"},
            errors={"NoMatchingCondition": "bye", "NoMatchingError": "bye"},
            LexInitializationData={"InitialMessage": "menu"},
            LexV2Bot={"AliasArn": BOT},
        ),
        act(
            "form",
            "ShowView",
            "thanks",
            on={"Next": "thanks"},
            errors={"NoMatchingCondition": "bot", "NoMatchingError": "bye"},
            ViewResource={"Id": FORM, "Version": "1"},
            ViewData=data,
            InvocationTimeLimitSeconds="600",
        ),
        say("thanks", "Thank you for the form.", "bot"),
        *to_queue(),
        say("bye", goodbye, "end"),
        act("end", "DisconnectParticipant"),
        name=NAME,
    )


AGENT = {
    "DisplayName": "Alex",
    "acceptAfterSeconds": 0,
    "typesForSeconds": 0,
    "script": ["Hi, I am Alex.", "Sure.", "Bye."],
}


class Workshop:
    """The folder of a sandbox: its flow, and the stub file that answers for the bot."""

    def __init__(self, folder: Path) -> None:
        self.flows, self.stubs = folder / "flows", folder / "stubs.json"
        self.flows.mkdir()
        self.write()
        self.sandbox = Sandbox(flows=self.flows, stubs=self.stubs, shipped=PLAIN_FLOWS)

    def write(self, turns: list[dict[str, Any]] | None = None, **members: Any) -> None:
        bot = {"ActionType": "ConnectParticipantWithLexBot", "match": {"AliasArn": BOT}}
        stubs = [{**bot, "Turns": turns or TURNS}, queue_stub(QUEUE, Name="Support", agent=AGENT)]
        put(self.stubs, {"stubs": stubs})
        put(self.flows / "mine.json", flow(**members))

    def change(self, turns: list[dict[str, Any]] | None = None, **members: Any) -> None:
        """Another flow runs in new chats."""
        self.write(turns, **members)
        self.sandbox.files.look()

    @property
    def flow(self) -> Flow:
        return next(one for one in self.sandbox.flows if one.name == NAME)


def without(when: str) -> list[dict[str, Any]]:
    return [one for one in copy.deepcopy(TURNS) if one.get("when") != when]


def changed(when: str, *messages: Mapping[str, Any], **members: Any) -> list[dict[str, Any]]:
    """The bot's turns, of which one answers otherwise."""
    return [
        turn(when, *messages, **members) if one.get("when") == when else one for one in copy.deepcopy(TURNS)
    ]
