"""The events of a chat: what is said of each, and who plays a part in it."""

from __future__ import annotations

from typing import Final

from console.chat.items import Item
from console.language import tr

SENTENCES: Final = {
    "participant.joined": tr("{name} joined"),
    "participant.left": tr("{name} left"),
    "participant.invited": tr("An agent is being offered the chat"),
    "participant.idle": tr("{name} is idle"),
    "participant.returned": tr("{name} is back"),
    "participant.autodisconnection": tr("{name} was idle for too long and is disconnected"),
    "participant.active": tr("{name} is active"),
    "participant.inactive": tr("{name} is inactive"),
    "participant.displayname.updated": tr("The name is now {name}"),
    "chat.ended": tr("The chat has ended"),
    "chat.rehydrated": tr("The earlier conversation was brought back"),
    "transfer.succeeded": tr("The chat was transferred"),
    "transfer.failed": tr("The transfer failed"),
    "authentication.initiated": tr("Signing in is asked for"),
    "authentication.succeeded": tr("Signed in"),
    "authentication.failed": tr("Signing in failed"),
    "authentication.timeout": tr("Signing in took too long"),
    "authentication.expired": tr("The sign-in has expired"),
    "authentication.cancelled": tr("Signing in was cancelled"),
    "workflow.cancelled": tr("The workflow was cancelled"),
    "connection.acknowledged": tr("The connection was acknowledged"),
}
"""Of each event that AWS's documents or clients name: its sentence."""


def played_by(item: Item) -> str:
    """The role that an item is shown with: a bot of the flow's speaks as the system, under its own name."""
    return "CUSTOM_BOT" if item.display_name == "BOT" else item.role
