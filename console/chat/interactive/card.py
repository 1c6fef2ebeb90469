"""What an interactive message or a view comes to: a small closed vocabulary that a window can draw.

A card is made of parts; parts hold what can be chosen, each with the reply that choosing it sends. No
part knows of which template it came. `Submit` alone has no reply yet: what was typed goes into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True)
class Reply:
    """What goes to SendMessage, exactly so; `words` says it to a person."""

    content_type: str
    content: str = field(repr=False)
    words: str = field(default="", compare=False, repr=False)
    secrets: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """What a field for secrets held, in the content too: nothing of it may be kept."""


@dataclass(frozen=True)
class Image:
    """A picture that lies elsewhere, and what is to be said in its place."""

    url: str
    words: str = ""


@dataclass(frozen=True)
class Choice:
    """One thing to choose. It answers, opens a link, or opens a card of its own; or is only read."""

    title: str
    subtitle: str = ""
    image: Image | None = None
    status: str = ""
    reply: Reply | None = None
    link: str = ""
    detail: Card | None = None
    is_paging: bool = False
    """Whether it asks for more choices instead of being one."""


@dataclass(frozen=True)
class Choices:
    """Things to choose from: in rows, as words in a line, or as tiles beside each other."""

    items: tuple[Choice, ...]
    look: Literal["rows", "words", "tiles"] = "rows"


@dataclass(frozen=True)
class Slot:
    """A time to choose; `at` is aware and in UTC, None where the date can't be read."""

    date: str
    at: datetime | None
    reply: Reply


@dataclass(frozen=True)
class Slots:
    """Times to choose from, and how many minutes the place's own clock is ahead of UTC, if it was said."""

    items: tuple[Slot, ...]
    offset: float | None = None
    place: str = ""


@dataclass(frozen=True)
class Pages:
    """Cards of which one is looked at at a time."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Text:
    """Something to read; of a success no words are needed."""

    words: str
    look: Literal["plain", "heading", "muted", "problem", "success"] = "plain"


@dataclass(frozen=True)
class Fact:
    """A value under its label; a value may be a link, or worth copying."""

    label: str
    value: str
    link: str = ""
    can_copy: bool = False


@dataclass(frozen=True)
class Facts:
    """Values under their labels, with the button that changes them where there is one."""

    items: tuple[Fact, ...]
    heading: str = ""
    edit: Submit | None = None


@dataclass(frozen=True)
class Submit:
    """A button of a view: the action that it names, and what it sends with it."""

    title: str
    action: str
    gathers: Literal["FormData", "fields", "nothing"] = "nothing"
    """Whether what was typed goes out under FormData, by itself, or not at all."""
    more: Mapping[str, Any] = field(default_factory=dict)
    checks: bool = False
    """Whether what was typed has to be right first."""
    look: Literal["primary", "plain", "link"] = "plain"


@dataclass(frozen=True)
class Buttons:
    """What can be done with all that stands above."""

    items: tuple[Submit, ...]


@dataclass(frozen=True)
class Step:
    """A step of several; one that lies behind may be gone back to."""

    title: str
    description: str = ""
    state: Literal["done", "now", "later"] = "later"
    is_optional: bool = False
    submit: Submit | None = None


@dataclass(frozen=True)
class Steps:
    """Where one is on a way of several steps."""

    items: tuple[Step, ...]


InputKind = Literal[
    "text", "number", "password", "email", "tel", "url", "card", "area", "date", "time",
    "dropdown", "several", "radio", "checks", "check", "toggle", "group",
]  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One value of a field that offers several."""

    label: str
    value: str


@dataclass(frozen=True)
class Input:
    """A field of a form. Its value is a text, a list of texts, a truth, or a mapping of its parts' values."""

    name: str
    label: str
    kind: InputKind = "text"
    options: tuple[Option, ...] = ()
    default: Any = ""
    is_required: bool = False
    helper: str = ""
    is_secret: bool = False
    parts: tuple[Input, ...] = ()


@dataclass(frozen=True)
class Inputs:
    """Fields in rows, those of one row beside each other where there is room."""

    rows: tuple[tuple[Input, ...], ...]


Part = Text | Facts | Choices | Slots | Pages | Steps | Inputs | Buttons


@dataclass(frozen=True)
class Thanks:
    """What takes the place of the choices once one was made."""

    title: str
    subtitle: str = ""
    image: Image | None = None


@dataclass(frozen=True)
class ViewRequest:
    """A view that a message shows: the token to describe it with, and the inputs that the flow gave."""

    token: str = field(repr=False)
    view_id: str
    inputs: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Card:
    """An interactive message, ready to be drawn."""

    template: str
    title: str = ""
    subtitle: str = ""
    image: Image | None = None
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    """What a tester should know: limits that are passed, what the hosted widget does otherwise."""
    reference_id: str = ""
    """A newer card with the same one takes this one's place."""
    thanks: Thanks | None = None
    view: ViewRequest | None = None
    """The view that is to be described before there is anything to draw."""
    json: str = field(default="", repr=False)
    """The message as received, where it can't be drawn; the first note says why."""
