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

from console.language import tr_wire

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
        return tr_wire("it is no JSON"), ()
    if not isinstance(value, dict):
        return tr_wire("it is no JSON object"), ()
    kind = value.get("templateType")
    if kind in ELSEWHERE:
        odd_kind = tr_wire(
            "{template} is a template of another channel; clients for web chat do not draw it.", template=kind
        )
        return "", (odd_kind,)
    odd: list[str] = []
    return next(_wrong(value, "", odd), ""), tuple(odd)


def _wrong(value: Mapping[str, Any], where: str, odd: list[str], *, within: bool = False) -> Iterator[str]:
    kind = value.get("templateType")
    template = TEMPLATES.get(kind) if isinstance(kind, str) else None
    if template is None or (within and kind not in CARDS):
        known = CARDS if within else (*TEMPLATES, *ELSEWHERE)
        yield tr_wire(
            "{member} is “{value}”; there are: {known}",
            member=f"{where}templateType",
            value=kind,
            known=", ".join(known),
        )
        return
    if not isinstance(value.get("version"), str):
        yield _missing(f"{where}version")
    told = value.get("data")
    data: Mapping[str, Any] = told if isinstance(told, dict) else {}
    content = data.get("content")
    if not isinstance(content, dict):
        yield _missing(f"{where}data.content")
        return
    yield from _titles(data, content, where)
    items = content.get(template.items)
    count = len(items) if isinstance(items, list) else 0
    if not isinstance(items, list) or not template.least <= count <= template.most:
        yield tr_wire(
            "a {template} has {least} to {most} {items}, not {count:,}",
            template=kind,
            least=template.least,
            most=template.most,
            items=f"{where}{template.items}",
            count=count,
        )
        return
    if count > template.told:
        odd.append(
            tr_wire(
                "{template}: {count:,} {items}; older documents allow {most} at most.",
                template=kind,
                count=count,
                items=template.items,
                most=template.told,
            )
        )
    yield from template.check(items, where)
    if kind == "Carousel":
        for index, item in enumerate(items):
            yield from _wrong(item, f"{where}elements[{index}].", odd, within=True)


def _titles(data: Mapping[str, Any], content: Content, where: str) -> Iterator[str]:
    if not _is_text(content.get("title")):
        yield _missing(f"{where}data.content.title")
    reply = data.get("replyMessage")
    if reply is not None and not (isinstance(reply, dict) and _is_text(reply.get("title"))):
        yield _missing(f"{where}data.replyMessage.title")


def _elements(items: Sequence[Any], where: str) -> Iterator[str]:
    for index, item in enumerate(items):
        if not (isinstance(item, dict) and _is_text(item.get("title"))):
            yield _missing(f"{where}elements[{index}].title")
        elif item.get("type", "action") not in ("action", "hyperlink"):
            member = f"{where}elements[{index}].type"
            yield tr_wire("{member} is neither action nor hyperlink", member=member)
        elif item.get("type") == "hyperlink" and not _is_text(item.get("url")):
            yield _missing(f"{where}elements[{index}].url")


def _timeslots(items: Sequence[Any], where: str) -> Iterator[str]:
    for index, item in enumerate(items):
        slot = item if isinstance(item, dict) else {}
        for name in ("date", "duration"):
            if slot.get(name) in (None, ""):
                yield _missing(f"{where}timeslots[{index}].{name}")


def _cards(items: Sequence[Any], where: str) -> Iterator[str]:
    named: list[object] = []
    for index, item in enumerate(items):
        name = item.get("templateIdentifier") if isinstance(item, dict) else None
        if not _is_text(name):
            yield _missing(f"{where}elements[{index}].templateIdentifier")
            return
        if name in named:
            member = f"{where}elements[{index}].templateIdentifier"
            yield tr_wire("{member} “{value}” is there twice", member=member, value=name)
        named.append(name)


def _missing(member: str) -> str:
    return tr_wire("{member} is missing", member=member)


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
