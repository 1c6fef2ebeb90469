"""Cards of a chat: interactive messages and views, drawn, answered, and shown as they were answered."""

from ui.chat.cards.gate import Gate
from ui.chat.cards.message_card import Describe, MessageCard
from ui.chat.cards.scope import Surroundings

__all__ = ["Describe", "Gate", "MessageCard", "Surroundings"]
