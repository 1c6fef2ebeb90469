"""From what DescribeView answers, and the inputs that a flow gave, to a card."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from console.chat.interactive import card_in
from console.chat.interactive.card import Card, ViewRequest
from console.chat.interactive.reading import mapping, mappings, parsed, sequence, text, words
from console.chat.items import Item
from console.chat.views.managed import MANAGED, Frame
from console.chat.views.own import filled, own_view
from console.language import tr, tr_list

Json = Mapping[str, Any]


def view_card(request: ViewRequest, described: Json) -> Card:
    """The card of a view. `described` is DescribeView's answer, or its View. Never raises."""
    try:
        return _card(request, mapping(described.get("View")) or described)
    except RecursionError:
        return _undrawn(tr("The view is nested deeper than anything that a client draws."), described)


def _card(request: ViewRequest, view: Json) -> Card:
    content = mapping(view.get("Content"))
    template = mapping(content.get("Template"))
    body = sequence(template.get("Body"))
    if not template or not mappings(body):
        return _undrawn(tr("Its template can't be read; the hosted widget shows INVALID_VIEW_ID."), view)
    actions = [words(one) for one in sequence(content.get("Actions"))]
    card = _drawn(request, template, body, actions)
    title = card.title or text(view, "Name")
    notes = (*card.notes, *_missing(content, request.inputs), *_unnamed(card, actions))
    return replace(card, title=title, view=None, notes=notes)


def _drawn(request: ViewRequest, template: Json, body: Sequence[Any], actions: Sequence[str]) -> Card:
    first = mappings(body)[0]
    draw = MANAGED.get(text(first, "Type"))
    if draw is not None and len(body) == 1:
        return draw(Frame(mapping(filled(first.get("Props"), request.inputs)), actions))
    return own_view(text(mapping(template.get("Head")), "Title"), body, request.inputs)


def _missing(content: Json, inputs: Json) -> Iterator[str]:
    schema = mapping(content.get("InputSchema"))
    if content.get("InputSchema") and not schema:
        yield tr("Its InputSchema can't be read; the hosted widget shows INVALID_VIEW_ID.")
    needed = [name for name in map(words, sequence(schema.get("required"))) if name]
    if absent := [name for name in needed if inputs.get(name) is None]:
        yield tr("The view needs {names}, which the flow did not give.", names=tr_list(absent))


def _unnamed(card: Card, actions: Sequence[str]) -> Iterator[str]:
    if not card.parts:
        yield tr("There is nothing in this view.")
    if not actions:
        yield tr("The view names no actions, so that no branch of the flow can wait for one.")


def _undrawn(note: str, value: object) -> Card:
    try:
        shown = json.dumps(opened(value), indent=2, ensure_ascii=False, default=str)
    except (RecursionError, ValueError):
        shown = str(type(value).__name__)
    return Card("ViewResource", notes=(note,), json=shown)


def opened_view(described: Json) -> Json:
    """The View of DescribeView's answer, or of what is in its place, the JSON within its texts opened."""
    return mapping(opened(mapping(described.get("View")) or described))


def view_item(items: Iterable[Item], token: str) -> Item | None:
    """The first of these items that shows the view of a token; None for none."""
    for item in items:
        view = card_in(item.content).view if item.is_interactive else None
        if view is not None and view.token == token:
            return item
    return None


def opened(value: object) -> object:
    """The texts of Template and InputSchema as the JSON that they hold."""
    content = value.get("Content") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(content, Mapping):
        return value
    inside = {name: (parsed(one) or one) if isinstance(one, str) else one for name, one in content.items()}
    return {**value, "Content": inside}
