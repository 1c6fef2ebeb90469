"""A chat as an agent whisper speaks in it: agents alone hear, and no transcript keeps it."""

from __future__ import annotations

from console.sandbox.participant import items
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import Item


class AgentWhisper(Chat):
    """The same chat, with another reach: what is told through it goes to agents alone."""

    def __init__(self, chat: Chat) -> None:
        # One chat has one memory: whoever joins, says or passes on does so in both.
        self.__dict__ = chat.__dict__

    def tell(self, item: Item) -> Item:
        """Bring an item to the agents who are there or invited."""
        self.conversation.see(item)
        agents = [one for one in self.participants.values() if one.role == "AGENT" and not one.has_left]
        if ears := [ear for one in agents for ear in one.ears if ear.is_subscribed]:
            text = items.frame(item, self.id)
            for ear in ears:
                ear.push(text)
        return item
