"""Rows of a transcript as they are compared: what was said and offered, without what is new each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

from console.chat.answers import is_answer, words_of
from console.chat.events import SENTENCES, played_by
from console.chat.interactive import Card, Choice, Choices, Pages, Slots, Text, card_in
from console.chat.interactive.reading import parsed, words
from console.chat.items import Item
from console.chat.transcript import Row
from console.language import tr

ROLES: Final[Mapping[str, str]] = {
    "CUSTOMER": tr("Customer"),
    "AGENT": tr("Agent"),
    "SYSTEM": tr("System"),
    "CUSTOM_BOT": tr("Bot"),
    "SUPERVISOR": tr("Supervisor"),
}
"""Who speaks, by role alone: another agent makes no difference."""
_OWN_COMING: Final = frozenset({"participant.joined", "participant.left"})
_DEEPEST: Final = 20


@dataclass(frozen=True, order=True)
class Line:
    """One row. Ids and times are no part of it, so that equal lines say the same."""

    who: str
    text: str
    details: tuple[str, ...] = ()
    """What an interactive message offers, and the inputs of a view."""
    template: str = ""
    files: tuple[str, ...] = ()
    is_event: bool = False
    is_customers: bool = False
    """Whether the customer said it, which begins a turn."""

    @property
    def words(self) -> str:
        """All of it, a line for each thing that is offered."""
        told = (self.text, *(f"• {one}" for one in self.details), *(f"📎 {one}" for one in self.files))
        return "\n".join(filter(None, told))


def lines_of(rows: Iterable[Row], secrets: Set[str] = frozenset()) -> list[Line]:
    """The rows of a chat's own session as lines. That its customer came or went is none."""
    items = (row.item for row in rows if row.state == "sent" and not row.item.is_past)
    return [_line(item, secrets) for item in items if not _is_coming(item)]


def without_end(rows: Iterable[Row]) -> list[Row]:
    """The rows of a chat whose end was none of the flow's doing: its customer left, or it was stopped."""
    return [row for row in rows if row.item.event != "chat.ended" or row.item.is_past]


def _is_coming(item: Item) -> bool:
    return item.role == "CUSTOMER" and item.event in _OWN_COMING


def _line(item: Item, secrets: Set[str]) -> Line:
    role = played_by(item)
    who = ROLES.get(role, role) or tr("Somebody")
    if item.kind == "event":
        sentence = SENTENCES.get(item.event, "").format(name=who)
        return Line(who, sentence or item.event or item.content_type, is_event=True)
    files = tuple(sorted(one.name or one.id for one in item.attachments))
    if item.role == "CUSTOMER":
        said = words_of(item, secrets) if is_answer(item) else item.content
        return Line(who, said, files=files, is_customers=True)
    if item.is_interactive:
        card = card_in(item.content)
        return Line(who, _title(card), tuple(_details(card)), card.template or "?", files)
    return Line(who, item.content, files=files)


def _title(card: Card) -> str:
    name = tr("View: {view}", view=card.view.view_id.rpartition("/")[2]) if card.view else card.template
    return "\n".join(filter(None, (card.title or name or card.json, card.subtitle)))


def _details(card: Card) -> Iterator[str]:
    for part in card.parts:
        if isinstance(part, Choices):
            yield from map(_choice, part.items)
        elif isinstance(part, Slots):
            yield from (one.date for one in part.items)
        elif isinstance(part, Pages):
            yield from (f"{page.title}: {one}" for page in part.cards for one in _details(page))
        elif isinstance(part, Text):
            yield part.words
    if card.view is not None:
        yield from _inputs(card.view.inputs)
    if card.json and card.title:
        yield card.json


def _choice(one: Choice) -> str:
    beside = ", ".join(filter(None, (one.subtitle, one.link)))
    return f"{one.title} ({beside})" if beside else one.title


def _inputs(value: Any, name: str = "", depth: int = 0) -> Iterator[str]:
    """The texts of a view's inputs, each with the name that it stands under."""
    value = parsed(value) or value if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") else value
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _inputs(one, str(key), depth + 1)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _inputs(one, name, depth + 1)
    elif value is not None:
        shown = str(value).lower() if isinstance(value, bool) else words(value)
        yield f"{name}: {shown}" if name else shown
