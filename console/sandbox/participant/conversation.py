"""What talks with the customer of a chat on the service's side: the flow.

The sandbox makes one for each chat and tells it what happens; it speaks through the chat it was given.
All its functions are called under the lock of the sandbox's memory and return at once; what should
happen later goes to the chat's timers.
"""

from __future__ import annotations

from typing import Protocol

from console.sandbox.participant.items import Item
from console.sandbox.participant.party import Participant


class Conversation(Protocol):
    """One chat as its flow sees it."""

    def begin(self) -> None:
        """The customer has joined."""

    def hear(self, item: Item) -> None:
        """A participant said something or sent a file; not called for what the flow says itself."""

    def join(self, participant: Participant) -> None:
        """Somebody else than the customer has joined; an agent takes the chat over from the flow."""

    def see(self, item: Item) -> None:
        """Something was told to everybody, whoever said it; to watch, not to answer."""

    def wake(self, name: str, value: object = None) -> None:
        """Something happened that a flow may wait for by its name, such as `authentication`."""

    def leave(self, participant: Participant) -> None:
        """A participant has left who is not the customer; the last agent's leaving may end the chat."""

    def end(self) -> None:
        """The chat is over, or forgotten: nothing more can be said. May be called twice."""
