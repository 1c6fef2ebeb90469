"""The events of a chat: what is said of each, and who plays a part in it."""

from __future__ import annotations

from typing import Final

from console.chat.items import Item

SENTENCES: Final = {
    "participant.joined": "{name} joined",
    "participant.left": "{name} left",
    "participant.invited": "An agent is being offered the chat",
    "participant.idle": "{name} is idle",
    "participant.returned": "{name} is back",
    "participant.autodisconnection": "{name} was idle for too long and is disconnected",
    "participant.active": "{name} is active",
    "participant.inactive": "{name} is inactive",
    "participant.displayname.updated": "The name is now {name}",
    "chat.ended": "The chat has ended",
    "chat.rehydrated": "The earlier conversation was brought back",
    "transfer.succeeded": "The chat was transferred",
    "transfer.failed": "The transfer failed",
    "authentication.initiated": "Signing in is asked for",
    "authentication.succeeded": "Signed in",
    "authentication.failed": "Signing in failed",
    "authentication.timeout": "Signing in took too long",
    "authentication.expired": "The sign-in has expired",
    "authentication.cancelled": "Signing in was cancelled",
    "workflow.cancelled": "The workflow was cancelled",
    "connection.acknowledged": "The connection was acknowledged",
}
"""Of each event that AWS's documents or clients name: its sentence."""


def played_by(item: Item) -> str:
    """The role that an item is shown with: a bot of the flow's speaks as the system, under its own name."""
    return "CUSTOM_BOT" if item.display_name == "BOT" else item.role
