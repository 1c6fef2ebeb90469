"""Content types: chips with text/plain locked on, and sets of them by name."""

from __future__ import annotations

from typing import Any

from console import contact
from console.language import tr
from console.shape import Field
from ui import wording
from ui.contact.choices import SeveralOf
from ui.controls import Segments, row


class ContentTypes(SeveralOf):
    """What the customer's client can show.

    As long as nothing is chosen, the request leaves the field out, and AWS takes text/plain alone.
    """

    def __init__(self, field: Field) -> None:
        sets = [(None, tr("Not set")), *wording.CONTENT_TYPE_SETS.items()]
        self.sets = Segments(tr("Set of content types"), sets)
        choices = [(name, wording.CONTENT_TYPES[name]) for name in contact.CONTENT_TYPES]
        super().__init__(field, choices, locked=contact.TEXT_PLAIN, above=row(self.sets, None), titled=False)
        self.sets.chosen.connect(self._choose_set)

    def _choose_set(self, name: object) -> None:
        self.put(list(contact.CONTENT_TYPE_SETS[name]) if isinstance(name, str) else None)

    def _show(self, value: Any) -> None:
        super()._show(value)
        self.sets.take(_set_of(value))


def _set_of(value: object) -> object:
    """The name of the set that holds just these types, None for nothing chosen, else no name at all."""
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        return ""
    sets = contact.CONTENT_TYPE_SETS.items()
    return next((name for name, types in sets if sorted(types) == sorted(value)), "")
