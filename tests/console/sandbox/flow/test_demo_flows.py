"""The flows that ship, played to their ends over the wire by a customer who sees and answers everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.identity import id_of
from tests.console.sandbox.clients import client
from tests.console.sandbox.participant.visitor import Line, Visitor, start

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
ANSWER = INTERACTIVE + ".response"
RICH = ["text/plain", INTERACTIVE, ANSWER]


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    """A sandbox as it is delivered."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def service(served: Sandbox) -> Iterator[Any]:
    made = client(served, "connectparticipant")
    yield made
    made.close()


class Customer:
    """A customer of one chat: says something, and reads on until something is there."""

    def __init__(self, visitor: Visitor, line: Line) -> None:
        self.visitor = visitor
        self.line = line

    def reads(self, words: str) -> dict[str, Any]:
        """The next item of somebody else's with these words in its content or its content type."""
        while True:
            item = self.line.item()
            is_own = item.get("ParticipantId") == self.visitor.participant_id
            if not is_own and words in item.get("Content", item["ContentType"]):
                return item

    def is_offered(self, template: str) -> dict[str, Any]:
        """The content of the next interactive message, which must be of this template."""
        item = self.reads("templateType")
        assert item["ContentType"] == INTERACTIVE
        message = json.loads(item["Content"])
        assert message["templateType"] == template
        content: dict[str, Any] = message["data"]["content"]
        return content

    def chooses(self, content: dict[str, Any], title: str) -> None:
        """One of the options that were offered, as the hosted widget answers."""
        assert title in [element["title"] for element in content["elements"]]
        self.says(title)

    def says(self, text: str) -> None:
        self.visitor.say(text)

    def answers(self, action: str, **data: Any) -> None:
        """A view's action, or a picker's, with what goes with it."""
        said = {"action": action, "data": data, "templateType": "ViewResource", "version": "1.0"}
        self.visitor.say(json.dumps(said), ANSWER)

    def sees_the_end(self) -> list[str]:
        """What is said until the chat has ended."""
        return [item.get("Content", "") for item in self.line.until("chat.ended")]


@contextmanager
def in_flow(sandbox: Sandbox, service: Any, name: str, **members: Any) -> Iterator[Customer]:
    sandbox.clock.run(200)
    members = {"SupportedMessagingContentTypes": RICH, **members}
    visitor = start(sandbox, service, ContactFlowId=id_of("contact-flow", name), **members)
    with visitor.line() as line:
        yield Customer(visitor, line)


def test_the_greeting_is_the_first_flow_and_stays(sandbox: Sandbox, service: Any) -> None:
    """With text/plain alone it speaks at once, answers whatever is written, and does not leave."""
    assert sandbox.flows[0].name == "Greeting"
    with in_flow(sandbox, service, "Greeting", SupportedMessagingContentTypes=["text/plain"]) as customer:
        sandbox.clock.run(1)
        hello = customer.reads("Hello")
        assert (hello["ContentType"], hello["ParticipantRole"]) == ("text/plain", "SYSTEM")
        for words in ("anything", "at all", "…"):
            customer.says(words)
            assert customer.reads("agent")["ContentType"] == "text/plain"
        sandbox.clock.move(125)
        customer.says("Still there?")
        customer.reads("agent")


def test_the_greeting_ends_when_nobody_writes(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Greeting") as customer:
        customer.is_offered("QuickReply")
        sandbox.clock.move(900)
        assert any("Goodbye" in said for said in customer.sees_the_end())


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("Track an order", "Which order"),
        ("Book a repair", "What does your bike need"),
        ("Leave my details", "Your details"),
        ("Talk to somebody", "looking for somebody"),
    ],
)
def test_the_greeting_leads_on(sandbox: Sandbox, service: Any, choice: str, words: str) -> None:
    with in_flow(sandbox, service, "Greeting") as customer:
        customer.chooses(customer.is_offered("QuickReply"), choice)
        customer.reads(words)


def test_an_order_is_looked_up(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Order status") as customer:
        customer.chooses(customer.is_offered("ListPicker"), "HB-1042")
        customer.reads("HB-1042 (City bike, green) is on its way and should arrive tomorrow.")
        customer.chooses(customer.is_offered("QuickReply"), "Yes, please")
        offered = customer.is_offered("ListPicker")
        more = {name: offered[name] for name in ("preIndex", "nextIndex", "listId", "referenceId")}
        customer.answers("SHOW_MORE", actionName="SHOW_MORE", templateType="ListPicker", **more)
        older = customer.is_offered("ListPicker")
        assert older["referenceId"] == offered["referenceId"]
        customer.chooses(older, "HB-0987")
        customer.reads("can't find that order")
        customer.chooses(customer.is_offered("QuickReply"), "No, thank you")
        assert any("Ride safely" in said for said in customer.sees_the_end())
    contact = sandbox.contacts.find(customer.visitor.contact_id)
    assert contact is not None
    assert contact.attributes["orderStatus"] == "SHIPPED"


def test_a_repair_is_booked(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Book a repair") as customer:
        panel = customer.is_offered("Carousel")["elements"][0]
        title = panel["data"]["content"]["title"]
        chosen = {"templateIdentifier": "harbour", "listTitle": title, "selectionText": "Brakes"}
        customer.says(json.dumps(chosen))
        slot = customer.is_offered("TimePicker")["timeslots"][1]
        customer.says(slot["date"])
        customer.reads(f"Booked: Brakes at {slot['date']}. Your number is R-2207.")
        customer.chooses(customer.is_offered("QuickReply"), "No, thank you")
        assert any("See you" in said for said in customer.sees_the_end())


def test_details_are_asked_for_in_a_form(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Your details") as customer:
        form = customer.is_offered("ViewResource")
        view = customer.visitor.call("describe_view", ViewToken=form["viewToken"])["View"]
        assert (view["Id"], view["Content"]["Actions"]) == ("form", ["Back", "Next", "Step"])
        filled = {"name": "Ada", "email": "ada@example.com", "kind": ["cargo"]}
        customer.answers("Next", FormData=filled, StepName="You")
        confirmation = customer.is_offered("ViewResource")
        assert confirmation["viewData"]["Heading"] == "Thank you, Ada"
        customer.answers("Next", Label="Done")
        assert any("noted your details" in said for said in customer.sees_the_end())
    contact = sandbox.contacts.find(customer.visitor.contact_id)
    assert contact is not None
    kept = {"customerName": "Ada", "email": "ada@example.com", "bike": "cargo"}
    assert kept.items() <= contact.attributes.items()


def test_a_form_can_be_declined(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Your details") as customer:
        customer.is_offered("ViewResource")
        customer.answers("Cancel")
        assert any("No problem" in said for said in customer.sees_the_end())


def test_whoever_writes_instead_is_heard(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Your details", SupportedMessagingContentTypes=["text/plain"]) as customer:
        customer.reads("Tell us your e-mail address")
        customer.says("ada@example.com")
        assert any("noted your details" in said for said in customer.sees_the_end())


def test_an_agent_is_found_and_rated(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Talk to an agent") as customer:
        for words in ("looking for somebody", "in the queue", "participant.invited"):
            customer.reads(words)
        customer.reads("Somebody from the workshop is joining")
        assert customer.reads("participant.joined")["ParticipantRole"] == "AGENT"
        assert customer.reads("typing")["ParticipantRole"] == "AGENT"
        assert customer.reads("How can I help?")["ParticipantRole"] == "AGENT"
        customer.says("My brakes squeak.")
        customer.reads("a note of that")
        customer.says("Thank you")
        customer.reads("Have a nice ride")
        assert customer.reads("participant.left")["ParticipantRole"] == "AGENT"
        customer.chooses(customer.is_offered("QuickReply"), "Great")
        assert any("Goodbye" in said for said in customer.sees_the_end())


def test_what_the_agent_is_told_is_for_the_agent_alone(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Talk to an agent") as customer:
        customer.reads("How can I help?")
        said = [item.get("Content") or "" for item in customer.visitor.transcript()]
        assert not any("A customer of Harbour Bikes" in text for text in said)


def test_a_conversation_is_brought_along(sandbox: Sandbox, service: Any) -> None:
    with in_flow(sandbox, service, "Welcome back") as customer:
        customer.reads("previousContactId")
        customer.says("My bike is green.")
        customer.reads(f"the id of this chat: {customer.visitor.contact_id}")
        customer.visitor.leave()
        customer.line.until("chat.ended")
    first = customer.visitor.contact_id
    attributes = {"previousContactId": first}
    with in_flow(sandbox, service, "Welcome back", Attributes=attributes) as customer:
        customer.reads("chat.rehydrated")
        customer.reads("Welcome back")
        past = [item for item in customer.visitor.transcript() if item.get("RelatedContactId") == first]
        assert "My bike is green." in [item.get("Content") for item in past]
