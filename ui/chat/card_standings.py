"""How the cards of a transcript stand, reckoned anew only after something has come that bears on it."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from console.chat.interactive import OPEN, Card, Standing, card_in, is_live_view, standings
from console.chat.items import Item

if TYPE_CHECKING:
    from ui.chat.transcript import TranscriptModel


class CardStandings:
    """Follows a model; it is to be made before whoever asks it what a change has come to."""

    def __init__(self, model: TranscriptModel) -> None:
        self._model = model
        self._cards: dict[str, Card] = {}
        self._found: dict[str, Standing] = {}
        model.rowsInserted.connect(self._rows_moved)
        model.rowsAboutToBeRemoved.connect(self._rows_moved)
        model.dataChanged.connect(lambda first, last, *_: self._look_at(first.row(), last.row()))

    def of(self, key: str) -> Standing:
        """How the card of a row stands."""
        self.find({key})
        return self._found.get(key, OPEN)

    def find(self, keys: Set[str]) -> None:
        """Finds out how several cards stand, which together takes no longer than for the first of them."""
        missing = set(keys - self._found.keys())
        first = self._model.rowCount()
        while missing and first > 0:
            first -= 1
            missing.discard(self._model.row(first).key)
        # What comes before a card has no bearing on it.
        rows = range(first, self._model.rowCount())
        self._found |= standings((self._model.row(at).item for at in rows), self._card)

    def is_view_waiting(self) -> bool:
        """Whether what is typed has to go to a view."""
        last: list[Item] = []
        for at in reversed(range(self._model.rowCount())):
            last.append(self._model.row(at).item)
            # What was said before by others has no bearing.
            if last[-1].kind == "message" and last[-1].role != "CUSTOMER":
                break
        return is_live_view(reversed(last))

    def _card(self, item: Item) -> Card:
        known = self._cards.get(item.id)
        if known is None:
            known = self._cards[item.id] = card_in(item.content)
        return known

    def _rows_moved(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._look_at(first, last)

    def _look_at(self, first: int, last: int) -> None:
        items = (self._model.row(at).item for at in range(first, last + 1))
        if any(one.role == "CUSTOMER" or one.is_interactive for one in items):
            self._found.clear()
