"""A stand-in for the flow engine: it says a flow's first words, and its second ones to every answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from console.sandbox.contacts import Contact
from console.sandbox.participant.chat import Chat, Converse
from console.sandbox.participant.items import Item
from console.sandbox.participant.party import Participant

HELLO = "Hello! You have reached the sandbox."
ANSWER = "Thank you, your message has arrived."

LONGEST = 1_024
"""Characters that it says of a text; a chat's content has an end."""

ContentOf = Callable[[Contact], str | None]
"""The content of the flow that a contact runs through; None where it has none."""


class Greeting:
    """The conversation of a chat with a flow that only speaks."""

    def __init__(self, chat: Chat, content: str | None) -> None:
        self._chat = chat
        self._hello, self._answer = _texts(content)

    def begin(self) -> None:
        """Say hello."""
        self._chat.say(self._hello)

    def hear(self, item: Item) -> None:
        """Answer the customer as long as no agent is there to do so."""
        author = item.author
        if author is not None and author.role == "CUSTOMER" and not self._chat.with_role("AGENT"):
            self._chat.say(self._answer)

    def leave(self, participant: Participant) -> None:
        """End the chat after its last agent."""
        if participant.role == "AGENT" and not self._chat.with_role("AGENT"):
            self._chat.end("AGENT_DISCONNECT")

    def end(self) -> None:
        """There is nothing to put away."""


def greeter(content_of: ContentOf) -> Converse:
    """Conversations that speak the texts of each chat's own flow."""
    return lambda chat: Greeting(chat, content_of(chat.contact))


def _texts(content: str | None) -> tuple[str, str]:
    actions: list[Mapping[str, Any]] = json.loads(content)["Actions"] if content else []
    texts = [
        action["Parameters"]["Text"][:LONGEST]
        for action in actions
        if action.get("Type") == "MessageParticipant" and _has_text(action.get("Parameters"))
    ]
    return next(iter(texts), HELLO), next(iter(texts[1:]), ANSWER)


def _has_text(parameters: object) -> bool:
    return (
        isinstance(parameters, dict) and isinstance(parameters.get("Text"), str) and bool(parameters["Text"])
    )
