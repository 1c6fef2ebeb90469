"""The events of a chat in words: one line each, in the middle of the transcript."""

from __future__ import annotations

from console.chat.events import SENTENCES
from console.chat.items import Item
from console.language import tr
from ui import wording

SOMEBODY = tr("Somebody")


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
    is_said = not role or role.casefold() in name.casefold() or item.display_name in wording.DISPLAY_NAMES
    return name if is_said else f"{name} · {role}"
