"""Interactive messages as a flow checks them before the customer sees one.

Structure and numbers of items alone are checked, not the lengths of texts (administrator guide on
interactive messages). The numbers of items have grown over the years; of two that are told the larger
one is the limit here, and what is above the smaller gets a warning: ours: template-limits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

ELSEWHERE: Final = (
    "AppleForm",
    "ApplePay",
    "AppleCustomInteractiveMessage",
    "WhatsAppInteractiveList",
    "WhatsAppInteractiveReplyButton",
)
"""Templates of other channels; no client for web chat draws them."""

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Template:
    """One template: its list of items, how many there may be, and what is checked in it."""

    items: str
    least: int
    most: int
    told: int
    """The smaller limit that documents tell of."""
    check: Callable[[Sequence[Any], str], Iterator[str]]


def check(text: str) -> tuple[str, tuple[str, ...]]:
    """What is wrong with an interactive message, empty where nothing is; and what is odd."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "it is no JSON", ()
    if not isinstance(value, dict):
        return "it is no JSON object", ()
    kind = value.get("templateType")
    if kind in ELSEWHERE:
        return "", (f"{kind} is a template of another channel; clients for web chat do not draw it.",)
    odd: list[str] = []
    return next(_wrong(value, "", odd), ""), tuple(odd)


def _wrong(value: Mapping[str, Any], where: str, odd: list[str], *, within: bool = False) -> Iterator[str]:
    kind = value.get("templateType")
    template = TEMPLATES.get(kind) if isinstance(kind, str) else None
    if template is None or (within and kind not in CARDS):
        known = CARDS if within else (*TEMPLATES, *ELSEWHERE)
        yield f"{where}templateType is “{kind}”; there are: {', '.join(known)}"
        return
    if not isinstance(value.get("version"), str):
        yield f"{where}version is missing"
    told = value.get("data")
    data: Mapping[str, Any] = told if isinstance(told, dict) else {}
    content = data.get("content")
    if not isinstance(content, dict):
        yield f"{where}data.content is missing"
        return
    yield from _titles(data, content, where)
    items = content.get(template.items)
    count = len(items) if isinstance(items, list) else 0
    if not isinstance(items, list) or not template.least <= count <= template.most:
        yield f"{where}a {kind} has {template.least} to {template.most} {template.items}, not {count}"
        return
    if count > template.told:
        odd.append(f"{kind}: {count} {template.items}; older documents allow {template.told} at most.")
    yield from template.check(items, where)
    if kind == "Carousel":
        for index, item in enumerate(items):
            yield from _wrong(item, f"{where}elements[{index}].", odd, within=True)


def _titles(data: Mapping[str, Any], content: Content, where: str) -> Iterator[str]:
    if not _is_text(content.get("title")):
        yield f"{where}data.content.title is missing"
    reply = data.get("replyMessage")
    if reply is not None and not (isinstance(reply, dict) and _is_text(reply.get("title"))):
        yield f"{where}data.replyMessage.title is missing"


def _elements(items: Sequence[Any], where: str) -> Iterator[str]:
    for index, item in enumerate(items):
        if not (isinstance(item, dict) and _is_text(item.get("title"))):
            yield f"{where}elements[{index}].title is missing"
        elif item.get("type", "action") not in ("action", "hyperlink"):
            yield f"{where}elements[{index}].type is neither action nor hyperlink"
        elif item.get("type") == "hyperlink" and not _is_text(item.get("url")):
            yield f"{where}elements[{index}].url is missing"


def _timeslots(items: Sequence[Any], where: str) -> Iterator[str]:
    for index, item in enumerate(items):
        slot = item if isinstance(item, dict) else {}
        for name in ("date", "duration"):
            if slot.get(name) in (None, ""):
                yield f"{where}timeslots[{index}].{name} is missing"


def _cards(items: Sequence[Any], where: str) -> Iterator[str]:
    named: list[object] = []
    for index, item in enumerate(items):
        name = item.get("templateIdentifier") if isinstance(item, dict) else None
        if not _is_text(name):
            yield f"{where}elements[{index}].templateIdentifier is missing"
            return
        if name in named:
            yield f"{where}elements[{index}].templateIdentifier “{name}” is there twice"
        named.append(name)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


CARDS: Final = ("ListPicker", "Panel")
"""What a carousel may hold."""
TEMPLATES: Final[Mapping[str, Template]] = {
    "ListPicker": Template("elements", 1, 6, 6, _elements),
    "Panel": Template("elements", 1, 10, 10, _elements),
    "TimePicker": Template("timeslots", 1, 40, 20, _timeslots),
    "QuickReply": Template("elements", 2, 10, 5, _elements),
    "Carousel": Template("elements", 2, 5, 5, _cards),
}
"""The templates of web chat."""
