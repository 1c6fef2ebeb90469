"""Fields of a form in a view: every documented item type, as an input.

Types and their properties are those of the administrator guide's pages on views. What AWS does not
document is ours: the parts of Address and CreditCard and that their answer is an object of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from console.chat.interactive.card import Input, InputKind, Option
from console.chat.interactive.reading import is_true, sequence, text, words
from console.language import tr

Json = Mapping[str, Any]
Draw = Callable[[Json, Input], Input]

FIELDS: Final[dict[str, Draw]] = {}
"""What makes an input of a form item, by its type."""
INPUT_TYPES: Final[Mapping[str, InputKind]] = {
    "text": "text",
    "number": "number",
    "password": "password",
    "email": "email",
    "tel": "tel",
    "url": "url",
    "date": "date",
    "time": "time",
}
ADDRESS: Final = (
    Input("AddressLine1", tr("Street"), is_required=True),
    Input("AddressLine2", tr("Second line")),
    Input("City", tr("City"), is_required=True),
    Input("State", tr("State or region")),
    Input("PostalCode", tr("Postal code"), is_required=True),
    Input("Country", tr("Country")),
)
CARD: Final = (
    Input("CardNumber", tr("Card number"), "card", is_required=True, is_secret=True),
    Input("CardholderName", tr("Name on the card"), is_required=True),
    Input("ExpirationDate", tr("Expires (MM/YY)"), is_required=True),
    Input("SecurityCode", tr("Security code"), "password", is_required=True, is_secret=True),
)


def field(*types: str) -> Callable[[Draw], Draw]:
    """Puts a function into the table, for one type or several names of it."""

    def keep(draw: Draw) -> Draw:
        FIELDS.update(dict.fromkeys(types, draw))
        return draw

    return keep


def input_in(item: Json) -> Input | None:
    """The input of a form item; None where its type is none of a field's."""
    draw = FIELDS.get(text(item, "Type"))
    if draw is None:
        return None
    label = text(item, "Label")
    plain = Input(
        text(item, "Name") or label or text(item, "Type"),
        label or text(item, "Name"),
        default=text(item, "DefaultValue"),
        is_required=is_true(item.get("Required")),
        helper=text(item, "HelperText"),
        options=_options(item.get("Options")),
    )
    return draw(item, plain)


def _options(value: object) -> tuple[Option, ...]:
    given = [one if isinstance(one, Mapping) else {"Value": one} for one in sequence(value)]
    found = [(text(one, "Label"), text(one, "Value")) for one in given]
    return tuple(Option(label or value, value or label) for label, value in found if label or value)


def _listed(item: Json) -> list[str]:
    """A default that is a list, or one value of it."""
    given = item.get("DefaultValue")
    many: Sequence[Any] = sequence(given) or ([given] if given else [])
    return [one for one in map(words, many) if one]


@field("FormInput")
def form_input(item: Json, plain: Input) -> Input:
    """A line of text, or of what its InputType says."""
    kind = INPUT_TYPES.get(text(item, "InputType").lower(), "text")
    return replace(plain, kind=kind, is_secret=kind == "password")


@field("TextArea")
def text_area(_item: Json, plain: Input) -> Input:
    """Several lines of text."""
    return replace(plain, kind="area")


@field("DatePicker")
def date_picker(_item: Json, plain: Input) -> Input:
    """A date, as 2027-01-31."""
    return replace(plain, kind="date")


@field("TimePicker", "TimeInput")
def time_input(_item: Json, plain: Input) -> Input:
    """A time of day, as 13:00."""
    return replace(plain, kind="time")


@field("Dropdown")
def dropdown(item: Json, plain: Input) -> Input:
    """One of many, or several of many; the answer is a list either way."""
    if is_true(item.get("MultiSelect")):
        return replace(plain, kind="several", default=_listed(item))
    return replace(plain, kind="dropdown", default=_listed(item)[:1])


@field("RadioGroup")
def radio_group(_item: Json, plain: Input) -> Input:
    """One of a few."""
    return replace(plain, kind="radio")


@field("CheckboxGroup")
def checkbox_group(item: Json, plain: Input) -> Input:
    """Several of a few."""
    return replace(plain, kind="checks", default=_listed(item))


@field("Checkbox")
def checkbox(item: Json, plain: Input) -> Input:
    """Yes or no; with options, several of them."""
    if plain.options:
        return checkbox_group(item, plain)
    return replace(plain, kind="check", default=is_true(item.get("DefaultValue")))


@field("Toggle")
def toggle(item: Json, plain: Input) -> Input:
    """Switches, whose answer lists the values of those that are on; without options, one that is `true`."""
    options = plain.options or (Option(plain.label, "true"),)
    on = [options[0].value] if is_true(item.get("DefaultValue")) else _listed(item)
    return replace(plain, kind="toggle", options=options, default=on)


@field("Address")
def address(item: Json, plain: Input) -> Input:
    """A postal address."""
    return _group(item, plain, ADDRESS)


@field("CreditCard")
def credit_card(item: Json, plain: Input) -> Input:
    """A payment card, whose number and code are secrets."""
    return _group(item, plain, CARD)


def _group(item: Json, plain: Input, parts: tuple[Input, ...]) -> Input:
    given = item.get("DefaultValue")
    known: Json = given if isinstance(given, Mapping) else {}
    needed = plain.is_required
    filled = tuple(
        replace(one, default=text(known, one.name), is_required=needed and one.is_required) for one in parts
    )
    return replace(plain, kind="group", default={}, parts=filled, is_required=False)
