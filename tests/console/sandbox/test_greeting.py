"""The stand-in for the flow engine: which texts of a flow it speaks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.sandbox.clock import Clock
from console.sandbox.contacts import Contact, Contacts
from console.sandbox.greeting import ANSWER, HELLO, greeter
from console.sandbox.participant.chats import Chats
from console.sandbox.timers import Timers


def message(text: object) -> dict[str, Any]:
    return {"Type": "MessageParticipant", "Parameters": {"Text": text}}


@pytest.mark.parametrize(
    ("actions", "hello", "answer"),
    [
        ([], HELLO, ANSWER),
        ([message("one")], "one", ANSWER),
        ([message("one"), {"Type": "Wait"}, message("two"), message("three")], "one", "two"),
        ([message(""), message(5), {"Type": "MessageParticipant"}, message("one")], "one", ANSWER),
    ],
)
def test_it_speaks_the_texts_of_the_flow(actions: list[Any], hello: str, answer: str) -> None:
    timers = Timers(Clock())
    contacts = Contacts(timers=timers)

    def content(_contact: Contact) -> str:
        return json.dumps({"Actions": actions})

    chats = Chats(contacts, timers, greeter(content))
    chat = chats.of(contacts.start({}, {}).id)
    chat.join(chat.customer)
    chat.hear(chat.customer, "anything", "text/plain")
    assert [item.content for item in chat.transcript if item.content] == [hello, "anything", answer]


def test_a_flow_without_content_has_words_all_the_same() -> None:
    timers = Timers(Clock())
    contacts = Contacts(timers=timers)
    chats = Chats(contacts, timers, greeter(lambda _: None))
    chat = chats.of(contacts.start({}, {}).id)
    chat.join(chat.customer)
    assert [item.content for item in chat.transcript if item.content] == [HELLO]
