"""Every interactive template: one decorated function each, with its sample, from its JSON to a card.

AWS documents the templates in the administrator guide's page on interactive messages. Only the structure
and the number of elements are checked by the service; the hosted widget cuts long texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from console.chat.interactive import replies, samples
from console.chat.interactive.card import (
    Card,
    Choice,
    Choices,
    Image,
    Pages,
    Reply,
    Slots,
    Text,
    Thanks,
    ViewRequest,
)
from console.chat.interactive.reading import is_true, mapping, mappings, parsed, sequence, text
from console.chat.interactive.times import offset_in, slot_in
from console.language import tr

Json = Mapping[str, Any]
Draw = Callable[[Json], Card]


@dataclass(frozen=True)
class Template:
    """A template: its `templateType`, what draws its `data`, and a sample of that."""

    name: str
    draw: Draw
    sample: Json

    @property
    def message(self) -> str:
        """The sample as a message's content."""
        return replies.compact({"templateType": self.name, "version": "1.0", "data": self.sample})


TEMPLATES: Final[dict[str, Template]] = {}
ELSEWHERE: Final[Mapping[str, str]] = {
    "AppleForm": "Apple Messages for Business",
    "ApplePay": "Apple Messages for Business",
    "AppleCustomInteractiveMessage": "Apple Messages for Business",
    "WhatsAppInteractiveList": "WhatsApp",
    "WhatsAppInteractiveReplyButton": "WhatsApp",
}
"""Templates of other channels, which no chat client draws."""
LONGEST: Final = 400
LONGEST_OPTION: Final = 200
"""Characters after which the hosted widget cuts a text, and the option of a quick reply."""
COUNTS: Final[Mapping[str, tuple[int, int]]] = {
    "ListPicker": (1, 6),
    "Panel": (1, 10),
    "QuickReply": (2, 5),
    "TimePicker": (1, 40),
    "Carousel": (2, 5),
}
"""How many elements a template may have."""


def template(name: str, sample: Json) -> Callable[[Draw], Draw]:
    """Puts a function into the table of templates."""

    def keep(draw: Draw) -> Draw:
        TEMPLATES[name] = Template(name, draw, sample)
        return draw

    return keep


def card_in(content: str) -> Card:
    """The card of an interactive message's content. Never raises: what can't be drawn is shown as JSON."""
    try:
        return _card(content)
    except RecursionError:
        return Card("", notes=(tr("This is nested deeper than anything that a client draws."),), json=content)


def _card(content: str) -> Card:
    message = parsed(content)
    if isinstance(message, str):
        message = parsed(message)
    if not isinstance(message, Mapping):
        return _undrawn("", content, tr("This is no JSON object, so there is nothing to draw."))
    name = text(message, "templateType")
    known = TEMPLATES.get(name)
    if known is None:
        return _undrawn(name, content, _why_unknown(name))
    data = mapping(message.get("data"))
    if not mapping(data.get("content")):
        return _undrawn(
            name, content, tr("This {name} has no data.content, which every client reads.", name=name)
        )
    return _judged(known.draw(data), message)


def _judged(card: Card, message: Json) -> Card:
    version = text(message, "version")
    if version == "1.0":
        return card
    note = (
        tr("The version is missing; 1.0 is expected.")
        if not version
        else tr("Its version is {version}, not 1.0.", version=version)
    )
    return replace(card, notes=(*card.notes, note))


def _why_unknown(name: str) -> str:
    if name in ELSEWHERE:
        return tr(
            "{name} is a template of {channel}, which no chat client draws. This is its JSON.",
            name=name,
            channel=ELSEWHERE[name],
        )
    if name:
        return tr("The template {name} is not known here. This is its JSON.", name=name)
    return tr("The message names no templateType. This is its JSON.")


def _undrawn(name: str, content: str, note: str) -> Card:
    value = parsed(content)
    shown = json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, Mapping | list) else content
    return Card(name, notes=(note,), json=shown or content)


@template("ListPicker", samples.LIST_PICKER)
def list_picker(data: Json) -> Card:
    """A list with pictures, which may have more pages than it shows."""
    return _picker("ListPicker", data)


@template("Panel", samples.PANEL)
def panel(data: Json) -> Card:
    """A list of titles."""
    return _picker("Panel", data)


@template("QuickReply", samples.QUICK_REPLY)
def quick_reply(data: Json) -> Card:
    """A question with a few short answers."""
    card = _picker("QuickReply", data)
    choices = tuple(replace(one, look="words") for one in card.parts if isinstance(one, Choices))
    return replace(card, parts=choices)


@template("TimePicker", samples.TIME_PICKER)
def time_picker(data: Json) -> Card:
    """Times to choose from."""
    content = mapping(data.get("content"))
    offset = offset_in(content)
    slots = [slot_in(one, offset) for one in mappings(content.get("timeslots"))]
    dated = tuple(one for one in slots if one is not None)
    place = text(mapping(content.get("location")), "title")
    notes = [*_too_long("TimePicker", content), *_miscounted("TimePicker", len(dated))]
    if any(one.at is None for one in dated):
        notes.append(tr("A date that can't be read is sent as it is; the hosted widget fails on it."))
    if len(dated) < len(slots):
        notes.append(tr("A slot without a date is left out."))
    order = tuple(sorted(dated, key=lambda one: (one.at is None, one.at.isoformat() if one.at else one.date)))
    return _framed("TimePicker", data, (Slots(order, offset, place),), notes)


@template("Carousel", samples.CAROUSEL)
def carousel(data: Json) -> Card:
    """List pickers and panels, of which one is looked at at a time."""
    content = mapping(data.get("content"))
    omits = is_true(content.get("omitTitleFromCarouselResponse"))
    given = mappings(content.get("elements"))
    cards = tuple(_page(one, omits_title=omits) for one in given)
    names = [text(one, "templateIdentifier") for one in given]
    notes = [*_too_long("Carousel", content), *_miscounted("Carousel", len(cards))]
    if "" in names or len(set(names)) < len(names):
        notes.append(
            tr("Each page needs a templateIdentifier of its own, by which the bot tells the answers apart.")
        )
    return _framed("Carousel", data, (Pages(cards),), notes)


def _page(element: Json, *, omits_title: bool) -> Card:
    name, data = text(element, "templateType"), mapping(element.get("data"))
    if name not in ("ListPicker", "Panel"):
        return _undrawn(
            name, replies.compact(element), tr("A page is a ListPicker or a Panel, not “{name}”.", name=name)
        )
    identifier = text(element, "templateIdentifier")
    list_title = text(mapping(data.get("content")), "title")

    def reply(title: str) -> Reply:
        return replies.of_carousel(identifier, list_title, title, omits_title=omits_title)

    return _picker(name, data, reply)


@template("ViewResource", samples.VIEW_RESOURCE)
def view_resource(data: Json) -> Card:
    """A view, which has to be described before it can be drawn."""
    content = mapping(data.get("content"))
    inputs = {name: _opened(one) for name, one in mapping(content.get("viewData")).items()}
    request = ViewRequest(text(content, "viewToken"), text(content, "viewId"), inputs)
    notes = () if request.token else (tr("The view has no viewToken, so it can't be described."),)
    return Card("ViewResource", notes=notes, view=request)


def _opened(value: Any) -> Any:
    """The widget parses each input once more, and keeps what is no JSON as it is."""
    found = parsed(value) if isinstance(value, str) else value
    return value if found is None else found


def _picker(name: str, data: Json, answer: Callable[[str], Reply] | None = None) -> Card:
    content = mapping(data.get("content"))
    given = sequence(content.get("elements"))
    choices = tuple(_choices(name, content, answer))
    notes = [*_too_long(name, content), *_miscounted(name, len(choices))]
    if len(choices) < len(given):
        notes.append(tr("An element without a title is left out."))
    return _framed(name, data, (Choices(choices),), notes)


def _choices(name: str, content: Json, answer: Callable[[str], Reply] | None) -> Iterator[Choice]:
    for element in mappings(content.get("elements")):
        title = text(element, "title")
        if not title:
            continue
        action, link = text(element, "actionDetail"), text(element, "url")
        reply: Reply | None = answer(title) if answer else replies.chosen(title)
        if text(element, "type") == "hyperlink" and link:
            reply = None
        elif answer is None and action in replies.PAGING:
            reply = replies.paged(action, content, name, title)
        yield Choice(
            title,
            text(element, "subtitle"),
            _image(element),
            reply=reply,
            link="" if reply else link,
            is_paging=action in replies.PAGING,
        )


def _framed(name: str, data: Json, parts: tuple[Any, ...], notes: list[str]) -> Card:
    """What all templates have: a title, what explains it, a picture, words of thanks."""
    content = mapping(data.get("content"))
    if not text(content, "title"):
        notes = [*notes, tr("It has no title, which is required.")]
    empty = not any(one.cards if isinstance(one, Pages) else one.items for one in parts)
    return Card(
        name,
        text(content, "title"),
        text(content, "subtitle"),
        _image(content),
        (*parts, Text(tr("There is nothing to choose from."), "muted")) if empty else parts,
        tuple(notes),
        text(content, "referenceId"),
        _thanks(mapping(data.get("replyMessage"))),
    )


def _thanks(message: Json) -> Thanks | None:
    title, subtitle, image = text(message, "title"), text(message, "subtitle"), _image(message)
    return Thanks(title, subtitle, image) if title or subtitle or image else None


def _image(value: Json) -> Image | None:
    url = text(value, "imageData")
    return Image(url, text(value, "imageDescription")) if url else None


def _too_long(name: str, content: Json) -> Iterator[str]:
    if len(text(content, "title")) > LONGEST:
        yield tr("The hosted widget cuts this title after {most:,} characters.", most=LONGEST)
    if len(text(content, "subtitle")) > LONGEST:
        yield tr("The hosted widget cuts this subtitle after {most:,} characters.", most=LONGEST)
    most = LONGEST_OPTION if name == "QuickReply" else LONGEST
    if name != "Carousel" and any(
        len(text(one, member)) > most
        for one in mappings(content.get("elements"))
        for member in ("title", "subtitle")
    ):
        yield tr("The hosted widget cuts an option after {most:,} characters; all of it is sent.", most=most)


def _miscounted(name: str, count: int) -> Iterator[str]:
    low, high = COUNTS[name]
    if not low <= count <= high:
        yield tr(
            "Amazon Connect documents {low} to {high} elements for a {name}; this one has {count:,}.",
            low=low,
            high=high,
            name=name,
            count=count,
        )
