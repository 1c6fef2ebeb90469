"""Makes the conversations of chats with flows; the engine is imported with the first of them."""

from __future__ import annotations

from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.participant.chat import Chat, Converse
from console.sandbox.participant.conversation import Conversation


def living(center: ContactCenter) -> Converse:
    """Conversations whose flows come from a contact center."""

    def converse(chat: Chat) -> Conversation:
        # Whoever only starts the sandbox need not wait for the engine.
        from console.sandbox.flow.life.life import Life

        return Life(chat, center)

    return converse
