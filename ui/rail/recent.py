"""The contacts of earlier runs in the rail: the newest of the history, a line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from console.language import tr
from ui import dates, wording
from ui.drawn import Dot
from ui.rail.entries import Entry, Group

if TYPE_CHECKING:
    from console.history import Outcome, PastContact

DOTS: dict[Outcome, tuple[str, bool]] = {
    "open": ("ok", False),
    "ended": ("faint", True),
    "stopped": ("faint", True),
    "failed": ("danger", True),
    "cancelled": ("faint", True),
    "unseen": ("ring_soon", True),
}
"""Of each outcome: the colour of its dot, and whether that is hollow."""


class PastEntry(Entry):
    """A contact with what became of it, and how long ago it was."""

    def __init__(self, contact: PastContact) -> None:
        super().__init__(contact.customer or tr("A customer without a name"), Dot())
        self.contact = contact

    def show_contact(self, contact: PastContact, now: datetime) -> None:
        """Shows the contact as it stands now."""
        self.contact = contact
        token, hollow = DOTS[contact.outcome]
        self.findChildren(Dot)[0].show_state(token, hollow=hollow)
        parts = (contact.customer, contact.flow, contact.instance, contact.profile)
        self.setToolTip(" · ".join(filter(None, (*parts, wording.OUTCOMES[contact.outcome]))))
        self.look_at_clock(now)

    def look_at_clock(self, now: datetime) -> None:
        """Shows how long ago it was at this moment."""
        ago = dates.ago(self.contact.started_at or self.contact.created_at, now)
        if ago != self.right.text():
            self.right.setText(ago)
            self.setAccessibleDescription(f"{wording.OUTCOMES[self.contact.outcome]}, {ago}")


class Recent(Group):
    """Not there until there is something; folded, it would be dots that nobody can tell apart."""

    def __init__(self, chosen: Callable[[str], object]) -> None:
        super().__init__(tr("RECENT CONTACTS"))
        self._chosen = chosen
        self._is_folded = False
        self.hide()

    def show_contacts(self, contacts: Sequence[PastContact], now: datetime) -> None:
        """Shows these contacts, the newest first."""
        if [one.id for one in contacts] != [one.contact.id for one in self._past]:
            # What has the keyboard stays as long as its place holds the same contact.
            self.show_entries([self._entry(one) for one in contacts], self._is_folded)
        for entry, contact in zip(self._past, contacts, strict=True):
            entry.show_contact(contact, now)
        self._show_or_hide()

    def look_at_clock(self, now: datetime) -> None:
        """Shows how long ago each was at this moment."""
        for entry in self._past:
            entry.look_at_clock(now)

    def fold(self, folded: bool) -> None:
        self._is_folded = folded
        super().fold(folded)
        self._show_or_hide()

    @property
    def _past(self) -> list[PastEntry]:
        return [one for one in self.entries if isinstance(one, PastEntry)]

    def _entry(self, contact: PastContact) -> PastEntry:
        made = PastEntry(contact)
        made.clicked.connect(lambda *_, key=contact.id: self._chosen(key))
        return made

    def _show_or_hide(self) -> None:
        self.setVisible(bool(self.entries) and not self._is_folded)
