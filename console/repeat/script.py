"""What a customer said in a chat, to be said again: each turn with the replies that it came after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from console import contact
from console.chat.answers import is_answer, words_of
from console.chat.interactive import Card, answered_in, card_in
from console.chat.interactive.reading import mapping
from console.chat.items import Item
from console.chat.party import Party
from console.chat.transcript import Row

Kind = Literal["text", "choice", "view", "words_to_view", "file"]
"""`choice` answers a card, `view` a view by one of its actions, `words_to_view` by words alone."""

PEOPLE = frozenset({"AGENT", "SUPERVISOR"})
"""The roles in which people answer."""


@dataclass(frozen=True)
class Turn:
    """One thing that the customer said."""

    kind: Kind
    content: str = field(repr=False)
    content_type: str
    words: str = field(repr=False)
    """It in words, what is secret masked."""
    replies: int = 0
    """How many messages of others came since the turn before."""
    pause_s: float = 0.0
    """How long the last of them took."""
    was_with_person: bool = False
    """Whether an agent was in the chat when it was said."""
    card: Card | None = field(default=None, repr=False)
    """What it answered, as it was offered."""


@dataclass(frozen=True)
class Script:
    """All that the customer said in a chat, in its order."""

    turns: tuple[Turn, ...] = ()
    replies_after: int = 0
    """How many messages of others came after the last turn."""
    pause_after_s: float = 0.0
    has_ended: bool = False
    """Whether the chat was over after them."""

    @classmethod
    def of(cls, rows: Iterable[Row], request: Mapping[str, Any], secrets: Set[str] = frozenset()) -> Script:
        """The script of a transcript. A first message is part of the request, and no turn.

        What was said in earlier sessions of a persistent chat, and what failed, is none either.
        """
        items = [row.item for row in rows if row.state == "sent" and not row.item.is_past]
        return _Reader(items, first_message(request), secrets).script()


def first_message(request: Mapping[str, Any]) -> str:
    """What the request has the customer say at once; empty for nothing."""
    return str(contact.value_at(request, ("InitialMessage", "Content")) or "")


def is_own(item: Item) -> bool:
    """Whether the customer said it."""
    return item.role == "CUSTOMER" and item.kind in ("message", "attachment")


def is_reply(item: Item) -> bool:
    """Whether somebody else said it."""
    return item.role != "CUSTOMER" and item.kind in ("message", "attachment")


class _Reader:
    """Goes through the items once, and knows at each what came before."""

    def __init__(self, items: Sequence[Item], first: str, secrets: Set[str]) -> None:
        self._items, self._first, self._secrets = items, first, secrets
        self._cards = {one.id: one for one in items if one.is_interactive}
        self._answered = answered_in(items)
        self._party = Party()
        self._replies, self._last_reply = 0, None if not items else items[0].at
        self._since: datetime | None = self._last_reply
        self._has_ended = False

    def script(self) -> Script:
        turns = []
        for item in self._items:
            self._party.note(item)
            self._has_ended = self._has_ended or item.event == "chat.ended"
            if is_own(item):
                if not self._is_first_message(item):
                    turns.append(self._turn(item))
                self._replies, self._since, self._last_reply = 0, item.at, item.at
            elif is_reply(item):
                self._replies, self._last_reply = self._replies + 1, item.at
        return Script(tuple(turns), self._replies, self._pause_s, self._has_ended)

    def _is_first_message(self, item: Item) -> bool:
        found = bool(self._first) and item.content == self._first
        self._first = ""
        return found

    @property
    def _pause_s(self) -> float:
        if self._since is None or self._last_reply is None:
            return 0.0
        return max(0.0, (self._last_reply - self._since).total_seconds())

    def _turn(self, item: Item) -> Turn:
        card = self._cards.get(self._answered.get(item.id, ""))
        people = (one for one in self._party.participants if one.role in PEOPLE)
        return Turn(
            _kind(item, card),
            item.content,
            item.content_type or contact.TEXT_PLAIN,
            _words(item, self._secrets),
            self._replies,
            self._pause_s,
            any(one.is_present for one in people),
            card_in(card.content) if card else None,
        )


def _kind(item: Item, card: Item | None) -> Kind:
    if item.kind == "attachment" or item.attachments:
        return "file"
    if card is None:
        return "text"
    if card_in(card.content).view is None:
        return "choice"
    return "view" if str(mapping(item.content).get("action") or "").strip() else "words_to_view"


def _words(item: Item, secrets: Set[str]) -> str:
    files = ", ".join(one.name or one.id for one in item.attachments)
    if files:
        return files
    return words_of(item, secrets) if is_answer(item) else item.content
