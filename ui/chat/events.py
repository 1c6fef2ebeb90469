"""The events of a chat in words: one line each, in the middle of the transcript."""

from __future__ import annotations

from console.chat.items import Item
from ui import wording

SENTENCES = {
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

SOMEBODY = "Somebody"


def sentence(item: Item) -> str:
    """What an event says; empty for one that is not known."""
    template = SENTENCES.get(item.event, "")
    return template.format(name=named(item)) if template else ""


def named(item: Item) -> str:
    """Who an item is from, by the name that people know."""
    known = wording.DISPLAY_NAMES.get(item.display_name, item.display_name)
    return known or wording.ROLES.get(item.role, (SOMEBODY, "", ""))[0]


def titled(item: Item) -> str:
    """Who an item is from, with the role where the name does not say it."""
    name, role = named(item), wording.ROLES.get(item.role, ("", "", ""))[0]
    is_said = not role or role.lower() in name.lower() or item.display_name in wording.DISPLAY_NAMES
    return name if is_said else f"{name} · {role}"


def played_by(item: Item) -> str:
    """The role that an item is shown with: a bot of the flow's speaks as the system, under its own name."""
    return "CUSTOM_BOT" if item.display_name == "BOT" else item.role
