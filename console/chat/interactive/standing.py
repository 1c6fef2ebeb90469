"""How cards stand as the chat has gone on: which can be answered still, and what was chosen.

It is read from the items alone, so that a chat that is joined again shows the same. Only the latest view is
live; a picker waits until one of its own choices was sent, or a newer one with its reference comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from console.chat.interactive.card import Card, Choice, Choices, Pages, Reply, Slots
from console.chat.interactive.reading import mapping
from console.chat.interactive.replies import RESPONSE
from console.chat.interactive.templates import card_in
from console.chat.items import Item


@dataclass(frozen=True)
class Standing:
    """Whether a card can be answered, and the content of the answer that it got."""

    state: Literal["open", "answered", "replaced"] = "open"
    answer: str = field(default="", repr=False)


OPEN = Standing()


def choices_in(card: Card) -> Iterator[Choice]:
    """All that can be chosen in a card, in its order, its pages and opened cards too."""
    for part in card.parts:
        if isinstance(part, Choices):
            for one in part.items:
                yield one
                if one.detail is not None:
                    yield from choices_in(one.detail)
        elif isinstance(part, Pages):
            for page in part.cards:
                yield from choices_in(page)


def replies_in(card: Card) -> Iterator[Reply]:
    """Every reply that a card can give without anything being typed."""
    yield from (one.reply for one in choices_in(card) if one.reply is not None)
    for part in card.parts:
        if isinstance(part, Slots):
            yield from (one.reply for one in part.items)


def is_live_view(items: Iterable[Item]) -> bool:
    """Whether a view waits for its answer, so that what is typed has to go to it."""
    live = False
    for item in items:
        if item.role == "CUSTOMER":
            live = live and item.kind != "message"
        elif item.kind == "message" and not item.is_past:
            live = item.is_interactive and card_in(item.content).view is not None
        elif item.event == "chat.ended":
            live = False
    return live


def standings(items: Iterable[Item], card_of: Callable[[Item], Card] | None = None) -> dict[str, Standing]:
    """How the card of each interactive item stands, by the item's id; items in the transcript's order.

    `card_of` may remember cards; without it each is read anew.
    """
    read = card_of or (lambda item: card_in(item.content))
    return {key: standing for key, standing, _by in _moves(items, read)}


def answered_in(items: Iterable[Item]) -> dict[str, str]:
    """Which card each answer of the customer's was given to, both by the ids of their items."""
    moves = _moves(items, lambda item: card_in(item.content))
    return {by: key for key, standing, by in moves if standing.state == "answered"}


def _moves(items: Iterable[Item], read: Callable[[Item], Card]) -> Iterator[tuple[str, Standing, str]]:
    """Every change of how a card stands: the card, how it stands now, and the item that made it so."""
    waiting = _Waiting()
    for item in items:
        if item.role == "CUSTOMER":
            if (key := waiting.answered_by(item)) is not None:
                waiting.take_out(key)
                yield key, Standing("answered", item.content), item.id
        elif item.is_interactive:
            card = read(item)
            for gone in waiting.replaced_by(card):
                waiting.take_out(gone)
                yield gone, Standing("replaced"), item.id
            waiting.put_in(item.id, card)
            yield item.id, OPEN, item.id


class _Waiting:
    """The cards that wait for their answers, found by what would answer them: a long chat may have many."""

    def __init__(self) -> None:
        self._cards: dict[str, Card] = {}
        self._by_reply: dict[str, list[str]] = {}
        self._by_reference: dict[str, str] = {}
        self._view: str | None = None

    def put_in(self, key: str, card: Card) -> None:
        self._cards[key] = card
        for content in _contents(card):
            self._by_reply.setdefault(content, []).append(key)
        if card.reference_id:
            self._by_reference[card.reference_id] = key
        if card.view is not None:
            self._view = key

    def take_out(self, key: str) -> None:
        card = self._cards.pop(key)
        for content in _contents(card):
            self._by_reply[content].remove(key)
        if self._by_reference.get(card.reference_id) == key:
            del self._by_reference[card.reference_id]
        if self._view == key:
            self._view = None

    def replaced_by(self, card: Card) -> list[str]:
        """Of those that wait, the ones whose place a card takes."""
        gone = [self._view if card.view is not None else None, self._by_reference.get(card.reference_id)]
        return list(dict.fromkeys(key for key in gone if key is not None))

    def answered_by(self, item: Item) -> str | None:
        """The latest card that an item answers."""
        if item.content_type == RESPONSE and mapping(item.content).get("templateType") == "ViewResource":
            return self._view
        return next(reversed(self._by_reply.get(item.content, ())), None)


def _contents(card: Card) -> Iterable[str]:
    """What answers a card, each but once."""
    return dict.fromkeys(one.content for one in replies_in(card))
